public import Model
public import Text

/// How the program of an attempt ended. The ending decides the next state of the row, unless a
/// report decides it.
public enum WorkerEnding: Equatable, Sendable {
  /// Another system accepted the work, in this session if the system named one.
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
  /// How the program ended; `nil` if orch ended it, or if it never ran.
  public var exit: AttemptResult.Exit?
  /// When the worker may be asked again, in seconds since 1970; `nil` if unknown.
  public var retryAt: Int?

  public init(
    _ failureClass: FailureClass, note: String, exit: AttemptResult.Exit? = nil, retryAt: Int? = nil
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

  /// The transition of the row, if it is still claimed for this worker; `nil` for none.
  public func transition(of record: WorkerRecord) -> Transition? {
    switch self {
    case .handedOver(nil), .handedOver(record.label): return nil
    case .handedOver(let session?):
      return .assign(id: record.id, to: session, from: record.label, force: false)
    // The worker's report was refused.
    case .finished:
      return WorkerFailure(.agent, note: WorkerFailure.noReport, exit: .status(0))
        .transition(of: record)
    case .failed(let failure): return failure.transition(of: record)
    }
  }
}

extension WorkerFailure {
  static let noReport = "no_report: the worker ended without one"
  static let answerCut = "no_report: the model's limit of tokens cut its answer"
  static let reportTakenBack = "no_report: the worker took its report back"

  public func transition(of record: WorkerRecord) -> Transition {
    .endAttempt(
      .init(
        id: record.id, failure: failureClass, worker: record.workerName, notes: note,
        notBefore: retryAt))
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

  /// Also reads the endings that earlier versions recorded; `nil` for an invalid value.
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
      self = .failed(WorkerFailure(.spawn, note: reason))
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
      "exit": exit?.json ?? .null, "retry_at": retryAt.map { .integer($0) } ?? .null,
    ]
  }

  init?(_ json: JSONValue) {
    guard let object = json.objectValue,
      let failureClass = object["class"]?.stringValue.flatMap(FailureClass.init),
      let note = object["note"]?.stringValue
    else { return nil }
    self.init(
      failureClass, note: note, exit: object["exit"]?.objectValue.flatMap(AttemptResult.Exit.init),
      retryAt: object["retry_at"]?.integerValue)
  }
}
