import CommandLineKit
import Engine
import Host
import QueueModel
import QueueStore

/// Shows the events of the engine to people, and logs them.
///
/// `@unchecked`: a context and its queue are used by one thread, that of the command.
final class EventReceiver: @unchecked Sendable {
  private let context: CommandContext
  private var step: LoggedRun?

  init(_ context: CommandContext) { self.context = context }

  func receive(_ event: EngineEvent) {
    switch event {
    case .changed(let decision):
      context.changedID = decision.itemID
      context.routedTo = decision.routedTo
    case .storeWarnings(let warnings): context.show(warnings)
    case .warning(let warning): context.show(warning)
    case .stepBegan:
      (context.changedID, context.routedTo) = (nil, nil)
      step = LoggedRun(context, isLogged: true, itemID: nil)
    case .stepEnded(let end):
      if let id = end.id { context.changedID = id }
      if let status = end.routedTo { context.routedTo = status }
      let error = end.error.map(context.commandError)
      step?.end(error?.status ?? .success, error: error?.message)
      step = nil
      (context.changedID, context.routedTo) = (nil, nil)
    }
  }
}

extension CommandContext {
  /// Where somebody's work was put aside is told also to who wants to hear nothing.
  func show(_ warnings: StoreWarnings) {
    for notice in shared.isQuiet ? warnings.urgent : warnings.notices { tell(notice) }
    try? warn(of: warnings.malformedRows)
  }

  fileprivate func show(_ warning: EngineWarning) {
    // A daemon ticks again when something has changed: it shows only what does not pass by itself.
    if case .blockedReason(let blockedReason) = warning, isLongRunning, !blockedReason.isForGood {
      return
    }
    let sentence = sentence(for: warning)
    if warning.isUrgent { tell(sentence) } else { warn(sentence) }
  }

  private func sentence(for warning: EngineWarning) -> String {
    switch warning {
    case .closedAsDone(let item):
      "\(item.id) is closed as DONE: the work with the idempotency key "
        + "\(item.idempotencyKey ?? "-") was done under another id"
    case .missingDependencies(let id, let missing):
      "\(id) waits for \(missing.joined(separator: ", ")), which the queue does not have: "
        + "orch restore brings back what was deleted, else take it out of 'after'"
    case .leaseEnded(let id, let lease, let now):
      "\(id) was leased to \(lease.owner) until \(lease.end(at: now).text), "
        + "who may still be at work on it"
    case .criteriaChanged(let id):
      "the success criteria of \(id) changed since its claim; it was judged by those of then"
    case .longReport(let id, let tokens):
      "the report of \(id) should be shorter: \(tokens) tokens"
    case .reportWithoutRow: "nothing says which row the report is of: it will be refused"
    case .reportNotFiled(let error):
      "\(error) (the row is changed; only its report is not put away)"
    case .reportsOfOtherQueue(let store, let count):
      "\(count) more for \(store): orch report --drain with that queue or database"
    case .blockedReason(let blockedReason): blockedReason.message
    case .workerNotStarted(let id, let reason):
      "\(id) is FAILED: its worker could not be started: \(reason)"
    case .workerEnded(let id): "the worker of \(id) is ended: its claim is over"
    case .workerKilled(let id): "the worker of \(id) had to be killed with its supervisor"
    case .notMirrored(let error):
      "the database does not have this change yet: \(commandError(error).sentence)"
    case .mirrorConflicts(let database):
      "\(database) has changes of its own, and was not changed there (orch migrate lists them)"
    case .failure(let error): commandError(error).sentence
    }
  }
}

extension EngineWarning {
  /// Whether cron should mail it also where nothing else is shown.
  fileprivate var isUrgent: Bool { if case .workerNotStarted = self { true } else { false } }
}
