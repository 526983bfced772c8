import Testing

@testable import Torture

/// What a person does to the text in an editor.
@Suite struct BufferTests {
  private static let text = """
    # Queue

    - a list

    | id | task | notes | mine |
    |---|---|---|---|
    | A | first | - | - |
    | B |  | done | x |

    below

    """

  private func edited(_ edit: (inout Buffer) -> Void, _ text: String = text) -> String {
    var buffer = Buffer(text)
    edit(&buffer)
    return buffer.text
  }

  @Test func `a file that nobody types into stays as it is`() {
    for text in [Self.text, "", "\n", "no line end", "| a |\n"] {
      #expect(edited({ _ in }, text) == text)
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
    #expect(edited { $0.type("new", into: .init(id: id, column: column)) } == expected)
  }

  @Test func `a row is added behind the last one, in its columns`() {
    let expected = Self.text.replacing(
      "| x |\n", with: "| x |\n| C | more | - | - |\n")
    #expect(edited { $0.addRow("C", task: "more") } == expected)
    #expect(
      edited({ $0.addRow("C", task: "more") }, "| id | status | task |\n|---|---|---|\n")
        == "| id | status | task |\n|---|---|---|\n| C | PENDING | more |\n")
  }

  @Test func `a paragraph goes to the end`() {
    #expect(edited { $0.add(paragraph: "more") } == Self.text + "\nmore\n")
  }

  @Test func `a column is added behind the last one`() {
    #expect(
      edited({ $0.addColumn("own") }, "| id | x |\n|---|---|\n| A | - |\n")
        == "| id | x | own |\n|---|---|---|\n| A | - | - |\n")
  }

  @Test func `each cell of the columns is a place to type into`() {
    let places = Buffer(Self.text).places(in: ["task", "mine"])
    #expect(places.map { "\($0.id) \($0.column)" } == ["A task", "A mine", "B task", "B mine"])
    #expect(Buffer("half a line | of").places(in: ["task"]).isEmpty)
    // A row that is only half there is left alone.
    #expect(Buffer("| id | x |\n|---|---|\n| A |").places(in: ["x"]).isEmpty)
  }
}
