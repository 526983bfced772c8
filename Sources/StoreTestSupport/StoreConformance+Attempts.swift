import QueueModel
import QueueStore

// Where attempts are fields of the store, and not notes.

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
