/// A syllable of Hangul, taken apart into the letters it is made of.
struct Syllable: Equatable {
  var lead: UInt32
  var vowel: UInt32
  var tail: UInt32

  init?(_ scalar: Unicode.Scalar) {
    guard (0xAC00...0xD7A3).contains(scalar.value) else { return nil }
    let index = scalar.value - 0xAC00
    (lead, vowel, tail) = (index / 588, index % 588 / 28, index % 28)
  }

  var scalar: Unicode.Scalar? { Unicode.Scalar(0xAC00 + lead * 588 + vowel * 28 + tail) }

  func with(vowel: UInt32? = nil, tail: UInt32) -> Unicode.Scalar? {
    var syllable = self
    if let vowel { syllable.vowel = vowel }
    syllable.tail = tail
    return syllable.scalar
  }

  // Places of letters in Unicode's order, for the rules of verbs.
  enum Tail {
    static let none: UInt32 = 0
    static let n: UInt32 = 4
    static let l: UInt32 = 8
    static let m: UInt32 = 16
    static let b: UInt32 = 17
    static let ss: UInt32 = 20
  }

  /// The vowel that this one and the ending 어 become: 고치 and 어, 고쳐.
  var contracted: UInt32? {
    switch vowel {
    case 20: 6  // ㅣ, ㅕ
    case 13: 14  // ㅜ, ㅝ
    case 8: 9  // ㅗ, ㅘ
    case 18: 4  // ㅡ, ㅓ
    case 11: 10  // ㅚ, ㅙ
    case 0, 1, 4, 5, 6: vowel
    default: nil
    }
  }
}
