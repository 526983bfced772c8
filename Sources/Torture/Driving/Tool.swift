import Host

/// How a command of `orch` is given to the queue that is tortured.
public struct Tool: Sendable {
  let program: String
  let queue: String
  let environment: [String: String]
  let options: [String]

  /// How long one command may take, nanoseconds.
  private static let timeLimit = Int.milliseconds(60_000)

  /// - Parameters:
  ///   - program: the path of `orch`.
  ///   - queue: the path of the queue file.
  ///   - environment: all the variables that a command sees.
  ///   - options: further options of every command.
  public init(
    _ program: String, queue: String, environment: [String: String], options: [String] = []
  ) {
    self.program = program
    self.queue = queue
    self.environment = environment
    self.options = options
  }

  /// What a command said, and when.
  struct Answer {
    let outcome: Operation.Outcome
    /// The first line on its standard output.
    let line: String
    let errors: String
    let began: Int
    let ended: Int
  }

  func run(_ arguments: [String], as session: String? = nil) -> Answer {
    let speaker = session.map { ["--owner-session", $0] } ?? []
    let command = Subprocess(
      program, arguments + ["--queue", queue, "--no-log"] + speaker + options,
      in: Path.parent(of: queue), environment: environment, limits: .init(time: Self.timeLimit))
    let began = Clock.system.monotonic()
    do throws(Subprocess.StartError) {
      let outcome = try command.run()
      return Answer(
        outcome: Self.meaning(of: outcome.ending), line: outcome.output.text.firstLine,
        errors: outcome.errors.text.firstLine, began: began, ended: Clock.system.monotonic())
    } catch {
      return Answer(
        outcome: .refused, line: "", errors: "\(error)", began: began,
        ended: Clock.system.monotonic())
    }
  }

  /// Source: `docs/cli.md`, "Exit status".
  private static func meaning(of ending: Subprocess.Ending) -> Operation.Outcome {
    switch ending {
    case .exited(0): .acknowledged
    case .exited(1), .exited(64), .exited(65), .exited(66), .exited(75): .refused
    // The change may have been made, and only what follows it have failed.
    case .exited, .signalled, .timedOut, .interrupted: .unknown
    }
  }
}

extension String {
  fileprivate var firstLine: String { split(separator: "\n").first.map(String.init) ?? "" }
}
