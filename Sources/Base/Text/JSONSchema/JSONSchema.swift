/// A JSON Schema: the part of draft 2020-12 that `templates/*.schema.json` use. A schema with
/// another keyword is refused, so that no keyword is passed over.
///
/// References lead only to `$defs` of the schema itself.
public struct JSONSchema: Sendable {
  private let root: JSONValue
  private let definitions: JSONObject
  private var patterns: [String: SchemaPattern] = [:]
  private var steps = 0
  /// The first place whose check would take too long. Nothing is known of it, so a rule that is
  /// negated must not hold for that reason.
  private var limit: Mistake?

  /// Why a schema is not understood.
  public struct Fault: Error, Equatable, Sendable {
    /// The place in the schema in the notation of `jq`; `.` for the whole schema.
    public let place: String
    /// What is there: an unknown keyword, or a keyword whose value is not understood.
    public let keyword: String
  }

  /// A value that does not fit a schema.
  public struct Mistake: Error, Equatable, Sendable {
    /// The place of the value in the notation of `jq`.
    public let place: String
    /// The rule that it breaks, such as `required: name`.
    public let rule: String
    /// Whether the check would take too long, so that it is unknown whether the value fits.
    public var isUndecided = false
  }

  public init(_ value: JSONValue) throws(Fault) {
    root = value
    definitions = value.objectValue?["$defs"]?.objectValue ?? [:]
    try check(value, at: ".")
  }

  /// Finds the first place of `value` that does not fit; `nil` if all fits.
  public func mistake(in value: JSONValue) -> Mistake? {
    var matcher = self
    do throws(Mistake) {
      try matcher.match(value, root, at: ".", depth: 0)
      return matcher.limit
    } catch {
      return matcher.limit ?? error
    }
  }

  /// The keywords without rules.
  private static let remarks: Set = [
    "$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated",
  ]
  private static let types: Set = [
    "null", "boolean", "integer", "number", "string", "array", "object",
  ]
  private static let definitionsStart = "#/$defs/"
  /// Deeper values, or references that lead in a circle, are refused.
  private static let greatestDepth = 200
  private static let mostSteps = 5_000_000
}

// MARK: The schema itself

extension JSONSchema {
  private mutating func check(_ schema: JSONValue, at place: String) throws(Fault) {
    if schema.boolValue != nil { return }
    guard let object = schema.objectValue else { throw Fault(place: place, keyword: "schema") }
    for (keyword, value) in object.members where !Self.remarks.contains(keyword) {
      let here = Self.place(keyword, in: place)
      guard try isUnderstood(keyword, value, at: here) else {
        throw Fault(place: place, keyword: keyword)
      }
    }
  }

  private mutating func isUnderstood(
    _ keyword: String, _ value: JSONValue, at place: String
  ) throws(Fault) -> Bool {
    switch keyword {
    case "type":
      let names = value.stringValue.map { [$0] } ?? value.stringValues
      return names?.allSatisfy(Self.types.contains) ?? false
    case "properties", "$defs":
      guard let members = value.objectValue?.members else { return false }
      for (name, schema) in members { try check(schema, at: Self.place(name, in: place)) }
      return true
    case "items", "additionalProperties", "propertyNames", "if", "then", "else", "not":
      try check(value, at: place)
      return true
    case "anyOf", "oneOf", "allOf":
      guard let schemas = value.arrayValue, !schemas.isEmpty else { return false }
      for (index, schema) in schemas.enumerated() { try check(schema, at: "\(place)[\(index)]") }
      return true
    case "required": return value.stringValues != nil
    case "enum": return value.arrayValue != nil
    case "const": return true
    case "uniqueItems": return value.boolValue != nil
    case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties":
      return (value.integerValue ?? -1) >= 0
    case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum":
      return value.numberValue != nil
    case "multipleOf": return (value.numberValue ?? 0) > 0
    case "$ref": return value.stringValue.flatMap(definition) != nil
    case "pattern":
      guard let text = value.stringValue, let pattern = SchemaPattern(text) else { return false }
      patterns[text] = pattern
      return true
    default: return false
    }
  }

