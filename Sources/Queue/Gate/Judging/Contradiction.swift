/// Finds statements that a check failed, or was not run.
///
/// Words of the criterion itself, and words in code, paths and quotations, are not contradictions.
struct Contradiction {
  private let criterion: FoldedText

  init(of criterion: String) {
    self.criterion = FoldedText(criterion, masksLiterals: false)
  }

  /// The contradicting words; `nil` if there are none.
  func find(in evidence: String) -> String? {
    var text = FoldedText(evidence)
    text.maskPast()
    let tokens = text.tokens()
    let counts = ResultCounts(tokens)
    if let range = counts.failing, !isWanted(range, tokens, in: text) { return text.string(range) }
    if let range = ResultCounts.shortfall(tokens) { return text.string(range) }
    for zero in counts.zeros { text.mask(zero) }
    let hasPassed = tokens.contains { $0.text == "passed" || $0.text == "passes" }
    for place in ProseWords.notRun.places(in: text, unlessIn: criterion) {
      // In `14 passed, 2 skipped`, the skipped checks are no contradiction.
      if hasPassed, ProseWords.skipped.end(of: text.scalars, at: place.lowerBound) != nil {
        continue
      }
      return text.string(place)
    }
    return nil
  }
}

extension Contradiction {
  /// Whether the criterion itself has the same count, or the same counting word with the same word
  /// after it. For example, the criterion `the page lists the failed jobs` has the counting word
  /// `failed`.
  private func isWanted(_ count: Range<Int>, _ tokens: [Token], in text: FoldedText) -> Bool {
    if criterion.contains(text.scalars[count]) { return true }
    guard let last = tokens.lastIndex(where: { $0.range.upperBound == count.upperBound }),
      tokens[last].kind != .number, last + 1 < tokens.count, tokens[last + 1].kind != .mark
    else { return false }
    return criterion.contains(
      text.scalars[tokens[last].range.lowerBound..<tokens[last + 1].range.upperBound])
  }
}

extension FoldedText {
  /// If the text describes a change, masks the text before the present state: `1 failed before, now
  /// 0`.
  mutating func maskPast() {
    guard let now = ProseWords.now.places(in: self).last,
      let before = ProseWords.before.places(in: self).first, before.lowerBound < now.lowerBound
    else { return }
    mask(0..<now.lowerBound)
  }
}

/// The counts of failures in a text.
struct ResultCounts {
  /// The count above zero that shows a failure. Of several counts of the same thing, the last one
  /// is used.
  private(set) var failing: Range<Int>?
  private(set) var zeros: [Range<Int>] = []

  private enum Thing {
    case failure, error
    /// A warning; its count is not the result of a check.
    case warning
  }

  init(_ tokens: [Token]) {
    var last: [Thing: (count: Double, range: Range<Int>)] = [:]
    for index in tokens.indices {
      guard let (thing, count, range) = Self.count(tokens, index) else { continue }
      last[thing] = (count, range)
      if count == 0 { zeros.append(range) }
    }
    failing = last.filter { $0.key != .warning && $0.value.count > 0 }.values.map(\.range).min {
      $0.lowerBound < $1.lowerBound
    }
  }

  /// Whether the word for a failure at `start` is counted as zero: in `12 passed, 0 failed`, in
  /// `nothing failed` and in `failed: 0`.
  static func isNone(_ text: [Unicode.Scalar], at start: Int) -> Bool {
    let folded = FoldedText(String(String.UnicodeScalarView(text)), masksLiterals: false)
    let tokens = folded.tokens()
    if ResultCounts(tokens).zeros.contains(where: { $0.contains(start) }) { return true }
    guard let before = tokens.last(where: { $0.range.upperBound <= start }) else { return false }
    return noneWords.contains(before.text) || ["0", "none", "nothing"].contains(before.text)
  }

  /// The count at `index`, where its number or word is.
  private static func count(
    _ tokens: [Token], _ index: Int
  ) -> (Thing, Double, Range<Int>)? {
    if tokens[index].kind == .number, let count = Double(tokens[index].text) {
      // The number comes first, as in `2 failed`, `2 of them failed` or `3 个测试失败`.
      var isCounted = false
      for next in tokens[(index + 1)...].prefix(4) {
        if let thing = thing(next, isPlural: count != 1) {
          // `400 오류` names an error, `2건 오류` counts errors.
          if thing != .failure, next.kind != .latin, !isCounted, count != 0 { return nil }
          // `409 실패` names an HTTP status, `테스트 450 실패` counts failures.
          if next.kind != .latin, !isCounted, (400..<600).contains(count),
            !tokens[..<index].suffix(2).contains(where: { isChecked($0.text) })
          {
            return nil
          }
          return (thing, count, tokens[index].range.lowerBound..<next.range.upperBound)
        }
        guard counted.contains(next.text) || counters.contains(next.text) else { return nil }
        isCounted = isCounted || counters.contains(next.text)
      }
      return nil
    }
    if noneWords.contains(tokens[index].text) {
      // The count is zero in `no failures` and `without any errors`.
      for next in tokens[(index + 1)...].prefix(3) {
        guard let thing = thing(next, isPlural: true) else { continue }
        return (thing, 0, tokens[index].range.lowerBound..<next.range.upperBound)
      }
      return nil
    }
    guard let thing = thing(tokens[index], isPlural: true) else { return nil }
    // The word comes first, as in `failures: 2`, `실패 2건` or `失敗: 0`.
    var rest = tokens[(index + 1)...]
    let mark = rest.first?.text
    let isSeparated = mark == ":" || mark == "="
    if isSeparated || ["이", "가", "는", "은", "が", "は"].contains(mark ?? "") {
      rest = rest.dropFirst()
    }
    let range = tokens[index].range
    if let next = rest.first, next.kind == .number, let count = Double(next.text),
      isSeparated || tokens[index].kind != .latin
    {
      // `오류 404` names an error, `오류 2건` counts errors.
      let unit = rest.dropFirst().first.map { counters.contains($0.text) } ?? true
      if thing == .failure || unit || count == 0 {
        return (thing, count, range.lowerBound..<next.range.upperBound)
      }
    }
    if let next = rest.first, absent.contains(where: { next.text.hasPrefix($0) }) {
      return (thing, 0, range.lowerBound..<next.range.upperBound)
    }
    return nil
  }

