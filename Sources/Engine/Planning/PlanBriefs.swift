import Facts
import Plans
import QueueModel
import QueueStore

/// The briefs of a plan's rows, as a version of the plan changes them: those of rows that are added,
/// and of rows that still have the brief of an earlier version. What a person wrote stays, and so
/// does the brief of a row that is at work or DONE.
struct PlanBriefs {
  /// What becomes of the briefs of rows that are there, by the row's id; none where a brief is as
  /// the plan has it.
  private(set) var outcomes: [String: AppliedPlan.Row.BriefOutcome] = [:]
  private var changes: [Change] = []
  /// Whether no brief changes.
  var isEmpty: Bool { changes.isEmpty }
  private let plan: String
  private let workspace: Workspace

  fileprivate struct Change {
    let id: String
    /// The text before and after; `nil` for no brief.
    let old, new: String?
    /// Whether the row is added with it.
    let isOfNewRow: Bool
  }

  /// - Parameters:
  ///   - plan: the version that is to be applied.
  ///   - earlier: the version that the rows follow, and later ones that a crash cut.
  ///   - gone: the ids of rows that are not added again.
  ///   - snapshot: the rows.
  ///   - workspace: the folder of the briefs.
  /// - Throws: where a brief can't be written: `briefExists`, where a row that is to be added has one
  ///   which no version gave it.
  init(
    of plan: Plan, _ earlier: [Plan], gone: Set<String>, _ snapshot: any QueueSnapshot,
    _ workspace: Workspace
  ) throws(Problem) {
    (self.plan, self.workspace) = (plan.name, workspace)
    let earlierBriefs = earlier.map { plan in
      Dictionary(plan.tasks.map { ($0.id, $0.brief) }) { first, _ in first }
    }
    for task in plan.tasks {
      let id = plan.rowID(of: task.id)
      let status = snapshot.status(of: id)
      if status == nil, gone.contains(id) { continue }
      let before = earlierBriefs.compactMap { $0[task.id] }
      // Most tasks have none, and their rows need no look at the disk.
      if task.brief == nil, before.allSatisfy({ $0 == nil }) { continue }
      let old = workspace.wholeBrief(of: id)
      let isSame = isSame(old, task.brief)
      let isOfPlan = before.contains { self.isSame($0, old) }
      guard let status else {
        // A crash may have left the brief of a version whose rows were never added.
        if !isSame, !isOfPlan, old != nil {
          throw .briefExists(path: workspace.briefPath(of: id), id: id)
        }
        let change = Change(
          id: id, old: isSame ? nil : old, new: task.brief, isOfNewRow: true)
        try add(change)
        continue
      }
      if isSame { continue }
      switch status {
      case .pending, .failed, .blocked:
        guard isOfPlan else { fallthrough }
        outcomes[id] = .changed
        try add(Change(id: id, old: old, new: task.brief, isOfNewRow: false))
      case .inProgress, .done: outcomes[id] = .kept
      }
    }
  }

  /// Byte for byte.
  private func isSame(_ brief: String?, _ other: String?) -> Bool {
    brief.map { Array($0.utf8) } == other.map { Array($0.utf8) }
  }

  private mutating func add(_ change: Change) throws(Problem) {
    if change.old == nil {
      if change.new == nil { return }
      if let problem = workspace.briefProblem(of: change.id) { throw problem }
    }
    changes.append(change)
  }

  /// Makes the changes, then calls `body`. Where that is refused they are taken back.
  ///
  /// - Parameters:
  ///   - body: changes the rows.
  ///   - isThere: whether a row is there; `nil` where the queue can't be read.
  func writing<Result>(
    _ body: () throws(Problem) -> Result, isThere: (String) -> Bool?
  ) throws(Problem) -> Result {
    if !changes.isEmpty { workspace.removeAbandonedBriefs(ofPlan: plan) }
    var made: [Change] = []
    do throws(Problem) {
      for change in changes where try make(change) { made.append(change) }
      return try body()
    } catch {
      for change in made where error.refusal != nil || change.isUndone(isThere) {
        takeBack(change)
      }
      throw error
    }
  }

  /// - Returns: whether the file changed.
  private func make(_ change: Change) throws(Problem) -> Bool {
    switch (change.old, change.new) {
    case (nil, let new?): return try workspace.keepBrief(new, of: change.id)
    case (_?, let new?): try workspace.replaceBrief(new, of: change.id)
    case (_, nil): workspace.removeBrief(of: change.id)
    }
    return true
  }

  private func takeBack(_ change: Change) {
    guard let old = change.old else { return workspace.removeBrief(of: change.id) }
    if change.new == nil {
      _ = try? workspace.keepBrief(old, of: change.id)
    } else {
      try? workspace.replaceBrief(old, of: change.id)
    }
  }
}

extension PlanBriefs.Change {
  /// Whether the row was surely not added.
  fileprivate func isUndone(_ isThere: (String) -> Bool?) -> Bool {
    isOfNewRow && isThere(id) == false
  }
}
