import QueueModel

/// A worker that lost its row, and what it is told.
private struct Fence {
  let name: String
  /// How the row passes on, after s1 picked it.
  let passOn: @Sendable (ConformanceScene) throws -> Void
  /// What is said to done, fail, renew, release and assign of s1.
  let answers: [String]
  /// What is said to the same with the token of its claim; the same, for `nil`.
  var withToken: [String]?

  private static let acts: [Transition] = [
    StoreConformance.finish(.done), StoreConformance.finish(.failed(isPermanent: false)),
    StoreConformance.lease(.renew(seconds: nil)), .release(id: "A", force: false),
    .assign(id: "A", to: "s4", from: "s1", force: false),
  ]

  var asCase: StoreConformance.Case {
    let items = [StoreConformance.item()] + StoreConformance.bystanders
    return StoreConformance.Case(testDescription: "fence: \(name)", items: items) { scene in
      _ = try scene.answer(to: .pick(id: "A"))
      try passOn(scene)
      let before = try (scene.rows(), scene.claims(), scene.history())
      for token in [nil, "1-000000"] as [String?] {
        let expected = (token == nil ? answers : withToken ?? answers).map { "refused: \($0)" }
        let found = try Self.acts.map { act in
          try scene.answer(to: act, at: StoreConformance.time(7200), attempt: token)
        }
        try scene.expect(found, expected, "what s1 is told" + (token == nil ? "" : ", with token"))
      }
      try scene.expect(scene.rows(), before.0, "the queue")
      try scene.expect(scene.claims(), before.1, "the claims")
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

  /// Work that passed on, two hours later.
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
          _ = try scene.answer(to: .assign(id: "A", to: "s2", from: "s1", force: false))
          _ = try scene.answer(to: lease(.renew(seconds: 8100)), session: "s2")
        }, answers: [notOwner, notOwner, leased, notOwner, notOwner]),
      Fence(
        name: "the watchdog took the row back, and another picked it",
        passOn: { scene in
          _ = try scene.answer(to: .rescue(staleSeconds: 3600), session: nil, at: time(6000))
          _ = try scene.answer(to: .pick(id: "A"), session: "s2", at: time(7000))
          _ = try scene.answer(to: lease(.renew(seconds: nil)), session: "s2", at: time(7200))
        }, answers: [notOwner, notOwner, leased, notOwner, notOwner],
        withToken: [notOwner, notOwner, theirs, notOwner, notOwner]),
      Fence(
        name: "another released the row by force, and has a lease on it",
        passOn: { scene in
          _ = try scene.answer(to: .release(id: "A", force: true), session: "s2")
          _ = try scene.answer(to: takenOver, session: "s2", at: time(7200))
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

  /// Only the token tells one claim of a session from the next.
  private static let namesake = Case(
    testDescription: "fence: a session of the same name took the row anew",
    items: [item()] + bystanders
  ) { scene in
    _ = try scene.answer(to: .pick(id: "A"))
    _ = try scene.answer(to: .release(id: "A", force: false))
    _ = try scene.answer(to: .pick(id: "A"))
    let before = try scene.rows()
    for act in [
      finish(.done), finish(.failed(isPermanent: false)), lease(.renew(seconds: nil)),
      .release(id: "A", force: false), .assign(id: "A", to: "s4", from: "s1", force: false),
    ] as [Transition] {
      try scene.expect(
        scene.answer(to: act, attempt: "1-000000"),
        "refused: " + over + "IN_PROGRESS, owned by s1", "the answer to \(act)")
    }
    try scene.expect(scene.rows(), before, "the queue")
    try scene.expect(scene.claims(), ["A: claim 2, s1 until 2026-01-31 19:00"], "the claims")
    try scene.expect(
      scene.answer(to: finish(.done), attempt: "2-000000").prefixed, "changed", "the answer")
  }
}
