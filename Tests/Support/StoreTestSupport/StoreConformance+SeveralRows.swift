import Dispatch
import Model
import QueueStore
import Synchronization

// Transitions of several rows: one answer, and all changes or none.

extension StoreConformance {
  private static let startedCells = "IN_PROGRESS | P1 | t | c | s1 | 2026-01-31 18:00 | -"
  private static let started =
    "status PENDING > IN_PROGRESS, owner_session - > s1, started_at_kst - > 2026-01-31 18:00"

  private static func dispatch(_ limit: Int, of workers: Int = 9) -> Transition {
    .dispatch(.init(maxWorkers: workers, limit: limit))
  }

  static let severalRows: [Case] = [
    Case(
      testDescription: "dispatch: one answer, an entry in the history for each row",
      items: [row("A"), row("B"), row("C")]
    ) { scene in
      try scene.expectAnswer(
        ["A", "B"].map { "changed: \(text($0))\ninto: \(text($0, startedCells))" }
          .joined(separator: "\n"), to: dispatch(2))
      try scene.expectRows([text("A", startedCells), text("B", startedCells), text("C")])
      try scene.expectClaims([
        "A: claim 1, s1 until 2026-01-31 19:00", "B: claim 2, s1 until 2026-01-31 19:00",
      ])
      try scene.expect(
        scene.history(),
        ["A", "B"].map { "2026-01-31T18:00:00+09:00 trace-1 test tester \($0): \(started)" },
        "the history")
      try scene.perform(.pick(id: "C"))
      try scene.expect(
        scene.claims().last ?? "-", "C: claim 3, s1 until 2026-01-31 19:00", "the next claim")
    },
    Case(
      testDescription: "dispatch: by priority, as many as are free, none in another's way",
      items: [
        row("A", .pending, .p2), row("B", notes: "touches=Sources/"),
        row("C", notes: "touches=Sources/x"),
        row("D", .pending, .p0), row("E"),
      ]
    ) { scene in
      try scene.perform(.pick(id: "D"), session: "s2")
      try scene.perform(dispatch(9, of: 3))
      try scene.expectStates([
        "A PENDING -", "B IN_PROGRESS s1", "C PENDING -", "D IN_PROGRESS s2", "E IN_PROGRESS s1",
      ])
      try scene.expectAnswer("nothing pending", to: dispatch(9, of: 3))
    },
    Case(
      testDescription: "dispatch: undone row by row", items: [row("A"), row("B"), row("C")]
    ) { scene in
      try scene.perform(dispatch(3), session: "tester")
      try scene.expectAnswer(
        "refused: nothing_to_undo: Your last command, test, claimed A, which undo can't take back",
        to: .undo(id: nil), session: nil)
      for (id, states) in [
        ("C", ["A IN_PROGRESS tester", "B IN_PROGRESS tester", "C PENDING -"]),
        ("B", ["A IN_PROGRESS tester", "B PENDING -", "C PENDING -"]),
        ("A", ["A PENDING -", "B PENDING -", "C PENDING -"]),
      ] {
        try scene.perform(.undo(id: id), session: nil)
        try scene.expectStates(states)
      }
      try scene.expectClaims([])
    },
    Case(
      testDescription: "dispatch: a worker that is started is known by its claim, and missed",
      items: [row("A"), row("B")]
    ) { scene in
      let worker = WorkerRoster.Worker(name: "default", timeoutSeconds: 5330, graceSeconds: 10)
      let roster = WorkerRoster(workers: [worker], isNamed: false)
      let start = Transition.dispatch(.init(maxWorkers: 9, limit: 9, roster: roster))
      try scene.perform(start, session: nil)
      try scene.expectStates(["A IN_PROGRESS orch-a", "B IN_PROGRESS orch-b"])
      let claims = [
        "A: claim 1, orch-a until 2026-01-31 19:30, worker",
        "B: claim 2, orch-b until 2026-01-31 19:30, worker",
      ]
      try scene.expectClaims(claims)
      for workers in [nil, KnownWorkers(alive: ["1-000000"], undecided: ["2-000000"])] {
        try scene.perform(
          .rescue(staleTimeout: .seconds(60), workers: workers), session: nil, at: time(600))
        try scene.expectClaims(claims)
      }
      let missing = Transition.rescue(
        staleTimeout: .seconds(3600), workers: .init(alive: ["1-000000"]))
      try scene.perform(missing, session: nil, at: time(600))
      try scene.expectStates(["A IN_PROGRESS orch-a", "B PENDING -"])
      try scene.expectClaims([claims[0], "B: claim 2, lost 1, worker"])
    },
    Case(
      testDescription: "dispatch: each row for its own worker, whose places its rows take",
      items: [
        row("A", notes: "worker=a"), row("B", notes: "worker=a"), row("C", notes: "worker=x"),
        row("D", .pending, .p2, notes: "worker=b / timeout=1h"), row("E", notes: "worker=c"),
      ]
    ) { scene in
      let roster = WorkerRoster(
        workers: [
          .init(name: "a", timeoutSeconds: 1730, graceSeconds: 10, limit: 1),
          .init(name: "b", timeoutSeconds: 60, graceSeconds: 0),
          .init(
            name: "c", timeoutSeconds: 60, graceSeconds: 0,
            obstacle: .cannotStart(StartProblem(.missingProgram, "it is gone"))),
        ], isNamed: true)
      let start = Transition.dispatch(.init(maxWorkers: 9, limit: 9, roster: roster))
      try scene.perform(start, session: nil)
      try scene.expectStates([
        "A IN_PROGRESS orch-a", "B PENDING -", "C PENDING -", "D IN_PROGRESS orch-d", "E PENDING -",
      ])
      try scene.expectClaims([
        "A: claim 1, orch-a until 2026-01-31 18:30, worker",
        "D: claim 2, orch-d until 2026-01-31 19:01, worker",
      ])
      try scene.expectAnswer("nothing pending", to: start, session: nil)
    },
    Case(
      testDescription: "watchdog: all rows whose workers are gone, and no other",
      items: [row("A"), row("B"), row("C"), row("D"), row("E")]
    ) { scene in
      for id in ["A", "B", "D"] { try scene.perform(.pick(id: id)) }
      try scene.perform(.pick(id: "C"), at: time(1))
      try scene.perform(lease(.renew(seconds: 3601), "D"))
      let answer = try scene.answer(
        to: .rescue(staleTimeout: .seconds(3600)), session: nil, at: time(3600))
      try scene.expect("\(answer.split(separator: "\n").count)", "4", "the answer's lines")
      try scene.expectStates([
        "A PENDING -", "B PENDING -", "C IN_PROGRESS s1", "D IN_PROGRESS s1", "E PENDING -",
      ])
      try scene.expectClaims([
        "A: claim 1, lost 1", "B: claim 2, lost 1", "C: claim 4, s1 until 2026-01-31 19:00",
        "D: claim 3, s1 until 2026-01-31 19:00, beats",
      ])
      try scene.expectAnswer(
        "nothing pending", to: .rescue(staleTimeout: .seconds(3600)), session: nil, at: time(3600))
    },
  ]
}

