/// What came of asking a model the question for whose answer a row waits. Source:
/// `docs/dispatch.md`, "A model that answers".
public struct AskedModel: Equatable, Sendable {
  /// The name of the worker.
  public let worker: String
  public let outcome: Outcome

  public enum Outcome: Equatable, Sendable {
    /// Models have already answered as many questions of the row as they may.
    case usedUp(rounds: Int)
    /// The model says that a person has to answer.
    case declined
    /// The model is asked again later, because of this error.
    case failing(String)
    /// The model is not asked again, because of this error.
    case failed(String)
  }

  /// Whether the model is asked again later.
  public var isAskedAgain: Bool { if case .failing = outcome { true } else { false } }

  public init(_ worker: String, _ outcome: Outcome) {
    (self.worker, self.outcome) = (worker, outcome)
  }
}
