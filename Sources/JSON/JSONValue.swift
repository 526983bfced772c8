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