extension StoreConformance {
  private static let threads = 4
  private static let rows = 24

  private static let waiting = (1...rows).map {
    QueueItem(id: NumberedID.id(number: $0), priority: .p1, task: "task", successCriteria: nil)
  }

  static let concurrency: [Case] = [
    // Each row is handed out only once.
    handingOut("threads that pick at once", .pick(id: nil)),
    handingOut(
      "threads that dispatch at once", .dispatch(.init(maxWorkers: rows, limit: 3))),
    wholeOrNothing,
  ]

  /// Threads claim rows until none is left.
  private static func handingOut(_ name: String, _ transition: Transition) -> Case {
    Case(testDescription: "\(name) get each row once", items: waiting) { scene in
      let handedOut = Mutex<[String]>([])
      try inThreads(scene) { store, thread in
        let context = TransitionContext(session: "s\(thread)", now: now)
        while case let changes = try store.perform(transition, context: context).value.changes,
          !changes.isEmpty
        {
          handedOut.withLock { $0 += changes.map { "\($0.id) s\(thread)" } }
        }
      }
      let claims = handedOut.withLock { $0.sorted() }
      try scene.expect(
        claims.map { String($0.prefix { $0 != " " }) }, waiting.map(\.id), "the rows handed out")
      let snapshot = try scene.store.snapshot()
      let items = (0..<snapshot.rowCount).compactMap { snapshot.item(at: $0) }
      try scene.expect(
        items.map { "\($0.id) \($0.ownerSession ?? "-")" }, claims, "the owners")
      try scene.expect(
        items.compactMap { $0.claim?.number }.sorted().map(String.init),
        (1...rows).map(String.init),
        "the numbers of the claims")
    }
  }

  /// One thread claims and loses all rows repeatedly, while others read.
  private static let wholeOrNothing = Case(
    testDescription: "several rows change together, or none of them", items: waiting
  ) { scene in
    let isDone = Atomic(false)
    try inThreads(scene) { store, thread in
      if thread == 0 {
        defer { isDone.store(true, ordering: .relaxed) }
        return try claimAndLose(store)
      }
      repeat {
        let snapshot = try store.snapshot()
        let runningItems = (0..<snapshot.rowCount).count { snapshot.status(at: $0) == .inProgress }
        guard runningItems == 0 || runningItems == rows else {
          throw Failure(what: "at work", found: "\(runningItems) rows", expected: "none or all")
        }
      } while !isDone.load(ordering: .relaxed)
    }
  }

  private static func claimAndLose(_ store: any QueueStore) throws {
    for round in 0..<2 {
      for (transition, seconds) in [
        (.dispatch(.init(maxWorkers: rows, limit: rows)), 0),
        (.rescue(staleTimeout: .seconds(60)), 7200),
      ] as [(Transition, Int)] {
        let context = TransitionContext(session: "s0", now: time(round * 100_000 + seconds))
        let count = try store.perform(transition, context: context).value.changes.count
        guard count == rows else {
          throw Failure(what: "\(transition)", found: "\(count) rows", expected: "\(rows) rows")
        }
      }
    }
  }

  /// Runs `body` in several threads, each with its own handle, and throws the error of one of them.
  static func inThreads(
    _ scene: ConformanceScene, _ body: @Sendable (any QueueStore, Int) throws -> Void
  ) throws {
    let failures = Mutex<[String]>([])
    let open = scene.open
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      do { try body(open(), thread) } catch { failures.withLock { $0.append("\(error)") } }
    }
    try scene.expect(failures.withLock(\.self), [], "what failed")
  }
}
