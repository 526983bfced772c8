import Model
import StoreTestSupport
import Testing

/// Rows that wait for added ones, and rows that a person gives to somebody.
@Suite struct SplitTests {
  private func step(_ id: String? = nil, of blocked: String...) -> Transition.NewItem {
    var new = Transition.NewItem(id: id, priority: .p1, task: "t", successCriteria: "c")
    new.blocks = blocked
    return new
  }

  private func decide(
    _ transition: Transition, in table: MemoryTable, as caller: CallerKind = .person
  ) throws -> [String] {
    var context = TransitionContext(session: nil, now: now)
    context.caller = caller
    return try transition.decision(in: table, context).changes.map { change in
      "\(change.event) \(change.id) \(change.after?.after.joined(separator: ",") ?? "-")"
    }
  }

  @Test func `the row waits for its steps, and they stay in their order`() throws {
    var table = MemoryTable([.sample("A", after: ["B"]), .sample("B")])
    table.storage = .notes(hasAfterColumn: true)
    #expect(
      try decide(.addAll([step(of: "A"), step(of: "A")], inSequence: false), in: table) == [
        "added ORCH-001 ", "added ORCH-002 ", "edited A B,ORCH-001,ORCH-002",
      ])
    #expect(
      try decide(.addAll([step(of: "A"), step(of: "A")], inSequence: true), in: table) == [
        "added ORCH-001 ", "added ORCH-002 ORCH-001", "edited A B,ORCH-001,ORCH-002",
      ])
  }

  @Test(arguments: [Status.inProgress, .done])
  func `a row at work and a finished one are not split`(_ status: Status) throws {
    let item = QueueItem.sample("A", status)
    #expect(throws: Refusal.wrongState(item, action: .split)) {
      try decide(.addAll([step(of: "A")], inSequence: false), in: MemoryTable([item]))
    }
  }

  @Test func `a step must not wait for its row, and the row must exist`() throws {
    var circular = step("X", of: "A")
    circular.after = ["A"]
    #expect(throws: Refusal.dependencyCycle(["X", "A", "X"])) {
      try decide(.addAll([circular], inSequence: false), in: MemoryTable([.sample("A")]))
    }
    #expect(throws: Refusal.notFound("B")) {
      try decide(.addAll([step(of: "B")], inSequence: false), in: MemoryTable([.sample("A")]))
    }
  }

  @Test func `a person gives away a row that nobody has, and a session does not`() throws {
    let table = MemoryTable([.sample("A")])
    let assign = Transition.assign(id: "A", to: "bob", from: nil, force: false)
    let context = TransitionContext(session: nil, now: now)
    let change = try #require(assign.decide(in: table, context: context).changes.first)
    #expect(change.event == .picked && change.after?.ownerSession == "bob")
    #expect(change.after?.status == .inProgress)
    #expect(throws: Refusal.wrongState(.sample("A"), action: .assign)) {
      try decide(assign, in: table, as: .session)
    }
  }
}
