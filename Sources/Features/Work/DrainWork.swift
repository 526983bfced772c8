public import Door
import Host
import Model
import Workers

/// Use case: waits until the work that orch started has ended (`ops drain`). It ticks during the
/// wait, so that the wait ends even if no daemon and no cron job ticks. Because of the pause, no
/// new work starts.
public struct DrainWork: UseCase {
  package let queue: Queue
  private let tick: Tick
  private let staleTimeout: Duration

  /// - Parameters:
  ///   - queue: the queue of the rows, which is paused.
  ///   - tick: routes reports, and settles attempts that ended.
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
    /// The pause was ended during the wait.
    case resumed([String])
  }

  /// The longest wait for a change. After it, the command looks for changes that no file shows.
  private static let interval = Duration.seconds(30)

  /// - Parameters:
  ///   - timeout: the longest wait; `nil` for no limit.
  ///   - report: called with the rows at work after each look.
  func callAsFunction(
    timeout: Duration?, waitingWith wait: inout ServiceWait, reporting report: ([String]) -> Void
  ) throws -> Ending {
    let clock = queue.clock.machine
    let end = timeout.map { clock.monotonic() + $0 }
    while true {
      // The wait notices changes from this point on.
      wait.restart(watching: tick.next.folders)
      _ = tick(staleTimeout: staleTimeout, dispatching: nil)
      let rows = try rowsAtWork()
      if rows.isEmpty { return .drained }
      if queue.pause == nil { return .resumed(rows) }
      report(rows)
      let rest = end.map { $0 - clock.monotonic() } ?? Self.interval
      if rest <= .zero { return .timedOut(rows) }
      var event: ServiceWait.Event
      // Each tick may run git, whose end is no event.
      repeat { event = wait.event(within: min(rest, Self.interval)) } while event == .childEnded
      switch event {
      case .end: return .interrupted(rows)
      case .reload, .childEnded, .time: break
      case .change: wait.settle(quiet: .milliseconds(20), longest: .milliseconds(200))
      }
    }
  }

  /// The rows that a dispatch gave to sessions, and the rows whose worker still runs.
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
