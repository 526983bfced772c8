import Dispatching
import Facts
import Host
import Plans
import QueueModel
import QueueStore

/// Use case: says what plans there are, and how far their rows are (`orch plan list`, `show`).
///
/// A plan is the rows that belong to it, and the version that was applied: either may be missing.
struct DescribePlans {
  private let queue: Queue
  private let workspace: Workspace
  private let snapshot: any QueueSnapshot
  private let archive: (any QueueSnapshot)?
  /// The rows of each plan, in the order of the table.
  private let items: [String: [QueueItem]]

  init(queue: Queue, workspace: Workspace) throws(Problem) {
    (self.queue, self.workspace) = (queue, workspace)
    snapshot = try queue.snapshot()
    do { archive = try queue.store.archiving?.archiveStore?.snapshot() } catch {
      throw .store(error)
    }
    var items: [String: [QueueItem]] = [:]
    for index in 0..<snapshot.rowCount {
      guard let item = snapshot.item(at: index), let name = item.planName else { continue }
      items[name, default: []].append(item)
    }
    self.items = items
  }

  /// All plans of this queue, by name.
  func all() throws(Problem) -> [PlanDetails] {
    try details(of: Set(items.keys).union(PlanFolder.names(workspace)).sorted())
  }

  /// - Throws: `PlanProblem.unknown`.
  func plan(_ name: String) throws(Problem) -> PlanDetails {
    guard PlanName.isWellFormed(name), let plan = try details(of: [name]).first else {
      throw .plan(.unknown(name))
    }
    return plan
  }

  /// Those of the plans of which there is anything in this queue.
  func details(of names: [String]) throws(Problem) -> [PlanDetails] {
    var found: [Found] = []
    for name in names {
      if let plan = try find(name) { found.append(plan) }
    }
    let ids = found.flatMap { $0.rows.compactMap(\.item?.id) }
    let explain = ExplainWaiting(queue: queue, workspace: workspace)
    let explained = try explain(ofRows: ids.filter(snapshot.contains), in: snapshot)
    let explanations = Dictionary(
      explained.explanations.compactMap { row in row.id.map { ($0, row) } }
    ) { first, _ in first }
    let (policy, costs) = (try queue.context().policy, costs(of: Set(ids)))
    return found.map { $0.details(explanations, costs, policy) }
  }

  /// What is known of a plan before its rows are explained.
  fileprivate struct Found {
    let name: String
    let isCancelled: Bool
    let applied: PlanDetails.Applied?
    let rows: [(id: String, task: PlanTask?, item: QueueItem?)]
  }

  /// `nil` where nothing belongs to such a plan of this queue.
  private func find(_ name: String) throws(Problem) -> Found? {
    let folder = PlanFolder(name, workspace)
    var head = try folder.head()
    if head?.store != workspace.storeName { head = nil }
    var applied: PlanDetails.Applied?
    if let head, head.version > 0 {
      applied = PlanDetails.Applied(
        plan: try folder.plan(ofVersion: head.version), version: head.version, hash: head.hash)
    }
    var rest = items[name] ?? []
    if applied == nil, rest.isEmpty { return nil }
    var rows: [(id: String, task: PlanTask?, item: QueueItem?)] = []
    for task in applied?.plan.tasks ?? [] {
      let id = "\(name).\(task.id)"
      let item = (try? snapshot.item(id)) ?? (try? archive?.item(id)) ?? nil
      rows.append((id, task, item))
    }
    let planned = Set(rows.map(\.id))
    rest.removeAll { planned.contains($0.id) }
    return Found(
      name: name, isCancelled: head?.isCancelled ?? false, applied: applied,
      rows: rows + rest.map { ($0.id, nil, $0) })
  }

  /// What the attempts at each row took; nothing where the ledger can't be read, of which a warning
  /// says why.
  private func costs(of ids: Set<String>) -> [String: CostSum] {
    var costs: [String: CostSum] = [:]
    do throws(SystemError) {
      try workspace.costs.visitEntries {
        if ids.contains($0.id) { costs[$0.id, default: CostSum()].add($0) }
      }
    } catch {
      queue.warn(.leftOut(.system(error)))
    }
    return costs
  }
}

extension DescribePlans.Found {
  fileprivate func details(
    _ explanations: [String: Explanation], _ costs: [String: CostSum], _ policy: Policy
  ) -> PlanDetails {
    let rows = rows.map { id, task, item in
      PlanDetails.Row(
        id: id, task: task, item: item, explanation: explanations[id], costs: costs[id])
    }
    let sums = rows.compactMap(\.costs)
    return PlanDetails(
      name: name, state: PlanState(of: rows, isCancelled: isCancelled, policy), applied: applied,
      rows: rows,
      costs: sums.isEmpty ? nil : sums.reduce(into: CostSum()) { $0.add($1) })
  }
}
