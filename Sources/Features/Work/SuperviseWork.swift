public import Attempts
import Door
import Gate
import Git
import Host
import Model
import Review
import Text
import Workers
import Worktrees

/// Use case: runs the program of one claim to its end, and changes the row by the report or by the
/// end. Each step is recorded, so that a tick can complete the work if the supervisor is killed.
struct SuperviseWork: Sendable, UseCase {
  let queue: Queue
  private var workers: WorkerRegistry { WorkerRegistry(queue: queue) }

  /// Prepares the work for a claim before anything runs for it. If nothing will run, `send` sends
  /// the result to the dispatcher.
  ///
  /// - Returns: `nil` if the row is no longer claimed for this order.
  func begin(
    _ order: WorkerOrder, sendingResult send: (StartResult) -> Void
  ) throws -> SupervisedWork? {
    do {
      if let record = try begin(order) {
        let row = try? queue.read { table in try table.item(order.id) }
        return SupervisedWork(
          order: order, workspace: workspace, streak: row?.claim?.streak, record: record)
      }
      send(.started)
      return nil
    } catch {
      send(.unable(Problem(error).message))
      throw error
    }
  }

  private func begin(_ order: WorkerOrder) throws -> WorkerRecord? {
    // Settings that can't be read fail early. The report is judged by these settings, whatever the
    // worker changes.
    _ = try queue.settings.get()
    guard let process = ProcessIdentity.current else { throw Problem.noProcessTable }
    var record = WorkerRecord(
      id: order.id, claimToken: order.claimToken, storeName: workspace.storeName,
      label: order.label, workerName: order.worker, supervisor: process,
      graceSeconds: order.graceSeconds, settingsDigest: workspace.settingsDigest)
    record.adapter = order.adapter
    record.contextDigest = order.task?.sha256
    record.startedAt = queue.clock.now.iso8601
    record.session = order.session
    record.enforced = order.enforced
    try workers.save(record)
    do {
      // Two workers must not change the same files.
      try EndWorkers(queue: queue)(of: [order.id])
      // A change of the claim after this check finds the record and ends the worker.
      if try workers.isClaimed(record) {
        try recordTask(of: order)
        return record
      }
    } catch {
      try? workers.remove(record)
      throw error
    }
    try workers.remove(record)
    return nil
  }

  /// Records the task. Work that can't be recorded does not start.
  private func recordTask(of order: WorkerOrder) throws {
    guard let task = order.task,
      let attempt = workspace.attempt(of: order.id, claimToken: order.claimToken)
    else { throw Problem.refused(.illFormedID(order.id)) }
    let request = order.adapter.implementation.request(for: order)
    try attempt.begin(task, message: order.message, request: request)
    if order.worktree == nil {
      let checks = try queue.settings.get().review.checks
      try attempt.begin(
        withProtected: ProofRunner.protectedFiles(by: checks, in: workspace.projectRoot()))
    }
  }

  /// Saves and routes the report of a worker that ended, or changes the row by the end if there is
  /// no report. The next tick repeats steps that fail now.
  func settle(_ ended: SupervisedWork.Ended) throws {
    let ended = forgivingFullDisk(ended)
    // One reading of the file is used until the row changes.
    let reports = ReceiveReport(queue: queue.holdingFile())
    var record = ended.record
    record.endedAt = queue.clock.now.iso8601
    record.add(ended.result)
    try book(ended.result.transcript, &record)
    // The report is saved before the ending. Another process may route the report before the ending
    // is saved; the time in the record shows that the worker has ended.
    if ended.result.ending == .finished, let report = ended.result.report {
      // Other processes must see the time, but it need not be on disk before the report is: without
      // the time, the report is routed as if the supervisor had been killed.
      try retryingTransientErrors { try workers.save(record, mayBeLost: true) }
      try retryingTransientErrors { _ = try reports.spool(report, of: record.id) }
    }
    record.ending = ended.result.ending
    try retryingTransientErrors { try workers.save(record) }
    if case .failed = ended.result.ending { keepReport(ended) }
    // The pause does not wait until the report is routed, perhaps by another process.
    if ended.result.ending == .finished { SettleAttempts(queue: queue).endPause(of: record) }
    // While a report waits, `SettleAttempts` does not change the row.
    var isRouted = false
    if ended.startResult == nil {
      _ = try? reports.drain { outcome in
        guard case .routed(let review) = outcome, review.id == record.id else { return }
        isRouted = isRouted || review.status != .inProgress
      }
    }
    try SettleAttempts(queue: queue).settle(record, isRouted: isRouted)
  }

