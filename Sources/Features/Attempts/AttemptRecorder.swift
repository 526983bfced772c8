package import Door
import Host
package import Model
package import Workers

/// Records the attempts of workers that orch started, and what their starts show about the workers.
/// A record never decides what happens to a row: if it can't be written, that is only a warning.
package struct AttemptRecorder: Sendable, UseCase {
  package let queue: Queue

  package init(queue: Queue) { self.queue = queue }

  package func result(of record: WorkerRecord) -> AttemptResult {
    let folder = workspace.attempt(of: record.id, claimToken: record.claimToken)
    var result = AttemptResult(id: record.id, claimNumber: folder?.claimNumber ?? 0)
    result.claimToken = record.claimToken
    result.store = record.storeName
    result.worker = record.workerName
    result.adapter = record.adapter?.rawValue
    result.startedAt = record.startedAt
    result.endedAt = record.endedAt
    (result.usage, result.session, result.model) = (record.usage, record.session, record.model)
    (result.work, result.enforced) = (record.work, record.enforced)
    switch record.ending {
    case .failed(let failure):
      result.failure = failure.failureClass
      result.exit = failure.exit
      result.reason = failure.note
    case .finished: result.exit = record.exit
    // The attempt ended with a report, which is routed before the end is saved.
    case nil where record.endedAt != nil: result.exit = record.exit
    case .handedOver, nil: break
    }
    result.isContextIntact = folder.flatMap { isContextIntact(of: record, in: $0) }
    return result
  }

  /// Whether `task.json` is the message that the worker got; `nil` if it got none.
  package func isContextIntact(of record: WorkerRecord, in folder: AttemptFolder) -> Bool? {
    guard let sent = record.contextDigest else { return nil }
    let task = folder.task()
    return task?.sha256 == sent && task?.isIntact ?? false
  }

  /// Warns if the folder of an attempt was removed while its worker ran.
  package func checkIsThere(_ folder: AttemptFolder, of record: WorkerRecord?) {
    if record?.contextDigest != nil, !folder.exists {
      queue.warn(.attemptGone(id: folder.id, path: folder.path))
    }
  }

  /// Completes the record of an attempt that ended, unless that was done when its report was
  /// routed.
  ///
  /// - Parameter change: the change of the row because of the end; `nil` if the row was changed by
  ///   something else.
  /// - Returns: `false` if this has to be tried again: the queue can't be read, its server does not
  ///   answer, the disk is full or broken, or another system still works on the row.
  package func complete(_ record: WorkerRecord, _ change: ItemChange?) -> Bool {
    var record = record
    guard bookCosts(of: &record) else { return false }
    guard record.contextDigest != nil,
      let folder = workspace.attempt(of: record.id, claimToken: record.claimToken),
      !folder.hasResult(of: record.claimToken)
    else { return true }
    let end: ClaimEnd
    do {
      guard let found = try change.map(ClaimEnd.init) ?? self.end(of: record, in: folder) else {
        return false
      }
      end = found
    } catch { return false }
    // Before the worker starts, the folder may not exist yet.
    if record.worker != nil || record.ending != nil { checkIsThere(folder, of: record) }
    do {
      try folder.complete(result(of: record, end, in: folder))
      return true
    } catch {
      queue.warn(.attemptNotRecorded(id: record.id, .system(error)))
      return !error.mayPass
    }
  }

  /// Books the cost of the attempt, unless it is booked already.
  ///
  /// - Parameter record: receives the booked cost.
  /// - Returns: `false` if this has to be tried again: the disk is full or broken, or the queue's
  ///   server does not answer.
  package func bookCosts(of record: inout WorkerRecord) -> Bool {
    do {
      try BookCosts(queue: queue)(of: &record)
      return true
    } catch {
      let problem = Problem(error)
      queue.warn(.attemptNotRecorded(id: record.id, problem))
      if case .system(let error) = problem { return !error.mayPass }
      return !problem.mayBookLater
    }
  }

  /// Completes the record of an attempt that was ended by a change of its row and not by its
  /// supervisor, and removes the worker's record. The next tick repeats steps that fail now.
  package func complete(_ change: ItemChange) {
    guard let token = change.before?.claim?.token, let record = record(of: token),
      complete(record, change)
    else { return }
    try? WorkerRegistry(queue: queue).remove(record)
  }

  /// The record of a claim's worker; `nil` if there is none.
  private func record(of token: String) -> WorkerRecord? {
    (try? workspace.records())?.first { $0.claimToken == token }
  }

  /// What happened to the row when the worker's claim ended; `nil` while another system works on
  /// the row, and reports by itself.
  private func end(of record: WorkerRecord, in folder: AttemptFolder) throws -> ClaimEnd? {
    let row = try queue.read { table in try table.item(record.id) }
    if case .handedOver = record.ending, row?.status == .inProgress,
      row?.claim?.token == record.claimToken
    {
      return nil
    }
    if let entry = try endEntry(of: record) { return ClaimEnd(entry, of: record) }
    // A save in an editor ended the claim. If a later attempt followed, the row shows nothing about
    // this one.
    let isLast = workspace.attempts(of: record.id).last?.claimNumber == folder.claimNumber
    return ClaimEnd(status: isLast && row?.status != .inProgress ? row?.status : nil)
  }

  /// The history entry that ended the claim of a worker; `nil` if there is none, or if a save in an
  /// editor ended the claim.
  package func endEntry(of record: WorkerRecord) throws -> HistoryEntry? {
    let folder = workspace.attempt(of: record.id, claimToken: record.claimToken)
    guard let number = folder?.claimNumber else { return nil }
    return try queue.history(of: record.id).first { $0.formerClaim?.endedNumber == number }
  }

  /// The result of an attempt without a routed report.
  private func result(
    of record: WorkerRecord, _ end: ClaimEnd, in folder: AttemptFolder
  ) -> AttemptResult {
    var result = result(of: record)
    result.endedAt = result.endedAt ?? end.time ?? queue.clock.now.iso8601
    result.status = end.status
    if let failure = end.failure {
      result.failure = failure
    } else if end.isByWorker || end.status == .done {
      (result.failure, result.reason) = (nil, nil)
    } else if record.ending == nil {
      result.failure = .lost
    }
    switch record.ending {
    case nil where result.failure != nil: result.reason = "its supervisor was killed"
    case .handedOver: result.reason = "the work was handed over, and no report came"
    case .finished where end.failure != nil: result.reason = "its report was refused"
    case nil, .finished, .failed: break
    }
    if result.failure != nil { result.isRetryable = end.status.map { $0 == .pending } }
    if folder.names.contains(AttemptFolder.File.report.rawValue) {
      result.report = AttemptResult.Report(
        file: AttemptFolder.File.report.rawValue,
        name: Inbox.name(now: queue.clock.machine.now()), receivedAt: result.endedAt,
        session: record.label)
    }
    return result
  }

  // MARK: The breaker

  /// Counts a failed start, an invalid login or setting, or a limit or an outage of the worker's
  /// service.
  ///
  /// - Returns: the earliest retry of the row, in seconds since 1970; `nil` if the rules decide.
  ///   After an outage the row waits for longer than the worker, so that the start that decides is
  ///   of another row, if there is one. If the failure can't be counted, no pause begins, and the
  ///   row waits as long as the shortest pause.
  package func count(_ failure: WorkerFailure, of worker: String) -> Int? {
    let now = queue.clock.now
    let breaker = workspace.breaker(of: worker)
    do {
      try breaker.failed(
        failure.failureClass, reason: failure.note, until: failure.retryAt, now: now)
      guard failure.failureClass == .service else { return failure.retryAt }
      return breaker.pause(now: now).map { $0.until + WorkerBreaker.shortestOutage }
    } catch {
      // A process that holds the lock for long also counts failures.
      if case .system(let error) = error { queue.warn(.failure(.system(error))) }
      return max(failure.retryAt ?? 0, now.epochSeconds + WorkerBreaker.shortestPause)
    }
  }

  /// A failure that seems to be an outage, but is the row's own: the row failed in this way three
  /// times in a row, and in between the service did the work of other rows.
  package func blamed(_ failure: WorkerFailure, for id: String, of worker: String) throws
    -> WorkerFailure
  {
    guard failure.failureClass == .service,
      let streak = try queue.read({ table in try table.item(id) })?.claim?.streak,
      streak.failure == .service, streak.count >= Self.mostOutagesOfOneRow - 1,
      workspace.breaker(of: worker).outageCount < streak.count
    else { return failure }
    var failure = failure
    failure.failureClass = .agent
    failure.note = "fails for this row alone: \(failure.note)"
    return failure
  }

  private static let mostOutagesOfOneRow = 3

  /// The seconds until a row is tried again after its supervisor could not begin.
  package static let supervisorPause = 60

  /// The seconds until a failed action is tried again: first a minute, then twice as long each
  /// time, up to an hour.
  ///
  /// - Parameter failures: the number of failures in a row before this one.
  package static func pause(after failures: Int) -> Int {
    min(supervisorPause << min(failures, 6), 3600)
  }

  /// The seconds until a row is tried again after an attempt that could not begin.
  ///
  /// - Parameter streak: the failures of the row before this attempt.
  package static func pause(after streak: FailureStreak?, of failure: FailureClass) -> Int {
    pause(after: streak?.failure == failure ? streak?.count ?? 0 : 0)
  }

  /// Ends an attempt whose supervisor could not start, or was killed before it reported its start.
  /// In the second case the attempt is lost.
  ///
  /// - Parameters:
  ///   - reason: the problem in one line, for people.
  ///   - isOfWorker: whether the reason concerns the worker. If not, as with a full disk, the row
  ///     waits and the worker is not paused.
  /// - Returns: `false` if the row does not change until the watchdog releases it.
  package func failStart(
    of item: QueueItem, by worker: String, because reason: String, isOfWorker: Bool
  ) -> Bool {
    var end = Transition.AttemptEnd(
      id: item.id, failure: .spawn, worker: worker, notes: reason)
    if let record = item.claim.flatMap({ record(of: $0.token) }) {
      // The supervisor recorded the end, and the next tick changes the row.
      if record.ending != nil { return true }
      end.failure = .lost
    } else if isOfWorker {
      end.notBefore = count(WorkerFailure(.spawn, note: reason), of: worker)
    } else {
      end.notBefore =
        queue.clock.now.epochSeconds + Self.pause(after: item.claim?.streak, of: end.failure)
    }
    let caller = Caller(session: item.ownerSession, claimToken: item.claim?.token)
    do {
      let changes = try queue.called(by: caller).perform(.endAttempt(end)).changes
      changes.forEach(complete)
      return true
    } catch {
      let problem = Problem(error)
      queue.warn(.failure(problem))
      // Otherwise another process has changed the row.
      return problem.isFinal
    }
  }
}

extension SystemError {
  /// Whether the next tick may be able to write, because the disk has space again, or the disk or
  /// the server answers.
  fileprivate var mayPass: Bool { isFullDisk || isInputOutput || isUnreachable }
}

/// What happened to a row when the claim of a worker ended.
private struct ClaimEnd {
  /// The row's status; `nil` if it is unknown, or if the row is gone.
  var status: Status?
  var failure: FailureClass?
  /// Whether the worker itself changed the row.
  var isByWorker = false
  /// The time in ISO 8601, with the offset.
  var time: String?

  init(status: Status?) { self.status = status }

  init(_ change: ItemChange) {
    (status, failure) = (change.after?.status, change.failure)
  }

  init(_ entry: HistoryEntry, of record: WorkerRecord) {
    (status, failure, time) = (entry.newStatus, entry.failure, entry.time)
    isByWorker = failure == nil && entry.actor == record.label
  }
}
