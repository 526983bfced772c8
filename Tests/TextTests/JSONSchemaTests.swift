import TestSupport
import Testing

@testable import Text

@Suite struct JSONSchemaTests {
  private static func schema(_ text: String) throws -> JSONSchema {
    try JSONSchema(JSONValue(parsing: Array(text.utf8)))
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let schema: String
    let value: String
    /// The place and the rule that the value breaks; `nil` if it fits.
    let mistake: String?
    var testDescription: String { "\(value) by \(schema)" }

    init(_ schema: String, _ value: String, _ mistake: String? = nil) {
      (self.schema, self.value, self.mistake) = (schema, value, mistake)
    }
  }

  static let cases: [Case] = [
    Case("{}", "7"),
    Case("true", "null"),
    Case("false", "null", ". not allowed"),
    Case(#"{"type":"object"}"#, "[]", ". type: object"),
    Case(#"{"type":["integer","null"]}"#, "null"),
    Case(#"{"type":"integer"}"#, "2.0"),
    Case(#"{"type":"integer"}"#, "2.5", ". type: integer"),
    Case(#"{"type":"number"}"#, "2"),
    Case(#"{"required":["a","b"]}"#, #"{"a":1}"#, ". required: b"),
    Case(#"{"properties":{"a":{"type":"string"}}}"#, #"{"a":1}"#, ".a type: string"),
    Case(#"{"properties":{"a":{}},"additionalProperties":false}"#, #"{"b":1}"#, ".b not allowed"),
    Case(#"{"additionalProperties":{"type":"string"}}"#, #"{"b":"x","c":2}"#, ".c type: string"),
    Case(#"{"propertyNames":{"maxLength":1}}"#, #"{"bc":1}"#, ".bc maxLength: 1"),
    Case(#"{"items":{"minimum":2}}"#, "[2,3,1]", "[2] minimum: 2"),
    Case(#"{"properties":{"a":{"items":{"type":"null"}}}}"#, #"{"a":[1]}"#, ".a[0] type: null"),
    Case(#"{"minItems":1,"maxItems":2}"#, "[]", ". minItems: 1"),
    Case(#"{"maxItems":2}"#, "[1,2,3]", ". maxItems: 2"),
    Case(#"{"uniqueItems":true}"#, #"[{"a":1,"b":2},{"b":2,"a":1.0}]"#, ". uniqueItems: true"),
    Case(#"{"const":{"a":1}}"#, #"{"a":2}"#, #". const: {"a":1}"#),
    Case(#"{"enum":["x",1]}"#, "1.0"),
    Case(#"{"enum":["x",1]}"#, #""1""#, #". enum: ["x",1]"#),
    Case(#"{"minLength":2}"#, #""é""#, ". minLength: 2"),
    Case(#"{"maximum":3,"multipleOf":0.1}"#, "2.3"),
    Case(#"{"multipleOf":0.25}"#, "2.3", ". multipleOf: 0.25"),
    Case(#"{"exclusiveMinimum":3}"#, "3", ". exclusiveMinimum: 3"),
    Case(#"{"anyOf":[{"type":"null"},{"const":1}]}"#, "2", ". anyOf: 0 of its schemas fit"),
    Case(#"{"oneOf":[{"minimum":1},{"minimum":2}]}"#, "3", ". oneOf: 2 of its schemas fit"),
    Case(#"{"oneOf":[{"minimum":1},{"minimum":2}]}"#, "1"),
    Case(#"{"allOf":[{"minimum":1},{"maximum":2}]}"#, "3", ". maximum: 2"),
    Case(#"{"not":{"const":1}}"#, "1", ". not"),
    Case(
      #"{"if":{"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]}}"#,
      #"{"a":1}"#, ". required: b"),
    Case(
      #"{"if":{"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]}}"#, "{}",
      ". required: c"),
    Case(
      ##"{"$defs":{"n":{"type":"number"}},"items":{"$ref":"#/$defs/n"}}"##, #"[1,"x"]"#,
      "[1] type: number"),
    Case(
      ##"{"$defs":{"a":{"$ref":"#/$defs/a"}},"$ref":"#/$defs/a"}"##, "1",
      ". the schema is too complex"),
    Case(#"{"pattern":"^a+$"}"#, #""aab""#, ". pattern: ^a+$"),
    Case(#"{"pattern":"^a+$"}"#, "7"),
  ]

  @Test(arguments: cases)
  func `a value fits, or the first place that does not is named`(_ example: Case) throws {
    let schema = try Self.schema(example.schema)
    let found = schema.mistake(in: try JSONValue(parsing: Array(example.value.utf8)))
    #expect(found.map { "\($0.place) \($0.rule)" } == example.mistake)
  }

  @Test(arguments: [
    (#"{"format":"date"}"#, ".", "format"),
    (#"{"items":{"prefixItems":[]}}"#, ".items", "prefixItems"),
    (#"{"$ref":"https://example.com/x"}"#, ".", "$ref"), (##"{"$ref":"#/$defs/x"}"##, ".", "$ref"),
    (#"{"properties":{"a":{"pattern":"(?<=a)b"}}}"#, ".properties.a", "pattern"),
    (#"{"type":"text"}"#, ".", "type"), ("7", ".", "schema"), (#"{"anyOf":[]}"#, ".", "anyOf"),
  ])
  func `a schema that is not understood is refused`(
    _ text: String, _ place: String, _ keyword: String
  ) throws {
    let value = try JSONValue(parsing: Array(text.utf8))
    let fault = #expect(throws: JSONSchema.Fault.self) { try JSONSchema(value) }
    #expect(fault == JSONSchema.Fault(place: place, keyword: keyword))
  }

  @Test(arguments: [
    #"{"not":{"pattern":"^(a|a)*$"}}"#, #"{"if":{"pattern":"^(a|a)*$"},"then":false}"#,
    #"{"oneOf":[{"pattern":"^(a|a)*$"},{"type":"string"}]}"#,
  ])
  func `what takes too long is never taken for what does not fit`(_ text: String) throws {
    let value = JSONValue.string(String(repeating: "a", count: 40) + "b")
    #expect(try Self.schema(text).mistake(in: value)?.isUndecided == true)
  }

  @Test func `a hostile schema ends`() throws {
    var definitions = (0..<40).map { number in
      ##""a\##(number)":{"anyOf":[{"$ref":"#/$defs/a\##(number + 1)"},{"$ref":"#/$defs/a\##(number + 1)"}]}"##
    }
    definitions.append(#""a40":false"#)
    let schema = try Self.schema(
      ##"{"$defs":{\##(definitions.joined(separator: ","))},"$ref":"#/$defs/a0"}"##)
    #expect(schema.mistake(in: 1) != nil)
  }
}

@Suite struct SchemaPatternTests {
  @Test(arguments: [
    ("a", "bab", true), ("^a", "ba", false), ("a$", "ba", true), ("^$", "", true),
    ("^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$", "a_b-c", true), ("^[a-c]{2}$", "abc", false),
    ("^(?!.*\\.\\.)[a.]+$", "a..a", false), ("^(?!.*\\.\\.)[a.]+$", "a.a", true),
    ("^(?=ab)a", "ac", false), ("^(a|bc)+$", "abca", true), ("^(?:a|b)*c$", "ababc", true),
    ("^\\d+\\.\\d+$", "1.25", true), ("\\S", " \t", false), ("^\\u00e9$", "é", true),
    ("^[^|\\u0000-\\u001f]+$", "a|b", false), ("^a{2,}$", "aaa", true), ("^a{2,3}$", "aaaa", false),
    ("^a?b$", "b", true), ("^.$", "\n", false), ("^[^\\]]$", "]", false), ("^(a*)*b$", "aab", true),
    ("^[^ ~^:?*\\[\\\\]+$", "a[b", false), ("a|b|", "x", true), ("^[-a]$", "-", true),
  ])
  func `a text matches`(_ pattern: String, _ text: String, _ isMatch: Bool) throws {
    #expect(try SchemaPattern(pattern)?.matches(text) == isMatch)
  }

  @Test(arguments: [
    "(", ")", "[a", "a{", "a{2", "a{3,2}", "*", "a**", "a+?", "(?<x>a)", "(?<=a)", "\\1", "\\b",
    "[b-a]", "[\\d-z]", "\\p{L}", "^*", "\\u12",
  ])
  func `what is not understood is no pattern`(_ pattern: String) {
    #expect(SchemaPattern(pattern) == nil)
  }

  @Test func `matching that takes too long is refused`() {
    #expect(throws: SchemaPattern.TooComplex.self) {
      try SchemaPattern("^(a|a)*$")?.matches(String(repeating: "a", count: 40) + "b")
    }
  }

  @Test func `a long text is no problem`() throws {
    let text = String(repeating: "a", count: 20_000)
    #expect(try SchemaPattern("^[a-z]{1,}$")?.matches(text) == true)
  }
}
