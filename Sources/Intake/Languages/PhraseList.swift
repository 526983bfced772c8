/// Phrases that are looked for anywhere in a text, in one pass over it.
struct PhraseList: ExpressibleByArrayLiteral, Sendable {
  private let phrases: [Unicode.Scalar: [[Unicode.Scalar]]]

  init(arrayLiteral phrases: String...) {
    self.phrases = Dictionary(grouping: phrases.map { Array($0.unicodeScalars) }) {
      $0.first ?? " "
    }
  }

  /// Whether one of them stands in `text`, which is in lower case.
  func stands(in text: [Unicode.Scalar]) -> Bool {
    text.indices.contains { index in
      phrases[text[index]]?.contains { text[index...].starts(with: $0) } ?? false
    }
  }
}
