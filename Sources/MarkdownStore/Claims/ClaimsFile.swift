import Host
import JSON
import QueueModel

/// `.orch/claims.json`: what of claims no command has to look up in the journal.
///
/// The journal has each claim before the queue has it. The file is written only when it lags far
/// behind; what it lacks is read from the journal's end. Heartbeats alone stand only here.
struct ClaimsFile {
  let sidecar: Sidecar

  /// What was found, brought up to the journal's end.
  struct Reading {
    var claims: Claims
    var lag = Lag.nothing
    /// Whether there is a file that makes no sense.
    var isUnreadable = false
  }

  /// What of the journal's claims the file lacks.
  enum Lag: Equatable {
    case nothing
    /// Those from the entry `sequence` on, whose line begins at `offset`.
    case since(sequence: Int, offset: Int)
    /// The file makes no sense, or knows another journal than the one that is there.
    case everything

    private static let longest = (entries: 64, bytes: 64 << 10)

    /// Whether the file has to be written: readers read no more of the journal than this.
    func isDue(in journal: borrowing Journal) -> Bool {
      switch self {
      case .nothing: false
      case .since(let sequence, let offset):
        journal.nextSequence - sequence >= Self.longest.entries
          || journal.size - offset >= Self.longest.bytes
      case .everything: true
      }
    }
  }

  /// Reads the file for whoever holds the lock.
  ///
  /// - Throws: what the system says, but for a file that is missing. Heartbeats might
  ///   stand in one that can't be read, and rows be given away that somebody works on.
  func read(_ journal: borrowing Journal) throws(SystemError) -> Reading {
    var reading = Reading(try stored())
    if reading.lacksEntries(upTo: journal.last) {
      reading.catchUp(with: try journal.claims(after: reading.claims.through))
    }
    return reading
  }

  /// Reads the file without a lock, as well as it can be read.
  func readNow() -> Claims {
    guard sidecar.link == nil else { return Claims() }
    var reading = Reading((try? stored()) ?? .missing)
    guard let journal = try? FileDescriptor(opening: sidecar.journal, for: .readingNoLink),
      let size = try? journal.status().identity.size,
      let tail = try? JournalTail(of: journal, size: size), let last = tail.entry,
      reading.lacksEntries(upTo: last),
      let told = try? JournalClaims(
        of: journal, before: isSwappedIn(last) ? tail.end : tail.start,
        after: reading.claims.through)
    else { return reading.claims }
    reading.catchUp(with: told)
    return reading.claims
  }

  /// Between journal and swap a command may just be, or a crash have come.
  private func isSwappedIn(_ last: JournalEntry.Parsed) -> Bool {
    let new = try? FileStatus.ifExists("\(sidecar.generations)/\(last.sequence)")
    return new?.identity.inode != last.left.identity.inode
  }

  /// What stands in the file itself.
  enum Stored {
    case missing
    /// Torn, or of another form.
    case unreadable
    case claims(Claims)
  }

  func stored() throws(SystemError) -> Stored {
    let descriptor: FileDescriptor
    do { descriptor = try FileDescriptor(opening: sidecar.claims, for: .readingNoLink) } catch {
      guard error.isMissing else { throw error }
      return .missing
    }
    return Claims(try descriptor.readWhole(upTo: 1 << 28)).map { .claims($0) } ?? .unreadable
  }

  // MARK: Writing

  /// Writes the file, durably; its name is the caller's to sync.
  func write(_ claims: Claims) throws(SystemError) {
    let model = try FileStatus(of: sidecar.journal)
    let path = sidecar.claims + ".new"
    let file = try create(path)
    try file.share(permissions: model.permissions, group: model.group)
    try file.write(claims.text, at: 0)
    try file.sync()
    try Directory.move(path, to: sidecar.claims)
  }

  /// A crash may have left one.
  private func create(_ path: String) throws(SystemError) -> FileDescriptor {
    do { return try FileDescriptor(opening: path, for: .creating(permissions: 0o600)) } catch {
      guard error.alreadyExists else { throw error }
    }
    try Directory.remove(path)
    return try FileDescriptor(opening: path, for: .creating(permissions: 0o600))
  }
}

extension ClaimsFile.Reading {
  fileprivate init(_ stored: ClaimsFile.Stored) {
    switch stored {
    case .missing: self.init(claims: Claims())
    case .unreadable: self.init(claims: Claims(), lag: .everything, isUnreadable: true)
    case .claims(let claims): self.init(claims: claims)
    }
  }

  /// Whether the journal, which ends with `last`, has claims that this lacks; one that was
  /// deleted begins again at 1.
  fileprivate mutating func lacksEntries(upTo last: JournalEntry.Parsed?) -> Bool {
    if claims.through > last?.sequence ?? 0 {
      claims.through = 0
      lag = .everything
    }
    claims.last = max(claims.last, last?.claimed?.number ?? 0)
    return last?.claimed?.sequence ?? 0 > claims.through
  }

  fileprivate mutating func catchUp(with told: JournalClaims) {
    claims.take(told.changes)
    if lag == .nothing, let start = told.start {
      lag = .since(sequence: start.sequence, offset: start.offset)
    }
  }
}

/// What the journal tells of claims behind an entry, read from the journal's end: it costs what
/// there is to tell, however long the journal is.
struct JournalClaims {
  /// What was done to them, oldest first.
  private(set) var changes: [ClaimChange] = []
  /// The first entry that tells of it, and where its line begins.
  private(set) var start: (sequence: Int, offset: Int)?

  /// - Parameters:
  ///   - end: where a line ends, the last that counts.
  ///   - known: the entry behind which is looked. Each entry names the last one that told of
  ///     claims: from one that names this, or an older one, no further is read.
  init(
    of descriptor: borrowing FileDescriptor, before end: Int, after known: Int
  ) throws(SystemError) {
    var (end, window) = (end, 16 << 10)
    var found: [[ClaimChange]] = []
    reading: while end > 0 {
      let offset = max(0, end - window)
      let bytes = try descriptor.read(end - offset, at: offset)
      // A line of which only the end was read is read again.
      let first = offset == 0 ? 0 : bytes.firstIndex(of: 10).map { $0 + 1 } ?? bytes.count
      var lineEnd = bytes.count
      while lineEnd > first {
        let start = bytes.lastPlace(of: 10, in: first..<(lineEnd - 1)).map { $0 + 1 } ?? first
        defer { lineEnd = start }
        guard let line = Line(bytes, start..<(lineEnd - 1)) else { continue }
        if line.mark <= known { break reading }
        guard line.mark == line.sequence else { continue }
        found.append(line.changes)
        self.start = (line.sequence, offset + start)
      }
      end = offset + lineEnd
      window *= 4
    }
    changes = found.reversed().flatMap(\.self)
  }

  /// What a line says of claims. In the form in which `JournalEntry.line` writes them this needs
  /// no JSON parser: each command that asks who has a row reads up to 64 of them.
  private struct Line {
    let sequence: Int
    /// The last entry that told of claims, this one included; 0 for none.
    let mark: Int
    let changes: [ClaimChange]

    /// - Returns: `nil` for a line that is torn, or was changed by hand.
    init?(_ bytes: [UInt8], _ range: Range<Int>) {
      let line = bytes[range]
      guard JournalEntry.isSealed(line) else { return nil }
      if let found = ClaimsScanner.scanLine(bytes, range) {
        (sequence, mark, changes) = found
      } else if let entry = JournalEntry.parse(line) {
        sequence = entry.sequence
        mark = entry.claimed?.sequence ?? 0
        changes = entry.claims
      } else {
        return nil
      }
    }
  }
}
