import Attempts
import Host
import Model
import TestSupport
import Testing
import Text

@testable import Door
@testable import Work

/// A row with all that belongs to it.
@Suite struct RowDetailsTests {
  private static let rows = [QueueFixture.row("A"), QueueFixture.row("B", notes: "after=A")]

  @Test func `a row has what it waits for, its brief, its history and its attempts`() throws {
    try withTaskQueue(Self.rows) { queue, folder in
      try Directory.createWithParents("\(folder)/tasks")
      try NewFile.create("\(folder)/tasks/B.md", text: "more")
      let waiting = try queue.details(ofRow: "B")
      #expect(waiting.blockers.map(\.id) == ["A"] && waiting.brief == "more")
      #expect(waiting.attempts.isEmpty && waiting.costs == nil && waiting.evidence == nil)
      _ = try queue.pick("A", as: .session("ann"))
      let picked = try queue.details(ofRow: "A")
      #expect(picked.blockers.isEmpty && picked.history.map(\.command) == ["pick"])
      #expect(picked.item.ownerSession == "ann")
      #expect(throws: Problem.self) { try queue.details(ofRow: "X") }
      #expect(throws: Problem.self) { try queue.attempts(ofRow: "X") }
    }
  }

  /// The criteria of a cell, and the list in JSON.
  @Test(arguments: [
    (
      #"the 5" screen fits; the 7" screen fits; file: a.txt"#,
      #"{"n":1,"text":"the 5\" screen fits","checked":false},"#
        + #"{"n":2,"text":"the 7\" screen fits","checked":false},"#
        + #"{"n":3,"text":"file: a.txt","checked":true}"#
    ),
    (
      "1) it works 2) **file：a.txt**",
      #"{"n":1,"text":"it works","checked":false},{"n":2,"text":"**file：a.txt**","checked":true}"#
    ),
    ("-", ""),
  ])
  func `a row has its criteria as a report is judged by them`(
    _ cell: String, _ list: String
  ) throws {
    try withTaskQueue(["| A | PENDING | P1 | work | \(cell) | - | - | - | |"]) { queue, _ in
      let text = try queue.details(ofRow: "A").jsonText
      #expect(text.contains(#""criteria":[\#(list)]"#), "\(text)")
    }
  }
}
