public import Host
import JSON

/// What a daemon tells of itself, in a file beside its lock.
public struct DaemonRecord: Equatable, Sendable {
  public let process: ProcessIdentity
  /// When it began, as ISO 8601.
  public let startedAt: String
  /// Seconds between two ticks where nothing else makes it tick.
  public let intervalSeconds: Int
  /// When it last ticked, as ISO 8601; `nil` before the first time.
  public var tickedAt: String?
  /// What went wrong in the last tick, or when settings were to be read anew.
  public var problem: String?
  /// When it ended by itself, as ISO 8601; `nil` as long as it did not.
  public var endedAt: String?

  public init(process: ProcessIdentity, startedAt: String, intervalSeconds: Int) {
    self.process = process
    self.startedAt = startedAt
    self.intervalSeconds = intervalSeconds
  }
}

extension DaemonRecord {
  init?(parsing bytes: [UInt8]) {
    guard let object = (try? JSONValue(parsing: bytes))?.objectValue,
      let process = object["process"].flatMap(ProcessIdentity.init),
      let startedAt = object["started_at"]?.stringValue,
      let interval = object["interval_seconds"]?.integerValue
    else { return nil }
    self.init(process: process, startedAt: startedAt, intervalSeconds: interval)
    tickedAt = object["ticked_at"]?.stringValue
    problem = object["problem"]?.stringValue
    endedAt = object["ended_at"]?.stringValue
  }

  /// One line of JSON.
  var text: String {
    let json: JSONValue = [
      "process": process.json, "started_at": .string(startedAt),
      "interval_seconds": .integer(intervalSeconds),
      "ticked_at": tickedAt.map { .string($0) } ?? .null,
      "problem": problem.map { .string($0) } ?? .null,
      "ended_at": endedAt.map { .string($0) } ?? .null,
    ]
    return "\(json)\n"
  }
}
