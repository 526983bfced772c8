import QueueModel

// Rows that come together: one answer, and all of them or none.

extension StoreConformance {
  private static func new(_ id: String?, after: [String] = []) -> Transition.NewItem {
    .init(id: id, priority: .p0, task: "new task", successCriteria: "it works", after: after)
  }

  private static let cells = "PENDING | P0 | new task | it works | - | - | -"
  private static let told =
    "status > PENDING, priority > P0, task > new task, success_criteria > it works"

  private static func added(_ id: String) -> String {
    "2026-01-31T18:00:00+09:00 trace-1 test tester \(id): id > \(id), \(told)"
  }

  private static func notAdded(
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
        "ORCH-001 | \(cells) | -", "ORCH-002 | \(cells) | after=ORCH-001 (after ORCH-001)",
        "ORCH-003 | \(cells) | after=B,ORCH-002 (after B ORCH-002)",
      ]
      let transition = Transition.addAll(
        [new(nil), new(nil), new(nil, after: ["B"])], inSequence: true)
      try scene.expect(
        scene.answer(to: transition),
        rows.map { "changed: nothing\ninto: \($0)" }.joined(separator: "\n"), "the answer")
      try scene.expect(scene.rows(), bystanders.map(\.rowText) + rows, "the queue")
      try scene.expect(
        scene.history(),
        [
          added("ORCH-001"), "\(added("ORCH-002")), notes > after=ORCH-001",
          "\(added("ORCH-003")), notes > after=B,ORCH-002",
        ], "the history")
    },
    Case(testDescription: "add several: to an empty queue, naming each other", items: []) {
      scene in
      _ = try scene.answer(
        to: .addAll([new("N", after: ["M"]), new("M"), new(nil)], inSequence: false))
      try scene.expect(
        scene.rows(),
        [
          "N | \(cells) | after=M (after M)", "M | \(cells) | -", "ORCH-001 | \(cells) | -",
        ], "the queue")
    },
    Case(testDescription: "add several: undone row by row, the last first", items: bystanders) {
      scene in
      _ = try scene.answer(
        to: .addAll([new("N"), new("M")], inSequence: true), session: "tester")
      for rows in [["N | \(cells) | -"], []] {
        _ = try scene.answer(to: .undo(id: nil), session: nil)
        try scene.expect(scene.rows(), bystanders.map(\.rowText) + rows, "the queue")
      }
    },
    notAdded(
      "one id is known", [new("N"), new("B")], "already_exists: Row id already exists: B"),
    notAdded(
      "two have one id", [new("N"), new("N")], "already_exists: Row id already exists: N"),
    notAdded(
      "one waits for nobody", [new("N"), new("M", after: ["Z"])],
      "not_found: Row id not found: Z"),
    notAdded(
      "they wait for each other", [new("N", after: ["M"]), new("M", after: ["N"])],
      "dependency_cycle: The rows would wait for each other: N -> M -> N"),
  ]
}
