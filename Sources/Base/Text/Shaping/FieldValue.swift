/// The value of a field of a JSON object.
public protocol FieldValue: SendableMetatype {
  /// The name of the type in `docs/json.md`: `text`, `list of item`, `number or null`.
  static var form: String { get }
  /// The types of objects that the value is or contains.
  static var shapes: [any Shaped.Type] { get }
  /// Appends the value as compact JSON in UTF-8.
  func write(to output: inout [UInt8])
}

extension FieldValue {
  public static var shapes: [any Shaped.Type] { [] }

  /// The value as compact JSON on one line.
  public var jsonText: String {
    var output: [UInt8] = []
    write(to: &output)
    return String(decoding: output, as: UTF8.self)
  }
}

extension String: FieldValue {
  public static var form: String { "text" }
  public func write(to output: inout [UInt8]) { JSONValue.write(string: self, to: &output) }
}

extension Int: FieldValue {
  public static var form: String { "number" }
  public func write(to output: inout [UInt8]) { output.append(contentsOf: description.utf8) }
}

extension Double: FieldValue {
  public static var form: String { "number" }
  public func write(to output: inout [UInt8]) { JSONValue.number(self).write(to: &output) }
}

/// A number that may be a whole number or a fraction.
public enum Number: FieldValue, Sendable {
  case whole(Int)
  case fraction(Double)

  /// `nil` if the value is not a number.
  public init?(_ json: JSONValue) {
    if let number = json.integerValue {
      self = .whole(number)
    } else if let number = json.numberValue {
      self = .fraction(number)
    } else {
      return nil
    }
  }

  public static var form: String { "number" }

  public func write(to output: inout [UInt8]) {
    switch self {
    case .whole(let number): number.write(to: &output)
    case .fraction(let number): number.write(to: &output)
    }
  }
}

extension Bool: FieldValue {
  public static var form: String { "true or false" }
  public func write(to output: inout [UInt8]) { output.append(contentsOf: description.utf8) }
}

/// JSON whose form another standard or a file defines.
extension JSONValue: FieldValue {
  public static var form: String { "document" }
}

extension Optional: FieldValue where Wrapped: FieldValue {
  public static var form: String { "\(Wrapped.form) or null" }
  public static var shapes: [any Shaped.Type] { Wrapped.shapes }

  @inlinable
  public func write(to output: inout [UInt8]) {
    if let self { self.write(to: &output) } else { JSONValue.null.write(to: &output) }
  }
}

extension Array: FieldValue where Element: FieldValue {
  public static var form: String { "list of \(Element.form)" }
  public static var shapes: [any Shaped.Type] { Element.shapes }

  @inlinable
  public func write(to output: inout [UInt8]) {
    output.append(UInt8(ascii: "["))
    for element in self {
      element.write(to: &output)
      output.append(UInt8(ascii: ","))
    }
    if !isEmpty { output.removeLast() }
    output.append(UInt8(ascii: "]"))
  }
}

/// An object whose keys are not names of fields.
public struct Map<Value: FieldValue>: FieldValue {
  public typealias Member = (key: String, value: Value)
  /// The members in the order in which they are written. No two members may have the same key.
  @usableFromInline let members: [Member]

  public init(_ members: [Member] = []) { self.members = members }

  public static var form: String { "map of \(Value.form)" }
  public static var shapes: [any Shaped.Type] { Value.shapes }

  @inlinable
  public func write(to output: inout [UInt8]) {
    output.append(UInt8(ascii: "{"))
    for (key, value) in members {
      key.write(to: &output)
      output.append(UInt8(ascii: ":"))
      value.write(to: &output)
      output.append(UInt8(ascii: ","))
    }
    if !members.isEmpty { output.removeLast() }
    output.append(UInt8(ascii: "}"))
  }
}

extension Map: Sendable where Value: Sendable {}