  /// A worker that can't write files fails for that. The attempt does not count then. The row
  /// waits, because the attempt itself may have filled the disk. A worker that finished is judged,
  /// because otherwise its work would be done again.
  private func forgivingFullDisk(_ ended: SupervisedWork.Ended) -> SupervisedWork.Ended {
    guard let shortage = ended.shortage else { return ended }
    switch ended.result.ending {
    case .failed(let failure) where [.agent, .unknown].contains(failure.failureClass): break
    case .failed, .finished, .handedOver: return ended
    }
    let pause = AttemptRecorder.pause(after: ended.streak, of: .interrupted)
    var forgiven = ended
    forgiven.result.ending = .failed(
      WorkerFailure(
        .interrupted, note: shortage.english, retryAt: queue.clock.now.epochSeconds + pause))
    return forgiven
  }

  /// Books the cost of the attempt before its row changes. The work counts even if booking fails,
  /// unless the disk is full.
  private func book(_ transcript: AgentTranscript?, _ record: inout WorkerRecord) throws {
    var booked = record
    let costs = BookCosts(queue: queue)
    try retryingTransientErrors {
      do { try costs(of: &booked, by: transcript) } catch {
        // Booking is tried again when the attempt is completed, with a warning for other errors.
        if Problem(error).mayBookLater { throw error }
      }
    }
    record = booked
  }

  /// Keeps the report of an attempt that failed, which is not routed.
  private func keepReport(_ ended: SupervisedWork.Ended) {
    let (record, report) = (ended.record, ended.result.report)
    guard let report,
      let attempt = workspace.attempt(of: record.id, claimToken: record.claimToken)
    else { return }
    // This check comes before the report is written, which would create the folder again.
    AttemptRecorder(queue: queue).checkIsThere(attempt, of: record)
    do { try attempt.add(AttemptFolder.File.report.rawValue, text: report) } catch {
      queue.warn(.attemptNotRecorded(id: record.id, .system(error)))
    }
  }

  /// Retries for some minutes with exponential backoff, because the queue may be missing for a
  /// moment, and about once a minute for as long as the disk is full: a result that is not recorded
  /// is lost.
  func retryingTransientErrors(_ body: () throws -> Void) throws {
    var pause = 1
    while true {
      do { return try body() } catch {
        let problem = Problem(error)
        guard problem.isFullDisk || problem.isTransient && pause <= Self.longestPause else {
          throw error
        }
        queue.clock.machine.sleep(.seconds(problem.isFullDisk ? min(pause, 64) : pause))
        pause = min(pause, Self.longestPause) * 2
      }
    }
  }

  /// In seconds.
  private static let longestPause = 256
}

/// The work for one claim, from its start to its end. It does not keep the queue open.
public struct SupervisedWork: Sendable {
  let order: WorkerOrder
  let workspace: Workspace
  /// The row's failures in a row before the attempt.
  let streak: FailureStreak?
  var record: WorkerRecord

  /// A worker that ran to its end.
  public struct Ended: Sendable {
    var record: WorkerRecord
    var result: WorkerResult
    /// What the disk of the queue or of the worktree lacked when the worker had ended.
    var shortage: Sentence?
    /// The row's failures in a row before the attempt.
    var streak: FailureStreak?

    /// The result that the dispatcher has not received yet. The dispatcher waits for starts, and
    /// not for work.
    public var startResult: StartResult? {
      switch result.ending {
      case .handedOver: .started
      // This includes a worktree that could not be made.
      case .failed(let failure) where failure.failureClass == .spawn || record.worker == nil:
        .failed(failure.note)
      case .failed, .finished: nil
      }
    }
  }

