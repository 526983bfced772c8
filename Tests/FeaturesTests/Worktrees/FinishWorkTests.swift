import Model
import Testing

@testable import Door

@Suite struct FinishWorkTests {
  @Test(arguments: [
    (Transition.Finish.Ending.done, "A DONE"), (.blocked, "A BLOCKED"),
    (.failed(isPermanent: false), "A FAILED"),
  ])
  func `a person ends the work of a session, and is warned of its lease`(
    _ ending: Transition.Finish.Ending, row: String
  ) throws {
    let scene = EngineScene([item("A")])
    _ = try ClaimWork(queue: scene.queue(session: "worker"))()
    _ = try scene.queue().change(.finish(.init(id: "A", as: ending, notes: "seen")))
    #expect(try scene.rows.first?.hasPrefix(row) == true)
    #expect(scene.events.warnings.first?.hasPrefix("leaseEnded") == true)
  }

  @Test func `a session ends its own work without a warning, and no other's`() throws {
    let scene = EngineScene([item("A"), item("B")])
    let finish = Transition.Finish(id: "A", as: .done, notes: "")
    _ = try ClaimWork(queue: scene.queue(session: "worker"))()
    let error = #expect(throws: Problem.self) {
      try asking { try scene.queue(session: "other").change(.finish(finish)) }
    }
    #expect(error?.refusal != nil)
    _ = try scene.queue(session: "worker").change(.finish(finish))
    #expect(scene.events.warnings.isEmpty)
  }

  @Test func `a restored row warns of what it waits for`() throws {
    let scene = EngineScene([item("A", .pending, after: ["B"]), item("B")])
    // Rows that were never there can't be restored.
    #expect(throws: Problem.self) { try asking { try RestoreWork(queue: scene.queue())(id: "C") } }
    #expect(try scene.rows == ["A PENDING", "B PENDING"])
  }
}
