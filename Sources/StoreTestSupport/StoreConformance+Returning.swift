import QueueModel
import QueueStore

// Rows that are released, cancelled, replanned or retried.

extension StoreConformance {
  private static let freed = "owner_session s1 > -, started_at_kst 2026-01-31 09:00 > -"

  /// A history with the prose of the notes longer by one segment.
  private static func noted(_ cells: String..., with note: String) -> String {
    (cells + ["notes x / touches=src > x / touches=src / \(note)"]).joined(separator: ", ")
  }

  private static func noted(_ status: Status, with note: String) -> QueueItem {
    item(status, notes: "x / touches=src / \(note)")
  }

  private static let cancelled = "cancelled_by_operator"

  static let returns: [Case] = [
    ConformanceChange(
      name: "cancel stops a PENDING row", from: item(), transition: .cancel(id: "A"),
      to: unowned(.blocked, notes: "x / touches=src / cancelled_by_operator"),
      history: noted("status PENDING > BLOCKED", with: cancelled)),
    ConformanceChange(
      name: "cancel stops an IN_PROGRESS row", from: item(.inProgress),
      transition: .cancel(id: "A"), session: nil, to: noted(.blocked, with: cancelled),
      history: noted("status IN_PROGRESS > BLOCKED", with: cancelled)),
    ConformanceChange(
      name: "cancel notes it on a BLOCKED row", from: item(.blocked),
      transition: .cancel(id: "A"), to: noted(.blocked, with: cancelled),
      history: noted(with: cancelled)),
    ConformanceChange(
      name: "release by its owner lets a row wait again", from: item(.inProgress),
      transition: .release(id: "A", force: false), to: item(),
      history: "status IN_PROGRESS > PENDING, \(freed)"),
    ConformanceChange(
      name: "release by force asks no owner", from: item(.inProgress),
      transition: .release(id: "A", force: true), session: "s2", to: item(),
      history: "status IN_PROGRESS > PENDING, \(freed)"),
    ConformanceChange(
      name: "replan stops an IN_PROGRESS row", from: item(.inProgress),
      transition: .replan(id: "A", reason: "r", force: false),
      to: noted(.blocked, with: "replan:r"),
      history: noted("status IN_PROGRESS > BLOCKED", with: "replan:r")),
    ConformanceChange(
      name: "replan notes it on a PENDING row", from: item(),
      transition: .replan(id: "A", reason: "r", force: false),
      to: noted(.pending, with: "replan:r"), history: noted(with: "replan:r")),
    ConformanceChange(
      name: "replan opens a BLOCKED row", from: item(.blocked),
      transition: .replan(id: "A", reason: "r", force: false),
      to: noted(.pending, with: "replan:r"),
      history: noted("status BLOCKED > PENDING", freed, with: "replan:r")),
    ConformanceChange(
      name: "replan opens a FAILED row", from: item(.failed),
      transition: .replan(id: "A", reason: "r", force: false),
      to: noted(.pending, with: "replan:r"),
      history: noted("status FAILED > PENDING", freed, with: "replan:r")),
    ConformanceChange(
      name: "replan by force opens a DONE row", from: item(.done),
      transition: .replan(id: "A", reason: "r", force: true),
      to: noted(.pending, with: "replan:r"),
      history: noted("status DONE > PENDING", freed, with: "replan:r")),
  ].map(\.asCase)

  private static let retried = "retry_requested / review_attempts=1"

  /// What stores do that keep attempts in the notes.
  public static let notedAttempts: [Case] = [
    ConformanceChange(
      name: "retry takes a FAILED row back", from: item(.failed),
      transition: .retry(id: "A", force: false), to: noted(.pending, with: retried),
      history: noted("status FAILED > PENDING", freed, with: retried)),
    ConformanceChange(
      name: "retry takes a BLOCKED row back", from: item(.blocked),
      transition: .retry(id: "A", force: false), to: noted(.pending, with: retried),
      history: noted("status BLOCKED > PENDING", freed, with: retried)),
    ConformanceChange(
      name: "retry by force forgets that a failure was for good",
      from: item(.failed, notes: "x / failure=permanent"),
      transition: .retry(id: "A", force: true), to: item(notes: "x / \(retried)"),
      history: "status FAILED > PENDING, \(freed), "
        + "notes x / failure=permanent > x / \(retried)"),
  ].map(\.asCase)
}

