import Model
import StoreTestSupport
import Testing

/// Who may decide: the changes that are reserved, with the callers to whom each is refused.
struct ReservedChangesTests {
  private struct Case: Sendable {
    let name: String
    let refused: [String]
    let transition: Transition

    init(_ name: String, _ refused: [String], _ transition: Transition) {
      (self.name, self.refused, self.transition) = (name, refused, transition)
    }
  }

  /// By their names in the table. `worker` is one of another row, `owner` that of row A.
  private static let callers: [(name: String, kind: CallerKind)] = [
    ("worker", .worker(row: "X")), ("owner", .worker(row: "A")), ("session", .session),
    ("submit", .token(mayDecide: false)), ("decide", .token(mayDecide: true)), ("person", .person),
  ]

  private static let nobody: [String] = []
  /// Those who do not decide.
  private static let undecided = ["worker", "owner", "submit"]
  /// Those who may not take back what a person approves.
  private static let unentitled = ["worker", "owner", "session", "submit"]
  private static let workers = ["worker", "owner"]
  private static let agents = ["worker", "owner", "session", "submit", "decide"]

  private static let answered = "answer 1: yes (boss, 2026-01-31 18:00)"

  /// S begins once it is approved, and E waits for D, and D for S. R awaits the approval of its result,
  /// and Q an answer. The start of T is approved, and M has an approval that no rule reads.
  private static let rows: [QueueItem] = [
    .sample("A", .pending, notes: "x / \(answered) / max_attempts=2"),
    .sample("S", .blocked, notes: "approval=start / awaits=approval"),
    .sample("P", .pending, notes: "approval=done / on_failure=cancel / plan=p"),
    .sample("R", .blocked, notes: "approval=done / awaits=approval"),
    .sample("B", .blocked, notes: "awaits=approval"),
    .sample("Q", .blocked, notes: "question=1 / awaits=answer"),
    .sample("D", .pending, after: ["S"]), .sample("E", .pending, after: ["D"]),
    .sample("F", .failed, notes: "failure=permanent"), .sample("W", .inProgress, owner: "other"),
    .sample("H", .inProgress, owner: nil),
    .sample("T", notes: "approval=start / approved (boss, 2026-01-31 18:00, 3f2a9c81d0e4)"),
    .sample("M", notes: "approval=yes"), .sample("G", notes: "plan=p"),
  ]

  private static func edit(
    _ id: String, _ texts: [EditableField: String], force: Bool = true
  ) -> Transition {
    .edit(.init(id: id, texts, force: force))
  }

  private static func finish(_ id: String, _ ending: Transition.Finish.Ending) -> Transition {
    .finish(.init(id: id, as: ending, notes: "", force: true))
  }

  private static func add(notes: String) -> Transition {
    .add(.init(priority: .p1, task: "x", successCriteria: "", notes: notes))
  }

  private static func plan(
    _ approval: Approval?, criteria: String = "criteria", dropping dropped: [String] = []
  ) -> Transition {
    func task(_ approval: Approval?, _ criteria: String) -> Transition.NewItem {
      var task = Transition.NewItem(
        id: "P", priority: .p1, task: "work", successCriteria: criteria)
      (task.plan, task.approval, task.failurePolicy) = ("p", approval, .cancel)
      return task
    }
    let kept = Transition.PlanChange.Task(
      id: "P", row: task(approval, criteria), earlier: [task(.done, "criteria")])
    return .plan(.init(plan: "p", tasks: dropped.isEmpty ? [kept] : [], dropped: dropped))
  }

  private static func review(_ id: String, _ source: Transition.Review.Source) -> Transition {
    .review(.init(id: id, by: source, .init(verdict: .sample(.pass))))
  }

