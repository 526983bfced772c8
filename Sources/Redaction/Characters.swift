/// Which kinds of characters stand in a range.
struct Characters: Equatable {
  private(set) var hasDigit = false
  private(set) var hasLower = false
  private(set) var hasUpper = false
  private(set) var hasForeign = false
  private(set) var hasBlank = false
  /// `_`, `-` and `.`, of which names are made.
  private(set) var hasJoint = false
  /// `/`, `,`, `:` and `%`, of which figures are made.
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
  /// `2000`, `2000/3500`, `99.5%`.
  var isNumber: Bool { hasDigit && !hasLetter && !hasForeign && !hasBlank && !hasOtherSign }
  /// Made of letters, of any script, and what joins them.
  var isIdentifier: Bool { !hasDigit && !hasBlank && !hasSign }
  /// Without any letter or digit of ASCII: a word of another script, or dots that hide one.
  var isForeign: Bool { !hasLetter && !hasDigit }
}
