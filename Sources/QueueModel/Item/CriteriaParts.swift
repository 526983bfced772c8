/// The criteria of a cell one by one, as far as it takes to see which of them are proofs.
///
/// The whole grammar is that of the gate, which reads the cell; this one looks at how each part begins.
struct CriteriaParts {
  struct Part {
    /// With the separator behind it.
    var text: String
    /// Whether it begins as a proof does: `grep: `.
    let isProof: Bool
  }

  let parts: [Part]

  init(_ text: String) {
    var (parts, part) = ([String](), String.UnicodeScalarView())
    var quote: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      part.append(scalar)
      if let open = quote {
        if scalar == open { quote = nil }
      } else if scalar == "`" || scalar == "\"" {
        quote = scalar
      } else if Self.separators.contains(scalar) {
        parts.append(String(part))
        part = String.UnicodeScalarView()
      }
    }
    parts.append(String(part))
    self.parts = parts.map { Part(text: $0, isProof: Self.isProof($0)) }
  }

  /// A cell has no line breaks: they become blanks.
  private static let separators: Set<Unicode.Scalar> = [";", "\u{FF1B}", "\u{2022}"]

  /// Whether a part begins with the word of a proof and a colon, behind list marks, numbers and signs
  /// around the whole.
  private static func isProof(_ part: String) -> Bool {
    let marks = "-*+[]xX_`\"'(\u{201C}\u{2018}\u{FF08}0123456789.) \t\n\r"
    let start = part.unicodeScalars.drop { marks.unicodeScalars.contains($0) }
    let word = start.prefix { $0.isASCII && $0.properties.isAlphabetic }
    let sign = start[word.endIndex...].first { $0 != " " }
    return (sign == ":" || sign == "\u{FF1A}")
      && ["file", "grep", "json", "cmd", "ci"].contains(String(word).lowercased())
  }
}
