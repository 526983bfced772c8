import Dispatch
import QueueModel
import QueueStorage
import Synchronization

extension StoreConformance {
  private static let threads = 4
  private static let rows = 24

  /// Threads that pick until nothing is left: each row is handed out once.
  static let concurrentPicking = Case(
    testDescription: "threads that pick at once get each row once",
    items: (1...rows).map {
      QueueItem(
        id: NumberedID.id(number: $0), priority: .p1, task: "task", successCriteria: nil)
    }
  ) { scene in
    let handedOut = Mutex<[String]>([])
    let failures = Mutex<[String]>([])
    let open = scene.open
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      do {
        try pickAll(from: open(), as: "s\(thread)") { id in
          handedOut.withLock { $0.append("\(id) s\(thread)") }
        }
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    try scene.expect(failures.withLock(\.self), [], "what failed")
    let claims = handedOut.withLock { $0.sorted() }
    try scene.expect(
      claims.map { String($0.prefix { $0 != " " }) }, scene.items.map(\.id), "the rows handed out")
    let snapshot = try scene.store.snapshot()
    let owners = (0..<snapshot.rowCount).compactMap { snapshot.item(at: $0) }
      .map { "\($0.id) \($0.ownerSession ?? "-")" }
    try scene.expect(owners, claims, "the owners")
  }

  private static func pickAll(
    from store: any QueueStore, as session: String, _ took: (String) -> Void
  ) throws {
    let context = TransitionContext(session: session, now: now)
    while case .change(let change) = try store.perform(.pick(id: nil), context: context).decision {
      took(change.id)
    }
  }
}
