import JSON
import ReviewerGate

// `SharedJSON` says what these objects hold.

extension Review {
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
    case .stated(let quotation): ("reported", nil, quotation)
    case .notMet(let quotation): ("denied", nil, quotation)
    case .noEvidence: ("no_evidence", nil, nil)
    case .repeated(let quotation): ("repeated", nil, quotation)
    case .contradicted(let words, let quotation): ("failed", words, quotation)
    case .unclaimed: ("absent", nil, nil)
    case .needsApproval(let why): ("needs_approval", why, nil)
    case .turnedDown(let why): ("turned_down", why, nil)
    case .passedByJudge(let why): ("passed_by_judge", why, nil)
    }
  }
}
