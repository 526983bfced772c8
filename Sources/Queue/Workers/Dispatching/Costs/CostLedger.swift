public import Host
public import Model
import Text

/// The usage of agents' attempts: `costs.jsonl` in the sidecar, with a line of JSON for each
/// attempt, which never changes. With the first entry of a new month the file is renamed to
/// `costs-2026-01.jsonl`, after the month of its last entry. Source: `docs/workers.md`, "Costs".
///
/// A crash or a full disk may truncate the last line. Readers skip such a line, and the next entry
/// starts a new line. Links are not followed, because a cloned repository may contain one.
public struct CostLedger: Sendable {
  /// The file to which entries are added.
  public let path: String
  private let sidecar: String
  /// The records of a queue on a server, which has the entries by their tokens instead.
  private let records: (any SharedRecords)?

  /// - Parameters:
  ///   - sidecar: the folder beside the queue.
  ///   - records: the records of a queue on a server.
  public init(sidecar: String, records: (any SharedRecords)? = nil) {
    (self.sidecar, self.records) = (sidecar, records)
    path = "\(sidecar)/costs.jsonl"
  }

  /// The maximum length of a line that is read, in bytes; orch never writes a longer line.
  private static let longestLine = 64 << 10

  /// The maximum size of all files together in bytes, enough for more than three hundred thousand
  /// attempts.
  static let largest = 128 << 20

  // MARK: Reading

  /// The entry of a claim; `nil` if none is booked.
  public func entry(of claimToken: String) throws(SystemError) -> CostEntry? {
    var found: CostEntry?
    try visitEntries(naming: [claimToken]) { if $0.claimToken == claimToken { found = $0 } }
    return found
  }

  /// Calls `visit` with each entry, in their order, each token once; not at all if there is no
  /// ledger. An open entry comes last, unless another entry has replaced it. Memory grows only with
  /// the number of tokens and open entries, not with the length of the entries.
  ///
  /// Takes no lock: a line that is written at the same time may be included or not.
  ///
  /// - Parameters:
  ///   - texts: only entries with one of these texts need be visited, which is faster; `nil` for
  ///     all.
  ///   - visit: called with each entry.
  /// - Throws: if the ledger cannot be read: then its contents are unknown, not empty.
  public func visitEntries(
    naming texts: [String]? = nil, _ visit: (CostEntry) -> Void
  ) throws(SystemError) {
    if let records { return try Self.visitEntries(of: records, visit) }
    try Path.checkNoLink(from: sidecar, to: path)
    // The current file is opened before the months are listed. If the file is renamed in the
    // meantime, it is read twice, but its entries count only once.
    let current = try open(path)
    var reading = Reading(naming: texts)
    for month in try months() {
      if let file = try open(month) { try reading.visitEntries(of: file, visit) }
    }
    if let current { try reading.visitEntries(of: current, visit) }
    for entry in reading.openEntries { visit(entry) }
  }

  /// The files, the oldest first, with their names; empty for a queue on a server.
  public func copies() throws(SystemError) -> [(path: String, bytes: [UInt8])] {
    if records != nil { return [] }
    try Path.checkNoLink(from: sidecar, to: path)
    var copies: [(String, [UInt8])] = []
    for file in try months() + [path] {
      guard let descriptor = try open(file) else { continue }
      let contents = try FileContents(reading: descriptor)
      copies.append((Path.name(of: file), withExtendedLifetime(contents) { Array(contents.bytes) }))
    }
    return copies
  }

  private static let kind = "cost"

  /// Each token has one record.
  private static func visitEntries(
    of records: any SharedRecords, _ visit: (CostEntry) -> Void
  ) throws(SystemError) {
    let entries = try records.texts(kind).values.compactMap { CostEntry(parsing: Array($0.utf8)) }
      .sorted { ($0.time, $0.claimToken) < ($1.time, $1.claimToken) }
    for entry in entries where !entry.isOpen { visit(entry) }
    for entry in entries where entry.isOpen { visit(entry) }
  }

  /// The files of months that are over, oldest first.
  private func months() throws(SystemError) -> [String] {
    guard try FileStatus.ifExists(sidecar) != nil else { return [] }
    return try Directory.names(in: sidecar)
      .filter { $0.hasPrefix("costs-") && $0.hasSuffix(".jsonl") }.sorted()
      .map { "\(sidecar)/\($0)" }
  }

