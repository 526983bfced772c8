import Model
import StoreTestSupport
import Testing

/// One row, or several together.
@Suite struct AddTests {
  private func new(
    _ id: String? = nil, task: String = "t", notes: String = "", after: [String] = []
  ) -> Transition.NewItem {
    Transition.NewItem(
      id: id, priority: .p0, task: task, successCriteria: "c", notes: notes, after: after)
  }

  private func decide(_ new: Transition.NewItem, in table: MemoryTable) throws -> QueueItem? {
    let context = TransitionContext(session: "s1", now: now)
    guard case .change(let change) = try Transition.add(new).decision(in: table, context) else {
      return nil
    }
    #expect(change.before == nil)
    return change.after
  }

  @Test func `a new row is PENDING, without an owner`() throws {
    let item = Transition.NewItem(
      id: "A", priority: .p2, task: " do\nit ", successCriteria: "a|b",
      dueAt: QueueTime(epochSeconds: 1_769_850_000, offset: 32400), notes: "x / failure=permanent",
      after: ["B", "C"])
    let table = MemoryTable([.sample("B"), .sample("C")])
    #expect(
      try decide(item, in: table)
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
    // Longer numbers do not count.
    (["ORCH-007", "ORCH-1000000000000000"], "ORCH-008"),
    (["ORCH-999999999999999", "ORCH-1000000000000000"], "ORCH-1000000000000001"),
  ])
  func `without an id it gets the next number`(_ ids: [String], id: String) throws {
    let table = MemoryTable(ids.map { .sample($0) })
    #expect(try decide(new(), in: table)?.id == id)
  }

  @Test(arguments: [
    ("ORCH", true), ("web2", true), ("A", true), ("", false), ("2A", false), ("A-B", false),
    ("A_B", false), ("한", false), ("ABCDEFGHIJKLMNOPQ", false),
  ])
  func `a prefix is letters and digits`(_ text: String, _ isPrefix: Bool) {
    #expect(NumberedID.isPrefix(text) == isPrefix)
    #expect((NumberedID.parts(of: text + "-12")?.number == 12) == isPrefix)
  }

  // MARK: Several rows

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

  @Test func `no rows are none`() throws {
    let context = TransitionContext(session: nil, now: now)
    let nothing = Transition.addAll([], inSequence: true)
    #expect(try nothing.decide(in: MemoryTable(), context: context) == .unchanged)
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let new: [(id: String, after: [String])]
    let refusal: Refusal
  }

  @Test(arguments: [
    Case(testDescription: "known", new: [("B", [])], refusal: .alreadyExists("B")),
    Case(testDescription: "malformed", new: [("M", [])], refusal: .alreadyExists("M")),
    Case(testDescription: "ill-formed", new: [("a/b", [])], refusal: .illFormedID("a/b")),
    Case(testDescription: "after none", new: [("A", ["B", "X"])], refusal: .notFound("X")),
    Case(
      testDescription: "itself", new: [("A", ["A"])], refusal: .dependencyCycle(["A", "A"])),
    Case(
      testDescription: "waited for already", new: [("A", ["M", "C"])],
      refusal: .dependencyCycle(["A", "C", "B", "A"])),
    Case(
      testDescription: "one known", new: [("N", []), ("B", [])], refusal: .alreadyExists("B")),
    Case(testDescription: "twice", new: [("N", []), ("N", [])], refusal: .alreadyExists("N")),
    Case(
      testDescription: "one ill-formed", new: [("N", []), ("a/", [])], refusal: .illFormedID("a/")),
    Case(testDescription: "one after none", new: [("N", ["X"])], refusal: .notFound("X")),
    Case(
      testDescription: "each other", new: [("N", ["L"]), ("L", ["N"])],
      refusal: .dependencyCycle(["N", "L", "N"])),
    Case(
      testDescription: "over a row that waits already", new: [("N", []), ("A", ["N", "C"])],
      refusal: .dependencyCycle(["A", "C", "B", "A"])),
  ])
  func `one row that would do harm refuses all of them`(_ row: Case) {
    var table = MemoryTable([.sample("B", after: ["A"]), .sample("C", after: ["B"])])
    table.refusals["M"] = .malformedRow("M", line: 3, problem: .emptyID)
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
