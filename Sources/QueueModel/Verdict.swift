/// What is to become of a reported row. Source: `docs/routing.md`, "Reviewer gate".
public enum Verdict: String, CaseIterable, Sendable {
  /// Every criterion is met.
  case pass = "PASS"
  /// A criterion is not met, or the report has a fault.
  case retry = "RETRY"
  /// Something outside the worker stops the work.
  case block = "BLOCK"
  /// The worker asks a person something.
  case question = "QUESTION"

  /// Where the row goes.
  public var status: Status {
    switch self {
    case .pass: .done
    case .retry: .pending
    case .block, .question: .blocked
    }
  }
}
