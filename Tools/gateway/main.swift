// The queue over HTTP, to show that a front end needs the engine's front door alone, and no part of
// the command line. For developers: it answers one request after the other, on loopback, and asks
// nobody who they are; a browser's page of another host gets nothing.
// `gateway QUEUE.md [PORT]`; port 0, the default, is any, and the first line printed names it.
import Engine
import Facts
import Glibc
import Settings

let arguments = CommandLine.arguments
guard arguments.count == 2 || arguments.count == 3,
  let port = arguments.count == 2 ? 0 : UInt16(arguments[2])
else {
  print("usage: gateway QUEUE.md [PORT]")
  exit(ExitStatus.usage.rawValue)
}
do throws(Problem) {
  var opening = Opening(.file(arguments[1]), in: ".", program: "gateway")
  opening.settingsNeed = .reading
  _ = try TaskQueue.open(opening).snapshot()
  let listener = try Listener(port: port)
  print("http://127.0.0.1:\(listener.port)")
  fflush(nil)
  listener.serve(Routes(opening: opening, port: listener.port))
} catch {
  let line = "ERROR: \(error.messageWithHint)\n"
  write(STDERR_FILENO, line, line.utf8.count)
  exit(error.exitStatus.rawValue)
}
