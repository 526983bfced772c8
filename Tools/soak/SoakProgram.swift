import Host
import Soaking

/// What this program can be called for.
enum SoakProgram {
  static let usage = """
    usage: soak run --profile FILE --orch PATH --ops PATH --folder NEW --report FOLDER [--date D]
             [--command LINE]
           soak worker FOLDER ORCH
    """

  /// The exit status: 0, 1 where a goal was missed, 64 for wrong usage, 73 where the folder is there
  /// already, 74 when it could not run.
  static func main(_ arguments: [String]) -> Int32 {
    switch arguments.first {
    case "worker" where arguments.count == 3: return work(arguments[1], arguments[2])
    case "run":
      guard let run = SoakRun(arguments.dropFirst()) else { break }
      return run.run()
    case _: break
    }
    complain(usage)
    return 64
  }

  private static func work(_ folder: String, _ orch: String) -> Int32 {
    do {
      let message = try StandardInput.read(limit: 1 << 20)
      let worker = try SoakWorker(in: SoakFolder(folder), orch: orch, environment: .process)
      let (output, status) = try worker.run(message)
      try say(output, on: .output())
      return status
    } catch {
      complain("soak worker: \(error)")
      return 1
    }
  }

  static func say(_ text: String, on stream: StandardStream) throws {
    try stream.write(Array(text.utf8))
    try stream.flush()
  }

  static func complain(_ text: String) { try? say("\(text)\n", on: .error()) }
}
