public import QueueModel

/// What a worker is sent so that it begins: `[TASK ORCH-012]` and what it must know.
/// Source: `docs/routing.md`, "Team protocol".
public struct TaskMessage: Equatable, Sendable {
  public let item: QueueItem
  /// The criteria, a line each.
  public let criteria: [String]
  /// Where the queue is, as the worker should name it.
  public let queue: String
  /// The tokens that a report should stay below, and must.
  public let softLimit, hardLimit: Int
  /// Who is to do it; `nil` where the channel says so.
  public let worker: String?

  public init(
    _ item: QueueItem, criteria: [String], queue: String, softLimit: Int, hardLimit: Int,
    worker: String?
  ) {
    self.item = item
    self.criteria = criteria
    self.queue = queue
    self.softLimit = softLimit
    self.hardLimit = hardLimit
    self.worker = worker
  }

  /// The message, with its line ends. Where orch starts the worker, it tells the token without
  /// which no report is taken: the worker may be far from what was started here. No cell can add a line to it: cells have none, and what
  /// deceives the eye is spelled out.
  public var text: String {
    var lines = ["[TASK \(item.id)]"]
    if let worker { lines.append("Worker: \(worker.escaped)") }
    lines.append("Task: \((item.task ?? "-").escaped)")
    lines.append("Success-Criteria:")
    lines += (criteria.isEmpty ? ["-"] : criteria).map { "- \($0.escaped)" }
    if let verdict = item.lastRetry { lines.append("Previously: \(verdict.escaped)") }
    lines.append("Queue: \(queue.escaped)")
    if let claim = item.claim, claim.isForWorker, item.status == .inProgress {
      lines.append("Attempt: \(claim.token)")
    }
    lines.append("Budget: \(softLimit)/\(hardLimit) tokens")
    lines.append("Report-With: the compact report, first line [REPORT \(item.id)]")
    return lines.joined(separator: "\n") + "\n"
  }
}

extension QueueItem {
  /// Why the attempt before was not enough: what the gate noted last.
  fileprivate var lastRetry: String? {
    let verdict = notes.segments.last { $0.hasPrefix("review:") }
    return verdict.flatMap { $0.hasPrefix("review:RETRY") ? $0 : nil }
  }
}
