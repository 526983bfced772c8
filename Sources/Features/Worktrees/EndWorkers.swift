import Attempts
package import Door
package import Host
package import Workers

/// Use case: ends the workers on this machine whose claims of the given rows are over, and waits
/// until all have ended. The worker of the current claim continues.
package struct EndWorkers: Sendable, UseCase {
  package let queue: Queue
  private let notice: WaitNotice
  private var workers: WorkerRegistry { WorkerRegistry(queue: queue) }

  /// - Parameter notice: shows what the call waits for, if that takes long.
  package init(queue: Queue, notice: WaitNotice = .silent) {
    self.queue = queue
    self.notice = notice
  }

  /// - Throws: if a supervisor still runs.
  package func callAsFunction(of ids: [String]) throws {
    let own = CurrentProcess.id
    var ending: [WorkerRecord] = []
    for record in try workspace.records()
    where ids.contains(record.id) && record.supervisor.id != own {
      if try workers.isClaimed(record) { continue }
      switch record.state {
      // This holds even if the worker has ended: its supervisor may still judge a report and merge
      // the work.
      case .running, .stopped:
        if record.signalSupervisor(.terminate) { record.signalSupervisor(.resume) }
        ending.append(record)
      case .killed: endRemains(of: record)
      case .ended, .elsewhere: break
      }
    }
    let start = queue.clock.machine.monotonic()
    for record in ending { try waitForEnd(of: record, since: start) }
  }

  private func waitForEnd(of record: WorkerRecord, since start: Duration) throws {
    let clock = queue.clock.machine
    // The supervisor needs some time to record the end of the worker.
    let end = start + .seconds(record.graceSeconds + 5)
    var wait = LongWait(
      notice.worded { "waiting for the worker of \($0) to end …" }, since: start)
    while clock.monotonic() < end {
      if record.supervisor.hasEnded(within: .milliseconds(500)) { return }
      wait.update(at: clock.monotonic(), record.id)
    }
    // A supervisor that is stopped again, or hangs, does not handle SIGTERM.
    kill(record)
    if !record.supervisor.hasEnded(within: .seconds(5)) {
      throw Problem.worktree(.inUse(path: record.id, process: record.supervisor.id))
    }
  }

  /// Ends a supervisor at once, and its worker with it.
  package func kill(_ record: WorkerRecord) {
    record.signalSupervisor(.kill)
    _ = record.supervisor.hasEnded(within: .milliseconds(500))
    endRemains(of: record)
    queue.warn(.workerKilled(id: record.id))
  }

  /// Ends the processes that a killed supervisor left running, and books the cost of its attempt:
  /// the next attempt may resume the session, whose counters continue.
  private func endRemains(of record: WorkerRecord) {
    workspace.workers.killRemains(of: record)
    var record = record
    _ = AttemptRecorder(queue: queue).bookCosts(of: &record)
  }
}
