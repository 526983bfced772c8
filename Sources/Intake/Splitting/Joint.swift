/// A place where one task may end and another begin.
struct Joint: Equatable {
  /// What it takes to split there.
  enum Strength: Int, Comparable {
    /// A comma, "and": only between two tasks.
    case weak
    /// A slash between blanks: not between nouns of one task.
    case middle
    case strong

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// The tokens that it is made of.
  var tokens: Range<Int>
  /// The scalars that go with it, when it splits.
  var scalars: Range<Int>
  var strength: Strength
  /// Whether it says that what stands behind it is to be done after what stands before.
  var isSequence = false
  /// Whether it is a conjunction without a comma: "and", `и`.
  var isConjunction = false
  /// Whether it is a mark that stands within lists only: `、`.
  var isEnumeration = false
  var kind: Kind

  enum Kind: Equatable { case comma, conjunction, semicolon, slash, arrow, then, line }

  /// Whether it is a comma with a conjunction: `, and`.
  var isListEnd: Bool { kind == .conjunction && !isConjunction && strength == .weak }

  /// This and one that follows at once, as one.
  func joined(with next: Joint) -> Joint {
    Joint(
      tokens: tokens.lowerBound..<next.tokens.upperBound,
      scalars: scalars.lowerBound..<next.scalars.upperBound,
      strength: max(strength, next.strength), isSequence: isSequence || next.isSequence,
      isConjunction: isConjunction && next.isConjunction,
      kind: strength > next.strength ? kind : next.kind)
  }
}