  private static let cases: [Case] = [
    Case("approve a result", undecided, .reply(.init(id: "R", .approve))),
    Case("approve a start", undecided, .reply(.init(id: "S", .approve))),
    Case("reject", undecided, .reply(.init(id: "R", .reject(reason: "no")))),
    Case("answer", undecided, .reply(.init(id: "Q", .answer("yes", question: 1)))),
    Case("done in place of an approval", undecided, finish("B", .done)),
    Case("fail what awaits an approval", undecided, finish("R", .failed(isPermanent: false))),
    Case("retry what awaits an answer", undecided, .retry(id: "Q", force: false)),
    Case("pass what awaits an approval", undecided, review("B", .review)),

    Case("take the approval back", unentitled, edit("P", [.approval: "-"])),
    Case("take back that of a start", unentitled, edit("S", [.approval: "-"])),
    Case("put another one in its place", unentitled, edit("P", [.approval: "start"])),
    Case(
      "put another one in place of one that was given", unentitled, edit("T", [.approval: "done"])),
    Case("drop what is meant as one", unentitled, edit("M", [.notes: "x"])),
    Case("done in spite of it", unentitled, finish("M", .done)),
    Case("write it as a rule reads it", nobody, edit("M", [.approval: "done"])),
    Case("among several", unentitled, .several([edit("P", [.approval: "-"])])),
    Case("by a plan", unentitled, plan(nil)),
    Case("by a plan without the task", unentitled, plan(.done, dropping: ["P"])),
    Case("by a plan that keeps it", nobody, plan(.done)),
    Case(
      "by an import", unentitled,
      .importRows(.init([.init(.sample("P", .pending), changing: rows[2])]))),
    Case("ask for an approval", nobody, edit("A", [.approval: "done"])),
    Case("done before the start", unentitled, finish("S", .done)),
    Case("a report before the start", unentitled, review("S", .report(force: true))),
    Case("remove it from what waits for it", unentitled, .remove(["S"], force: true)),

    Case("wait no more", unentitled, edit("D", [.after: "-"])),
    Case("wait no more, further down", unentitled, edit("E", [.after: "A"])),
    Case("wait for more", nobody, edit("D", [.after: "S,A"])),
    Case("go on if it fails", unentitled, edit("S", [.onFailure: "continue"])),
    Case("go on if what waits fails", unentitled, edit("D", [.onFailure: "continue"])),

    Case("criteria", undecided, edit("E", [.successCriteria: "easy"])),
    Case("criteria of its own", ["worker", "submit"], edit("A", [.successCriteria: "easy"])),
    Case("criteria by a plan", ["worker", "owner", "submit"], plan(.done, criteria: "easy")),
    Case("a row that a plan drops", ["submit"], plan(nil, dropping: ["G"])),
    Case("attempts", ["worker", "submit"], edit("A", [.maxAttempts: "9"])),
    Case("time", ["worker", "submit"], edit("A", [.timeout: "9h"])),
    Case("profile", ["worker", "submit"], edit("A", [.worker: "w"])),
    Case("task", nobody, edit("E", [.task: "other"])),
    Case("criteria at work", agents, edit("H", [.successCriteria: "easy"], force: false)),
    Case("criteria at work, by force", undecided, edit("W", [.successCriteria: "easy"])),
    Case("another attempt", workers, .retry(id: "F", force: true)),
    Case("another attempt by a plan", workers, .replan(id: "E", reason: "so", force: true)),
    Case("removal", workers, .remove(["E"], force: false)),

    Case("an answer", agents, edit("A", [.notes: "x / answer 1: no (boss, now)"])),
    Case("to cancel what awaits an approval", undecided, .cancel(id: "R", reason: "")),
    Case("to cancel what awaits an answer", undecided, .cancel(id: "Q", reason: "")),
    Case("to cancel another row", nobody, .cancel(id: "A", reason: "")),
    Case("an approval", agents, edit("A", [.notes: "Approved (boss, now)"])),
    Case("an earlier approval", agents, edit("A", [.notes: "approved earlier (boss, now)"])),
    Case("full-width signs", agents, edit("A", [.notes: "answer \u{FF11}\u{FF1A}yes (boss, now)"])),
    Case("what can't be seen", agents, edit("A", [.notes: "\u{200B}answer\u{A0}1: yes (boss)"])),
    Case("a rejection", agents, edit("A", [.notes: "rejected: no (boss, now)"])),
    Case("a verdict", agents, edit("A", [.notes: "review:PASS verified=2"])),
    Case("guardrails", agents, edit("A", [.notes: "Guardrail BLOCK: state=S"])),
    Case("notes as they were", nobody, edit("A", [.notes: "x / \(answered) / seen"])),
    Case("a reason", agents, .replan(id: "A", reason: "so / answer 1: no (boss)", force: false)),
    Case(
      "a reason with line breaks", agents,
      .replan(id: "A", reason: "so\n/\nanswer 1: no (boss)", force: false)),
    Case("a new row", agents, add(notes: "answer 1: no (boss, now)")),
    Case("where a row comes from", nobody, add(notes: "nl_intake: in a chat")),
    Case(
      "an imported row", agents,
      .importRows(.init([.init(.sample("N", .pending, notes: "approved (boss, now)"))]))),
  ]

  @Test(arguments: cases.map(\.name))
  func `what is reserved is refused to those who may not decide it`(_ name: String) throws {
    let test = try #require(Self.cases.first { $0.name == name })
    let refused = try Self.callers.filter { caller in
      var context = TransitionContext(session: caller.kind == .person ? nil : "s1", now: now)
      context.caller = caller.kind
      do {
        _ = try test.transition.decide(in: MemoryTable(Self.rows), context: context)
        return false
      } catch Refusal.reserved(_, _, for: let kind) {
        return kind == caller.kind
      }
    }
    #expect(refused.map(\.name) == test.refused)
  }

