import Prose

/// Finds where the clauses of a sentence begin: what one of them denies, another may state.
struct ClauseSplitter {
  private let words: [Word]
  private(set) var ranges: [Range<Int>] = []
  /// For each word whether a finite verb stands from there to the next comma or `and`.
  private var aheadIsFinite: [Bool]

  init(_ words: [Word]) {
    self.words = words
    aheadIsFinite = [Bool](repeating: false, count: words.count)
    lookAhead()
    split()
  }

  private mutating func lookAhead() {
    var isFinite = false
    for index in words.indices.reversed() {
      let next = index + 1
      if next < words.count, words[next].gap.isStrong || words[next].roles.contains(.and) {
        isFinite = false
      }
      isFinite = isFinite || words[index].isFinite
      aheadIsFinite[index] = isFinite
    }
  }

  private mutating func split() {
    var start = 0
    var isFinite = false
    for index in words.indices {
      if index > start, begins(at: index, start: start, leftIsFinite: isFinite) {
        ranges.append(start..<index)
        start = index
        isFinite = false
      }
      isFinite = isFinite || words[index].isFinite
    }
    if start < words.count { ranges.append(start..<words.count) }
  }

  private func begins(at index: Int, start: Int, leftIsFinite: Bool) -> Bool {
    let word = words[index]
    let before = words[index - 1]
    if word.place == .quote, before.place == .quote { return false }
    if word.gap == .clause { return true }
    if isContrast(word) { return true }
    if before.roles.contains(.connective) {
      return !word.isAuxiliaryOfKorean && before.roles.isDisjoint(with: .except)
    }
    if word.isBecause { return leftIsFinite }
    switch word.gap {
    case .colon, .dash:
      return leftIsFinite && word.number == nil && aheadIsFinite[index] && !isStatus(index)
        && !isLabel(start..<index)
    case .comma: return afterComma(index, start, leftIsFinite)
    case .none, .blank, .slash, .stop, .clause: return afterAnd(index, start, leftIsFinite)
    }
  }

  /// 미완료: 문서 갱신
  private func isLabel(_ range: Range<Int>) -> Bool {
    words[range].allSatisfy {
      $0.roles.contains(.function)
        || !$0.roles.isDisjoint(with: [.undone, .planned, .not, .no, .rest, .done])
    }
  }

  /// `Tests pass: not checked`: what follows has no subject of its own.
  private func isStatus(_ index: Int) -> Bool {
    let rest = words[index...].prefix(4)
    return rest.count < 4
      && rest.allSatisfy {
        $0.roles.contains(.function)
          || !$0.roles.isDisjoint(with: [.undone, .planned, .not, .no, .verify, .attempt])
      }
  }

  private func isContrast(_ word: Word) -> Bool {
    word.roles.contains(.contrast) && !word.roles.contains(.connective)
  }

  private func afterComma(_ index: Int, _ start: Int, _ leftIsFinite: Bool) -> Bool {
    let before = words[index - 1]
    // The topic of what follows.
    if before.text == "は" { return false }
    if before.endsAsStatus || words[index].isRelative { return true }
    // `(draft, waiting, approved)` names states.
    if words[index].place == .parenthesis, before.place == .parenthesis { return false }
    let next = words[index].roles.contains(.and) ? min(index + 1, words.count - 1) : index
    return leftIsFinite && aheadIsFinite[next] && !startsWithCondition(start)
      || isPairOfDeeds(start, next)
  }

  private func afterAnd(_ index: Int, _ start: Int, _ leftIsFinite: Bool) -> Bool {
    guard words[index].roles.contains(.and), index + 1 < words.count else { return false }
    return leftIsFinite && aheadIsFinite[index + 1] || isPairOfDeeds(start, index + 1)
  }

  /// `When permission is denied, a hint is shown`: one statement.
  private func startsWithCondition(_ start: Int) -> Bool {
    words[start].roles.contains(.condition) || words[start].text == "if"
  }

  /// `Split the module and update the imports`
  private func isPairOfDeeds(_ start: Int, _ next: Int) -> Bool {
    let first = words[start]
    return next - start > 2 && first.isLatin && first.isDeed && words[next].isDeed
      && words[next].isLatin
  }
}

extension Word.Gap {
  /// Whether it parts what stands on both sides.
  var isStrong: Bool {
    switch self {
    case .comma, .clause, .colon, .dash, .stop: true
    case .none, .blank, .slash: false
    }
  }
}
