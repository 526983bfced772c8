public import Facts
import Host
public import Text
import Workers

/// `simulate`, which both programs have: plays the worker of one attempt. A supervisor starts it for
/// a worker of the adapter `simulated`.
public struct SimulateCommand: QueueCommand {
  public static let name = SimulatedAdapter.command
  public static let summary = Sentence(
    same: "Play a worker for one attempt; orch supervise starts this by itself")
  public static let discussion = Sentence(
    same: """
      Prints what standard input has, the report of a worker that does nothing, and ends as STEP
      says: fail with status 1, hang never, all others with 0. It is not typed: a worker of the
      adapter simulated in orch.json is played by it.
      """)
  public static let result = "standard input, unchanged"
  public static let examples = [
    Example("orch simulate done", Sentence(same: "prints the report that its supervisor gives it"))
  ]
  public static let options: [Option<SimulateCommand>] = [
    .choice(
      "STEP", Sentence(same: "what the worker does"),
      WorkerProfile.SimulatedStep.allCases.map(\.rawValue)
    ) {
      $1.step = WorkerProfile.SimulatedStep(rawValue: $0) ?? .done
    }
  ]
  public static let action: String? = "STEP"
  public static let isHidden = true
  public static let databaseOfSettings = DatabaseOfSettings.ignored
  public static let isLogged = false
  public static let needsSettings = false

  public var shared = SharedOptions()
  var step = WorkerProfile.SimulatedStep.done

  public init() {}

  public func run(in context: CommandContext) throws -> ExitStatus {
    let text = try context.input("-", .report)
    try context.print(text.last == "\n" ? String(text.dropLast()) : text)
    try context.flush()
    switch step {
    case .done, .partial, .question, .garbage: return .success
    case .fail: return .refused
    // Its supervisor ends it at the time limit.
    case .hang: while true { Clock.system.sleep(.seconds(3600)) }
    }
  }
}
