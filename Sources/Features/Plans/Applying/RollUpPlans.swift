package import Door
package import Model
import Text
import Workers

/// Use case: writes the result of each plan that has ended into the plan's folder: `report.md` for
/// people and `result.json` for programs, and what the attempts left.
///
/// The result of a plan that is `cancelled` is written once; `orch plan retry` and `apply` open the
/// plan again. A plan that is `failed` or `blocked` may continue after a retry of its rows, so each
/// tick looks at it. Many plans may be `done`, so a tick looks only at those with a row that is not
/// DONE.
package struct RollUpPlans: Sendable, UseCase {
  package let queue: Queue

  package init(queue: Queue) { self.queue = queue }

  /// - Returns: the ends of all plans of this queue that have ended, but not of their parents.
  package func callAsFunction() throws -> [QueueFact.PlanEnd] {
    let plans = appliedPlans()
    let done = Set(plans.filter { !$0.isOpen && $0.kept?.state == .done }.map(\.name))
    let continued = try plansNotDone(among: done)
    let open = plans.filter { $0.isOpen || continued.contains($0.name) }
    var ends = plans.filter { !$0.isOpen && !continued.contains($0.name) }
      .compactMap { $0.kept?.end(of: $0.name) }
    if open.isEmpty { return ends }
    let describe = try DescribePlans(queue: queue)
    for plan in try describe.states(of: open.map(\.name)) {
      let folder = PlanFolder(plan.name, workspace)
      let kept = open.first { $0.name == plan.name }?.kept
      if plan.state.isEnd {
        if let kept, kept.isSame(as: plan) {
          ends += kept.end(of: plan.name).map { [$0] } ?? []
          continue
        }
        do {
          try rollUp(plan.name, folder)
          ends += try folder.result()?.end(of: plan.name).map { [$0] } ?? []
        } catch {
          // If a command changes the plan now, the next tick writes its result.
          guard Problem(error).plan?.isInUse == true else { throw error }
        }
      } else if kept != nil {
        try folder.removeResult()
      }
    }
    return ends
  }

  /// The plans with a row that is not DONE, by one pass over these rows.
  private func plansNotDone(among names: Set<String>) throws -> Set<String> {
    var found: Set<String> = []
    if names.isEmpty { return found }
    try queue.read { table in
      for status in Status.notDone
      where try table.mayHave(note: QueueItem.note(ofPlan: ""), status) {
        try table.scan(status) { row, item in
          // A `PlainRow` is not in any plan.
          if row == nil, let name = item()?.planName, names.contains(name) { found.insert(name) }
          return .more
        }
      }
    }
    return found
  }

  private func rollUp(_ name: String, _ folder: PlanFolder) throws {
    let lock = try folder.lock(queue.clock.machine, timeout: .zero, command: "orch tick")
    defer { withExtendedLifetime(lock) {} }
    let plan = try DescribePlans(queue: queue).plan(name)
    guard plan.state.isEnd else { return }
    let artifacts = PlanArtifacts(plan, workspace)
    try folder.write(artifacts)
    let result = PlanResult(
      plan, rows: try times(of: plan), reports: artifacts.reports, at: queue.clock.now)
    try folder.write(result)
  }

  /// The plans of this queue with their results. `isOpen` is true if a plan may end now, or may
  /// have continued after a result other than `done` was written. A plan that can't be read is left
  /// out; `orch plan list` reports the problem.
  private func appliedPlans() -> [(
    name: String, kept: PlanFolder.KeptResult?, isOpen: Bool
  )] {
    PlanFolder.names(workspace).compactMap { name in
      let folder = PlanFolder(name, workspace)
      guard let head = try? folder.head(), head.version > 0, head.store == workspace.sharedStoreName
      else { return nil }
      let kept = try? folder.result()
      let isOpen =
        switch kept.flatMap({ $0.isOf(head) ? $0.state : nil }) {
        case .done: false
        case .cancelled: !head.isCancelled
        case .proposed, .rejected, .waiting, .running, .failed, .blocked, nil: true
        }
      return (name, kept, isOpen)
    }
  }

  /// When each row was added and when it ended last, according to the history.
  private func times(of plan: PlanDetails) throws -> [String: PlanResult.Times] {
    var times: [String: PlanResult.Times] = [:]
    for entry in try queue.history(ofRows: Set(plan.rows.map(\.id))) {
      guard let id = entry.id else { continue }
      if entry.isAddition { times[id, default: .init()].addedAt = entry.time }
      if entry.newStatus == .inProgress { times[id, default: .init()].claims += 1 }
      if entry.newStatus?.isFinished ?? false { times[id, default: .init()].endedAt = entry.time }
    }
    return times
  }
}

