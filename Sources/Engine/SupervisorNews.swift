public import JSON

/// What a supervisor tells who started it, in one line of JSON.
public enum SupervisorNews: Equatable, Sendable {
  case started
  /// Nothing runs for the row, which is FAILED for this reason.
  case failed(String)
  /// It can't begin, for this reason; its row does not know yet.
  case unable(String)
  /// It ended before it said anything.
  case silent
}

extension SupervisorNews {
  public var json: JSONValue {
    switch self {
    case .started: ["started": true]
    case .failed(let reason): ["failed": .string(reason)]
    case .unable(let reason): ["unable": .string(reason)]
    case .silent: .null
    }
  }

  init(_ line: String) {
    let object = (try? JSONValue(parsing: Array(line.utf8)))?.objectValue
    if let reason = object?["failed"]?.stringValue {
      self = .failed(reason)
    } else if let reason = object?["unable"]?.stringValue {
      self = .unable(reason)
    } else {
      self = object == nil ? .silent : .started
    }
  }
}
