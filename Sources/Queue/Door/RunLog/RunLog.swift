public import Host
public import Model
import Text

/// The log of runs: two lines of JSON for each command, `run_start` and `run_end`.
///
/// Each line is one write in append mode, so that processes never mix lines. A full log is rotated:
/// the file becomes an old file, and readers read the old files too.
public struct RunLog: Sendable {
  /// The run that a line is about.
  public struct Run: Equatable, Sendable {
    public let command: String
    public let traceID: String

    public init(command: String, traceID: String) {
      self.command = command
      self.traceID = traceID
    }
  }

  /// How a run ended.
  public struct End: Equatable, Sendable {
    public let exitCode: Int32
    public let itemID: String?
    /// The error's message, or `nil` without an error.
    public let error: String?
    public let durationMilliseconds: Int
    /// How much of the duration the run waited for a save of the queue to end, or for checks.
    public let waitedMilliseconds: Int
    /// The status that a review gave the row; `nil` for commands whose name implies the status.
    public let routedTo: Status?
    /// The class of the failed attempt that ended with the run.
    public let failure: FailureClass?

    public init(
      exitCode: Int32, itemID: String?, error: String?, durationMilliseconds: Int,
      waitedMilliseconds: Int = 0, routedTo: Status? = nil, failure: FailureClass? = nil
    ) {
      self.exitCode = exitCode
      self.itemID = itemID
      self.error = error
      self.durationMilliseconds = durationMilliseconds
      self.waitedMilliseconds = waitedMilliseconds
      self.routedTo = routedTo
      self.failure = failure
    }
  }

  public let path: String
  let limit: Limit
  /// The queue file, whose permissions and group the log gets.
  private let queue: FileStatus?

  var files: RunLogFiles { RunLogFiles(path: path) }

  public init(path: String, like queue: FileStatus? = nil, limit: Limit = .none) {
    (self.path, self.queue, self.limit) = (path, queue, limit)
  }

  /// Writes the line of a run's start, after rotating a full log. A failure to rotate is returned,
  /// not thrown.
  ///
  /// - Parameters:
  ///   - run: the run.
  ///   - time: nanoseconds since 1970.
  ///   - zone: the zone of the time in the line.
  @discardableResult
  public func start(
    _ run: Run, at time: Int, zone: QueueZone
  ) throws(SystemError) -> Rotation {
    let log = try open()
    let rotation = rotateIfFull(log)
    let line = line("run_start", run, time, zone)
    if rotation == .done { try append(line, to: open()) } else { try append(line, to: log) }
    return rotation
  }

  /// Writes the line of a run's end to the current log file, which may have been rotated since the
  /// start.
  public func end(_ run: Run, _ end: End, at time: Int, zone: QueueZone) throws(SystemError) {
    var line = line("run_end", run, time, zone)
    line["exit_code"] = .integer(Int(end.exitCode))
    line["status"] = .string(end.error == nil ? "ok" : "error")
    line["item_id"] = JSONValue(end.itemID)
    line["duration_ms"] = .integer(end.durationMilliseconds)
    if end.waitedMilliseconds > 0 { line["waited_ms"] = .integer(end.waitedMilliseconds) }
    if let status = end.routedTo { line["to"] = .string(status.rawValue) }
    if let failure = end.failure { line["failure"] = .string(failure.rawValue) }
    if let error = end.error { line["error"] = .string(error) }
    try append(line, to: open())
  }

  private func line(_ event: String, _ run: Run, _ time: Int, _ zone: QueueZone) -> JSONObject {
    let moment = QueueTime(epochSeconds: time / 1_000_000_000, zone: zone)
    return [
      "ts_kst": .string(moment.iso8601), "ts_epoch_ms": .integer(time / 1_000_000),
      "event": .string(event), "trace_id": .string(run.traceID), "command": .string(run.command),
    ]
  }

  private func append(
    _ line: JSONObject, to log: borrowing FileDescriptor
  ) throws(SystemError) {
    try log.write(JSONValue.object(line).description + "\n")
  }

  /// Opens the log, and creates it and its folder when they are missing.
  ///
  /// - Throws: for a link, for a folder that is a link, and for a file that is not a run log,
  ///   because in a cloned repository the path may lead to any file of this user.
  private func open() throws(SystemError) -> FileDescriptor {
    let folder = Path.parent(of: path)
    if Path.linkTarget(folder) != nil { throw .link(folder) }
    do throws(SystemError) {
      let log = try FileDescriptor(opening: path, for: .appending)
      guard try Self.isRunLog(log) else { throw .other(path, than: .runLog) }
      return log
    } catch {
      if !error.isMissing { throw error }
    }
    if try FileStatus.ifExists(folder) == nil { try create(folder) }
    return try shared(FileDescriptor(opening: path, for: .appendingOrCreating(permissions: 0o666)))
  }

  /// Whether a file is empty, or begins with a line of a run. A device, such as `/dev/null`, has no
  /// contents that a line could damage.
  static func isRunLog(_ file: borrowing FileDescriptor) throws(SystemError) -> Bool {
    if try file.status().kind == .other { return true }
    let beginning = try file.read(longestFirst, at: 0)
    let line = beginning.prefix { $0 != 10 }
    switch RunLogLine(line) {
    case .start?, .end?: return true
    // The line was cut by a crash, or is longer than the bytes that were read.
    case .foreign?: return line.starts(with: Self.lineStart.utf8)
    case nil: return beginning.isEmpty
    }
  }

  /// The number of bytes that are read of the first line.
  private static let longestFirst = 1 << 10
  private static let lineStart = #"{"ts_kst":""#

  /// Creates the log's folder, with a `.gitignore` that excludes it.
  private func create(_ folder: String) throws(SystemError) {
    try Directory.createWithParents(folder)
    if let queue {
      try FileDescriptor(opening: folder, for: .directory)
        .share(permissions: queue.companionFolderPermissions, group: queue.group)
    }
    let ignore = Path.join(folder, ".gitignore")
    try shared(FileDescriptor(opening: ignore, for: .appendingOrCreating(permissions: 0o666)))
      .write("*\n")
  }

  private func shared(
    _ descriptor: consuming FileDescriptor
  ) throws(SystemError) -> FileDescriptor {
    if let queue {
      try descriptor.share(permissions: queue.companionPermissions, group: queue.group)
    }
    return descriptor
  }
}
