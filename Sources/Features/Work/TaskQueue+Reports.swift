public import Door
public import Model
public import Workers

// Reports that arrive, and the message that is sent to a worker.

extension TaskQueue {
  /// Saves a report durably, and routes it to its row. If another process judges the row's worker,
  /// waits until that process has done so.
  ///
  /// - Parameters:
  ///   - text: the message of the worker.
  ///   - id: the row; `nil` if the message or the claim names it.
  ///   - tokens: the tokens of the conversation, if they were counted.
  ///   - force: whether a row is judged even if the sender does not own it.
  public func report(
    _ text: String, of id: String? = nil, tokens: Int? = nil, force: Bool = false,
    as caller: Caller
  ) throws(Problem) -> ReceiveReport.Outcome {
    try asking { try receiveReport(as: caller)(text, of: id, tokens: tokens, force: force) }
  }

  /// Saves a report for the next tick.
  ///
  /// - Returns: the report's name in the inbox.
  public func spool(
    _ text: String, of id: String? = nil, tokens: Int? = nil, as caller: Caller
  ) throws(Problem) -> String {
    try asking { try receiveReport(as: caller).spool(text, of: id, tokens: tokens) }
  }

  /// Routes the reports that wait, oldest first.
  ///
  /// - Returns: how many reports there were.
  public func drainReports(
    as caller: Caller, each: (ReceiveReport.Outcome) -> Void
  ) throws(Problem) -> Int {
    try asking { try receiveReport(as: caller).drain(isAsked: true, each) }
  }

  private func receiveReport(as caller: Caller) throws -> ReceiveReport {
    ReceiveReport(queue: try queueOfReports(as: caller, for: "report"))
  }

  /// Takes rows back from workers that are gone.
  ///
  /// - Parameter staleTimeout: how long a row without heartbeats may be IN_PROGRESS.
  public func rescue(
    staleTimeout: Duration, as caller: Caller
  ) throws(Problem) -> [ItemChange] {
    try asking {
      try RescueStale(queue: queue(as: caller, for: "watchdog"))(staleTimeout: staleTimeout)
    }
  }

  /// The message that is sent to a worker of a row.
  ///
  /// - Parameter worker: the worker's name; `nil` if the channel names the worker.
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
}
