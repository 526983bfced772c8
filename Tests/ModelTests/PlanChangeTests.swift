import Model
import StoreTestSupport
import TestSupport
import Testing

/// What becomes of the rows of a plan, when a version of it is applied.
@Suite struct PlanChangeTests {
  private typealias Change = Transition.PlanChange

  /// A row as a plan asks for it.
  private static func new(
    _ id: String, task: String = "t", after: [String] = [],
    _ edit: (inout Transition.NewItem) -> Void = { _ in }
  ) -> Transition.NewItem {
    var new = Transition.NewItem(
      id: id, priority: .p1, task: task, successCriteria: "c", after: after)
    new.plan = "p"
    edit(&new)
    return new
  }

  /// The change to one version, where the rows follow earlier ones.
  private static func change(
    to rows: [Transition.NewItem], from earlier: [[Transition.NewItem]] = [],
    dropped: [String] = [], gone: Set<String> = []
  ) -> Transition.PlanChange {
    let tasks = rows.map { row in
      Change.Task(
        id: row.id ?? "", row: row, earlier: earlier.joined().filter { $0.id == row.id })
    }
    return Change(plan: "p", tasks: tasks, dropped: dropped, gone: gone)
  }

  /// The rows of a version, as a store keeps them once it is applied.
  private static func applied(_ rows: [Transition.NewItem]) -> [QueueItem] {
    var table = MemoryTable()
    try? table.apply(.plan(change(to: rows)))
    return table.items
  }

  private static func with(
    _ status: Status, notes: String? = nil, _ item: QueueItem
  ) -> QueueItem {
    var item = item
    item.status = status
    if let notes { item.notes = Notes(notes) }
    return item
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let rows: [QueueItem]
    let change: Transition.PlanChange
    /// A line for each change, or the sentence of the refusal.
    let outcome: [String]

    init(
      _ name: String, _ rows: [QueueItem], _ change: Transition.PlanChange, _ outcome: String...
    ) {
      (testDescription, self.rows, self.change, self.outcome) = (name, rows, change, outcome)
    }
  }

  private static let a = new("p.a")
  private static let b = new("p.b", after: ["p.a"])
  private static let later = QueueTime(epochSeconds: 1_769_900_000, offset: 32400)
  private static let full = new("p.a", after: ["p.b"]) {
    ($0.priority, $0.dueAt) = (.p0, QueueTime(epochSeconds: 1_769_850_000, offset: 32400))
    ($0.notes, $0.maxAttempts, $0.labels) = ("x / failure=permanent", 0, ["ui", "버그"])
    ($0.worker, $0.timeoutSeconds, $0.touches) = ("codex", 7200, ["db/", "src/"])
    ($0.approval, $0.failurePolicy) = (.start, .cancel)
    $0.deferredUntil = later
  }

  private static let additions: [Case] = [
    Case(
      "rows in the order of the tasks, also before those that they wait for",
      [.sample("X")], change(to: [b, a]),
      "added p.b: P1 t, c [plan=p / after=p.a]", "added p.a: P1 t, c [plan=p]"),
    Case(
      "all fields", [.sample("p.b", notes: "plan=p")], change(to: [full]),
      "added p.a: P0 t, c, due 2026-01-31 18:00 [x / failure:permanent / labels=ui,버그 / "
        + "worker=codex / timeout=2h / touches=db/,src/ / not_before=2026-02-01T07:53 / plan=p / "
        + "approval=start / on_failure=cancel / after=p.b / max_attempts=0]"),
    Case(
      "a row that was there once is not added again",
      [.sample("X")], change(to: [a, new("p.c")], gone: ["p.a"]),
      "added p.c: P1 t, c [plan=p]"),
    Case("the rows are there already", applied([a, b]), change(to: [a, b])),
    Case(
      "a row without a plan has the id", [.sample("p.b")], change(to: [a, b]),
      "Row id already exists: p.b"),
    Case(
      "a row of another plan has the id", [.sample("p.b", notes: "plan=q")], change(to: [a, b]),
      "Row id already exists: p.b"),
    Case(
      "a person put a row with the id into the plan",
      [.sample("p.a", notes: "plan=p")], change(to: [a, b]),
      "added p.b: P1 t, c [plan=p / after=p.a]"),
    Case(
      "an ill-formed id", [], change(to: [new("p/a")]), "Row id is ill-formed: p/a"),
    Case(
      "a row would wait for an unknown one", [], change(to: [a, new("p.b", after: ["p.x"])]),
      "Row id not found: p.x"),
    Case(
      "new rows would wait for each other", [], change(to: [new("p.a", after: ["p.b"]), b]),
      "The rows would wait for each other: p.a -> p.b -> p.a"),
  ]

