/// A value that is a JSON object. `shape` is the one list of its fields: the writer and the
/// document both call it.
///
/// It is a function, not a table of fields: a table finds its types when a program starts.
public protocol Shaped: FieldValue {
  /// The name in `docs/json.md`.
  static var shapeName: StaticString { get }
  /// Names each field once, in the order in which they are written, without an `if`.
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

  /// The documentation in `docs/json.md`.
  public static var document: ShapeDocument {
    var fields = Fields<Self>(of: nil)
    shape(&fields)
    return fields.pass.document
  }
}
