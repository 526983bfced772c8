import Door
import Host
import Model
import Worktrees

// The leases of claimed rows are short, and are renewed while the client lives: when the client is
// gone, its rows are soon free again.

extension AgentQueue {
  /// Gives a row that was claimed here a lease that is renewed, and returns the row. A worker of orch
  /// keeps the lease that orch gave it.
  func keep(_ item: QueueItem, _ queue: TaskQueue) throws(Problem) -> QueueItem {
    guard ownRow == nil, item.status == .inProgress else { return item }
    let seconds = try queue.value(Settings.leaseSeconds)
    // A renewal that comes to nothing is followed by another one before the lease ends.
    renewalInterval = .seconds(seconds) / 3
    if claims.isEmpty { nextRenewal = clock.monotonic() + renewalInterval }
    claims[item.id] = .some(item.claim?.token)
    return renew(item.id, seconds: seconds, queue) ?? item
  }

  /// Gives a row that was claimed here as long a lease as a claim has, because nothing renews it
  /// while its report is judged.
  func keepWhileJudged(_ id: String, _ queue: TaskQueue) throws(Problem) {
    guard claims[id] != nil else { return }
    _ = renew(id, seconds: try queue.value(Settings.staleMinutes) * 60, queue)
  }

  /// Renews the leases of the rows that were claimed here, if it is time.
  ///
  /// - Returns: the time until they are to be renewed; `nil` if there are none.
  package func renewDueLeases() -> Duration? {
    let now = clock.monotonic()
    if !claims.isEmpty, now >= nextRenewal {
      opened(.writing(times: true)) { queue in
        guard let seconds = try? queue.value(Settings.leaseSeconds) else { return }
        for id in claims.keys.sorted() { _ = renew(id, seconds: seconds, queue) }
      }
      nextRenewal = now + renewalInterval
    }
    return claims.isEmpty ? nil : nextRenewal - now
  }

  /// - Returns: the row; `nil` if its lease could not be renewed. A row whose claim has ended is
  ///   forgotten.
  private func renew(_ id: String, seconds: Int, _ queue: TaskQueue) -> QueueItem? {
    let renewal = Transition.lease(.init(id: id, .renew(seconds: seconds)))
    do {
      return try queue.perform(renewal, as: caller(attempt: claims[id] ?? nil)).item
    } catch {
      if error.refusal != nil { claims[id] = nil }
      return nil
    }
  }
}
