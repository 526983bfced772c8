import CommandLineKit
public import Dispatching
import Host
public import QueueModel

// What a row is told of its worker's end: by its supervisor, or by the next tick.

extension Session {
  /// Does what supervisors that were killed can't do any more, and ends those whose claim is
  /// over.
  ///
  /// - Returns: what became of rows by that.
  public func settleWorkers() throws(CommandError) -> [ItemChange] {
    var changes: [ItemChange] = []
    for record in try workerRecords() {
      let isClaimed = try isClaimed(record)
      switch record.standing {
      // One that finished its row by itself may clear up.
      case .running where !isClaimed && record.ending == nil && !isFinished(record):
        if record.signalSupervisor(.terminate) {
          warn("the worker of \(record.id) is ended: its claim is over")
        }
      case .running: break
      case .ended where isClaimed: changes += try finish(record)
      case .killed where isClaimed: try workerFolder().endRemains(of: record)
      case .elsewhere where isClaimed: break
      case .ended, .killed, .elsewhere: try forget(record)
      }
    }
    return changes
  }

  /// Tells the row what the record says, once. As long as somebody else has the work, the record
  /// says that something was started for the claim.
  @discardableResult
  public func finish(_ record: WorkerRecord) throws(CommandError) -> [ItemChange] {
    guard let ending = record.ending, !record.isSettled else { return [] }
    // Its report decides, once it is routed.
    if try hasReport(of: record.attempt) { return [] }
    let changes = try settle(record, ending)
    if case .accepted = ending {
      var record = record
      record.isSettled = true
      try keep(record)
    } else {
      try forget(record)
    }
    return changes
  }

  /// Lets what was started for a claim decide what becomes of its row, as far as nobody else
  /// did.
  private func settle(
    _ record: WorkerRecord, _ ending: WorkerEnding
  ) throws(CommandError) -> [ItemChange] {
    guard let transition = ending.transition(of: record.id, label: record.label),
      try isClaimed(record)
    else { return [] }
    let sender = Sender(session: record.label, attempt: record.attempt)
    return try loggedAlone { (run) throws(CommandError) in
      do throws(CommandError) {
        let decision = try perform(transition, as: sender)
        routedTo = decision.item?.status
        run.end(.success, error: nil)
        return decision.changes
      } catch {
        // Somebody else decided in between.
        guard error.isFinal else { throw error }
        run.end(error.status, error: error.message)
        return []
      }
    }
  }

  private func isFinished(_ record: WorkerRecord) -> Bool {
    let status = try? read { table in try table.status(of: record.id) }
    return (status ?? nil)?.isFinished ?? false
  }
}
