import Door
import Host
import QueueStore
public import Text
package import Workers

/// Starts the supervisor of a claim: `orch` in its own process.
package struct SupervisorLauncher: Sendable {
  let executable: String
  /// The options that name the queue.
  let arguments: [String]
  let folder: String
  /// The complete environment of the process.
  let environment: [String: String]

  /// Starts a supervisor. It acts as the worker of the claim.
  package func start(_ order: WorkerOrder) throws -> StartedProcess {
    let supervisor = Subprocess(
      executable, order.supervisorArguments(arguments), in: folder, environment: environment,
      input: Array("\(order.json)".utf8), limits: .init(time: .zero))
    return StartedProcess(try supervisor.startDetached())
  }
}

extension SupervisorLauncher {
  /// Starts a command of `orch` in its own process. The command prints nothing, because its output
  /// is not read.
  package func start(command: String) throws -> StartedProcess {
    let run = Subprocess(
      executable, [command, "--quiet"] + arguments, in: folder, environment: environment,
      limits: .init(time: .zero))
    return StartedProcess(try run.startDetached())
  }
}

/// A process of `orch`. A supervisor prints a `StartResult` in one line.
package final class StartedProcess {
  private var process: DetachedProcess

  init(_ process: consuming DetachedProcess) { self.process = process }

  /// How long a dispatch waits for the results of all supervisors together.
  package static let startTimeout = Duration.seconds(5)

  /// Waits for the result; `nil` after the timeout.
  package func result(within timeout: Duration) -> StartResult? {
    switch process.firstLine(within: timeout) {
    case .line(let line): StartResult(line)
    case .ended: .missing
    case .timedOut: nil
    }
  }

  /// Whether the process has ended. A long-running program must ask, because asking reaps the
  /// process.
  package var hasEnded: Bool { process.reapIfEnded() != nil }
}

/// Whether the program of a claim started. The supervisor prints this for the dispatcher, as one
/// line of JSON.
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

extension TaskQueue {
  /// Starts supervisors that find the same queue and settings, but do not get the session and claim
  /// of this process; `nil` if the queue was opened without a starter.
  package func launcher() throws -> SupervisorLauncher? {
    guard case .orch(let path) = opening.starter else { return nil }
    var settings = opening.overrides
    // A database that is used instead of the file is named by itself.
    if opening.database != nil { settings[Settings.databasePath.description.key] = nil }
    let options = [
      ("--queue", opening.file), ("--db", opening.database),
      ("--log-path", settings.removeValue(forKey: Settings.logPath.description.key)),
      ("--lock-timeout", settings.removeValue(forKey: Settings.lockTimeout.description.key)),
      ("--trace-id", traceID),
    ]
    // A supervisor starts deliveries, too, and passes on the variables that hooks need.
    let ofHooks = configuration().variables
    // Supervisors have to know which secrets must not land.
    let secrets = try workspace().profiles.all.flatMap(\.secretNames)
    // Supervisors have no options for other settings, and a worker can read what they are given.
    var given = ["ORCH_QUEUE": try queueName()]
    for setting in Settings.descriptions { given[setting.variable] = settings[setting.key] }
    let names =
      Settings.descriptions.map(\.variable) + EnvironmentVariable.all.map(\.name)
      + (isOnServer ? opening.servers?.variables ?? [] : [])
    let variables = ChildEnvironment.variables(
      from: opening.environment,
      passing: (names + ofHooks + secrets + Workspace.forgeVariables).filter {
        !["ORCH_OWNER_SESSION", "ORCH_ATTEMPT", "ORCH_WEBHOOK_SECRET"].contains($0)
      },
      given: given)
    return SupervisorLauncher(
      executable: path,
      arguments: options.flatMap { name, value in value.map { [name, $0] } ?? [] }
        + (opening.writesLog ? [] : ["--no-log"]),
      folder: opening.folder, environment: variables)
  }
}

extension Workspace {
  /// The environment variables that `gh`, `ssh` and curl need. Sources: gh-help-environment(1),
  /// ssh(1), curl(1).
  package static let forgeVariables = [
    "GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN", "GH_CONFIG_DIR",
    "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "SSH_AUTH_SOCK", "SSL_CERT_FILE",
    "SSL_CERT_DIR", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy",
    "DBUS_SESSION_BUS_ADDRESS",
  ]
}
