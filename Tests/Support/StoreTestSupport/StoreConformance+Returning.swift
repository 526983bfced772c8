import Model
import QueueStore

// Rows that are released, cancelled, replanned or retried.

extension StoreConformance {
  private static let freed = "owner_session s1 > -, started_at_kst 2026-01-31 09:00 > -"

  /// The cells of a history entry in which the prose of the notes gets one more segment.
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

  /// The behaviour of stores that keep attempts in the notes.
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

  /// The behaviour of stores that keep attempts in separate fields.
  public static let recordedAttempts: [Case] = [
    tried("each retry waits longer, and counts") { scene in
      for (attempt, wait) in [60, 180, 600].enumerated() {
        try scene.perform(retry())
        try scene.expect(scene.rows()[0], waiting(until: wait), "the row")
        try scene.expect("\(scene.attempts())", "\(attempt + 1)", "the attempts")
        try scene.expect(
          scene.answer(to: .pick(id: "A"), at: time(wait - 1)).prefixed, "refused", "the answer")
        try scene.perform(.pick(id: "A"), at: time(wait))
        try scene.perform(finish(.failed(isPermanent: false), notes: "x"))
      }
      try scene.expect(
        scene.answer(to: retry()).split(separator: ":")[1].description, " attempts_used_up",
        "the answer")
    },
    tried("retry lets a row start at once that backs off") { scene in
      try scene.perform(retry())
      try scene.expect(scene.rows()[0], waiting(until: 60), "the row")
      try scene.perform(retry())
      try scene.expect("\(scene.attempts())", "1", "the attempts")
      try scene.perform(.pick(id: "A"))
    },
    tried("a blocked row is retried only by force", item(.blocked)) { scene in
      try scene.expectAnswer("refused: wrong_state: A is BLOCKED", to: retry())
      try scene.expectUntouched()
      try scene.perform(retry(force: true))
      try scene.expect(scene.rows()[0], waiting(until: 60), "the row")
    },
    tried("work whose lease ran out is taken back", item()) { scene in
      try scene.perform(.pick(id: "A"))
      try scene.expectAnswer(
        "refused: wrong_state: A is IN_PROGRESS, owned by s1", to: retry(force: true),
        at: time(3599))
      try scene.perform(retry(), at: time(3600))
      try scene.expect(scene.rows()[0], waiting(until: 3660), "the row")
      try scene.expectClaims(["A: claim 1, lost 1"])
    },
    tried("the watchdog tries again what failed, and what is stale") { scene in
      try scene.perform(.pick(id: "B"))
      try scene.perform(.rescue(staleTimeout: .seconds(3600)), session: nil, at: time(3600))
      try scene.expectStates(["A PENDING -", "B PENDING -", "C DONE s3"])
      try scene.expect(
        scene.rows()[1],
        "B | PENDING | P2 | task B | - | - | - | - | [watchdog] stale reset / "
          + "retry_not_before=1769853660", "the row B")
      try scene.expect("\(scene.attempts()) \(scene.attempts(of: "B"))", "1 1", "the attempts")
    },
    tried("a failure for good is left alone", item(.failed, notes: "failure=permanent")) { scene in
      try scene.expectAnswer(
        "nothing pending", to: .rescue(staleTimeout: .seconds(3600)), session: nil)
      try scene.expectUntouched()
    },
    tried("undo takes an attempt back") { scene in
      try scene.perform(retry())
      try scene.perform(.undo(id: "A"), session: nil)
      try scene.expectRows(scene.items.map(\.rowText))
      try scene.expect("\(scene.attempts())", "0", "the attempts")
    },
    tried("a row that comes back has its limit and its key again") { scene in
      try scene.perform(
        .add(newItem("N", key: "k", maxAttempts: 5)))
      for transition in [.undo(id: "N"), .restore(id: "N")] as [Transition] {
        try scene.perform(transition, session: nil)
      }
      let item = try scene.store.snapshot().item("N")
      try scene.expect(
        "\(item?.idempotencyKey ?? "-") \(item?.maxAttempts ?? 0)", "k 5", "the key and limit")
    },
  ]
}

