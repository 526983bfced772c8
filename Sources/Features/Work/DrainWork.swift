public import Door
import Host
import Model
import Workers

/// Use case: waits until the work that orch started is over (`ops drain`). It ticks meanwhile, so
/// that it ends also where no daemon and no cron job does; new work is kept back by the pause.
public struct DrainWork: UseCase {
  package let queue: Queue
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