// Attempts in fields of the store instead of notes.

extension StoreConformance {
  private static func tried(
    _ name: String, _ item: QueueItem = item(.failed),
    _ check: @escaping @Sendable (ConformanceScene) throws -> Void
  ) -> Case {
    Case(testDescription: "attempts: \(name)", items: [item] + bystanders) { scene in
      var scene = scene
      scene.policy = .forDatabase
      try check(scene)
    }
  }

  private static func retry(force: Bool = false) -> Transition { .retry(id: "A", force: force) }

  private static func waiting(until seconds: Int, before notes: String = "") -> String {
    item(notes: "x / touches=src\(notes) / retry_not_before=\(1_769_850_000 + seconds)").rowText
  }

  /// What stores do that keep attempts in fields of their own.
  public static let recordedAttempts: [Case] = [
    tried("each retry waits longer, and counts") { scene in
      for (attempt, wait) in [60, 180, 600].enumerated() {
        _ = try scene.answer(to: retry())
        try scene.expect(scene.rows()[0], waiting(until: wait), "the row")
        try scene.expect("\(scene.attempts())", "\(attempt + 1)", "the attempts")
        try scene.expect(
          scene.answer(to: .pick(id: "A"), at: time(wait - 1)).prefixed, "refused", "the answer")
        _ = try scene.answer(to: .pick(id: "A"), at: time(wait))
        _ = try scene.answer(to: finish(.failed(isPermanent: false), notes: "x"))
      }
      try scene.expect(
        scene.answer(to: retry()).split(separator: ":")[1].description, " attempts_used_up",
        "the answer")
    },
    tried("retry is not asked for twice") { scene in
      _ = try scene.answer(to: retry())
      try scene.expect(
        scene.answer(to: retry()), "already so: \(waiting(until: 60))", "the answer")
      try scene.expect("\(scene.attempts())", "1", "the attempts")
    },
    tried("a blocked row is a person's matter", item(.blocked)) { scene in
      try scene.expect(
        scene.answer(to: retry()), "refused: wrong_state: A is BLOCKED", "the answer")
      try scene.expectUntouched()
      _ = try scene.answer(to: retry(force: true))
      try scene.expect(scene.rows()[0], waiting(until: 60), "the row")
    },
    tried("work whose lease ran out is taken back", item()) { scene in
      _ = try scene.answer(to: .pick(id: "A"))
      try scene.expect(
        scene.answer(to: retry(force: true), at: time(3599)),
        "refused: wrong_state: A is IN_PROGRESS, owned by s1", "the answer")
      _ = try scene.answer(to: retry(), at: time(3600))
      try scene.expect(scene.rows()[0], waiting(until: 3660), "the row")
      try scene.expect(scene.claims(), ["A: claim 1, lost 1"], "the claims")
    },
    tried("the watchdog tries again what failed, and what is stale") { scene in
      _ = try scene.answer(to: .pick(id: "B"))
      _ = try scene.answer(
        to: .rescue(staleSeconds: 3600), session: nil, at: time(3600))
      try scene.expect(
        scene.states(), ["A PENDING -", "B PENDING -", "C DONE s3"], "the rows")
      try scene.expect(
        scene.rows()[1],
        "B | PENDING | P2 | task B | - | - | - | - | [watchdog] stale reset / "
          + "retry_not_before=1769853660", "the row B")
      try scene.expect("\(scene.attempts()) \(scene.attempts(of: "B"))", "1 1", "the attempts")
    },
    tried("a failure for good is left alone", item(.failed, notes: "failure=permanent")) { scene in
      try scene.expect(
        scene.answer(to: .rescue(staleSeconds: 3600), session: nil),
        "nothing pending",
        "the answer")
      try scene.expectUntouched()
    },
    tried("undo takes an attempt back") { scene in
      _ = try scene.answer(to: retry())
      _ = try scene.answer(to: .undo(id: "A"), session: nil)
      try scene.expect(scene.rows(), scene.items.map(\.rowText), "the queue")
      try scene.expect("\(scene.attempts())", "0", "the attempts")
    },
    tried("a row that comes back has its limit and its key again") { scene in
      _ = try scene.answer(
        to: .add(
          .init(
            id: "N", priority: .p1, task: "t", successCriteria: "c", idempotencyKey: "k",
            maxAttempts: 5)))
      for transition in [.undo(id: "N"), .restore(id: "N")] as [Transition] {
        _ = try scene.answer(to: transition, session: nil)
      }
      let item = try scene.store.snapshot().value.item("N")
      try scene.expect(
        "\(item?.idempotencyKey ?? "-") \(item?.maxAttempts ?? 0)", "k 5", "the key and limit")
    },
  ]
}

