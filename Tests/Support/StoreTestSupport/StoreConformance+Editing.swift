import Model
import QueueStore
import Synchronization

// What people change in a row, and rows that they remove.

extension StoreConformance {
  private static func edit(
    _ texts: [EditableField: String], seen: [EditableField: String] = [:], force: Bool = false
  ) -> Transition {
    .edit(.init(id: "A", texts, seen: seen, force: force))
  }

  private static let edited: QueueItem = {
    var row = item(notes: "y / touches=src / after=B")
    (row.task, row.successCriteria, row.priority) = ("task / new", nil, .p0)
    (row.dueAt, row.after) = ("2026-02-01 12:00", ["B"])
    return row
  }()

  static let edits: [Case] =
    [
      ConformanceChange(
        name: "edit changes the named fields, and no others", from: item(),
        transition: edit([
          .task: " task | new", .successCriteria: "", .priority: "P0", .notes: "y", .after: "B",
          .dueAt: "2026-02-01 12:00",
        ]), to: edited,
        history: "priority P1 > P0, task task A > task / new, success_criteria it works > -, "
          + "due_at_kst - > 2026-02-01 12:00, notes x / touches=src > y / touches=src / after=B"),
      ConformanceChange(
        name: "edit clears paths", from: item(), transition: edit([.touches: "-"]),
        to: item(notes: "x"), history: "notes x / touches=src > x"),
      ConformanceChange(
        name: "edit gives a worker and a time", from: item(),
        transition: edit([.worker: "a", .timeout: "2h", .repository: "web"]),
        to: item(notes: "x / touches=src / worker=a / timeout=2h / repo=web"),
        history: "notes x / touches=src > x / touches=src / worker=a / timeout=2h / repo=web"),
      ConformanceChange(
        name: "edit by a person of another's row", from: item(.inProgress),
        transition: edit([.priority: "P0"]), session: nil, to: urgent(item(.inProgress)),
        history: "priority P1 > P0"),
      ConformanceChange(
        name: "edit by force of another's row", from: item(.inProgress),
        transition: edit([.priority: "P0"], force: true), session: "s2",
        to: urgent(item(.inProgress)), history: "priority P1 > P0"),
    ].map(\.asCase) + [
      unedited("another's row", item(.inProgress), edit([.task: "u"]), session: "s2", "not_owner"),
      unedited("a row that waits for itself", item(), edit([.after: "B,A"]), "dependency_cycle"),
      unedited("a row that waits for none", item(), edit([.after: "Z"]), "not_found"),
      unedited(
        "a field that was changed since it was seen", item(),
        edit([.priority: "P2"], seen: [.priority: "P0"]), "changed_since"),
      unedited(
        "one of two fields that was changed since it was seen", item(),
        edit([.task: "u", .priority: "P2"], seen: [.task: "task A", .priority: "P0"]),
        "changed_since"),
      unedited(
        "a field that was empty when it was seen", item(),
        edit([.task: "u"], seen: [.task: ""]), "changed_since"),
      Case(testDescription: "threads that edit what they saw at once: one does", items: [item()]) {
        scene in
        let done = Mutex<[String]>([])
        try inThreads(scene) { store, thread in
          let edit = edit([.task: "u\(thread)"], seen: [.task: "task A"])
          let context = TransitionContext(session: nil, now: now, author: author)
          do throws(StoreError) {
            _ = try store.perform(edit, context: context)
            done.withLock { $0.append("u\(thread)") }
          } catch {
            guard case .refused(.editedMeanwhile(_, .task)) = error else { throw error }
          }
        }
        let task = try scene.store.snapshot().item("A")?.task ?? "-"
        try scene.expect(done.withLock(\.self), [task], "the texts that were written")
      },
      Case(testDescription: "edit: the same texts change nothing", items: [item()]) { scene in
        try scene.expectAnswer(
          "already so: \(item().rowText)", to: edit([.task: "task A", .notes: " x"]))
        try scene.expectUntouched()
      },
      Case(testDescription: "edit: undone, also what it waits for", items: [item()] + bystanders) {
        scene in
        try scene.perform(edit([.after: "B", .task: "u"]))
        try scene.perform(edit([.after: ""]))
        for _ in 1...2 { try scene.perform(.undo(id: "A"), session: nil) }
        try scene.expectRows([item().rowText] + bystanders.map(\.rowText))
      },
      Case(testDescription: "edit: a limit of attempts", items: [item()]) { scene in
        try scene.perform(edit([.maxAttempts: "7"]))
        try scene.expect("\(scene.limit() ?? 0)", "7", "the limit")
        try scene.perform(edit([.maxAttempts: ""]))
        try scene.expect(
          "\(scene.limit() ?? scene.policy.maxAttempts)", "\(scene.policy.maxAttempts)",
          "the limit")
      },
    ]

  private static func urgent(_ item: QueueItem) -> QueueItem {
    var item = item
    item.priority = .p0
    return item
  }

