public import Attempts
import Door
public import Model
import Text
package import Work
import Workers

// The pause of the queue, which every command shows that people look at.

extension CommandContext {
  /// `paused by ann@host since 2026-01-31 18:00: a release`; `nil` where there is no pause.
  public func pauseText() throws -> String? { try taskQueue.pause().map(text) }

  /// The same of a pause, for standard output.
  public func text(of pause: Pause) throws -> String {
    pause.sentence(at: try taskQueue.now())(language)
  }
}

extension CommandContext {
  /// `worker claude is paused until 14:20: no valid login`, for standard output.
  public func text(of worker: PausedWorker) throws -> String {
    worker.sentence(at: try taskQueue.now())(language)
  }
}

extension CommandContext {
  /// Says on a terminal that nothing was started for the rows that a dispatch claimed.
  package func noticeClaims(_ dispatched: DispatchOutcome) throws {
    guard !dispatched.items.isEmpty, console.errors.isTerminal, !shared.isQuiet,
      try taskQueue.fileSettings().workers.profiles.isEmpty
    else { return }
    printNotice(.claimedForCaller(dispatched.items.count))
  }
}
