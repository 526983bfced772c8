import Prose

/// An arrow between two values of one thing, and not between two steps: `Node 18 → 22`,
/// `#fff → #000`, `빨강 → 파랑으로 변경`.
struct ValueChange {
  let text: MarkedText
  let tokens: [Token]

  /// Whether the arrow at `index` is one.
  func stands(at index: Int) -> Bool {
    guard index > 0, index + 1 < tokens.count else { return false }
    if isValue(tokens[index - 1]), isValue(tokens[index + 1]) { return true }
    if word(index - 2) == "from" { return true }
    // What is changed into the value behind the arrow is no step: `A → B 로 이전`.
    let isApart = word(index + 2) == "로" || word(index + 2) == "으로"
    return (isApart || word(index + 1).hasSuffix("로")) && !KoreanWords.actions.ends(word(index - 1))
      && KoreanWords.changes.begins(word(index + (isApart ? 3 : 2)))
  }

  private func word(_ index: Int) -> String {
    tokens.indices.contains(index) ? tokens[index].text : ""
  }

  /// A number, a version, a color, or a name as programs have them: `user_id`, `userId`, `DONE`.
  private func isValue(_ token: Token) -> Bool {
    let scalars = text.scalars[token.range]
    guard token.isWord, let first = scalars.first else { return token.kind == .literal }
    if first.digit != nil || first == "#" { return true }
    return scalars.allSatisfy { $0 == "_" || $0.isLetterOrDigit }
      && scalars.dropFirst().contains { $0 == "_" || $0.digit != nil || ("A"..."Z").contains($0) }
  }
}
