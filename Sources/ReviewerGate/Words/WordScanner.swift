import Prose

/// Goes once over a line and collects its words.
struct WordScanner {
  let text: MarkedText
  let reader: WordReader
  var words: [Word] = []
  private var gap: Word.Gap = .stop
  private var spans: ArraySlice<Span>
  let places: [Word.Place]

  init(_ text: MarkedText, reader: WordReader) {
    self.text = text
    self.reader = reader
    spans = text.spans.filter { Self.isLiteral($0.kind) }[...]
    places = Self.places(text)
  }

  private static func isLiteral(_ kind: Span.Kind) -> Bool {
    switch kind {
    case .fence, .code, .address, .path, .option: true
    case .quote, .parenthesis: false
    }
  }

  private static func places(_ text: MarkedText) -> [Word.Place] {
    var places = [Word.Place](repeating: .plain, count: text.scalars.count)
    for span in text.spans {
      let place: Word.Place =
        switch span.kind {
        case .fence, .code, .address, .path, .option: .literal
        case .quote: .quote
        case .parenthesis: .parenthesis
        }
      // At most sixteen stand in each other, so that this stays linear.
      for index in span.range where places[index] != .quote { places[index] = place }
    }
    return places
  }

  mutating func scan() {
    var index = 0
    while index < text.scalars.count {
      if let span = spans.first, span.range.lowerBound <= index {
        spans.removeFirst()
        if span.range.upperBound > index { index = literal(index..<span.range.upperBound) }
      } else {
        index = plain(at: index)
      }
    }
  }

  private mutating func plain(at index: Int) -> Int {
    let scalar = text.scalars[index]
    guard let script = scalar.wordScript else {
      gap = gap.followed(by: gapMark(at: index))
      return index + 1
    }
    let end = end(of: script, from: index)
    switch script {
    case .latin, .number: latin(index..<end)
    case .unspaced, .characters: unspaced(index..<end)
    case .cyrillic, .hangul: append(index..<end, script)
    }
    return end
  }

  private func end(of script: Script, from index: Int) -> Int {
    var end = index + 1
    while end < text.scalars.count, places[end] != .literal || places[index] == .literal,
      belongs(end, to: script)
    {
      end += 1
    }
    return end
  }

  private func belongs(_ index: Int, to script: Script) -> Bool {
    let scalar = text.scalars[index]
    if script == .latin || script == .number {
      if scalar.isLatinWord { return true }
      guard index + 1 < text.scalars.count else { return false }
      let next = text.scalars[index + 1]
      if scalar == "'" || scalar == "\u{2019}" { return next.isLetterOrDigit }
      if scalar == "." || scalar == "," { return isInNumber(index) }
      return scalar == "_" || scalar == "+" && next == "+"
        || scalar == "+" && text.scalars[index - 1] == "+"
    }
    return scalar.wordScript == script || script == .characters && scalar.wordScript == .unspaced
      || script == .unspaced && scalar.wordScript == .characters
  }

  private func isInNumber(_ index: Int) -> Bool {
    text.scalars[index - 1].isDigit && text.scalars[index + 1].isDigit
  }

  // MARK: Adding words

  /// Particles stand between two words.
  mutating func widenGap() { gap = gap.followed(by: .blank) }

  mutating func append(_ range: Range<Int>, _ script: Script) {
    guard !range.isEmpty else { return }
    let word = text.text(range).lowercased()
    add(word, range, reader.meaning(of: word, script: script))
  }

  mutating func add(_ word: String, _ range: Range<Int>, _ meaning: Meaning) {
    words.append(
      Word(
        text: word, range: range, meaning: withCompound(meaning, range), gap: gap,
        place: places[range.lowerBound], isHyphenated: isHyphenated(range)))
    gap = .none
  }

  mutating func add(_ whole: String, _ range: Range<Int>, place: Word.Place) {
    words.append(
      Word(
        text: whole.lowercased(), range: range, meaning: reader.literal(whole), gap: gap,
        place: place))
    gap = .none
  }
}
