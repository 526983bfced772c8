public import JSON
public import QueueModel

/// How what was started for a claim ended, and so what becomes of its row, where no report
/// decided that.
public enum WorkerEnding: Equatable, Sendable {
  /// A command's program ended well: somebody took the work, in this session where they
  /// said which.
  case accepted(session: String?)
  /// A worker ended well. Whether it reported is seen at its row.
  case finished
  /// Nothing works for the row: the program could not be started, or a command's did not end
  /// well.
  case notStarted(reason: String)
  /// A worker did not end well.
  case failed(note: String)
  /// It was stopped from outside: the work goes back.
  case interrupted
}

extension WorkerEnding {
  /// What becomes of a row whose claim it is still.
  ///
  /// - Parameters:
  ///   - id: the row's.
  ///   - label: the session that has it.
  public func transition(of id: String, label: String) -> Transition? {
    switch self {
    case .accepted(nil), .accepted(label): nil
    case .accepted(let session?): .assign(id: id, to: session, from: label, force: false)
    case .finished: Self.failure(of: id, "no_report: the worker ended without one")
    case .notStarted(let reason): Self.failure(of: id, "spawn_failed: \(reason)")
    case .failed(let note): Self.failure(of: id, note)
    case .interrupted: .release(id: id, force: false)
    }
  }

  private static func failure(of id: String, _ note: String) -> Transition {
    .finish(.init(id: id, as: .failed(isPermanent: false), notes: note, appends: true))
  }

  public var json: JSONValue {
    switch self {
    case .accepted(let session): ["accepted": JSONValue(session)]
    case .finished: ["finished": true]
    case .notStarted(let reason): ["not_started": .string(reason)]
    case .failed(let note): ["failed": .string(note)]
    case .interrupted: ["interrupted": true]
    }
  }

  /// `nil` for what is no ending.
  public init?(_ json: JSONValue) {
    guard let object = json.objectValue else { return nil }
    if let accepted = object["accepted"] {
      self = .accepted(session: accepted.stringValue)
    } else if let reason = object["not_started"]?.stringValue {
      self = .notStarted(reason: reason)
    } else if let note = object["failed"]?.stringValue {
      self = .failed(note: note)
    } else if object["finished"] != nil {
      self = .finished
    } else if object["interrupted"] != nil {
      self = .interrupted
    } else {
      return nil
    }
  }
}
