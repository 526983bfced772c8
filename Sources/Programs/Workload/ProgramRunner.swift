package import Host

/// Runs one program repeatedly, each time in a new process.
package struct ProgramRunner: Sendable {
  private let program: String
  private let folder: String
  private let environment: [String: String]
  private let options: [String]
  private let limits: Subprocess.Limits

  /// - Parameters:
  ///   - environment: all variables that the program sees.
  ///   - options: appended to the arguments of every command.
  ///   - limits: how long a command may take, and how much of its output is kept.
  package init(
    _ program: String, in folder: String, environment: [String: String], options: [String],
    limits: Subprocess.Limits = .init(time: .seconds(60))
  ) {
    self.program = program
    self.folder = folder
    self.environment = environment
    self.options = options
    self.limits = limits
  }

  package func run(_ arguments: [String], input: String = "") -> CommandResult {
    let command = Subprocess(
      program, arguments + options, in: folder, environment: environment, input: Array(input.utf8),
      limits: limits)
    let began = Clock.system.monotonic()
    let ending: Subprocess.Ending?
    let (output, errors): (String, String)
    do {
      let outcome = try command.run()
      ending = outcome.ending
      (output, errors) = (outcome.output.text, outcome.errors.text)
    } catch {
      ending = nil
      (output, errors) = ("", "\(error)")
    }
    return CommandResult(
      ending: ending, output: output, errors: errors, began: began,
      ended: Clock.system.monotonic())
  }
}

/// How a command ended, what it printed, and when.
package struct CommandResult: Sendable {
  /// `nil` if the command did not start.
  let ending: Subprocess.Ending?
  package let output: String
  package let errors: String
  /// The start, by the machine's monotonic clock.
  let began: Duration
  let ended: Duration

  /// The status as in a shell: 128 plus the signal, 124 for a command that took too long, 127 for a
  /// command that did not start.
  package var status: Int32 {
    switch ending {
    case .exited(let status): status
    case .signalled(let signal), .interrupted(let signal): 128 + signal
    case .timedOut, .silent, .lingered: 124
    case nil: 127
    }
  }

  /// Source: `docs/cli.md`, "Exit status".
  var outcome: Operation.Outcome {
    switch ending {
    case .exited(0): .acknowledged
    case nil, .exited(1), .exited(64), .exited(65), .exited(66), .exited(75): .refused
    // The change may have been made, and a later step may have failed.
    case .exited, .signalled, .timedOut, .silent, .lingered, .interrupted: .unknown
    }
  }

  package var firstLine: String { Self.firstLine(of: output) }
  package var firstError: String { Self.firstLine(of: errors) }

  private static func firstLine(of text: String) -> String {
    text.split(separator: "\n").first.map(String.init) ?? ""
  }
}
