import Model

/// A transition of the row A in a queue with two other rows.
struct ConformanceChange {
  let name: String
  var from: QueueItem
  let transition: Transition
  var session: String? = "s1"
  var to: QueueItem
  /// The cells in the history.
  let history: String

  var asCase: StoreConformance.Case {
    let bystanders = StoreConformance.bystanders
    return StoreConformance.Case(testDescription: name, items: [from] + bystanders) { scene in
      try scene.expectAnswer(
        "changed: \(from.rowText)\ninto: \(to.rowText)", to: transition, session: session)
      try scene.expectRows(([to] + bystanders).map(\.rowText))
      let entry = "2026-01-31T18:00:00+09:00 trace-1 test tester A: \(history)"
      try scene.expect(scene.history(), [entry], "the history")
      try scene.expect(scene.history(of: "A"), [entry], "the row's history")
      try scene.expect(scene.history(of: "B"), [], "the history of another row")
    }
  }
}

extension StoreConformance {
  static let bystanders = [
    QueueItem(id: "B", priority: .p2, task: "task B", successCriteria: nil),
    QueueItem(
      id: "C", status: .done, priority: .p0, task: "task C", successCriteria: "it works",
      ownerSession: "s3", startedAt: "2026-01-30 07:30", dueAt: "2026-02-01 12:00",
      notes: Notes("merged")),
  ]

  /// The row that changes; it has an owner and a start unless it is PENDING.
  static func item(
    _ status: Status = .pending, owner: String? = "s1", startedAt: String? = "2026-01-31 09:00",
    notes: String = "x / touches=src"
  ) -> QueueItem {
    let isPending = status == .pending
    return QueueItem(
      id: "A", status: status, priority: .p1, task: "task A", successCriteria: "it works",
      ownerSession: isPending ? nil : owner, startedAt: isPending ? nil : startedAt,
      notes: Notes(notes))
  }

  /// A row with short texts, which may wait for others.
  static func row(
    _ id: String, _ status: Status = .pending, _ priority: Priority = .p1, after: [String] = [],
    notes: String = ""
  ) -> QueueItem {
    var notes = Notes(notes)
    notes.after = after
    return QueueItem(
      id: id, status: status, priority: priority, task: "t", successCriteria: "c", notes: notes,
      after: after)
  }

  /// The text of a row made by `row`, as it is in a table.
  static func text(_ id: String, _ cells: String = pendingCells, notes: String = "-") -> String {
    "\(id) | \(cells) | \(notes)"
  }

  static let pendingCells = "PENDING | P1 | t | c | - | - | -"

  /// A new row with the same texts, for `add`.
  static func newItem(
    _ id: String? = nil, after: [String] = [], key: String? = nil, maxAttempts: Int? = nil
  ) -> Transition.NewItem {
    Transition.NewItem(
      id: id, priority: .p1, task: "t", successCriteria: "c", after: after, idempotencyKey: key,
      maxAttempts: maxAttempts)
  }

  /// `done`, `fail` or `block` of the row.
  static func finish(
    _ ending: Transition.Finish.Ending, notes: String = "n", appends: Bool = false,
    force: Bool = false, id: String = "A"
  ) -> Transition {
    .finish(.init(id: id, as: ending, notes: notes, appends: appends, force: force))
  }

  static func owned(_ status: Status, notes: String = "n / touches=src") -> QueueItem {
    item(status, notes: notes)
  }

  static func unowned(_ status: Status, notes: String = "n / touches=src") -> QueueItem {
    item(status, owner: nil, startedAt: nil, notes: notes)
  }

  // MARK: Rows that start or change their owner

  private static let claim =
    "status PENDING > IN_PROGRESS, owner_session - > s1, started_at_kst - > 2026-01-31 18:00"

  static let starts: [Case] = [
    ConformanceChange(
      name: "pick takes the first row", from: item(), transition: .pick(id: nil),
      to: item(.inProgress, startedAt: "2026-01-31 18:00"), history: claim),
    ConformanceChange(
      name: "pick takes the row it is asked for", from: item(), transition: .pick(id: "A"),
      to: item(.inProgress, startedAt: "2026-01-31 18:00"), history: claim),
    ConformanceChange(
      name: "pick by a person leaves no owner", from: item(), transition: .pick(id: "A"),
      session: nil, to: item(.inProgress, owner: nil, startedAt: "2026-01-31 18:00"),
      history: "status PENDING > IN_PROGRESS, started_at_kst - > 2026-01-31 18:00"),
    ConformanceChange(
      name: "assign hands a row to another session", from: item(.inProgress),
      transition: .assign(id: "A", to: "s2", from: "s1", force: false),
      to: item(.inProgress, owner: "s2"), history: "owner_session s1 > s2"),
    ConformanceChange(
      name: "assign by force asks no owner", from: item(.inProgress),
      transition: .assign(id: "A", to: "s2", from: nil, force: true),
      to: item(.inProgress, owner: "s2"), history: "owner_session s1 > s2"),
  ].map(\.asCase)

