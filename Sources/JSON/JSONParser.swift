extension JSONValue {
  /// Reads one JSON text, strictly by RFC 8259 and in linear time.
  ///
  /// A key given twice in an object, half a surrogate pair, a byte order mark, a number beyond the
  /// range of a double and nesting deeper than 128 are refused.
  public init(parsing bytes: some Collection<UInt8>) throws(JSONError) {
    var parser = JSONParser(bytes: Array(bytes))
    self = try parser.parseDocument()
  }
}

/// A recursive-descent parser; `index` is the next byte to read.
struct JSONParser {
  /// How many arrays and objects may lie inside one another.
  static let deepest = 128

  let bytes: [UInt8]
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
    if take(UInt8(ascii: "}")) { return object }
    while true {
      skipWhitespace()
      let key = try parseKey(newIn: object)
      skipWhitespace()
      try expect(UInt8(ascii: ":"), else: .expectedColon)
      object.append(key, try parseValue())
      skipWhitespace()
      if take(UInt8(ascii: "}")) { return object }
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
    if take(UInt8(ascii: "]")) { return elements }
    while true {
      elements.append(try parseValue())
      skipWhitespace()
      if take(UInt8(ascii: "]")) { return elements }
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

  mutating func take(_ byte: UInt8) -> Bool {
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
