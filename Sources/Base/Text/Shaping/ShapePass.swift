/// One pass over the fields of an object, which makes JSON, or a document.
public struct ShapePass {
  /// JSON in UTF-8, with a comma behind each field.
  @usableFromInline var output: [UInt8] = []
  /// What the fields mean.
  var document = ShapeDocument()

  @usableFromInline init() {}

  // Functions that take a value are compiled once for each type of value: a shape only calls them.

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
  /// A line for each field: `key: type, meaning`, with `key?` for one that may be missing, and
  /// `as NAME` for all fields of another object.
  public internal(set) var lines: [String] = []
  /// The keys that it may have.
  public internal(set) var keys: [String] = []
  /// The objects that it holds.
  public internal(set) var shapes: [any Shaped.Type] = []
}
