import CommandLineKit
public import Dispatching
import Host
public import QueueModel
import QueueStorage

// What supervisors leave: the records of those that run, and of those that were killed before
// they could say what became of their rows.

extension Session {
  /// Where supervisors tell of themselves.
  public func workerFolder() throws(CommandError) -> WorkerFolder {
    WorkerFolder(sidecar: try sidecarFolder())
  }

  /// Where a worker's words are told; `nil` where that can't be written.
  public func workerLog(of order: WorkerOrder) -> WorkerLog? {
    guard let home = try? home(), let path = try? storePath(),
      let model = try? FileStatus(of: path)
    else { return nil }
    return try? WorkerLog(
      in: Path.join(home, "logs/workers"), name: "\(order.id)-\(order.claim).log", like: model)
  }

  /// The records of this queue's workers.
  func workerRecords() throws(CommandError) -> [WorkerRecord] {
    let store = try storeName()
    return try allWorkerRecords().filter { $0.store == store }
  }

  private func allWorkerRecords() throws(CommandError) -> [WorkerRecord] {
    let folder = try workerFolder()
    do throws(SystemError) { return try folder.records() } catch { throw CommandError(error) }
  }

  /// Whose worker is alive. A database that was imported has claims of which the records speak
  /// of the file: a token counts wherever it was given.
  public func knownWorkers() throws(CommandError) -> KnownWorkers {
    var workers = KnownWorkers()
    for record in try allWorkerRecords() {
      switch record.standing {
      case .running: workers.alive.insert(record.attempt)
      case .ended, .elsewhere: workers.uncertain.insert(record.attempt)
      // What it said before decides, once it is routed.
      case .killed:
        if try hasReport(of: record.attempt) { workers.uncertain.insert(record.attempt) }
      }
    }
    return workers
  }

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
        if record.supervisor.signal(.terminate) {
          warn("the worker of \(record.id) is ended: its claim is over")
        }
      case .running: break
      case .ended where isClaimed: changes += try finish(record)
      case .killed where isClaimed: record.endRemains()
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

  public func keep(_ record: WorkerRecord) throws(CommandError) {
    let folder = try workerFolder()
    do throws(SystemError) { try folder.keep(record) } catch { throw CommandError(error) }
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
    let status = try? read { (table) throws(Refusal) in table.status(of: record.id) }
    return (status ?? nil)?.isFinished ?? false
  }

  /// Whether the row is still that of the record's claim. One that nobody can read for the
  /// moment, because somebody is editing it, is.
  public func isClaimed(_ record: WorkerRecord) throws(CommandError) -> Bool {
    do throws(CommandError) {
      return try read { (table) throws(Refusal) in
        try table.item(record.id)?.isClaimed(with: record.attempt) ?? false
      }
    } catch {
      if error.isOfUnreadableRow { return true }
      throw error
    }
  }

  public func forget(_ record: WorkerRecord) throws(CommandError) {
    if record.standing == .killed { record.endRemains() }
    let folder = try workerFolder()
    do throws(SystemError) { try folder.remove(record) } catch { throw CommandError(error) }
  }
}
