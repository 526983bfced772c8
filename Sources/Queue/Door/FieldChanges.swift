import Model
import Text

/// Changes of a row's fields, each from the text that the caller saw to a new text.
public struct FieldChanges: Equatable, Sendable {
  let seen: [EditableField: String]
  let texts: [EditableField: String]

  /// - Parameter json: `{"changed": [{"field", "from", "to"}]}`, as `orch edit --json` prints it;
  ///   `null` is an empty field.
  /// - Throws: a usage error.
  public init(parsing json: [UInt8]) throws(Problem) {
    let value: JSONValue
    do { value = try JSONValue(parsing: json) } catch {
      throw Self.mistake("the changes are not JSON: \(error)", "변경이 JSON이 아닙니다: \(error)")
    }
    guard let list = value.objectValue?["changed"]?.arrayValue else { throw Self.noList }
    var (seen, texts): ([EditableField: String], [EditableField: String]) = ([:], [:])
    for change in list {
      guard let change = change.objectValue, let name = change["field"]?.stringValue,
        change.members.allSatisfy({ ["field", "from", "to"].contains($0.key) })
      else { throw Self.noList }
      guard let field = EditableField(named: name) else {
        throw Self.mistake("there is no field '\(name.escaped)'", "'\(name.escaped)' 필드는 없습니다")
      }
      guard let from = change["from"]?.cell, let to = change["to"]?.cell else {
        throw Self.mistake(
          "'from' or 'to' of the field '\(field.rawValue)' is neither a text nor null",
          "'\(field.rawValue)' 필드의 'from'이나 'to'가 텍스트도 null도 아닙니다")
      }
      guard texts.updateValue(to, forKey: field) == nil else {
        throw Self.mistake(
          "the field '\(field.rawValue)' changes twice", "'\(field.rawValue)' 필드를 두 번 바꿉니다")
      }
      seen[field] = from
    }
    (self.seen, self.texts) = (seen, texts)
  }

  private static var noList: Problem {
    mistake(
      "the changes are not an object with a list of objects in 'changed'",
      "변경은 객체의 목록 'changed'가 있는 객체여야 합니다")
  }

  private static func mistake(
    _ english: String, _ korean: @autoclosure @escaping @Sendable () -> String
  ) -> Problem {
    let form = #"{"changed": [{"field": "priority", "from": "P1", "to": "P0"}]}"#
    let fields = EditableField.allCases.map { $0.name(.zoned) }.joined(separator: ", ")
    return .adapter(
      .usage, Sentence(english, korean()),
      hint: Sentence(
        "write \(form); the fields are \(fields)", "이렇게 쓰십시오: \(form). 필드: \(fields)"))
  }
}

extension EditableField {
  /// The field that a request names, by the field's own name or by its name in JSON.
  package init?(named name: String) {
    let known = Self.allCases.first { [$0.rawValue, $0.name(.zoned)].contains(name) }
    guard let known else { return nil }
    self = known
  }
}

extension JSONValue {
  /// The text of a field, empty for null; `nil` for another value.
  fileprivate var cell: String? { self == .null ? "" : stringValue }
}
