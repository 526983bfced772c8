/// One pass over the fields of an object. It writes JSON, or collects documentation.
public struct ShapePass {
  /// JSON in UTF-8, with a comma after each field.
  @usableFromInline var output: [UInt8] = []
  /// The documentation of the fields.
  var document = ShapeDocument()

  @usableFromInline init() {}

  // Functions that take a value are compiled separately for each type of value, so the compiled
  // code of each shape stays small: it only calls these functions.

  @inlinable @inline(never)
  mutating func write(_ key: StaticString, ifAny value: (some FieldValue)?) {
    guard let value else { return }
    output.append(UInt8(ascii: "\""))
    key.withUTF8Buffer { output.append(contentsOf: $0) }
    output.append(UInt8(ascii: "\""))
    output.append(UInt8(ascii: ":"))
    value.write(to: &output)
    output.append(UInt8(ascii: ","))
  }

  @inlinable
  mutating func writeFields<Object: Shaped>(of object: Object) {
    withUnsafePointer(to: object) {
      var fields = Fields(of: $0)
      swap(&fields.pass, &self)
      Object.shape(&fields)
      swap(&fields.pass, &self)
    }
  }

  @inlinable @inline(never)
  mutating func note(
    _ value: (some FieldValue).Type, _ key: StaticString, isOptional: Bool,
    _ meaning: StaticString
  ) {
    add(value, key, isOptional, meaning)
  }

  @usableFromInline
  mutating func add(
    _ value: any FieldValue.Type, _ key: StaticString, _ isOptional: Bool, _ meaning: StaticString
  ) {
    let end = meaning.utf8CodeUnitCount == 0 ? "" : ", \(meaning)"
    document.lines.append("\(key)\(isOptional ? "?" : ""): \(value.form)\(end)")
    document.keys.append(key.description)
    document.shapes += value.shapes
  }

  @usableFromInline
  mutating func note(allOf other: any Shaped.Type) {
    document.lines.append("as \(other.form)")
    document.keys += other.document.keys
    document.shapes.append(other)
  }
}

/// The documentation of an object.
public struct ShapeDocument: Sendable {
  /// A line for each field: `key: type, meaning`, with `key?` for a field that may be missing, and
  /// `as NAME` for all fields of another object.
  public internal(set) var lines: [String] = []
  /// The keys that the object may have.
  public internal(set) var keys: [String] = []
  /// The types of the objects that it contains.
  public internal(set) var shapes: [any Shaped.Type] = []
}
