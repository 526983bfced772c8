import Model
import Text

/// How fields of a row change: from the texts that the caller saw, to new ones.
public struct FieldChanges: Equatable, Sendable {
  let seen: [EditableField: String]
  let texts: [EditableField: String]

  /// - Parameter json: `{"changed": [{"field", "from", "to"}]}`, as `orch edit --json` prints it;
  ///   null is an empty field.
  /// - Throws: `badChanges`.
  public init(parsing json: [UInt8]) throws(Problem) {
    let value: JSONValue
    do { value = try JSONValue(parsing: json) } catch { throw .badChanges(.noJSON("\(error)")) }
    guard let list = value.objectValue?["changed"]?.arrayValue else { throw .badChanges(.noList) }
    var (seen, texts): ([EditableField: String], [EditableField: String]) = ([:], [:])
    for change in list {
      guard let change = change.objectValue, let name = change["field"]?.stringValue,
        change.members.allSatisfy({ ["field", "from", "to"].contains($0.key) })
      else {
        throw .badChanges(.noList)
      }
      let known = EditableField.allCases.first { [$0.rawValue, $0.name(.zoned)].contains(name) }
      guard let field = known else {
        throw .badChanges(.unknownField(name))
      }
      guard let from = change["from"]?.cell, let to = change["to"]?.cell else {
        throw .badChanges(.noText(field))
      }
      guard texts.updateValue(to, forKey: field) == nil else {
        throw .badChanges(.repeatedField(field))
      }
      seen[field] = from
    }
    (self.seen, self.texts) = (seen, texts)
  }
}

extension JSONValue {
  /// The text of a field, empty for null; `nil` for another value.
  fileprivate var cell: String? { self == .null ? "" : stringValue }
}
