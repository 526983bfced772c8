import Attempts
import Door
import Host
import Model
import Workers
import Worktrees

/// Use case: changes rows whose workers have ended, and ends workers whose claim is over. A
/// supervisor does this for its own worker, and a tick for workers whose supervisor was killed.
struct SettleAttempts: Sendable, UseCase {
  let queue: Queue
  private var workers: WorkerRegistry { WorkerRegistry(queue: queue) }
  private var attempts: AttemptRecorder { AttemptRecorder(queue: queue) }

  /// Does this for workers of killed supervisors, and ends workers whose claim is over.
  ///
  /// - Returns: the changes of rows.
  func callAsFunction() throws -> [ItemChange] {
    var changes: [ItemChange] = []
    workspace.workers.removeAbandoned()
    WorkerBreaker.removeAbandoned(in: workspace.sidecar)
    for record in try workspace.records() {
      let isClaimed = try workers.isClaimed(record)
      switch record.state {
      // A worker that finished its row itself gets time to clean up.
      case .running where !isClaimed && record.ending == nil && !isFinishedByWorker(record):
        // The supervisor may have ended the worker after the record was read.
        let isAtWork = try workspace.records()
          .contains { $0.supervisor == record.supervisor && $0.ending == nil }
        if isAtWork, record.signalSupervisor(.terminate) {
          queue.warn(.workerEnded(id: record.id))
        }
      case .running: forgetStop(of: record)
      case .stopped: endStop(of: record)
      case .ended where isClaimed: changes += try settle(record)
      case .killed where isClaimed:
        workspace.workers.killRemains(of: record)
        // This must happen before the watchdog changes the row.
        var record = record
        _ = attempts.bookCosts(of: &record)
      case .elsewhere where isClaimed: break
      case .ended, .killed, .elsewhere:
        // Another process is routing the worker's report, and records the attempt with it.
        if try hasReport(record) { break }
        if attempts.complete(record, nil) { try workers.remove(record) }
      }
    }
    return changes
  }

  /// Continues a supervisor that has been stopped for a minute, so that it can end its worker in
  /// time. If it is stopped again, for example by its worker, it is ended as if it had been killed.
  private func endStop(of record: WorkerRecord) {
    let now = queue.clock.now.epochSeconds
    // If the clock was set back, the minute begins again.
    let known = workspace.workers.stop(of: record).flatMap { $0.since <= now ? $0 : nil }
    // If the stop can't be recorded, the next tick tries again.
    guard let known else {
      return (try? workspace.workers.save(SupervisorStop(since: now), of: record)) ?? ()
    }
    guard now - known.since >= SupervisorStop.longest else { return }
    if known.isContinued {
      return EndWorkers(queue: queue).kill(record)
    }
    try? workspace.workers.save(SupervisorStop(since: now, isContinued: true), of: record)
    if record.signalSupervisor(.resume) { queue.warn(.workerContinued(id: record.id)) }
  }

  /// Forgets the stop of a supervisor that continued without help, so that a later stop gets a full
  /// minute.
  private func forgetStop(of record: WorkerRecord) {
    guard let stop = workspace.workers.stop(of: record), !stop.isContinued else { return }
    try? workspace.workers.save(nil, of: record)
  }

  /// Changes a row whose worker ended, once. If another system accepted the work, the record is
  /// kept while the row is claimed.
  ///
  /// - Parameters:
  ///   - saved: the record of the worker.
  ///   - isRouted: whether it is known that the worker's report ended the claim of the row.
  @discardableResult
  func settle(_ saved: WorkerRecord, isRouted: Bool = false) throws -> [ItemChange] {
    guard let ending = saved.ending, !saved.isSettled else { return [] }
    // If there is a report, it decides when it is routed.
    if try hasReport(saved) { return [] }
    var record = saved
    // The failure is counted first. If that fails, the row must not be started again at once.
    if case .failed(var failure) = ending, !record.isCounted, try workers.isClaimed(record) {
      failure = try attempts.blamed(failure, for: record.id, of: record.workerName)
      failure.retryAt = attempts.count(failure, of: record.workerName)
      (record.ending, record.isCounted) = (.failed(failure), true)
    }
    let changes: [ItemChange]
    do { changes = isRouted ? [] : try apply(record) } catch {
      // The next tick changes the row without counting again. A daemon ticks for each save of a
      // file, so the record is only saved if it changed.
      if record != saved { try? workers.save(record) }
      throw error
    }
    switch ending {
    case .handedOver:
      endPause(of: record)
      record.isSettled = true
      try workers.save(record)
      return changes
    case .finished: endPause(of: record)
    case .failed: break
    }
    // The row has changed. If a full disk prevents the rest, the next tick completes it.
    if attempts.complete(record, changes.first) { try workers.remove(record) }
    return changes
  }

  /// Ends the pause of the worker, because its login is valid and its service accepts work. If that
  /// can't be written, the worker's next attempt ends the pause.
  func endPause(of record: WorkerRecord) {
    try? workspace.breaker(of: record.workerName).succeeded(now: queue.clock.now)
  }

  private func apply(_ record: WorkerRecord) throws -> [ItemChange] {
    guard let transition = record.ending?.transition(of: record), try workers.isClaimed(record)
    else { return [] }
    let worker = Caller(session: record.label, claimToken: record.claimToken)
    queue.emit(.stepBegan)
    do {
      let decision = try queue.called(by: worker).perform(transition)
      queue.emit(.stepEnded(StepEnd(routedTo: decision.item?.status)))
      return decision.changes
    } catch {
      let problem = Problem(error)
      queue.emit(.stepEnded(StepEnd(error: problem)))
      // Another process changed the row in between.
      guard problem.isFinal else { throw error }
      return []
    }
  }

  private func hasReport(_ record: WorkerRecord) throws -> Bool {
    try workers.hasReport(of: record.claimToken)
  }

  /// Whether the worker finished its row itself. Also true if the row can't be read.
  func isFinishedByWorker(_ record: WorkerRecord) -> Bool {
    do {
      let item = try queue.read { table in try table.item(record.id) }
      // After a worker's report, a row may also wait for a person's answer, approval or merge.
      guard let item, item.status.isFinished || item.awaited != nil else { return false }
      guard let end = try attempts.endEntry(of: record) else { return false }
      // The worker's report may have only the token.
      return end.actor == record.label || end.findings != nil
    } catch {
      return true
    }
  }
}
