import QueueModel

// Somebody sets the clock an hour on or back while work goes on.

extension StoreConformance {
  private static let hour = 3600

  private static func stepping(
    _ name: String, _ check: @escaping @Sendable (ConformanceScene) throws -> Void
  ) -> Case {
    Case(testDescription: "clock: \(name)", items: [item(notes: "x")]) { scene in
      _ = try scene.answer(to: .pick(id: "A"))
      _ = try scene.answer(to: lease(.renew(seconds: nil)))
      try check(scene)
    }
  }

  static let clockSteps: [Case] = [
    stepping("an hour back: a lease lasts longer, and stays its owner's") { scene in
      for session in ["s2", nil] {
        try scene.expect(
          scene.answer(to: lease(.acquire(seconds: nil)), session: session, at: time(-hour)),
          "refused: leased: A is leased to s1 until 2026-01-31 18:15", "the answer")
      }
      try scene.expect(
        scene.answer(to: .rescue(staleSeconds: 60), session: nil, at: time(-hour)),
        "nothing pending", "the watchdog's answer")
      try scene.expect(
        scene.answer(to: finish(.done), at: time(-hour)).prefixed, "changed", "the answer")
    },
    stepping("an hour on: another may take over, and keeps the row when it is set back") { scene in
      try scene.expect(
        scene.answer(to: lease(.renew(seconds: nil)), at: time(hour)),
        "refused: lease_ended: The lease of s1 on A has ended", "the answer")
      _ = try scene.answer(to: lease(.acquire(seconds: nil)), session: "s2", at: time(hour))
      try scene.expect(
        scene.answer(to: lease(.renew(seconds: nil))),
        "refused: leased: A is leased to s2 until 2026-01-31 19:15", "the answer")
      try scene.expect(
        scene.answer(to: finish(.done)), "refused: not_owner: A belongs to s2, not to s1",
        "the answer")
    },
    stepping("an hour on and back: what was ended in writing stays ended") { scene in
      _ = try scene.answer(to: lease(.expire), session: nil, at: time(hour))
      try scene.expect(
        scene.answer(to: lease(.renew(seconds: nil))),
        "refused: lease_ended: The lease of s1 on A has ended", "the answer")
      _ = try scene.answer(to: lease(.acquire(seconds: nil)), session: "s2")
      try scene.expect(
        scene.claims(), ["A: claim 2, s2 until 2026-01-31 18:15, beats, lost 1"], "the claims")
    },
    stepping("an hour on: the watchdog takes the row back once") { scene in
      for time in [time(hour), now, time(hour)] {
        _ = try scene.answer(to: .rescue(staleSeconds: 60), session: nil, at: time)
      }
      try scene.expect(scene.states(), ["A PENDING -"], "the rows")
      try scene.expect(scene.claims(), ["A: claim 1, lost 1"], "the claims")
    },
  ]
}
