import Attempts
public import Door
import Events
public import Model
import Plans
package import Requests
public import Schedule
import Telemetry
import Worktrees

/// Use case: one round of the scheduler (`orch tick`, the daemon). In twelve steps it records
/// edits, carries out the commands of the inbox, routes reports, settles the ends of workers,
/// rescues stale rows, cancels rows that wait for failed rows if `on_failure` of these asks for
/// that, adds recurring rows that are due, dispatches new work, writes the results of plans that
/// ended, notes facts that are not changes of rows, and starts the commands that deliver events to
/// hooks, ask the forge, answer questions and send telemetry. No step waits for work, and an error
/// in one does not stop the others. While git merges or bisects, the tick does nothing.
public struct Tick: UseCase {
  package let queue: Queue
  private let launcher: SupervisorLauncher?
  private let answerCommands: AnswerCommands

  /// Carries out the commands of the inbox, and reports each answer.
  typealias AnswerCommands = ((CommandAnswer) -> Void) throws -> Void

  /// - Parameters:
  ///   - launcher: starts a supervisor for each claim; `nil` if nothing is dispatched.
  ///   - answerCommands: carries out the commands of the inbox.
  init(
    queue: Queue, launcher: SupervisorLauncher?,
    answerCommands: @escaping AnswerCommands = { _ in }
  ) {
    self.queue = queue
    self.launcher = launcher
    self.answerCommands = answerCommands
  }

  var next: NextTick { NextTick(queue: queue, mayStart: launcher != nil) }

  public struct Outcome {
    /// The answers to the commands of the inbox.
    package fileprivate(set) var answers: [CommandAnswer] = []
    public fileprivate(set) var reports: [ReceiveReport.Outcome] = []
    /// The changes of rows whose workers ended.
    public fileprivate(set) var settled: [ItemChange] = []
    public fileprivate(set) var rescued: [ItemChange] = []
    /// The rows that were cancelled because a row for which they wait failed.
    public fileprivate(set) var cancelled: [ItemChange] = []
    /// The rows that were added for `recurring`.
    public fileprivate(set) var added: [AddedRecurring] = []
    public fileprivate(set) var dispatched = DispatchOutcome()
    /// The commands that deliver events to hooks, ask the forge, answer questions and send telemetry.
    fileprivate(set) var commands: [StartedProcess] = []
    /// The first error.
    public fileprivate(set) var problem: Problem?

    init(problem: Problem? = nil) { self.problem = problem }

    /// Whether there is nothing to report, except perhaps a problem.
    var isSilent: Bool {
      answers.isEmpty && reports.isEmpty && added.isEmpty
        && (settled + rescued + cancelled).allSatisfy { $0.fate == nil }
        && dispatched.items.isEmpty && dispatched.requests.isEmpty
        && !dispatched.failures.values.contains(where: \.isFree)
    }

    /// Whether a row changed, or a report was refused.
    var hasEffect: Bool {
      !(answers.isEmpty && reports.isEmpty && settled.isEmpty && rescued.isEmpty
        && cancelled.isEmpty
        && added.isEmpty && dispatched.claims.isEmpty && dispatched.requests.isEmpty)
    }
  }

  /// - Parameters:
  ///   - staleTimeout: how long a row without heartbeats may be IN_PROGRESS.
  ///   - limits: the limits of the dispatch; `nil` for no dispatch.
  func callAsFunction(
    staleTimeout: Duration, dispatching limits: Dispatcher.Limits?
  ) -> Outcome {
    // A file that is written now would be in git's way.
    if let hold = queue.gitHold { return Outcome(problem: hold) }
    var outcome = Outcome()
    attempt(&outcome) { _ in
      try queue.awaitWriters()
      try queue.recordExternalEdits()
    }
    attempt(&outcome) { outcome in
      var answers: [CommandAnswer] = []
      defer { outcome.answers = answers }
      try answerCommands { answers.append($0) }
    }
    attempt(&outcome) { outcome in
      var reports: [ReceiveReport.Outcome] = []
      defer { outcome.reports = reports }
      try ReceiveReport(queue: queue).drain { reports.append($0) }
    }
    // The further steps decide by one reading of the queue, because usually nothing has to be done.
    // The reading is not older than the workers' records, so it contains every claim that has a
    // record.
    let held = queue.holdingFile()
    attempt(&outcome) { $0.settled = try SettleAttempts(queue: held)() }
    attempt(&outcome) { outcome in
      let rescue = RescueStale(queue: held)
      outcome.rescued = try rescue(staleTimeout: staleTimeout)
    }
    attempt(&outcome) { $0.cancelled = try CancelDependants(queue: held)() }
    // A mistake in an entry is reported last, because it remains until a person corrects it.
    var problemOfRecurring: Problem?
    do {
      let add = AddRecurring(queue: held)
      try add { outcome.added.append($0) }
    } catch { problemOfRecurring = Problem(error) }
    var excesses: [BudgetExcess] = []
    if let limits, let launcher {
      attempt(&outcome) { outcome in
        let dispatch = Dispatcher(queue: held, launcher: launcher)
        outcome.dispatched = try dispatch(limits) { excesses.append($0) }
      }
    }
    var ends: [QueueFact.PlanEnd]?
    attempt(&outcome) { _ in ends = try RollUpPlans(queue: queue)() }
    attempt(&outcome) { _ in try NoteFacts(queue: held)(ends: ends, excesses: excesses) }
    if let launcher {
      attempt(&outcome) { outcome in
        let start = StartDelivery(queue: queue, launcher: launcher)
        if let delivery = try start() { outcome.commands.append(delivery) }
      }
      attempt(&outcome) { outcome in
        let start = StartSync(queue: held, launcher: launcher)
        if let sync = try start() { outcome.commands.append(sync) }
      }
      attempt(&outcome) { outcome in
        let start = StartAsking(queue: held, launcher: launcher)
        if let asking = try start() { outcome.commands.append(asking) }
      }
      attempt(&outcome) { outcome in
        let start = StartTelemetry(queue: held, launcher: launcher)
        if let sending = try start() { outcome.commands.append(sending) }
      }
    }
    outcome.problem = outcome.problem ?? problemOfRecurring
    return outcome
  }

  private func attempt(
    _ outcome: inout Outcome, _ step: (inout Outcome) throws -> Void
  ) {
    do { try step(&outcome) } catch {
      outcome.problem = outcome.problem ?? Problem(error)
    }
  }
}
