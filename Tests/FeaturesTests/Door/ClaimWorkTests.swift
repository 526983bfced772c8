import Model
import Testing

@testable import Door

/// `orch pick`, without a command line, a file, or the machine's clock.
@Suite struct ClaimWorkTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let items: [QueueItem]
    var id: String?
    let claimed: String?
    var rows: [String]
  }

  @Test(arguments: [
    Case(
      testDescription: "the most urgent first", items: [item("A"), item("B", .pending, .p0)],
      claimed: "B", rows: ["A PENDING", "B IN_PROGRESS worker"]),
    Case(
      testDescription: "the first of equals", items: [item("A"), item("B")], claimed: "A",
      rows: ["A IN_PROGRESS worker", "B PENDING"]),
    Case(
      testDescription: "not what waits",
      items: [item("A", .pending, .p0, after: ["B"]), item("B")],
      claimed: "B", rows: ["A PENDING", "B IN_PROGRESS worker"]),
    Case(
      testDescription: "the one that is named", items: [item("A"), item("B")], id: "B",
      claimed: "B", rows: ["A PENDING", "B IN_PROGRESS worker"]),
    Case(
      testDescription: "nothing to claim", items: [item("A", .done)], claimed: nil,
      rows: ["A DONE"]),
  ])
  func `claims`(_ test: Case) throws {
    let scene = EngineScene(test.items)
    let claimed = try ClaimWork(queue: scene.queue(session: "worker"))(id: test.id)
    #expect(claimed?.id == test.claimed)
    #expect((claimed?.claim != nil) == (test.claimed != nil))
    #expect(try scene.rows == test.rows)
  }

  @Test func `eight sessions at once get eight rows`() async throws {
    let scene = EngineScene((1...8).map { item("T-\($0)") })
    let ids = try await withThrowingTaskGroup(of: String?.self) { group in
      for session in 1...8 {
        group.addTask { try ClaimWork(queue: scene.queue(session: "w\(session)"))()?.id }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(ids.count == 8)
  }

  @Test func `a refusal says why, and changes nothing`() throws {
    let scene = EngineScene([item("A", .pending, after: ["B"]), item("B")])
    let error = #expect(throws: Problem.self) {
      try asking { try ClaimWork(queue: scene.queue(session: "w"))(id: "A") }
    }
    #expect(error?.refusal?.code == .waits)
    #expect(try scene.rows == ["A PENDING", "B PENDING"])
  }

  @Test func `work that was done under another id is closed, with a warning`() throws {
    let scene = EngineScene([
      item("A", .done, notes: "idempotency_key=k1"), item("B", notes: "idempotency_key=k1"),
      item("C"),
    ])
    let claimed = try ClaimWork(queue: scene.queue(session: "w"))()
    #expect(claimed?.id == "C")
    #expect(try scene.rows == ["A DONE", "B DONE", "C IN_PROGRESS w"])
    #expect(scene.events.warnings.count == 1)
  }

  @Test func `a queue that is only a copy is not changed`() throws {
    var scene = EngineScene([item("A")])
    scene.writability = .failure(.readOnly(database: "queue.db"))
    let error = #expect(throws: Problem.self) { _ = try ClaimWork(queue: scene.queue())() }
    #expect(error == .readOnly(database: "queue.db"))
    #expect(try scene.rows == ["A PENDING"])
  }
}
