// What the ending of a Korean verb says about the clause.

extension KoreanForm {
  /// Reads an ending, with the syllable that the verb ends in.
  mutating func readEnding(_ ending: ArraySlice<Unicode.Scalar>) {
    let text = String(scalars: ending)
    for (suffix, roles) in Self.endings where text.hasSuffix(suffix) {
      insert(roles)
      break
    }
    if text.contains("겠") { insert(.planned) }
    if let last = ending.last, ending.count <= 2 { readTail(last, isOnly: ending.count == 1) }
  }

  /// 한, 된, 하는, 할: what stands before a noun.
  private mutating func readTail(_ last: Unicode.Scalar, isOnly: Bool) {
    guard let syllable = Syllable(last) else { return }
    if syllable.tail == Syllable.Tail.n || syllable.tail == Syllable.Tail.l { insert(.modifier) }
    if isOnly, syllable.tail == Syllable.Tail.m { insert(.final) }
  }

  private static let endings: [(String, Roles)] = [
    ("지만", [.connective, .contrast]), ("으나", [.connective, .contrast]),
    ("는데", [.connective, .contrast]), ("은데", [.connective, .contrast]),
    ("데요", [.connective, .contrast]), ("나", [.contrast, .connective]),
    ("기로", .planned), ("야", .intent), ("려고", .planned), ("세요", .intent), ("할게요", .planned),
    ("겠습니다", [.planned, .final]), ("도록", .purpose), ("게", .purpose), ("려면", .condition),
    ("면", .condition),
    ("다면", .condition), ("면서", .connective), ("고", .connective), ("며", .connective),
    ("습니다", .final), ("합니다", .final), ("됩니다", .final), ("다", .final), ("요", .final),
    ("음", .final), ("는", .modifier), ("던", .modifier), ("은", .modifier), ("을", .modifier),
  ]

  /// 않, 못, 없, 안 and 불가, wherever the word has them.
  mutating func readDenial() {
    let word = scalarsOfWord
    for (place, scalar) in word.enumerated() {
      switch scalar {
      case "않": insertDenial(.not, word[place...])
      case "못" where place == 0 || Self.followsStem(word, place):
        insertDenial(.not, word[place...])
      case "없" where !Self.isSeamless(word, place): insertDenial(.no, word[place...])
      default: break
      }
    }
    let text = String(scalars: word)
    if Self.denying.contains(where: text.hasPrefix) { insertDenial(.not, word[...]) }
    if text.hasPrefix("불가") { insertDenial([.not, .cannot], word[...]) }
  }

  private static let denying = ["아니", "아닙", "아닌", "아님", "안되", "안됩", "안됨", "안했"]

  private static func followsStem(_ word: [Unicode.Scalar], _ place: Int) -> Bool {
    word[place - 1] == "지"
      || word[(place + 1)...].first.map { "했하한함합".unicodeScalars.contains($0) } ?? false
  }

  /// 끊임없이, 빠짐없이: words of their own, that deny nothing.
  private static func isSeamless(_ word: [Unicode.Scalar], _ place: Int) -> Bool {
    place > 0 && (word[place - 1] == "임" || word[place - 1] == "짐") || isTroubleFree(word, place)
      || word.starts(with: ["없", "애"])
      || word.starts(with: ["없", "앴"]) || word.starts(with: ["없", "앤"])
  }

  /// 문제없었습니다, 이상없음: one word, and good news.
  private static func isTroubleFree(_ word: [Unicode.Scalar], _ place: Int) -> Bool {
    place > 1 && ["문제", "이상", "오류", "에러", "차질"].contains(String(scalars: word[..<place]))
  }

  private mutating func insertDenial(_ denial: Roles, _ ending: ArraySlice<Unicode.Scalar>) {
    insert(denial.union(.function))
    if ending.last == "이", ending.count == 2 { insert(.without) }
    readEnding(ending)
  }
}
