import Host
import Model
import QueueStore
import Workers

/// Use case: begins and ends a pause (`ops pause`, `ops resume`). While a queue is paused no row is
/// handed out; rows that are at work go on, and their reports are routed.
struct PauseWork: Sendable {
  private let queue: Queue

  init(queue: Queue) { self.queue = queue }

  /// Begins a pause; one that has begun already stays as it is.
  ///
  /// - Returns: the pause, and whether this call began it.
  func begin(reason: String?) throws -> (pause: Pause, isNew: Bool) {
    try checkThere()
    let new = Pause(
      actor: queue.caller.actor, since: queue.clock.now.epochSeconds,
      reason: reason.map(Self.shortened))
    guard let file = queue.pauseFile else { return (new, false) }
    while true {
      if try file.create(new) { return (new, true) }
      // Where another person ended it meanwhile, this one begins.
      if let pause = file.pause { return (pause, false) }
    }
  }

  /// Every command that people look at shows the reason, and a file with a longer one is not read.
  private static func shortened(_ reason: String) -> String {
    let scalars = reason.unicodeScalars
    return scalars.count > longest ? String(scalars.prefix(longest)) + "…" : reason
  }

  /// Characters of a reason.
  private static let longest = 1000

  /// Ends the pause.
  ///
  /// - Returns: the pause that ended; `nil` where there was none.
  func end() throws -> Pause? {
    try checkThere()
    guard let file = queue.pauseFile, let pause = file.pause else { return nil }
    try file.remove()
    return pause
  }

  /// A queue that can't be read, as while a person mends it, can be paused; a missing one can't.
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

extension Queue {
  /// The pause of the queue; `nil` for none.
  public var pause: Pause? { pauseFile?.pause }

  /// The pause. Where a server does not answer, whether its queue is paused is not known: that is the
  /// error.
  func answeringPause() throws -> Pause? {
    guard let pause else { return nil }
    if store.sharedClaims != nil { _ = try read { try $0.status(of: "-") } }
    return pause
  }
}

/// Use case: waits until the work that orch started is over (`ops drain`). It ticks meanwhile, so
/// that it ends also where no daemon and no cron job does; new work is kept back by the pause.
public struct DrainWork: UseCase {
  let queue: Queue
  private let tick: Tick
  private let staleTimeout: Duration

  /// - Parameters:
  ///   - queue: the queue of the rows, which is paused.
  ///   - tick: routes reports, and settles the ends of workers.
  ///   - staleTimeout: how long a row without heartbeats may be IN_PROGRESS.
  init(queue: Queue, tick: Tick, staleTimeout: Duration) {
    self.queue = queue
    self.tick = tick
    self.staleTimeout = staleTimeout
  }

  /// How the wait ended, with the ids of the rows that are still at work.
  public enum Ending: Equatable, Sendable {
    case drained
    case timedOut([String])
    case interrupted([String])
    /// The pause was ended meanwhile.
    case resumed([String])
  }

  /// The longest wait for a change: what no file shows is looked for after it.
  private static let interval = Duration.seconds(30)

  /// - Parameters:
  ///   - timeout: the longest wait; `nil` for no limit.
  ///   - wait: notices changes and signals.
  ///   - report: called with the rows at work, whenever it has looked.
  func callAsFunction(
    timeout: Duration?, waitingWith wait: inout ServiceWait, reporting report: ([String]) -> Void
  ) throws -> Ending {
    let clock = queue.clock.machine
    let end = timeout.map { clock.monotonic() + $0 }
    while true {
      // From here on changes are noticed.
      wait.restart(watching: tick.next.folders)
      _ = tick(staleTimeout: staleTimeout, dispatching: nil)
      let rows = try rowsAtWork()
      if rows.isEmpty { return .drained }
      if queue.pause == nil { return .resumed(rows) }
      report(rows)
      let rest = end.map { $0 - clock.monotonic() } ?? Self.interval
      if rest <= .zero { return .timedOut(rows) }
      switch wait.event(within: min(rest, Self.interval)) {
      case .end: return .interrupted(rows)
      case .reload, .childEnded, .time: break
      case .change: wait.settle(quiet: .milliseconds(20), longest: .milliseconds(200))
      }
    }
  }

  /// The rows that belong to sessions which a dispatch named, and those whose worker still runs.
  private func rowsAtWork() throws -> [String] {
    var rows = try queue.read { table in
      try table.items(.inProgress).filter {
        $0.claim?.isForWorker ?? false || $0.ownerSession == WorkerLabel.label(for: $0.id)
      }.map(\.id)
    }
    for record in try workspace.records() where record.state.isThere {
      if !rows.contains(record.id) { rows.append(record.id) }
    }
    return rows
  }
}
