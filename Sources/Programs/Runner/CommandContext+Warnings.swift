import Door
import Model
public import QueueStore
import Text

// The warnings that the engine gives in addition to its answers.

extension CommandContext {
  func show(_ event: EngineEvent) {
    switch event {
    case .storeWarnings(let warnings): show(warnings)
    case .warning(let warning): show(warning)
    case .changed, .stepBegan, .stepEnded: break
    }
  }

  /// Shows urgent notices even with `--quiet`.
  public func show(_ warnings: StoreWarnings) {
    for notice in warnings.notices where notice.isUrgent || !shared.isQuiet {
      warnEvenIfQuiet(notice.sentence(languageForErrors))
    }
    try? warn(of: warnings.malformedRows)
    if warnings.hasZonedTimes { taskQueue.warnOfUnnamedZone() }
  }

  private func show(_ warning: Notice) {
    // A daemon ticks again when something changes, so it shows only reasons that do not end by
    // themselves.
    if case .idleReason(let idleReason) = warning, isLongRunning, !idleReason.isForGood {
      return
    }
    if case .queueOfMainWorktree = warning,
      shared.isQuiet || !console.errors.isTerminal || !taskQueue.tellsOfSharedQueue()
    {
      return
    }
    let sentence = warning.sentence(queueOption: queueOptions)(languageForErrors)
    if warning.isUrgent { warnEvenIfQuiet(sentence) } else { warn(sentence) }
  }
}

extension Notice {
  /// Whether even a quiet command prints the warning, so that cron mails it.
  fileprivate var isUrgent: Bool {
    switch self {
    case .workerNotStarted, .rowStuck: true
    default: false
    }
  }
}
