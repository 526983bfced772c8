import JSON
import ReviewerGate

// Shapes: `docs/json.md`, "review".

extension Review {
  /// `{"criteria":[…],"markers":[…]}`
  var json: JSONValue {
    ["criteria": .array(criteria.map(\.json)), "markers": .array(markers.map(\.json))]
  }
}

extension CriterionFinding {
  /// `{"text","covered","outcome","detail","sentence","line"}`; what does not apply is null.
  fileprivate var json: JSONValue {
    let (name, detail, quotation) = outcome.parts
    return [
      "text": .string(text), "covered": .bool(outcome.isCovered), "outcome": .string(name),
      "detail": JSONValue(detail), "sentence": JSONValue(quotation?.sentence),
      "line": quotation.map { .integer($0.line) } ?? .null,
    ]
  }
}

extension CriterionFinding.Outcome {
  fileprivate var parts: (name: String, detail: String?, CriterionFinding.Quotation?) {
    switch self {
    case .reported(let quotation): ("reported", nil, quotation)
    case .proved(let found): ("proved", found, nil)
    case .disproved(let reason): ("disproved", reason, nil)
    case .absent(let words): ("absent", words.joined(separator: ","), nil)
    case .scattered: ("scattered", nil, nil)
    case .wordless: ("wordless", nil, nil)
    case .denied(let quotation): ("denied", nil, quotation)
    case .planned(let quotation): ("planned", nil, quotation)
    case .partial(let quotation): ("partial", nil, quotation)
    case .failed(let quotation): ("failed", nil, quotation)
    case .stopped(let quotation): ("stopped", nil, quotation)
    }
  }
}

extension MarkerFinding {
  /// `{"kind","text","meaning","sentence","line"}`
  fileprivate var json: JSONValue {
    [
      "kind": .string("\(kind)"), "text": .string(text), "meaning": .string("\(meaning)"),
      "sentence": .string(quotation.sentence), "line": .integer(quotation.line),
    ]
  }
}
