/// What the gate found out about one criterion.
public struct CriterionFinding: Equatable, Sendable {
  /// Where a sentence stands in the report.
  public struct Quotation: Equatable, Sendable {
    public let sentence: String
    /// Counting from 1.
    public let line: Int
  }

  public enum Outcome: Equatable, Sendable {
    /// Its own proof held, by what was found.
    case proved(String)
    /// Its own proof did not hold, for the reason given.
    case disproved(String)
    /// The report claims it, with what shows it.
    case claimed(Quotation)
    /// A statement of the report has it as done, and nothing claims it.
    case stated(Quotation)
    /// The report says that it is not met.
    case notMet(Quotation)
    /// It is claimed, and nothing shows it.
    case noEvidence(line: Int)
    /// What should show it only says it again.
    case repeated(Quotation)
    /// What should show it says otherwise, in these words.
    case contradicted(by: String, Quotation)
    /// Nothing claims it, and no statement covers it.
    case unclaimed
    /// Its proof was not run, for the reason given: a person has to look first.
    case needsApproval(String)
    /// It was claimed or stated, and the judge turned that down, for the reason given.
    case turnedDown(String)
    /// The report does not show it, and the judge passed it, for the reason given.
    case passedByJudge(String)
  }

  /// As it was written.
  public let text: String
  public let outcome: Outcome
}

extension CriterionFinding.Outcome {
  public var isMet: Bool {
    switch self {
    case .proved, .claimed, .stated, .passedByJudge: true
    case .disproved, .notMet, .noEvidence, .repeated, .contradicted, .unclaimed, .needsApproval,
      .turnedDown:
      false
    }
  }

  /// Whether its own proof covered it.
  public var isProved: Bool { if case .proved = self { true } else { false } }

  /// What a person has to look at before its proof counts; `nil` for nothing.
  var whyApproval: String? { if case .needsApproval(let why) = self { why } else { nil } }

  /// Why it is met or not, in a few words.
  public var reason: String {
    switch self {
    case .proved(let found): found
    case .disproved(let why): why
    case .claimed(let quotation): "line \(quotation.line) shows it: \"\(quotation.sentence)\""
    case .stated(let quotation): "line \(quotation.line) says \"\(quotation.sentence)\""
    case .notMet(let quotation):
      quotation.sentence.isEmpty
        ? "the report says so in line \(quotation.line)"
        : "the report says so in line \(quotation.line): \"\(quotation.sentence)\""
    case .noEvidence(let line): "line \(line) claims it, and nothing shows it"
    case .repeated(let quotation): "line \(quotation.line) only says the criterion again"
    case .contradicted(let words, let quotation):
      "line \(quotation.line) says \"\(words)\": \"\(quotation.sentence)\""
    case .unclaimed: "the report does not show it"
    case .needsApproval(let why): "not run: \(why)"
    case .turnedDown(let why): "the judge: \(why)"
    case .passedByJudge(let why): "the judge: \(why)"
    }
  }
}
