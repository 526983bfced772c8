import Attempts
import Door
import Model
import Text
import Workers

// Which reports wait, what they wait for, and which process routes them then.

extension ReceiveReport {
  /// Whether git kept a report from being routed, and it is not time to try it again.
  func waitsLonger(_ report: SpooledReport) -> Bool {
    guard let wait = report.claimToken.flatMap({ workspace.workers.reportWait(ofClaim: $0) }) else {
      return false
    }
    let now = queue.clock.now.epochSeconds
    // If the clock went back, the report is tried.
    return wait.since <= now && now < wait.next
  }

  /// Notes why the report of a worker waits, for commands that show it; `nil` if it waits no
  /// longer.
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

  /// Whether the worker that sent a report still runs: what it does until its end is part of what
  /// is judged. Processes that a killed supervisor left are ended.
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

  /// Whether something runs that routes a worker's report without being asked: the supervisor of
  /// its claim, or a daemon.
  func isAttended(_ report: SpooledReport) throws -> Bool {
    let workers = try workspace.runningWorkers().values
    if workers.contains(where: { report.isOfClaim($0.claimToken) }) { return true }
    let state = try workspace.daemonLock.state()
    if case .running = state { return true }
    return false
  }
}

extension Problem {
  /// The row of a worker whose report another process judges once the worker has ended; `nil` for
  /// another problem.
  var workerWhoseReportWaits: String? {
    switch self {
    case .reportWaits(.judgedElsewhere(let id)), .reportWaits(.settingsChanged(let id)): id
    default: nil
    }
  }
}
