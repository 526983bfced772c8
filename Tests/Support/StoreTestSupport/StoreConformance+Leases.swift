import Model
import QueueStore

// Leases: stores keep the worker of a row and the end of its claim beside the cells.

extension StoreConformance {
  static func lease(_ action: Transition.LeaseRequest.Action, _ id: String = "A") -> Transition {
    .lease(.init(id: id, action))
  }

  /// A case with the row A, which waits or is at work.
  private static func of(
    _ name: String, _ item: QueueItem = item(),
    _ check: @escaping @Sendable (ConformanceScene) throws -> Void
  ) -> Case {
    Case(testDescription: "lease: \(name)", items: [item] + bystanders, check: check)
  }

  static let leases: [Case] = [
    of("pick gives one, and the snapshot shows it") { scene in
      try scene.perform(.pick(id: "A"))
      try scene.expectClaims(["A: claim 1, s1 until 2026-01-31 19:00"])
      try scene.expect(
        scene.store.snapshot().item("A")?.claim?.lease?.owner ?? "none", "s1", "the owner")
    },
    of("it outlives the store that gave it") { scene in
      try scene.perform(.pick(id: "A"))
      try scene.perform(lease(.renew(seconds: 60)))
      let other = try scene.reopened()
      try other.expectClaims(["A: claim 1, s1 until 2026-01-31 18:01, beats"])
      try other.expectAnswer(
        "refused: leased: A is leased to s1 until 2026-01-31 18:01",
        to: lease(.acquire(seconds: nil)), session: "s2")
      try scene.expect(
        other.answer(to: finish(.done, notes: "x"), claimToken: "1-000000").prefixed,
        "changed", "the answer")
    },
    of("taking, renewing, giving back: no cell changes, and the history has no entry") { scene in
      let steps: [(Transition.LeaseRequest.Action, [String])] = [
        (.acquire(seconds: 120), ["A: claim 1, s1 until 2026-01-31 18:02, beats"]),
        (.renew(seconds: nil), ["A: claim 1, s1 until 2026-01-31 18:15, beats"]),
        (.acquire(seconds: 60), ["A: claim 1, s1 until 2026-01-31 18:01, beats"]),
        (.release, []), (.release, []),
      ]
      for (action, claims) in steps {
        let answer = try scene.answer(to: lease(action))
        try scene.expect(answer.hasPrefix("refused") ? answer : "done", "done", "\(action)")
        try scene.expect(scene.claims(), claims, "the claims after \(action)")
        try scene.expectUntouched()
      }
    },
    of("the end of a lease is recorded, and the history has no entry") { scene in
      try scene.perform(lease(.acquire(seconds: 60)))
      try scene.perform(lease(.expire), session: nil, at: time(60))
      try scene.expectClaims(["A: claim 1, s1 ended, beats"])
      try scene.expectUntouched()
      try scene.expectAnswer(
        "refused: lease_ended: The lease of s1 on A has ended", to: lease(.renew(seconds: nil)))
    },
    of(
      "work that was begun by hand gets one with its first heartbeat",
      item(.inProgress, startedAt: "2026-01-31 17:30")
    ) { scene in
      try scene.expectClaims([])
      try scene.perform(lease(.renew(seconds: nil)))
      try scene.expectClaims(["A: claim 1, s1 until 2026-01-31 18:30, beats"])
      try scene.expectUntouched()
    },
    of("a refusal leaves it alone") { scene in
      try scene.perform(lease(.acquire(seconds: 60)))
      for transition in [
        .pick(id: "A"), finish(.done, notes: "y"), lease(.acquire(seconds: nil)),
        lease(.renew(seconds: nil)), lease(.release), .release(id: "A", force: false),
      ] as [Transition] {
        try scene.expect(
          scene.answer(to: transition, session: "s2"),
          "refused: leased: A is leased to s1 until 2026-01-31 18:01", "\(transition)")
      }
      try scene.expectClaims(["A: claim 1, s1 until 2026-01-31 18:01, beats"])
      try scene.expectUntouched()
    },
    of("pick passes over a row that another has one on") { scene in
      try scene.perform(lease(.acquire(seconds: 60)))
      try scene.perform(.pick(id: nil), session: "s2")
      try scene.expectStates(["A PENDING -", "B IN_PROGRESS s2", "C DONE s3"])
      try scene.expectAnswer("nothing pending", to: .pick(id: nil), session: nil)
      try scene.perform(.pick(id: nil))
      try scene.expectClaims([
        "A: claim 3, s1 until 2026-01-31 18:01, beats", "B: claim 2, s2 until 2026-01-31 19:00",
      ])
    },
    of("a row that is handed over takes it along") { scene in
      try scene.perform(.pick(id: "A"))
      try scene.perform(.assign(id: "A", to: "s2", from: "s1", force: false))
      try scene.expectClaims(["A: claim 1, s2 until 2026-01-31 19:00"])
      try scene.perform(.undo(id: "A"), session: nil)
      try scene.expectClaims(["A: claim 1, s1 until 2026-01-31 19:00"])
    },
    of("a row that ends, or waits again, has none") { scene in
      for end in [
        finish(.failed(isPermanent: false)), .release(id: "A", force: false), .cancel(id: "A"),
        .undo(id: "A"),
      ] as [Transition] {
        try scene.perform(.replan(id: "A", reason: "r", force: true))
        try scene.perform(.pick(id: "A"))
        try scene.perform(end, session: end == .undo(id: "A") ? nil : "s1")
        try scene.expect(scene.claims(), [], "the claims after \(end)")
      }
    },
  ]
}