  /// - Returns: `nil` if there is none.
  private func open(_ path: String) throws(SystemError) -> FileDescriptor? {
    do { return try FileDescriptor(opening: path, for: .readingNoLink) } catch {
      if error.isMissing { return nil }
      throw error
    }
  }

  private struct Reading {
    /// orch writes these texts with the same spelling.
    private let patterns: [[UInt8]]?
    /// The hashes of the tokens so far. The seed is random for each process, and equal hashes of
    /// different tokens are too unlikely to matter.
    private var tokens: Set<Int> = []
    /// The open entries so far, by their tokens.
    private var open: [String: CostEntry] = [:]
    private var size = 0

    init(naming texts: [String]?) {
      patterns = texts?.map { Array("\(JSONValue.string($0))".utf8) }
    }

    mutating func visitEntries(
      of file: borrowing FileDescriptor, _ visit: (CostEntry) -> Void
    ) throws(SystemError) {
      let length = try CostLedger.size(of: file)
      size += length
      if size > largest {
        throw .tooLarge(file.path, size, limit: largest, isLedger: true)
      }
      try file.visitLines(upTo: length, longest: longestLine) { line in
        guard case .bytes(let bytes) = line, patterns?.contains(where: bytes.contains) ?? true,
          let entry = CostEntry(parsing: bytes)
        else { return }
        let hash = entry.claimToken.hashValue
        if entry.isOpen {
          if !tokens.contains(hash) { open[entry.claimToken] = entry }
        } else if tokens.insert(hash).inserted {
          open[entry.claimToken] = nil
          visit(entry)
        }
      }
    }

    var openEntries: [CostEntry] {
      open.values.sorted { ($0.time, $0.claimToken) < ($1.time, $1.claimToken) }
    }
  }

  private static func size(of file: borrowing FileDescriptor) throws(SystemError) -> Int {
    let status = try file.status()
    guard status.kind == .regular else {
      throw .other(file.path, than: .regularFile)
    }
    return status.identity.size
  }

  /// - Throws: if the ledger exists and cannot be opened for reading.
  public func checkReadable() throws(SystemError) {
    for path in try months() + [path] { _ = try open(path) }
  }

  // MARK: Booking

  /// Books an entry durably. If the token is booked already, nothing is written, and `entry`
  /// becomes the booked entry. A booked entry that is open is replaced.
  ///
  /// - Parameters:
  ///   - entry: becomes the entry of the ledger.
  ///   - complete: called under the lock, before the entry is written, with the previous counters
  ///     of the entry's session; `nil` for the first attempt of a session.
  /// - Returns: `false` if the token was booked already.
  @discardableResult
  public func book(
    _ entry: inout CostEntry,
    completedBy complete: (inout CostEntry, _ lastTotal: AgentUsage?) -> Void = { _, _ in }
  ) throws(LockFile.Failure) -> Bool {
    try book(&entry, under: lock(), completedBy: complete)
  }

  /// Books an entry like the function above, for the holder of the lock.
  ///
  /// - Parameters:
  ///   - entry: becomes the entry of the ledger.
  ///   - lock: the result of `lock()`.
  ///   - complete: called before the entry is written.
  /// - Returns: `false` if the token was booked already.
  @discardableResult
  public func book(
    _ entry: inout CostEntry, under lock: borrowing LockFile,
    completedBy complete: (inout CostEntry, _ lastTotal: AgentUsage?) -> Void = { _, _ in }
  ) throws(LockFile.Failure) -> Bool {
    var booked = entry
    let isNew = try system { () throws(SystemError) in
      try append(&booked, like: FileStatus(of: sidecar), completedBy: complete)
    }
    entry = booked
    return isNew
  }

  /// Opens no file for writing, because a daemon that watches the folder would treat that as a
  /// change.
  ///
  /// - Throws: if no entry can be booked, for example because the file has another hard link, or
  ///   because the ledger or its lock is a folder or a link.
  public func checkWritable() throws(SystemError) {
    for path in [path, lockPath] {
      try Path.checkNoLink(from: sidecar, to: path)
      guard let status = try FileStatus.ifExists(path) else { continue }
      guard status.kind == .regular else {
        throw .other(path, than: .regularFile)
      }
      if status.links > 1 { throw .otherName(path) }
      if !CurrentProcess.mayWrite(path, status) {
        throw .other(path, than: .writableFile)
      }
    }
  }

