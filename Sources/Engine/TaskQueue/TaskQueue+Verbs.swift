public import Facts
public import QueueModel
public import QueueStore
import Wording

// What can be asked of a queue and done with it. Each change names its caller.

extension TaskQueue {
  /// The queue as it is now.
  public func rows() throws(Problem) -> any QueueSnapshot {
    try asking { try snapshot() }
  }

  public func row(_ id: String) throws(Problem) -> QueueItem {
    try asking { try read { try $0.existing(id) } }
  }

  /// Claims a row. Concurrent callers never get the same row. While the queue is paused nothing is
  /// claimed, and a warning says so.
  ///
  /// - Parameters:
  ///   - id: the row; the most urgent one that may start, for `nil`.
  ///   - force: whether a pause is ignored.
  ///   - caller: the session that gets the row.
  /// - Returns: the claimed row, another one each time; `nil` where none may start.
  public func pick(
    _ id: String? = nil, force: Bool = false, as caller: Caller
  ) throws(Problem) -> QueueItem? {
    try asking { try ClaimWork(queue: queue(as: caller, for: "pick"))(id: id, force: force) }
  }

  /// Adds a row. Without an id it gets the next number.
  ///
  /// - Parameters:
  ///   - row: its fields.
  ///   - brief: more text for its worker, saved as `tasks/ID.md`.
  ///   - caller: who adds it.
  public func add(
    _ row: Transition.NewItem, brief: String? = nil, as caller: Caller
  ) throws(Problem) -> Decision {
    try asking {
      let submit = SubmitWork(queue: try queue(as: caller, for: "add"), workspace: try workspace())
      if let worker = row.worker { try checkWorker(worker) }
      return try submit(row, brief: brief)
    }
  }

  /// Saves a report durably, and routes it to its row, or waits until those who judge the row's
  /// worker have done so.
  ///
  /// - Parameters:
  ///   - message: the text of the worker, and the row where that is known.
  ///   - force: whether a row is judged that the sender does not own.
  ///   - caller: who sends it.
  public func report(
    _ message: ReceiveReport.Message, force: Bool = false, as caller: Caller
  ) throws(Problem) -> ReceiveReport.Outcome {
    try asking {
      let queue = try queueOfReports(as: caller, for: "report")
      return try ReceiveReport(queue: queue, workspace: workspace())(message, force: force)
    }
  }

  /// Stops a row that is not finished: it becomes BLOCKED, and its worker on this machine is ended.
  public func cancel(
    _ id: String, reason: String? = nil, as caller: Caller
  ) throws(Problem) -> Decision {
    let decision = try perform(
      .cancel(id: id, from: nil, reason: reason), for: "cancel", as: caller)
    do throws(Problem) {
      try asking {
        let queue = try queue(as: caller, for: "cancel")
        try EndWorkers(queue: queue, workspace: workspace(), notice: waitNotice)(of: [id])
      }
    } catch {
      throw .hinted(
        error,
        Sentence(
          "\(id) is BLOCKED; cancel it again to end its worker",
          "\(id): BLOCKED가 되었습니다. 워커를 끝내려면 다시 취소하십시오"))
    }
    return decision
  }

  /// Applies a transition durably, or changes nothing.
  ///
  /// - Parameters:
  ///   - transition: the change.
  ///   - verb: the name of the change in the history.
  ///   - caller: who makes it.
  public func perform(
    _ transition: Transition, for verb: String = "", as caller: Caller
  ) throws(Problem) -> Decision {
    try asking { try queue(as: caller, for: verb).perform(transition) }
  }

  /// What `perform` would do now.
  public func preview(
    _ transition: Transition, as caller: Caller
  ) throws(Problem) -> Decision {
    try asking {
      let queue = try queue(as: caller)
      try queue.checkWritable()
      return try queue.preview(transition)
    }
  }

  /// Ends the work on a row as DONE, FAILED or BLOCKED, as the caller says.
  public func finish(_ finish: Transition.Finish, as caller: Caller) throws(Problem) -> Decision {
    let verb =
      switch finish.ending {
      case .done: "done"
      case .blocked: "block"
      case .failed: "fail"
      }
    return try asking { try FinishWork(queue: queue(as: caller, for: verb))(finish) }
  }

  /// Brings a deleted or archived row back, with its files.
  public func restore(_ id: String, as caller: Caller) throws(Problem) -> Decision {
    do throws(Problem) {
      let decision = try asking {
        try RestoreWork(queue: queue(as: caller, for: "restore"))(id: id)
      }
      restoreFiles(of: id)
      return decision
    } catch {
      // A run before may have brought back the row, and not its files.
      if case .notDeleted? = error.refusal { restoreFiles(of: id) }
      throw error
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

  /// Why rows are not running: one row, or all that are PENDING.
  public func why(
    _ id: String? = nil, as caller: Caller
  ) throws(Problem) -> ExplainWaiting.Answer {
    try asking {
      let snapshot = try snapshot()
      let explain = ExplainWaiting(queue: try queue(as: caller), workspace: try workspace())
      return try explain(of: id, in: snapshot)
    }
  }

  private func asking<Answer>(_ body: () throws -> Answer) throws(Problem) -> Answer {
    do { return try body() } catch { throw Problem(error) }
  }
}
