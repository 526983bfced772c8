/// A worker that orch itself simulates by the profile's `script`, for trials, tests and
/// demonstrations. The hidden command `simulate` of this program prints the text that the adapter
/// passes to it. The output is read like the output of the adapter `report`.
public struct SimulatedAdapter: WorkerAdapter {
  /// The hidden command; its argument is the step.
  public static let command = "simulate"

  /// This program, even if its file has been replaced.
  static let program = "/proc/self/exe"

  public init() {}

  public func prepare(_ order: inout WorkerOrder, by profile: WorkerProfile) {
    guard let last = profile.script.last else { return }
    let place = max(order.ordinal - 1, 0)
    order.step = place < profile.script.count ? profile.script[place] : last
  }

  public func command(for order: WorkerOrder) -> WorkerCommand {
    let step = order.step ?? .done
    return WorkerCommand(
      argv: [Self.program, Self.command, step.rawValue],
      input: Self.output(of: step, for: order), name: "simulated \(step.rawValue)")
  }

  public func interpret(_ run: WorkerRun, of order: WorkerOrder) -> WorkerResult {
    ReportAdapter().interpret(run, of: order)
  }

  private static func output(of step: WorkerProfile.SimulatedStep, for order: WorkerOrder) -> String
  {
    switch step {
    case .done: report(of: order, status: "DONE", met: order.criteria.count)
    case .partial: report(of: order, status: "PARTIAL", met: order.criteria.count - 1)
    case .question:
      report(
        of: order, status: "QUESTION", met: 0,
        question: "Question: The simulated worker asks how to go on with \(order.id).\n")
    case .fail: "The simulated worker fails, as its script says.\n"
    case .hang: "The simulated worker hangs, as its script says.\n"
    case .garbage: "{\"this\": \"is not a report\", \"and ends half w\n"
    }
  }

  private static func report(
    of order: WorkerOrder, status: String, met: Int, question: String = ""
  ) -> String {
    let claims = order.criteria.indices.map {
      "\($0 + 1). \($0 < met ? "met: simulated by orch" : "not met: left for the next attempt")\n"
    }
    return "The simulated worker works on \(order.id).\n[REPORT \(order.id)]\nStatus: \(status)\n"
      + question + (claims.isEmpty ? "" : "Criteria:\n\(claims.joined())")
      + "Files:\n- None\nDiff-Summary:\n- None, the work was simulated\n"
      + "Validation:\n- None\nRisks:\n- None\nNext:\n- None\n"
  }
}
