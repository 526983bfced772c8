import QueueModel

extension StoreConformance {
  private static func new(
    _ id: String? = nil, task: String = "new task", criteria: String = "it works",
    dueAt: QueueTime? = nil, notes: String = "", after: [String] = []
  ) -> Transition {
    .add(
      .init(
        id: id, priority: .p0, task: task, successCriteria: criteria, dueAt: dueAt, notes: notes,
        after: after))
  }

  /// A row that is added behind the others, and what the history tells of it.
  private static func added(
    _ name: String, to items: [QueueItem] = bystanders, _ transition: Transition, row: String,
    history: String
  ) -> Case {
    Case(testDescription: "add: \(name)", items: items) { scene in
      try scene.expect(scene.answer(to: transition), "changed: nothing\ninto: \(row)", "the answer")
      try scene.expect(scene.rows(), items.map(\.rowText) + [row], "the queue")
      let id = row.prefix { $0 != " " }
      try scene.expect(
        scene.history(),
        ["2026-01-31T18:00:00+09:00 trace-1 test tester \(id): id > \(id), \(history)"],
        "the history")
    }
  }

  private static func notAdded(_ name: String, _ transition: Transition, _ answer: String) -> Case {
    Case(testDescription: "add refused: \(name)", items: bystanders) { scene in
      try scene.expect(scene.answer(to: transition), "refused: \(answer)", "the answer")
      try scene.expectUntouched()
    }
  }

  private static let cells = "status > PENDING, priority > P0, task > new task"
  private static let plain = "PENDING | P0 | new task | it works | - | - | - | -"

  static let additions: [Case] = [
    added(
      "with an id", new("a.B_c-1"), row: "a.B_c-1 | \(plain)",
      history: "\(cells), success_criteria > it works"),
    added(
      "without an id", new(), row: "ORCH-001 | \(plain)",
      history: "\(cells), success_criteria > it works"),
    added(
      "to an empty queue", to: [], new(), row: "ORCH-001 | \(plain)",
      history: "\(cells), success_criteria > it works"),
    added(
      "behind the highest number, whatever its row's place and state",
      to: [
        QueueItem(
          id: "ORCH-1041", status: .done, priority: .p1, task: nil, successCriteria: nil),
        QueueItem(id: "ORCH-007", priority: .p1, task: nil, successCriteria: nil),
      ], new(), row: "ORCH-1042 | \(plain)", history: "\(cells), success_criteria > it works"),
    added(
      "with everything",
      new(
        "D", dueAt: QueueTime(epochSeconds: now.epochSeconds + 3600, offset: now.offset),
        notes: "by hand", after: ["B", "C"]),
      row: "D | PENDING | P0 | new task | it works | - | - | 2026-01-31 19:00 | "
        + "by hand / after=B,C (after B C)",
      history: "\(cells), success_criteria > it works, due_at_kst > 2026-01-31 19:00, "
        + "notes > by hand / after=B,C"),
    added(
      "text from outside made fit for cells",
      new("D", task: " two\r\nlines | a pipe ", criteria: "-", notes: "after=B"),
      row: "D | PENDING | P0 | two lines / a pipe | - | - | - | - | after:B",
      history: "status > PENDING, priority > P0, task > two lines / a pipe, notes > after:B"),
    notAdded("a known id", new("B"), "already_exists: Row id already exists: B"),
    notAdded("an ill-formed id", new("../x"), "ill_formed_id: Row id is ill-formed: ../x"),
    notAdded(
      "a dependency that is not there", new("D", after: ["B", "Z"]),
      "not_found: Row id not found: Z"),
    notAdded(
      "a row that waits for itself", new("D", after: ["D"]),
      "dependency_cycle: The rows would wait for each other: D -> D"),
  ]
}
