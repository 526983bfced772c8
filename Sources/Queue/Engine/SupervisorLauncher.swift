import Host
public import Text
import Workers

/// Starts the supervisor of a claim: `orch` in a process of its own.
struct SupervisorLauncher: Sendable {
  let executable: String
  /// The options that name the queue.
  let arguments: [String]
  /// The working directory.
  let folder: String
  /// All variables.
  let environment: [String: String]

  /// Starts a supervisor, which calls use cases as its worker.
  func start(_ order: WorkerOrder) throws -> StartedSupervisor {
    let supervisor = Subprocess(
      executable, order.supervisorArguments(arguments), in: folder, environment: environment,
      input: Array("\(order.json)".utf8), limits: .init(time: .zero))
    return StartedSupervisor(try supervisor.startDetached())
  }
}

extension SupervisorLauncher {
  /// Starts a command of `orch` in a process of its own. It prints nothing: nobody reads it.
  func start(command: String) throws -> StartedCommand {
    let run = Subprocess(
      executable, [command, "--quiet"] + arguments, in: folder, environment: environment,
      limits: .init(time: .zero))
    return StartedCommand(try run.startDetached())
  }
}

/// A process that delivers events, or asks the forge.
final class StartedCommand {
  private var process: DetachedProcess

  init(_ process: consuming DetachedProcess) { self.process = process }

  /// Whether it has ended. A long-running program has to ask, which reaps the process.
  var hasEnded: Bool { process.reapIfEnded() != nil }
}

/// A supervisor process, which prints a `StartResult` in one line.
final class StartedSupervisor {
  private var process: DetachedProcess

  init(_ process: consuming DetachedProcess) { self.process = process }

  /// The time that a dispatch waits for the results of all supervisors together.
  static let startTimeout = Duration.seconds(5)

  /// Waits for the result; `nil` after the timeout.
  func result(within timeout: Duration) -> StartResult? {
    switch process.firstLine(within: timeout) {
    case .line(let line): StartResult(line)
    case .ended: .missing
    case .timedOut: nil
    }
  }

  /// Whether it has ended. A long-running program has to ask, which reaps the process.
  var hasEnded: Bool { process.reapIfEnded() != nil }
}

/// Whether the program of a claim started: the output of its supervisor to the dispatcher, one line
/// of JSON.
public enum StartResult: Equatable, Sendable {
  case started
  /// The program could not be started, and the row is PENDING again.
  case failed(String)
  /// The supervisor could not begin; the row is unchanged.
  case unable(String)
  /// The supervisor ended without a result.
  case missing

  public var json: JSONValue {
    switch self {
    case .started: ["started": true]
    case .failed(let reason): ["failed": .string(reason)]
    case .unable(let reason): ["unable": .string(reason)]
    case .missing: .null
    }
  }

  init(_ line: String) {
    let object = (try? JSONValue(parsing: Array(line.utf8)))?.objectValue
    if let reason = object?["failed"]?.stringValue {
      self = .failed(reason)
    } else if let reason = object?["unable"]?.stringValue {
      self = .unable(reason)
    } else {
      self = object == nil ? .missing : .started
    }
  }
}
