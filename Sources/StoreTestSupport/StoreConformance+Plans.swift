import QueueModel

// The rows of a plan: they change together, or none does.

extension StoreConformance {
  private static func task(
    _ name: String, _ text: String = "t", after: [String] = [], earlier: [Transition.NewItem] = []
  ) -> Transition.PlanChange.Task {
    var row = Transition.NewItem(
      id: "p.\(name)", priority: .p1, task: text, successCriteria: "c", after: after)
    row.plan = "p"
    return Transition.PlanChange.Task(id: "p.\(name)", row: row, earlier: earlier)
  }

  private static let planned = [
    row("p.old", notes: "plan=p"), row("A"), row("p.gone", notes: "plan=p"),
  ]

  /// Adds three rows, changes one and cancels one; `after` is what the last of them waits for.
  private static func change(after: [String]) -> Transition {
    let old = task("old", "u", earlier: [task("old").row])
    return .plan(
      .init(
        plan: "p",
        tasks: [
          task("b"), old, task("c", after: ["p.b", "p.old"]), task("d", after: after),
        ], dropped: ["p.gone"]))
  }

  private static func entry(_ id: String, _ cells: String) -> String {
    "2026-01-31T18:00:00+09:00 trace-1 test tester \(id): \(cells)"
  }

  private static func added(_ id: String, _ notes: String) -> String {
    entry(
      id,
      "id > \(id), status > PENDING, priority > P1, task > t, success_criteria > c, notes > \(notes)"
    )
  }

  private static let cancelled = "plan=p / cancelled_by_operator: no longer in plan p"

  static let plans: [Case] = [
    Case(testDescription: "plan: added, changed and cancelled at once", items: planned) { scene in
      let old = text("p.old", "PENDING | P1 | u | c | - | - | -", notes: "plan=p")
      let gone = text("p.gone", "BLOCKED | P1 | t | c | - | - | -", notes: cancelled)
      let waiting = text("p.c", notes: "plan=p / after=p.b,p.old (after p.b p.old)")
      let (first, last) = (text("p.b", notes: "plan=p"), text("p.d", notes: "plan=p"))
      try scene.expectAnswer(
        [
          "changed: nothing\ninto: \(first)",
          "changed: \(text("p.old", notes: "plan=p"))\ninto: \(old)",
          "changed: nothing\ninto: \(waiting)", "changed: nothing\ninto: \(last)",
          "changed: \(text("p.gone", notes: "plan=p"))\ninto: \(gone)",
        ].joined(separator: "\n"), to: change(after: []), session: nil)
      try scene.expectRows([old, text("A"), gone, first, waiting, last])
      try scene.expect(
        scene.history(),
        [
          added("p.b", "plan=p"), entry("p.old", "task t > u"),
          added("p.c", "plan=p / after=p.b,p.old"), added("p.d", "plan=p"),
          entry("p.gone", "status PENDING > BLOCKED, notes plan=p > \(cancelled)"),
        ], "the history")
      try scene.perform(.pick(id: nil))
      try scene.expectStates([
        "p.old IN_PROGRESS s1", "A PENDING -", "p.gone BLOCKED -", "p.b PENDING -", "p.c PENDING -",
        "p.d PENDING -",
      ])
    },
    Case(testDescription: "plan: the same again changes nothing", items: planned) { scene in
      try scene.perform(change(after: []), session: nil)
      let before = try (scene.rows(), scene.history())
      try scene.expectAnswer("nothing pending", to: change(after: []), session: nil)
      try scene.expectRows(before.0)
      try scene.expect(scene.history(), before.1, "the history")
    },
    Case(testDescription: "plan: of several changes one is refused", items: planned) { scene in
      try scene.expectAnswer(
        "refused: not_found: Row id not found: p.x", to: change(after: ["p.x"]), session: nil)
      try scene.expectUntouched()
    },
    Case(
      testDescription: "plan: the id of a row of the owner's own",
      items: planned + [row("p.d", notes: "plan=q")]
    ) { scene in
      try scene.expectAnswer(
        "refused: already_exists: Row id already exists: p.d", to: change(after: []), session: nil)
      try scene.expectUntouched()
    },
    Case(testDescription: "plan: undone row by row, the last first", items: planned) { scene in
      try scene.perform(change(after: []), session: "tester")
      for _ in 1...5 { try scene.perform(.undo(id: nil), session: nil) }
      try scene.expectRows(planned.map(\.rowText))
    },
  ]
}
