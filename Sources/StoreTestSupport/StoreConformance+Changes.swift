import QueueModel

/// A transition that is carried out on the row A, which stands beside two others.
struct ConformanceChange {
  let name: String
  var from: QueueItem
  let transition: Transition
  var session: String? = "s1"
  var to: QueueItem
  /// The cells that the history tells.
  let history: String

  var asCase: StoreConformance.Case {
    let bystanders = StoreConformance.bystanders
    return StoreConformance.Case(testDescription: name, items: [from] + bystanders) { scene in
      try scene.expect(
        scene.answer(to: transition, session: session),
        "changed: \(from.rowText)\ninto: \(to.rowText)", "the answer")
      try scene.expect(scene.rows(), ([to] + bystanders).map(\.rowText), "the queue")
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

  /// The row that changes: owned and started unless it is PENDING.
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

  // MARK: Rows that start, and change hands

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
      name: "pick by nobody leaves no owner", from: item(), transition: .pick(id: "A"),
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
}