  private func definition(_ reference: String) -> JSONValue? {
    reference.hasPrefix(Self.definitionsStart)
      ? definitions[String(reference.dropFirst(Self.definitionsStart.count))] : nil
  }

  private static func place(_ key: String, in place: String) -> String {
    place == "." ? ".\(key)" : "\(place).\(key)"
  }
}

// MARK: Values

extension JSONSchema {
  private mutating func stop(at place: String, _ rule: String) -> Mistake {
    let mistake = Mistake(place: place, rule: rule, isUndecided: true)
    limit = limit ?? mistake
    return mistake
  }

  private mutating func fits(
    _ value: JSONValue, _ schema: JSONValue, at place: String, depth: Int
  ) -> Bool {
    do throws(Mistake) {
      try match(value, schema, at: place, depth: depth + 1)
      return true
    } catch {
      return false
    }
  }

  private mutating func match(
    _ value: JSONValue, _ schema: JSONValue, at place: String, depth: Int
  ) throws(Mistake) {
    steps += 1
    guard depth < Self.greatestDepth, steps < Self.mostSteps else {
      throw stop(at: place, "the schema is too complex")
    }
    if schema.boolValue == false { throw Mistake(place: place, rule: "not allowed") }
    guard let object = schema.objectValue else { return }
    for (keyword, rule) in object.members {
      try match(value, keyword, rule, of: object, at: place, depth: depth)
    }
  }

  private mutating func match(
    _ value: JSONValue, _ keyword: String, _ rule: JSONValue, of schema: JSONObject,
    at place: String, depth: Int
  ) throws(Mistake) {
    func require(_ holds: Bool) throws(Mistake) {
      if !holds { throw Mistake(place: place, rule: "\(keyword): \(rule.textOrJSON)") }
    }
    switch keyword {
    case "type":
      let names = rule.stringValue.map { [$0] } ?? rule.stringValues ?? []
      try require(names.contains { value.isOfType($0) })
    case "$ref":
      guard let definition = rule.stringValue.flatMap(definition) else { break }
      try match(value, definition, at: place, depth: depth + 1)
    case "const": try require(value.isSame(as: rule))
    case "enum": try require((rule.arrayValue ?? []).contains { value.isSame(as: $0) })
    case "allOf":
      for schema in rule.arrayValue ?? [] { try match(value, schema, at: place, depth: depth + 1) }
    case "anyOf", "oneOf":
      let count = (rule.arrayValue ?? []).count { fits(value, $0, at: place, depth: depth) }
      let holds = keyword == "anyOf" ? count > 0 : count == 1
      if !holds {
        throw Mistake(place: place, rule: "\(keyword): \(count) of its schemas fit")
      }
    case "not":
      if fits(value, rule, at: place, depth: depth) { throw Mistake(place: place, rule: "not") }
    case "if":
      let holds = fits(value, rule, at: place, depth: depth)
      guard let next = schema[holds ? "then" : "else"] else { break }
      try match(value, next, at: place, depth: depth + 1)
    default:
      switch value {
      case .string(let text): try match(text, keyword, rule, at: place)
      case .array(let elements):
        try match(elements, keyword, rule, at: place, depth: depth)
      case .object(let object):
        try match(object, keyword, rule, of: schema, at: place, depth: depth)
      case .integer, .number: try require(value.numberValue.map { $0.keeps(keyword, rule) } ?? true)
      case .null, .bool: break
      }
    }
  }

  private mutating func match(
    _ text: String, _ keyword: String, _ rule: JSONValue, at place: String
  ) throws(Mistake) {
    let holds: Bool
    switch keyword {
    case "minLength": holds = text.unicodeScalars.count >= rule.integerValue ?? 0
    case "maxLength": holds = text.unicodeScalars.count <= rule.integerValue ?? .max
    case "pattern":
      do throws(SchemaPattern.TooComplex) {
        holds = try rule.stringValue.flatMap { patterns[$0] }?.matches(text) ?? true
      } catch {
        throw stop(at: place, "pattern: \(rule.textOrJSON) takes too long")
      }
    default: return
    }
    if !holds { throw Mistake(place: place, rule: "\(keyword): \(rule.textOrJSON)") }
  }

