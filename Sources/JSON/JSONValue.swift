/// One JSON value, as RFC 8259 defines it.
public enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  /// A number written without fraction and exponent that fits `Int`.
  case integer(Int)
  /// Any other number; one that is not finite is written as `null`.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// A string, or `null` where there is no text.
  public init(_ text: String?) {
    self = text.map(Self.string) ?? .null
  }
}

/// Each accessor gives the payload of its own case and `nil` for any other: nothing is converted.
extension JSONValue {
  public var boolValue: Bool? {
    if case .bool(let bool) = self { bool } else { nil }
  }

  /// `nil` also for more than 62 bits, so that neither one more nor the sum of two overflows.
  public var integerValue: Int? {
    if case .integer(let integer) = self, integer.magnitude < 1 << 62 { integer } else { nil }
  }

  public var stringValue: String? {
    if case .string(let string) = self { string } else { nil }
  }

  public var arrayValue: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The texts of an array of nothing but texts.
  public var stringValues: [String]? {
    guard let values = arrayValue else { return nil }
    let texts = values.compactMap(\.stringValue)
    return texts.count == values.count ? texts : nil
  }

  public var objectValue: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }
}

extension JSONValue: ExpressibleByNilLiteral {
  public init(nilLiteral: ()) { self = .null }
}

extension JSONValue: ExpressibleByBooleanLiteral {
  public init(booleanLiteral bool: Bool) { self = .bool(bool) }
}

extension JSONValue: ExpressibleByIntegerLiteral {
  public init(integerLiteral integer: Int) { self = .integer(integer) }
}

extension JSONValue: ExpressibleByFloatLiteral {
  public init(floatLiteral number: Double) { self = .number(number) }
}

extension JSONValue: ExpressibleByStringInterpolation {
  public init(stringLiteral string: String) { self = .string(string) }
}

extension JSONValue: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
  /// Makes an object of `members`; a key given twice is a programmer's mistake and traps.
  public init(dictionaryLiteral members: (String, JSONValue)...) {
    self = .object(JSONObject(uniqueMembers: members))
  }
}

extension JSONValue: CustomStringConvertible {
  /// The value as compact JSON on one line.
  public var description: String {
    var output: [UInt8] = []
    write(to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  /// Appends the value to `output` as compact JSON in UTF-8, without a line break anywhere.
  ///
  /// A double is written with the fewest digits that read back as itself.
  public func write(to output: inout [UInt8]) {
    switch self {
    case .null: output.append(contentsOf: "null".utf8)
    case .bool(let bool): output.append(contentsOf: (bool ? "true" : "false").utf8)
    case .integer(let integer): output.append(contentsOf: integer.description.utf8)
    case .number(let number):
      output.append(contentsOf: (number.isFinite ? number.description : "null").utf8)
    case .string(let string): Self.write(string: string, to: &output)
    case .array(let elements): Self.write(elements, to: &output)
    case .object(let object): Self.write(object.members, to: &output)
    }
  }

  private static func write(_ elements: [JSONValue], to output: inout [UInt8]) {
    output.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      element.write(to: &output)
    }
    output.append(UInt8(ascii: "]"))
  }

  private static func write(_ members: [JSONObject.Member], to output: inout [UInt8]) {
    output.append(UInt8(ascii: "{"))
    for (index, member) in members.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      write(string: member.key, to: &output)
      output.append(UInt8(ascii: ":"))
      member.value.write(to: &output)
    }
    output.append(UInt8(ascii: "}"))
  }
}

extension JSONValue {
  /// Appends `string` to `output` as a JSON string with its quotes.
  ///
  /// Beyond what RFC 8259 asks, DEL, U+0080 to U+009F, U+2028 and U+2029 are escaped: a terminal
  /// or an editor may take them for a command or a line break.
  public static func write(string: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    var string = string
    string.withUTF8 { text in
      var runStart = 0
      var index = 0
      while index < text.count {
        guard let (scalar, length) = escaped(in: text, at: index) else {
          index += 1
          continue
        }
        output.append(contentsOf: text[runStart..<index])
        appendEscape(of: scalar, to: &output)
        index += length
        runStart = index
      }
      output.append(contentsOf: text[runStart...])
    }
    output.append(UInt8(ascii: "\""))
  }

  /// The character at `index`, when it must be escaped, and its length in bytes.
  private static func escaped(
    in text: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (scalar: UInt16, length: Int)? {
    let byte = text[index]
    switch byte {
    case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x7F: return (UInt16(byte), 1)
    case 0xC2 where text[index + 1] < 0xA0: return (UInt16(text[index + 1]), 2)
    case 0xE2 where text[index + 1] == 0x80 && text[index + 2] & 0xFE == 0xA8:
      return (0x2000 | UInt16(text[index + 2] & 0x3F), 3)
    default: return nil
    }
  }

  private static func appendEscape(of scalar: UInt16, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\\"))
    switch scalar {
    case 0x08: output.append(UInt8(ascii: "b"))
    case 0x09: output.append(UInt8(ascii: "t"))
    case 0x0A: output.append(UInt8(ascii: "n"))
    case 0x0C: output.append(UInt8(ascii: "f"))
    case 0x0D: output.append(UInt8(ascii: "r"))
    case 0x22, 0x5C: output.append(UInt8(scalar))
    default:
      output.append(UInt8(ascii: "u"))
      for shift in [12, 8, 4, 0] {
        let digit = UInt8(scalar >> shift & 0xF)
        output.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
  }
}
