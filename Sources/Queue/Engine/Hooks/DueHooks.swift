import Facts
import Host
import Model
import Settings
import Workers

/// Whether hooks have to run, by a look that costs little: their records, and what the history has
/// behind their places.
struct DueHooks: Sendable, UseCase {
  let queue: Queue

  /// Whether a hook has to run now.
  func isDue(_ hook: Hook) throws(Problem) -> Bool { try secondsToTry(hook) == 0 }

  /// Whether any has to.
  func callAsFunction() throws(Problem) -> Bool {
    for hook in workspace.hooks where try isDue(hook) { return true }
    return false
  }

  /// The time until a hook has to run, as far as that is known; `nil` where it has nothing to do.
  private func secondsToTry(_ hook: Hook) throws(Problem) -> Int? {
    let found = try system { () throws(SystemError) in
      try workspace.hookFolder.record(of: hook.name)
    }
    guard let record = found else { return 0 }
    let now = queue.clock.now.epochSeconds
    if record.waits(at: now) { return record.failing.map { $0.nextTry - now } }
    let events = HookEvents(queue: queue, hook: hook)
    do throws(Problem) {
      return try events.isDue(after: record.cursor) ? 0 : nil
    } catch {
      switch error {
      // It begins anew.
      case .cursorOfOtherQueue, .cursorAhead: return 0
      default: throw error
      }
    }
  }

  /// The seconds until the next look is worth its while; `nil` where none is. A hook that runs now
  /// may fail, and is looked at then.
  func secondsToNextLook() throws(Problem) -> Int? {
    guard !workspace.hooks.isEmpty, workspace.hooksMayRun else { return nil }
    var times: [Int] = []
    for hook in workspace.hooks {
      if let time = try secondsToTry(hook) { times.append(time == 0 ? Self.pauseOfRunning : time) }
    }
    return times.min()
  }

  private static let pauseOfRunning = HookRecord.delays[0]
}
