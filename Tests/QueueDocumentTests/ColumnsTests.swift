import QueueDocument
import QueueModel
import Testing

@Suite struct ColumnsTests {
  struct Table: CustomTestStringConvertible {
    let testDescription: String
    let header, row: [String]
  }

  private static let values = ["A", "PENDING", "P0", "t", "c", "s1", "2026-01-31 18:00", "d", "n"]

  @Test(arguments: [
    Table(testDescription: "in order", header: names, row: values),
    Table(testDescription: "backwards", header: names.reversed(), row: values.reversed()),
    Table(testDescription: "capitals", header: names.map { $0.uppercased() }, row: values),
    Table(
      testDescription: "columns of the owner's", header: ["Team"] + names + ["", "Team"],
      row: ["x"] + values + ["y", "z"]),
    Table(
      testDescription: "one in the middle", header: names.prefix(4) + ["링크"] + names.suffix(5),
      row: values.prefix(4) + [#"a\|b"#] + values.suffix(5)),
  ])
  func `columns are found by name`(_ table: Table) throws {
    let delimiters = table.header.map { _ in "---" }
    let lines = [table.header, delimiters, table.row].map {
      "|\t" + $0.joined(separator: " | ") + " |"
    }
    let item = try document(lines.joined(separator: "\n") + "\n").items.first
    #expect(Column.allCases.map { item?.text(of: $0) } == Self.values)
  }

  @Test func `an after column holds the dependencies`() throws {
    let text = """
      After | \(names.joined(separator: " | "))
      ---|---|---|---|---|---|---|---|---|---
      B, C | A | PENDING | P0 | t | c | - | - | - | after=X
      - | B | PENDING | P0 | t | c | - | - | - | after=X

      """
    let queue = try document(text)
    #expect(queue.hasAfterColumn)
    #expect(queue.summary == "A:3")
    #expect(queue.items.map(\.after) == [["B", "C"]])
  }

  @Test func `without one they are a note`() throws {
    let queue = try document(queue(row("A", notes: "x / after=B,C")))
    #expect(!queue.hasAfterColumn)
    #expect(queue.items.map(\.after) == [["B", "C"]])
  }

  @Test func `a worker column is read, and changed where a row gets another worker`() throws {
    let text = """
      | id | status | priority | task | success_criteria | owner_session | started_at_kst | due_at_kst | notes | worker |
      |---|---|---|---|---|---|---|---|---|---|
      | A | PENDING | P1 | t | c | - | - | - | worker=b | 김 a |

      """
    let queue = try document(text)
    var item = try #require(try queue.item("A"))
    #expect(item.fieldCells[.worker] == "김 a" && item.workerName == "김 a")
    let before = item
    item.fieldCells[.worker] = "x|y"
    let edits = queue.edits(for: ItemChange(.edited, before: before, after: item))
    let written = String(decoding: queue.applying(edits), as: UTF8.self)
    #expect(written == text.replacing("김 a", with: #"x\|y"#))
  }

  @Test func `an after column that holds nothing leaves nothing to the note`() throws {
    let text = """
      | \(names.joined(separator: " | ")) | after |
      |---|---|---|---|---|---|---|---|---|---|
      | A | PENDING | P0 | t | c | - | - | - | after=X | - |

      """
    #expect(try document(text).items.map(\.after) == [[]])
  }
}
