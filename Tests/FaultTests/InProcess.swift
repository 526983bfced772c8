import CommandLineKit
import Console
import Host
import OpsCLI
import OrchCLI
import TestSupport

extension FaultFolder {
  /// Runs the commands in this process.
  static let inProcess: Execution = { words, folder, environment in
    let (output, errors) = (Captured(), Captured())
    let program = words[0] == "ops" ? Ops.program : Orch.program
    let runner = Runner(
      program: program, console: Console(output: output, errors: errors),
      environment: Environment(
        TestEnvironment.base(home: folder).merging(environment) { $1 }),
      currentDirectory: folder, clock: FakeClock(start: Clock.system.now() / 1_000_000_000).clock)
    let status = runner.run(Array(words.dropFirst()))
    return ChildProcess.Ending(
      status: status, output: output.text, errors: errors.text,
      scene: words.joined(separator: " "))
  }
}

private final class Captured: TextSink {
  let isTerminal = false
  let width: Int? = nil
  private var bytes: [UInt8] = []

  var text: String { String(decoding: bytes, as: UTF8.self) }

  func write(_ bytes: [UInt8]) { self.bytes += bytes }
  func flush() {}
}
