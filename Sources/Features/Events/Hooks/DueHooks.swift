package import Door
import Model
import Workers

/// Whether hooks have to run. This check is cheap: it reads the hooks' records, and the history
/// after their positions.
package struct DueHooks: Sendable, UseCase {
  package let queue: Queue

  package init(queue: Queue) { self.queue = queue }

  func isDue(_ hook: Hook) throws -> Bool { try secondsToTry(hook) == 0 }

  func callAsFunction() throws -> Bool {
    for hook in workspace.hooks where try isDue(hook) { return true }
    return false
  }

  /// The seconds until a hook has to run, as far as known; `nil` if it has nothing to do.
  private func secondsToTry(_ hook: Hook) throws -> Int? {
    guard let record = try workspace.hookFolder.record(of: hook.name) else { return 0 }
    let now = queue.clock.now.epochSeconds
    if record.waits(at: now) { return record.failing.map { $0.nextTry - now } }
    let events = HookEvents(queue: queue, hook: hook)
    do {
      return try events.isDue(after: record.cursor) ? 0 : nil
    } catch Problem.cursorOfOtherQueue, Problem.cursorAhead {
      // The hook begins again.
      return 0
    }
  }

  /// The seconds until the next check is useful; `nil` if no check is. A hook that runs now may
  /// fail, and is checked after its end.
  package func secondsToNextLook() throws -> Int? {
    guard !workspace.hooks.isEmpty, workspace.hooksMayRun else { return nil }
    var times: [Int] = []
    for hook in workspace.hooks {
      if let time = try secondsToTry(hook) { times.append(time == 0 ? Self.pauseOfRunning : time) }
    }
    return times.min()
  }

  private static let pauseOfRunning = HookRecord.delays[0]
}
