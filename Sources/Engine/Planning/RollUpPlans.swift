import Dispatching
import Facts
import JSON
import Plans
import QueueModel
import Wording

/// Use case: writes what became of each plan that ended into its folder: `report.md` for people and
/// `result.json` for programs.
///
/// A plan that is `done` or `cancelled` is looked at once. One that is `failed` or `blocked` may go on
/// by a retry of its rows, and is looked at in each tick.
struct RollUpPlans: Sendable {
  private let queue: Queue
  private let workspace: Workspace

  init(queue: Queue, workspace: Workspace) {
    (self.queue, self.workspace) = (queue, workspace)
  }

  /// - Returns: the names of the plans of which a result was written.
  @discardableResult
  func callAsFunction() throws(Problem) -> [String] {
    let open = try openPlans()
    if open.isEmpty { return [] }
    var written: [String] = []
    for plan in try DescribePlans(queue: queue, workspace: workspace).details(of: open)
    where plan.state.isEnd {
      let folder = PlanFolder(plan.name, workspace)
      let result = PlanResult(plan, rows: try times(of: plan), at: queue.clock.now)
      if try folder.result()?.isSame(as: result.json) ?? false { continue }
      try folder.write(result)
      written.append(plan.name)
    }
    return written
  }

  /// The plans of this queue that may end, or that may have gone on since.
  private func openPlans() throws(Problem) -> [String] {
    var open: [String] = []
    for name in PlanFolder.names(workspace) {
      let folder = PlanFolder(name, workspace)
      guard let head = try folder.head(), head.version > 0, head.store == workspace.storeName
      else { continue }
      let state = try folder.result().flatMap { $0.isOf(head) ? $0.state : nil }
      switch state {
      case .done: break
      case .cancelled where head.isCancelled: break
      case .cancelled, .waiting, .running, .failed, .blocked, nil: open.append(name)
      }
    }
    return open
  }

  /// When each row was added, and when it ended last, by the history.
  private func times(of plan: PlanDetails) throws(Problem) -> [String: PlanResult.Times] {
    let ids = Set(plan.rows.map(\.id))
    var times: [String: PlanResult.Times] = [:]
    for entry in try queue.history(of: nil) {
      guard let id = entry.id, ids.contains(id) else { continue }
      if entry.isAddition { times[id, default: .init()].addedAt = entry.time }
      if entry.newStatus?.isFinished ?? false { times[id, default: .init()].endedAt = entry.time }
    }
    return times
  }
}

extension PlanState {
  /// Whether nothing happens any more before a person acts, and nobody is asked.
  fileprivate var isEnd: Bool {
    switch self {
    case .done, .failed, .blocked, .cancelled: true
    case .waiting, .running: false
    }
  }
}

/// What became of a plan.
struct PlanResult {
  private let plan: PlanDetails
  private let times: [String: Times]
  private let now: QueueTime

  /// In ISO 8601, as the history has them; `nil` where they are unknown.
  struct Times {
    var addedAt, endedAt: String?

    var leadSeconds: Int? {
      guard let start = addedAt.flatMap(QueueTime.init(iso8601:)),
        let end = endedAt.flatMap(QueueTime.init(iso8601:))
      else { return nil }
      return max(0, end.epochSeconds - start.epochSeconds)
    }
  }

  init(_ plan: PlanDetails, rows times: [String: Times], at now: QueueTime) {
    (self.plan, self.times, self.now) = (plan, times, now)
  }

  var json: JSONValue {
    [
      "plan": .string(plan.name), "state": .string(plan.state.rawValue),
      "version": plan.applied.map { .integer($0.version) } ?? .null,
      "hash": JSONValue(plan.applied?.hash), "ended_at": .string(now.iso8601),
      "cost_usd": dollars(plan.costs),
      "rows": .array(plan.rows.map(json(of:))),
    ]
  }

  private func json(of row: PlanDetails.Row) -> JSONValue {
    let times = times[row.id]
    return [
      "id": .string(row.id), "status": JSONValue(row.status?.rawValue),
      "attempts": .integer(row.item?.attemptCount ?? 0),
      "added_at": JSONValue(times?.addedAt), "ended_at": JSONValue(times?.endedAt),
      "lead_seconds": times?.leadSeconds.map { .integer($0) } ?? .null,
      "cost_usd": dollars(row.costs),
      "reason": JSONValue(row.reason?.sentence(at: now).english),
    ]
  }

  private func dollars(_ costs: CostSum?) -> JSONValue {
    costs?.usage.microdollars.map { .number(Double($0) / 1e6) } ?? .null
  }

  /// The same for people, in Markdown.
  var report: String {
    let title = plan.applied?.plan.title.map { ": \($0.escaped)" } ?? ""
    let done = "\(plan.count(.done)) of \(plan.rows.count.counted("row")) done"
    var lines = ["# \(plan.name)\(title)", "", "\(plan.state.rawValue), \(done), \(now.text)"]
    if let dollars = plan.costs?.usage.dollars { lines[2] += ", \(dollars) USD" }
    if let goal = plan.applied?.plan.goal { lines += ["", goal.escaped] }
    lines += ["", "| row | status | attempts | lead time | USD | reason |"]
    lines.append("| --- | --- | --- | --- | --- | --- |")
    for row in plan.rows {
      let lead = times[row.id]?.leadSeconds.map { DurationText.text($0) } ?? "-"
      let cells = [
        row.id, row.status?.rawValue ?? "-", String(row.item?.attemptCount ?? 0), lead,
        row.costs?.usage.dollars ?? "-", row.reason?.sentence(at: now).english ?? "",
      ]
      let texts = cells.map { CellText.written($0).escaped }
      lines.append("| \(texts.joined(separator: " | ")) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

// MARK: Files

extension PlanFolder {
  /// A result that was written.
  struct KeptResult {
    fileprivate let object: JSONObject

    var state: PlanState? { object["state"]?.stringValue.flatMap(PlanState.init) }

    /// Whether it is of the version that the rows follow.
    func isOf(_ head: Head) -> Bool { object["hash"]?.stringValue == head.hash }

    /// Whether it says the same, but for when.
    func isSame(as json: JSONValue) -> Bool {
      guard var new = json.objectValue else { return false }
      var old = object
      (old["ended_at"], new["ended_at"]) = (nil, nil)
      return old == new
    }
  }

  /// `nil` where there is none, or none that can be read: it is written anew.
  func result() throws(Problem) -> KeptResult? {
    guard let bytes = try bytes(of: .result) else { return nil }
    return (try? JSONValue(parsing: bytes))?.objectValue.map(KeptResult.init)
  }

  /// Replaces both files, durably; the one for programs last.
  func write(_ result: PlanResult) throws(Problem) {
    try replace(.report, with: result.report)
    try replace(.result, with: "\(result.json)\n")
  }

  /// Lets the plan end anew.
  func removeResult() throws(Problem) {
    try remove(.result)
    try remove(.report)
  }
}
