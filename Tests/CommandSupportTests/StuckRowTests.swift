import CommandLineKit
import CommandSupport
import JSON
import OpsCLI
import OrchCLI
import QueueModel
import StoreTestSupport
import TestSupport
import Testing

@Suite struct StuckRowTests {
  private static let items = [
    QueueItem(id: "F", status: .failed, priority: .p1, task: "f", successCriteria: "c"),
    QueueItem(id: "B", status: .blocked, priority: .p1, task: "b", successCriteria: "c"),
    QueueItem(id: "P", priority: .p1, task: "p", successCriteria: "c"),
    QueueItem(id: "X", priority: .p0, task: "x", successCriteria: "c", after: ["P", "B", "F"]),
    QueueItem(id: "Y", priority: .p0, task: "y", successCriteria: "c", after: ["P"]),
    QueueItem(
      id: "Z", status: .inProgress, priority: .p0, task: "z", successCriteria: "c", after: ["F"]),
  ]

  @Test func `a row that waits for a blocked or failed row is stuck`() {
    let stuck = StuckRow.rows(in: MemoryTable(Self.items))
    #expect(stuck.map(\.text) == ["X waits for B (BLOCKED), F (FAILED)"])
    #expect(
      stuck.map(\.json.description) == [
        #"{"id":"X","waits_for":[{"id":"B","status":"BLOCKED"},{"id":"F","status":"FAILED"}]}"#
      ])
  }

  @Test func `nothing is stuck where nothing failed`() {
    #expect(StuckRow.rows(in: MemoryTable(Array(Self.items[2...]))).isEmpty)
  }
}

@Suite struct ElsewhereTests {
  @Test func `what the other executable does is named there`() {
    let orch = Orch.program.commands.filter { !$0.isHidden || $0.name == "complete" }.map {
      $0.name
    }
    let ops = Ops.program.commands.filter { !$0.isHidden || $0.name == "complete" }.map {
      $0.name
    }
    let both = ["completion", "complete"]
    #expect(orch.filter(ops.contains) == both)
    #expect(Set(Orch.program.sibling.commands) == Set(ops).subtracting(both))
    #expect(Set(Ops.program.sibling.commands) == Set(orch).subtracting(both))
  }
}
