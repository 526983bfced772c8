public import Dispatching
import Host
import QueueModel
import ReviewerGate
import TeamProtocol

/// Use case: runs what was started for one claim to its end, and lets that decide what becomes of the
/// row. What must be safe before a worker may be forgotten is written at each step.
public struct SuperviseWork: Sendable {
  private let queue: Queue
  private let workspace: Workspace
  private var workers: WorkerRegistry { WorkerRegistry(queue: queue, workspace: workspace) }

  public init(queue: Queue, workspace: Workspace) {
    self.queue = queue
    self.workspace = workspace
  }

  /// Takes on the work for a claim, before anything runs for it.
  ///
  /// - Parameters:
  ///   - order: the dispatcher's.
  ///   - send: tells the dispatcher where nothing will run.
  /// - Returns: `nil` where the row was taken by somebody else since: it is theirs.
  public func begin(
    _ order: WorkerOrder, telling send: (SupervisorNews) -> Void
  ) throws(EngineError) -> SupervisedWork? {
    do throws(EngineError) {
      if let record = try begin(order) {
        return SupervisedWork(order: order, workspace: workspace, record: record)
      }
      send(.started)
      return nil
    } catch {
      send(.unable(queue.describe(error)))
      throw error
    }
  }

  /// - Returns: `nil` where the row is claimed by somebody else.
  private func begin(_ order: WorkerOrder) throws(EngineError) -> WorkerRecord? {
    // The report is judged by the checks that there are now, whatever the worker makes of them.
    _ = try queue.settings.get()
    guard let process = ProcessIdentity.current else { throw .noProcessTable }
    let record = WorkerRecord(
      id: order.id, attempt: order.attempt, store: workspace.storeName, label: order.label,
      supervisor: process, graceSeconds: order.graceSeconds, settings: workspace.settingsDigest)
    try workers.keep(record)
    // Two at once would be at work on the same files.
    try EndWorkers(queue: queue, workspace: workspace)(of: order.id)
    // Whoever takes the row away from now on finds the record.
    if try workers.isClaimed(record) { return record }
    try workers.forget(record)
    return nil
  }

  /// Keeps the report of a worker that ended, routes it, and lets the end decide where there is none.
  /// What can't be done now the next tick does.
  public func settle(_ ended: SupervisedWork.Ended) throws(EngineError) {
    let reports = ReceiveReport(queue: queue, workspace: workspace)
    var record = ended.record
    // The report is safe before anything else is.
    if ended.ending == .finished, Report(reading: ended.output, of: record.id).isReport {
      let message = ReceiveReport.Message(ended.output, of: record.id)
      try retryingTransientErrors { () throws(EngineError) in _ = try reports.spool(message) }
    }
    record.ending = ended.ending
    try retryingTransientErrors { () throws(EngineError) in try workers.keep(record) }
    switch ended.ending {
    // A report that can't be routed keeps the row from being settled otherwise.
    case .finished, .failed, .interrupted: _ = try? reports.drain { _ in }
    case .accepted, .notStarted: break
    }
    try SettleAttempts(queue: queue, workspace: workspace).settle(record)
  }

  /// Does what must not be given up because a disk is full, or the queue not there, for the moment:
  /// tries again for some minutes, at longer and longer intervals.
  private func retryingTransientErrors(
    _ body: () throws(EngineError) -> Void
  ) throws(EngineError) {
    for seconds in [1, 2, 4, 8, 16, 32, 64, 128, 256] {
      do throws(EngineError) { return try body() } catch {
        guard error.isTransient else { throw error }
        queue.clock.clock.sleep(.milliseconds(seconds * 1000))
      }
    }
    try body()
  }
}

/// The work for one claim, from its start to its end. It holds no queue open meanwhile.
public struct SupervisedWork: Sendable {
  let order: WorkerOrder
  let workspace: Workspace
  var record: WorkerRecord

  /// A worker that ran to its end.
  public struct Ended: Sendable {
    fileprivate let record: WorkerRecord
    fileprivate let output: String
    fileprivate let ending: WorkerEnding

    /// What the dispatcher, who waits for a start but for no work, has not heard yet.
    public var news: SupervisorNews? {
      switch ending {
      case .notStarted(let reason): .failed(reason)
      case .accepted: .started
      case .failed, .finished, .interrupted: nil
      }
    }
  }

  /// Runs the program to its end.
  ///
  /// - Parameter send: tells the dispatcher that it started.
  public func run(telling send: (SupervisorNews) -> Void) -> Ended {
    var record = record
    let result = Supervisor(order, log: workspace.workerLog(of: order)).run { worker in
      record.worker = worker
      // Without it only what is left of a worker is harder to find.
      try? workspace.workers.keep(record)
      if order.kind == .worker { send(.started) }
    }
    // From here on the end is near, and what is left must be done.
    CurrentProcess.ignoreInterruptions()
    // Nothing, unless the worker's own keeper was killed.
    if order.kind == .worker { record.endRemains() }
    return Ended(record: record, output: result.output, ending: result.ending)
  }
}
