public import CommandLineKit
import Dispatching
import Host
import JSON
public import QueueCLI
import QueueModel
import TeamProtocol

/// `orch supervise`: runs what a dispatch starts for one claim.
public struct Supervise: QueueCommand {
  public static let name = "supervise"
  public static let summary = "Run one worker to its end; orch dispatch starts this by itself"
  public static let discussion = """
    Reads an order from standard input: which claim of which row, and the program. It outlives
    whoever started it, keeps the worker's deadline, writes its log, takes its output as the
    report, and lets that decide what becomes of the row. Nobody types it: orch dispatch and
    orch tick start one for each row that they claim, and ops cancel ends it.
    """
  public static let result = """
    `{"started":true}`, or `{"failed":"reason"}` where the program cannot be started
    """
  public static let examples = [
    Example("orch supervise --queue QUEUE.md", "reads its order from standard input")
  ]
  public static let options: [Option<Supervise>] = []

  public static let isHidden = true

  /// What its worker does stands in the log by itself.
  public static let isLogged = false

  public var shared = SharedOptions()

  public init() {}

  public func run(in session: Session) throws(CommandError) -> ExitStatus {
    let order = try order(in: session)
    guard let identity = ProcessIdentity.current else { throw Self.noIdentity }
    var record = WorkerRecord(
      id: order.id, attempt: order.attempt, store: try session.storeName(), label: order.label,
      supervisor: identity, graceSeconds: order.graceSeconds)
    guard try session.isClaimed(record) else {
      try tell(.failed("its claim is over"), in: session)
      return .success
    }
    try session.keep(record)
    // Two at once would be at work on the same files.
    try session.endWorkers(of: order.id)
    let result = try run(order, &record, in: session)
    // From here on its end is near, and what is left must be done.
    CurrentProcess.ignoreInterruptions()
    do throws(CommandError) {
      try keep(result, of: &record, in: session)
      try settle(record, in: session)
    } catch {
      // Nobody sees its standard error.
      if var log = session.workerLog(of: order) { log.note("\(error.message) (\(error.hint))") }
      throw error
    }
    try tell(result.ending, in: session)
    return .success
  }

  private func order(in session: Session) throws(CommandError) -> WorkerOrder {
    let text = try session.input("-", "order")
    guard let json = try? JSONValue(parsing: Array(text.utf8)), let order = WorkerOrder(json) else {
      throw CommandError(
        code: "malformed_order", message: "standard input is no order",
        hint: "orch dispatch starts a supervisor with one", status: .malformedData)
    }
    return order
  }

  private func run(
    _ order: WorkerOrder, _ record: inout WorkerRecord, in session: Session
  ) throws(CommandError) -> Supervisor.Result {
    // The report is judged by the checks that there are now, whatever the worker makes of them.
    _ = try session.fileSettings()
    let supervisor = Supervisor(order, log: session.workerLog(of: order))
    return supervisor.run { worker in
      record.worker = worker
      // Without it only what is left of a worker is harder to find.
      try? session.keep(record)
      if order.kind == .worker { try? tell(.started, in: session) }
    }
  }

  /// What the worker said is its report, and is safe before anything else is.
  private func keep(
    _ result: Supervisor.Result, of record: inout WorkerRecord, in session: Session
  ) throws(CommandError) {
    if result.ending == .finished, ReportMessage(result.output) != nil {
      try session.insisting { () throws(CommandError) in
        _ = try session.spool(result.output, tokens: nil)
      }
    }
    record.ending = result.ending
    let ended = record
    try session.insisting { () throws(CommandError) in try session.keep(ended) }
  }

  /// What can't be done now the next tick does. A report that could not be routed keeps the row
  /// from being told anything else.
  private func settle(_ record: WorkerRecord, in session: Session) throws(CommandError) {
    switch record.ending {
    case .finished, .failed, .interrupted: _ = try? session.drainInbox { _ in }
    case .accepted, .notStarted, nil: break
    }
    try session.finish(record)
  }

  /// Who dispatched waits for a start, but for no work.
  private func tell(_ ending: WorkerEnding, in session: Session) throws(CommandError) {
    switch ending {
    case .notStarted(let reason): try tell(.failed(reason), in: session)
    case .accepted: try tell(.started, in: session)
    case .failed, .finished, .interrupted: break
    }
  }

  private func tell(_ news: SupervisorNews, in session: Session) throws(CommandError) {
    try session.print(news.json)
    try session.flush()
  }

  private static let noIdentity = CommandError(
    code: "no_proc", message: "this process cannot be told from others: /proc can't be read",
    hint: "mount /proc", status: .inputOutput)
}
