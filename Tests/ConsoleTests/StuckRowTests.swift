import CommandLineKit
import Console
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

  private static func stuckRows(
    _ items: [QueueItem], roster: WorkerRoster? = nil
  ) throws -> [StuckRow] {
    let context = TransitionContext(
      session: nil, now: QueueTime(epochSeconds: 0, zone: .fixed(0)))
    return try StuckRow.rows(in: MemoryTable(items), context, roster: roster)
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

  @Test func `a duplicate of a row that is done is not stuck: the next pick closes it`() throws {
    func item(_ id: String, _ status: Status, after: [String] = [], _ notes: String) -> QueueItem {
      QueueItem(
        id: id, status: status, priority: .p1, task: "t", successCriteria: "c",
        notes: Notes(notes), after: after)
    }
    let items = [
      item("F", .failed, ""), item("K", .done, "idempotency_key=k"),
      item("D", .pending, after: ["F"], "idempotency_key=k"), item("W", .pending, after: ["D"], ""),
    ]
    #expect(try Self.stuckRows(items).isEmpty)
  }

  @Test func `a row on which no worker starts is stuck, and those that wait for it`() throws {
    func item(_ id: String, after: [String] = [], _ notes: String = "") -> QueueItem {
      QueueItem(
        id: id, priority: .p1, task: "t", successCriteria: "c", notes: Notes(notes), after: after)
    }
    let roster = WorkerRoster(
      workers: [.init(name: "default", timeoutSeconds: 9, graceSeconds: 9)], isNamed: true)
    let items = [
      item("U", "worker=b"), item("W", after: ["U"]), item("A", "review_attempts=3"), item("X"),
    ]
    let stuck = try Self.stuckRows(items, roster: roster)
    #expect(
      stuck.map(\.text) == [
        "U orch.json has no worker 'b' (orch edit U --worker NAME)", "W waits for U (PENDING)",
        "A no attempts left (3/3) (ops retry A --force)",
      ])
    #expect(
      stuck.last?.json.description
        == #"{"id":"A","waits_for":[],"reason":"no attempts left (3/3)","#
        + #""command":"ops retry A --force"}"#)
    #expect(try Self.stuckRows(items).isEmpty)
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