  private static let a2 = new("p.a", task: "u")

  private static let changes: [Case] = [
    Case(
      "a text of the version before", applied([a, b]), change(to: [a2, b], from: [[a, b]]),
      "edited p.a: P1 u, c [plan=p]"),
    Case(
      "all fields, there and back: set", applied([a, b]),
      change(
        to: [
          new("p.a") {
            $0 = full
            $0.after = []
          }, new("p.b"),
        ], from: [[a, b]]),
      "edited p.a: P0 t, c, due 2026-01-31 18:00 [x / failure:permanent / plan=p / "
        + "not_before=2026-02-01T07:53 / labels=ui,버그 / touches=db/,src/ / max_attempts=0 / worker=codex / timeout=2h / "
        + "approval=start / on_failure=cancel]",
      "edited p.b: P1 t, c [plan=p]"),
    Case(
      "all fields, there and back: cleared", applied([full, new("p.b")]),
      change(to: [a, new("p.b")], from: [[full, new("p.b")]]),
      "edited p.a: P1 t, c [plan=p]"),
    Case(
      "a person's text stays, and the other fields change",
      applied([a]).map { edited($0, [.task: "mine"]) },
      change(to: [new("p.a", task: "u") { $0.priority = .p0 }], from: [[a]]),
      "edited p.a: P0 mine, c [plan=p]"),
    Case(
      "a person's text that the plan has now, too",
      applied([a]).map { edited($0, [.task: "u"]) }, change(to: [a2], from: [[a]])),
    Case(
      "a note of an attempt stays", applied([a]).map { with(.failed, notes: "no / plan=p", $0) },
      change(to: [new("p.a") { $0.notes = "see X" }], from: [[a]])),
    Case(
      "not of a row that a person took out of the plan", [.sample("p.a", notes: "plan=q")],
      change(to: [a2], from: [[a]])),
    Case(
      "not of a row whose work awaits an approval",
      applied([a]).map { with(.blocked, notes: "plan=p / awaits=approval", $0) },
      change(to: [a2], from: [[a]])),
    Case(
      "nor of one whose pull request is open",
      applied([a]).map { with(.blocked, notes: "plan=p / pr=7 / awaits=merge", $0) },
      change(to: [a2], from: [[a]])),
    Case(
      "of PENDING, FAILED and BLOCKED rows, not of those at work or DONE",
      [.pending, .inProgress, .done, .failed, .blocked].flatMap { status in
        applied([new("p.\(status)")]).map { with(status, $0) }
      },
      change(
        to: Status.allCases.map { new("p.\($0)", task: "u") },
        from: [Status.allCases.map { new("p.\($0)") }]),
      "edited p.pending: P1 u, c [plan=p]", "edited p.failed: FAILED P1 u, c [plan=p]",
      "edited p.blocked: BLOCKED P1 u, c [plan=p]"),
    Case(
      "a text of either version, where a crash cut the second one", applied([a]),
      change(to: [new("p.a", task: "v")], from: [[a], [a2]]), "edited p.a: P1 v, c [plan=p]"),
    Case(
      "a text of the version that a crash cut", applied([a2]),
      change(to: [new("p.a", task: "v")], from: [[a], [a2]]), "edited p.a: P1 v, c [plan=p]"),
    Case(
      "back to the version before the one that a crash cut", applied([a2]),
      change(to: [a], from: [[a], [a2]]), "edited p.a: P1 t, c [plan=p]"),
    Case(
      "a time that was never reached", applied([full, new("p.b")]),
      change(
        to: [
          new("p.a") {
            $0 = full
            $0.deferredUntil = QueueTime(epochSeconds: 1_769_999_000, offset: 32400)
          }
        ], from: [[full]]),
      "edited p.a: P0 t, c, due 2026-01-31 18:00 [x / failure:permanent / labels=ui,버그 / "
        + "worker=codex / timeout=2h / touches=db/,src/ / plan=p / "
        + "approval=start / on_failure=cancel / after=p.b / max_attempts=0 / "
        + "not_before=2026-02-02T11:23]"),
    Case(
      "a time that version 0.9 wrote as that of a retry",
      applied([a]).map { with(.pending, notes: "plan=p / retry_not_before=1769900000", $0) },
      change(
        to: [new("p.a", task: "v") { $0.deferredUntil = later }],
        from: [[new("p.a") { $0.deferredUntil = later }]]),
      "edited p.a: P1 v, c [plan=p / not_before=2026-02-01T07:53]"),
    Case(
      "the same, where nothing else changed",
      applied([a]).map { with(.pending, notes: "plan=p / retry_not_before=1769900000", $0) },
      change(
        to: [new("p.a") { $0.deferredUntil = later }],
        from: [[new("p.a") { $0.deferredUntil = later }]])),
    Case(
      "a time besides that of the next attempt",
      applied([a]).map { with(.pending, notes: "plan=p / retry_not_before=1769850060", $0) },
      change(
        to: [
          new("p.a") { $0.deferredUntil = QueueTime(epochSeconds: 1_769_999_000, offset: 32400) }
        ], from: [[a]]),
      "edited p.a: P1 t, c [plan=p / retry_not_before=1769850060 / not_before=2026-02-02T11:23]"),
  ]

