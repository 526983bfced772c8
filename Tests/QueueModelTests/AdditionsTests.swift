import QueueModel
import StoreTestSupport
import Testing

/// Rows that come together.
@Suite struct AdditionsTests {
  private func new(_ id: String? = nil, after: [String] = []) -> Transition.NewItem {
    Transition.NewItem(id: id, priority: .p1, task: "t", successCriteria: "c", after: after)
  }

  private func rows(
    _ new: [Transition.NewItem], inSequence: Bool = false, in table: MemoryTable
  ) throws -> [String] {
    let transition = Transition.addAll(new, inSequence: inSequence)
    let context = TransitionContext(session: "s1", now: now)
    return try transition.decision(in: table, context).changes.map { change in
      #expect(change.event == .added && change.before == nil)
      return change.after?.addition ?? "-"
    }
  }

  @Test func `ids continue the highest number, of the table and of the named rows`() throws {
    let table = MemoryTable([.sample("ORCH-007"), .sample("A")])
    #expect(try rows([new(), new()], in: table) == ["ORCH-008", "ORCH-009"])
    #expect(
      try rows([new(), new("ORCH-012"), new(), new("B")], in: table)
        == ["ORCH-013", "ORCH-012", "ORCH-014", "B"])
  }

  @Test func `in a sequence each row waits for the one before it`() throws {
    let table = MemoryTable([.sample("A")])
    #expect(
      try rows([new(), new(after: ["A"]), new()], inSequence: true, in: table) == [
        "ORCH-001", "ORCH-002 after A after ORCH-001 [after=A,ORCH-001]",
        "ORCH-003 after ORCH-002 [after=ORCH-002]",
      ])
    #expect(
      try rows([new("B"), new("C", after: ["B"])], inSequence: true, in: table)
        == ["B", "C after B [after=B]"])
  }

  @Test func `rows may wait for rows that come with them, also for later ones`() throws {
    var table = MemoryTable()
    table.storage = .notes(hasAfterColumn: true)
    #expect(
      try rows([new("B", after: ["C"]), new("C")], in: table) == ["B after C", "C"])
  }

  @Test func `no rows are none, and one is a change like any other`() throws {
    let context = TransitionContext(session: nil, now: now)
    let nothing = Transition.addAll([], inSequence: true)
    #expect(try nothing.decide(in: MemoryTable(), context: context) == .nothingPending)
    let one = Transition.addAll([new("A")], inSequence: true)
    #expect(
      try one.decide(in: MemoryTable(), context: context)
        == Transition.add(new("A")).decide(in: MemoryTable(), context: context))
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let new: [(id: String, after: [String])]
    let refusal: Refusal
  }

  @Test(arguments: [
    Case(testDescription: "known", new: [("N", []), ("B", [])], refusal: .alreadyExists("B")),
    Case(testDescription: "twice", new: [("N", []), ("N", [])], refusal: .alreadyExists("N")),
    Case(testDescription: "ill-formed", new: [("N", []), ("a/", [])], refusal: .illFormedID("a/")),
    Case(testDescription: "after nobody", new: [("N", ["X"])], refusal: .notFound("X")),
    Case(
      testDescription: "each other", new: [("N", ["M"]), ("M", ["N"])],
      refusal: .dependencyCycle(["N", "M", "N"])),
    Case(
      testDescription: "over a row that waits already", new: [("M", []), ("A", ["M", "C"])],
      refusal: .dependencyCycle(["A", "C", "B", "A"])),
  ])
  func `one row that would do harm refuses all of them`(_ row: Case) {
    let table = MemoryTable([.sample("B", after: ["A"]), .sample("C", after: ["B"])])
    #expect(throws: row.refusal) {
      try rows(row.new.map { new($0.id, after: $0.after) }, in: table)
    }
  }

  @Test func `a sequence against what the rows say is refused`() {
    #expect(throws: Refusal.dependencyCycle(["N", "M", "N"])) {
      try rows([new("N", after: ["M"]), new("M")], inSequence: true, in: MemoryTable())
    }
  }

  @Test func `rows of the table that wait for each other are no matter of new ones`() throws {
    let table = MemoryTable([.sample("B", after: ["C"]), .sample("C", after: ["B"])])
    #expect(try rows([new("N", after: ["B"])], in: table) == ["N after B [after=B]"])
  }

  @Test func `a long sequence takes no longer than its rows`() throws {
    let rows = try rows(
      (0..<20_000).map { new("N-\($0)") }, inSequence: true, in: MemoryTable())
    #expect(rows.last == "N-19999 after N-19998 [after=N-19998]")
  }
}

extension QueueItem {
  /// `B after A [after=A]`
  fileprivate var addition: String {
    id + after.map { " after \($0)" }.joined() + (notes.text.isEmpty ? "" : " [\(notes.text)]")
  }
}
