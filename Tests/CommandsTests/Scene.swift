import Commands
import Door
import Host
import Operator
import Programs
import TestSupport
import Testing
import Text

@testable import Runner

/// A folder, and what commands that run in it see of the world.
struct Scene {
  /// How a command ended, and all it said; the folder's path is written `~`.
  struct Ending: Equatable, CustomTestStringConvertible {
    var status: Int32 = 0
    var output = ""
    var errors = ""
    var testDescription: String { "status \(status)\nstdout:\n\(output)\nstderr:\n\(errors)" }
  }

  let folder: String
  var environment: [String: String] = [:]
  var terminal: (isOutput: Bool, isErrors: Bool) = (false, false)
  var width: Int?
  var breaking = CapturedSink.Breaking.never

  var queue: String { "\(folder)/QUEUE.md" }
  var log: String { "\(folder)/logs/orch_runs.jsonl" }

  /// Runs a command line of several words in this process.
  @discardableResult
  func run(
    _ line: String, of program: Program<SharedOptions> = Orch.program, in subfolder: String = ""
  ) -> Ending {
    run(words: line.split(separator: " ").map(String.init), of: program, in: subfolder)
  }

  /// Runs a command in this process.
  func run(
    words: [String], of program: Program<SharedOptions> = Orch.program, in subfolder: String = ""
  ) -> Ending {
    let output = CapturedSink(isTerminal: terminal.isOutput, width: width, breaking: breaking)
    let errors = CapturedSink(isTerminal: terminal.isErrors)
    let runner = Runner(
      program: program, console: Console(output: output, errors: errors), environment: known,
      currentDirectory: folder + subfolder, clock: Self.clock())
    let status = runner.run(words)
    return Ending(status: status, output: short(output.text), errors: short(errors.text))
  }

  /// The context of a command in this folder.
  func context(
    _ change: (inout SharedOptions) -> Void = { _ in }
  ) -> CommandContext {
    var shared = SharedOptions()
    change(&shared)
    return CommandContext(
      shared,
      in: Opening(
        .search, in: folder, environment: known, program: "orch", command: "probe",
        clock: Self.clock()),
      on: Console(output: CapturedSink(), errors: CapturedSink()))
  }

  /// What a command's clock says at first: 2026-01-31 18:00:12.345 in Korea.
  static let start = 1_769_850_012_345_678_901

  private static func clock() -> Clock {
    let clock = FakeClock()
    clock.wait(.nanoseconds(start - clock.now))
    return clock.clock
  }

  /// The search for a queue never leaves the folder.
  private var known: Environment {
    Environment(["HOME": folder].merging(environment) { $1 })
  }

  func short(_ text: String) -> String { text.replacing(folder, with: "~") }

  /// What an error says, with its code and status: `code 64: message (hint)`.
  func text(_ error: Problem) -> String {
    short("\(error.code) \(error.exitStatus.rawValue): \(error.messageWithHint)")
  }

  /// What `body` gives, or what its error says.
  func outcome(_ body: () throws -> String) -> String {
    do { return short(try body()) } catch { return text(context().problem(error)) }
  }
}

/// Runs `body` in a fresh folder, with a queue of `rows` or with none.
func withScene(_ rows: [String]?, _ body: (Scene) throws -> Void) throws {
  try withTemporaryDirectory { folder in
    let scene = Scene(folder: folder)
    if let rows {
      try writeAged(QueueFixture.text() + rows.map { $0 + "\n" }.joined(), to: scene.queue)
    }
    try body(scene)
  }
}
