import Model
import QueueStore

// Attempts that fail with a class, and the counts that stores keep of them.

extension StoreConformance {
  private static func failing(
    _ name: String, _ check: @escaping @Sendable (ConformanceScene) throws -> Void
  ) -> Case {
    Case(testDescription: "attempt: \(name)", items: [item()] + bystanders, check: check)
  }

  private static let roster = WorkerRoster(
    workers: [.init(name: WorkerRoster.defaultName, timeoutSeconds: 600, graceSeconds: 10)],
    isNamed: false)

  private static let missing = Verdict(
    .retry, reasons: [.unmet(1)],
    unmet: [.init(number: 1, criterion: "cmd: test", reason: "status 1")], coveredChecks: 0,
    totalChecks: 1)

  private static let passed = Verdict(
    .pass, reasons: [.other("ok")], unmet: [], coveredChecks: 1, totalChecks: 1)

  /// The transitions to DONE that keep the prose of the notes.
  private static let ways: [(Transition, prose: String)] = [
    (.review(.init(id: "A", by: .review, .init(verdict: passed))), "x / review:PASS ok"),
    (.finish(.init(id: "A", as: .done, notes: "mended", appends: true)), "x / mended"),
  ]

  static let failedAttempts: [Case] =
    ways.map { way in
      failing("what it left goes with \(way.prose)") { scene in
        for number in 1...2 {
          try scene.begin(number: number, at: time(600 * number))
          try scene.end(.unknown, number: number, at: time(600 * number))
        }
        let prose = { try scene.store.snapshot().item("A")?.notes.prose ?? "-" }
        try scene.expect(
          prose(), "x / why / needs_human: unknown failure, last seen 2026-01-31 18:20: why",
          "the notes of the failed attempts")
        try scene.perform(way.0, session: nil)
        try scene.expectStates(["A DONE s1", "B PENDING -", "C DONE s3"])
        try scene.expect(prose(), way.prose, "the notes")
      }
    } + streaks

