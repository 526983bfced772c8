import Text

/// Splits the criteria of a cell, as far as necessary to see which of them are proofs. The gate
/// reads their content.
struct CriteriaParts {
  struct Part {
    /// The text of the part, including the separator before the next criterion.
    var text: String
    /// Whether the criterion begins like a proof, such as `grep: `.
    let isProof: Bool
  }

  let parts: [Part]

  init(_ text: String) {
    let text = MarkedText(text)
    let criteria = text.criteria
    let ends = criteria.dropFirst().map(\.lowerBound) + [text.scalars.count]
    parts = zip(criteria, ends).map { criterion, end in
      Part(
        text: text.text(criterion.lowerBound..<end), isProof: Self.isProof(text.text(criterion)))
    }
  }

  /// Whether a part begins with the word of a proof and a colon. List marks, numbers, surrounding
  /// signs and the prefix of imported prose may come first.
  private static func isProof(_ part: String) -> Bool {
    let marks = "-*+[]xX_`\"'(\u{201C}\u{2018}\u{FF08}\u{B7}0123456789.) \t\n\r"
    var start = part.unicodeScalars.drop { marks.unicodeScalars.contains($0) }
    let asWritten = CellText.asWritten.unicodeScalars
    if start.starts(with: asWritten) {
      start = start.dropFirst(asWritten.count).drop { marks.unicodeScalars.contains($0) }
    }
    let word = start.prefix { $0.isASCII && $0.properties.isAlphabetic }
    let sign = start[word.endIndex...].first { $0 != " " }
    return (sign == ":" || sign == "\u{FF1A}")
      && ProofKind(rawValue: String(word).lowercased()) != nil
  }
}
