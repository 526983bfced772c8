public import Host

/// The folder where workers leave their reports: `inbox` in the sidecar of a queue.
///
/// A report is durable before it is routed, and writing it needs no lock of the queue. An accepted
/// report goes to the attempt of its claim, and a refused report goes to `refused/` with the
/// reason, so no report is lost. Source: `docs/routing.md`, "Reports".
public struct Inbox: Sendable {
  let sidecar: String
  /// The queue's file, whose permissions the folders copy.
  let queue: String

  public init(sidecar folder: String, forQueueAt path: String) {
    sidecar = folder
    queue = path
  }

  /// The folder of waiting reports.
  public var folder: String { "\(sidecar)/inbox" }
  /// The folder of reports that changed no row.
  public var refused: String { "\(folder)/refused" }

  /// A report that this process has locked, so that no other process routes it at the same time.
  /// The kernel releases the lock when the process dies.
  public struct Held: ~Copyable {
    /// `nil` if orch did not write the file; then the file names no queue and no row.
    public let report: SpooledReport?
    public let path: String
    fileprivate let lock: FileDescriptor

    // The lock is released explicitly, because a child process that was started in the meantime
    // shares it until the child executes its program.
    deinit { lock.unlock() }
  }

  /// Writes a report durably, for the next drain of the inbox.
  ///
  /// - Returns: the path of the report.
  @discardableResult
  public func spool(_ report: SpooledReport, now: Int) throws(SystemError) -> String {
    try receive(report, now: now).path
  }

  /// Writes a report durably, and keeps it locked, so that no other process drains it.
  public func receive(_ report: SpooledReport, now: Int) throws(SystemError) -> Held {
    let file = try write(report, now)
    let path = file.path
    return Held(report: report, path: path, lock: file)
  }

  /// Returns a new name for a report.
  ///
  /// - Parameter now: nanoseconds since 1970; the names sort by it.
  public static func name(now: Int) -> String {
    let number = String(now)
    let stamp = String(repeating: "0", count: max(0, 19 - number.count)) + number
    return "\(stamp)-\(Randomness.hexDigits(6)).report"
  }

  private func write(_ report: SpooledReport, _ now: Int) throws(SystemError) -> FileDescriptor {
    try createFolders()
    removeAbandoned()
    let name = Self.name(now: now)
    let model = try FileStatus(of: queue)
    var file = try FileDescriptor(
      opening: draft(of: name), for: .creating(permissions: 0o600))
    do throws(SystemError) {
      try file.share(permissions: model.companionPermissions, group: model.group)
      _ = try file.tryLock()
      try file.write(report.text)
      try file.sync()
      try file.move(to: "\(folder)/\(name)")
      try Directory.sync(folder)
    } catch {
      try? Directory.remove(file.path)
      throw error
    }
    return file
  }

  /// The reports that wait, oldest first.
  public func waiting() throws(SystemError) -> [String] {
    guard try FileStatus.ifExists(folder) != nil else { return [] }
    try checkIsNoLink()
    return try Directory.names(in: folder)
      .filter { $0.hasSuffix(".report") && !$0.hasPrefix(".") }.sorted()
      .map { "\(folder)/\($0)" }
      // A link cannot be a report that orch wrote.
      .filter { Path.linkTarget($0) == nil }
  }

  /// Whether a report waits that satisfies `matches`, including reports that another process is
  /// routing.
  public func hasReport(
    where matches: (SpooledReport) -> Bool
  ) throws(SystemError) -> Bool {
    for path in try waiting() {
      let bytes: [UInt8]
      do throws(SystemError) {
        let file = try FileDescriptor(opening: path, for: .readingNoLink)
        if try file.status().identity.size > Self.longest { continue }
        bytes = try file.readWhole()
      } catch {
        if error.isMissing { continue }
        throw error
      }
      if let report = SpooledReport(parsing: bytes), matches(report) { return true }
    }
    return false
  }

  /// Locks a waiting report; `nil` if another process has it, or has routed it.
  public func lock(_ path: String) throws(SystemError) -> Held? {
    let file: FileDescriptor
    do throws(SystemError) {
      file = try FileDescriptor(opening: path, for: .readingNoLink)
    } catch {
      if error.isMissing { return nil }
      throw error
    }
    guard try file.status().kind != .directory, try file.tryLock(),
      try FileStatus.ifExists(path) != nil
    else { return nil }
    let isReadable = try file.status().identity.size <= Self.longest
    let report = isReadable ? SpooledReport(parsing: try file.readWhole()) : nil
    return Held(report: report, path: path, lock: file)
  }

  /// The maximum length in bytes; orch never writes a longer report.
  private static let longest = 64 << 20
}

// MARK: - Folders, for all users that may use the queue

extension Inbox {
  func checkIsNoLink() throws(SystemError) {
    try Path.checkNoLink(from: sidecar, to: refused)
  }

  func createFolders() throws(SystemError) {
    try checkIsNoLink()
    let model = try FileStatus(of: queue)
    for path in [sidecar, folder, refused] {
      guard try Directory.create(path, permissions: 0o700) || path == sidecar else { continue }
      try FileDescriptor(opening: path, for: .directory)
        .share(permissions: model.companionFolderPermissions, group: model.group)
    }
    // The sidecar of a database, or of a queue before its first change, has no `.gitignore`.
    let ignored = "\(folder)/.gitignore"
    if try FileStatus.ifExists(ignored) == nil {
      do throws(SystemError) { try NewFile.create(ignored, text: "*\n", like: model) } catch {
        if !error.alreadyExists { throw error }
      }
    }
  }
}

// MARK: - Accepted and refused reports

extension Inbox {
  /// Removes a routed report, which is stored elsewhere. If a power loss brings the report back, it
  /// is recognized by its name in the other place, and removed again.
  public func remove(_ held: borrowing Held) throws(SystemError) {
    try Directory.remove(held.path)
  }

  /// Stores a report that changed no row, and adds the reason to its file.
  ///
  /// - Returns: the new path of the report.
  @discardableResult
  public func refuse(_ held: borrowing Held, because reason: String) throws(SystemError) -> String {
    let path = "\(refused)/\(Path.name(of: held.path))"
    // The folders may have been removed in the meantime.
    try createFolders()
    if var report = held.report {
      report.refusal = reason
      let model = try FileStatus(of: queue)
      do throws(SystemError) { try NewFile.create(path, text: report.text, like: model) } catch {
        // After a crash between the copy and the removal, the copy exists already.
        if !error.alreadyExists { throw error }
      }
      try Directory.remove(held.path)
    } else {
      try Directory.move(held.path, to: path)
    }
    try Directory.sync(folder)
    return path
  }
}

// MARK: - Drafts: reports that are being written, named after the writing process

extension Inbox {
  /// The path of a report until it is complete.
  func draft(of name: String) -> String {
    "\(folder)/.\(name).\(CurrentProcess.id)\(NewFile.ending)"
  }

  /// Removes the drafts of processes that have ended: they never became reports.
  public func removeAbandoned() {
    guard (try? checkIsNoLink()) != nil else { return }
    NewFile.removeAbandoned(in: folder, prefix: ".")
  }
}
