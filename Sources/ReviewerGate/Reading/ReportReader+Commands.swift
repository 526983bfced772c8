import Prose

extension ReportReader {
  /// The command in `grep -rn TODO src: no TODO left` is no statement: its words become literal.
  static func withoutCommand(_ words: [Word], of scalars: [Unicode.Scalar]) -> [Word] {
    guard let colon = words.firstIndex(where: { $0.gap == .colon }), colon > 0,
      words[..<colon].contains(where: {
        isOption($0, scalars) || $0.place == .literal && $0.text.contains("/")
      })
    else { return words }
    return words.indices.map { index in
      index < colon && words[index].isLatin && !words[index].roles.contains(.check)
        ? words[index].literal : words[index]
    }
  }

  private static func isOption(_ word: Word, _ scalars: [Unicode.Scalar]) -> Bool {
    let start = word.range.lowerBound
    if scalars[start] == "-" { return true }
    guard start > 0, scalars[start - 1] == "-" else { return false }
    return start == 1 || scalars[start - 2].isBlank || scalars[start - 2] == "-"
  }
}

extension Word {
  /// The same, standing only for itself.
  var literal: Word {
    Word(
      text: text, range: range, meaning: meaning, gap: gap, place: .literal,
      isHyphenated: isHyphenated)
  }
}
