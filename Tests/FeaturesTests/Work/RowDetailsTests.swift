import Attempts
import Host
import Model
import TestSupport
import Testing

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
}
