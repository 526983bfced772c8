public import Attempts
public import Door
import Events
import Host
public import Model
import Requests
public import Workers

// Work that runs without a person: a tick, the work that it starts, and the stops that it reports.

extension TaskQueue {
  /// One pass of the scheduler: records edits, carries out commands, routes reports, settles attempts
  /// that ended, takes rows back from workers that are gone, and starts work. It never waits for work.
  ///
  /// - Parameters:
  ///   - staleTimeout: how long a row without heartbeats may be IN_PROGRESS.
  ///   - limits: how much work is started; none if it is `nil`, or if the queue was opened without
  ///     a starter.
  ///   - caller: the session that routes reports, and gets rows for which nothing is started.
  /// - Returns: what was done, with the first error. An error in one step does not stop the others.
  public func tick(
    staleTimeout: Duration, dispatching limits: Dispatcher.Limits?, as caller: Caller
  ) -> Tick.Outcome {
    noteZone()
    do { return try tick(as: caller)(staleTimeout: staleTimeout, dispatching: limits) } catch {
      return Tick.Outcome(problem: Problem(error))
    }
  }

  /// Whether a tick starts work: the settings name a worker, or they can't be read. In the second
  /// case, the tick reports the error.
  public var startsWork: Bool { (try? tick(as: Caller()).next.startsWork) ?? true }

  /// Makes a running daemon check the queue and the trusted files at once.
  public func wakeDaemon() {
    guard let workspace = try? workspace() else { return }
    let watched = ["\(workspace.sidecar)/inbox", workspace.workers.path].first {
      (try? FileStatus.ifExists($0)) != nil
    }
    guard let watched else {
      try? workspace.sharedFiles.makeFolder("inbox")
      return
    }
    // The daemon notices a new file in the folder even if it is removed at once.
    let path = Path.join(watched, ".wake-\(CurrentProcess.id)")
    try? NewFile.create(path, text: "", permissions: 0o600)
    try? Directory.removeIfThere(path)
  }

  func tick(as caller: Caller, for verb: String = "tick") throws -> Tick {
    Tick(
      queue: try queue(as: caller, for: verb), launcher: try launcher(),
      answerCommands: { [self] in try self.answerCommands($0) })
  }

  /// Claims rows for free workers, and starts the work on them. Does nothing without a starter.
  ///
  /// - Parameter caller: the session that gets rows for which nothing is started.
  public func dispatch(
    _ limits: Dispatcher.Limits, as caller: Caller
  ) throws(Problem) -> DispatchOutcome {
    try asking {
      guard let launcher = try launcher() else { return DispatchOutcome() }
      let queue = try queue(as: caller, for: "dispatch")
      let dispatch = Dispatcher(queue: queue, launcher: launcher)
      let dispatched = try dispatch(limits)
      // A tick reports stopped rows from the history.
      ClaimWork.warn(ofRequests: dispatched.requests, in: queue)
      return dispatched
    }
  }

  /// The rows that stopped after the last reading for the same purpose that was marked as read.
  ///
  /// - Parameters:
  ///   - reader: the purpose of the reading.
  ///   - caller: the session whose rights decide which remedy is named.
  public func newStops(
    for reader: NewStops.Reader, as caller: Caller
  ) throws(Problem) -> NewStops.Found {
    try asking {
      try NewStops(queue: queue(as: caller), workspace: workspace(), reader: reader)()
    }
  }

  /// Pauses the queue, and waits until the work that orch started has ended. It ticks during the
  /// wait. It handles the signals of the process: a signal to terminate ends the wait.
  ///
  /// - Parameters:
  ///   - reason: shown wherever the pause is shown.
  ///   - timeout: the longest wait; `nil` for no limit.
  ///   - report: called with the rows at work after each look.
  /// - Returns: how the wait ended, and the pause, which continues in any case.
  public func drain(
    reason: String?, timeout: Duration?, as caller: Caller, reporting report: ([String]) -> Void
  ) throws(Problem) -> (pause: Pause, ending: DrainWork.Ending) {
    try asking {
      let (queue, tick) = (try queue(as: caller, for: "drain"), try tick(as: caller, for: "drain"))
      let drain = DrainWork(
        queue: queue, tick: tick,
        staleTimeout: .seconds(try value(Settings.staleMinutes) * 60))
      let pause = try PauseWork(queue: queue).begin(reason: reason).pause
      var wait = try ServiceWait(watching: tick.next.folders)
      return (pause, try drain(timeout: timeout, waitingWith: &wait, reporting: report))
    }
  }
}

// MARK: Supervising

extension TaskQueue {
  /// Prepares the worker of one claim before anything runs for it. `orch supervise` does this
  /// first, in its own process. Then `run` of the result runs the worker to its end, and `settle`
  /// follows.
  ///
  /// - Parameters:
  ///   - order: the program to run, and the claim for which it runs.
  ///   - caller: the session of the claim.
  ///   - send: sends the result to the dispatcher if nothing will run.
  /// - Returns: `nil` if the row is no longer claimed for this order.
  public func supervise(
    _ order: WorkerOrder, as caller: Caller, sendingResult send: (StartResult) -> Void
  ) throws(Problem) -> SupervisedWork? {
    try asking {
      try superviseWork(as: caller).begin(order, sendingResult: send)
    }
  }

  /// Saves and routes the report of a worker that ended, or changes the row by the end if there is
  /// no report. The next tick repeats steps that fail now.
  ///
  /// - Parameter caller: the session of the claim.
  public func settle(_ ended: SupervisedWork.Ended, as caller: Caller) throws(Problem) {
    try asking {
      // The queue file may have been moved in the meantime.
      if let notice = try? followQueue() { warn(notice) }
      try superviseWork(as: caller).settle(ended)
      // If the delivery can't be started, the next tick reports the reason.
      _ = try? startDelivery(as: caller)
    }
  }

  private func superviseWork(as caller: Caller) throws -> SuperviseWork {
    SuperviseWork(queue: try queue(as: caller, for: "supervise"))
  }
}
