import Dispatch
import QueueModel
import QueueStore
import Synchronization

extension StoreConformance {
  private static let threads = 4
  private static let rows = 24

  private static let waiting = (1...rows).map {
    QueueItem(id: NumberedID.id(number: $0), priority: .p1, task: "task", successCriteria: nil)
  }

  static let concurrency: [Case] = [
    // Each row is handed out once.
    handingOut("threads that pick at once", .pick(id: nil)),
    handingOut(
      "threads that dispatch at once", .dispatch(.init(maxWorkers: rows, limit: 3))),
    wholeOrNothing,
  ]

  /// Threads that claim until nothing is left.
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
      let snapshot = try scene.store.snapshot().value
      let items = (0..<snapshot.rowCount).compactMap { snapshot.item(at: $0) }
      try scene.expect(
        items.map { "\($0.id) \($0.ownerSession ?? "-")" }, claims, "the owners")
      try scene.expect(
        items.compactMap { $0.claim?.number }.sorted().map(String.init),
        (1...rows).map(String.init),
        "the numbers of the claims")
    }
  }

  /// One claims and loses all rows again and again, while others look.
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
        let snapshot = try store.snapshot().value
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
        (.dispatch(.init(maxWorkers: rows, limit: rows)), 0), (.rescue(staleSeconds: 60), 7200),
      ] as [(Transition, Int)] {
        let context = TransitionContext(session: "s0", now: time(round * 100_000 + seconds))
        let count = try store.perform(transition, context: context).value.changes.count
        guard count == rows else {
          throw Failure(what: "\(transition)", found: "\(count) rows", expected: "\(rows) rows")
        }
      }
    }
  }

  /// Runs `body` in each thread, with a handle of its own, and throws what one of them threw.
  private static func inThreads(
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
