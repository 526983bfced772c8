import Door
import Model
import StoreTestSupport
import Testing
import Text

@testable import Attempts

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
  ) throws -> [String] {
    let context = TransitionContext(
      session: nil, now: QueueTime(epochSeconds: 0, zone: .fixed(0)))
    return try MemoryTable(items).stuckRows(context, roster: roster).map { row in
      let remedy = row.remedy.map { " \($0)" } ?? ""
      return "\(row.id ?? "-") \(row.reason.sentence(at: context.now).english)\(remedy)"
    }
  }

  @Test func `a row that waits for a blocked or failed row is stuck, and those that wait for it`()
    throws
  {
    let stuck = try Self.stuckRows(Self.items)
    #expect(
      stuck == [
        "X waits for B (BLOCKED), F (FAILED)", "V waits for W (PENDING)",
        "W waits for X (PENDING)", "M waits for N (no readable row)",
      ])
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
      stuck == [
        "U orch.json has no worker 'b' setWorker(\"U\")", "W waits for U (PENDING)",
        "A no attempts left (3/3) retry(\"A\", force: true)",
      ])
    #expect(try Self.stuckRows(items).isEmpty)
  }

  @Test func `nothing is stuck where nothing failed`() throws {
    let items = Self.items.filter { ["P", "Y", "Z"].contains($0.id) }
    #expect(try Self.stuckRows(items).isEmpty)
  }
}
