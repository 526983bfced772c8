import Prose

/// Takes a text apart into tokens, from left to right.
struct Tokenizer {
  private let text: RequestText
  private let end: Int
  private var index: Int
  private(set) var tokens: [Token] = []
  /// Where the last address ends, with the words that stand right behind it.
  private var addressEnd = -1

  static func tokens(_ text: RequestText, _ range: Range<Int>) -> [Token] {
    var tokenizer = Tokenizer(text, range)
    while tokenizer.index < tokenizer.end { tokenizer.step() }
    return tokenizer.tokens
  }

  private init(_ text: RequestText, _ range: Range<Int>) {
    self.text = text
    index = range.lowerBound
    end = range.upperBound
  }

  private var scalars: [Unicode.Scalar] { text.scalars }

  private mutating func step() {
    if scalars[index].isBlank {
      index += 1
    } else if let span = text.span(at: index) {
      let range = index..<min(end, span.range.upperBound)
      let kind: Token.Kind = span.kind == .parenthesis ? .parenthesis : .literal
      tokens.append(Token(kind: kind, range: range, text: ""))
      index = range.upperBound
      if span.kind == .address { addressEnd = index }
    } else if let length = mark(at: index) {
      let range = index..<index + length
      tokens.append(Token(kind: .mark, range: range, text: text.marked.text(range)))
      index = range.upperBound
    } else {
      word()
    }
  }

  private mutating func word() {
    let start = index
    repeat { index += 1 } while index < end && goesOn(at: index)
    if start == addressEnd { addressEnd = index }
    var (first, last) = (start, index)
    while first < last, scalars[first].isEdge { first += 1 }
    while last > first, scalars[last - 1].isEdge { last -= 1 }
    let ending = scalars[last..<index].contains(where: \.endsSentence)
    guard first < last else {
      // Lone punctuation belongs to what stands before it.
      if ending, !tokens.isEmpty { tokens[tokens.count - 1].endsSentence = true }
      return
    }
    let word = text.marked.text(first..<last).lowercased()
    tokens.append(
      Token(kind: .word, range: first..<last, text: word.plainApostrophes, endsSentence: ending))
  }

  /// Blanks end a word, and so does what ends a sentence where there are none.
  private func goesOn(at index: Int) -> Bool {
    !scalars[index].isBlank && text.span(at: index) == nil && mark(at: index) == nil
      && !(scalars[index - 1].value > 0x2FFF && scalars[index - 1].endsSentence)
  }

  // MARK: Marks

  /// How many scalars the mark at `index` has; `nil` where none begins.
  private func mark(at index: Int) -> Int? {
    if isInAddress(index) { return nil }
    switch scalars[index] {
    case ",": return isInNumber(index) ? nil : 1
    case ";", "\u{FF0C}", "\u{3001}", "\u{FF1B}", "\u{FF64}": return 1
    case "\u{2192}", "\u{21D2}", "\u{27A1}", "\u{27F6}", "\u{2794}", "\u{25B6}":
      return self[index + 1] == "\u{FE0F}" ? 2 : 1
    case "-", "=": return arrow(at: index)
    case "/": return isAlone(index) ? 1 : nil
    case "\u{7136}", "\u{305D}": return EasternThen.length(scalars, at: index, before: end)
    default: return nil
    }
  }

  private subscript(index: Int) -> Unicode.Scalar? { index < end ? scalars[index] : nil }

  /// `->`, `=>`, `-->`
  private func arrow(at index: Int) -> Int? {
    var next = index
    while self[next] == scalars[index], next - index < 3 { next += 1 }
    guard self[next] == ">" else { return nil }
    return next + 1 - index
  }

  /// `https://a.b/x→y`: what stands right behind an address, and has no blank behind it.
  private func isInAddress(_ index: Int) -> Bool {
    index == addressEnd && Self.arrows.contains(scalars[index])
      && !(self[index + 1]?.isBlank ?? true)
  }

  private static let arrows: Set<Unicode.Scalar> = [
    "\u{2192}", "\u{21D2}", "\u{27A1}", "\u{27F6}", "\u{2794}", "\u{25B6}",
  ]

  private func isAlone(_ index: Int) -> Bool {
    index > 0 && scalars[index - 1].isBlank && (self[index + 1]?.isBlank ?? false)
  }

  private func isInNumber(_ index: Int) -> Bool {
    index > 0 && scalars[index - 1].digit != nil && self[index + 1]?.digit != nil
  }
}
