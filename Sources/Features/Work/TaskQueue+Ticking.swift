public import Attempts
public import Door
import Events
import Host
public import Model
public import Workers

// Work that runs by itself: a tick, the work that it starts, and the stops that it leaves to
// report.

extension TaskQueue {
  /// One pass of the scheduler: it records edits, routes reports, settles the ends of workers,
  /// takes back rows whose worker is gone, and starts work. It never waits for work.
  ///
  /// - Parameters:
  ///   - staleTimeout: how long a row without heartbeats may be IN_PROGRESS.
  ///   - limits: how much is started; nothing if it is `nil` or the opening has no starter.
  ///   - caller: the session that routes reports, and claims rows that nothing is started for.
  /// - Returns: what was done, with the first error. An error in one step stops no other step.
  public func tick(
    staleTimeout: Duration, dispatching limits: Dispatcher.Limits?, as caller: Caller
  ) -> Tick.Outcome {
    noteZone()
    do { return try tick(as: caller)(staleTimeout: staleTimeout, dispatching: limits) } catch {
      return Tick.Outcome(problem: Problem(error))
    }
  }

  /// Whether a tick starts work: the settings name a worker, or can't be read, which the tick then
  /// reports.
  public var startsWork: Bool { (try? tick(as: Caller()).next.startsWork) ?? true }

  /// Makes a running daemon look at the queue, and at what is trusted, at once.
  public func wakeDaemon() {
    guard let workspace = try? workspace() else { return }
    let watched = ["\(workspace.sidecar)/inbox", workspace.workers.path].first {
      (try? FileStatus.ifExists($0)) != nil
    }
    guard let watched else {
      try? workspace.sharedFiles.makeFolder("inbox")
      return
    }
    // The daemon notices a file there even if it is removed at once.
    let path = Path.join(watched, ".wake-\(CurrentProcess.id)")
    try? NewFile.create(path, text: "", permissions: 0o600)
    try? Directory.removeIfThere(path)
  }

  func tick(as caller: Caller, for verb: String = "tick") throws -> Tick {
    Tick(
      queue: try queue(as: caller, for: verb), launcher: try launcher())
  }

  /// Claims rows for free workers, and starts the work on them; does nothing without a starter.
  ///
  /// - Parameter caller: the session that gets rows that nothing is started for.
  public func dispatch(
    _ limits: Dispatcher.Limits, as caller: Caller
  ) throws(Problem) -> DispatchOutcome {
    try asking {
      guard let launcher = try launcher() else { return DispatchOutcome() }
      let queue = try queue(as: caller, for: "dispatch")
      let dispatch = Dispatcher(queue: queue, launcher: launcher)
      let dispatched = try dispatch(limits)
      // A tick reports stopped rows by the history.
      ClaimWork.warn(ofRequests: dispatched.requests, in: queue)
      return dispatched
    }
  }

  /// What stopped since the last reading for the same purpose that was marked as read.
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

  /// Pauses the queue, and waits until the work that orch started is over; it ticks meanwhile. It
  /// handles the signals of the process: a signal to terminate ends the wait.
  ///
  /// - Parameters:
  ///   - reason: shown wherever the pause is shown.
  ///   - timeout: the longest wait; `nil` for no limit.
  ///   - report: called with the rows at work after each look.
  /// - Returns: the pause, which stays in any case, and how the wait ended.
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
  /// first, in a process of its own. Then `run` of the result runs the worker to its end, and
  /// `settle` follows.
  ///
  /// - Parameters:
  ///   - order: what to run, for which claim of which row.
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

  /// Saves and routes the report of a worker that ended, or changes the row by its end if there is
  /// no report. The next tick does what fails now.
  ///
  /// - Parameter caller: the session of the claim.
  public func settle(_ ended: SupervisedWork.Ended, as caller: Caller) throws(Problem) {
    try asking {
      // The queue file may have moved meanwhile.
      if let notice = try? followQueue() { warn(notice) }
      try superviseWork(as: caller).settle(ended)
      // The next tick reports what keeps the delivery from being started.
      _ = try? startDelivery(as: caller)
    }
  }

  private func superviseWork(as caller: Caller) throws -> SuperviseWork {
    SuperviseWork(queue: try queue(as: caller, for: "supervise"))
  }
}
