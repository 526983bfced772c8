/// A piece of a text that is other than blanks.
struct Token: Equatable {
  enum Kind: Equatable {
    case word
    /// Code, a quotation, an address, a path: never looked into.
    case literal
    case parenthesis
    /// `,` `;` `、` `→` and their like, and what stands for "then" where words have no blanks
    /// between them.
    case mark
  }

  let kind: Kind
  /// The scalars; a word's without the punctuation around it.
  let range: Range<Int>
  /// In lower case; of literals and parentheses empty.
  let text: String
  /// Whether punctuation that ends a sentence, or a colon, stands behind it.
  var endsSentence = false
}
