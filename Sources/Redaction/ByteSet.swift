/// A set of bytes: the alphabet of a token, or what ends a value.
struct ByteSet: Equatable, Sendable {
  private var words: SIMD4<UInt64> = .zero

  init(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }
  }

  init(_ text: StaticString) {
    self.init(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1 }

  func union(_ other: ByteSet) -> ByteSet {
    var union = self
    union.words |= other.words
    return union
  }

  /// Every byte that is not in it.
  var inverted: ByteSet {
    var inverted = self
    inverted.words = ~words
    return inverted
  }

  static let digits = ByteSet("0123456789")
  static let lower = ByteSet("abcdefghijklmnopqrstuvwxyz")
  static let upper = ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
  static let letters = lower.union(upper)
  static let alphanumeric = letters.union(digits)
  /// `\w` of regular expressions.
  static let word = alphanumeric.union(ByteSet("_"))
  /// The alphabet of base64url.
  static let base64URL = word.union(ByteSet("-"))
  static let base64 = alphanumeric.union(ByteSet("+/="))
  static let upperAndDigits = upper.union(digits)
  static let markName = lower.union(digits).union(ByteSet("-"))
  static let notASCII = ByteSet(0x80...0xFF)
  /// Blanks, line breaks and all other control characters.
  static let blank = ByteSet(0...0x20).union(ByteSet([0x7F]))
}

extension UInt8 {
  var isLineBreak: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }

  /// Of ASCII letters, the small one.
  var lowercased: UInt8 { ByteSet.upper.contains(self) ? self | 0x20 : self }
}

extension [UInt8] {
  /// Where the run of such bytes ends that begins at `start`, or `limit` bytes behind it.
  func end(of set: ByteSet, from start: Int, atMost limit: Int = .max) -> Int {
    let bound = limit < count - start ? start + limit : count
    var end = start
    while end < bound, set.contains(self[end]) { end += 1 }
    return end
  }

  /// Where the run of such bytes begins that ends at `end`, at `floor` or behind it.
  func start(of set: ByteSet, before end: Int, _ floor: Int, atMost limit: Int) -> Int {
    let bound = Swift.max(floor, end - limit)
    var start = end
    while start > bound, set.contains(self[start - 1]) { start -= 1 }
    return start
  }

  func has(_ text: [UInt8], at start: Int) -> Bool {
    guard start >= 0, text.count <= count - start else { return false }
    var place = 0
    while place < text.count, self[start + place] == text[place] { place += 1 }
    return place == text.count
  }
}
