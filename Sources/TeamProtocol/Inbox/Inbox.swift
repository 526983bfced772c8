public import Host

/// The folder where workers leave their reports: `inbox` in the sidecar of a queue.
///
/// A report is durable before anybody routes it, and needs no lock of the queue for that. One
/// that was taken goes to the row's evidence, one that was refused to `refused/`, with the
/// reason: none is lost. Source: `docs/routing.md`, "Reports".
public struct Inbox: Sendable {
  /// The folder beside the queue.
  let sidecar: String
  /// The queue's file, after whose permissions the folders go.
  let queue: String

  /// - Parameters:
  ///   - folder: the sidecar.
  ///   - path: the queue's file.
  public init(sidecar folder: String, forQueueAt path: String) {
    sidecar = folder
    queue = path
  }

  var folder: String { "\(sidecar)/inbox" }
  /// Where reports are kept that changed no row.
  public var refused: String { "\(folder)/refused" }

  /// A report that this process has: nobody else routes it meanwhile, and when the process
  /// dies, the next one may.
  public struct Held: ~Copyable {
    public let report: SpooledReport
    /// Where it is.
    public let path: String
    fileprivate let lock: FileDescriptor
  }

  /// Keeps a report durably, for whoever drains the inbox.
  ///
  /// - Returns: where it is.
  @discardableResult
  public func spool(_ report: SpooledReport, now: Int) throws(SystemError) -> String {
    try write(report, now).path
  }

  /// Keeps a report durably, and has it: nobody drains it before this one is done.
  public func receive(_ report: SpooledReport, now: Int) throws(SystemError) -> Held {
    let file = try write(report, now)
    let path = file.path
    return Held(report: report, path: path, lock: file)
  }

  /// - Parameter now: nanoseconds since 1970, by which the names sort.
  private func write(_ report: SpooledReport, _ now: Int) throws(SystemError) -> FileDescriptor {
    try createFolders()
    removeAbandoned()
    let number = String(now)
    let stamp = String(repeating: "0", count: max(0, 19 - number.count)) + number
    let name = "\(stamp)-\(Randomness.hexDigits(6)).report"
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
      // Nobody's report: somebody put a link there.
      .filter { Path.linkTarget($0) == nil }
  }

  /// Whether a report waits that was sent for the claim with this token, also one that somebody
  /// is just routing.
  public func hasReport(of attempt: String) throws(SystemError) -> Bool {
    for path in try waiting() {
      let bytes: [UInt8]
      do throws(SystemError) {
        bytes = try FileDescriptor(opening: path, for: .readingNoLink).readWhole()
      } catch {
        if error.isMissing { continue }
        throw error
      }
      if SpooledReport(parsing: bytes)?.attempt == attempt { return true }
    }
    return false
  }

  /// Takes hold of a report that waits; `nil` where somebody else has it, or had it.
  public func take(_ path: String) throws(SystemError) -> Held? {
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
    return Held(report: report ?? Self.foreign, path: path, lock: file)
  }

  /// Bytes; what is longer, orch did not write.
  private static let longest = 64 << 20

  /// What stands for a file that orch did not write: it names no queue and no row.
  public static let foreign = SpooledReport(
    receivedAt: "", store: "", session: nil, attempt: nil, traceID: "", currentTokens: nil,
    message: "")
}
