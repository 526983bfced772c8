import CommandLineKit
import Dispatching
import Host

extension Session {
  /// Ends what was started on this machine for claims of a row that are over, and waits until it
  /// has ended. What another claim started meanwhile goes on.
  public func endWorkers(of id: String) throws(CommandError) {
    let own = CurrentProcess.id
    for record in try workerRecords() where record.id == id && record.supervisor.id != own {
      if try isClaimed(record) { continue }
      switch record.standing {
      case .running where record.ending == nil: try end(record)
      case .killed: try workerFolder().endRemains(of: record)
      case .running, .ended, .elsewhere: break
      }
    }
  }

  private func end(_ record: WorkerRecord) throws(CommandError) {
    guard record.signalSupervisor(.terminate) else { return }
    let start = clock.monotonic()
    // It may take some time to write down what became of the worker.
    let end = start + .milliseconds((record.graceSeconds + 5) * 1000)
    var wait = LongWait(
      waitNotice.worded { "waiting for the worker of \($0) to end …" }, since: start)
    while clock.monotonic() < end {
      if record.supervisor.hasEnded(within: .milliseconds(500)) || hasEnded(record) { return }
      wait.goesOn(at: clock.monotonic(), record.id)
    }
    // One that was stopped, or hangs, does not hear what it is told.
    record.signalSupervisor(.kill)
    try workerFolder().endRemains(of: record)
    warn("the worker of \(record.id) had to be killed with its supervisor")
  }

  /// Whether the supervisor wrote down that its worker ended. It may have reports to route yet.
  private func hasEnded(_ record: WorkerRecord) -> Bool {
    let now = try? workerRecords().first { $0.attempt == record.attempt }
    return now?.ending != nil
  }
}
