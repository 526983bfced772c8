import Dispatching
import Host
public import JSON

/// Starts the supervisor of a claim: this program in a process of its own.
public struct SupervisorLauncher: Sendable {
  private let executable: String
  private let arguments: [String]
  private let folder: String
  private let environment: [String: String]

  /// This program, even where its file has been replaced.
  public static let ownExecutable = "/proc/self/exe"

  /// - Parameters:
  ///   - executable: the program.
  ///   - arguments: the options that name the queue.
  ///   - folder: the working directory.
  ///   - environment: all variables.
  public init(
    executable: String = ownExecutable, arguments: [String], folder: String,
    environment: [String: String]
  ) {
    self.executable = executable
    self.arguments = arguments
    self.folder = folder
    self.environment = environment
  }

  /// Starts a supervisor, which calls use cases as its worker.
  func start(_ order: WorkerOrder) throws(EngineError) -> StartedSupervisor {
    let caller = ["--owner-session", order.label, "--attempt", order.claimToken]
    let supervisor = Subprocess(
      executable, ["supervise"] + arguments + caller, in: folder, environment: environment,
      input: Array("\(order.json)".utf8), limits: .init(time: .zero))
    do {
      return StartedSupervisor(try supervisor.startDetached())
    } catch {
      throw .notStarted(error)
    }
  }
}

/// A supervisor process, which reports in one line whether its program started.
final class StartedSupervisor {
  private var process: DetachedProcess

  init(_ process: consuming DetachedProcess) { self.process = process }

  /// The time that a dispatch waits for the reports of all supervisors together.
  static let startTimeout = Duration.seconds(5)

  /// Waits for the report; `nil` after the timeout.
  func report(within timeout: Duration) -> StartReport? {
    switch process.firstLine(within: timeout) {
    case .line(let line): StartReport(line)
    case .ended: .missing
    case .timedOut: nil
    }
  }

  /// Whether it has ended. A long-running program has to ask, which reaps the process.
  var hasEnded: Bool { process.reapIfEnded() != nil }
}

/// The report of a supervisor to the dispatcher, one line of JSON.
public enum StartReport: Equatable, Sendable {
  case started
  /// The program could not be started, and the row is FAILED.
  case failed(String)
  /// The supervisor could not begin; the row is unchanged.
  case unable(String)
  /// The supervisor ended without a report.
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
