public import Dispatching
import Host
public import QueueModel

/// Use case: lets the ends of workers decide what becomes of their rows, and ends workers whose claim
/// is over. A supervisor does it for its own worker, a tick for those of supervisors that were killed.
public struct SettleAttempts: Sendable {
  private let queue: Queue
  private let workspace: Workspace
  private var workers: WorkerRegistry { WorkerRegistry(queue: queue, workspace: workspace) }

  public init(queue: Queue, workspace: Workspace) {
    self.queue = queue
    self.workspace = workspace
  }

  /// Does what supervisors that were killed can't do any more, and ends those whose claim is over.
  ///
  /// - Returns: what became of rows by that.
  public func callAsFunction() throws(EngineError) -> [ItemChange] {
    var changes: [ItemChange] = []
    for record in try workspace.records() {
      let isClaimed = try workers.isClaimed(record)
      switch record.state {
      // One that finished its row by itself may clear up.
      case .running where !isClaimed && record.ending == nil && !isFinished(record):
        if record.signalSupervisor(.terminate) { queue.warn(.workerEnded(id: record.id)) }
      case .running: break
      case .ended where isClaimed: changes += try settle(record)
      case .killed where isClaimed: workspace.workers.endRemains(of: record)
      case .elsewhere where isClaimed: break
      case .ended, .killed, .elsewhere: try workers.forget(record)
      }
    }
    return changes
  }

  /// Lets the end of one worker decide what becomes of its row, once. As long as the work is with
  /// somebody else, the record says that something was started for the claim.
  @discardableResult
  public func settle(_ record: WorkerRecord) throws(EngineError) -> [ItemChange] {
    guard let ending = record.ending, !record.isSettled else { return [] }
    // Its report decides, once it is routed.
    let reports = ReceiveReport(queue: queue, workspace: workspace)
    if try reports.hasReport(of: record.attempt) { return [] }
    let changes = try apply(ending, of: record)
    if case .accepted = ending {
      var record = record
      record.isSettled = true
      try workers.keep(record)
    } else {
      try workers.forget(record)
    }
    return changes
  }

  private func apply(
    _ ending: WorkerEnding, of record: WorkerRecord
  ) throws(EngineError) -> [ItemChange] {
    guard let transition = ending.transition(of: record.id, label: record.label),
      try workers.isClaimed(record)
    else { return [] }
    let worker = Speaker(session: record.label, attempt: record.attempt)
    queue.emit(.stepBegan)
    do throws(EngineError) {
      let decision = try queue.speaking(as: worker).perform(transition)
      queue.emit(.stepEnded(StepEnd(routedTo: decision.item?.status)))
      return decision.changes
    } catch {
      queue.emit(.stepEnded(StepEnd(error: error)))
      // Somebody else decided in between.
      guard error.isFinal else { throw error }
      return []
    }
  }

  private func isFinished(_ record: WorkerRecord) -> Bool {
    let status = try? queue.read { table in try table.status(of: record.id) }
    return (status ?? nil)?.isFinished ?? false
  }
}
