public import JSON
public import QueueModel

/// How the program of an attempt ended. It decides what becomes of the row, unless a report does.
public enum WorkerEnding: Equatable, Sendable {
  /// Another system accepted the work, in this session if it named one.
  case handedOver(session: String?)
  /// The worker ended with a report.
  case finished
  case failed(WorkerFailure)
}

/// A failed attempt, by the stage at which it failed.
public struct WorkerFailure: Equatable, Sendable {
  public var failureClass: FailureClass
  /// What happened, on one line, for the row's notes.
  public var note: String
  /// The exit status; `nil` where the program did not exit by itself.
  public var exit: Int?
  /// When the worker may be asked again, in seconds since 1970; `nil` if unknown.
  public var retryAt: Int?

  public init(
    _ failureClass: FailureClass, note: String, exit: Int? = nil, retryAt: Int? = nil
  ) {
    self.failureClass = failureClass
    self.note = note
    self.exit = exit
    self.retryAt = retryAt
  }
}

extension WorkerEnding {
  public var failure: WorkerFailure? {
    if case .failed(let failure) = self { failure } else { nil }
  }

  /// The transition of the row, if it is still claimed for this worker; `nil` for none. `label` is
  /// the session that owns the row.
  public func transition(of id: String, label: String) -> Transition? {
    switch self {
    case .handedOver(nil), .handedOver(label): return nil
    case .handedOver(let session?):
      return .assign(id: id, to: session, from: label, force: false)
    case .finished: return Self.failure(of: id, "no_report: the worker ended without one")
    case .failed(let failure):
      if failure.failureClass == .interrupted { return .release(id: id, force: false) }
      return Self.failure(of: id, failure.note)
    }
  }

  private static func failure(of id: String, _ note: String) -> Transition {
    .finish(.init(id: id, as: .failed(isPermanent: false), notes: note, appends: true))
  }
}

// MARK: - JSON

extension WorkerEnding {
  public var json: JSONValue {
    switch self {
    case .handedOver(let session): ["handed_over": JSONValue(session)]
    case .finished: ["finished": true]
    case .failed(let failure): ["failed": failure.json]
    }
  }

  /// Reads also the endings that earlier versions recorded; `nil` for an invalid value.
  public init?(_ json: JSONValue) {
    guard let object = json.objectValue else { return nil }
    if let session = object["handed_over"] ?? object["accepted"] {
      self = .handedOver(session: session.stringValue)
    } else if object["finished"] != nil {
      self = .finished
    } else if let failure = object["failed"].flatMap(WorkerFailure.init) {
      self = .failed(failure)
    } else if let note = object["failed"]?.stringValue {
      self = .failed(WorkerFailure(note == "timeout" ? .timeout : .agent, note: note))
    } else if let reason = object["not_started"]?.stringValue {
      self = .failed(WorkerFailure(.spawn, note: "spawn_failed: \(reason)"))
    } else if object["interrupted"] != nil {
      self = .failed(WorkerFailure(.interrupted, note: "interrupted"))
    } else {
      return nil
    }
  }
}

extension WorkerFailure {
  var json: JSONValue {
    [
      "class": .string(failureClass.rawValue), "note": .string(note),
      "exit": exit.map { .integer($0) } ?? .null, "retry_at": retryAt.map { .integer($0) } ?? .null,
    ]
  }

  init?(_ json: JSONValue) {
    guard let object = json.objectValue,
      let failureClass = object["class"]?.stringValue.flatMap(FailureClass.init),
      let note = object["note"]?.stringValue
    else { return nil }
    self.init(
      failureClass, note: note, exit: object["exit"]?.integerValue,
      retryAt: object["retry_at"]?.integerValue)
  }
}
