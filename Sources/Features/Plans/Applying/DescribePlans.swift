import Door
import Model
import QueueStore
import Workers
import Worktrees

/// Use case: lists the plans and the progress of their rows (`orch plan list`, `show`).
///
/// A plan consists of the rows that belong to it and of the version that was applied. Either may be
/// missing.
struct DescribePlans: UseCase {
  let queue: Queue
  private let snapshot: any QueueSnapshot
  private let archive: (any QueueSnapshot)?

  init(queue: Queue) throws {
    self.queue = queue
    (snapshot, archive) = (try queue.snapshot(), try queue.archive())
  }

  /// All plans of this queue, by name. A plan that can't be read does not hide the others.
  func all() throws -> [PlanDetails] {
    let items = snapshot.rows()
    var found: [Found] = []
    for name in Set(items.keys).union(PlanFolder.names(workspace)).sorted() {
      do {
        if let plan = try find(name, items[name] ?? []) { found.append(plan) }
      } catch {
        queue.warn(.failure(Problem(error)))
      }
    }
    return try details(of: found)
  }

  func plan(_ name: String) throws -> PlanDetails {
    guard PlanName.isWellFormed(name),
      let found = try find(name, snapshot.rows(ofPlans: [name])[name] ?? []),
      let plan = try details(of: [found]).first
    else { throw Problem.plan(.unknown(name)) }
    return plan
  }

  /// Whether a row, a version or a proposal of this queue belongs to the plan.
  func contains(_ name: String) throws -> Bool {
    try find(name, snapshot.rows(ofPlans: [name])[name] ?? []) != nil
  }

  /// Describes plans without their costs, leaving out those that can't be read.
  func states(of names: [String]) throws -> [PlanDetails] {
    let items = snapshot.rows(ofPlans: Set(names))
    let found = names.compactMap { (try? find($0, items[$0] ?? [])) ?? nil }
    return try details(of: found, withCosts: false)
  }

  private func details(of found: [Found], withCosts: Bool = true) throws -> [PlanDetails] {
    let ids = found.flatMap { $0.rows.compactMap(\.item?.id) + $0.unreadable }
    let ofPlanners = found.map { ProposePlan.costID(of: $0.name) }
    let explain = ExplainWaiting(queue: queue)
    let explained = try explain(ofRows: ids.filter(snapshot.contains), in: snapshot)
    let explanations = Dictionary(
      explained.explanations.compactMap { row in row.id.map { ($0, row) } }
    ) { first, _ in first }
    let costs = withCosts ? self.costs(of: Set(ids + ofPlanners)) : [:]
    let policy = try queue.context().policy
    return found.map { $0.details(explanations, costs, policy) }
  }

  /// The facts about a plan before its rows are explained.
  fileprivate struct Found {
    let name: String
    let isCancelled: Bool
    let applied: PlanDetails.Applied?
    let rows: [(id: String, task: PlanTask?, item: QueueItem?)]
    /// The ids of the rows that exist, but can't be read.
    let unreadable: Set<String>
    let proposal: PlanProposal?
  }

  /// The plan with a name; `nil` if no row and no version of this queue belongs to it.
  private func find(_ name: String, _ items: [QueueItem]) throws -> Found? {
    let folder = PlanFolder(name, workspace)
    var head = try folder.head()
    if head?.store != workspace.sharedStoreName { head = nil }
    var applied: PlanDetails.Applied?
    if let head, head.version > 0 {
      applied = PlanDetails.Applied(
        plan: try folder.plan(ofVersion: head.version), version: head.version, hash: head.hash)
    }
    var proposal = try ProposalFolder(name, workspace).last()
    if applied == nil, items.isEmpty, proposal == nil { return nil }
    if applied != nil || !items.isEmpty, proposal?.state != .proposed { proposal = nil }
    var rows: [(id: String, task: PlanTask?, item: QueueItem?)] = []
    var unreadable: Set<String> = []
    for task in applied?.plan.tasks ?? [] {
      let id = "\(name).\(task.id)"
      var item: QueueItem?
      // A row that a person has to mend is not deleted: without it, the plan could end as done.
      do { item = try snapshot.item(id) ?? archive?.item(id) } catch  where snapshot.contains(id) {
        unreadable.insert(id)
      }
      // A person may have taken the row out of the plan.
      rows.append((id, task, item?.planName == name ? item : nil))
    }
    let planned = Set(rows.map(\.id))
    for item in items where !planned.contains(item.id) { rows.append((item.id, nil, item)) }
    return Found(
      name: name, isCancelled: head?.isCancelled ?? false, applied: applied, rows: rows,
      unreadable: unreadable, proposal: proposal)
  }

  /// The costs of the attempts at each row; empty if the ledger can't be read, which a warning
  /// explains.
  private func costs(of ids: Set<String>) -> [String: CostSum] {
    var costs: [String: CostSum] = [:]
    do {
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
        id: id, task: task, item: item,
        explanation: item != nil || unreadable.contains(id) ? explanations[id] : nil,
        costs: costs[id])
    }
    let sums = rows.compactMap(\.costs) + [costs[ProposePlan.costID(of: name)]].compactMap(\.self)
    let isOnlyProposed = applied == nil && rows.isEmpty
    let state =
      (isOnlyProposed ? proposal.map { PlanState(of: $0) } : nil)
      ?? PlanState(of: rows, isCancelled: isCancelled, policy)
    return PlanDetails(
      name: name, state: state, applied: applied, rows: rows,
      costs: sums.isEmpty ? nil : sums.reduce(into: CostSum()) { $0.add($1) },
      proposal: proposal)
  }
}
