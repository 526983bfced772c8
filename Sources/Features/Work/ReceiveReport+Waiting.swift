import Attempts
import Door
import Gate
import Model
import Review
import Text
import Workers

// Which reports wait, for what, and which process routes them afterwards.

extension ReceiveReport {
  /// Whether a report could not be routed because of git, and its next try is not due yet.
  func waitsLonger(_ report: SpooledReport) -> Bool {
    guard let wait = report.claimToken.flatMap({ workspace.workers.reportWait(ofClaim: $0) }) else {
      return false
    }
    let now = queue.clock.now.epochSeconds
    // If the clock was set back, the report is tried.
    return wait.since <= now && now < wait.next
  }

  /// Notes why the report of a worker waits, for commands that show the reason; `nil` if the report
  /// no longer waits.
  func note(_ problem: Problem?, of report: SpooledReport) {
    guard let record = try? worker(of: report) else { return }
    let known = workspace.workers.reportWait(ofClaim: record.claimToken)
    guard let problem else {
      if known != nil { try? workspace.workers.save(reportWait: nil, of: record) }
      return
    }
    let now = queue.clock.now.epochSeconds
    let cause = if case .reportWaits(let cause) = problem { cause } else { problem }
    let (sentence, hint) = (cause.sentence, cause.hint)
    var wait = ReportWait(
      since: min(known?.since ?? now, now), next: now,
      reason: [sentence.english, sentence.korean], hint: [hint.english, hint.korean])
    wait.tries = min(known?.tries ?? 0, 1000) + 1
    if problem.isOfGit { wait.next = now + AttemptRecorder.pause(after: wait.tries - 1) }
    // A daemon ticks for each change of the folder, so unchanged reasons are not saved.
    if wait.reason == known?.reason, !problem.isOfGit { return }
    try? workspace.workers.save(reportWait: wait, of: record)
  }

  /// Whether the worker that sent a report still runs. The worker's changes until its end are
  /// judged, too. Processes that a killed supervisor left are ended.
  func isAtWork(_ report: SpooledReport) throws -> Bool {
    guard let record = try worker(of: report), record.endedAt == nil else { return false }
    switch record.state {
    case .running, .stopped: return true
    case .killed:
      workspace.workers.killRemains(of: record)
      return false
    case .ended, .elsewhere: return false
    }
  }

  /// The status of another report of the same worker that waits and has another status; `nil` if
  /// there is none. Every process of the user can write such a report.
  func contradiction(of incoming: IncomingReport) throws -> Report.Status? {
    guard let worker = incoming.worker else { return nil }
    var found: Report.Status?
    _ = try queue.inbox().hasReport { other in
      guard other != incoming.spooled, other.isOfClaim(worker.claimToken) else { return false }
      let status = Report(reading: other.message, of: other.id).status
      if status != incoming.report.status { found = status }
      return found != nil
    }
    return found
  }

  /// Whether a process will route a worker's report without being asked: the supervisor of its
  /// claim, or a daemon.
  func isAttended(_ report: SpooledReport) throws -> Bool {
    let workers = try workspace.runningWorkers().values
    if workers.contains(where: { report.isOfClaim($0.claimToken) }) { return true }
    let state = try workspace.daemonLock.state()
    if case .running = state { return true }
    return false
  }
}

extension Problem {
  /// The row of a worker whose report another process judges when the worker has ended; `nil` for
  /// another problem.
  var workerWhoseReportWaits: String? {
    switch self {
    case .reportWaits(.judgedElsewhere(let id)), .reportWaits(.settingsChanged(let id)): id
    default: nil
    }
  }
}
