import Text

/// The content words of a text, without their most common endings.
struct ContentWords {
  let words: [String]
  private let distinct: Set<String>

  /// - Parameters:
  ///   - text: the text, with code and paths.
  ///   - isWanted: whether the text is a criterion. The general verbs of a criterion are left out
  ///     if other words remain.
  init(_ text: FoldedText, isWanted: Bool = false) {
    let words = text.tokens(readingMasked: true).flatMap { token -> [String] in
      if ProseWords.empty.contains(token.text) { return [] }
      switch token.kind {
      case .latin: return [Stem.english(token.text)]
      case .cyrillic: return [String(token.text.prefix(max(4, token.text.count - 3)))]
      case .hangul: return Stem.korean(token.text).map { [$0] } ?? []
      case .han: return Self.pairs(token.text, withoutDeeds: isWanted)
      case .number: return [token.text]
      case .kana, .mark: return []
      }
    }
    let matter = isWanted ? words.filter { !Self.isDeed($0) } : words
    self.words = matter.isEmpty ? words : matter
    distinct = Set(self.words)
  }

  private static func isDeed(_ word: String) -> Bool {
    ProseWords.deeds.contains { word == $0 || $0.utf8.count > 3 && word.hasPrefix($0) }
  }

  /// The pairs of adjacent letters, for scripts without blanks: 用户登录 is 用户, 户登 and 登录.
  private static func pairs(_ text: String, withoutDeeds: Bool) -> [String] {
    var scalars = Array(text.unicodeScalars)
    if withoutDeeds {
      for index in scalars.indices.dropLast() {
        let pair = String(String.UnicodeScalarView(scalars[index...index + 1]))
        if ProseWords.deeds.contains(pair) { (scalars[index], scalars[index + 1]) = (" ", " ") }
      }
    }
    return scalars.split { " 了的已并在把被将与和及对为中后時".unicodeScalars.contains($0) }.flatMap {
      run -> [String] in
      if run.count <= 2 { return [String(String.UnicodeScalarView(run))] }
      return run.indices.dropLast().map { String(String.UnicodeScalarView(run[$0...$0 + 1])) }
    }
  }

  /// Whether the text has a word that is neither a number nor in the other text.
  func saysMore(than other: FoldedText) -> Bool {
    let others = ContentWords(other)
    return words.contains { !(("0"..."9") ~= ($0.first ?? "0")) && !others.has($0) }
  }

  func has(_ word: String) -> Bool {
    if distinct.contains(word) { return true }
    let isKorean = word.unicodeScalars.first?.isHangul ?? false
    return distinct.contains { other in
      let (short, long) = word.utf8.count < other.utf8.count ? (word, other) : (other, word)
      if isKorean { return short.count > 1 && long.holds(short) }
      return short.utf8.count > 2 && long.hasPrefix(short)
        && !(short.utf8.first.map { $0 < 0x3A } ?? true)
    }
  }
}

/// Strips the most common endings from words.
enum Stem {
  static func english(_ word: String) -> String {
    var bytes = Array((ProseWords.irregular[word] ?? word).utf8)
    if bytes.suffix(2).elementsEqual("'s".utf8) { bytes.removeLast(2) }
    for ending in endings where bytes.count - ending.count >= 3 {
      guard bytes.suffix(ending.count).elementsEqual(ending) else { continue }
      bytes.removeLast(ending.count)
      break
    }
    if bytes.count > 3, bytes.last == bytes[bytes.count - 2] { bytes.removeLast() }
    if bytes.count > 3, bytes.last == UInt8(ascii: "y") { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let endings: [[UInt8]] = [
    "ization", "ations", "ation", "ments", "ment", "ings", "ing", "ied", "ies", "ed", "es", "s",
    "e", "ly",
  ].map { Array($0.utf8) }

  /// `nil` if the word is only an ending.
  static func korean(_ word: String) -> String? {
    var scalars = Array(word.unicodeScalars)
    for _ in 0..<2 {
      guard
        let tail = tails.first(where: {
          scalars.count - $0.count >= 2 && scalars.suffix($0.count).elementsEqual($0)
        })
      else { break }
      scalars.removeLast(tail.count)
    }
    return ProseWords.empty.contains(word) ? nil : String(String.UnicodeScalarView(scalars))
  }

  /// The endings, the longest first.
  private static let tails: [[Unicode.Scalar]] = """
    하였습니다 했습니다 됩니다 되었습니다 됐습니다 합니다 하도록 되도록 했고 했으며 하고 하며 하여 해서 되어 되고 했음 에서는 으로는 에서 에게 까지 \
    부터 으로 에는 에도 하는 되는 했던 한 된 할 될 하기 되기 함 됨 을 를 이 가 은 는 의 에 로 와 과 도 만 들 했다 한다 됐다 하던 하게 이며 이고 처럼 도록 고 며 지 기 어 아 해 했 하
    """.split { $0 == " " || $0 == "\n" }.map { Array($0.unicodeScalars) }.sorted {
      $0.count > $1.count
    }
}
