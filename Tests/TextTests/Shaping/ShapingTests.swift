import Testing
import Text

private struct Row: Shaped {
  let id: String
  var owner: String?
  var after: [String] = []
  var line: Int?
  var question: String??
  var counts = Map<Int>()
  var cost: Number?
  var context: JSONValue?

  static var shapeName: StaticString { "row" }
  static func shape(_ fields: inout Fields<Row>) {
    fields.add("id", \.id, "the row")
    fields.add("owner", \.owner, "who has it")
    fields.addIfNotEmpty("after", \.after)
    fields.addIfAny("line", \.line, "where")
    fields.addIfAny("question", \.question)
    fields.add("counts", \.counts)
    fields.add("cost", \.cost)
    fields.addIfAny("context", \.context)
    fields.add("is_free", { $0.owner == nil }, "whether nobody has it")
  }
}

private struct Change: Shaped {
  let at: String
  let row: Row
  var others: [Row] = []
  var before: Row?

  static var shapeName: StaticString { "change" }
  static func shape(_ fields: inout Fields<Change>) {
    fields.add("at", \.at)
    fields.addAll { $0.row }
    fields.add("others", \.others, "the rows besides")
    fields.add("before", \.before)
  }
}

private struct Nothing: Shaped {
  static var shapeName: StaticString { "nothing" }
  static func shape(_ fields: inout Fields<Nothing>) {
    fields.addIfAny("never") { _ in Optional<Int>.none }
  }
}

@Suite struct ShapingTests {
  @Test(arguments: [
    (Row(id: "A"), #"{"id":"A","owner":null,"counts":{},"cost":null,"is_free":true}"#),
    (
      Row(
        id: "a\"b\u{85}", owner: "사용자", after: ["B", "C"], line: -3, question: .some(nil),
        counts: Map([("DONE", 2), ("b\\", 0)]), cost: .fraction(0.25), context: ["n": [1, nil]]),
      #"{"id":"a\"b\u0085","owner":"사용자","after":["B","C"],"line":-3,"question":null,"#
        + #""counts":{"DONE":2,"b\\":0},"cost":0.25,"context":{"n":[1,null]},"is_free":false}"#
    ),
  ])
  fileprivate func `fields are written in the order of the shape`(_ row: Row, _ text: String) {
    #expect(row.jsonText == text)
  }

  @Test func `fields of another object stand where it is named`() {
    let row = Row(id: "A", owner: "s")
    let fields = #""id":"A","owner":"s","counts":{},"cost":null,"is_free":false"#
    let change = Change(at: "now", row: row, others: [row, row], before: row)
    #expect(
      change.jsonText
        == #"{"at":"now",\#(fields),"others":[{\#(fields)},{\#(fields)}],"before":{\#(fields)}}"#)
    #expect(Change(at: "", row: row).jsonText.hasSuffix(#""others":[],"before":null}"#))
  }

  @Test func `an object is written behind what is there`() {
    var output = Array("[".utf8)
    Nothing().write(to: &output)
    #expect(String(decoding: output, as: UTF8.self) == "[{}")
  }

  @Test func `the document has a line for each field, with its type`() {
    #expect(
      Row.document.lines == [
        "id: text, the row", "owner: text or null, who has it", "after?: list of text",
        "line?: number, where", "question?: text or null", "counts: map of number",
        "cost: number or null", "context?: document",
        "is_free: true or false, whether nobody has it",
      ])
    #expect(
      Change.document.lines == [
        "at: text", "as row", "others: list of row, the rows besides", "before: row or null",
      ])
  }

  @Test func `the document knows all keys and the objects that it holds`() {
    #expect(Change.document.keys == ["at"] + Row.document.keys + ["others", "before"])
    #expect(Change.document.shapes.map { $0.form } == ["row", "row", "row"])
    #expect([Row?].form == "list of row or null")
  }
}
