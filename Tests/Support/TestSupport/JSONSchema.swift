public import Text

/// A JSON Schema, of which it reads the keywords that `templates/*.schema.json` have; another one
/// is a mistake of the schema. Source: JSON Schema 2020-12.
public struct JSONSchema: Sendable {
  private let root: JSONValue

  public init(_ root: JSONValue) { self.root = root }

  /// What is wrong with a value, each with its place; empty for a value that fits.
  public func mistakes(in value: JSONValue) -> [String] { mistakes(in: value, root, at: "$") }

  private func mistakes(in value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
    if let allowed = schema.boolValue { return allowed ? [] : ["\(place): must not be there"] }
    guard let schema = schema.objectValue else { return ["\(place): no schema"] }
    return schema.members.flatMap { mistakes(in: value, $0.key, $0.value, of: schema, at: place) }
  }

  private func mistakes(
    in value: JSONValue, _ keyword: String, _ rule: JSONValue, of schema: JSONObject,
    at place: String
  ) -> [String] {
    func wrong(unless holds: Bool) -> [String] {
      holds ? [] : ["\(place): \(value) is not \(keyword) \(rule)"]
    }
    let (rules, members) = (rule.arrayValue ?? [], value.objectValue?.members ?? [])
    switch keyword {
    case "$schema", "$defs", "title", "description", "then": return []
    case "$ref":
      let name = String((rule.stringValue ?? "").dropFirst("#/$defs/".count))
      guard let target = root.objectValue?["$defs"]?.objectValue?[name] else {
        return ["\(place): no definition \(rule)"]
      }
      return mistakes(in: value, target, at: place)
    case "type":
      return wrong(
        unless: (rule.stringValues ?? [rule.stringValue ?? ""]).contains(where: value.isA))
    case "const": return wrong(unless: value == rule)
    case "enum": return wrong(unless: rules.contains(value))
    case "minimum":
      return wrong(unless: value.numberValue.map { $0 >= rule.numberValue ?? 0 } ?? true)
    case "maximum":
      return wrong(unless: value.numberValue.map { $0 <= rule.numberValue ?? 0 } ?? true)
    case "multipleOf":
      return wrong(
        unless: value.numberValue.map {
          ($0 / (rule.numberValue ?? 1)).rounded() * (rule.numberValue ?? 1) == $0
        }
          ?? true)
    case "minLength":
      return wrong(unless: value.stringValue.map { $0.count >= rule.integerValue ?? 0 } ?? true)
    case "maxLength":
      return wrong(
        unless: value.stringValue.map { $0.unicodeScalars.count <= rule.integerValue ?? 0 } ?? true)
    case "minItems":
      return wrong(unless: value.arrayValue.map { $0.count >= rule.integerValue ?? 0 } ?? true)
    case "maxItems":
      return wrong(unless: value.arrayValue.map { $0.count <= rule.integerValue ?? 0 } ?? true)
    case "uniqueItems":
      let elements = value.arrayValue ?? []
      return wrong(
        unless: rule != true
          || elements.indices.allSatisfy { !elements[..<$0].contains(elements[$0]) })
    case "pattern":
      guard let pattern = try? Regex(rule.stringValue ?? "(") else { return ["\(place): \(rule)"] }
      return wrong(unless: value.stringValue.map { $0.firstMatch(of: pattern) != nil } ?? true)
    case "items":
      return (value.arrayValue ?? []).enumerated().flatMap {
        mistakes(in: $1, rule, at: "\(place)[\($0)]")
      }
    case "required":
      guard let object = value.objectValue else { return [] }
      return rules.compactMap(\.stringValue).filter { object[$0] == nil }
        .map { "\(place): \($0) is missing" }
    case "properties":
      return members.flatMap { key, member in
        rule.objectValue?[key].map { mistakes(in: member, $0, at: "\(place).\(key)") } ?? []
      }
    case "additionalProperties":
      let known = schema["properties"]?.objectValue
      return members.filter { known?[$0.key] == nil }
        .flatMap { mistakes(in: $1, rule, at: "\(place).\($0)") }
    case "propertyNames":
      return members.flatMap { mistakes(in: .string($0.key), rule, at: "\(place).\($0.key)") }
    case "allOf": return rules.flatMap { mistakes(in: value, $0, at: place) }
    case "anyOf":
      return wrong(unless: rules.contains { mistakes(in: value, $0, at: place).isEmpty })
    case "oneOf":
      return wrong(unless: rules.count { mistakes(in: value, $0, at: place).isEmpty } == 1)
    case "if":
      guard mistakes(in: value, rule, at: place).isEmpty, let then = schema["then"] else {
        return []
      }
      return mistakes(in: value, then, at: place)
    default: return ["\(place): the keyword \(keyword) is not read"]
    }
  }
}

extension JSONValue {
  /// Whether it has a type of JSON Schema.
  fileprivate func isA(_ type: String) -> Bool {
    switch self {
    case .null: type == "null"
    case .bool: type == "boolean"
    case .integer: type == "integer" || type == "number"
    case .number(let number): type == "number" || type == "integer" && number == number.rounded()
    case .string: type == "string"
    case .array: type == "array"
    case .object: type == "object"
    }
  }
}
