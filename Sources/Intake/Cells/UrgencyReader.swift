import Prose

/// Reads how urgent an item is from words that can mean nothing else: a mark at its start or
/// end, in brackets, or an adverb. `긴급 공지 배너` is the name of a thing.
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

  /// What a mark at the very start says, set apart by a colon or brackets: it holds for all
  /// that follows.
  var heading: Urgency? { tokens.isEmpty ? nil : mark(at: 0, isOfAll: true) }

  /// A mark that begins with the token at `index`: in brackets, or set apart, or at the start or
  /// the end.
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
    // `긴급 로그인 버그 수정`, `높은 우선순위로 …`
    let isAlone = mark.words.count == 1 && !Urgency.things.contains(next.text)
    let hasParticle = last.text.withoutParticle != last.text
    return index == 0 && (isApart || !isOfAll && (isAlone || hasParticle)) ? mark.urgency : nil
  }

  /// The mark that `words` begin with, whose last word may have a particle.
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
  /// Without the particle of what something is done with: `높은 우선순위로`.
  fileprivate var withoutParticle: String {
    guard unicodeScalars.last == "로" else { return self }
    return String(dropLast(hasSuffix("으로") ? 2 : 1))
  }
}