  /// Finds a count below the total: `12 of 14 pass`, `12/14 passed`, `14개 중 12개 통과`.
  static func shortfall(_ tokens: [Token], ofAnything: Bool = false) -> Range<Int>? {
    for index in tokens.indices where tokens[index].kind == .number {
      guard let first = Double(tokens[index].text) else { continue }
      let rest = tokens[(index + 1)...]
      guard let other = rest.prefix(4).first(where: { $0.kind == .number }),
        let second = Double(other.text)
      else { continue }
      let between = tokens[(index + 1)...].prefix { $0.range.lowerBound < other.range.lowerBound }
        .map(\.text)
      let isOf =
        ["of", "/", "из", "out"].contains(between.first ?? "")
        && between.allSatisfy { ["of", "/", "из", "out", "the"].contains($0) }
      let isAmong = between.contains { $0.hasSuffix("중") || $0 == "中" || $0.hasSuffix("件中") }
      let (part, whole) = isOf ? (first, second) : (second, first)
      guard isOf || isAmong, part < whole else { continue }
      let start = max(0, index - 3)
      let end = min(tokens.count, index + between.count + 7)
      let words = tokens[start..<end].map(\.text)
      // A word such as `succeeds` only counts with a word for checks, because `1 of 100 succeeds`
      // may be the wanted result for requests.
      let areChecks = words.contains(where: isChecked)
      if ofAnything || words.contains(where: { passes($0) || areChecks && succeeds($0) }) {
        return tokens[index].range.lowerBound..<other.range.upperBound
      }
    }
    return nil
  }

  private static func passes(_ word: String) -> Bool {
    passing.contains(word)
      || ["통과", "완료", "通过", "通過", "пройден", "проход", "прошл"].contains {
        word.hasPrefix($0)
      }
  }

  private static func succeeds(_ word: String) -> Bool {
    ["succeed", "succeeds", "succeeded", "successful"].contains(word)
      || ["성공", "成功", "успе"].contains { word.hasPrefix($0) }
  }

  /// Whether the word names checks, such as tests, of which each should succeed.
  private static func isChecked(_ word: String) -> Bool {
    checks.contains(word)
      || ["테스트", "케이스", "テスト", "ケース", "测试", "測試", "用例", "тест"].contains {
        word.hasPrefix($0)
      }
  }

  private static func thing(_ token: Token, isPlural: Bool) -> Thing? {
    switch token.kind {
    case .latin:
      if ["failed", "failure", "failures", "failing"].contains(token.text) { return .failure }
      // The singular names one error, as in `404 error`, and counts none.
      if token.text == "errors" || token.text == "error" && !isPlural { return .error }
      return warnings.contains(token.text) ? .warning : nil
    case .hangul, .han:
      let failures = ["실패", "失敗", "失败"]
      let errors = ["오류", "에러", "エラー", "错误"]
      let word = token.text
      if failures.contains(where: { word.hasPrefix($0) || word.hasSuffix($0) }) { return .failure }
      if errors.contains(where: { word.hasPrefix($0) || word.hasSuffix($0) }) { return .error }
      return [
        "경고", "문제", "이상", "충돌", "예외", "블로커", "警告", "問題", "问题", "冲突", "异常", "告警", "不具合", "결함", "누락",
        "버그",
      ].contains { word.hasPrefix($0) } ? .warning : nil
    case .cyrillic:
      if ["упал", "провал", "сбо", "неудач"].contains(where: { token.text.hasPrefix($0) }) {
        return .failure
      }
      if token.text.hasPrefix("ошиб") { return .error }
      return ["предупр", "проблем", "замечан"].contains { token.text.hasPrefix($0) }
        ? .warning : nil
    case .kana, .number, .mark: return nil
    }
  }

  private static let checks: Set = [
    "test", "tests", "case", "cases", "check", "checks", "spec", "specs", "example", "examples",
  ]
  private static let counted: Set = checks.union([
    "of",
    "them", "are", "were", "is", "was", "still", "have", "has", "unit", "integration", "assertions",
    "suites", "jobs", "테스트", "케이스", "항목", "テスト", "тест", "теста", "тестов",
  ])
  private static let warnings: Set = [
    "warning", "warnings", "issue", "issues", "problem", "problems", "regression", "regressions",
    "conflicts", "violations", "todo", "todos", "blocker", "blockers", "exceptions", "crashes",
    "bugs",
    "leaks", "broken", "skipped", "mismatches", "missing",
  ]
  private static let noneWords: Set = ["no", "without", "zero", "без", "没有", "无", "нет", "ни"]
  private static let passing: Set = [
    "pass", "passes", "passed", "passing", "ok", "green",
    "work",
    "works",
  ]
  private static let counters: Set = ["건", "개", "件", "个", "個", "項目", "项", "건의"]
  private static let absent = ["없", "無", "なし", "ない", "は", "ありません", "нет", "0"]
}
