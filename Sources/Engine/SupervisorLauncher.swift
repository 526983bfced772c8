import Dispatching
import Host

/// Starts a supervisor for each claim: this same program, as a process of its own.
public struct SupervisorLauncher: Sendable {
  private let executable: String
  private let arguments: [String]
  private let folder: String
  private let environment: [String: String]

  /// This program, also where a newer one has replaced its file meanwhile.
  public static let ownExecutable = "/proc/self/exe"

  /// - Parameters:
  ///   - executable: the program.
  ///   - arguments: those by which a supervisor finds the same queue.
  ///   - folder: where it starts.
  ///   - environment: all the variables that it sees.
  public init(
    executable: String = ownExecutable, arguments: [String], folder: String,
    environment: [String: String]
  ) {
    self.executable = executable
    self.arguments = arguments
    self.folder = folder
    self.environment = environment
  }

  /// Starts the supervisor of one claim, which speaks for its worker.
  func start(_ order: WorkerOrder) throws(EngineError) -> SupervisorStart {
    let speaker = ["--owner-session", order.label, "--attempt", order.attempt]
    let supervisor = Subprocess(
      executable, ["supervise"] + arguments + speaker, in: folder, environment: environment,
      input: Array("\(order.json)".utf8), limits: .init(time: 0))
    do throws(Subprocess.StartError) {
      return SupervisorStart(try supervisor.startDetached())
    } catch {
      throw .notStarted(error)
    }
  }
}