  private static func unedited(
    _ name: String, _ item: QueueItem, _ edit: Transition, session: String? = "s1", _ code: String
  ) -> Case {
    Case(testDescription: "edit refused: \(name)", items: [item] + bystanders) { scene in
      let answer = try scene.answer(to: edit, session: session)
      try scene.expect(answer.split(separator: ":")[1].description, " \(code)", "the answer")
      try scene.expectUntouched()
    }
  }

  // MARK: Rows that go

  private static let four = [row("A"), row("B"), row("C", after: ["B"]), row("D", .done)]

  static let removals: [Case] = [
    Case(testDescription: "rm: several rows, which restore brings back", items: four) { scene in
      try scene.perform(.remove(["C", "B", "C"], force: false))
      try scene.expectStates(["A PENDING -", "D DONE -"])
      try scene.expect(
        scene.history(of: "B"),
        [
          "2026-01-31T18:00:00+09:00 trace-1 test tester B: id B > nothing, "
            + "status PENDING > nothing, priority P1 > nothing, task t > nothing, "
            + "success_criteria c > nothing"
        ], "the history")
      for id in ["B", "C"] { try scene.perform(.restore(id: id)) }
      try scene.expectRows(four.map(\.rowText))
    },
    Case(testDescription: "rm: none goes where one may not", items: four) { scene in
      try scene.expectAnswer(
        "refused: needed_by: C waits for B", to: .remove(["A", "B"], force: false))
      try scene.expectAnswer(
        "refused: not_found: Row id not found: Z", to: .remove(["A", "Z"], force: true))
      try scene.expectUntouched()
    },
    Case(
      testDescription: "rm: the id is not used again",
      items: four + [row("ORCH-003"), row("ORCH-007")]
    ) { scene in
      try scene.perform(.remove(["ORCH-007"], force: false))
      var generated = newItem("ORCH-007")
      generated.isGenerated = true
      try scene.expectAnswer(
        "refused: already_exists: Row id already exists: ORCH-007", to: .add(generated))
      try scene.perform(.add(newItem()))
      try scene.expectStates(
        ["A", "B", "C", "D", "ORCH-003", "ORCH-008"].map {
          "\($0) \($0 == "D" ? "DONE" : "PENDING") -"
        })
      try scene.perform(.remove(["ORCH-008", "ORCH-003"], force: false))
      try scene.perform(.addAll([newItem(), newItem()], inSequence: false, above: 20))
      try scene.perform(.undo(id: "ORCH-022"), session: nil)
      try scene.perform(.add(newItem()))
      try scene.expect(
        scene.states().suffix(2).joined(), "ORCH-021 PENDING -ORCH-023 PENDING -", "the rows")
    },
    Case(testDescription: "add: ids of another prefix count by themselves", items: [row("WEB-9")]) {
      scene in
      var scene = scene
      scene.policy.idPrefix = "WEB"
      try scene.perform(.remove(["WEB-9"], force: false))
      try scene.perform(.add(newItem()))
      scene.policy.idPrefix = "ORCH"
      try scene.perform(.add(newItem()))
      try scene.expectStates(["WEB-010 PENDING -", "ORCH-001 PENDING -"])
    },
    Case(testDescription: "rm: a row IN_PROGRESS only by force", items: four) { scene in
      try scene.perform(.pick(id: "A"))
      try scene.expectAnswer(
        "refused: wrong_state: A is IN_PROGRESS, owned by s1", to: .remove(["A"], force: false))
      try scene.perform(.remove(["A", "B"], force: true))
      try scene.expectStates(["C PENDING -", "D DONE -"])
      try scene.expectClaims([])
    },
    Case(
      testDescription: "rm: rows IN_PROGRESS come back with new claims, or wait for another worker",
      items: [row("A"), row("X"), row("B"), row("Y"), row("C")]
    ) { scene in
      try scene.perform(.pick(id: "A"))
      try scene.perform(.pick(id: "B"), session: "s2")
      try scene.perform(.pick(id: "C"), session: "orch-c")
      let back = [
        "A IN_PROGRESS s1", "X PENDING -", "B IN_PROGRESS s2", "Y PENDING -", "C PENDING -",
      ]
      try scene.perform(.remove(["A", "B", "C"], force: true), session: nil)
      try scene.perform(.undo(id: nil), session: nil)
      try scene.expectStates(back)
      try scene.expectClaims([
        "A: claim 4, s1 until 2026-01-31 19:00", "B: claim 5, s2 until 2026-01-31 19:00",
      ])
      try scene.perform(.remove(["A", "B", "C"], force: true), session: nil)
      for id in ["A", "B", "C"] { try scene.perform(.restore(id: id), session: nil) }
      try scene.expectStates(back)
      try scene.expectClaims([
        "A: claim 6, s1 until 2026-01-31 19:00", "B: claim 7, s2 until 2026-01-31 19:00",
      ])
    },
  ]
}

extension ConformanceScene {
  fileprivate func limit() throws -> Int? {
    try store.snapshot().item("A")?.maxAttempts
  }
}
