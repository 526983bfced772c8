/// A word of a line, with what is known of it.
struct Word: Sendable {
  /// What stands between a word and the one before it.
  enum Gap: Sendable, Equatable {
    /// Nothing: `5` and `초`.
    case none
    case blank
    case comma
    case colon
    /// A comma that ends a clause in Chinese.
    case clause
    /// A dash or an arrow.
    case dash
    case slash
    /// The end of a sentence.
    case stop
  }

  /// In what it stands.
  enum Place: Sendable, Equatable {
    case plain
    /// Code, a path, an address or an identifier.
    case literal
    case quote
    case parenthesis
  }

  /// In lower case.
  let text: String
  /// Scalars of the line.
  let range: Range<Int>
  var meaning: Meaning
  let gap: Gap
  let place: Place
  /// Whether it is a part of a compound: `run` in `dry-run`.
  var isHyphenated = false

  var roles: Roles { meaning.roles }
  var number: Double? { meaning.number }
  var concept: String? { meaning.concept }
}

/// A marker's word within a word that stands only for itself.
struct Hidden: Sendable, Equatable {
  let text: String
  let kind: MarkerFinding.Kind
}

/// What a word means, wherever it stands.
struct Meaning: Sendable {
  /// Numbers that stand for its form, its stems and its concept; two words that share one match.
  var keys: [Int]
  /// How many of them stand for its form and its stems.
  var stemCount = 0
  var roles: Roles
  var concept: String?
  var number: Double?
  /// A run of Chinese characters that is no known word: judged by its pairs.
  var characters: [Unicode.Scalar] = []
  /// What would be a marker if it did not stand in a path, an identifier or code.
  var hidden: Hidden?
  /// Numbers that stand for its pairs.
  var pairs: [Int] = []
}
