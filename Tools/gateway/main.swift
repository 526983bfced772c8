// The queue over HTTP, to show that a front end needs the engine's front door alone, and no part of
// the command line. For developers: it answers one request after the other, on loopback.
// `gateway QUEUE.md [PORT]`; port 0, the default, is any, and the first line printed names it.
import Engine
import Facts
import Glibc

guard CommandLine.arguments.count > 1 else {
  print("usage: gateway QUEUE.md [PORT]")
  exit(ExitStatus.usage.rawValue)
}
do throws(Problem) {
  let port = CommandLine.arguments.dropFirst(2).first.flatMap { UInt16($0) } ?? 0
  let listener = try Listener(port: port)
  print("http://127.0.0.1:\(listener.port)")
  fflush(nil)
  let opening = Opening(.file(CommandLine.arguments[1]), in: ".", program: "gateway")
  listener.serve(Routes(opening: opening, port: listener.port))
} catch {
  print("\(error.messageWithHint)")
  exit(error.exitStatus.rawValue)
}