  private static let waiting: [Case] = [
    Case(
      "for a row that comes with it", applied([a]),
      change(to: [new("p.a", after: ["p.b"]), new("p.b")], from: [[a]]),
      "edited p.a: P1 t, c [plan=p / after=p.b]", "added p.b: P1 t, c [plan=p]"),
    Case(
      "for a row that a person deleted", applied([a]),
      change(to: [a2, b], from: [[new("p.a"), b]], gone: ["p.b"]),
      "edited p.a: P1 u, c [plan=p]"),
    Case(
      "for an unknown row", applied([a, b]),
      change(to: [a, new("p.b", after: ["p.a", "p.x"])], from: [[a, b]]), "Row id not found: p.x"),
    Case(
      "the other way round", applied([a, b]),
      change(to: [new("p.a", after: ["p.b"]), new("p.b")], from: [[a, b]]),
      "edited p.a: P1 t, c [plan=p / after=p.b]", "edited p.b: P1 t, c [plan=p]"),
    Case(
      "in a circle with what a person wrote",
      applied([a, new("p.b")]).map { $0.id == "p.a" ? edited($0, [.after: "p.b"]) : $0 },
      change(to: [a2, b], from: [[a, new("p.b")]]),
      "The rows would wait for each other: p.b -> p.a -> p.b"),
    Case(
      "in a circle that a person made, which the plan leaves",
      applied([a, b]).map { $0.id == "p.a" ? edited($0, [.after: "p.b"]) : $0 },
      change(to: [a2, b], from: [[a, b]]), "edited p.a: P1 u, c [plan=p / after=p.b]"),
    Case(
      "for a row of the plan that a person deleted by force", [applied([a, b])[1]],
      change(to: [a, new("p.b")], from: [[a, b]], gone: ["p.a"]),
      "edited p.b: P1 t, c [plan=p]"),
  ]

  private static let droppedTasks: [Case] = [
    Case(
      "cancelled where the work is not over",
      applied(Status.allCases.map { new("p.\($0)") }).enumerated().map {
        with(Status.allCases[$0], $1)
      },
      change(to: [a], from: [], dropped: Status.allCases.map { "p.\($0)" }),
      "added p.a: P1 t, c [plan=p]",
      "cancelled p.pending: BLOCKED P1 t, c [plan=p / cancelled_by_operator: no longer in plan p]",
      "cancelled p.blocked: BLOCKED P1 t, c [plan=p / cancelled_by_operator: no longer in plan p]"),
    Case(
      "once",
      applied([a]).map {
        with(.blocked, notes: "cancelled_by_operator: no longer in plan p / plan=p", $0)
      },
      change(to: [], dropped: ["p.a"])),
    Case(
      "not the rows of others, nor what is gone",
      [.sample("p.a"), .sample("p.b", notes: "plan=q")],
      change(to: [], dropped: ["p.a", "p.b", "p.c"])
    ),
  ]

  private static let dropped = "cancelled_by_operator: no longer in plan p"

  private static let returningTasks: [Case] = [
    Case(
      "as they were",
      applied([a, b]).map { with(.blocked, notes: "\($0.notes.text) / \(dropped)", $0) },
      change(to: [a, b], from: [[a, b]]),
      "edited p.a: P1 t, c [plan=p]", "edited p.b: P1 t, c [plan=p / after=p.a]"),
    Case(
      "changed", applied([a]).map { with(.blocked, notes: "\(dropped) / plan=p", $0) },
      change(to: [a2], from: [[a]]), "edited p.a: P1 u, c [plan=p]"),
    Case(
      "not where a person cancelled them",
      applied([a]).map { with(.blocked, notes: "plan=p / cancelled_by_operator: plan p", $0) },
      change(to: [a], from: [[a]])),
    Case(
      "not where they stopped since",
      applied([a]).map { with(.blocked, notes: "plan=p / \(dropped) / key?", $0) },
      change(to: [a], from: [[a]])),
    Case(
      "not where a person retried them",
      applied([a]).map { with(.failed, notes: "plan=p / \(dropped)", $0) },
      change(to: [a], from: [[a]])),
  ]

