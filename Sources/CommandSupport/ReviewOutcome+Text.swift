public import Engine
public import JSON
import QueueModel
import QueueStore
import ReviewerGate
import TeamProtocol

// What became of a report, as people and programs see it. Shapes: `docs/json.md`.

extension ReviewOutcome {
  /// `ORCH-001 -> DONE (PASS)`
  public var line: String { "\(id.escaped) -> \(status.rawValue) (\(word.rawValue))" }

  /// - Parameter explains: whether each criterion is shown.
  public func json(explainer explains: Bool = false) -> JSONValue {
    var object: JSONObject = [
      "id": .string(id), "verdict": .string(word.rawValue),
      "reasons": .array(reasons.map { .string($0) }),
      "missing_checks": .array((verdict?.missingChecks ?? []).map { .string($0) }),
      "covered_checks": .integer(verdict?.coveredChecks ?? 0),
      "total_checks": .integer(verdict?.totalChecks ?? 0), "to": .string(status.rawValue),
      "verified": .integer(verdict?.verified ?? 0), "reported": .integer(verdict?.reported ?? 0),
      "unmet": .array((verdict?.unmet ?? []).map(\.json)),
    ]
    if let guardrail { object["guard"] = .object(guardrail.json) }
    if explains, let review { object["explanation"] = review.review.json }
    return .object(object)
  }

  /// A line for each fault of the report and each criterion that is not met, with the reason, and
  /// what a worker asks.
  public var shortcomings: [String] {
    (review?.shortcomings.map(\.escaped) ?? []) + questions
  }

  private var questions: [String] {
    guard let question = review?.review.question, !question.isEmpty else { return [] }
    let line = question.split(separator: "\n").joined(separator: " ")
    return ["The worker asks: \(line.escaped) (orch answer \(id.escaped) TEXT)"]
  }

  /// A line for each fault of the report and each criterion, with what shows it, or why nothing does.
  public var explanation: [String] {
    (review?.explanation.map(\.escaped) ?? []) + questions
  }
}
