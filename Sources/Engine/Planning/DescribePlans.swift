import Dispatching
import Facts
import Host
import Plans
import QueueModel
import QueueStore
import Settings

/// Use case: says what plans there are, and how far their rows are (`orch plan list`, `show`).
///
/// A plan is the rows that belong to it, and the version that was applied: either may be missing.
struct DescribePlans {
  private let taskQueue: TaskQueue
  private let workspace: Workspace
  private let snapshot: any QueueSnapshot
  private let archive: (any QueueSnapshot)?
  private let context: TransitionContext
  private let stuck: Set<String>
  /// The rows of each plan, in the order of the table.
  private let rows: [String: [QueueItem]]
  /// What the attempts at each row took.
  private let costs: [String: CostSum]

  init(_ taskQueue: TaskQueue, as caller: Caller) throws {
    self.taskQueue = taskQueue
    workspace = try taskQueue.workspace()
    snapshot = try taskQueue.snapshot()
    archive = try taskQueue.store().archiving?.archiveStore?.snapshot()
    context = try taskQueue.queue(as: caller).context()
    let roster = try? taskQueue.fileSettings().workers.roster
    let found = try snapshot.stuckRows(
      context, roster: roster, over: taskQueue.budgetFindings().budget)
    stuck = Set(found.compactMap(\.id))
    var rows: [String: [QueueItem]] = [:]
    for index in 0..<snapshot.rowCount {
      guard let item = snapshot.item(at: index), let name = item.planName else { continue }
      rows[name, default: []].append(item)
    }
    self.rows = rows
    costs = try Self.costs(taskQueue)
  }

  private static func costs(_ taskQueue: TaskQueue) throws(Problem) -> [String: CostSum] {
    var costs: [String: CostSum] = [:]
    _ = try taskQueue.readCosts { (ledger) throws(SystemError) in
      try ledger.visitEntries { costs[$0.id, default: CostSum()].add($0) }
    }
    return costs
  }

  /// All plans of this queue, by name.
  func all() throws(Problem) -> [PlanDetails] {
    var plans: [PlanDetails] = []
    for name in Set(rows.keys).union(PlanFolder.names(workspace)).sorted() {
      if let plan = try details(of: name) { plans.append(plan) }
    }
    return plans
  }

  /// - Throws: `PlanProblem.unknown`.
  func plan(_ name: String) throws(Problem) -> PlanDetails {
    guard PlanName.isWellFormed(name), let plan = try details(of: name) else {
      throw .plan(.unknown(name))
    }
    return plan
  }

  /// `nil` where nothing belongs to such a plan of this queue.
  private func details(of name: String) throws(Problem) -> PlanDetails? {
    let folder = PlanFolder(name, workspace)
    var head = try folder.head()
    if head?.store != workspace.storeName { head = nil }
    var applied: PlanDetails.Applied?
    if let head, head.version > 0 {
      applied = PlanDetails.Applied(
        plan: try folder.plan(ofVersion: head.version), version: head.version, hash: head.hash)
    }
    let items = self.rows[name] ?? []
    if applied == nil, items.isEmpty { return nil }
    let rows = rows(of: applied?.plan, items)
    return PlanDetails(
      name: name, state: PlanState(of: rows, isCancelled: head?.isCancelled ?? false),
      applied: applied, rows: rows, costs: costs(of: rows))
  }

  private func rows(of plan: Plan?, _ items: [QueueItem]) -> [PlanDetails.Row] {
    var rest = items
    var rows: [PlanDetails.Row] = []
    for task in plan?.tasks ?? [] {
      let id = plan?.rowID(of: task.id) ?? ""
      if let place = rest.firstIndex(where: { $0.id == id }) { rest.remove(at: place) }
      let item = (try? snapshot.item(id)) ?? (try? archive?.item(id)) ?? nil
      rows.append(row(id, task, item))
    }
    return rows + rest.map { row($0.id, nil, $0) }
  }

  private func row(_ id: String, _ task: PlanTask?, _ item: QueueItem?) -> PlanDetails.Row {
    PlanDetails.Row(
      id: id, task: task, item: item, isStuck: stuck.contains(id), costs: costs[id])
  }

  private func costs(of rows: [PlanDetails.Row]) -> CostSum? {
    let sums = rows.compactMap(\.costs)
    return sums.isEmpty ? nil : sums.reduce(into: CostSum()) { $0.add($1) }
  }

  /// Why each row of a plan is not at work, by its id; nothing of those that are IN_PROGRESS or DONE.
  func explanations(of plan: PlanDetails) throws(Problem) -> [String: Explanation] {
    var explanations: [String: Explanation] = [:]
    if plan.rows.contains(where: { $0.status == .pending }) {
      for found in try taskQueue.why(in: snapshot, as: Caller()).explanations {
        if let id = found.id { explanations[id] = found }
      }
    }
    for item in plan.rows.compactMap(\.item) {
      guard let stopped = StoppedRow(item, context) else { continue }
      explanations[item.id] = Explanation(item.id, item.status, .stopped(stopped), stopped.remedy)
    }
    return explanations
  }
}