  /// Runs the program to its end. Reports that the program sends before its end are judged
  /// afterwards, because all changes that the program and its processes make to files until then
  /// are part of the work.
  ///
  /// - Parameter send: sends the result of the start to the dispatcher.
  public func run(sendingResult send: (StartResult) -> Void) -> Ended {
    var ended = runProgram(sendingResult: send)
    let worktree = order.worktree.flatMap { try? DiskSpace(of: $0.path) }
    ended.shortage = workspace.diskShortage ?? worktree?.shortage
    ended.streak = streak
    return ended
  }

  /// Adds lines to the worker's log. The log is opened again, because its folder may have been
  /// removed and made anew.
  public func note(_ lines: [String]) {
    guard !lines.isEmpty, var log = workspace.workerLog(of: order) else { return }
    for line in lines { log.note(line) }
  }

  private func runProgram(sendingResult send: (StartResult) -> Void) -> Ended {
    guard let worktree = order.worktree else { return runProgram(order, sendingResult: send) }
    var log = workspace.workerLog(of: order)
    let prepared: PreparedWorktree
    do throws(PrepareWorktree.Failure) {
      prepared = try PrepareWorktree(workspace: workspace, clock: .system)(
        worktree, of: order.id, by: order.worker, provenBy: Proof.checks(of: order.criteria)
      ) {
        log?.note($0)
      }
    } catch {
      let failure = error.failure(ofAttemptBegunAt: record.startedAt, after: streak)
      log?.note(failure.note)
      CurrentProcess.ignoreInterruptions()
      return Ended(record: record, result: WorkerResult(.failed(failure)))
    }
    let slot = workspace.worktreeFolder.takeSlot(holder: "orch: \(order.id)", clock: .system)
    var order = order
    order.environment.merge(slot?.variables(of: worktree.branch) ?? [:]) { $1 }
    defer { withExtendedLifetime(slot) {} }
    var started = self
    started.record.checkout = prepared.checkout
    var ended = started.runProgram(order, sendingResult: send)
    commit(worktree, since: prepared.start, &ended)
    return ended
  }

  /// Commits the files that the attempt left, however it ended. If they can't be committed now, the
  /// next start commits them.
  ///
  /// - Parameter start: the commit of the row's branch before the attempt.
  private func commit(
    _ order: WorktreeOrder, since start: ObjectID?, _ ended: inout Ended
  ) {
    let worktree = RowWorktree(order, of: self.order.id)
    do {
      let work = try CommitWork(workspace: workspace)(
        worktree, subject: "\(worktree.id): attempt \(self.order.ordinal)")
      ended.record.work = work.state
      if let start {
        try KeepPatch(workspace: workspace)(of: self.order, from: start, to: work)
      }
    } catch {
      let problem = Problem(error)
      note(["the work was not committed: \(problem.message)"])
      // If there is a report, it is judged without the work. If there is none, the next attempt has
      // to know about this.
      if case .git(let failure)? = problem.worktree, failure.cause == .work,
        case .failed(var end) = ended.result.ending
      {
        end.note += "; git can't commit the work: \(failure.reason)"
        ended.result.ending = .failed(end)
      }
    }
  }

  private func runProgram(
    _ order: WorkerOrder, sendingResult send: (StartResult) -> Void
  ) -> Ended {
    var record = record
    let leavesProcesses = order.adapter.implementation.leavesProcesses
    var hasStarted = false
    var reports = ReportWatch(of: order.claimToken, in: workspace.inbox)
    let started = { (worker: ProcessIdentity?, session: String?) in
      (record.worker, record.session) = (worker, session)
      // Without this record, it is only harder to find processes that the worker leaves. After a
      // loss of power, no process is left.
      try? workspace.workers.save(record, mayBeLost: true)
      if !leavesProcesses {
        try? workspace.breaker(of: order.worker).started()
        // If the session of the first program is gone, a second program is started.
        if !hasStarted { send(.started) }
        hasStarted = true
      }
    }
    let result = Supervisor(order, log: workspace.workerLog(of: order)).run(
      started: started, wake: reports.wake, hasReported: { reports.hasReport() })
    // The remaining steps must not be interrupted.
    CurrentProcess.ignoreInterruptions()
    // Usually the worker's subreaper has reported that no process is left. Then no other process
    // has to be checked.
    if !leavesProcesses, result.mayLeaveProcesses { record.killRemains() }
    return Ended(record: record, result: result)
  }
}
