// claimloop DATABASE SECONDS [THREADS]: claims a row and ends it as DONE, again and again for
// SECONDS, with a store for each thread, as a server does. DATABASE is a file or the address of a
// server. For each row it prints a line: the microseconds that claim and end took together.
//
// For Benchmarks/database, which runs many of these processes at once.

import Host
import Model
import PostgreSQLStore
import QueueStore
import Stores

func store(of database: String) throws(StoreError) -> any QueueStore {
  let zone = QueueZone.fixed(32400)
  guard ServerPlace.isAddress(database) else {
    return SQLiteStore(path: database, lockTimeout: .seconds(60), zone: zone)
  }
  let servers = PostgreSQLServers()
  return try servers.store(
    at: servers.place(database),
    ServerStoreOptions(
      home: "here", stampFile: "", lockTimeout: .seconds(60), zone: zone, takesServersTime: true,
      clock: .system,
      notice: .silent))
}

func run(on database: String, for time: Duration, _ thread: Int) throws(StoreError) {
  let store = try store(of: database)
  let clock = Clock.system
  let end = clock.monotonic() + time
  var lines = ""
  while clock.monotonic() < end {
    let start = clock.monotonic()
    let context = TransitionContext(
      session: "bench-\(CurrentProcess.id)-\(thread)",
      now: QueueTime(epochSeconds: clock.now() / 1_000_000_000, offset: 32400),
      author: Author(command: "claimloop", traceID: "trace-000000000000", actor: "bench"))
    let picked = try store.perform(.pick(id: nil), context: context) { _ in }
    guard let id = picked.value.changes.first?.after?.id else { fatalError("no row is left") }
    let done = Transition.Finish(id: id, as: .done, notes: "all checks pass")
    _ = try store.perform(.finish(done), context: context) { _ in }
    lines += "\((clock.monotonic() - start).nanoseconds / 1000)\n"
  }
  print(lines, terminator: "")
}

let arguments = CommandLine.arguments
let threads = arguments.count == 4 ? Int(arguments[3]) : 1
guard arguments.count >= 3, let seconds = Int(arguments[2]), let threads else {
  fatalError("usage: claimloop DATABASE SECONDS [THREADS]")
}
Parallel.beside(threads) { thread in
  do { try run(on: arguments[1], for: .seconds(seconds), thread) } catch { fatalError("\(error)") }
} body: {
}
