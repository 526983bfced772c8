import Model
import Testing

@testable import Workload

@Suite struct FoundQueueTests {
  private static let header = """
    | id | status | priority | task | success_criteria | owner_session | started_at_kst | due_at_kst | notes |
    |---|---|---|---|---|---|---|---|---|

    """

  @Test func `rows are read as they stand, twice where they stand twice`() {
    let text =
      Self.header + """
        | A | DONE | P1 | t | c | w | 2026-01-31 18:00 | - | n / m |
        | B | PENDING | P1 | | c | - | - | - | |
        | A | PENDING | P1 | t | c | - | - | - | |

        """
    let found = FoundQueue(Array(text.utf8))
    let done = RowState(status: .done, owner: "w")
    let pending = RowState(status: .pending, owner: nil)
    #expect(
      found
        == FoundQueue(
          rows: [
            .init(id: "A", state: done, task: "t", notes: "n / m", line: 3),
            .init(id: "B", state: pending, task: "", notes: "", line: 4),
            .init(id: "A", state: pending, task: "t", notes: "", line: 5),
          ], text: text))
  }

  @Test func `a row that can't be read is a problem`() {
    let found = FoundQueue(Array((Self.header + "| A | DONE | P1 |\n").utf8))
    #expect(found.rows == [])
    #expect(found.problems == ["3:18: expected 9 cells, found 3"])
    let oracle = Oracle(History(), found: found)
    #expect(oracle.unexpected == [Fault(nil, "3:18: expected 9 cells, found 3")])
  }

  @Test func `a file that is not a queue has no rows`() {
    let found = FoundQueue([])
    #expect(found.rows == [])
    #expect(found.problems == ["1:1: the file is empty"])
  }
}
