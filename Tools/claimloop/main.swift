// claimloop DATABASE SECONDS: claims a row and ends it as DONE for so long, with one store in one
// process, as a server or a daemon does. DATABASE is a file or the address of a server. It prints a
// line for each pair: how many microseconds both took.
//
// For Benchmarks/database, which runs many of them at once.

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

func run(on database: String, for time: Duration) throws(StoreError) {
  let store = try store(of: database)
  let clock = Clock.system
  let end = clock.monotonic() + time
  var lines = ""
  while clock.monotonic() < end {
    let start = clock.monotonic()
    let context = TransitionContext(
      session: "bench-\(CurrentProcess.id)",
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

guard CommandLine.arguments.count == 3, let seconds = Int(CommandLine.arguments[2]) else {
  fatalError("usage: claimloop DATABASE SECONDS")
}
try run(on: CommandLine.arguments[1], for: .seconds(seconds))
