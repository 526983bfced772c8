public import Door
public import Model
public import QueueStore

extension TaskQueue {
  /// Why rows are not running.
  ///
  /// - Parameters:
  ///   - id: the row; all that are PENDING, for `nil`.
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

  /// How many rows wait for nothing but somebody who takes them.
  public func readyCount(as caller: Caller) throws(Problem) -> Int {
    try readyRows(as: caller).count
  }

  /// The rows that wait for nothing but somebody who takes them.
  package func readyRows(
    in snapshot: (any QueueSnapshot)? = nil, as caller: Caller
  ) throws(Problem) -> [String] {
    try why(in: snapshot, as: caller).explanations.compactMap { row in
      if case .queued = row.reason { row.id } else { nil }
    }
  }

  /// Warns why no row can be picked, where some wait; of a pause the caller has been told.
  public func warnOfIdleRows(as caller: Caller) throws(Problem) {
    try asking { try ExplainWaiting(queue: queue(as: caller)).warn() }
  }

  /// Warns of a pause, where rows wait.
  public func warnOfPause(_ pause: Pause) throws(Problem) {
    let found = try snapshot()
    guard (0..<found.rowCount).contains(where: { found.status(at: $0) == .pending }) else { return }
    warn(.paused(pause, now: try now()))
  }
}
