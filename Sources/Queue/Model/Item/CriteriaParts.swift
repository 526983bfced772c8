import Text

/// The criteria of a cell one by one, as far as it takes to see which of them are proofs: the gate reads
/// what stands in them.
struct CriteriaParts {
  struct Part {
    /// With what divides it from the next one.
    var text: String
    /// Whether it begins as a proof does: `grep: `.
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

  /// Whether a part begins with the word of a proof and a colon, behind list marks, numbers and signs
  /// around the whole, and what makes prose of an imported one.
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
      && ["file", "grep", "json", "cmd", "ci"].contains(String(word).lowercased())
  }
}
