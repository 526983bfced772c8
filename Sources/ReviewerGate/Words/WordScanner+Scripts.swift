import Prose

// How the words of each script are cut out of a run of its characters.

extension WordScanner {
  /// Latin letters and digits: `5uA` is a number and a unit, `test_reconnect` an identifier.
  mutating func latin(_ range: Range<Int>) {
    let run = text.scalars[range]
    if run.contains("_") || Self.isCamel(run) { return identifier(range) }
    let digits = run.prefix { $0.isDigit || $0 == "." || $0 == "," }
    if digits.isEmpty { return append(cut(range), .latin) }
    let middle = range.lowerBound + digits.count
    // `2fa` and `5s`, but `1.8.0` stays whole.
    if digits.count(where: { $0 == "." }) > 1 { return append(range, .latin) }
    append(range.lowerBound..<middle, .number)
    if middle < range.upperBound { append(middle..<range.upperBound, .latin) }
  }

  /// `it's` without `'s`; `don't` as `do` and `n't`; `it'll` as `it` and `'ll`.
  private mutating func cut(_ range: Range<Int>) -> Range<Int> {
    let run = text.scalars[range]
    guard let mark = run.firstIndex(where: { $0 == "'" || $0 == "\u{2019}" }) else { return range }
    let tail = run[(mark + 1)...]
    if tail.elementsEqual(["l", "l"]) {
      addTwo(range.lowerBound..<mark, "'ll", mark..<range.upperBound)
    } else if tail.elementsEqual(["t"]), mark > range.lowerBound, run[mark - 1] == "n" {
      let stem = range.lowerBound..<mark - 1
      let isCan = ["ca", "could"].contains(text.text(stem).lowercased())
      addTwo(stem, isCan ? "can't" : "n't", mark - 1..<range.upperBound)
    } else {
      return range.lowerBound..<mark
    }
    return range.upperBound..<range.upperBound
  }

  private mutating func addTwo(_ first: Range<Int>, _ second: String, _ rest: Range<Int>) {
    append(first, .latin)
    add(second == "can't" ? "n't" : second, rest, reader.meaning(of: second, script: .latin))
  }

  private static func isCamel(_ run: ArraySlice<Unicode.Scalar>) -> Bool {
    var afterSmall = false
    for scalar in run {
      if afterSmall, scalar.properties.isUppercase {
        return run.count > 4 || run.count > 2 && run.first?.properties.isLowercase ?? false
      }
      afterSmall = scalar.properties.isLowercase
    }
    return false
  }

  private mutating func identifier(_ range: Range<Int>) {
    add(text.text(range), range, place: .literal)
  }

  /// Code, a path or an address: as a whole, and its parts.
  mutating func literal(_ range: Range<Int>) -> Int {
    add(text.text(range).filter { $0 != "`" }, range, place: .literal)
    return range.upperBound
  }

  /// A text without blanks: known words, and the runs of characters between them. Hiragana
  /// that is no known word is grammar.
  mutating func unspaced(_ range: Range<Int>) {
    var index = range.lowerBound
    var start = index
    while index < range.upperBound {
      let count = known(at: index, before: range.upperBound)
      let isGrammar = text.scalars[index].isHiragana
      if count != nil || isGrammar { characters(start..<index) }
      if let count {
        append(index..<index + count, .unspaced)
      } else if isGrammar {
        widenGap()
      }
      index += count ?? 1
      if count != nil || isGrammar { start = index }
    }
    characters(start..<range.upperBound)
  }

  private func known(at index: Int, before end: Int) -> Int? {
    guard let words = reader.lexicon.unspaced[text.scalars[index]] else { return nil }
    // In a word of Katakana no other one begins.
    if index > 0, text.scalars[index].isKatakana, text.scalars[index - 1].isKatakana { return nil }
    return words.first { word in
      (word.count > 1 || !isMeasure(word) || followsNumber(index))
        && index + word.count <= end && text.scalars[index..<index + word.count].elementsEqual(word)
        && !(word.last?.isKatakana ?? false && index + word.count < end
          && text.scalars[index + word.count].isKatakana)
    }?.count
  }

  /// 回 and 分 count something only behind a number.
  private func isMeasure(_ word: [Unicode.Scalar]) -> Bool {
    let roles = reader.lexicon.entries[String(scalars: word)]?.roles ?? []
    return !roles.isEmpty && roles.isSubset(of: [.counter, .unit])
  }

  private func followsNumber(_ index: Int) -> Bool {
    index > 0
      && (text.scalars[index - 1].isDigit
        || index > 1 && text.scalars[index - 1].isBlank && text.scalars[index - 2].isDigit)
  }

  private mutating func characters(_ range: Range<Int>) {
    if !range.isEmpty { append(range, .characters) }
  }
}

extension String {
  /// The words that a path or an identifier is made of.
  var identifierParts: [String] {
    var parts: [String] = []
    var part = ""
    var afterSmall = false
    for scalar in unicodeScalars {
      let isUpper = scalar.properties.isUppercase
      if !scalar.properties.isAlphabetic && !scalar.isDigit || isUpper && afterSmall {
        if !part.isEmpty { parts.append(part.lowercased()) }
        part = ""
      }
      if scalar.properties.isAlphabetic || scalar.isDigit { part.unicodeScalars.append(scalar) }
      afterSmall = scalar.properties.isLowercase
    }
    if !part.isEmpty { parts.append(part.lowercased()) }
    return parts
  }
}
