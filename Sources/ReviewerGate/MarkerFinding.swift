/// A word of the report that could state a failure or a block, and what it amounts to.
public struct MarkerFinding: Equatable, Sendable {
  public enum Kind: Equatable, Sendable { case failure, block }

  /// Whether the word states a failure or a block, or why it does not.
  public enum Meaning: Equatable, Sendable {
    case counts
    /// `no errors`, `오류 없음`, `not blocked`
    case negated
    /// `0 failed`, `실패 0건`
    case zero
    /// It was so earlier, or the work removed it.
    case resolved
    /// In a path, an identifier, code or a quotation.
    case literal
    /// It names what the criteria ask for, or a part of the product.
    case product
    /// What Risks or Next say may happen, or what a condition speaks of.
    case hypothetical
  }

  public let kind: Kind
  /// As the report has it, in lower case.
  public let text: String
  public let meaning: Meaning
  public let quotation: CriterionFinding.Quotation
}
