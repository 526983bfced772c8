import Door
import Host
import Runner
import Text
import Workers

/// `orch simulate`: plays the worker of one attempt. A supervisor starts it for a worker whose
/// adapter is `simulated`.
struct SimulateCommand: QueueCommand {
  static let name = SimulatedAdapter.command
  static let summary = Sentence(
    same: "Play a worker for one attempt; orch supervise starts this by itself")
  static let discussion = Sentence(
    same: """
      Prints standard input, which holds the report of a worker that does nothing, and ends as STEP
      says: fail with status 1, hang never, all others with 0. You need not run this command
      yourself: orch runs it for workers in orch.json whose adapter is simulated.
      """)
  static let result = "standard input, unchanged"
  static let examples = [
    Example("orch simulate done", Sentence(same: "prints the report that its supervisor gives it"))
  ]
  static let options: [Option<SimulateCommand>] = [
    .choice(
      "STEP", Sentence(same: "what the worker does"),
      WorkerProfile.SimulatedStep.allCases.map(\.rawValue)
    ) {
      $1.step = WorkerProfile.SimulatedStep(rawValue: $0) ?? .done
    }
  ]
  static let action: String? = "STEP"
  static let isHidden = true
  static let databaseOfSettings = DatabaseOfSettings.ignored
  static let isLogged = false
  static let needsSettings = false

  var shared = SharedOptions()
  var step = WorkerProfile.SimulatedStep.done

  init() {}

  func run(in context: CommandContext) throws -> ExitStatus {
    let text = try context.input("-", .report)
    try context.print(text.last == "\n" ? String(text.dropLast()) : text)
    try context.flush()
    switch step {
    case .done, .partial, .question, .garbage: return .success
    case .fail: return .refused
    // The supervisor ends this process at the time limit.
    case .hang: while true { Clock.system.sleep(.seconds(3600)) }
    }
  }
}
