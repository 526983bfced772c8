public import Facts
public import Model
public import QueueStore
import Text
public import Workers

// What can be asked of a queue and done with it. Each change names its caller.

extension TaskQueue {
  /// Saves a report durably, and routes it to its row, or waits until those who judge the row's
  /// worker have done so.
  ///
  /// - Parameters:
  ///   - text: the message of the worker.
  ///   - id: the row; `nil` where the message or the claim names it.
  ///   - tokens: those of the conversation, where they were counted.
  ///   - force: whether a row is judged that the sender does not own.
  ///   - caller: who sends it.
  public func report(
    _ text: String, of id: String? = nil, tokens: Int? = nil, force: Bool = false,
    as caller: Caller
  ) throws(Problem) -> ReceiveReport.Outcome {
    try asking { try receiveReport(as: caller)(text, of: id, tokens: tokens, force: force) }
  }

  /// Saves a report for the next tick.
  ///
  /// - Returns: its name in the inbox.
  public func spool(
    _ text: String, of id: String? = nil, tokens: Int? = nil, as caller: Caller
  ) throws(Problem) -> String {
    try asking { try receiveReport(as: caller).spool(text, of: id, tokens: tokens) }
  }

  /// Routes the reports that wait, oldest first.
  ///
  /// - Returns: how many there were.
  public func drainReports(
    as caller: Caller, each: (ReceiveReport.Outcome) -> Void
  ) throws(Problem) -> Int {
    try asking { try receiveReport(as: caller).drain(isAsked: true, each) }
  }

  private func receiveReport(as caller: Caller) throws -> ReceiveReport {
    ReceiveReport(queue: try queueOfReports(as: caller, for: "report"))
  }

  /// Judges a report by the criteria of its row, and routes the row.
  ///
  /// - Parameters:
  ///   - text: the report.
  ///   - id: the row.
  ///   - terms: what counts in place of the row's own values.
  ///   - caller: who reviews it.
  public func review(
    _ text: String, of id: String, _ terms: ReviewReport.Terms, as caller: Caller
  ) throws(Problem) -> ReviewOutcome {
    try asking {
      try ReviewReport(queue: queue(as: caller, for: "review"))(reviewing: text, of: id, terms)
    }
  }

  /// Takes back the rows whose workers are gone.
  ///
  /// - Parameters:
  ///   - staleTimeout: how long a row without heartbeats may be IN_PROGRESS.
  ///   - caller: who asks for it.
  public func rescue(
    staleTimeout: Duration, as caller: Caller
  ) throws(Problem) -> [ItemChange] {
    try asking {
      try RescueStale(queue: queue(as: caller, for: "watchdog"))(staleTimeout: staleTimeout)
    }
  }

  /// Keeps further rows from being handed out; rows that are at work go on.
  ///
  /// - Returns: the pause; one that has begun already stays as it is.
  public func pause(reason: String?, as caller: Caller) throws(Problem) -> Pause {
    try asking { try PauseWork(queue: queue(as: caller, for: "pause")).begin(reason: reason).pause }
  }

  /// Ends a pause.
  ///
  /// - Returns: the pause that ended; `nil` where there was none.
  public func resume(as caller: Caller) throws(Problem) -> Pause? {
    try asking { try PauseWork(queue: queue(as: caller, for: "resume")).end() }
  }

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
  func readyRows(
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

  /// The message that a worker of a row is sent.
  ///
  /// - Parameters:
  ///   - id: the row.
  ///   - worker: the worker's name; `nil` where the channel gives it.
  public func task(for id: String, worker: String? = nil) throws(Problem) -> TaskMessage {
    try asking {
      let item = try read { table in
        guard ItemID.isWellFormed(id) else { throw Refusal.illFormedID(id) }
        return try table.existing(id)
      }
      return try ComposeTask(queue: queue(as: Caller()))(
        for: item, worker: worker)
    }
  }

  /// Runs the proofs of a row's criteria, and changes nothing.
  public func check(_ id: String) throws(Problem) -> CheckedWork {
    try asking { try CheckWork(queue: queue(as: Caller()))(of: id) }
  }
}
