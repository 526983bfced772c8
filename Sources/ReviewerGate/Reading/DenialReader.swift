import Prose

/// Finds what a clause denies.
struct DenialReader {
  let words: [Word]
  private let troubles: TroubleNegation

  init(_ words: [Word]) {
    self.words = words
    troubles = TroubleNegation(words: words)
  }

  func read() -> ([Clause.Denial], Set<Int>) {
    var denials: [Clause.Denial] = []
    var absent = Set(words.indices.filter { ZeroCount(words: words).isZero($0) })
    for index in words.indices
    where words[index].place != .literal && words[index].place != .quote {
      if words[index].roles.isDisjoint(with: [.not, .no, .without, .longer]) {
        if let denial = weakening(at: index) { denials.append(denial) }
        continue
      }
      let negated = troubles.negated(by: index)
      absent.formUnion(negated)
      if negated.isEmpty, !words[index].roles.contains(.longer),
        let denial = negation(at: index)
      {
        denials.append(denial)
      }
    }
    return (denials, absent)
  }

  // MARK: Not, no and without

  private func negation(at index: Int) -> Clause.Denial? {
    let word = words[index]
    if isNotOnly(index) || word.roles.contains(.purpose) || word.roles.contains(.condition) {
      return nil
    }
    if deniesRecurrence(index) { return nil }
    if word.isHangul, isEmbeddedKorean(index) {
      // 원인은 해제되지 않던 리스너: the topic is of what follows.
      let isTopic = index > 1 && ["은", "는"].contains { words[index - 2].text.hasSuffix($0) }
      return phrase(max(0, index - (isTopic ? 1 : 2))..<index + 1, index)
    }
    if word.isUnspaced, word.roles.contains(.without) {
      return phrase(max(0, index - 3)..<index + 1, index)
    }
    if word.isUnspaced, isEmbeddedUnspaced(index) {
      return phrase(max(0, index - 2)..<min(words.count, index + 3), index)
    }
    if isUnderCondition(index) { return nil }
    if word.place == .parenthesis { return parenthesis(index) }
    if isPhraseOnly(index) { return phrase(index..<phraseEnd(index), index) }
    return whole(.denied, index)
  }

  /// 재현되지 않습니다, `could not be reproduced`: what was wrong is not there any more.
  private func deniesRecurrence(_ index: Int) -> Bool {
    let near = words[max(0, index - 2)..<min(words.count, index + 4)]
    return near.contains { $0.concept == "recur" }
  }

  private func whole(_ kind: Clause.Denial.Kind, _ index: Int) -> Clause.Denial {
    Clause.Denial(kind: kind, index: index, scope: 0..<words.count, isWhole: true)
  }

  private func phrase(_ scope: Range<Int>, _ index: Int) -> Clause.Denial {
    Clause.Denial(kind: .denied, index: index, scope: scope, isWhole: false)
  }

  private func isNotOnly(_ index: Int) -> Bool {
    guard index + 1 < words.count, !words[index].isHangul else { return false }
    return ["only", "just", "merely", "только", "仅", "only"].contains(words[index + 1].text)
  }

  /// 권한 없는 사용자: only the noun, unless 것 or 상태 makes a statement of it.
  private func isEmbeddedKorean(_ index: Int) -> Bool {
    let roles = words[index].roles
    if roles.contains(.without) { return true }
    guard roles.contains(.modifier), index + 1 < words.count else { return false }
    return !Self.makesStatement(words[index + 1])
  }

  static func makesStatement(_ word: Word) -> Bool {
    ["것", "상태", "부분", "채", "항목", "점", "건", "셈", "곳", "기능"].contains { word.text.hasPrefix($0) }
  }

  private func isEmbeddedUnspaced(_ index: Int) -> Bool {
    let behind = words[(index + 1)...].prefix(4)
    if let of = behind.firstIndex(where: { $0.text == "的" }) {
      return !behind[..<of].contains { $0.gap.isStrong } && of + 1 < words.count
    }
    guard words[index].text.unicodeScalars.last?.isHiragana ?? false else { return false }
    return words[index].text.hasSuffix("ない") && behind.first?.gap == Word.Gap.none
      && behind.first.map { $0.isContent } ?? false
  }

  /// `users that are not logged in`, `when the input is not valid`.
  private func isUnderCondition(_ index: Int) -> Bool {
    for place in stride(from: index - 1, through: max(0, index - 8), by: -1) {
      let word = words[place]
      if word.isLatin || word.isCyrillic,
        !opensMainClause(index, behind: place),
        word.roles.contains(.condition) || ["that", "who", "whose", "where"].contains(word.text)
      {
        return word.text != "until" && word.text != "once"
      }
      if words[place + 1].gap.isStrong { return false }
    }
    return false
  }

  /// `When the export finishes no email is sent`: the condition had its verb already.
  private func opensMainClause(_ index: Int, behind condition: Int) -> Bool {
    words[index].roles.contains(.no)
      && words[(condition + 1)..<index].contains { $0.isFinite || $0.isDeed }
  }

  /// In parentheses: those words, or all when there is nothing else in them.
  private func parenthesis(_ index: Int) -> Clause.Denial {
    var start = index
    var end = index + 1
    while start > 0, words[start - 1].place == .parenthesis { start -= 1 }
    while end < words.count, words[end].place == .parenthesis { end += 1 }
    let hasContent = words[start..<end].contains {
      $0.isContent && !$0.isDeed && $0.roles.isDisjoint(with: [.not, .undone])
    }
    return hasContent ? phrase(start..<end, index) : whole(.denied, index)
  }

  /// `with no changes`, `without tests`
  private func isPhraseOnly(_ index: Int) -> Bool {
    let word = words[index]
    if word.roles.contains(.without) { return true }
    guard word.roles.contains(.no), word.isLatin, index > 0 else { return false }
    return ["with", "by", "at", "in", "to", "for"].contains(words[index - 1].text)
  }

  private func phraseEnd(_ index: Int) -> Int {
    var end = index + 1
    while end < words.count, !words[end].gap.isStrong { end += 1 }
    return end
  }
}
