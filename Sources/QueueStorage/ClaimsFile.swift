import Host
import JSON

/// `.orch/claims.json`: what of claims no command has to look up in the journal.
///
/// The journal is told of each claim before the queue is; what the file has not seen
/// yet is made up for from there. Heartbeats alone stand only here.
struct ClaimsFile {
  let sidecar: Sidecar

  /// What was found, brought up to the journal's end.
  struct Reading {
    var claims: Claims
    /// Whether the file lacks some of it.
    var isBehind = false
    /// Whether there is a file that makes no sense.
    var isUnreadable = false
  }

  /// Reads the file for whoever holds the lock.
  ///
  /// - Throws: what the system says, but for a file that is missing. Heartbeats might
  ///   stand in one that can't be read, and rows be given away that somebody works on.
  func read(_ journal: borrowing Journal) throws(SystemError) -> Reading {
    var reading = Reading(try stored())
    if reading.lacksEntries(upTo: journal.last) { reading.catchUp(with: try journal.entries()) }
    return reading
  }

  /// Reads the file without a lock, as well as it can be read.
  func readNow() -> Claims {
    guard sidecar.link == nil else { return Claims() }
    var reading = Reading((try? stored()) ?? .missing)
    guard let journal = try? FileDescriptor(opening: sidecar.journal, for: .readingNoLink),
      let size = try? journal.status().identity.size,
      let last = try? JournalTail(of: journal, size: size).entry,
      reading.lacksEntries(upTo: last), let bytes = try? journal.read(size, at: 0)
    else { return reading.claims }
    let end = isSwappedIn(last) ? last.sequence : last.sequence - 1
    let entries = bytes.split(separator: 10).compactMap(JournalEntry.parse)
    reading.catchUp(with: entries.filter { $0.sequence <= end })
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
    return Claims(try descriptor.readWhole()).map { .claims($0) } ?? .unreadable
  }

  // MARK: Writing

  enum Durability {
    /// The journal has all that is new. What was durable stays so.
    case journaled
    /// Nothing else has it; the name is the caller's to sync.
    case synced
  }

  func write(_ claims: Claims, _ durability: Durability) throws(SystemError) {
    let model = try FileStatus(of: sidecar.journal)
    let path = sidecar.claims + ".new"
    let file = try create(path)
    try file.share(permissions: model.permissions, group: model.group)
    try file.write(claims.text, at: 0)
    if durability == .synced || claims.hasHeartbeats { try file.sync() }
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
    case .unreadable: self.init(claims: Claims(), isBehind: true, isUnreadable: true)
    case .claims(let claims): self.init(claims: claims)
    }
  }

  /// Whether the journal, which ends with `last`, tells of claims that this lacks; one
  /// that was deleted begins again at 1.
  fileprivate mutating func lacksEntries(upTo last: JournalEntry.Parsed?) -> Bool {
    if claims.through > last?.sequence ?? 0 {
      claims.through = 0
      isBehind = true
    }
    claims.last = max(claims.last, last?.claimed?.number ?? 0)
    return last?.claimed?.sequence ?? 0 > claims.through
  }

  fileprivate mutating func catchUp(with entries: [JournalEntry.Parsed]) {
    isBehind = true
    for entry in entries where entry.sequence > claims.through { claims.take(entry.claims) }
  }
}
