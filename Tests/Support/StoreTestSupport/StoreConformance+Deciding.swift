import Model
import QueueStore

// Rows that a person must approve, and rows that others depend on when they fail.

extension StoreConformance {
  private static let dispatch = Transition.dispatch(.init(maxWorkers: 1, limit: 1))
  private static let approve = Transition.reply(.init(id: "A", .approve))
  private static let reject = Transition.reply(.init(id: "A", .reject(reason: "no")))
  private static let signature = "(s1, 2026-01-31 18:00)"
  private static let asked = "approval=start / awaits=approval"
  private static let passed = Verdict(
    .pass, reasons: [.allCovered], unmet: [], coveredChecks: 1, totalChecks: 1)

  private static func deciding(
    _ name: String, _ items: [QueueItem],
    _ check: @escaping @Sendable (ConformanceScene) throws -> Void
  ) -> Case {
    Case(testDescription: "decide: \(name)", items: items, check: check)
  }

  /// Performs the transitions, and expects the status and the notes of the first row after each.
  private static func expect(
    _ steps: [(Transition, String)], in scene: ConformanceScene
  ) throws {
    for (transition, row) in steps {
      try scene.perform(transition)
      let item = try scene.store.snapshot().item(at: 0)
      try scene.expect(
        "\(item?.status.rawValue ?? "-") \(item?.notes.text ?? "-")", row,
        "the row after \(transition)")
    }
  }

  /// Content is the task and the rows in `after`.
  private static let reader: ContentReader = {
    let digest: @Sendable (QueueItem, DecidedContent.Matter) -> String = { item, _ in
      let digest = item.task == "t" ? "0123456789ab" : "ba9876543210"
      return item.after.isEmpty ? digest : "\(digest.dropLast(2))\(item.after.count)f"
    }
    return ContentReader(
      digest: digest, isNamed: { digest($0, $1) == $2 }, changes: { _, _ in [.task] })
  }()

