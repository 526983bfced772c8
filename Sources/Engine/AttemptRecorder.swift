import Dispatching
import Host
import QueueModel
import TeamProtocol

/// Records of the attempts of workers that orch started, and what their starts say about the
/// worker. What is recorded never decides what becomes of a row: a failure to write it is a warning.
struct AttemptRecorder: Sendable {
  let queue: Queue
  let workspace: Workspace

  /// What the worker's record says of its attempt.
  func result(of record: WorkerRecord) -> AttemptResult {
    let folder = workspace.attempt(of: record.id, claimToken: record.claimToken)
    var result = AttemptResult(id: record.id, claimNumber: folder?.claimNumber ?? 0)
    result.claimToken = record.claimToken
    result.store = record.storeName
    result.worker = record.workerName
    result.adapter = record.adapter?.rawValue
    result.startedAt = record.startedAt
    result.endedAt = record.endedAt
    switch record.ending {
    case .failed(let failure):
      result.failure = failure.failureClass
      result.exit = failure.exit
      result.reason = failure.note
    case .finished: result.exit = .status(0)
    // It ended with a report, which is routed before the ending is saved.
    case nil where record.endedAt != nil: result.exit = .status(0)
    case .handedOver, nil: break
    }
    result.isContextIntact = folder.flatMap { isContextIntact(of: record, in: $0) }
    return result
  }

  /// Whether `task.json` is what the worker was sent; `nil` where nothing was.
  func isContextIntact(of record: WorkerRecord, in folder: AttemptFolder) -> Bool? {
    guard let sent = record.contextDigest else { return nil }
    let task = folder.task()
    return task?.sha256 == sent && task?.isIntact ?? false
  }

  /// Warns where the folder of an attempt was removed while its worker ran.
  func checkIsThere(_ folder: AttemptFolder, of record: WorkerRecord?) {
    if record?.contextDigest != nil, !folder.exists {
      queue.warn(.attemptGone(id: folder.id, path: folder.path))
    }
  }

  /// Completes the record of an attempt that ended, unless the routing of its report did.
  ///
  /// - Parameters:
  ///   - record: the worker's.
  ///   - change: that of the row by its end; `nil` where something else had changed the row.
  /// - Returns: `false` where the queue can't be read, or the disk is full, and it has to be tried
  ///   again.
  func complete(_ record: WorkerRecord, _ change: ItemChange?) -> Bool {
    guard record.contextDigest != nil,
      let folder = workspace.attempt(of: record.id, claimToken: record.claimToken),
      !folder.hasResult
    else { return true }
    let row: QueueItem?
    do { row = try queue.read { table in try table.item(record.id) } } catch { return false }
    // The other system works on, and reports by itself.
    if case .handedOver = record.ending, row?.claim?.token == record.claimToken { return true }
    checkIsThere(folder, of: record)
    do {
      try folder.finish(end(of: record, change, row, in: folder))
      return true
    } catch {
      queue.warn(.attemptNotRecorded(id: record.id, .system(error)))
      return !error.isFullDisk
    }
  }

  /// How an attempt ended of which no report was routed.
  private func end(
    of record: WorkerRecord, _ change: ItemChange?, _ row: QueueItem?, in folder: AttemptFolder
  ) -> AttemptResult {
    var result = result(of: record)
    result.endedAt = result.endedAt ?? queue.clock.now.iso8601
    result.status = (change?.after ?? row)?.status
    // A worker may have ended its row itself; a row that a later attempt ended says nothing of it.
    let isLast = workspace.attempts(of: record.id).last?.claimNumber == folder.claimNumber
    if record.ending == nil, result.status != .done || !isLast {
      result.failure = .lost
      result.reason = "its supervisor was killed"
    } else if case .handedOver = record.ending {
      result.reason = "the work was handed over, and no report came"
    } else if record.ending == .finished, change?.failure != nil {
      result.failure = change?.failure
      result.reason = "its report was refused"
    }
    if change != nil, result.failure != nil { result.isRetryable = result.status == .pending }
    if folder.names.contains(AttemptFolder.File.report.rawValue) {
      result.report = AttemptResult.Report(
        file: AttemptFolder.File.report.rawValue,
        name: Inbox.name(now: queue.clock.machine.now()), receivedAt: result.endedAt,
        session: record.label)
    }
    return result
  }

  // MARK: The breaker

  /// Counts a start that failed, or a login that is not valid.
  ///
  /// - Returns: the earliest retry of the row, in seconds since 1970; `nil` for that of the rule. No
  ///   pause follows a failure that can't be counted: the row waits as long as the first one takes.
  func count(_ failure: WorkerFailure, of worker: String) -> Int? {
    let now = queue.clock.now
    do {
      try workspace.breaker(of: worker)
        .failed(failure.failureClass, reason: failure.note, now: now)
      return failure.retryAt
    } catch {
      // Where another process holds its lock for long, that one counts failures, too.
      if case .system(let error) = error { queue.warn(.failure(.system(error))) }
      return max(failure.retryAt ?? 0, now.epochSeconds + WorkerBreaker.shortestPause)
    }
  }

  /// Seconds until a row is tried again whose supervisor could not begin.
  static let supervisorPause = 60

  /// Ends the attempt on a row whose supervisor could not start.
  ///
  /// - Parameters:
  ///   - item: the row, with its claim.
  ///   - worker: the name of its worker.
  ///   - reason: what is wrong, for people; one line.
  ///   - isOfWorker: whether it says something about the worker. What keeps a supervisor from
  ///     beginning, such as a full disk, does not: in place of a pause the row waits.
  /// - Returns: `false` where the row stays as it is, until the watchdog releases it.
  func failStart(
    of item: QueueItem, by worker: String, because reason: String, isOfWorker: Bool
  ) -> Bool {
    let retryAt =
      isOfWorker
      ? count(WorkerFailure(.spawn, note: reason), of: worker)
      : queue.clock.now.epochSeconds + Self.supervisorPause
    let end = Transition.endAttempt(
      .init(id: item.id, failure: .spawn, worker: worker, notes: reason, notBefore: retryAt))
    let caller = Caller(session: item.ownerSession, claimToken: item.claim?.token)
    do {
      _ = try queue.called(by: caller).perform(end)
      return true
    } catch {
      queue.warn(.failure(error))
      // Else another process has changed the row.
      return error.isFinal
    }
  }
}
