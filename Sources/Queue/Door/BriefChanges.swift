/// Changes of the briefs of rows, made before a change of these rows. If the change of the rows is
/// refused, the briefs get their previous texts back.
package struct BriefChanges {
  private var changes: [Change] = []
  package var isEmpty: Bool { changes.isEmpty }
  private let workspace: Workspace
  private let plan: String?

  private struct Change {
    let id: String
    /// The text before and after; `nil` for no brief.
    let old, new: String?
    /// Whether the row is added together with the brief.
    let isOfNewRow: Bool

    /// Whether it is certain that the row was not added.
    func isUndone(_ isThere: (String) -> Bool?) -> Bool { isOfNewRow && isThere(id) == false }
  }

  /// - Parameter plan: the plan of all rows; `nil` for none.
  package init(in workspace: Workspace, ofPlan plan: String? = nil) {
    (self.workspace, self.plan) = (workspace, plan)
  }

  /// - Parameters:
  ///   - old: the text of the row's brief before; `nil` for none.
  ///   - new: the text after; `nil` for none.
  /// - Throws: if the brief can't be written.
  package mutating func add(_ id: String, _ old: String?, _ new: String?, isOfNewRow: Bool) throws {
    if old == nil {
      if new == nil { return }
      if let problem = workspace.briefProblem(of: id) { throw problem }
    }
    changes.append(Change(id: id, old: old, new: new, isOfNewRow: isOfNewRow))
  }

  /// Makes the changes, then calls `body`. If `body` is refused, reverts the changes.
  ///
  /// - Parameters:
  ///   - queue: the queue of the rows; its command can be undone.
  ///   - body: changes the rows, in the queue that it receives.
  ///   - isThere: whether a row exists; `nil` if the queue can't be read.
  ///   - report: called with the number of briefs that are written, and the number of all.
  package func writing<Result>(
    for queue: Queue, _ body: (Queue) throws -> Result, isThere: (String) -> Bool?,
    report: (Int, Int) -> Void = { _, _ in }
  ) throws -> Result {
    if !changes.isEmpty { workspace.removeAbandonedBriefs(ofPlan: plan) }
    try KeptBriefs.keep(
      changes.map { KeptBriefs.Change(id: $0.id, old: $0.old, newText: $0.new) },
      by: queue.commandKey, at: queue.clock.now, in: workspace)
    var made: [Change] = []
    do {
      for (index, change) in changes.enumerated() {
        if try make(change) { made.append(change) }
        report(index + 1, changes.count)
      }
      // One call for all new briefs, because an import may have thousands.
      if made.contains(where: { $0.old == nil }) { try workspace.syncBriefs() }
      return try body(queue.changingBriefs(of: changes.map(\.id)))
    } catch {
      let isRefused = Problem(error).refusal != nil
      for change in made where isRefused || change.isUndone(isThere) {
        takeBack(change)
      }
      throw error
    }
  }

  /// - Returns: whether the file changed.
  private func make(_ change: Change) throws -> Bool {
    switch (change.old, change.new) {
    case (nil, let new?): return try workspace.keepBrief(new, of: change.id, syncsFolder: false)
    case (_?, let new?): try workspace.replaceBrief(new, of: change.id)
    case (_, nil): try workspace.removeBrief(of: change.id)
    }
    return true
  }

  private func takeBack(_ change: Change) {
    guard let old = change.old else {
      try? workspace.removeBrief(of: change.id)
      return
    }
    if change.new == nil {
      _ = try? workspace.keepBrief(old, of: change.id)
    } else {
      try? workspace.replaceBrief(old, of: change.id)
    }
  }
}
