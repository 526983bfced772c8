public import Host
import JSON
public import QueueModel

/// The log of what ran: two lines of JSON a command, `run_start` and `run_end`.
///
/// Each line is one write in append mode, so that processes never mix lines. A log that is
/// full becomes an old file, which is read with it.
public struct RunLog: Sendable {
  /// What a line is about.
  public struct Run: Equatable, Sendable {
    public let command: String
    public let traceID: String

    public init(command: String, traceID: String) {
      self.command = command
      self.traceID = traceID
    }
  }

  /// How a command ended.
  public struct End: Equatable, Sendable {
    public let exitCode: Int32
    public let itemID: String?
    /// The error's message, or `nil` when there was none.
    public let error: String?
    public let durationMilliseconds: Int
    /// Where a review let the row go; `nil` for a command that says so itself.
    public let routedTo: Status?

    public init(
      exitCode: Int32, itemID: String?, error: String?, durationMilliseconds: Int,
      routedTo: Status? = nil
    ) {
      self.exitCode = exitCode
      self.itemID = itemID
      self.error = error
      self.durationMilliseconds = durationMilliseconds
      self.routedTo = routedTo
    }
  }

  public let path: String
  let limit: Limit
  /// The queue that it tells of: who may write that may write the log.
  private let queue: FileStatus?

  var files: RunLogFiles { RunLogFiles(path: path) }

  public init(path: String, like queue: FileStatus? = nil, limit: Limit = .none) {
    self.path = path
    self.queue = queue
    self.limit = limit
  }

  /// Says that a command began; `time` is nanoseconds since 1970, `offset` seconds.
  ///
  /// A log that is full becomes an old file before. That this fails is no error, and is
  /// what the answer tells.
  @discardableResult
  public func start(
    _ run: Run, at time: Int, offset: Int
  ) throws(SystemError) -> Rotation {
    let log = try open()
    let rotation = rotateIfFull(log)
    let line = line("run_start", run, time, offset)
    if rotation == .done { try append(line, to: open()) } else { try append(line, to: log) }
    return rotation
  }

  /// Says that it ended, in the file that is the log by then.
  public func end(_ run: Run, _ end: End, at time: Int, offset: Int) throws(SystemError) {
    var line = line("run_end", run, time, offset)
    line["exit_code"] = .integer(Int(end.exitCode))
    line["status"] = .string(end.error == nil ? "ok" : "error")
    line["item_id"] = JSONValue(end.itemID)
    line["duration_ms"] = .integer(end.durationMilliseconds)
    if let status = end.routedTo { line["to"] = .string(status.rawValue) }
    if let error = end.error { line["error"] = .string(error) }
    try append(line, to: open())
  }

  private func line(_ event: String, _ run: Run, _ time: Int, _ offset: Int) -> JSONObject {
    let moment = QueueTime(epochSeconds: time / 1_000_000_000, offset: offset)
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

  /// Opens the log, and makes it and its folder when they are missing.
  ///
  /// - Throws: for a link, a log in a folder that is one, and a file that is no run log: the path
  ///   may have come with a clone, and the file be any that this user may write.
  private func open() throws(SystemError) -> FileDescriptor {
    let folder = Path.parent(of: path)
    if Path.linkTarget(folder) != nil { throw .link(folder) }
    do throws(SystemError) {
      let log = try FileDescriptor(opening: path, for: .updatingAtEnd)
      guard try Self.isRunLog(log) else { throw .otherContents(path, expected: "a run log") }
      return log
    } catch {
      if !error.isMissing { throw error }
    }
    if try FileStatus.ifExists(folder) == nil { try create(folder) }
    return try shared(FileDescriptor(opening: path, for: .appending(permissions: 0o666)))
  }

  /// Whether it is empty, or begins with a line of a run; what is no file, such as `/dev/null`,
  /// holds nothing that a line could spoil.
  static func isRunLog(_ file: borrowing FileDescriptor) throws(SystemError) -> Bool {
    if try file.status().kind == .other { return true }
    let beginning = try file.read(longestFirst, at: 0)
    let line = beginning.prefix { $0 != 10 }
    switch RunLogLine(line) {
    case .start?, .end?: return true
    // One that a crash tore, or that is longer than what was read.
    case .foreign?: return line.starts(with: Self.lineStart.utf8)
    case nil: return beginning.isEmpty
    }
  }

  /// Bytes.
  private static let longestFirst = 1 << 10
  private static let lineStart = #"{"ts_kst":""#

  /// Makes the log's folder, which keeps itself out of git.
  private func create(_ folder: String) throws(SystemError) {
    try Directory.createWithParents(folder)
    if let queue {
      try FileDescriptor(opening: folder, for: .directory)
        .share(permissions: queue.companionFolderPermissions, group: queue.group)
    }
    let ignore = Path.join(folder, ".gitignore")
    try shared(FileDescriptor(opening: ignore, for: .appending(permissions: 0o666))).write("*\n")
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
