/// What the gate found out about one criterion.
public struct CriterionFinding: Equatable, Sendable {
  /// Where a sentence stands in the report.
  public struct Quotation: Equatable, Sendable {
    public let sentence: String
    /// Counting from 1.
    public let line: Int
  }

  public enum Outcome: Equatable, Sendable {
    /// The report states it as done.
    case reported(Quotation)
    /// Its own proof held, by what was found.
    case proved(String)
    /// Its own proof did not hold, for the reason given.
    case disproved(String)
    /// No statement has these words of it.
    case absent([String])
    /// All its words are there, but no single statement has them together.
    case scattered
    /// It has no word that could be looked for.
    case wordless
    case denied(Quotation)
    case planned(Quotation)
    case partial(Quotation)
    /// What it asks for came out otherwise.
    case failed(Quotation)
    /// Something outside stops it.
    case stopped(Quotation)
  }

  /// As it was written.
  public let text: String
  public let outcome: Outcome
}

extension CriterionFinding.Outcome {
  public var isCovered: Bool {
    switch self {
    case .reported, .proved: true
    case .disproved, .absent, .scattered, .wordless, .denied, .planned, .partial, .failed, .stopped:
      false
    }
  }

  /// Whether its own proof covered it.
  public var isProved: Bool { if case .proved = self { true } else { false } }
}
