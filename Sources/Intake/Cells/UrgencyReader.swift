import Prose

/// Reads how urgent an item is from words that can mean nothing else: a mark at its start or
/// end, in brackets, or an adverb. `긴급 공지 배너` is the name of a thing.
struct UrgencyReader {
  private let tokens: [Token]
  private let text: RequestText

  init(_ item: RequestText) {
    text = item
    tokens = Tokenizer.tokens(text, 0..<text.scalars.count)
  }

  var urgency: Urgency? { mark(isOfAll: false) ?? adverb }

  /// What a mark at the very start says, set apart by a colon or brackets: it holds for all
  /// that follows.
  var heading: Urgency? { mark(isOfAll: true) }

  // MARK: Marks

  private func mark(isOfAll: Bool) -> Urgency? {
    for index in tokens.indices {
      if isOfAll, index > 3 { return nil }
      if tokens[index].kind == .parenthesis, !isOfAll || index == 0 {
        if let urgency = UrgencyWords.urgency(ofMark: inside(tokens[index].range)) {
          return urgency
        }
      } else if let urgency = phrase(endingAt: index, isOfAll) {
        return urgency
      }
    }
    return nil
  }

  private func inside(_ range: Range<Int>) -> String {
    let inner = text.trimmed(range.lowerBound + 1..<max(range.lowerBound + 1, range.upperBound - 1))
    return text.marked.text(inner).lowercased()
  }

  /// A mark of one to three words whose last is at `index`.
  private func phrase(endingAt index: Int, _ isOfAll: Bool) -> Urgency? {
    guard UrgencyWords.endings.contains(tokens[index].text.withoutParticle) else { return nil }
    for length in [3, 2, 1] where length <= index + 1 {
      let first = index + 1 - length
      let words = tokens[first...index]
      guard words.allSatisfy({ $0.kind == .word }) else { continue }
      let whole = words.map(\.text).joined(separator: " ")
      let phrase = whole.withoutParticle
      let hasParticle = phrase != whole
      guard let urgency = UrgencyWords.urgency(ofMark: phrase) else { continue }
      let isApart = tokens[index].endsSentence || next(index)?.text == ","
      if isOfAll { return first == 0 && isApart ? urgency : nil }
      let isLabel = first > 0 && UrgencyWords.labels.contains(tokens[first - 1].text)
      if isLabel || index + 1 == tokens.count || first == 0 && (isApart || hasParticle) {
        return urgency
      }
      // `긴급 로그인 버그 수정`
      if first == 0, length == 1, let next = next(index), !UrgencyWords.things.contains(next.text) {
        return urgency
      }
    }
    return nil
  }

  private func next(_ index: Int) -> Token? { index + 1 < tokens.count ? tokens[index + 1] : nil }

  // MARK: Adverbs

  private var adverb: Urgency? {
    for index in tokens.indices where tokens[index].kind == .word {
      let word = tokens[index].text
      if UrgencyWords.adverbs.contains(word) {
        let isDenied = index > 0 && ["not", "не", "no"].contains(tokens[index - 1].text)
        return isDenied ? .low : .urgent
      }
      if let phrases = UrgencyWords.phrases[word] {
        let rest = tokens[index...].prefix(5)
        if let found = phrases.first(where: { rest.begins(with: $0.words) }) {
          return found.urgency
        }
      }
      if word.hasPrefix("尽快") || word.hasPrefix("加急") { return .urgent }
    }
    return nil
  }
}

extension String {
  /// Without the particle of what something is done with: `높은 우선순위로`.
  fileprivate var withoutParticle: String {
    guard unicodeScalars.last == "로" else { return self }
    return String(dropLast(hasSuffix("으로") ? 2 : 1))
  }
}
