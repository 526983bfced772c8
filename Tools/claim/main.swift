// claim QUEUE.md SESSION: claims the next row of a queue, as `orch pick` does, and prints its id.
// Shows how another program uses the front door.
import Door
import Glibc
import Model

guard CommandLine.arguments.count == 3 else { exit(ExitStatus.usage.rawValue) }
let (path, session) = (CommandLine.arguments[1], CommandLine.arguments[2])
do throws(Problem) {
  let queue = TaskQueue.open(Opening(.file(path), in: ".", program: "claim"))
  print(try queue.pick(as: .session(session))?.id ?? "nothing to claim")
} catch {
  let line = "ERROR: \(error.messageWithHint)\n"
  write(STDERR_FILENO, line, line.utf8.count)
  exit(error.exitStatus.rawValue)
}
