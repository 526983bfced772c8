import Attempts
public import Door
import Events
public import Model
import Plans
public import Schedule
import Worktrees

/// Use case: one round of the scheduler (`orch tick`, the daemon). In eleven steps it records
/// edits, routes reports, settles the ends of workers, rescues stale rows, cancels what waits for
/// rows that failed, where they say so, adds recurring rows that are due, dispatches new work,
/// writes the results of plans that ended, notes what is no change of a row, and starts the
/// delivery of events to hooks and the questions to the forge. No step waits for work, and an error
/// in one does not stop the others. While git merges or bisects it does nothing.
public struct Tick: Sendable, UseCase {
  package let queue: Queue
  private let launcher: SupervisorLauncher?

  /// - Parameters:
  ///   - queue: the queue of the rows.
  ///   - launcher: starts a supervisor for each claim; without one nothing is dispatched.
  init(queue: Queue, launcher: SupervisorLauncher?) {
    self.queue = queue
    self.launcher = launcher
  }

  /// When the next tick is due.
  var next: NextTick { NextTick(queue: queue, mayStart: launcher != nil) }

  public struct Outcome {
    public fileprivate(set) var reports: [ReceiveReport.Outcome] = []
    /// The changes of rows by the ends of their workers.
    public fileprivate(set) var settled: [ItemChange] = []
    /// The stale rows.
    public fileprivate(set) var rescued: [ItemChange] = []
    /// The rows that were cancelled, because one failed that they wait for.
    public fileprivate(set) var cancelled: [ItemChange] = []
    /// What `recurring` added.
    public fileprivate(set) var added: [AddedRecurring] = []
    public fileprivate(set) var dispatched = DispatchOutcome()
    /// What gives hooks their events, and what asks the forge.
    fileprivate(set) var commands: [StartedCommand] = []
    /// The first error.
    public fileprivate(set) var problem: Problem?

    init(problem: Problem? = nil) { self.problem = problem }

    /// Whether nothing is told of it, but perhaps a problem.
    var isSilent: Bool {
      reports.isEmpty && added.isEmpty
        && (settled + rescued + cancelled).allSatisfy { $0.fate == nil }
        && dispatched.items.isEmpty && dispatched.requests.isEmpty
        && !dispatched.failures.values.contains(where: \.isFree)
    }

    /// Whether a row changed, or a report was refused.
    var hasEffect: Bool {
      !(reports.isEmpty && settled.isEmpty && rescued.isEmpty && cancelled.isEmpty
        && added.isEmpty && dispatched.claims.isEmpty && dispatched.requests.isEmpty)
    }
  }

  /// - Parameters:
  ///   - staleTimeout: how long a row without heartbeats may be IN_PROGRESS.
  ///   - limits: the limits of the dispatch; `nil` for no dispatch.
  func callAsFunction(
    staleTimeout: Duration, dispatching limits: Dispatcher.Limits?
  ) -> Outcome {
    // What would be written then would be in git's way.
    if let hold = queue.gitHold { return Outcome(problem: hold) }
    var outcome = Outcome()
    attempt(&outcome) { _ in
      try queue.awaitWriters()
      try queue.recordExternalEdits()
    }
    attempt(&outcome) { outcome in
      var reports: [ReceiveReport.Outcome] = []
      defer { outcome.reports = reports }
      try ReceiveReport(queue: queue).drain { reports.append($0) }
    }
    // The further steps decide by one reading: mostly there is nothing to do. It is not older than
    // the workers' records, so that a claim that was just made is not missing.
    let held = queue.holdingFile()
    attempt(&outcome) { $0.settled = try SettleAttempts(queue: held)() }
    attempt(&outcome) { outcome in
      let rescue = RescueStale(queue: held)
      outcome.rescued = try rescue(staleTimeout: staleTimeout)
    }
    attempt(&outcome) { $0.cancelled = try CancelDependants(queue: held)() }
    // What is wrong with an entry is told last: it stays until a person mends it.
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
