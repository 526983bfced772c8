import Model
import Table
import TestSupport
import Testing

/// The row changes between two versions of a table.
@Suite struct RowChangesTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let old: String
    let new: String
    let changes: [RowChange]
  }

  private static let three = queue(row("A"), row("B"), row("C"))

  /// The cells of `row(id)`.
  private static func cells(_ id: String, task: String = "t") -> [String: String] {
    ["id": id, "status": "PENDING", "priority": "P1", "task": task, "success_criteria": "c"]
  }

  static let cases = [
    Case(testDescription: "the same", old: three, new: three, changes: []),
    Case(
      testDescription: "text around the table, and padding", old: three,
      new: "# Title\n" + queue("|  A  |PENDING|P1|t|c|||||", row("B"), row("C")) + "\nend",
      changes: []),
    Case(
      testDescription: "a cell", old: three, new: queue(row("A"), row("B", "new"), row("C")),
      changes: [.init(id: "B", before: ["task": "t"], after: ["task": "new"])]),
    Case(
      testDescription: "a cell that is empty now", old: queue(row("A", notes: "n")),
      new: queue(row("A")), changes: [.init(id: "A", before: ["notes": "n"], after: ["notes": "-"])]
    ),
    Case(
      testDescription: "a row that went", old: three, new: queue(row("A"), row("C")),
      changes: [.init(id: "B", before: cells("B"), after: [:], place: .behind("A"))]),
    Case(
      testDescription: "the first row went", old: three, new: queue(row("B"), row("C")),
      changes: [.init(id: "A", before: cells("A"), after: [:], place: .first)]),
    Case(
      testDescription: "a row that came", old: three,
      new: queue(row("A"), row("N", "new"), row("B"), row("C")),
      changes: [.init(id: "N", before: [:], after: cells("N", task: "new"))]),
    Case(
      testDescription: "another order", old: three, new: queue(row("C"), row("B"), row("A")),
      changes: []),
    Case(
      testDescription: "a column of the owner's",
      old: three,
      new: """
        | team | id | status | priority | task | success_criteria | owner_session \
        | started_at_kst | due_at_kst | notes |
        |---|---|---|---|---|---|---|---|---|---|
        | red | A | PENDING | P1 | t | c | - | - | - | |
        | - | B | PENDING | P1 | t | c | - | - | - | |
        | - | C | PENDING | P1 | t | c | - | - | - | |
        """,
      changes: [.init(id: "A", before: ["team": "-"], after: ["team": "red"])]),
    Case(
      testDescription: "an unreadable row was removed",
      old: queue(row("A"), "| B | WAITING | P1 | only four |", row("C")),
      new: queue(row("A"), row("C")),
      changes: [
        .init(
          id: "B",
          before: ["id": "B", "status": "WAITING", "priority": "P1", "task": "only four"],
          after: [:], place: .behind("A"))
      ]),
    Case(
      testDescription: "rows with one id are passed over",
      old: queue(row("A"), row("A", "2"), row("B")), new: queue(row("A", "3"), row("B")),
      changes: []),
  ]

  @Test(arguments: cases)
  func `changes are reported row by row`(_ test: Case) throws {
    let changes = try document(test.new).changes(since: document(test.old))
    #expect(changes == test.changes)
  }
}
