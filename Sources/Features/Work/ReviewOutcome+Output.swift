import Door
import Gate
import Model
public import Review
import Workers

// The outcome of a report as text.

extension ReviewOutcome {
  /// The outcome in one line: `ORCH-001 -> DONE (PASS)`.
  public var line: String { "\(id.escaped) -> \(status.rawValue) (\(result.rawValue))" }

  /// A line for each fault of the report and each criterion that is not met, with the reason, and a
  /// line for the worker's question.
  public var shortcomings: [String] {
    (check?.shortcomings.map(\.escaped) ?? []) + repliesNeeded
  }

  private var repliesNeeded: [String] {
    if verdict?.result == .pass, verdict?.awaited == .approval {
      return ["It becomes DONE when a person approves it (orch approve \(id.escaped))"]
    }
    guard let question = check?.gate.question, !question.isEmpty else { return [] }
    let line = question.split(separator: "\n").joined(separator: " ")
    return ["The worker asks: \(line.escaped) (orch answer \(id.escaped) TEXT)"]
  }

  /// A line for each fault of the report and each criterion, with its evidence or the reason why
  /// there is none.
  public var explanation: [String] {
    (check?.explanation.map(\.escaped) ?? []) + repliesNeeded
  }
}

extension ReceiveReport.Outcome {
  /// The outcome in one line, `ORCH-001 -> DONE (PASS)`, or the reason why nothing was changed.
  public var line: String {
    switch self {
    case .routed(let outcome): outcome.line
    case .refused(let id, let error, let path):
      "refused \(id?.escaped ?? "-"): \(error.message) (kept in \(path))"
    case .waits(_, let name): "spooled \(name)"
    }
  }
}
