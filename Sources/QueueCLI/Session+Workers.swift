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

  public func keep(_ record: WorkerRecord) throws(CommandError) {
    let folder = try workerFolder()
    do throws(SystemError) { try folder.keep(record) } catch { throw CommandError(error) }
  }

  /// Whether the row is still that of the record's claim. One that nobody can read for the
  /// moment, because somebody is editing it, is.
  public func isClaimed(_ record: WorkerRecord) throws(CommandError) -> Bool {
    do throws(CommandError) {
      return try read { table in
        try table.item(record.id)?.isClaimed(with: record.attempt) ?? false
      }
    } catch {
      if error.isOfUnreadableRow { return true }
      throw error
    }
  }

  public func forget(_ record: WorkerRecord) throws(CommandError) {
    if record.standing == .killed { try workerFolder().endRemains(of: record) }
    let folder = try workerFolder()
    do throws(SystemError) { try folder.remove(record) } catch { throw CommandError(error) }
  }
}