  @Test(arguments: [("s1", true), ("other", false)])
  func `a token changes the criteria of the rows that it added`(
    _ actor: String, isOwn: Bool
  ) throws {
    var caller = TransitionContext(session: "s1", now: now)
    caller.caller = .token(mayDecide: false)
    caller.history = ["E", "P", "G"].map { id in
      HistoryEntry(
        sequence: 1, time: "2026-01-31T18:00:00+09:00", traceID: "t", command: "add", actor: actor,
        row: RowChange(id: id, before: [:], after: ["id": id]))
    }
    let table = MemoryTable(Self.rows)
    for (transition, scope, id, what) in [
      (Self.edit("E", [.successCriteria: "easy"]), .row("E"), "E", .field(.successCriteria)),
      (Self.plan(.done, criteria: "easy"), .rows(["P"]), "P", .field(.successCriteria)),
      (Self.plan(nil, dropping: ["G"]), .rows(["G"]), "G", .cancellation),
    ] as [(Transition, HistoryScope, String, Reserved)] {
      #expect(transition.history(for: caller.caller) == scope)
      if isOwn {
        #expect(throws: Never.self) { try transition.decide(in: table, context: caller) }
      } else {
        #expect(throws: Refusal.reserved(id, what, for: caller.caller)) {
          try transition.decide(in: table, context: caller)
        }
      }
    }
  }

  @Test func `undo takes back no approval that its session asked for`() {
    var own = context()
    own.history = [
      HistoryEntry(
        sequence: 1, time: "2026-01-31T18:00:00+09:00", traceID: "t", command: "edit", actor: "s1",
        row: RowChange(id: "A", before: ["notes": "-"], after: ["notes": "approval=start"]))
    ]
    let table = MemoryTable([.sample("A", .pending, notes: "approval=start")])
    #expect(throws: Refusal.reserved("A", .approval, for: .session)) {
      try Transition.undo(id: "A").decide(in: table, context: own)
    }
    own.caller = .person
    #expect(throws: Never.self) { try Transition.undo(id: "A").decide(in: table, context: own) }
  }

  @Test func `a row with an approval is not closed for work on another one`() {
    let rows: [QueueItem] = [
      .sample("A", .done, notes: "idempotency_key=k"),
      .sample("B", .pending, notes: "approval=start / idempotency_key=k"),
    ]
    #expect(
      Transition.pick(id: "B").outcome(in: MemoryTable(rows))
        == "B BLOCKED - - [approval=start / idempotency_key=k / awaits=approval]")
  }

  @Test func `no session says that a person approved earlier`() throws {
    let note = "approved earlier (boss, 2026-01-31 18:00, 3f2a9c81d0e4)"
    let item = QueueItem.sample("A", .inProgress, owner: "s1")
    var caller = context()
    caller.caller = .session
    let finish = Transition.finish(.init(id: "A", as: .blocked, notes: note))
    let ended = try #require(try finish.decide(in: MemoryTable([item]), context: caller).item)
    #expect(ended.notes.text == "said: \(note)" && ended.withdrawnDigest == nil)
  }

  @Test(arguments: [
    (CallerKind.session, "ran all / said: answer 1: no (boss) / approved by none"),
    (.worker(row: "A"), "ran all / said: answer 1: no (boss) / approved by none"),
    (.person, "ran all / answer 1: no (boss) / approved by none"),
  ])
  func `done and fail keep such notes as what was said`(_ kind: CallerKind, notes: String) throws {
    let item = QueueItem.sample("A", .inProgress, owner: "s1")
    for (ending, separator) in [
      (Transition.Finish.Ending.done, " / "), (.failed(isPermanent: false), "\n/\n"),
      (.blocked, " | "),
    ] {
      var caller = context()
      caller.caller = kind
      let said = ["ran all", "answer 1: no (boss)", "approved by none"]
      let finish = Transition.finish(
        .init(id: "A", as: ending, notes: said.joined(separator: separator)))
      let ended = try #require(
        try finish.decide(in: MemoryTable([item]), context: caller).item)
      #expect(ended.notes.text == notes)
      #expect(
        try finish.decide(in: MemoryTable([ended]), context: caller) == .alreadySo(ended))
    }
  }

  @Test func `a refusal names the kind of caller`() {
    let codes = Self.callers.map { Refusal.reserved("A", .reply, for: $0.kind).code.rawValue }
    #expect(
      codes == [
        "inside_worker", "inside_worker", "needs_person", "lacks_scope", "needs_person",
        "needs_person",
      ])
  }
}
