/// A value that is a JSON object. `shape` is the only list of its fields: both the JSON writer and
/// the documentation use it.
///
/// `shape` is a function, because a table of fields would have to look up its types when a program
/// starts.
public protocol Shaped: FieldValue {
  /// The object's name in `docs/json.md`.
  static var shapeName: StaticString { get }
  /// Adds each field one time, in the order in which fields are written. It must not contain an
  /// `if`.
  static func shape(_ fields: inout Fields<Self>)
}

extension Shaped {
  public static var form: String { shapeName.description }
  public static var shapes: [any Shaped.Type] { [Self.self] }

  @inlinable
  public func write(to output: inout [UInt8]) {
    var pass = ShapePass()
    swap(&pass.output, &output)
    pass.output.append(UInt8(ascii: "{"))
    pass.writeFields(of: self)
    if pass.output.last == UInt8(ascii: ",") { pass.output.removeLast() }
    pass.output.append(UInt8(ascii: "}"))
    swap(&pass.output, &output)
  }

  /// The documentation of the object in `docs/json.md`.
  public static var document: ShapeDocument {
    var fields = Fields<Self>(of: nil)
    shape(&fields)
    return fields.pass.document
  }
}
