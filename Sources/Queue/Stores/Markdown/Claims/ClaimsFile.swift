import Host

/// `.orch/claims.json`: the claims up to an entry of the journal, which need not be the last one.
///
/// The journal records each claim before the queue shows it. The file is written only when it lacks
/// the claims of many entries. Missing claims are read from the journal's end. Heartbeats are
/// recorded only in the file.
struct ClaimsFile {
  let sidecar: Sidecar

  /// The claims that were read: only those of the file, or also those at the journal's end.
  struct Reading {
    var claims = Claims()
    var lag = Lag.nothing
    /// Whether the file exists but cannot be parsed.
    var isUnreadable = false
  }

  /// The claims of the journal that the file lacks.
  enum Lag: Equatable {
    case nothing
    /// The claims of entry `sequence` and later ones. The line of this entry begins at `offset`.
    case since(sequence: Int, offset: Int)
    /// All claims of the journal, because the file can't be parsed, or belongs to a journal that
    /// was deleted.
    case everything

    private static let longest = (entries: 64, bytes: 64 << 10)

    /// Whether the file must be written now. This limits the part of the journal that readers have
    /// to read.
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

  /// Reads the claims; the caller holds the lock.
  ///
  /// - Throws: if the file exists but cannot be read. Without the heartbeats in it, rows would be
  ///   given to other workers while their own workers are alive.
  func read(_ journal: borrowing Journal) throws(SystemError) -> Reading {
    var reading = try stored()
    if reading.lacksEntries(upTo: journal.last) {
      reading.catchUp(with: try journal.claims(after: reading.claims.includedThrough))
    }
    return reading
  }

  /// Reads the claims without a lock. A file that is not there for this user has no claims.
  ///
  /// - Throws: if the system can't read a file now. Without its claims, a worker that holds a row
  ///   would be ended as one whose claim is over.
  func readNow() throws(SystemError) -> Claims {
    guard sidecar.link == nil else { return Claims() }
    var reading = try ifUsable { () throws(SystemError) in try stored() } ?? Reading()
    let recent = try ifUsable { () throws(SystemError) -> JournalClaims? in
      let journal = try FileDescriptor(opening: sidecar.journal, for: .readingNoLink)
      let tail = try JournalTail(of: journal, size: journal.status().identity.size)
      guard let last = tail.entry, reading.lacksEntries(upTo: last) else { return nil }
      // The swap of the last entry may not have happened, because a command is still running or has
      // crashed. In this case the entry is not read.
      let end = isSwapPending(last) ? tail.start : tail.end
      return try JournalClaims(of: journal, before: end, after: reading.claims.includedThrough)
    }
    if let recent = recent ?? nil { reading.catchUp(with: recent) }
    return reading.claims
  }

  private func isSwapPending(_ last: JournalEntry.Parsed) -> Bool {
    (try? Generations(sidecar: sidecar, clock: .system).hasNewFile(of: last)) == true
  }

  /// The contents of the file itself; no claims if it is missing.
  func stored() throws(SystemError) -> Reading {
    let descriptor: FileDescriptor
    do { descriptor = try FileDescriptor(opening: sidecar.claims, for: .readingNoLink) } catch {
      guard error.isMissing else { throw error }
      return Reading()
    }
    // The file is torn, or has another form.
    let unreadable = Reading(lag: .everything, isUnreadable: true)
    return Claims(try descriptor.readWhole(upTo: Self.longest)).map { Reading(claims: $0) }
      ?? unreadable
  }

  /// The largest number of bytes that are read, enough for a hundred thousand claims. In memory,
  /// claims take ten times as much space.
  private static let longest = 16 << 20

  // MARK: Writing

  /// Writes the file, durably. The caller syncs the folder.
  func write(_ claims: Claims) throws(SystemError) {
    try NewFile.replace(
      sidecar.claims, through: sidecar.claims + ".new", like: FileStatus(of: sidecar.journal)
    ) { (file) throws(SystemError) in
      try file.write(claims.text, at: 0)
    }
  }
}

extension ClaimsFile.Reading {
  /// Whether the journal, which ends with `last`, has claims that this reading lacks. A new journal
  /// starts again at 1.
  fileprivate mutating func lacksEntries(upTo last: JournalEntry.Parsed?) -> Bool {
    if claims.includedThrough > last?.sequence ?? 0 {
      claims.includedThrough = 0
      lag = .everything
    }
    claims.highestNumber = max(claims.highestNumber, last?.lastClaim?.number ?? 0)
    return last?.lastClaim?.sequence ?? 0 > claims.includedThrough
  }

  fileprivate mutating func catchUp(with recent: JournalClaims) {
    claims.apply(recent.changes)
    if lag == .nothing, let start = recent.start {
      lag = .since(sequence: start.sequence, offset: start.offset)
    }
  }
}

/// The claim changes after an entry, read backwards from the journal's end. The time depends on the
/// number of lines after the entry, not on the length of the journal.
struct JournalClaims {
  /// The changes, the oldest first.
  private(set) var changes: [ClaimChange] = []
  /// The first entry with changes, and the offset of its line.
  private(set) var start: (sequence: Int, offset: Int)?

  /// - Parameters:
  ///   - end: the end of the last line to read.
  ///   - known: the entry after which changes are read. Each entry names the last entry with claim
  ///     changes. So reading stops at a line that names `known` or an earlier entry.
  init(
    of descriptor: borrowing FileDescriptor, before end: Int, after known: Int
  ) throws(SystemError) {
    var (end, window) = (end, 16 << 10)
    var found: [[ClaimChange]] = []
    reading: while end > 0 {
      let offset = max(0, end - window)
      let bytes = try descriptor.read(end - offset, at: offset)
      // If only the end of a line was read, the next window reads the whole line.
      let first = offset == 0 ? 0 : bytes.firstIndex(of: 10).map { $0 + 1 } ?? bytes.count
      var lineEnd = bytes.count
      while lineEnd > first {
        let start = bytes.lastOffset(of: 10, in: first..<(lineEnd - 1)).map { $0 + 1 } ?? first
        defer { lineEnd = start }
        guard let line = Line(bytes, start..<(lineEnd - 1)) else { continue }
        if line.lastClaimSequence <= known { break reading }
        guard line.lastClaimSequence == line.sequence else { continue }
        found.append(line.changes)
        self.start = (line.sequence, offset + start)
      }
      end = offset + lineEnd
      window *= 4
    }
    changes = found.reversed().flatMap(\.self)
  }

  /// The claims of a line. A line in the form that `JournalEntry.line` writes is read without a
  /// JSON parser, because each command that needs claims reads up to 64 lines.
  private struct Line {
    let sequence: Int
    /// The number of the last entry with claim changes, which may be this entry; 0 if there is
    /// none.
    let lastClaimSequence: Int
    let changes: [ClaimChange]

    /// - Returns: `nil` if the line is torn, or was changed by hand.
    init?(_ bytes: [UInt8], _ range: Range<Int>) {
      let line = bytes[range]
      guard line.withUnsafeBytes(JournalEntry.isSealed) else { return nil }
      if let found = ClaimsScanner.scanLine(bytes, range) {
        (sequence, lastClaimSequence, changes) = found
      } else if let entry = JournalEntry.parse(line) {
        sequence = entry.sequence
        lastClaimSequence = entry.lastClaim?.sequence ?? 0
        changes = entry.claims
      } else {
        return nil
      }
    }
  }
}