  private static let approvals: [Case] = [
    deciding(
      "a claim asks for the approval of work, and takes the next row",
      [
        row("A", notes: "approval=start"), row("B"),
      ]
    ) { scene in
      try scene.expectAnswer(
        """
        changed: \(text("A", notes: "approval=start"))
        into: \(text("A", "BLOCKED | P1 | t | c | - | - | -", notes: asked))
        changed: \(text("B"))
        into: \(text("B", "IN_PROGRESS | P1 | t | c | s1 | 2026-01-31 18:00 | -"))
        """, to: .pick(id: nil))
      try scene.expect(
        scene.history(of: "A"),
        [
          "2026-01-31T18:00:00+09:00 trace-1 test tester A: status PENDING > BLOCKED, "
            + "notes approval=start > \(asked)"
        ], "the history")
      try scene.expectAnswer(
        "refused: needs_approval: A needs a person's approval before its work begins",
        to: .pick(id: "A"))
    },
    deciding(
      "a dispatch asks where no place is free",
      [
        row("A", notes: "approval=start"), row("B", .inProgress),
      ]
    ) { scene in
      try expect([(dispatch, "BLOCKED \(asked)")], in: scene)
      try scene.expectAnswer("nothing pending", to: dispatch)
    },
    deciding("approved work is claimed", [row("A", notes: "approval=start")]) { scene in
      try expect(
        [
          (.pick(id: nil), "BLOCKED \(asked)"), (approve, "PENDING approved \(signature)"),
          (approve, "PENDING approved \(signature)"),
          (.undo(id: "A"), "BLOCKED \(asked)"), (.undo(id: "A"), "PENDING approval=start"),
          (.pick(id: nil), "BLOCKED \(asked)"), (approve, "PENDING approved \(signature)"),
          (.pick(id: nil), "IN_PROGRESS approved \(signature)"),
        ], in: scene)
    },
    deciding(
      "an approval names its content, and the history has the digest",
      [row("A", notes: "approval=start")]
    ) { scene in
      var scene = scene
      scene.contents = reader
      let note = "(s1, 2026-01-31 18:00, 0123456789ab)"
      try expect(
        [
          (.pick(id: nil), "BLOCKED \(asked)"),
          (approve, "PENDING approval=start / approved \(note)"),
          (.edit(.init(id: "A", [.task: "u"])), "PENDING approval=start / approved \(note)"),
          (
            .pick(id: nil),
            "BLOCKED approval=start / approved earlier \(note) / awaits=approval"
          ),
        ], in: scene)
      try scene.expect(
        scene.store.history(of: "A").compactMap(\.row?.digest),
        ["0123456789ab", "0123456789ab", "ba9876543210"], "the digests")
    },
    deciding(
      "a person who ends a row ends its approval, and an undo brings it back",
      [
        row("A", notes: "approval=start"), row("B"),
      ]
    ) { scene in
      var scene = scene
      scene.contents = reader
      let approved = "approval=start / approved (s1, 2026-01-31 18:00, 0123456789ab)"
      func expect(_ transition: Transition, _ row: String?, as session: String? = nil) throws {
        try scene.perform(transition, session: session)
        let item = try scene.store.read { try $0.item("A") }
        try scene.expect(
          item.map { "\($0.status.rawValue) \($0.notes.text)" } ?? "-", row ?? "-",
          "the row after \(transition)")
      }
      try expect(approve, "PENDING \(approved)", as: "s1")
      try expect(.cancel(id: "A"), "BLOCKED approval=start / cancelled_by_operator")
      try expect(.undo(id: "A"), "PENDING \(approved)")
      try expect(.remove(["A"], force: false), nil)
      try expect(.undo(id: "A"), "PENDING \(approved)")
      try expect(.remove(["A"], force: false), nil)
      try expect(.restore(id: "A"), "PENDING approval=start")
      try expect(approve, "PENDING \(approved)", as: "s1")
      try expect(.replan(id: "A", reason: "r", force: false), "PENDING approval=start / replan:r")
    },
    deciding(
      "rows for which it waits are approved with it if a person or orch names them",
      [row("A", notes: "approval=start"), row("B", .done), row("C", .done)]
    ) { scene in
      var scene = scene
      scene.contents = reader
      func notes(_ digest: String) -> String {
        "approval=start / approved (s1, 2026-01-31 18:00, \(digest))"
      }
      func expect(_ transition: Transition, _ digest: String, as session: String? = nil) throws {
        try scene.perform(transition, session: session)
        let item = try scene.store.read { try $0.item("A") }
        let prose = item?.notes.segments.filter { !$0.hasPrefix("after=") }.sorted()
        try scene.expect(
          prose?.joined(separator: " / ") ?? "-", notes(digest), "the row after \(transition)")
      }
      try expect(approve, "0123456789ab", as: "s1")
      try expect(.edit(.init(id: "A", [.after: "B"])), "01234567891f")
      try expect(.edit(.init(id: "A", [.after: "B,C"])), "01234567891f", as: "s1")
      try scene.perform(.pick(id: "A"))
      try scene.expect(
        scene.store.read { try $0.status(of: "A") }?.rawValue ?? "-", "BLOCKED", "the status")
    },
    deciding("rejected work stays until it is brought back", [row("A", notes: "approval=start")]) {
      scene in
      let rejected = "approval=start / rejected: no \(signature)"
      try expect(
        [
          (.pick(id: nil), "BLOCKED \(asked)"), (reject, "BLOCKED \(rejected)"),
          (reject, "BLOCKED \(rejected)"), (approve, "BLOCKED \(rejected)"),
          (.replan(id: "A", reason: "r", force: false), "PENDING \(rejected) / replan:r"),
          (.pick(id: nil), "BLOCKED \(rejected) / replan:r / awaits=approval"),
        ], in: scene)
      try scene.expect("\(scene.attempts())", "0", "the attempts")
    },
    deciding("a report that passes waits for approval", [row("A", notes: "approval=done")]) {
      scene in
      let waiting = "approval=done / awaits=approval / review:PASS all_success_criteria_covered"
      let kept = "approval=done / review:PASS all_success_criteria_covered"
      try expect(
        [
          (.pick(id: "A"), "IN_PROGRESS approval=done"),
          (
            .review(.init(id: "A", by: .report(force: false), .init(verdict: passed))),
            "BLOCKED \(waiting)"
          ),
          (reject, "PENDING \(kept) / rejected: no \(signature)"),
          (.pick(id: "A"), "IN_PROGRESS \(kept) / rejected: no \(signature)"),
          (finish(.done), "BLOCKED n / approval=done / awaits=approval"),
          (approve, "DONE n / approval=done / approved \(signature)"),
          (approve, "DONE n / approval=done / approved \(signature)"),
        ], in: scene)
      let awaited = try scene.store.history(of: "A").compactMap { $0.findings?.verdict?.awaited }
      try scene.expect("\(awaited)", "[Model.Awaited.approval]", "what the verdict waits for")
    },
  ]

