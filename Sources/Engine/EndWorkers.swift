import Dispatching
public import Host

/// Use case: ends what was started on this machine for claims of a row that are over, and waits until
/// it has ended. What another claim started meanwhile goes on.
public struct EndWorkers: Sendable {
  private let queue: Queue
  private let workspace: Workspace
  private let notice: WaitNotice
  private var workers: WorkerRegistry { WorkerRegistry(queue: queue, workspace: workspace) }

  /// - Parameters:
  ///   - queue: where the row is.
  ///   - workspace: where the workers' records are.
  ///   - notice: is told what is waited for, when that takes long.
  public init(queue: Queue, workspace: Workspace, notice: WaitNotice = .silent) {
    self.queue = queue
    self.workspace = workspace
    self.notice = notice
  }

  public func callAsFunction(of id: String) throws(EngineError) {
    let own = CurrentProcess.id
    for record in try workspace.records() where record.id == id && record.supervisor.id != own {
      if try workers.isClaimed(record) { continue }
      switch record.state {
      case .running where record.ending == nil: end(record)
      case .killed: workspace.workers.endRemains(of: record)
      case .running, .ended, .elsewhere: break
      }
    }
  }

  private func end(_ record: WorkerRecord) {
    guard record.signalSupervisor(.terminate) else { return }
    let clock = queue.clock.clock
    let start = clock.monotonic()
    // It may take some time to write down what became of the worker.
    let end = start + .milliseconds((record.graceSeconds + 5) * 1000)
    var wait = LongWait(
      notice.worded { "waiting for the worker of \($0) to end …" }, since: start)
    while clock.monotonic() < end {
      if record.supervisor.hasEnded(within: .milliseconds(500)) || hasEnded(record) { return }
      wait.update(at: clock.monotonic(), record.id)
    }
    // One that was stopped, or hangs, does not hear the signal.
    record.signalSupervisor(.kill)
    workspace.workers.endRemains(of: record)
    queue.warn(.workerKilled(id: record.id))
  }

  /// Whether the supervisor wrote down that its worker ended. It may have reports to route yet.
  private func hasEnded(_ record: WorkerRecord) -> Bool {
    let now = try? workspace.records().first { $0.attempt == record.attempt }
    return now?.ending != nil
  }
}
