// The engine in another program: claims the next row of a queue file, as `orch pick` does, and
// prints its id. `claim QUEUE.md SESSION`
import Engine
import Host
import MarkdownStore
import QueueModel
import QueueStore

let (path, session) = (CommandLine.arguments[1], CommandLine.arguments[2])
let store = MarkdownStore(path: path, lockTimeout: .milliseconds(10_000))
let queue = Queue(
  store: store, clock: QueueClock(), caller: Caller(session: session), program: "claim",
  command: "claim", traceID: "-")
print(try ClaimWork(queue: queue)()?.id ?? "nothing to claim")
