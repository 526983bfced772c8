import Model
import QueueStore

// The rows of a plan: all of them change, or none.

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

  /// Adds three rows, changes one and cancels one; the last added row waits for `after`.
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
    Case(
      testDescription: "plan: its parent is handed out once all of its rows have ended",
      items: [row("A", .pending, .p0, notes: "mine"), row("B", .done)]
    ) { scene in
      let tasks = ["a", "b", "c", "d"].map { task($0) }
      func plan(_ tasks: [Transition.PlanChange.Task], parent: String?) -> Transition {
        .plan(.init(plan: "p", tasks: tasks, parent: parent, earlierParents: ["A", "B", "none"]))
      }
      try scene.perform(plan(tasks, parent: "A"), session: nil)
      let held = text("A", "PENDING | P0 | t | c | - | - | -", notes: "mine / after_plan=p")
      try scene.expect(scene.rows().first ?? "", held, "the parent")
      try scene.expectAnswer("nothing pending", to: plan(tasks, parent: "A"), session: nil)
      func next() throws -> String { try pick(from: scene) ?? "nothing" }
      try scene.expect(next(), "p.a", "the next row")
      try scene.perform(.finish(.init(id: "p.a", as: .done, notes: "")))
      try scene.perform(.dispatch(.init(maxWorkers: 1, limit: 1)))
      try scene.expect(
        scene.store.snapshot().status(of: "p.b")?.rawValue ?? "", "IN_PROGRESS", "the next row")
      try scene.perform(.cancel(id: "p.b"))
      try scene.perform(.pick(id: "p.c"))
      try scene.perform(.pick(id: "p.d"))
      try scene.perform(.finish(.init(id: "p.d", as: .done, notes: "")))
      try scene.expect(next(), "nothing", "the next row")
      try scene.perform(.finish(.init(id: "p.c", as: .failed(isPermanent: true), notes: "why")))
      try scene.expect(next(), "nothing", "the next row")
      try scene.perform(.finish(.init(id: "p.c", as: .done, notes: "", force: true)))
      try scene.expect(next(), "A", "the next row")
    },
    Case(
      testDescription: "plan: a session takes its parent by its id, and a new version lets it go",
      items: [row("A", .pending, .p0), row("B", .pending, .p2)]
    ) { scene in
      func plan(_ parent: String?, _ earlier: Set<String> = []) -> Transition {
        .plan(.init(plan: "p", tasks: [task("a")], parent: parent, earlierParents: earlier))
      }
      try scene.perform(plan("A"), session: nil)
      try scene.perform(.pick(id: "A"))
      try scene.expect(
        scene.store.snapshot().status(of: "A")?.rawValue ?? "", "IN_PROGRESS", "the parent")
      try scene.perform(.release(id: "A", force: false))
      try scene.expect(pick(from: scene) ?? "nothing", "p.a", "the next row")
      try scene.perform(plan("B", ["A"]), session: nil)
      try scene.expect(pick(from: scene) ?? "nothing", "A", "the next row")
      try scene.expect(pick(from: scene) ?? "nothing", "nothing", "the next row")
      try scene.expect(
        scene.rows().prefix(2).map { String($0.suffix(15)) }.last ?? "", " | after_plan=p",
        "the other parent")
    },
    Case(
      testDescription: "plan: its rows do not wait for its parent",
      items: [row("A"), row("B"), row("C", after: ["A"])]
    ) { scene in
      func plan(_ tasks: [Transition.PlanChange.Task], parent: String?) -> Transition {
        .plan(.init(plan: "p", tasks: tasks, parent: parent, earlierParents: []))
      }
      func refuses(_ transition: Transition, _ cycle: String) throws {
        try scene.expectAnswer(
          "refused: dependency_cycle: The rows would wait for each other: \(cycle)",
          to: transition, session: nil)
      }
      try refuses(plan([task("a", after: ["C"])], parent: "A"), "p.a -> C -> A -> p.a")
      try scene.perform(plan([task("a")], parent: "A"), session: nil)
      try refuses(.edit(.init(id: "p.a", [.after: "C"])), "p.a -> C -> A -> p.a")
      try refuses(.edit(.init(id: "C", [.plan: "p"])), "C -> A -> C")
      var own = newItem("p.b", after: ["A"])
      own.plan = "p"
      try refuses(.add(own), "p.b -> A -> p.b")
      try refuses(plan([task("a"), task("b", after: ["A"])], parent: "A"), "p.b -> A -> p.b")
      try scene.perform(.edit(.init(id: "p.a", [.after: "B"])), session: nil)
    },
    Case(
      testDescription: "plan: a row does not wait for its own plan, or that of an earlier parent",
      items: [row("A", notes: "after_plan=p"), row("B"), row("C", notes: "after_plan=q")]
    ) { scene in
      try scene.perform(.edit(.init(id: "C", [.plan: "q"])), session: nil)
      try scene.perform(.edit(.init(id: "C", [.after: "B"])), session: nil)
      try scene.perform(
        .plan(
          .init(plan: "p", tasks: [task("a", after: ["A"])], parent: "B", earlierParents: ["A"])),
        session: nil)
    },
    Case(testDescription: "plan: undone together", items: planned) { scene in
      try scene.perform(change(after: []), session: "tester")
      try scene.perform(.undo(id: nil), session: nil)
      try scene.expectRows(planned.map(\.rowText))
    },
  ]
}
