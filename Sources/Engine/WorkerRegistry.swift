import Dispatching
import Host
import QueueModel

/// What is known of the workers of a queue: the records that their supervisors keep, beside the rows
/// that they were claimed for.
struct WorkerRegistry: Sendable {
  let queue: Queue
  let workspace: Workspace

  /// Whose worker is alive. A database that was imported has claims of which the records speak of
  /// the file: a token counts wherever it was given.
  func knownWorkers() throws(EngineError) -> KnownWorkers {
    var workers = KnownWorkers()
    let reports = ReceiveReport(queue: queue, workspace: workspace)
    for record in try workspace.allRecords() {
      switch record.state {
      case .running: workers.alive.insert(record.attempt)
      case .ended, .elsewhere: workers.uncertain.insert(record.attempt)
      // What it said before decides, once it is routed.
      case .killed:
        if try reports.hasReport(of: record.attempt) { workers.uncertain.insert(record.attempt) }
      }
    }
    return workers
  }

  /// Whether the row is still that of the record's claim. One that can't be read for the moment,
  /// because it is being edited, is.
  func isClaimed(_ record: WorkerRecord) throws(EngineError) -> Bool {
    do throws(EngineError) {
      return try queue.read { table in
        try table.item(record.id)?.isClaimed(with: record.attempt) ?? false
      }
    } catch {
      if error.isOfUnreadableRow { return true }
      throw error
    }
  }

  func keep(_ record: WorkerRecord) throws(EngineError) {
    try system { () throws(SystemError) in try workspace.workers.keep(record) }
  }

  func forget(_ record: WorkerRecord) throws(EngineError) {
    if record.state == .killed { workspace.workers.endRemains(of: record) }
    try system { () throws(SystemError) in try workspace.workers.remove(record) }
  }
}

extension Workspace {
  /// The records of this queue's workers.
  func records() throws(EngineError) -> [WorkerRecord] {
    let store = storeName
    return try allRecords().filter { $0.store == store }
  }

  /// Those of all queues that have the same sidecar.
  func allRecords() throws(EngineError) -> [WorkerRecord] {
    try system { () throws(SystemError) in try workers.records() }
  }
}
