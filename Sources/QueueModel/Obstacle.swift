/// What keeps a PENDING row from being started, whoever asks. Where there are several, it is
/// the first of this order.
public enum Obstacle: Equatable, Sendable {
  /// Another session works on the row, or is about to.
  case leased(Lease)
  /// The row's work was done under another id, which has the same idempotency key: who comes
  /// to the row closes it.
  case duplicate(key: String)
  /// These rows are not DONE, in the order of `after`.
  case waits(for: [Dependencies.Blocker])
  /// It is not tried again before this, in seconds since 1970.
  case backsOff(until: Int)
}

extension Claiming {
  /// What keeps the row from being started by who speaks; `nil` where nothing does.
  func obstacle(to item: QueueItem) throws -> Obstacle? {
    if let lease = item.claim?.lease, lease.excludes(context.speaker, at: context.now) {
      return .leased(lease)
    }
    if let key = item.idempotencyKey, try table.hasDone(idempotencyKey: key) {
      return .duplicate(key: key)
    }
    let blockers = try Dependencies.blockers(of: item, in: table)
    if !blockers.isEmpty { return .waits(for: blockers) }
    if let start = item.retryNotBefore, start > context.now.epochSeconds {
      return .backsOff(until: start)
    }
    return nil
  }
}
