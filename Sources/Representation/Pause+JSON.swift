import Dispatching
public import Engine
public import JSON
public import QueueModel

extension Pause {
  public var json: JSONValue {
    [
      "actor": JSONValue(actor), "since": since.map { .integer($0) } ?? .null,
      "reason": JSONValue(reason),
    ]
  }
}

extension PausedWorker {
  public var json: JSONValue {
    [
      "worker": .string(name), "until": .integer(pause.until),
      "class": .string(pause.failure.rawValue), "reason": .string(pause.reason),
    ]
  }
}
