// storeloop DATABASE N: picks a row and ends it as DONE; repeats this N times with one store in one
// process.
//
// For Benchmarks/run, which compares it with Benchmarks/statements.c: time, session and texts are
// the same there, so that both leave the same rows and events.

import Model
import QueueStore
import Stores

/// The store is closed at the end, which moves the log into the database.
func run(on database: String, times count: Int) throws(StoreError) {
  let now = QueueTime(epochSeconds: 1_769_850_000, offset: 32400)
  let store = SQLiteStore(path: database, lockTimeout: .zero, zone: now.zone)
  let context = TransitionContext(
    session: "bench", now: now,
    author: Author(command: "storeloop", traceID: "trace-000000000000", actor: "bench"))
  for _ in 0..<count {
    let picked = try store.perform(.pick(id: nil), context: context) { _ in }
    guard let id = picked.value.changes.first?.after?.id else { fatalError("no row is left") }
    let done = Transition.Finish(id: id, as: .done, notes: "검토 완료, all checks pass")
    _ = try store.perform(.finish(done), context: context) { _ in }
  }
}

guard CommandLine.arguments.count == 3, let count = Int(CommandLine.arguments[2]) else {
  fatalError("usage: storeloop DATABASE N")
}
try run(on: CommandLine.arguments[1], times: count)
