public import Engine
import Facts
public import JSON
import QueueModel
import QueueStore
import ReviewerGate
import TeamProtocol

// The outcome of a report as text and JSON. `SharedJSON` says what the objects hold.

extension ReviewOutcome {
  /// `ORCH-001 -> DONE (PASS)`
  public var line: String { "\(id.escaped) -> \(status.rawValue) (\(result.rawValue))" }

  /// - Parameter explains: whether each criterion is shown.
  public func json(explaining explains: Bool = false) -> JSONValue {
    var object: JSONObject = [
      "id": .string(id), "verdict": .string(result.rawValue),
      "reasons": .array(reasons.map { .string($0) }),
      "missing_checks": .array((verdict?.missingChecks ?? []).map { .string($0) }),
      "covered_checks": .integer(verdict?.coveredChecks ?? 0),
      "total_checks": .integer(verdict?.totalChecks ?? 0), "to": .string(status.rawValue),
      "verified": .integer(verdict?.verified ?? 0), "reported": .integer(verdict?.reported ?? 0),
      "unmet": .array((verdict?.unmet ?? []).map(\.json)),
    ]
    if let remarks = verdict?.remarks, !remarks.isEmpty {
      object["remarks"] = .array(remarks.map { .string($0) })
    }
    if let guardrail { object["guard"] = .object(guardrail.json) }
    if explains, let check { object["explanation"] = check.gate.json }
    return .object(object)
  }

  /// A line for each fault of the report and each criterion that is not met, with the reason, and
  /// for the worker's question.
  public var shortcomings: [String] {
    (check?.shortcomings.map(\.escaped) ?? []) + questions
  }

  private var questions: [String] {
    guard let question = check?.gate.question, !question.isEmpty else { return [] }
    let line = question.split(separator: "\n").joined(separator: " ")
    return ["The worker asks: \(line.escaped) (orch answer \(id.escaped) TEXT)"]
  }

  /// A line for each fault of the report and each criterion, with its evidence or the
  /// reason why there is none.
  public var explanation: [String] {
    (check?.explanation.map(\.escaped) ?? []) + questions
  }
}

extension ReceiveReport.Outcome {
  /// `ORCH-001 -> DONE (PASS)`, or why nothing was changed.
  public var line: String {
    switch self {
    case .routed(let outcome): outcome.line
    case .refused(let id, let error, let path):
      "refused \(id?.escaped ?? "-"): \(error.message) (kept in \(path))"
    case .waits(_, let name): "spooled \(name)"
    }
  }

  /// - Parameter explains: whether each criterion is shown.
  public func json(explaining explains: Bool = false) -> JSONValue {
    switch self {
    case .routed(let outcome): outcome.json(explaining: explains)
    case .refused(let id, let error, let path):
      [
        "id": JSONValue(id),
        "refused": [
          "code": .string(error.code),
          "message": .string(error.message),
          "path": .string(path),
        ],
      ]
    case .waits(_, let name): ["spooled": .string(name)]
    }
  }
}

extension GateResult {
  var json: JSONValue {
    [
      "criteria": .array(criteria.map(\.json)),
      "faults": .array(faults.map { ["code": .string($0.code), "message": .string($0.message)] }),
    ]
  }
}

extension CriterionFinding {
  fileprivate var json: JSONValue {
    let (name, detail, quotation) = outcome.parts
    return [
      "text": .string(text), "covered": .bool(outcome.isMet), "outcome": .string(name),
      "detail": JSONValue(detail), "sentence": JSONValue(quotation?.sentence),
      "line": quotation.map { .integer($0.line) } ?? .null,
    ]
  }
}

extension CriterionFinding.Outcome {
  fileprivate var parts: (name: String, detail: String?, CriterionFinding.Quotation?) {
    switch self {
    case .proved(let found): ("proved", found, nil)
    case .disproved(let reason): ("disproved", reason, nil)
    case .claimed(let quotation): ("claimed", nil, quotation)
    case .reported(let quotation): ("reported", nil, quotation)
    case .denied(let quotation): ("denied", nil, quotation)
    case .noEvidence: ("no_evidence", nil, nil)
    case .repeated(let quotation): ("repeated", nil, quotation)
    case .failed(let words, let quotation): ("failed", words, quotation)
    case .absent: ("absent", nil, nil)
    case .needsApproval(let why): ("needs_approval", why, nil)
    case .turnedDown(let why): ("turned_down", why, nil)
    case .passedByJudge(let why): ("passed_by_judge", why, nil)
    }
  }
}
