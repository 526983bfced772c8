import Testing

@testable import Workload

/// What a person does to the text in an editor.
@Suite struct EditorBufferTests {
  private static let text = """
    # Queue

    - a list

    | id | task | notes | mine |
    |---|---|---|---|
    | A | first | - | - |
    | B |  | done | x |

    below

    """

  private func edited(_ edits: Edit..., in text: String = text) -> String {
    var buffer = EditorBuffer(text)
    for edit in edits { buffer.apply(edit) }
    return buffer.text
  }

  @Test func `a file without edits stays as it is`() {
    for text in [Self.text, "", "\n", "no line end", "| a |\n"] {
      #expect(edited(in: text) == text)
    }
  }

  @Test(arguments: [
    ("A", "task", "| A | first new | - | - |"), ("A", "notes", "| A | first | new | - |"),
    ("A", "mine", "| A | first | - | new |"), ("B", "task", "| B | new | done | x |"),
    ("B", "notes", "| B |  | done / new | x |"), ("B", "mine", "| B |  | done | x new |"),
  ])
  func `typing goes behind what a cell says`(id: String, column: String, line: String) {
    let old = id == "A" ? "| A | first | - | - |" : "| B |  | done | x |"
    let expected = Self.text.replacing(old, with: line)
    #expect(edited(.append("new", .init(id: id, column: column))) == expected)
  }

  @Test func `a cell says what it is set to`() {
    let expected = Self.text.replacing("| done |", with: "| new |")
    #expect(edited(.set("new", .init(id: "B", column: "notes"))) == expected)
  }

  private static let row = ["id": "C", "status": "PENDING", "task": "more"]

  @Test func `a row is added at its place, in the table's columns`() {
    let expected = Self.text.replacing("| x |\n", with: "| x |\n| C | more | - | - |\n")
    #expect(edited(.addRow(Self.row, place: 2)) == expected)
    let header = "| id | status | task |\n|---|---|---|\n"
    #expect(
      edited(.addRow(Self.row, place: 0), in: header) == header + "| C | PENDING | more |\n")
  }

  @Test func `a row is moved and removed as it is written`() {
    let expected = Self.text.replacing("| A | first | - | - |\n", with: "")
    #expect(edited(.remove(id: "A")) == expected)
    #expect(
      edited(.move(id: "A", place: 1))
        == expected.replacing("| x |\n", with: "| x |\n| A | first | - | - |\n"))
  }

  @Test func `a paragraph goes to the end, or to the top`() {
    #expect(edited(.write("more", aboveTable: false)) == Self.text + "\nmore\n")
    #expect(edited(.write("more", aboveTable: true)) == "more\n\n" + Self.text)
  }

  @Test func `a column is added behind the last one`() {
    #expect(
      edited(.addColumn("own"), in: "| id | x |\n|---|---|\n| A | - |\n")
        == "| id | x | own |\n|---|---|---|\n| A | - | - |\n")
  }

  @Test func `the cells of columns are listed row by row`() {
    let cells = EditorBuffer(Self.text).cells(in: ["task", "mine"])
    #expect(cells.map { "\($0.id) \($0.column)" } == ["A task", "A mine", "B task", "B mine"])
    #expect(EditorBuffer("half a line | of").cells(in: ["task"]).isEmpty)
    // A row that was read while it was written.
    #expect(EditorBuffer("| id | x |\n|---|---|\n| A |").cells(in: ["x"]).isEmpty)
  }
}
