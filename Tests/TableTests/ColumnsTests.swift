import Model
import Table
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

  @Test func `a column of starts is read and written, and what is not a time is named`() throws {
    let text = """
      | id | status | priority | task | success_criteria | owner_session | started_at_kst | due_at_kst | notes | not_before |
      |---|---|---|---|---|---|---|---|---|---|
      | A | PENDING | P1 | t | c | - | - | - |  | 2026-02-01 |
      | B | PENDING | P1 | t | c | - | - | - |  | next week |

      """
    let queue = try document(text)
    #expect(queue.items.map(\.notBefore) == ["2026-02-01 00:00", nil])
    #expect(queue.lint().map(\.fact) == [.unreadableTime("next week")])
    let item = try #require(try queue.item("A"))
    var edit = Transition.Edit(id: "A", [.notBefore: "2026-02-02 09:00"])
    edit.texts[.priority] = "P0"
    let change = try #require(
      Transition.edit(edit).decide(
        in: queue, context: TransitionContext(session: nil, now: .init(epochSeconds: 0, offset: 0))
      )
      .encoded(for: .notes(hasAfterColumn: false, columns: [.notBefore])).changes.first)
    #expect(change.before == item)
    let written = String(decoding: queue.applying(queue.edits(for: change)), as: UTF8.self)
    #expect(
      written
        == text.replacing("| A | PENDING | P1", with: "| A | PENDING | P0")
        .replacing("| 2026-02-01 |", with: "| 2026-02-02 09:00 |"))
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
