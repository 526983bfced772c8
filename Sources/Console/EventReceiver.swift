import CommandLineKit
import Engine
import Facts
import QueueModel
public import QueueStore
import Wording

/// Prints the warnings of the engine, and writes its steps to the run log.
///
/// `@unchecked`: a context and its queue are used by one thread, that of the command.
final class EventReceiver: @unchecked Sendable {
  /// It holds its queue, and that this receiver. A command keeps its context to its end.
  private weak var context: CommandContext?
  private var step: LoggedRun?

  init(_ context: CommandContext) { self.context = context }

  func receive(_ event: EngineEvent) {
    guard let context else { return }
    switch event {
    case .changed(let decision):
      context.changedID = decision.itemID
      context.routedTo = decision.routedTo
    case .storeWarnings(let warnings): context.show(warnings)
    case .warning(let warning): context.show(warning)
    case .stepBegan:
      (context.changedID, context.routedTo) = (nil, nil)
      step = LoggedRun(context)
    case .stepEnded(let end):
      if let id = end.id { context.changedID = id }
      if let status = end.routedTo { context.routedTo = status }
      step?.end(end.error?.exitStatus ?? .success, error: end.error?.message)
      step = nil
      (context.changedID, context.routedTo) = (nil, nil)
    }
  }
}

extension CommandContext {
  /// Urgent notices are shown also with `--quiet`.
  public func show(_ warnings: StoreWarnings) {
    for notice in warnings.notices where notice.isUrgent || !shared.isQuiet {
      warnEvenIfQuiet(notice.sentence(languageForErrors))
    }
    try? warn(of: warnings.malformedRows)
    if warnings.hasZonedTimes { taskQueue.warnOfUnnamedZone() }
  }

  fileprivate func show(_ warning: Notice) {
    // A daemon ticks again when something changes: it shows only what does not end by itself.
    if case .idleReason(let idleReason) = warning, isLongRunning, !idleReason.isForGood {
      return
    }
    let sentence = warning.sentence(queueOption: queueOptions)(languageForErrors)
    if warning.isUrgent { warnEvenIfQuiet(sentence) } else { warn(sentence) }
  }
}

extension Notice {
  /// Whether a quiet command prints it, so that cron mails it.
  fileprivate var isUrgent: Bool {
    switch self {
    case .workerNotStarted, .rowStuck: true
    default: false
    }
  }
}
