public import Door
public import Model
public import QueueStore

extension TaskQueue {
  /// Why rows are not running.
  ///
  /// - Parameters:
  ///   - id: the row; `nil` for all that are PENDING.
  ///   - snapshot: an earlier reading of the queue; `nil` reads it now.
  ///   - caller: the session that would get the rows.
  public func why(
    _ id: String? = nil, in snapshot: (any QueueSnapshot)? = nil, as caller: Caller
  ) throws(Problem) -> ExplainWaiting.Answer {
    try asking {
      let snapshot = if let snapshot { snapshot } else { try self.snapshot() }
      let explain = ExplainWaiting(queue: try queue(as: caller))
      return try explain(of: id, in: snapshot)
    }
  }

  /// The number of rows that wait only for a worker or session to take them.
  public func readyCount(as caller: Caller) throws(Problem) -> Int {
    try readyRows(as: caller).count
  }

  /// The rows that wait only for a worker or session to take them.
  package func readyRows(
    in snapshot: (any QueueSnapshot)? = nil, as caller: Caller
  ) throws(Problem) -> [String] {
    try why(in: snapshot, as: caller).explanations.compactMap { row in
      if case .queued = row.reason { row.id } else { nil }
    }
  }

  /// Warns why no row can be picked, if rows wait. Does not warn of a pause, which the caller
  /// knows.
  public func warnOfIdleRows(as caller: Caller) throws(Problem) {
    try asking { try ExplainWaiting(queue: queue(as: caller)).warn() }
  }

  /// Warns of a pause, if rows wait.
  public func warnOfPause(_ pause: Pause) throws(Problem) {
    let found = try snapshot()
    guard (0..<found.rowCount).contains(where: { found.status(at: $0) == .pending }) else { return }
    warn(.paused(pause, now: try now()))
  }
}
