/// A set of bytes: the alphabet of a token, or the ends of a value.
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
  /// The bytes that `\w` matches in regular expressions.
  static let word = alphanumeric.union(ByteSet("_"))
  static let base64URL = word.union(ByteSet("-"))
  static let base64 = alphanumeric.union(ByteSet("+/="))
  static let upperAndDigits = upper.union(digits)
  static let markName = lower.union(digits).union(ByteSet("-"))
  /// Blanks, line breaks and all other control characters.
  static let blank = ByteSet(0...0x20).union(ByteSet([0x7F]))
}

extension UInt8 {
  var isLineBreak: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }

  /// The lowercase form of an ASCII letter; another byte is unchanged.
  @inlinable public var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}

extension [UInt8] {
  /// The end of the run of bytes of `set` that begins at `start`, at most `limit` bytes after
  /// `start`.
  func end(of set: ByteSet, from start: Int, atMost limit: Int = .max) -> Int {
    let bound = limit < count - start ? start + limit : count
    var end = start
    while end < bound, set.contains(self[end]) { end += 1 }
    return end
  }

  /// The start of the run of bytes of `set` that ends at `end`, but not before `floor`.
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

/// The kinds of characters in a range.
struct Characters: Equatable {
  private(set) var hasDigit = false
  private(set) var hasLower = false
  private(set) var hasUpper = false
  private(set) var hasForeign = false
  private(set) var hasBlank = false
  /// Whether there is `_`, `-` or `.`, as in names.
  private(set) var hasJoint = false
  /// Whether there is `/`, `,`, `:` or `%`, as in figures.
  private(set) var hasFigureSign = false
  private var hasOtherSign = false

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    for byte in bytes[range] { note(byte) }
  }

  private mutating func note(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
    case UInt8(ascii: "a")...UInt8(ascii: "z"): hasLower = true
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): hasUpper = true
    case 0x80...0xFF: hasForeign = true
    case 0...0x20, 0x7F: hasBlank = true
    case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): hasJoint = true
    case UInt8(ascii: "/"), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "%"):
      hasFigureSign = true
    default: hasOtherSign = true
    }
  }

  var hasLetter: Bool { hasLower || hasUpper }
  var hasSign: Bool { hasFigureSign || hasOtherSign }
  var isDigits: Bool { isNumber && !hasFigureSign && !hasJoint }
  /// Whether the text is a number, such as `2000`, `2000/3500` or `99.5%`.
  var isNumber: Bool { hasDigit && !hasLetter && !hasForeign && !hasBlank && !hasOtherSign }
  /// Whether there are only letters of any script, and signs that join them.
  var isIdentifier: Bool { !hasDigit && !hasBlank && !hasSign }
  /// Whether there are no ASCII letters and digits, as in a word of another script or a row of
  /// dots.
  var isForeign: Bool { !hasLetter && !hasDigit }
}

extension [UInt8] {
  /// Whether a word may begin at `place`: the byte before it is not a letter or digit, or the byte
  /// before it ends an escape, such as `\n`, `%3D` or a terminal's colour sequence.
  func isBoundary(_ place: Int, _ floor: Int) -> Bool {
    guard place > floor, ByteSet.alphanumeric.contains(self[place - 1]) else { return true }
    return isBehindBackslash(place, floor) || isBehindPercent(place, floor)
      || isBehindColour(place, floor)
  }

  private func isBehindBackslash(_ place: Int, _ floor: Int) -> Bool {
    place - 2 >= floor && self[place - 2] == UInt8(ascii: "\\")
      && ByteSet("nrt").contains(self[place - 1])
  }

  private func isBehindPercent(_ place: Int, _ floor: Int) -> Bool {
    place - 3 >= floor && self[place - 3] == UInt8(ascii: "%")
      && ByteSet.hexadecimal.contains(self[place - 2])
      && ByteSet.hexadecimal.contains(self[place - 1])
  }

  /// Whether `ESC [ 1 ; 31 m` ends at `place`. The escape character may be written out, as in
  /// `\u001b[31m`.
  private func isBehindColour(_ place: Int, _ floor: Int) -> Bool {
    guard self[place - 1] == UInt8(ascii: "m") else { return false }
    let start = start(of: .colour, before: place - 1, floor, atMost: 20)
    return start > floor && self[start - 1] == UInt8(ascii: "[")
  }
}

extension ByteSet {
  fileprivate static let hexadecimal = ByteSet("0123456789abcdefABCDEF")
  fileprivate static let colour = ByteSet("0123456789;")
}
