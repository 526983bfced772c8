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

  /// A row that is added at the end, and its history.
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

  // MARK: Several rows in one transition

  private static func newItem(_ id: String?, after: [String] = []) -> Transition.NewItem {
    .init(id: id, priority: .p0, task: "new task", successCriteria: "it works", after: after)
  }

  private static let pendingCells = "PENDING | P0 | new task | it works | - | - | -"
  private static let newCells =
    "status > PENDING, priority > P0, task > new task, success_criteria > it works"

  private static func addedRow(_ id: String) -> String {
    "2026-01-31T18:00:00+09:00 trace-1 test tester \(id): id > \(id), \(newCells)"
  }

  private static func noneAdded(
    _ name: String, _ rows: [Transition.NewItem], _ answer: String
  ) -> Case {
    Case(testDescription: "add several, refused: \(name)", items: bystanders) { scene in
      try scene.expect(
        scene.answer(to: .addAll(rows, inSequence: false)), "refused: \(answer)", "the answer")
      try scene.expectUntouched()
    }
  }

  static let severalAdditions: [Case] = [
    Case(testDescription: "add several: each waits for the one before", items: bystanders) {
      scene in
      let rows = [
        "ORCH-001 | \(pendingCells) | -",
        "ORCH-002 | \(pendingCells) | after=ORCH-001 (after ORCH-001)",
        "ORCH-003 | \(pendingCells) | after=B,ORCH-002 (after B ORCH-002)",
      ]
      let transition = Transition.addAll(
        [newItem(nil), newItem(nil), newItem(nil, after: ["B"])], inSequence: true)
      try scene.expect(
        scene.answer(to: transition),
        rows.map { "changed: nothing\ninto: \($0)" }.joined(separator: "\n"), "the answer")
      try scene.expect(scene.rows(), bystanders.map(\.rowText) + rows, "the queue")
      try scene.expect(
        scene.history(),
        [
          addedRow("ORCH-001"), "\(addedRow("ORCH-002")), notes > after=ORCH-001",
          "\(addedRow("ORCH-003")), notes > after=B,ORCH-002",
        ], "the history")
    },
    Case(testDescription: "add several: to an empty queue, naming each other", items: []) {
      scene in
      _ = try scene.answer(
        to: .addAll([newItem("N", after: ["M"]), newItem("M"), newItem(nil)], inSequence: false))
      try scene.expect(
        scene.rows(),
        [
          "N | \(pendingCells) | after=M (after M)", "M | \(pendingCells) | -",
          "ORCH-001 | \(pendingCells) | -",
        ], "the queue")
    },
    Case(testDescription: "add several: undone row by row, the last first", items: bystanders) {
      scene in
      _ = try scene.answer(
        to: .addAll([newItem("N"), newItem("M")], inSequence: true), session: "tester")
      for rows in [["N | \(pendingCells) | -"], []] {
        _ = try scene.answer(to: .undo(id: nil), session: nil)
        try scene.expect(scene.rows(), bystanders.map(\.rowText) + rows, "the queue")
      }
    },
    noneAdded(
      "one id is known", [newItem("N"), newItem("B")], "already_exists: Row id already exists: B"),
    noneAdded(
      "two have one id", [newItem("N"), newItem("N")], "already_exists: Row id already exists: N"),
    noneAdded(
      "one waits for nobody", [newItem("N"), newItem("M", after: ["Z"])],
      "not_found: Row id not found: Z"),
    noneAdded(
      "they wait for each other", [newItem("N", after: ["M"]), newItem("M", after: ["N"])],
      "dependency_cycle: The rows would wait for each other: N -> M -> N"),
  ]
}