extension ConformanceScene {
  func attempts(of id: String = "A") throws -> Int {
    try store.snapshot().item(id)?.attemptCount ?? -1
  }
}

// Undo and restore.

extension StoreConformance {
  private static let three = [row("A"), row("B"), row("C")]
  private static let blockedCells = "BLOCKED | P1 | t | c | - | - | -"

  static let takingBack: [Case] = [
    Case(testDescription: "undo: a transition, cell by cell", items: three) { scene in
      try scene.perform(.cancel(id: "B"))
      try scene.expectAnswer(
        "changed: \(text("B", blockedCells, notes: "cancelled_by_operator"))\ninto: \(text("B"))",
        to: .undo(id: nil), session: nil)
      try scene.expectRows(three.map(\.rowText))
      let undone = try scene.store.history(of: "B").map { "\($0.sequence) \($0.undoes ?? 0)" }
      try scene.expect(undone, ["1 0", "2 1"], "what the history says of it")
      try scene.expectAnswer(
        "refused: nothing_to_undo: You have nothing to undo", to: .undo(id: nil),
        session: nil)
    },
    Case(testDescription: "undo: one further back each time", items: three) { scene in
      try scene.perform(.pick(id: "A"), session: "tester")
      try scene.perform(.cancel(id: "C"))
      try scene.perform(.finish(.init(id: "A", as: .done, notes: "n")))
      for _ in 0..<2 { try scene.perform(.undo(id: "A"), session: nil) }
      let now = [text("A"), text("B"), text("C", blockedCells, notes: "cancelled_by_operator")]
      try scene.expectRows(now)
      try scene.expectAnswer(
        "refused: nothing_to_undo: There is nothing to undo for "
          + "A", to: .undo(id: "A"), session: nil)
    },
    Case(
      testDescription: "undo: a command that changed a brief alone", items: three
    ) { scene in
      var scene = scene
      try scene.perform(.edit(.init(id: "A", [.priority: "P0"])), session: nil)
      scene.briefs = ["A"]
      try scene.perform(.edit(.init(id: "A", [:])), session: nil)
      scene.briefs = []
      for _ in 0..<2 { try scene.perform(.undo(id: nil), session: nil) }
      try scene.expectRows(three.map(\.rowText))
      try scene.expect(
        scene.store.history(of: "A").map { "\($0.text), \($0.undoes ?? 0)" },
        [
          "priority P1 > P0, 0", "brief, 0", "brief, 2", "priority P0 > P1, 1",
        ].map { "2026-01-31T18:00:00+09:00 trace-1 test tester A: \($0)" }, "the history")
      try scene.expectAnswer(
        "refused: nothing_to_undo: You have nothing to undo", to: .undo(id: nil),
        session: nil)
    },
    Case(testDescription: "undo, restore: a row that was added", items: three) { scene in
      try scene.perform(
        .add(newItem("N", after: ["A"])))
      let added = try scene.rows()
      try scene.expectAnswer(
        "changed: \(text("N", notes: "after=A")) (after A)\ninto: nothing", to: .undo(id: "N"),
        session: nil)
      try scene.expectRows(three.map(\.rowText))
      try scene.expectAnswer(
        "changed: nothing\ninto: \(text("N", notes: "after=A")) (after A)", to: .restore(id: "N"))
      try scene.expectRows(added)
      try scene.expectAnswer(
        "refused: already_exists: Row id already exists: N", to: .restore(id: "N"))
    },
    Case(testDescription: "undo: a row that others wait for stays", items: three) { scene in
      for (id, after) in [("N", [String]()), ("M", ["N"])] {
        try scene.perform(
          .add(newItem(id, after: after)))
      }
      try scene.expectAnswer("refused: needed_by: M waits for N", to: .undo(id: "N"), session: nil)
    },
    Case(testDescription: "restore: a row that was never deleted", items: three) { scene in
      try scene.expectAnswer("refused: not_found: Row id not found: Z", to: .restore(id: "Z"))
      try scene.expectUntouched()
    },
  ]
}