  @Test(arguments: additions + changes + waiting + droppedTasks + returningTasks)
  func `a version changes rows, or is refused`(_ row: Case) throws {
    let table = MemoryTable(row.rows)
    #expect(try table.outcome(of: .plan(row.change)) == row.outcome)
  }

  @Test func `what a row waits for is in its column, where there is one`() throws {
    var table = MemoryTable(Self.applied([Self.a]))
    table.storage = .notes(hasAfterColumn: true, columns: [.labels])
    let tagged = Self.new("p.a", after: ["p.b"]) { $0.labels = ["ui"] }
    try table.apply(.plan(Self.change(to: [tagged, Self.new("p.b")], from: [[Self.a]])))
    #expect(table.items.map(\.after) == [["p.b"], []])
    #expect(table.items.map(\.notes.text) == ["plan=p", "plan=p"])
    #expect(table.items.map { $0.fieldCells[.labels] } == ["ui", nil])
    let changed = Self.change(to: [Self.new("p.a"), Self.new("p.b")], from: [[tagged]])
    try table.apply(.plan(changed))
    #expect(table.items.map(\.after) == [[], []])
    #expect(table.items.map { $0.fieldCells[.labels] } == [nil, nil])
  }

  @Test func `a database's limit of attempts is no person's`() throws {
    let limited = Self.new("p.a") { $0.maxAttempts = 5 }
    for (task, limit) in [(Self.a, 3), (limited, 5)] {
      let row = Self.applied([task])[0].recorded(of: limit)
      let planned = Transition.PlanChange.Task(id: "p.a", row: task)
      #expect(planned.kept(by: row, Policy()) == [])
      var table = MemoryTable([row])
      table.storage = .columns
      try table.apply(.plan(Self.change(to: [limited], from: [[task]])))
      #expect(table.items.map(\.maxAttempts) == [5])
      try table.apply(.plan(Self.change(to: [Self.a], from: [[limited]])))
      #expect(table.items.map(\.maxAttempts) == [3])
    }
  }

  @Test func `what is new in the plan, and not in the row, is named`() {
    let planned = Self.applied([Self.full, Self.new("p.b")])[0]
    let row = Self.edited(planned, [.task: "mine", .labels: "", .notes: "y"])
    func kept(since earlier: [Transition.NewItem]) -> [EditableField] {
      let task = Transition.PlanChange.Task(id: "p.a", row: Self.full, earlier: earlier)
      #expect(task.kept(by: planned, Policy()) == [])
      return task.kept(by: row, Policy())
    }
    #expect(kept(since: []) == [.task, .labels])
    #expect(kept(since: [Self.full]) == [])
    var earlier = Self.full
    (earlier.task, earlier.notes) = ("old", "old")
    #expect(kept(since: [earlier]) == [.task, .notes])
  }

  /// A row as a person edited it.
  private static func edited(_ item: QueueItem, _ texts: [EditableField: String]) -> QueueItem {
    var table = MemoryTable([item, .sample("p.b")].prefix(item.id == "p.b" ? 1 : 2).map(\.self))
    try? table.apply(.edit(.init(id: item.id, texts, force: true)), Policy().forPlans)
    return table.items[0]
  }
}

extension MemoryTable {
  /// Decides a transition as a person, and makes its changes.
  mutating func apply(_ transition: Transition, _ policy: Policy = Policy()) throws {
    var context = context(nil)
    context.policy = policy
    for change in try transition.decision(in: self, context).changes {
      let place = items.firstIndex { $0.id == change.id }
      var after = change.after
      // A database has a limit for each row.
      if storage == .columns {
        let limit = after?.maxAttempts ?? policy.maxAttempts
        after?.record?.maxAttempts = limit
      }
      switch (place, after) {
      case (let place?, let row?): items[place] = row
      case (let place?, nil): items.remove(at: place)
      case (nil, let row?): items.append(row)
      case (nil, nil): break
      }
    }
  }

  /// A line for each change, or the sentence of the refusal.
  fileprivate func outcome(of transition: Transition) throws -> [String] {
    do {
      return try transition.decision(in: self, context(nil)).changes.map { change in
        "\(change.event.rawValue) \(change.after?.line ?? "nothing")"
      }
    } catch let refusal as Refusal {
      return [refusal.message]
    }
  }
}

extension QueueItem {
  /// `p.a: BLOCKED P1 task, criteria, due 2026-01-31 18:00 [notes]`
  fileprivate var line: String {
    "\(id): " + (status == .pending ? "" : "\(status.rawValue) ")
      + "\(priority.text) \(task ?? "-"), "
      + (successCriteria ?? "-") + (dueAt.map { ", due \($0)" } ?? "") + " [\(notes.text)]"
  }
}