extension ConformanceScene {
  /// Returns a scene that uses another handle of this queue.
  func reopened() throws -> ConformanceScene {
    ConformanceScene(items: items, store: try open(), open: open, wording: wording)
  }
}

extension String {
  /// The text before the first colon.
  var prefixed: String { String(prefix { $0 != ":" }) }
}

/// A worker that lost its row, and the answers to its transitions.
private struct Fence {
  let name: String
  /// Gives the row to another session after s1 picked it.
  let passOn: @Sendable (ConformanceScene) throws -> Void
  /// The answers to done, fail, renew, release and assign by s1.
  let answers: [String]
  /// The answers to transitions with the token of its claim; `nil` if they are the same.
  var withToken: [String]?

  static let acts: [Transition] = [
    StoreConformance.finish(.done), StoreConformance.finish(.failed(isPermanent: false)),
    StoreConformance.lease(.renew(seconds: nil)), .release(id: "A", force: false),
    .assign(id: "A", to: "s4", from: "s1", force: false),
  ]

  var asCase: StoreConformance.Case {
    let items = [StoreConformance.item()] + StoreConformance.bystanders
    return StoreConformance.Case(testDescription: "fence: \(name)", items: items) { scene in
      try scene.perform(.pick(id: "A"))
      try passOn(scene)
      let before = try (scene.rows(), scene.claims(), scene.history())
      for token in [nil, "1-000000"] as [String?] {
        let expected = (token == nil ? answers : withToken ?? answers).map { "refused: \($0)" }
        let found = try Self.acts.map { act in
          try scene.answer(to: act, at: StoreConformance.time(7200), claimToken: token)
        }
        try scene.expect(
          found, expected, "the answers to s1" + (token == nil ? "" : ", with token"))
      }
      try scene.expectRows(before.0)
      try scene.expectClaims(before.1)
      try scene.expect(scene.history(), before.2, "the history")
    }
  }
}

extension StoreConformance {
  private static let notOwner = "not_owner: A belongs to s2, not to s1"
  private static let leased = "leased: A is leased to s2 until 2026-01-31 20:15"
  private static let over = "stale_attempt: The attempt 1-000000 of A is over: the row is "
  private static let theirs = over + "IN_PROGRESS, owned by s2"
  private static let takenOver = lease(.acquire(seconds: nil))

  /// Rows that another session has got two hours after s1 picked them.
  static let fences: [Case] =
    [
      Fence(
        name: "another took the work over",
        passOn: { _ = try $0.answer(to: takenOver, session: "s2", at: time(7200)) },
        answers: [notOwner, notOwner, leased, notOwner, notOwner],
        withToken: [notOwner, notOwner, theirs, notOwner, notOwner]),
      Fence(
        name: "the row was given to another",
        passOn: { scene in
          try scene.perform(.assign(id: "A", to: "s2", from: "s1", force: false))
          try scene.perform(lease(.renew(seconds: 8100)), session: "s2")
        }, answers: [notOwner, notOwner, leased, notOwner, notOwner]),
      Fence(
        name: "the watchdog took the row back, and another picked it",
        passOn: { scene in
          try scene.perform(.rescue(staleTimeout: .seconds(3600)), session: nil, at: time(6000))
          try scene.perform(.pick(id: "A"), session: "s2", at: time(7000))
          try scene.perform(lease(.renew(seconds: 900)), session: "s2", at: time(7200))
        }, answers: [notOwner, notOwner, leased, notOwner, notOwner],
        withToken: [notOwner, notOwner, theirs, notOwner, notOwner]),
      Fence(
        name: "another released the row by force, and has a lease on it",
        passOn: { scene in
          try scene.perform(.release(id: "A", force: true), session: "s2")
          try scene.perform(takenOver, session: "s2", at: time(7200))
        }, answers: [leased, leased, leased, leased, "wrong_state: A is PENDING"],
        withToken: [over, over, over, over].map { $0 + "PENDING" } + ["wrong_state: A is PENDING"]),
      Fence(
        name: "it is done",
        passOn: { _ = try $0.answer(to: finish(.done, notes: "by hand"), session: nil) },
        answers: [
          "wrong_state: A is DONE", "wrong_state: A is DONE",
          "noLease", "wrong_state: A is DONE", "wrong_state: A is DONE",
        ].map { $0 == "noLease" ? "no_lease: s1 has no lease on A, which is DONE" : $0 },
        withToken: [
          "wrong_state: A is DONE", "wrong_state: A is DONE", over + "DONE",
          "wrong_state: A is DONE",
          "wrong_state: A is DONE",
        ]),
    ].map(\.asCase) + [namesake]

  /// Two claims of one session differ only by their tokens.
  private static let namesake = Case(
    testDescription: "fence: a session of the same name took the row anew",
    items: [item()] + bystanders
  ) { scene in
    try scene.perform(.pick(id: "A"))
    try scene.perform(.release(id: "A", force: false))
    try scene.perform(.pick(id: "A"))
    let before = try scene.rows()
    for act in Fence.acts {
      try scene.expect(
        scene.answer(to: act, claimToken: "1-000000"),
        "refused: " + over + "IN_PROGRESS, owned by s1", "the answer to \(act)")
    }
    try scene.expectRows(before)
    try scene.expectClaims(["A: claim 2, s1 until 2026-01-31 19:00"])
    try scene.expect(
      scene.answer(to: finish(.done), claimToken: "2-000000").prefixed, "changed", "the answer")
  }
}