extension ConformanceScene {
  func attempts(of id: String = "A") throws -> Int {
    try store.snapshot().value.item(id)?.attemptCount ?? -1
  }
}

// Undo and restore.

extension StoreConformance {
  private static let three = [item("A"), item("B"), item("C")]

  private static func item(_ id: String, after: [String] = []) -> QueueItem {
    QueueItem(
      id: id, priority: .p1, task: "t", successCriteria: "c",
      notes: Notes(after.isEmpty ? "" : "after=\(after.joined(separator: ","))"), after: after)
  }

  private static func row(_ id: String, _ status: String = "PENDING", notes: String = "-") -> String
  {
    "\(id) | \(status) | P1 | t | c | - | - | - | \(notes)"
  }

  static let takingBack: [Case] = [
    Case(testDescription: "undo: a transition, cell by cell", items: three) { scene in
      _ = try scene.answer(to: .cancel(id: "B"))
      try scene.expect(
        scene.answer(to: .undo(id: nil), session: nil),
        "changed: \(row("B", "BLOCKED", notes: "cancelled_by_operator"))\ninto: \(row("B"))",
        "the answer")
      try scene.expect(scene.rows(), three.map(\.rowText), "the queue")
      let undone = try scene.store.history(of: "B").map { "\($0.sequence) \($0.undoes ?? 0)" }
      try scene.expect(undone, ["1 0", "2 1"], "what the history says of it")
      try scene.expect(
        scene.answer(to: .undo(id: nil), session: nil),
        "refused: nothing_to_undo: There is nothing of yours to undo", "the answer")
    },
    Case(testDescription: "undo: one further back each time", items: three) { scene in
      _ = try scene.answer(to: .pick(id: "A"), session: "tester")
      _ = try scene.answer(to: .cancel(id: "C"))
      _ = try scene.answer(to: .finish(.init(id: "A", as: .done, notes: "n")))
      for _ in 0..<2 { _ = try scene.answer(to: .undo(id: "A"), session: nil) }
      let now = [row("A"), row("B"), row("C", "BLOCKED", notes: "cancelled_by_operator")]
      try scene.expect(scene.rows(), now, "the queue")
      try scene.expect(
        scene.answer(to: .undo(id: "A"), session: nil),
        "refused: nothing_to_undo: There is nothing to undo of A", "the answer")
    },
    Case(testDescription: "undo, restore: a row that was added", items: three) { scene in
      _ = try scene.answer(
        to: .add(.init(id: "N", priority: .p1, task: "t", successCriteria: "c", after: ["A"])))
      let added = try scene.rows()
      try scene.expect(
        scene.answer(to: .undo(id: "N"), session: nil),
        "changed: \(row("N", notes: "after=A")) (after A)\ninto: nothing", "the answer")
      try scene.expect(scene.rows(), three.map(\.rowText), "the queue")
      try scene.expect(
        scene.answer(to: .restore(id: "N")),
        "changed: nothing\ninto: \(row("N", notes: "after=A")) (after A)", "the answer")
      try scene.expect(scene.rows(), added, "the queue")
      try scene.expect(
        scene.answer(to: .restore(id: "N")),
        "refused: already_exists: Row id already exists: N", "the answer")
    },
    Case(testDescription: "undo: a row that others wait for stays", items: three) { scene in
      for (id, after) in [("N", [String]()), ("M", ["N"])] {
        _ = try scene.answer(
          to: .add(.init(id: id, priority: .p1, task: "t", successCriteria: "c", after: after)))
      }
      try scene.expect(
        scene.answer(to: .undo(id: "N"), session: nil),
        "refused: needed_by: M waits for N", "the answer")
    },
    Case(testDescription: "restore: a row that nobody deleted", items: three) { scene in
      try scene.expect(
        scene.answer(to: .restore(id: "Z")), "refused: not_found: Row id not found: Z",
        "the answer")
      try scene.expectUntouched()
    },
  ]
}