  private var lockPath: String { "\(sidecar)/costs.lock" }

  /// Blocks every other booking for the lifetime of the result.
  public func lock() throws(LockFile.Failure) -> LockFile {
    let model = try system { () throws(SystemError) in
      try checkWritable()
      // The sidecar of a database is created for its first file.
      try Directory.create(sidecar, permissions: 0o700)
      return try FileStatus(of: sidecar)
    }
    return try LockFile(
      at: lockPath, permissions: model.companionPermissions, timeout: .seconds(10),
      holder: "orch", clock: .system)
  }

  private func append(
    _ entry: inout CostEntry, like model: FileStatus,
    completedBy complete: (inout CostEntry, AgentUsage?) -> Void
  ) throws(SystemError) -> Bool {
    if let records { return try book(&entry, in: records, completedBy: complete) }
    try endMonth(before: entry.time)
    let isThere = try FileStatus.ifExists(path) != nil
    let file = try FileDescriptor(
      opening: path, for: .appendingOrCreating(permissions: model.companionPermissions))
    try file.checkHasOneLink()
    let size = try Self.size(of: file)
    let (booked, lastTotal) = try known(of: entry)
    if let booked, !booked.isOpen || entry.isOpen {
      entry = booked
      // The process that wrote the booked line may have been killed before the line was durable.
      try file.sync()
      return false
    }
    complete(&entry, lastTotal)
    if !isThere {
      try file.share(permissions: model.companionPermissions, group: model.group)
    }
    let last = try size > 0 ? file.read(1, at: size - 1) : []
    let isCut = !last.isEmpty && last != [UInt8(ascii: "\n")]
    do throws(SystemError) {
      try file.write("\(isCut ? "\n" : "")\(entry.line)\n")
      try file.sync()
      if !isThere { try Directory.sync(sidecar) }
    } catch {
      // Otherwise a line that is not durable would count as booked.
      try? file.truncate(to: size)
      throw error
    }
    return true
  }

  /// The booked entry of a token, and the last counters of its session.
  private func known(
    of entry: CostEntry
  ) throws(SystemError) -> (booked: CostEntry?, lastTotal: AgentUsage?) {
    var booked: CostEntry?
    var lastTotal: AgentUsage?
    let texts = [entry.claimToken, entry.session].compactMap(\.self)
    try visitEntries(naming: texts) { other in
      if other.claimToken == entry.claimToken { booked = other }
      if other.adapter == entry.adapter, let session = entry.session, other.session == session {
        lastTotal = other.sessionTotal(after: lastTotal)
      }
    }
    return (booked, lastTotal)
  }

  /// A token belongs to an attempt on this machine, so this machine's lock is sufficient.
  private func book(
    _ entry: inout CostEntry, in records: any SharedRecords,
    completedBy complete: (inout CostEntry, AgentUsage?) -> Void
  ) throws(SystemError) -> Bool {
    let (booked, lastTotal) = try known(of: entry)
    if let booked, !booked.isOpen || entry.isOpen {
      entry = booked
      return false
    }
    complete(&entry, lastTotal)
    try records.replace(entry.line, Self.kind, entry.claimToken)
    return true
  }

  /// Renames the file after the month of its last entry, if that month is over. The renaming is one
  /// step: after a crash the file has either the old name or the new one.
  private func endMonth(before time: QueueTime) throws(SystemError) {
    guard let file = try open(path), let last = try Self.lastMonth(in: file),
      last < time.month
    else { return }
    // Entries of a process that was killed before they were durable count as booked from now on.
    try file.sync()
    do { try Directory.moveNew(path, to: "\(sidecar)/costs-\(last).jsonl") } catch {
      // A clock was set back, and the month had already ended before. The entries stay in the
      // current file until the next month ends.
      if error.alreadyExists { return }
      throw error
    }
    try Directory.sync(sidecar)
  }

  /// The month of the last entry, such as `2026-01`.
  private static func lastMonth(
    in file: borrowing FileDescriptor
  ) throws(SystemError) -> String? {
    let size = try size(of: file)
    let length = min(size, 2 * longestLine)
    return try file.read(length, at: size - length).split(separator: 10).reversed().lazy
      .compactMap { CostEntry(parsing: $0)?.time.month }.first
  }
}

extension QueueTime {
  /// The month, such as `2026-01`.
  fileprivate var month: String { String(day.prefix(7)) }
}