  private mutating func match(
    _ elements: [JSONValue], _ keyword: String, _ rule: JSONValue, at place: String, depth: Int
  ) throws(Mistake) {
    let holds: Bool
    switch keyword {
    case "minItems": holds = elements.count >= rule.integerValue ?? 0
    case "maxItems": holds = elements.count <= rule.integerValue ?? .max
    case "uniqueItems":
      holds = rule.boolValue != true || Set(elements.map(\.sortedText)).count == elements.count
    case "items":
      let start = place == "." ? "" : place
      for (index, element) in elements.enumerated() {
        try match(element, rule, at: "\(start)[\(index)]", depth: depth + 1)
      }
      return
    default: return
    }
    if !holds { throw Mistake(place: place, rule: "\(keyword): \(rule.textOrJSON)") }
  }

  private mutating func match(
    _ object: JSONObject, _ keyword: String, _ rule: JSONValue, of schema: JSONObject,
    at place: String, depth: Int
  ) throws(Mistake) {
    let properties = schema["properties"]?.objectValue ?? [:]
    switch keyword {
    case "required":
      for name in rule.stringValues ?? [] where object[name] == nil {
        throw Mistake(place: place, rule: "required: \(name)")
      }
    case "properties":
      for (name, schema) in properties.members {
        guard let value = object[name] else { continue }
        try match(value, schema, at: Self.place(name, in: place), depth: depth + 1)
      }
    case "additionalProperties":
      for (name, value) in object.members where properties[name] == nil {
        try match(value, rule, at: Self.place(name, in: place), depth: depth + 1)
      }
    case "propertyNames":
      for name in object.keys {
        try match(.string(name), rule, at: Self.place(name, in: place), depth: depth + 1)
      }
    case "minProperties", "maxProperties":
      let (count, limit) = (object.members.count, rule.integerValue ?? 0)
      if keyword == "minProperties" ? count < limit : count > limit {
        throw Mistake(place: place, rule: "\(keyword): \(limit)")
      }
    default: break
    }
  }
}

extension JSONValue {
  fileprivate var textOrJSON: String { stringValue ?? description }

  fileprivate func isOfType(_ name: String) -> Bool {
    switch self {
    case .null: name == "null"
    case .bool: name == "boolean"
    case .integer: name == "integer" || name == "number"
    case .number(let number): name == "number" || name == "integer" && number.rounded() == number
    case .string: name == "string"
    case .array: name == "array"
    case .object: name == "object"
    }
  }

  /// Whether the values are the same; the order of members does not count, nor how a number is
  /// written.
  fileprivate func isSame(as other: JSONValue) -> Bool { sortedText == other.sortedText }

  /// The JSON with sorted members.
  fileprivate var sortedText: String { sorted.description }

  private var sorted: JSONValue {
    switch self {
    case .array(let elements): .array(elements.map(\.sorted))
    case .object(let object):
      .object(
        JSONObject(members: object.members.map { ($0, $1.sorted) }.sorted { $0.0 < $1.0 }))
    case .number(let number) where number.rounded() == number && number.magnitude < 1e15:
      .integer(Int(number))
    case .null, .bool, .integer, .number, .string: self
    }
  }
}

extension Double {
  fileprivate func keeps(_ keyword: String, _ rule: JSONValue) -> Bool {
    guard let limit = rule.numberValue else { return true }
    switch keyword {
    case "minimum": return self >= limit
    case "maximum": return self <= limit
    case "exclusiveMinimum": return self > limit
    case "exclusiveMaximum": return self < limit
    case "multipleOf":
      let quotient = self / limit
      return (quotient - quotient.rounded()).magnitude < 1e-9
    default: return true
    }
  }
}
