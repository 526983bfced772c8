extension JSONValue {
  /// Reads one JSON text, strictly by RFC 8259 and in linear time.
  ///
  /// A key given twice in an object, half a surrogate pair, a byte order mark, a number beyond the
  /// range of a double and nesting deeper than 128 are refused.
  ///
  /// - Parameter replacesLoneSurrogates: whether half a pair becomes U+FFFD in place of an error;
  ///   JavaScript writes it where a text was cut.
  public init(
    parsing bytes: some Collection<UInt8>, replacesLoneSurrogates: Bool = false
  ) throws(JSONError) {
    var parser = JSONParser(bytes: Array(bytes))
    parser.replacesLoneSurrogates = replacesLoneSurrogates
    self = try parser.parseDocument()
  }
}

/// A recursive-descent parser; `index` is the next byte to read.
struct JSONParser {
  /// How many arrays and objects may lie inside one another.
  static let deepest = 128

  let bytes: [UInt8]
  var replacesLoneSurrogates = false
  var index = 0
  private var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func parseDocument() throws(JSONError) -> JSONValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw error(.byteOrderMark, at: 0) }
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw self.error(.invalidUTF8, at: error.byteOffsets.lowerBound)
    }
    let value = try parseValue()
    skipWhitespace()
    guard next == nil else { throw error(.expectedEnd) }
    return value
  }

  private mutating func parseValue() throws(JSONError) -> JSONValue {
    skipWhitespace()
    guard let byte = next else { throw error(.unexpectedEnd) }
    switch byte {
    case UInt8(ascii: "{"): return .object(try parseObject())
    case UInt8(ascii: "["): return .array(try parseArray())
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
    case UInt8(ascii: "t"): return try parse(word: "true", as: .bool(true))
    case UInt8(ascii: "f"): return try parse(word: "false", as: .bool(false))
    case UInt8(ascii: "n"): return try parse(word: "null", as: .null)
    default: throw error(.expectedValue)
    }
  }

  private mutating func parseObject() throws(JSONError) -> JSONObject {
    try enter()
    defer { depth -= 1 }
    var object = JSONObject()
    skipWhitespace()
    if skip(UInt8(ascii: "}")) { return object }
    while true {
      skipWhitespace()
      let key = try parseKey(newIn: object)
      skipWhitespace()
      try expect(UInt8(ascii: ":"), else: .expectedColon)
      object.append(key, try parseValue())
      skipWhitespace()
      if skip(UInt8(ascii: "}")) { return object }
      try expect(UInt8(ascii: ","), else: .expectedCommaOrBrace)
    }
  }

  private mutating func parseKey(newIn object: JSONObject) throws(JSONError) -> String {
    let start = index
    guard let byte = next else { throw error(.unexpectedEnd) }
    guard byte == UInt8(ascii: "\"") else { throw error(.expectedKey) }
    let key = try parseString()
    guard object.position(of: key) == nil else { throw error(.duplicateKey(key), at: start) }
    return key
  }

  private mutating func parseArray() throws(JSONError) -> [JSONValue] {
    try enter()
    defer { depth -= 1 }
    var elements: [JSONValue] = []
    skipWhitespace()
    if skip(UInt8(ascii: "]")) { return elements }
    while true {
      elements.append(try parseValue())
      skipWhitespace()
      if skip(UInt8(ascii: "]")) { return elements }
      try expect(UInt8(ascii: ","), else: .expectedCommaOrBracket)
    }
  }

  private mutating func parse(
    word: StaticString, as value: JSONValue
  ) throws(JSONError) -> JSONValue {
    let start = index
    for offset in 0..<word.utf8CodeUnitCount {
      guard let byte = next else { throw error(.unexpectedEnd) }
      guard byte == word.utf8Start[offset] else { throw error(.expectedValue, at: start) }
      index += 1
    }
    return value
  }

  /// Steps over an opening bracket or brace.
  private mutating func enter() throws(JSONError) {
    guard depth < Self.deepest else { throw error(.tooDeep) }
    depth += 1
    index += 1
  }
}

extension JSONParser {
  /// The byte at `index`, or `nil` at the end.
  var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  /// Steps over `byte`, or states `reason` about the place `start` (or here).
  mutating func expect(
    _ byte: UInt8, else reason: JSONError.Reason, at start: Int? = nil
  ) throws(JSONError) {
    guard let found = next else { throw error(.unexpectedEnd) }
    guard found == byte else { throw error(reason, at: start) }
    index += 1
  }

  private mutating func skipWhitespace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      index += 1
    }
  }

  func error(_ reason: JSONError.Reason, at offset: Int? = nil) -> JSONError {
    JSONError(reason, at: offset ?? index, in: bytes)
  }
}

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
    if replacesLoneSurrogates, !isTrailNext(of: lead) { return "\u{FFFD}" }
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

  /// Whether the second escape of a pair begins here.
  private func isTrailNext(of lead: UInt16) -> Bool {
    guard UTF16.isLeadSurrogate(lead), index + 4 <= bytes.count else { return false }
    let digit = bytes[index + 3] | 0x20
    return bytes[index] == UInt8(ascii: "\\") && bytes[index + 1] == UInt8(ascii: "u")
      && bytes[index + 2] | 0x20 == UInt8(ascii: "d")
      && UInt8(ascii: "c")...UInt8(ascii: "f") ~= digit
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
    _ = skip(UInt8(ascii: "-"))
    if skip(UInt8(ascii: "0")) {
      guard !nextIsDigit else { throw error(.leadingZero, at: index - 1) }
    } else {
      try skipDigits()
    }
    let integerEnd = index
    if skip(UInt8(ascii: ".")) { try skipDigits() }
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      _ = skip(UInt8(ascii: "+")) || skip(UInt8(ascii: "-"))
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
