import Prose

/// Reads days, times and the words around them at a place of a text.
struct DateScanner {
  enum Day: Equatable {
    case full(Int, Int, Int)
    case yearly(Int, Int)
    /// So many days from now.
    case relative(Int)
  }

  struct Time: Equatable {
    let hour: Int
    let minute: Int
  }

  let scalars: [Unicode.Scalar]
  var index = 0

  init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  subscript(offset: Int) -> Unicode.Scalar? {
    index + offset < scalars.count ? scalars[index + offset] : nil
  }

  mutating func skipBlanks() { while self[0]?.isBlank ?? false { index += 1 } }

  /// Takes `word`, whatever its case. One in letters of an alphabet ends with no other letter.
  mutating func take(_ word: String) -> Bool {
    var next = index
    for scalar in word.unicodeScalars {
      guard next < scalars.count, scalars[next].small == scalar else { return false }
      next += 1
    }
    if let last = word.unicodeScalars.last, last.isLatinOrDigit, next < scalars.count,
      scalars[next].isLatinOrDigit
    {
      return false
    }
    index = next
    return true
  }

  mutating func takeFirst(of words: [String]) -> Bool { words.contains { take($0) } }

  /// Up to `count` digits.
  mutating func number(_ count: Int) -> Int? {
    var (number, taken) = (0, 0)
    while taken < count, let digit = self[0]?.digit {
      number = number * 10 + digit
      index += 1
      taken += 1
    }
    return taken > 0 && self[0]?.digit == nil ? number : nil
  }

  /// Whether a deadline may begin here: at most places of a text none does, and this is seen
  /// by two characters.
  var mayBegin: Bool {
    guard let first = self[0] else { return false }
    if first.digit != nil { return true }
    return self[1].map { Self.beginnings.contains(Self.pair(first.small, $0.small)) } ?? false
  }

  private static let beginnings = Set(
    (prefixes + dayWords + ["오전", "오후", "午前", "午後", "上午", "下午"]).compactMap { word -> UInt64? in
      let scalars = Array(word.unicodeScalars)
      return scalars.count > 1 ? pair(scalars[0], scalars[1]) : nil
    })

  private static func pair(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> UInt64 {
    UInt64(first.value) << 32 | UInt64(second.value)
  }

  /// What `body` reads, or nothing taken.
  mutating func attempt<Value>(_ body: (inout Self) -> Value?) -> Value? {
    let start = index
    if let value = body(&self) { return value }
    index = start
    return nil
  }

  // MARK: What makes a deadline

  mutating func takePrefix() -> Bool {
    let found = takeFirst(of: Self.prefixes)
    if found { skipBlanks() }
    return found
  }

  private static let prefixes = [
    "due by", "due on", "due at", "due:", "due", "deadline:", "deadline is", "deadline", "by",
    "no later than", "до", "не позднее", "срок:", "마감:", "마감은", "마감일:", "마감", "기한:", "기한은", "截止:",
    "截止到", "截止", "期限:", "期限：", "期限は",
  ]

  /// `까지`, unless it belongs to what follows: `2월 8일까지의 로그`.
  mutating func takeSuffix() -> Bool {
    attempt { scanner in
      scanner.skipBlanks()
      guard scanner.takeFirst(of: Self.suffixes) else { return nil }
      if let next = scanner[0], next.isHangul || next == "の" || next == "的" { return nil }
      return true
    } ?? false
  }

  private static let suffixes = [
    "전까지", "까지", "안으로", "안에", "중으로", "중에", "내로", "までに", "まで", "中に", "之前", "以前", "前",
  ]

  mutating func takeConnection() -> Bool {
    attempt { scanner in
      scanner.skipBlanks()
      return scanner.takeFirst(of: ["at", "в", ",", "の", "에"]) ? true : nil
    } ?? false
  }
}

extension Unicode.Scalar {
  /// The small letter of a capital one of the Latin or Russian alphabet; else the same.
  fileprivate var small: Unicode.Scalar {
    switch value {
    case 0x41...0x5A, 0x410...0x42F: Unicode.Scalar(value + 0x20) ?? self
    default: self
    }
  }
}
