import CommandSupport
import Engine
import JSON
import QueueModel

/// What came of a tick, as `orch tick` and the daemon print it.
struct TickReport {
  private let outcome: Tick.Outcome
  /// What went wrong first.
  let problem: CommandError?
  /// What was done, as it is printed.
  let lines: [String]

  /// Ticks.
  ///
  /// - Parameters:
  ///   - context: the command's.
  ///   - staleSeconds: how long a row without heartbeats may be IN_PROGRESS.
  ///   - limits: how many rows are dispatched; `nil` for none.
  init(of context: CommandContext, staleSeconds: Int, dispatching limits: Dispatcher.Limits?) {
    do throws(CommandError) {
      self.init(
        try context.tick()(staleTimeout: .seconds(staleSeconds), dispatching: limits), of: context)
    } catch {
      self.init(Tick.Outcome(problem: .settings(SettingsError(error))), of: context)
    }
  }

  /// - Parameters:
  ///   - outcome: what came of the tick.
  ///   - context: the command's.
  init(_ outcome: Tick.Outcome, of context: CommandContext) {
    self.outcome = outcome
    problem = outcome.problem.map(context.commandError)
    let failed = outcome.dispatched.failures.keys.sorted()
    lines =
      outcome.reports.map(\.line) + StaleRecoveryReport(outcome.settled).lines
      + StaleRecoveryReport(outcome.rescued).lines
      + outcome.dispatched.items.map(\.id)
      + (failed.isEmpty ? [] : ["FAILED \(failed.joined(separator: ","))"])
  }

  /// Whether nothing was done.
  var isIdle: Bool { lines.isEmpty && problem == nil }

  func print(in context: CommandContext, silence: String) throws(CommandError) {
    if context.shared.isJSON {
      try context.print(.object(json))
    } else {
      for line in isIdle ? [silence] : lines { try context.print(line) }
    }
  }

  var json: JSONObject {
    var object: JSONObject = ["reports": .array(outcome.reports.map { $0.json() })]
    let rescued = StaleRecoveryReport(outcome.settled + outcome.rescued)
    for member in rescued.json.members { object[member.key] = member.value }
    for member in outcome.dispatched.json.members { object[member.key] = member.value }
    return object
  }
}

extension CommandContext {
  /// The tick of this command's queue.
  func tick() throws(CommandError) -> Tick {
    Tick(queue: try queue(), workspace: try workspace(), launcher: try launcher())
  }
}
