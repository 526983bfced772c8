import Model
import QueueStore

// Facts: entries of the history that change no row. Each fact is recorded once.

extension StoreConformance {
  private static func ended(
    _ plan: String, _ state: QueueFact.PlanEnd.State, at seconds: Int = 0, parent: String? = nil
  ) -> QueueFact {
    .planEnded(
      .init(plan: plan, state: state, version: 2, time: time(seconds), parent: parent))
  }

  private static func reminder(
    _ id: String = "A", _ awaited: Awaited = .answer, count: Int = 1
  ) -> QueueFact {
    .reminder(
      .init(
        id: id, plan: "p", awaited: awaited, since: time(-86400 * count), seconds: 86400 * count,
        count: count))
  }

  private static let excess = BudgetExcess(
    use: BudgetUse(key: .usdPerDay, id: nil, limit: 20_000_000, spent: 20_000_000), worker: "w",
    reserved: 1, needed: 2, end: time(6 * 3600))

  /// One fact of each kind, with all of its optional parts.
  private static let all: [QueueFact] = [
    ended("p", .done), ended("q", .failed, parent: "Z"), ended("r", .blocked),
    ended("s", .cancelled),
    .workerPaused(.init(worker: "w", until: time(300), failure: .rateLimit, reason: "a \"b\"")),
    .budgetUsedUp(excess),
    .budgetUsedUp(
      BudgetExcess(
        use: BudgetUse(key: .usdPerRow, id: "A", limit: 5, spent: 6), worker: "w", reserved: 0,
        needed: 0, end: nil)),
    reminder(), .hookGaveUp(.init(hook: "chat", eventKey: "A/3/done", error: "exit 1")),
    .recurring(
      .init(name: "nightly", times: "cron 0 2 * * *", state: .began, time: time(0))),
    .recurring(.init(name: "nightly", times: "cron 0 2 * * *", state: .ended, time: time(60))),
    .queuePause(.init(actor: "me@host", since: time(0), reason: "a \"b\"")),
    .queuePause(.init(actor: "me@host", since: time(0), reason: nil, endedBy: "ann@host")),
  ]

  private static let longWork = QueueFact.longWork(
    .init(id: "B", plan: "p", owner: "w", claim: nil, since: time(0), seconds: 14_400))

  private static let waiting = row("A", .blocked, notes: "q / awaits=answer")

  static let facts: [Case] = [
    Case(testDescription: "fact: each is an entry of its own, read as written", items: [waiting]) {
      scene in
      try scene.expectAnswer(
        all.map { "noted: \($0.key)" }.joined(separator: "\n"), to: .note(all))
      try scene.expectRows([waiting.rowText])
      let entries = try scene.store.history(of: nil)
      try scene.expect(
        entries.map { "\($0.id ?? "-") \($0.fact.map { "\($0)" } ?? "none")" },
        all.map { "\($0.id ?? "-") \($0)" }, "the facts of the history")
      try scene.expect(
        scene.history(of: "A"),
        [
          "2026-01-31T18:00:00+09:00 trace-1 test tester A: A/5/budget",
          "2026-01-31T18:00:00+09:00 trace-1 test tester A: A/1769763600+86400/reminder",
        ], "the history of A")
    },
    Case(testDescription: "fact: what is noted already is passed over", items: [waiting]) { scene in
      try scene.perform(.note([ended("p", .failed), reminder()]))
      try scene.expectAnswer("nothing pending", to: .note([reminder(), ended("p", .failed)]))
      try scene.expectAnswer(
        "noted: p/2@1769850060/plan_failed",
        to: .note([ended("p", .failed), ended("p", .failed, at: 60), ended("p", .failed, at: 60)])
      )
      try scene.expect("\(scene.history().count)", "3", "the number of entries")
    },
    Case(testDescription: "fact: nobody is reminded of what was answered", items: [waiting]) {
      scene in
      try scene.perform(.reply(.init(id: "A", .answer("yes", question: nil))), session: nil)
      try scene.expectAnswer("nothing pending", to: .note([reminder(), reminder("Z")]))
    },
    Case(
      testDescription: "fact: long work is noted while the row is at work",
      items: [row("B", .inProgress)]
    ) { scene in
      try scene.expectAnswer("noted: \(longWork.key)", to: .note([longWork]))
      try scene.expect(
        scene.store.history(of: nil).compactMap { $0.fact.map { "\($0)" } }, ["\(longWork)"],
        "the fact as it was written")
      try scene.perform(.finish(.init(id: "B", as: .done, notes: "x")), session: nil)
      let other = QueueFact.longWork(
        .init(id: "B", plan: nil, owner: nil, claim: 9, since: time(60), seconds: 14_400))
      try scene.expectAnswer("nothing pending", to: .note([other]))
    },
    Case(
      testDescription: "fact: the end of a plan is a note of its parent",
      items: [row("A", notes: "n"), row("B")]
    ) { scene in
      let (before, after) = (text("A", notes: "n"), text("A", notes: "n / plan p: failed"))
      try scene.expectAnswer(
        "noted: p/2@1769850000/plan_failed\nchanged: \(before)\ninto: \(after)",
        to: .note([ended("p", .failed, parent: "A")]))
      try scene.expectRows([after, text("B")])
      let (entry, changed) = (
        "2026-01-31T18:00:00+09:00 trace-1 test tester -: p/2@1769850000/plan_failed",
        "2026-01-31T18:00:00+09:00 trace-1 test tester A: notes n > n / plan p: failed"
      )
      try scene.expect(scene.history(), [changed, entry], "the history")
      try scene.expect(scene.history(of: "A"), [changed], "the history of A")
      try scene.perform(.note([ended("p", .failed, parent: "A")]))
      // Another fact about the same end of the plan adds no second note to the parent.
      try scene.expectAnswer(
        "noted: p/2@1769850060/plan_failed", to: .note([ended("p", .failed, at: 60, parent: "A")]))
      try scene.expectRows([after, text("B")])
      try scene.perform(.undo(id: "A"), session: nil)
      try scene.expectRows([before, text("B")])
    },
    Case(
      testDescription: "fact: two plans that end together, and one whose parent is gone",
      items: [row("A"), row("B")]
    ) { scene in
      let plans = [("p", "A"), ("q", "B"), ("r", "A"), ("s", "Z")]
      try scene.perform(.note(plans.map { ended($0, .done, parent: $1) }))
      try scene.expectRows([
        text("A", notes: "plan p: done / plan r: done"), text("B", notes: "plan q: done"),
      ])
      try scene.expect(
        scene.store.history(of: nil).compactMap(\.fact?.key),
        plans.map { "\($0.0)/2@1769850000/plan_done" }, "the facts")
    },
    Case(testDescription: "fact: between changes it counts for none of them", items: [row("A")]) {
      scene in
      try scene.perform(.pick(id: "A"))
      try scene.perform(.note([ended("p", .done)]))
      try scene.perform(.undo(id: "A"))
      try scene.expectStates(["A PENDING -"])
      var found: [String] = []
      _ = try scene.store.visitHistory(after: 0) { found.append($0.text) }
      try scene.expect(found, scene.history(), "the followed history")
      found = []
      try scene.store.visitStatusChanges(onlyRecent: false) { change, _ in
        found.append("\(change.id ?? "-") \(change.status?.rawValue ?? "-")")
      }
      try scene.expect(found, ["A IN_PROGRESS", "- -", "A PENDING"], "the changes of status")
    },
  ]
}
