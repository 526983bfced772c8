import QueueModel
import StoreTestSupport
import Testing

@Suite struct AddTests {
  private func new(
    _ id: String? = nil, task: String = "t", notes: String = "", after: [String] = []
  ) -> Transition {
    .add(
      Transition.NewItem(
        id: id, priority: .p0, task: task, successCriteria: "c", notes: notes, after: after))
  }

  private func decide(_ transition: Transition, in table: MemoryTable) throws -> QueueItem? {
    let context = TransitionContext(session: "s1", now: now)
    guard case .change(let change) = try transition.decision(in: table, context) else {
      return nil
    }
    #expect(change.before == nil)
    return change.after
  }

  @Test func `a new row is pending and nobody's`() throws {
    let item = Transition.NewItem(
      id: "A", priority: .p2, task: " do\nit ", successCriteria: "a|b",
      dueAt: QueueTime(epochSeconds: 1_769_850_000, offset: 32400), notes: "x / failure=permanent",
      after: ["B", "C"])
    let table = MemoryTable([.sample("B"), .sample("C")])
    #expect(
      try decide(.add(item), in: table)
        == QueueItem(
          id: "A", status: .pending, priority: .p2, task: "do it", successCriteria: "a/b",
          dueAt: "2026-01-31 18:00", notes: Notes("x / failure:permanent / after=B,C"),
          after: ["B", "C"]))
  }

  @Test func `dependencies leave the notes alone where they have a column`() throws {
    var table = MemoryTable([.sample("B")])
    table.storage = .notes(hasAfterColumn: true)
    let item = try decide(new("A", after: ["B"]), in: table)
    #expect(item?.notes.text == "" && item?.after == ["B"])
  }

  @Test func `text that says nothing is none`() throws {
    let item = try decide(new("A", task: "-", notes: "-"), in: MemoryTable())
    #expect(item?.task == nil && item?.notes.text == "")
  }

  @Test(arguments: [
    ([], "ORCH-001"), (["A", "ORCH-007", "ORCH-3"], "ORCH-008"), (["ORCH-999"], "ORCH-1000"),
  ])
  func `without an id it gets the next number`(_ ids: [String], id: String) throws {
    let table = MemoryTable(ids.map { .sample($0) })
    #expect(try decide(new(), in: table)?.id == id)
  }

  struct Case: CustomTestStringConvertible {
    let testDescription, id: String
    let after: [String]
    let refusal: Refusal
  }

  @Test(arguments: [
    Case(testDescription: "known", id: "B", after: [], refusal: .alreadyExists("B")),
    Case(testDescription: "malformed", id: "M", after: [], refusal: .alreadyExists("M")),
    Case(testDescription: "ill-formed", id: "a/b", after: [], refusal: .illFormedID("a/b")),
    Case(testDescription: "after nobody", id: "A", after: ["B", "X"], refusal: .notFound("X")),
    Case(testDescription: "itself", id: "A", after: ["A"], refusal: .dependencyCycle(["A", "A"])),
    Case(
      testDescription: "waited for already", id: "A", after: ["M", "C"],
      refusal: .dependencyCycle(["A", "C", "B", "A"])),
  ])
  func `a row that would do harm is refused`(_ row: Case) {
    var table = MemoryTable([.sample("B", after: ["A"]), .sample("C", after: ["B"])])
    table.refusals["M"] = .malformedRow("M", line: 3, problem: "x")
    #expect(throws: row.refusal) { try decide(new(row.id, after: row.after), in: table) }
  }
}