  private static let streaks: [Case] = [
    failing("a streak survives waiting and another handle, and ends with another class") { scene in
      let steps: [(FailureClass, String, String, Int)] = [
        (.timeout, "A PENDING -", "A: claim 1, timeout 1", 1),
        (.conflict, "A PENDING -", "A: claim 2, conflict 1", 1),
        (.spawn, "A PENDING -", "A: claim 3, spawn 1", 1),
        (.timeout, "A PENDING -", "A: claim 4, timeout 1", 2),
      ]
      for (index, (failure, state, claim, attempts)) in steps.enumerated() {
        try scene.begin(number: index + 1, at: time(600 * index))
        try scene.end(failure, number: index + 1, at: time(600 * index))
        let other = try scene.reopened()
        try scene.expect(other.states()[0], state, "the row")
        try scene.expectClaims([claim])
        try scene.expect(other.claims(), [claim], "the claims of another handle")
        try scene.expect("\(other.attempts())", "\(attempts)", "the attempts")
      }
      try scene.begin(number: 5, at: time(2400))
      try scene.expect(
        scene.claims(), ["A: claim 5, s1 until 2026-01-31 19:40, timeout 1"], "the claims")
      try scene.expect(
        scene.store.history(of: "A").compactMap(\.failure).map(\.rawValue),
        ["timeout", "conflict", "spawn", "timeout"], "the classes in the history")
    },
    failing("a class that gave the row up stays, and a person's retry ends it") { scene in
      var scene = scene
      scene.policy.retriesFailed = true
      for number in 1...2 {
        try scene.begin(number: number, at: time(60 * number))
        try scene.end(.timeout, number: number, at: time(60 * number))
      }
      try scene.expectStates(["A FAILED s1", "B PENDING -", "C DONE s3"])
      try scene.expectClaims(["A: claim 2, timeout 0"])
      let rescue = Transition.rescue(staleTimeout: .seconds(3600))
      try scene.expectAnswer("nothing pending", to: rescue, session: nil, at: time(9000))
      try scene.perform(.retry(id: "A", force: false), session: nil, at: time(9000))
      try scene.expectStates(["A PENDING -", "B PENDING -", "C DONE s3"])
      try scene.expectClaims([])
    },
    failing("undo takes a streak back to what it was") { scene in
      for number in 1...2 {
        try scene.begin(number: number, at: time(60 * number))
        try scene.end(.timeout, number: number, at: time(60 * number))
      }
      try scene.expectClaims(["A: claim 2, timeout 0"])
      try scene.perform(.retry(id: "A", force: false), session: nil, at: time(120))
      let steps = [
        ("A FAILED s1", ["A: claim 3, timeout 0"]),
        ("A IN_PROGRESS s1", ["A: claim 4, s1 until 2026-01-31 19:02, timeout 1"]),
        ("A PENDING -", ["A: claim 4, timeout 1"]),
        ("A IN_PROGRESS s1", ["A: claim 5, s1 until 2026-01-31 19:02"]),
        ("A PENDING -", []),
      ]
      for (state, claims) in steps {
        try scene.perform(.undo(id: "A"), session: nil, at: time(120))
        try scene.expectStates([state, "B PENDING -", "C DONE s3"])
        try scene.expectClaims(claims)
      }
    },
    failing("an attempt that is over ends nothing") { scene in
      try scene.begin(number: 1, at: now)
      try scene.end(.lost, number: 1, at: now)
      try scene.begin(number: 2, at: now)
      let before = try (scene.rows(), scene.claims(), scene.history())
      let answer = try scene.answer(
        to: .endAttempt(.init(id: "A", failure: .timeout, notes: "timeout")),
        claimToken: "1-000000")
      try scene.expect(answer.prefixed, "refused", "the answer")
      try scene.expectRows(before.0)
      try scene.expectClaims(before.1)
      try scene.expect(scene.history(), before.2, "the history")
    },
    failing("a report of a worker of orch waits by its class") { scene in
      let dispatch = Transition.dispatch(.init(maxWorkers: 3, limit: 1, roster: roster))
      var review = Transition.Review(
        id: "A", by: .report(force: false), .init(verdict: missing))
      review.failure = .test
      for (number, wait) in [60, 180].enumerated() {
        let start = time(1000 * number)
        try scene.perform(dispatch, session: nil, at: start)
        try scene.perform(
          .review(review), session: "orch-a", at: start, claimToken: "\(number + 1)-000000")
        try scene.expectStates(["A PENDING -", "B PENDING -", "C DONE s3"])
        try scene.expect(
          scene.claims(), ["A: claim \(number + 1), test \(number + 1), worker"], "the claims")
        let row = try scene.store.snapshot().item("A")
        try scene.expect(
          "\(row?.retryNotBefore ?? 0)", "\(start.epochSeconds + wait)", "the next start")
        try scene.expect("\(scene.attempts())", "\(number + 1)", "the attempts")
      }
      try scene.perform(dispatch, session: nil, at: time(2000))
      try scene.perform(
        .review(review), session: "orch-a", at: time(2000), claimToken: "3-000000")
      try scene.expectStates(["A BLOCKED orch-a", "B PENDING -", "C DONE s3"])
      try scene.expect("\(scene.attempts())", "3", "the attempts")
      let entries = try scene.store.history(of: "A")
      try scene.expect("\(entries.count { $0.failure == .test })", "3", "the failures")
      try scene.perform(.retry(id: "A", force: true), session: nil, at: time(3000))
      try scene.expect("\(scene.attempts())", "3", "the attempts, each counted once")
    },
  ]
}

extension ConformanceScene {
  fileprivate func begin(number: Int, at time: QueueTime) throws {
    try expect(answer(to: .pick(id: "A"), at: time).prefixed, "changed", "pick \(number)")
  }

  fileprivate func end(_ failure: FailureClass, number: Int, at time: QueueTime) throws {
    let end = Transition.endAttempt(.init(id: "A", failure: failure, notes: "why"))
    try expect(
      answer(to: end, at: time, claimToken: "\(number)-000000").prefixed, "changed",
      "end \(number)")
  }
}
