import Model

extension StoreConformance {
  /// A row that is added at the end, and its history.
  private static func added(
    _ name: String, to items: [QueueItem] = bystanders, _ new: Transition.NewItem, row: String,
    history: String = cells
  ) -> Case {
    Case(testDescription: "add: \(name)", items: items) { scene in
      try scene.expectAnswer("changed: nothing\ninto: \(row)", to: .add(new))
      try scene.expectRows(items.map(\.rowText) + [row])
      let id = row.prefix { $0 != " " }
      try scene.expect(
        scene.history(),
        ["2026-01-31T18:00:00+09:00 trace-1 test tester \(id): id > \(id), \(history)"],
        "the history")
    }
  }

  /// A refused addition of several rows, which adds none of them.
  private static func notAdded(
    _ name: String, _ rows: [Transition.NewItem], _ answer: String
  ) -> Case {
    Case(testDescription: "add refused: \(name)", items: bystanders) { scene in
      try scene.expectAnswer("refused: \(answer)", to: .addAll(rows, inSequence: false))
      try scene.expectUntouched()
    }
  }

  private static let cells = "status > PENDING, priority > P1, task > t, success_criteria > c"
  private static let full: Transition.NewItem = {
    var full = newItem("D", after: ["B", "C"])
    full.dueAt = time(3600)
    full.notes = "by hand"
    return full
  }()
  private static let hostileItem = Transition.NewItem(
    id: "D", priority: .p1, task: " two\r\nlines | a pipe ", successCriteria: "-", notes: "after=B")

  static let additions: [Case] = [
    added("with an id", newItem("a.B_c-1"), row: text("a.B_c-1")),
    added("without an id", newItem(), row: text("ORCH-001")),
    added("to an empty queue", to: [], newItem(), row: text("ORCH-001")),
    added(
      "behind the highest number, whatever its row's place and state",
      to: [
        QueueItem(
          id: "ORCH-1041", status: .done, priority: .p1, task: nil, successCriteria: nil),
        QueueItem(id: "ORCH-007", priority: .p1, task: nil, successCriteria: nil),
      ], newItem(), row: text("ORCH-1042")),
    added(
      "with everything", full,
      row: "D | PENDING | P1 | t | c | - | - | 2026-01-31 19:00 | "
        + "by hand / after=B,C (after B C)",
      history: "\(cells), due_at_kst > 2026-01-31 19:00, notes > by hand / after=B,C"),
    added(
      "text from outside made fit for cells", hostileItem,
      row: "D | PENDING | P1 | two lines / a pipe | - | - | - | - | after:B",
      history: "status > PENDING, priority > P1, task > two lines / a pipe, notes > after:B"),
    notAdded("a known id", [newItem("B")], "already_exists: Row id already exists: B"),
    notAdded("an ill-formed id", [newItem("../x")], "ill_formed_id: Row id is ill-formed: ../x"),
    notAdded(
      "a dependency that is not there", [newItem("D", after: ["B", "Z"])],
      "not_found: Row id not found: Z"),
    notAdded(
      "a row that waits for itself", [newItem("D", after: ["D"])],
      "dependency_cycle: The rows would wait for each other: D -> D"),
  ]

  // MARK: Several rows in one transition

  private static func entry(_ id: String) -> String {
    "2026-01-31T18:00:00+09:00 trace-1 test tester \(id): id > \(id), \(cells)"
  }

  static let severalAdditions: [Case] = [
    Case(testDescription: "add several: each waits for the one before", items: bystanders) {
      scene in
      let rows = [
        text("ORCH-001"), text("ORCH-002", notes: "after=ORCH-001 (after ORCH-001)"),
        text("ORCH-003", notes: "after=B,ORCH-002 (after B ORCH-002)"),
      ]
      let transition = Transition.addAll(
        [newItem(), newItem(), newItem(after: ["B"])], inSequence: true)
      try scene.expectAnswer(
        rows.map { "changed: nothing\ninto: \($0)" }.joined(separator: "\n"), to: transition)
      try scene.expectRows(bystanders.map(\.rowText) + rows)
      try scene.expect(
        scene.history(),
        [
          entry("ORCH-001"), "\(entry("ORCH-002")), notes > after=ORCH-001",
          "\(entry("ORCH-003")), notes > after=B,ORCH-002",
        ], "the history")
    },
    Case(testDescription: "add several: to an empty queue, naming each other", items: []) {
      scene in
      try scene.perform(
        .addAll([newItem("N", after: ["M"]), newItem("M"), newItem()], inSequence: false))
      try scene.expectRows([
        text("N", notes: "after=M (after M)"), text("M"), text("ORCH-001"),
      ])
    },
    Case(testDescription: "add several: undone together", items: bystanders) { scene in
      try scene.perform(.addAll([newItem("N"), newItem("M")], inSequence: true), session: "tester")
      try scene.perform(.undo(id: nil), session: nil)
      try scene.expectRows(bystanders.map(\.rowText))
    },
    notAdded(
      "one of several ids is known", [newItem("N"), newItem("B")],
      "already_exists: Row id already exists: B"),
    notAdded(
      "two have one id", [newItem("N"), newItem("N")], "already_exists: Row id already exists: N"),
    notAdded(
      "one waits for a row that is not there", [newItem("N"), newItem("M", after: ["Z"])],
      "not_found: Row id not found: Z"),
    notAdded(
      "they wait for each other", [newItem("N", after: ["M"]), newItem("M", after: ["N"])],
      "dependency_cycle: The rows would wait for each other: N -> M -> N"),
  ]
}
