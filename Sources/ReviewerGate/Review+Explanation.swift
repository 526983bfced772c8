extension Review {
  /// What `review --explain` shows: a line for each criterion with the sentence that covered it
  /// or why none did, then a line for each marker with its sentence and why it counts or not.
  public var explanation: [String] {
    criteria.enumerated().map {
      "\($0.offset + 1). \($0.element.text): \($0.element.outcome.wording)"
    }
      + markers.map(\.wording)
  }
}

extension CriterionFinding.Quotation {
  /// `line 7 says "…"`
  fileprivate func said(_ verb: String) -> String { "line \(line) \(verb) \"\(sentence)\"" }
}

extension CriterionFinding.Outcome {
  /// A plain sentence about the criterion.
  public var wording: String {
    switch self {
    case .reported(let quotation): "covered; \(quotation.said("says"))."
    case .proved(let how): "covered; its own proof holds: \(how)."
    case .disproved(let why): "not covered; its own proof does not hold: \(why)."
    case .absent(let words):
      "not covered; no statement has \(words.map { "\"\($0)\"" }.joined(separator: ", "))."
    case .scattered: "not covered; its words are there, but no statement has them together."
    case .wordless: "not covered; it has no word that could be looked for."
    case .denied(let quotation): "not covered; \(quotation.said("denies it:"))."
    case .planned(let quotation): "not covered; \(quotation.said("only plans it:"))."
    case .partial(let quotation): "not covered; \(quotation.said("states only a part:"))."
    case .failed(let quotation): "not covered; \(quotation.said("states another result:"))."
    case .stopped(let quotation): "not covered; \(quotation.said("says that it is stopped:"))."
    }
  }
}

extension MarkerFinding {
  /// A plain sentence about the marker.
  public var wording: String {
    let name = kind == .failure ? "a failure" : "a block"
    let reason = meaning == .counts ? "counts as \(name)" : "does not count as \(name), \(why)"
    return "Line \(quotation.line), \"\(text)\": \(reason): \"\(quotation.sentence)\""
  }

  private var why: String {
    switch meaning {
    case .counts: ""
    case .negated: "for it is negated"
    case .zero: "for there are none"
    case .resolved: "for it is resolved"
    case .literal: "for it is quoted or part of a name"
    case .product: "for it names the work or the product"
    case .hypothetical: "for it may happen and is no fact"
    }
  }
}
