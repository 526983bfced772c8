package import Door
package import Model
import QueueStore
import Text
import Workers

/// Use case: begins and ends a pause (`ops pause`, `ops resume`). While a queue is paused, no row
/// is handed out. Rows that are at work continue, and their reports are routed. The history gets a
/// fact about each. A pause holds even if that can't be written, for example because the queue can't
/// be read; then the next tick that can write it does so.
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
      reason: reason.map(Self.shortened), isBySession: queue.caller.kind != .person)
    guard let file = queue.pauseFile else { return (new, false) }
    while true {
      if try file.create(new) {
        note(new)
        return (new, true)
      }
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
  /// - Throws: if a person began the pause, and the caller may not decide for people.
  package func end() throws -> Pause? {
    try checkThere()
    guard let file = queue.pauseFile, let pause = file.pause else { return nil }
    switch queue.caller.kind {
    case .person, .token(mayDecide: true): break
    case .session, .worker, .token(mayDecide: false):
      guard pause.isBySession else { throw Problem.pausedByPerson(pause) }
    }
    try file.remove()
    note(pause, endedBy: queue.caller.actor)
    return pause
  }

  private func note(_ pause: Pause, endedBy actor: String? = nil) {
    guard let fact = QueueFact(pause, endedBy: actor, in: queue.clock.now.zone) else { return }
    _ = try? queue.perform(.note([fact]))
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

extension QueueFact {
  /// - Returns: `nil` if the record of the pause can't be read.
  package init?(_ pause: Pause, endedBy: String? = nil, in zone: QueueZone) {
    guard let actor = pause.actor, let since = pause.since else { return nil }
    self = .queuePause(
      .init(
        actor: actor, since: QueueTime(epochSeconds: since, zone: zone), reason: pause.reason,
        endedBy: endedBy))
  }
}

extension Problem {
  fileprivate static func pausedByPerson(_ pause: Pause) -> Problem {
    let actor = pause.actor?.escaped
    return .adapter(
      .refused(.needsPerson),
      Sentence(
        "a session can't end the pause\(actor.map { " by \($0)" } ?? "")",
        "세션은 \(actor.map { "\($0)의 " } ?? "")일시 정지를 끝낼 수 없습니다"),
      hint: Sentence(
        "a person runs ops resume, in a shell without ORCH_OWNER_SESSION",
        "사람이 ORCH_OWNER_SESSION이 없는 자신의 셸에서 ops resume을 실행합니다"))
  }
}