extension PlanState {
  /// Whether the plan does not continue unless a person acts, although no question waits for a
  /// person.
  package var isEnd: Bool {
    switch self {
    case .done, .failed, .blocked, .cancelled: true
    case .proposed, .rejected, .waiting, .running: false
    }
  }
}

/// The contents of `result.json` and `report.md` about a plan that has ended.
struct PlanResult {
  private let plan: PlanDetails
  private let times: [String: Times]
  /// The reports of the rows, for the end of the report.
  private let reports: String
  private let now: QueueTime

  /// Times in ISO 8601, as in the history; `nil` if they are unknown.
  struct Times {
    var addedAt, endedAt: String?
    var claims = 0

    var leadSeconds: Int? {
      guard let start = addedAt.flatMap(QueueTime.init(iso8601:)),
        let end = endedAt.flatMap(QueueTime.init(iso8601:))
      else { return nil }
      return max(0, end.epochSeconds - start.epochSeconds)
    }
  }

  init(
    _ plan: PlanDetails, rows times: [String: Times], reports: String, at now: QueueTime
  ) {
    (self.plan, self.times, self.reports, self.now) = (plan, times, reports, now)
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
      "attempts": .integer(times?.claims ?? 0),
      "failed_attempts": .integer(row.item?.attemptCount ?? 0),
      "added_at": JSONValue(times?.addedAt), "ended_at": JSONValue(times?.endedAt),
      "lead_seconds": times?.leadSeconds.map { .integer($0) } ?? .null,
      "cost_usd": dollars(row.costs),
      "reason": JSONValue(row.waiting?.sentence(at: now).english),
    ]
  }

  private func dollars(_ costs: CostSum?) -> JSONValue {
    costs?.usage.microdollars.map { .number(Double($0) / 1e6) } ?? .null
  }

  /// The report for people, in Markdown.
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
        row.id, row.status?.rawValue ?? "-", String(times[row.id]?.claims ?? 0), lead,
        row.costs?.usage.dollars ?? "-", row.waiting?.sentence(at: now).english ?? "",
      ]
      let texts = cells.map { CellText.written($0).escaped }
      lines.append("| \(texts.joined(separator: " | ")) |")
    }
    return lines.joined(separator: "\n") + "\n" + (reports.isEmpty ? "" : "\n\(reports)")
  }
}

// MARK: Files

extension PlanFolder {
  /// A result that was read back from `result.json`.
  struct KeptResult {
    fileprivate let object: JSONObject

    /// When the first row was added, and when the plan ended.
    var times: PlanTimes {
      let rows = (object["rows"]?.arrayValue ?? []).compactMap(\.objectValue)
      return PlanTimes(
        addedAt: rows.compactMap { $0["added_at"]?.stringValue }.min(),
        endedAt: object["ended_at"]?.stringValue)
    }

    var state: PlanState? { object["state"]?.stringValue.flatMap(PlanState.init) }

    /// The end that the result describes; `nil` for a result in another format.
    func end(of plan: String) -> QueueFact.PlanEnd? {
      guard let state = object["state"]?.stringValue.flatMap(QueueFact.PlanEnd.State.init),
        let version = object["version"]?.integerValue,
        let time = object["ended_at"]?.stringValue.flatMap(QueueTime.init(iso8601:))
      else { return nil }
      return QueueFact.PlanEnd(plan: plan, state: state, version: version, time: time)
    }

    /// Whether the result is for the version that the rows follow.
    func isOf(_ head: Head) -> Bool { object["hash"]?.stringValue == head.hash }

    /// Whether the result has the plan's state, and all its rows with their status and failed
    /// attempts.
    func isSame(as plan: PlanDetails) -> Bool {
      let rows = (object["rows"]?.arrayValue ?? []).compactMap(\.objectValue)
      return state == plan.state && object["hash"]?.stringValue == plan.applied?.hash
        && rows.count == plan.rows.count
        && zip(rows, plan.rows).allSatisfy { kept, row in
          kept["id"]?.stringValue == row.id
            && kept["status"]?.stringValue == row.status?.rawValue
            && kept["failed_attempts"]?.integerValue == row.item?.attemptCount ?? 0
        }
    }
  }

  /// The result; `nil` if there is none or it can't be read. Then it is written anew.
  func result() throws -> KeptResult? {
    guard let bytes = try bytes(of: .result) else { return nil }
    return (try? JSONValue(parsing: bytes))?.objectValue.map(KeptResult.init)
  }

  /// Replaces both files durably, `result.json` last.
  func write(_ result: PlanResult) throws {
    try replace(.report, with: result.report)
    try replace(.result, with: "\(result.json)\n")
  }

  /// Removes the result, so that the plan can end again.
  func removeResult() throws {
    try remove(.result)
    try remove(.report)
    for file in [File.patch, .logs, .context] { try removeHere(file) }
  }
}
