extension JSONParser {
  /// Reads a string from its opening quote on.
  mutating func parseString() throws(JSONError) -> String {
    index += 1
    var unescaped: [UInt8] = []
    var runStart = index
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        let run = bytes[runStart..<index]
        index += 1
        return String(decoding: unescaped.isEmpty ? run : unescaped[...] + run, as: UTF8.self)
      case UInt8(ascii: "\\"):
        unescaped += bytes[runStart..<index]
        try parseEscape(into: &unescaped)
        runStart = index
      case 0..<0x20: throw error(.controlCharacter(byte))
      default: index += 1
      }
    }
    throw error(.unexpectedEnd)
  }

  private mutating func parseEscape(into text: inout [UInt8]) throws(JSONError) {
    let start = index
    index += 1
    guard let letter = next else { throw error(.unexpectedEnd) }
    index += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: try parseEscapedScalar(from: start).utf8)
    default: throw error(.unknownEscape, at: start)
    }
  }

  /// Reads the four digits after `\u`, and a second escape where they are half a surrogate pair.
  private mutating func parseEscapedScalar(from start: Int) throws(JSONError) -> Unicode.Scalar {
    let lead = try parseHexadecimalUnit()
    if let scalar = Unicode.Scalar(lead) { return scalar }
    guard UTF16.isLeadSurrogate(lead) else { throw error(.loneSurrogate, at: start) }
    try expect(UInt8(ascii: "\\"), else: .loneSurrogate, at: start)
    try expect(UInt8(ascii: "u"), else: .loneSurrogate, at: start)
    let trail = try parseHexadecimalUnit()
    let bits = UInt32(lead & 0x3FF) << 10 | UInt32(trail & 0x3FF)
    guard UTF16.isTrailSurrogate(trail), let scalar = Unicode.Scalar(0x1_0000 + bits) else {
      throw error(.loneSurrogate, at: start)
    }
    return scalar
  }

  private mutating func parseHexadecimalUnit() throws(JSONError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next else { throw error(.unexpectedEnd) }
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error(.expectedHexadecimalDigit)
      }
      unit = unit << 4 | UInt16(digit)
      index += 1
    }
    return unit
  }
}

extension JSONParser {
  /// Reads a number from its sign or first digit on.
  mutating func parseNumber() throws(JSONError) -> JSONValue {
    let start = index
    _ = take(UInt8(ascii: "-"))
    if take(UInt8(ascii: "0")) {
      guard !nextIsDigit else { throw error(.leadingZero, at: index - 1) }
    } else {
      try skipDigits()
    }
    let integerEnd = index
    if take(UInt8(ascii: ".")) { try skipDigits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
      try skipDigits()
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if index == integerEnd, let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else {
      throw error(.numberTooLarge, at: start)
    }
    return .number(number)
  }

  private mutating func skipDigits() throws(JSONError) {
    guard next != nil else { throw error(.unexpectedEnd) }
    guard nextIsDigit else { throw error(.expectedDigit) }
    while nextIsDigit { index += 1 }
  }

  private var nextIsDigit: Bool {
    next.map { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } ?? false
  }
}