  // MARK: Rows that end

  private static let newNotes = "notes x / touches=src > n / touches=src"
  private static let permanent = "n / touches=src / failure=permanent"

  static let endings: [Case] = [
    ConformanceChange(
      name: "done ends a PENDING row", from: item(), transition: finish(.done), session: nil,
      to: unowned(.done), history: "status PENDING > DONE, \(newNotes)"),
    ConformanceChange(
      name: "done ends an IN_PROGRESS row", from: item(.inProgress), transition: finish(.done),
      to: owned(.done), history: "status IN_PROGRESS > DONE, \(newNotes)"),
    ConformanceChange(
      name: "done ends a BLOCKED row", from: item(.blocked), transition: finish(.done),
      to: owned(.done), history: "status BLOCKED > DONE, \(newNotes)"),
    ConformanceChange(
      name: "done by force ends a FAILED row", from: item(.failed),
      transition: finish(.done, force: true), to: owned(.done),
      history: "status FAILED > DONE, \(newNotes)"),
    ConformanceChange(
      name: "done by force changes the notes of a DONE row", from: item(.done),
      transition: finish(.done, force: true), to: owned(.done), history: newNotes),
    ConformanceChange(
      name: "done by force ends another's row", from: item(.inProgress),
      transition: finish(.done, force: true), session: "s2", to: owned(.done),
      history: "status IN_PROGRESS > DONE, \(newNotes)"),
    ConformanceChange(
      name: "done drops what was noted for another attempt",
      from: item(.inProgress, notes: "x / review_attempts=2 / retry_not_before=1 / after=C"),
      transition: finish(.done), to: owned(.done, notes: "n / after=C"),
      history: "status IN_PROGRESS > DONE, "
        + "notes x / review_attempts=2 / retry_not_before=1 / after=C > n / after=C"
    ).waiting(for: "C"),
    ConformanceChange(
      name: "done appends to the notes", from: item(.inProgress),
      transition: finish(.done, appends: true), to: owned(.done, notes: "x / touches=src / n"),
      history: "status IN_PROGRESS > DONE, notes x / touches=src > x / touches=src / n"),
    ConformanceChange(
      name: "fail ends a PENDING row", from: item(),
      transition: finish(.failed(isPermanent: false)),
      session: nil, to: unowned(.failed), history: "status PENDING > FAILED, \(newNotes)"),
    ConformanceChange(
      name: "fail ends an IN_PROGRESS row", from: item(.inProgress),
      transition: finish(.failed(isPermanent: false)), to: owned(.failed),
      history: "status IN_PROGRESS > FAILED, \(newNotes)"),
    ConformanceChange(
      name: "fail ends a BLOCKED row", from: item(.blocked),
      transition: finish(.failed(isPermanent: false)), to: owned(.failed),
      history: "status BLOCKED > FAILED, \(newNotes)"),
    ConformanceChange(
      name: "fail by force ends a DONE row", from: item(.done),
      transition: finish(.failed(isPermanent: false), force: true), to: owned(.failed),
      history: "status DONE > FAILED, \(newNotes)"),
    ConformanceChange(
      name: "fail for good says so", from: item(.inProgress),
      transition: finish(.failed(isPermanent: true)), to: owned(.failed, notes: permanent),
      history: "status IN_PROGRESS > FAILED, notes x / touches=src > \(permanent)"),
    ConformanceChange(
      name: "block stops a PENDING row", from: item(), transition: finish(.blocked), session: nil,
      to: unowned(.blocked), history: "status PENDING > BLOCKED, \(newNotes)"),
    ConformanceChange(
      name: "block stops an IN_PROGRESS row", from: item(.inProgress),
      transition: finish(.blocked), to: owned(.blocked),
      history: "status IN_PROGRESS > BLOCKED, \(newNotes)"),
    ConformanceChange(
      name: "block changes the notes of a BLOCKED row", from: item(.blocked),
      transition: finish(.blocked), to: owned(.blocked), history: newNotes),
    ConformanceChange(
      name: "notes from outside are made fit for a cell", from: item(.inProgress),
      transition: finish(.done, notes: "a\tb\nc | after=B"), to: owned(.done, notes: hostile),
      history: "status IN_PROGRESS > DONE, notes x / touches=src > \(hostile)"),
  ].map(\.asCase)

  private static let hostile = "a b c / `after=B` / touches=src"
}

extension ConformanceChange {
  /// Returns this change of a row that waits for row `id`.
  fileprivate func waiting(for id: String) -> Self {
    var change = self
    change.from.after = [id]
    change.to.after = [id]
    return change
  }
}
