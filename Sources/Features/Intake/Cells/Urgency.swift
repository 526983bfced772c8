import Text

/// The urgency that a request states.
public enum Urgency: Equatable, Sendable {
  case urgent, usual, low
}

// The words that express urgency.

extension Urgency {
  /// Marks, which are separated from the text.
  static let marks = table([
    (
      .urgent,
      """
      p0, urgent, asap, 긴급, 최우선, 급함, 시급, 시급함, 높은 우선순위, 우선순위 높음, 우선순위 높게, 우선순위: 높음, 우선순위 p0,
      high priority, top priority, highest priority, priority high, 至急, 大至急, 緊急, 紧急, 加急, 高优先级,
      优先级高, 優先度高, срочно, высокий приоритет
      """
    ),
    (
      .usual,
      """
      p1, 보통 우선순위, 우선순위 보통, normal priority, medium priority, средний приоритет, 中优先级, 우선순위 p1
      """
    ),
    (
      .low,
      """
      p2, 낮은 우선순위, 우선순위 낮음, 우선순위 낮게, 우선순위: 낮음, low priority, lowest priority, priority low,
      not urgent, no rush, no hurry, 급하지 않음, 안 급함, 긴급 아님, 低优先级, 优先级低, 不急, 優先度低, несрочно,
      не срочно, низкий приоритет, 우선순위 p2
      """
    ),
  ])

  /// Phrases that express urgency anywhere in a text.
  static let adverbs = table([
    (
      .urgent,
      """
      asap, as soon as possible, urgently, 긴급하게, 긴급히, 시급히, 최우선으로, срочно, 至急
      """
    ),
    (
      .low,
      """
      not urgent, no rush, no hurry, не срочно, 급하지 않게, 급하지 않아요, 급하지 않습니다, 급하진 않아요,
      여유 있을 때, 시간 날 때, when you have time
      """
    ),
  ])

  /// Labels before or after a mark, as in `priority: P0`.
  static let labels: WordList = "priority 우선순위 우선순위는 приоритет as 优先级 優先度"

  /// Words that make a mark without punctuation before them part of a name.
  static let things: WordList = """
    공지 공지사항 연락 연락처 연락망 알림 메시지 문자 전화 호출 모드 버튼 배너 신고 상황 라벨 필터 배지 notice notices banner
    message messages alert alerts notification notifications contact contacts button flag label
    labels filter badge column and tickets issues rows items tasks
    """

  /// The beginnings of adverbs in Chinese, which has no blanks between words.
  static let stems: WordList = "尽快 加急"

  /// The phrases of `rows`, by their first words; longer phrases first.
  private static func table(_ rows: [(Urgency, String)]) -> [String: [Phrase]] {
    let phrases = rows.flatMap { urgency, text in
      text.split(separator: ",").map { phrase in
        Phrase(words: phrase.split { $0 == " " || $0 == "\n" }.map(String.init), urgency: urgency)
      }
    }
    return Dictionary(grouping: phrases.sorted { $0.words.count > $1.words.count }) { $0.words[0] }
  }

  struct Phrase {
    let words: [String]
    let urgency: Urgency
  }
}

/// Reads the urgency of an item from unambiguous words: a mark at its start or end, a mark in
/// brackets, or an adverb. `긴급 공지 배너` is the name of a thing, and not urgent.
struct UrgencyReader {
  private let text: MarkedText
  private let tokens: [Token]

  init(_ item: [Unicode.Scalar]) {
    text = MarkedText(item)
    tokens = Tokenizer.tokens(text)
  }

  var urgency: Urgency? {
    tokens.indices.lazy.compactMap { mark(at: $0, isOfAll: false) }.first
      ?? tokens.indices.lazy.compactMap { adverb(at: $0) }.first
  }

  /// The urgency of a mark at the very start. It is followed by a colon or in brackets, and applies
  /// to the whole text.
  var heading: Urgency? { tokens.isEmpty ? nil : mark(at: 0, isOfAll: true) }

  /// The urgency of a mark that begins with the token at `index`: in brackets, separated by
  /// punctuation, or at the start or the end.
  private func mark(at index: Int, isOfAll: Bool) -> Urgency? {
    if tokens[index].kind == .parenthesis {
      let inner = text.scalars[tokens[index].range.dropFirst().dropLast()]
      let words = Tokenizer.tokens(MarkedText(Array(inner)))
      let mark = mark(words[...])
      return mark?.words.count == words.count ? mark?.urgency : nil
    }
    guard let mark = mark(tokens[index...]) else { return nil }
    let end = index + mark.words.count
    let isLabelled = index > 0 && Urgency.labels.contains(tokens[index - 1].text)
    guard end < tokens.count, !isLabelled || isOfAll else { return isOfAll ? nil : mark.urgency }
    let (last, next) = (tokens[end - 1], tokens[end])
    let isApart = last.end != nil || next.kind == .mark(.comma)
    // Examples: `긴급 로그인 버그 수정`, `높은 우선순위로 …`.
    let isAlone = mark.words.count == 1 && !Urgency.things.contains(next.text)
    let hasParticle = last.text.withoutParticle != last.text
    return index == 0 && (isApart || !isOfAll && (isAlone || hasParticle)) ? mark.urgency : nil
  }

  /// The mark with which `words` begin. Its last word may have a particle.
  private func mark(_ words: ArraySlice<Token>) -> Urgency.Phrase? {
    guard let first = words.first, first.isWord else { return nil }
    let marks = Urgency.marks[first.text] ?? Urgency.marks[first.text.withoutParticle] ?? []
    return marks.first { mark in
      let words = words.prefix(mark.words.count).map(\.text)
      return words.dropLast() == mark.words.dropLast()
        && words.last?.withoutParticle == mark.words.last
    }
  }

  private func adverb(at index: Int) -> Urgency? {
    let word = tokens[index].text
    if Urgency.stems.begins(word) { return .urgent }
    return Urgency.adverbs[word]?.first { tokens[index...].begins(with: $0.words) }?.urgency
  }
}

extension String {
  /// The word without an instrumental particle, as in `높은 우선순위로`.
  fileprivate var withoutParticle: String {
    guard unicodeScalars.last == "로" else { return self }
    return String(dropLast(hasSuffix("으로") ? 2 : 1))
  }
}
