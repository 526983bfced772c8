package import Model
import Text

/// Use case: adds several rows together, or one row with a brief.
package struct SubmitWork: Sendable, UseCase {
  package let queue: Queue

  package init(queue: Queue) { self.queue = queue }

  /// Adds rows in this order, all or none.
  ///
  /// - Parameters:
  ///   - items: the rows; their `after` may name each other.
  ///   - briefs: more text for the workers of rows with a given id, saved as `tasks/ID.md`.
  ///   - isSequence: whether each row also waits for the row before it.
  ///   - request: the request with a key that adds the rows.
  /// - Throws: `briefExists` if a file with another text exists at the path of a brief, or the
  ///   brief of a removed row at that of a row without a brief.
  func callAsFunction(
    _ items: [Transition.NewItem], briefs: [(id: String, text: String)] = [],
    inSequence isSequence: Bool = false, of request: AddRequest? = nil
  ) throws -> Decision {
    let named = Set(briefs.map(\.id))
    try checkOldBriefs(of: items.compactMap(\.id).filter { !named.contains($0) }, request)
    let transition = Transition.addAll(
      items, inSequence: isSequence, above: workspace.highestBrief(of: try idPrefix()),
      request: request)
    return try perform(transition, keeping: briefs)
  }

  /// Adds a row. A row without an id gets the next number, above the numbers of all briefs, because
  /// an old brief belongs to another row.
  ///
  /// - Parameters:
  ///   - brief: more text for the row's worker, saved as `tasks/ID.md`.
  ///   - request: the request with a key that adds the row.
  /// - Throws: `briefExists` if a file with another text exists at that path, or, without `brief`,
  ///   the brief of a removed row.
  package func callAsFunction(
    _ item: Transition.NewItem, brief: String? = nil, of request: AddRequest? = nil
  ) throws -> Decision {
    if item.id != nil { return try add(item, brief, request) }
    let prefix = try idPrefix()
    guard let brief else {
      return try queue.perform(
        .addAll(
          [item], inSequence: false, above: workspace.highestBrief(of: prefix), request: request))
    }
    var item = item
    item.isGenerated = true
    var failed = 0
    while true {
      let used = try queue.read { try $0.highestNumber(of: prefix) }
      let number = max(used, workspace.highestBrief(of: prefix), failed) + 1
      item.id = NumberedID.id(number: number, prefix: prefix)
      do { return try add(item, brief, request) } catch {
        // Another process has used the id, or created its brief, in the meantime.
        let problem = Problem(error)
        switch (problem, problem.refusal) {
        case (.briefExists, _), (_, .alreadyExists?): failed = number
        default: throw error
        }
      }
    }
  }

  private func idPrefix() throws -> String {
    try queue.settings.get().policy.idPrefix
  }

  private func add(
    _ item: Transition.NewItem, _ brief: String?, _ request: AddRequest?
  ) throws -> Decision {
    let addition = Transition.addAll([item], inSequence: false, request: request)
    guard let id = item.id, let brief else {
      try checkOldBriefs(of: [item.id].compactMap(\.self), request)
      return try queue.perform(addition)
    }
    return try perform(addition, keeping: [(id, brief)], areGenerated: item.isGenerated)
  }

  /// Refuses a new row without a brief that would get the brief of a removed row.
  private func checkOldBriefs(of ids: [String], _ request: AddRequest?) throws {
    let kept = ids.filter { ItemID.isWellFormed($0) && workspace.wholeBrief(of: $0) != nil }
    if kept.isEmpty { return }
    let found = try queue.read { table -> String? in
      if let request, try table.addition(withKey: request.key) != nil { return nil }
      return try kept.first { try !table.contains($0) && table.wasRemoved($0) }
    }
    guard let id = found else { return }
    throw Problem.hinted(
      .briefExists(path: workspace.briefPath(of: id), id: id),
      Sentence(
        "it is the brief of a row that was removed: remove the file, or choose another id; "
          + "orch restore \(id) brings that row back",
        "제거한 행의 브리프입니다. 파일을 지우거나 다른 id를 고르십시오. 그 행을 되돌리기: orch restore \(id)"))
  }

  /// Adds rows. Their briefs are saved before the rows can be claimed, and removed if it is certain
  /// that the rows were not added.
  private func perform(
    _ addition: Transition, keeping briefs: [(id: String, text: String)],
    areGenerated: Bool = false
  ) throws -> Decision {
    var added: [String] = []
    if !briefs.isEmpty { workspace.removeAbandonedBriefs() }
    do {
      for (id, text) in briefs where try keep(text, of: id, isGenerated: areGenerated) {
        added.append(id)
      }
      // A brief that was there with the same text is the row's, too.
      try KeptBriefs.keep(
        briefs.map { KeptBriefs.Change(id: $0.id, old: nil, newText: $0.text) },
        by: queue.commandKey, at: queue.clock.now, in: workspace)
      let decision = try queue.changingBriefs(of: briefs.map(\.id)).perform(addition)
      if case .addedBefore(let ids) = decision {
        for id in added where !ids.contains(id) { try? workspace.removeBrief(of: id) }
      }
      return decision
    } catch {
      let isRefused = Problem(error).refusal != nil
      for id in added where isWithoutBrief(id, isRefused: isRefused) {
        try? workspace.removeBrief(of: id)
      }
      throw error
    }
  }

  /// Whether it is certain that no row with the id was added with its brief, by this command or by
  /// another one with the same brief.
  private func isWithoutBrief(_ id: String, isRefused: Bool) -> Bool {
    do {
      guard try queue.read({ try $0.contains(id) }) else { return true }
      return try isRefused
        && queue.history(of: id).last { $0.isAddition }?.changesBrief != true
    } catch { return false }
  }

  /// - Returns: whether the brief is new. A killed command may have left the brief of a given id.
  ///   The brief of a generated id belongs to another row, which may be gone.
  private func keep(_ brief: String, of id: String, isGenerated: Bool) throws -> Bool {
    guard ItemID.isWellFormed(id) else { throw Problem.refused(.illFormedID(id)) }
    try queue.checkWritable()
    if try queue.read({ try $0.contains(id) }) { throw Problem.refused(.alreadyExists(id)) }
    return try workspace.keepBrief(brief, of: id, mayBeThere: !isGenerated)
  }
}
