public import Host
public import Model
import Text

/// The file that pauses a queue as long as it exists; its contents do not matter. So a crash can't
/// leave half a pause, and every process finds the pause with one call of stat(2).
///
/// The file is in the sidecar and not in the table or the database, because people edit the table,
/// a copy of the database should not be paused, and a file can be removed even if the disk is full.
public struct PauseFile: Sendable {
  public let path: String
  private let queue: String
  /// The records of a queue on a server, which has the pause instead.
  private let records: (any SharedRecords)?

  /// - Parameters:
  ///   - sidecar: the folder beside the queue.
  ///   - queue: the path of the queue's file, because a table and a database may share a sidecar.
  ///   - records: the records of a queue on a server.
  public init(sidecar: String, queue: String, records: (any SharedRecords)? = nil) {
    self.records = records
    let store = Path.relative(queue, to: Path.parent(of: sidecar))
    path = "\(sidecar)/paused-\(DaemonLock.fileName(of: store)).json"
    self.queue = queue
  }

  /// The pause; `nil` if there is none. A file that cannot be read also counts as a pause, and so
  /// does a folder that cannot be searched for the file.
  public var pause: Pause? {
    if let records {
      do throws(SystemError) {
        return try records.text(Self.kind, "").map { Self.pause(Array($0.utf8)) }
      } catch { return Pause(actor: nil, since: nil) }
    }
    guard (try? isThere()) != false else { return nil }
    guard let file = try? FileDescriptor(opening: path, for: .readingNoLink),
      let bytes = try? file.read(Self.longest, at: 0)
    else { return Pause(actor: nil, since: nil) }
    return Self.pause(bytes)
  }

  private static let kind = "pause"

  private static func pause(_ bytes: [UInt8]) -> Pause {
    guard let object = (try? JSONValue(parsing: bytes))?.objectValue else {
      return Pause(actor: nil, since: nil)
    }
    return Pause(
      actor: object["actor"]?.stringValue, since: object["since"]?.integerValue,
      reason: object["reason"]?.stringValue,
      isBySession: object["session"]?.boolValue ?? false)
  }

  /// Begins a pause, durably.
  ///
  /// - Returns: whether the pause began; `false` if the queue is paused already. Then the existing
  ///   pause stays.
  public func create(_ pause: Pause) throws(SystemError) -> Bool {
    if let records { return try records.add(Self.text(of: pause), Self.kind, "") }
    let sidecar = Path.parent(of: path)
    try Path.checkNoLink(from: sidecar, to: sidecar)
    let model = try FileStatus(of: queue)
    // The sidecar of a database is created for its first file.
    try Directory.create(sidecar, like: model)
    NewFile.removeAbandoned(in: sidecar, prefix: "\(Path.name(of: path)).")
    do {
      try NewFile.create(path, text: Self.text(of: pause), like: model)
    } catch {
      if error.alreadyExists { return false }
      throw error
    }
    return true
  }

  /// Ends the pause, durably; does nothing if there is none.
  public func remove() throws(SystemError) {
    if let records { return try records.remove(Self.kind, "") }
    guard try isThere() else { return }
    try Path.checkNoLink(from: Path.parent(of: path), to: Path.parent(of: path))
    try Directory.removeIfThere(path)
    try Directory.sync(Path.parent(of: path))
  }

  private func isThere() throws(SystemError) -> Bool {
    do throws(SystemError) {
      _ = try FileStatus(ofName: path)
      return true
    } catch {
      // If the name is too long, no such file can exist.
      if error.isMissing || error.isLongName { return false }
      throw error
    }
  }

  /// The maximum length in bytes; orch never writes a longer file.
  private static let longest = 64 << 10

  private static func text(of pause: Pause) -> String {
    var json: JSONObject = [
      "actor": JSONValue(pause.actor), "since": pause.since.map { .integer($0) } ?? .null,
      "reason": JSONValue(pause.reason),
    ]
    if pause.isBySession { json["session"] = true }
    return "\(JSONValue.object(json))\n"
  }
}
