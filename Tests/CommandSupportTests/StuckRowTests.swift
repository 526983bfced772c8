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
    QueueItem(id: "V", priority: .p0, task: "v", successCriteria: "c", after: ["P", "W"]),
    QueueItem(id: "W", priority: .p0, task: "w", successCriteria: "c", after: ["X", "P"]),
    QueueItem(id: "M", priority: .p0, task: "m", successCriteria: "c", after: ["N"]),
    QueueItem(id: "Y", priority: .p0, task: "y", successCriteria: "c", after: ["P"]),
    QueueItem(
      id: "Z", status: .inProgress, priority: .p0, task: "z", successCriteria: "c", after: ["F"]),
  ]

  private static func stuckRows(_ items: [QueueItem]) throws -> [StuckRow] {
    let context = TransitionContext(
      session: nil, now: QueueTime(epochSeconds: 0, zone: .fixed(0)))
    return try StuckRow.rows(in: MemoryTable(items), context)
  }

  @Test func `a row that waits for a blocked or failed row is stuck, and those that wait for it`()
    throws
  {
    let stuck = try Self.stuckRows(Self.items)
    #expect(
      stuck.map(\.text) == [
        "X waits for B (BLOCKED), F (FAILED)", "V waits for W (PENDING)",
        "W waits for X (PENDING)", "M waits for N (no readable row)",
      ])
    #expect(
      stuck.first?.json.description
        == #"{"id":"X","waits_for":[{"id":"B","status":"BLOCKED"},{"id":"F","status":"FAILED"}]}"#)
  }

  @Test func `nothing is stuck where nothing failed`() throws {
    let items = Self.items.filter { ["P", "Y", "Z"].contains($0.id) }
    #expect(try Self.stuckRows(items).isEmpty)
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
