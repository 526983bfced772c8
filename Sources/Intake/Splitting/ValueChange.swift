import Prose

/// An arrow that stands between two values of one thing, and not between two steps:
/// `Node 18 → 22`, `#fff → #000`, `빨강 → 파랑으로 변경`.
struct ValueChange {
  let text: RequestText
  let tokens: [Token]

  /// Whether the arrow at `index` is one.
  func stands(at index: Int) -> Bool {
    guard index > 0, index + 1 < tokens.count else { return false }
    if isValue(index - 1), isValue(index + 1) { return true }
    return word(index - 2) == "from" || isKorean(index)
  }

  private func word(_ index: Int) -> String {
    tokens.indices.contains(index) && tokens[index].kind == .word ? tokens[index].text : ""
  }

  // MARK: Values

  private func isValue(_ index: Int) -> Bool {
    let token = tokens[index]
    switch token.kind {
    case .literal: return text.span(at: token.range.lowerBound)?.kind != .fence
    case .parenthesis, .mark: return false
    case .word: return isValue(text.scalars[token.range])
    }
  }

  /// A number, a version, a color, or a name as programs have them.
  private func isValue(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    guard let first = scalars.first else { return false }
    if first.digit != nil { return true }
    guard let second = scalars.dropFirst().first else { return false }
    if first == "#" || first == "v" && second.digit != nil { return true }
    return isIdentifier(scalars)
  }

  /// `DONE`, `user_id`, `userId`
  private func isIdentifier(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    guard scalars.allSatisfy({ $0 == "_" || $0.isASCII && $0.isLatinOrDigit }) else { return false }
    let capitals = scalars.dropFirst().contains { ("A"..."Z").contains($0) }
    return capitals || scalars.contains("_")
  }

  // MARK: Korean

  /// What is changed into the value behind the arrow is no step: `A → B 로 이전`.
  private func isKorean(_ index: Int) -> Bool {
    let before = tokens[index - 1..<index]
    guard before.first?.kind != .mark, KoreanTask.form(before) == .none else { return false }
    let isApart = word(index + 2) == "로" || word(index + 2) == "으로"
    let isJoined = word(index + 1).hasSuffix("로") && word(index + 1).unicodeScalars.count > 1
    guard isApart || isJoined else { return false }
    let verb = Array(word(index + (isApart ? 3 : 2)).unicodeScalars)
    return Self.changes.prefix(of: verb) != nil
  }

  private static let changes: WordList = """
    변경 바꾸 바꿔 바꿈 전환 교체 수정 조정 이전 이관 이동 번역 변환 마이그레이션 업그레이드 다운그레이드 상향 하향 대체 치환 개명 병합 머지
    """
}
