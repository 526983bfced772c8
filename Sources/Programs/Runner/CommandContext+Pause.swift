public import Attempts
import Door
public import Model
import Text
package import Work
import Workers

// The pause of the queue, which every command for people shows.

extension CommandContext {
  /// `paused by ann@host since 2026-01-31 18:00: a release`; `nil` if there is no pause.
  public func pauseText() throws -> String? { try taskQueue.pause().map(text) }

  /// A pause in words, for standard output.
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
  /// Notes on a terminal that a dispatch claimed rows without starting work on them.
  package func noticeClaims(_ dispatched: DispatchOutcome) throws {
    guard !dispatched.items.isEmpty, console.errors.isTerminal, !shared.isQuiet,
      try taskQueue.fileSettings().workers.profiles.isEmpty
    else { return }
    printNotice(
      "\(dispatched.items.count == 1 ? "this row is" : "these rows are") claimed for the caller, who has to start the work: "
        + "orch.json names no worker", "orch.json에 워커가 없으므로 호출한 쪽이 작업을 시작하도록 행을 배정했습니다")
  }
}