  private static let failures: [Case] = [
    deciding(
      "a row starts without one that failed, where that says so",
      [
        row("A", .blocked, notes: "on_failure=continue / failure=exhausted"),
        row("B", after: ["A"]), row("C", .blocked, notes: "on_failure=continue"),
        row("D", after: ["C"]),
      ]
    ) { scene in
      try scene.perform(.dispatch(.init(maxWorkers: 9, limit: 9)))
      try scene.expectStates(["A BLOCKED -", "B IN_PROGRESS s1", "C BLOCKED -", "D PENDING -"])
    },
    deciding(
      "what waits for a row that failed is cancelled, all in one",
      [
        row("A", .blocked, notes: "on_failure=cancel / failure=exhausted"), row("B", after: ["A"]),
        row("C", .pending, .p0, after: ["B"]), row("D"),
      ]
    ) { scene in
      let blocked = "BLOCKED | P1 | t | c | - | - | -"
      let first = "BLOCKED | P0 | t | c | - | - | -"
      let note = "dependency_failed: A"
      try scene.perform(.cancelDependants)
      try scene.expectRows([
        text("A", blocked, notes: "on_failure=cancel / failure=exhausted"),
        text("B", blocked, notes: "after=A / \(note)") + " (after A)",
        text("C", first, notes: "after=B / \(note)") + " (after B)", text("D"),
      ])
      try scene.expectAnswer("nothing pending", to: .cancelDependants)
      try scene.perform(.undo(id: "B"), session: nil)
      try scene.expectAnswer(
        "changed: \(text("B", notes: "after=A")) (after A)\n"
          + "into: \(text("B", blocked, notes: "after=A / \(note)")) (after A)",
        to: .cancelDependants)
      try scene.expectAnswer(
        "changed: \(text("A", blocked, notes: "on_failure=cancel / failure=exhausted"))\n"
          + "into: \(text("A", notes: "on_failure=cancel / replan:r"))\n"
          + "changed: \(text("B", blocked, notes: "after=A / \(note)")) (after A)\n"
          + "into: \(text("B", notes: "after=A")) (after A)\n"
          + "changed: \(text("C", first, notes: "after=B / \(note)")) (after B)\n"
          + "into: \(text("C", "PENDING | P0 | t | c | - | - | -", notes: "after=B")) (after B)",
        to: .replan(id: "A", reason: "r", force: false))
    },
    deciding(
      "nothing is cancelled where no row says so",
      [
        row("A", .failed), row("B", after: ["A"]), row("C", .failed, notes: "on_failure:cancel"),
        row("D", after: ["C"]),
      ]
    ) { scene in
      try scene.expectAnswer("nothing pending", to: .cancelDependants)
      try scene.expectUntouched()
    },
    deciding(
      "a note that a row has is never said to be missing",
      [
        row("A", .failed, notes: "x / on_failure=cancel"), row("B", notes: "approval=start"),
      ]
    ) { scene in
      try scene.store.read { table in
        try scene.expect(
          "\(table.mayHave(note: "on_failure=cancel", .failed)) "
            + "\(table.mayHave(note: "approval=start", .pending))", "true true", "the answer")
      }
    },
  ]

  static let deciding = approvals + failures
}
