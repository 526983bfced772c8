import Host
import JSON

/// How those who take part give commands to the queue.
struct Tool: Sendable {
  let orch: String
  let ops: String
  let folder: SoakFolder
  let clock: QueueClock

  enum Program { case orch, ops }

  /// What a command said.
  struct Answer {
    let status: Int32
    let output: String
    let errors: String
  }

  var environment: [String: String] {
    var variables = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder.path, "LANG": "C.UTF-8",
      "LOGNAME": "soak", "XDG_CONFIG_HOME": folder.configuration,
    ]
    variables["ORCH_NOW"] = clock.variable
    return variables
  }

  func path(of program: Program) -> String {
    switch program {
    case .orch: orch
    case .ops: ops
    }
  }

  func run(_ program: Program, _ arguments: [String], input: String = "") -> Answer {
    let command = Subprocess(
      path(of: program), arguments + ["--db", folder.database, "--quiet"], in: folder.home,
      environment: environment, input: Array(input.utf8),
      limits: .init(time: .milliseconds(120_000), output: 512 << 20))
    do throws(Subprocess.StartError) {
      let outcome = try command.run()
      return Answer(
        status: Self.status(outcome.ending), output: outcome.output.text,
        errors: outcome.errors.text)
    } catch {
      return Answer(status: 127, output: "", errors: "\(error)")
    }
  }

  /// As a shell tells it.
  private static func status(_ ending: Subprocess.Ending) -> Int32 {
    switch ending {
    case .exited(let status): status
    case .signalled(let signal), .interrupted(let signal): 128 + signal
    case .timedOut: 124
    }
  }
}

extension Tool.Answer {
  /// Whether it was ended because somebody ended this program.
  var isInterrupted: Bool { Self.endings.contains(status) }

  /// What a shell says of who was ended by SIGHUP, SIGINT, SIGQUIT or SIGTERM.
  private static let endings: [Int32] = [129, 130, 131, 143]

  /// The first line of what it complained of.
  var complaint: String { errors.split(separator: "\n").first.map(String.init) ?? "" }

  var firstLine: String { output.split(separator: "\n").first.map(String.init) ?? "" }

  /// The one JSON document that it printed; `nil` for anything else.
  var json: JSONObject? { (try? JSONValue(parsing: Array(output.utf8)))?.objectValue }
}
