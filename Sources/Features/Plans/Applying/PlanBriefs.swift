import Door
import Model
import QueueStore

/// The briefs that a version of the plan changes: those of new rows, and those of rows that still
/// have the brief of an earlier version. A brief that a person wrote is kept, and so is the brief
/// of a row that may not follow the plan.
struct PlanBriefs {
  /// What happens to the briefs of existing rows, by the row's id. Briefs that do not change are
  /// left out.
  private(set) var outcomes: [String: AppliedPlan.Row.BriefOutcome] = [:]
  private var changes: BriefChanges
  var isEmpty: Bool { changes.isEmpty }

  /// - Parameters:
  ///   - plan: the version that is to be applied.
  ///   - earlier: all other versions: the version that the rows follow, those that a crash
  ///     interrupted, and older ones.
  ///   - gone: the ids of rows that are not added again.
  /// - Throws: if a brief can't be written; `briefExists` if a new row already has a brief that no
  ///   version gave it.
  init(
    of plan: Plan, _ earlier: [Plan], gone: Set<String>, _ snapshot: any QueueSnapshot,
    _ workspace: Workspace
  ) throws {
    changes = BriefChanges(in: workspace, ofPlan: plan.name)
    let earlierBriefs = earlier.map { plan in
      Dictionary(plan.tasks.map { ($0.id, $0.brief) }) { first, _ in first }
    }
    for task in plan.tasks {
      let id = plan.rowID(of: task.id)
      let status = snapshot.status(of: id)
      if status == nil, gone.contains(id) { continue }
      let before = earlierBriefs.compactMap { $0[task.id] }
      // Most tasks have no brief, and their rows need no disk access.
      if task.brief == nil, before.allSatisfy({ $0 == nil }) { continue }
      let old = workspace.wholeBrief(of: id)
      let isSame = isSame(old, task.brief)
      let isOfPlan = before.contains { self.isSame($0, old) }
      guard status != nil else {
        // A crash may have left the brief of a version whose rows were never added.
        if !isSame, !isOfPlan, old != nil {
          throw Problem.briefExists(path: workspace.briefPath(of: id), id: id)
        }
        try changes.add(id, isSame ? nil : old, task.brief, isOfNewRow: true)
        continue
      }
      let item = (try? snapshot.item(id)) ?? nil
      // A person may have taken the row out of the plan.
      if isSame || item.map({ $0.planName != plan.name }) ?? false { continue }
      if isOfPlan, item?.mayFollowPlan ?? false {
        outcomes[id] = .changed
        try changes.add(id, old, task.brief, isOfNewRow: false)
      } else {
        outcomes[id] = .kept
      }
    }
  }

  /// Compares byte for byte; `==` would compare by canonical equivalence.
  private func isSame(_ brief: String?, _ other: String?) -> Bool {
    brief.map { Array($0.utf8) } == other.map { Array($0.utf8) }
  }

  func writing<Result>(
    for queue: Queue, _ body: (Queue) throws -> Result, isThere: (String) -> Bool?
  ) throws -> Result {
    try changes.writing(for: queue, body, isThere: isThere)
  }
}
