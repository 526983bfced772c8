import Text

/// A part of a text between blanks.
struct Token: Equatable {
  enum Kind: Equatable {
    case word
    /// Code, a quotation, an address or a path. It is never divided.
    case literal
    case parenthesis
    /// `,` `;` `、` `→` and similar signs, and "then" in languages without blanks between words.
    case mark(Joint.Kind)
  }

  let kind: Kind
  /// The scalars of the token. For a word, these do not include the punctuation around it.
  let range: Range<Int>
  /// The text of a word in lower case; empty for all other kinds.
  var text = ""
  /// The last punctuation character after the token: `.`, `:`.
  var end: Unicode.Scalar?

  var isWord: Bool { kind == .word }
  var isMark: Bool { if case .mark = kind { true } else { false } }
  var endsSentence: Bool { end.map { Self.stops.contains($0) } ?? false }

  private static let stops = Set(".!?。！？".unicodeScalars)
}

struct Tokenizer {
  private let marked: MarkedText
  /// The outermost spans that were not reached yet.
  private var spans: ArraySlice<Span>
  private var index = 0
  private var tokens: [Token] = []

  static func tokens(_ text: MarkedText) -> [Token] {
    var tokenizer = Tokenizer(text)
    while tokenizer.index < text.scalars.count { tokenizer.step() }
    return tokenizer.tokens
  }

  private init(_ text: MarkedText) {
    marked = text
    spans = text.spans[...]
  }

  private subscript(index: Int) -> Unicode.Scalar? {
    marked.scalars.indices.contains(index) ? marked.scalars[index] : nil
  }

  private mutating func step() {
    while let span = spans.first, span.range.lowerBound < index { spans.removeFirst() }
    if marked.scalars[index].isBlank {
      index += 1
    } else if let span = spans.first, span.range.lowerBound == index {
      let kind: Token.Kind = span.kind == .parenthesis ? .parenthesis : .literal
      tokens.append(Token(kind: kind, range: span.range))
      index = span.range.upperBound
    } else if let (kind, length) = mark(at: index) {
      tokens.append(Token(kind: .mark(kind), range: index..<index + length))
      index += length
    } else {
      word()
    }
  }

  private mutating func word() {
    let start = index
    repeat { index += 1 } while goesOn(at: index)
    let word = marked.scalars[start..<index]
    guard let first = word.firstIndex(where: { !Self.edges.contains($0) }),
      let last = word.lastIndex(where: { !Self.edges.contains($0) })
    else {
      // Punctuation between blanks belongs to the token before it.
      if !tokens.isEmpty { tokens[tokens.count - 1].end = word.last }
      return
    }
    let text = marked.text(first..<last + 1).lowercased().split(separator: "\u{2019}")
    tokens.append(
      Token(
        kind: .word, range: first..<last + 1, text: text.joined(separator: "'"),
        end: last + 1 < index ? self[index - 1] : nil))
  }

  private static let edges = Set(".!?:~\"'()[]。！？：…～．（）".unicodeScalars)

  /// Whether the word continues at `index`. A blank ends a word, and so does the end of a sentence
  /// in languages without blanks.
  private func goesOn(at index: Int) -> Bool {
    guard let scalar = self[index], !scalar.isBlank, !marked.isMarked(index),
      mark(at: index) == nil
    else { return false }
    return self[index - 1].map { !"。！？：".unicodeScalars.contains($0) } ?? true
  }

  // MARK: Marks

  /// The mark at `index` and its length in scalars; `nil` if no mark begins there.
  private func mark(at index: Int) -> (Joint.Kind, Int)? {
    switch self[index] {
    case ",":
      let isInNumber = self[index - 1]?.digit != nil && self[index + 1]?.digit != nil
      return isInNumber ? nil : (.comma, 1)
    case "，": return (.comma, 1)
    case "、", "､": return (.enumeration, 1)
    case ";", "；": return (.semicolon, 1)
    case "/":
      let isAlone = (self[index - 1]?.isBlank ?? false) && (self[index + 1]?.isBlank ?? false)
      return isAlone ? (.slash, 1) : nil
    case "→", "⇒", "➡", "⟶", "➔", "▶":
      return (.arrow, self[index + 1] == "\u{FE0F}" ? 2 : 1)
    case "-", "=": return arrow(at: index).map { (.arrow, $0) }
    case "然", "そ": return then(at: index).map { (.then, $0) }
    default: return nil
    }
  }

  /// The length of an arrow such as `->`, `=>` or `-->`.
  private func arrow(at index: Int) -> Int? {
    let length = self[index + 1] == self[index] ? 2 : 1
    return self[index + length] == ">" ? length + 1 : nil
  }

  private static let thens = ["然后再", "然後再", "然后", "然後", "それから"].map { Array($0.unicodeScalars) }
  /// Characters that form another word with the first letter of a "then" after them: `依然后台`.
  private static let before = Set("依虽雖果突仍自当當必忽既显顯竟偶固".unicodeScalars)

  /// The length of a "then" without blanks around it.
  private func then(at index: Int) -> Int? {
    if let last = self[index - 1], Self.before.contains(last) { return nil }
    return Self.thens.first { marked.scalars[index...].starts(with: $0) }?.count
  }
}
