extension Review {
  /// What led to the verdict, a line each: every criterion with the sentence that covered it, or
  /// why none did, then every marker with its sentence and why it counts or not.
  public var explanation: [String] {
    criteria.enumerated().map { "\($0 + 1). \($1.line)" } + markers.map(\.line)
  }
}

extension CriterionFinding {
  fileprivate var line: String {
    "\(outcome.isCovered ? "covered" : "MISSING") \"\(text)\": \(outcome.reason)"
  }
}

extension CriterionFinding.Quotation {
  /// `line 3: "The sentence."`
  fileprivate var place: String { "line \(line): \"\(sentence)\"" }
}

extension CriterionFinding.Outcome {
  fileprivate var reason: String {
    switch self {
    case .reported(let quotation): "reported in \(quotation.place)"
    case .proved(let found): "proved, \(found)"
    case .disproved(let reason): "its proof failed, \(reason)"
    case .absent(let words): "no statement has \(words.joined(separator: ", "))"
    case .scattered: "no single statement has all its words"
    case .wordless: "it has no word to look for"
    case .denied(let quotation): "denied in \(quotation.place)"
    case .planned(let quotation): "only planned in \(quotation.place)"
    case .partial(let quotation): "done in part in \(quotation.place)"
    case .failed(let quotation): "its result failed in \(quotation.place)"
    case .stopped(let quotation): "stopped in \(quotation.place)"
    }
  }
}

extension MarkerFinding {
  fileprivate var line: String {
    let place = "line \(quotation.line): \"\(quotation.sentence)\""
    return meaning == .counts
      ? "- \(name) \"\(text)\" counts, \(place)"
      : "- \(name) \"\(text)\" does not count: \(meaning.reason), \(place)"
  }

  private var name: String {
    switch kind {
    case .failure: "failure"
    case .block: "block"
    }
  }
}

extension MarkerFinding.Meaning {
  fileprivate var reason: String {
    switch self {
    case .counts: "it states something"
    case .negated: "it is negated"
    case .zero: "the count is zero"
    case .resolved: "it is resolved"
    case .literal: "it is part of a path, an identifier, code or a quotation"
    case .product: "it names the work or the product"
    case .hypothetical: "it is only said to be possible"
    }
  }
}
