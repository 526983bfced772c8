import CommandLineKit
import Dispatching
import Host
import QueueCLI
import ReviewerGate
import TeamProtocol

// A supervisor's steps: what it makes known before its worker starts, and what must be safe
// before anybody forgets it.

extension Supervise {
  /// - Returns: `nil` where somebody has taken the row since: it is theirs.
  func begin(
    _ order: WorkerOrder, in session: Session
  ) throws(CommandError) -> WorkerRecord? {
    do throws(CommandError) {
      // The report is judged by the checks that there are now, whatever the worker makes of them.
      _ = try session.fileSettings()
      let record = try record(of: order, in: session)
      try session.keep(record)
      // Two at once would be at work on the same files.
      try session.endWorkers(of: order.id)
      // Who takes the row away from now on finds the record.
      if try session.isClaimed(record) { return record }
      try session.forget(record)
      try tell(.started, in: session)
      return nil
    } catch {
      try tell(.unable(error.message), in: session)
      throw error
    }
  }

  private func record(
    of order: WorkerOrder, in session: Session
  ) throws(CommandError) -> WorkerRecord {
    guard let identity = ProcessIdentity.current else { throw .noProc }
    return WorkerRecord(
      id: order.id, attempt: order.attempt, store: try session.storeName(), label: order.label,
      supervisor: identity, graceSeconds: order.graceSeconds,
      settings: session.settingsDigest)
  }

  func run(
    _ order: WorkerOrder, _ record: inout WorkerRecord, in session: Session
  ) -> Supervisor.Result {
    let supervisor = Supervisor(order, log: session.workerLog(of: order))
    return supervisor.run { worker in
      record.worker = worker
      // Without it only what is left of a worker is harder to find.
      try? session.keep(record)
      if order.kind == .worker { try? tell(.started, in: session) }
    }
  }

  /// What the worker said is its report, and is safe before anything else is.
  func keep(
    _ result: Supervisor.Result, of record: inout WorkerRecord, in session: Session
  ) throws(CommandError) {
    if result.ending == .finished, Report(reading: result.output, of: record.id).isReport {
      let id = record.id
      try session.insisting { () throws(CommandError) in
        _ = try session.spool(result.output, of: id, tokens: nil)
      }
    }
    record.ending = result.ending
    let ended = record
    try session.insisting { () throws(CommandError) in try session.keep(ended) }
  }

  /// What can't be done now the next tick does. A report that could not be routed keeps the row
  /// from being told anything else.
  func settle(_ record: WorkerRecord, in session: Session) throws(CommandError) {
    switch record.ending {
    case .finished, .failed, .interrupted: _ = try? session.drainInbox { _ in }
    case .accepted, .notStarted, nil: break
    }
    try session.finish(record)
  }

  /// Who dispatched waits for a start, but for no work.
  func tell(_ ending: WorkerEnding, in session: Session) throws(CommandError) {
    switch ending {
    case .notStarted(let reason): try tell(.failed(reason), in: session)
    case .accepted: try tell(.started, in: session)
    case .failed, .finished, .interrupted: break
    }
  }

  func tell(_ news: SupervisorNews, in session: Session) throws(CommandError) {
    try session.print(news.json)
    try session.flush()
  }
}
