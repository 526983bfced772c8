/// Judges each word of a clause that could state a failure.
struct FailureJudge {
  let sentence: Sentence
  let clause: Clause
  /// The clauses before and after this one in its sentence and the next.
  let later: [Clause]
  /// Whether the clause before this one ends in 하지만 or the like.
  let followsContrast: Bool
  /// The criteria that this clause covers or speaks of.
  let asked: [Requirement]

  typealias Meaning = MarkerFinding.Meaning

  var words: [Word] { clause.words }

  func findings() -> [MarkerFinding] {
    let adverse = adversePlace.map { finding(words[$0].text, .counts) }
    return [adverse].compactMap { $0 } + words.indices.compactMap(finding(at:))
  }

  private func finding(at index: Int) -> MarkerFinding? {
    if let hidden = words[index].meaning.hidden {
      if isThrown(index) { return finding(words[index].text, .counts) }
      return MarkerFinding(
        kind: hidden.kind, text: hidden.text, meaning: .literal, quotation: sentence.quotation)
    }
    if isMarker(index) { return finding(words[index].text, meaning(of: index)) }
    if isBadExit(index) {
      return finding("exit \(words[index].text)", isAsked(index) ? .product : .counts)
    }
    if isShortShare(index) { return finding(words[index].text, .counts) }
    if isServerError(index) {
      return finding(words[index].text, isAsked(index) ? .product : .counts)
    }
    return denialMarker(index).map { finding($0, .counts) }
  }

  /// Whether the word at `index` names a failure, whatever else is made of it.
  func mayCount(_ index: Int) -> Bool {
    !words[index].roles.isDisjoint(with: [.failure, .trouble]) && !clause.absent.contains(index)
      && words[index].place != .literal && words[index].place != .quote && !isBesideNoun(index)
  }

  /// 미완료 항목: a bare noun in front of another.
  private func isBesideNoun(_ index: Int) -> Bool {
    guard index + 1 < words.count, words[index].isHangul, !words[index].isVerbForm else {
      return false
    }
    let next = words[index + 1]
    return next.gap == .blank && (next.isContent || next.roles.contains(.only))
      && next.number == nil
      && next.roles.isDisjoint(with: [.occur, .check, .no, .not])
  }

  private func finding(_ text: String, _ meaning: Meaning) -> MarkerFinding {
    MarkerFinding(kind: .failure, text: text, meaning: meaning, quotation: sentence.quotation)
  }

  private func isMarker(_ index: Int) -> Bool {
    let word = words[index]
    if sentence.context == .files { return false }
    if word.place == .literal { return false }
    return !word.roles.isDisjoint(with: [.failure, .trouble])
  }

  func meaning(of index: Int) -> Meaning {
    if words[index].place == .quote { return .literal }
    if clause.absent.contains(index) {
      return ZeroCount(words: words).isZero(index) ? .zero : .negated
    }
    if sentence.context == .status { return .counts }
    if isConditional(index) { return .hypothetical }
    if sentence.context.isOutlook { return outlook(index) }
    if isResolved(index) { return .resolved }
    if isProvoked(index) || isLogLevel(index) { return .product }
    if let count = ZeroCount(words: words).count(of: index), count > 0, !isAttributive(index) {
      return isAsked(index) && asked.contains { $0.count != nil } ? .product : .counts
    }
    return isProduct(index) ? .product : .counts
  }

  // MARK: What may happen

  /// `when login fails`, 실패하면, 失敗時
  func isConditional(_ index: Int) -> Bool {
    if words[index].roles.contains(.condition) { return true }
    let behind = words[(index + 1)...].prefix(3).prefix { !$0.gap.isStrong }
    if !words[index].isLatin, !words[index].isCyrillic,
      behind.contains(where: { $0.roles.contains(.condition) })
    {
      return true
    }
    for place in stride(from: index - 1, through: max(0, index - 10), by: -1) {
      if words[place + 1].gap.isStrong { return false }
      if words[place].roles.contains(.condition), !words[place].isHangul {
        return !isOccasion(place) || ZeroCount(words: words).count(of: index) ?? 0 == 0
      }
    }
    return false
  }

  /// 运行测试时有 4 个失败: when something was done, as many failed.
  private func isOccasion(_ place: Int) -> Bool { ["时", "時"].contains(words[place].text) }

  /// Under Risks and Next only what is stated as a fact counts.
  private func outlook(_ index: Int) -> Meaning {
    if sentence.speaksOfWhatMayBe {
      return .hypothetical
    }
    if isBesideCheck(index) { return .counts }
    guard sentence.context == .risks else { return .hypothetical }
    return isPresent(index) && !isResolved(index) ? .counts : .hypothetical
  }

  /// `failing tests`
  private func isBesideCheck(_ index: Int) -> Bool {
    guard words[index].roles.contains(.failure), isAdjective(index) else { return false }
    return words[(index + 1)...].prefix(3).contains { $0.roles.contains(.check) }
  }

  private func isAdjective(_ index: Int) -> Bool {
    let word = words[index]
    return word.isLatin
      ? word.text.hasSuffix("ed") || word.text.hasSuffix("ing") || word.text == "broken"
      : word.roles.contains(.modifier)
  }

}
