package import Door
package import Model
import QueueStore
import Workers

/// Use case: begins and ends a pause (`ops pause`, `ops resume`). While a queue is paused, no row
/// is handed out. Rows that are at work continue, and their reports are routed.
package struct PauseWork: Sendable {
  private let queue: Queue

  package init(queue: Queue) { self.queue = queue }

  /// Begins a pause. If one has already begun, it does not change.
  ///
  /// - Returns: the pause, and whether this call began it.
  package func begin(reason: String?) throws -> (pause: Pause, isNew: Bool) {
    try checkThere()
    let new = Pause(
      actor: queue.caller.actor, since: queue.clock.now.epochSeconds,
      reason: reason.map(Self.shortened))
    guard let file = queue.pauseFile else { return (new, false) }
    while true {
      if try file.create(new) { return (new, true) }
      // If another person ended the pause in the meantime, this call begins a new one.
      if let pause = file.pause { return (pause, false) }
    }
  }

  /// Shortens a reason, because every command for people shows it, and because a file with a longer
  /// reason is not read.
  private static func shortened(_ reason: String) -> String {
    let scalars = reason.unicodeScalars
    return scalars.count > longest ? String(scalars.prefix(longest)) + "…" : reason
  }

  /// In characters.
  private static let longest = 1000

  /// - Returns: the pause that ended; `nil` if the queue was not paused.
  package func end() throws -> Pause? {
    try checkThere()
    guard let file = queue.pauseFile, let pause = file.pause else { return nil }
    try file.remove()
    return pause
  }

  /// Throws if the queue is missing. A queue that can't be read, for example because a person is
  /// repairing it, can be paused.
  private func checkThere() throws {
    try queue.checkWritable()
    do { _ = try queue.store.snapshot() } catch {
      switch error {
      case .missing, .missingDatabase: throw error
      default: break
      }
    }
  }
}
