import Engine
// The front door in another program: claims the next row of a queue, as `orch pick` does, and prints
// its id. `claim QUEUE.md SESSION`
import QueueModel

let (path, session) = (CommandLine.arguments[1], CommandLine.arguments[2])
let queue = TaskQueue.open(Opening(.file(path), in: ".", program: "claim"))
print(try queue.pick(as: .session(session))?.id ?? "nothing to claim")
