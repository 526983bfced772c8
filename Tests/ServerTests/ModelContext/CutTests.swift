import TestSupport
import Testing
import Text

@testable import Server

/// What is too long for a result is cut, and says so.
@Suite struct CutTests {
  @Test(arguments: [
    ("short", 100, 0, "short"),
    ("0123456789012345678901234567890123456789", 30, 0, "0123456789012 (cut: 40 bytes)"),
    ("0123456789012345678901234567890123456789", 34, 5, "012345678901 (cut: 40 bytes) 56789"),
    ("가나다라마바사아자차카타파하", 34, 0, "가나다라마 (cut: 42 bytes)"),
    ("anything", 3, 0, " (cut: 8 bytes)"),
  ])
  func `of a text the beginning and the end stay`(
    _ text: String, _ limit: Int, _ end: Int, _ expected: String
  ) {
    #expect(text.cut(toBytes: limit, keepingEnd: end) == expected)
  }

  @Test func `texts are cut before lists, and a list says how long it was`() {
    let long = String(repeating: "x", count: 3000)
    let object: JSONValue = ["id": "A", "task": .string(long), "list": [1, 2, 3]]
    let cut = object.cut(toBytes: 600)
    #expect(cut.objectValue?["id"] == "A")
    #expect(cut.objectValue?["list"] == [1, 2, 3])
    #expect(cut.objectValue?["task"]?.stringValue?.hasSuffix("x (cut: 3000 bytes)") ?? false)
    let many: JSONValue = ["rows": .array((0..<500).map(JSONValue.integer))]
    #expect(
      many.cut(toBytes: 60)
        == ["rows": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], "rows_total": 500])
    #expect(JSONValue.array(Array(repeating: object, count: 900)).cut(toBytes: 40).byteCount <= 40)
  }

  @Test func `whatever the value, it fits, and what fits stays`() {
    var numbers = SeededGenerator(seed: 7)
    func value(_ depth: Int) -> JSONValue {
      let length = Int.random(in: 0...20, using: &numbers)
      switch Int.random(in: 0...(depth > 1 ? 2 : 4), using: &numbers) {
      case 0: return .integer(length)
      case 1:
        let scalars = "ab\"\\\n\u{1}\u{202E}é가😀".unicodeScalars.map(String.init)
        return .string(
          (0..<(length * 40)).map { _ in scalars.randomElement(using: &numbers) ?? "" }.joined())
      case 2: return .bool(true)
      case 3: return .array((0..<length).map { _ in value(depth + 1) })
      default:
        return .object(JSONObject(members: (0..<length).map { ("key\($0)", value(depth + 1)) }))
      }
    }
    for _ in 0..<150 {
      let value = value(0)
      let limit = Int.random(in: 30...6000, using: &numbers)
      let cut = value.cut(toBytes: limit)
      #expect(cut.byteCount <= limit)
      if value.byteCount <= limit { #expect(cut == value) }
      // Each part of a result fits, however long it is.
      let result = ToolResult(value.description, ["value": value]).json(in: .modern)
      let text = result["content"]?.arrayValue?.first?.objectValue?["text"]?.stringValue ?? ""
      #expect(text.utf8.count <= ToolResult.limit)
      #expect(result["structuredContent"]?.byteCount ?? 0 <= ToolResult.limit)
    }
  }
}
