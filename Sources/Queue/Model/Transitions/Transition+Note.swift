/// Notes each fact once: facts that are already in the history are skipped. The end of a plan adds
/// a note to the plan's parent, in the same entry. Source: `docs/storage.md`, "Transitions".
struct FactNotes {
  let facts: [QueueFact]
  let context: TransitionContext

  func decide(in table: some QueueTable) throws -> Decision {
    var known = Set(context.history.compactMap { $0.fact?.key })
    let new = facts.filter { known.insert($0.key).inserted && isTrue($0, in: table) }
    return new.isEmpty ? .unchanged : .noted(new, parentChanges(new, in: table))
  }

  /// Whether the fact still holds: a person may have replied to the row, or removed it, since it
  /// was read.
  private func isTrue(_ fact: QueueFact, in table: some QueueTable) -> Bool {
    switch fact {
    case .reminder(let reminder):
      (try? table.item(reminder.id))?.awaited == reminder.awaited
    case .longWork(let work): isAtWork(work, in: table)
    case .budgetUsedUp(let excess):
      excess.use.id.map { (try? table.contains($0)) ?? false } ?? true
    case .proposal, .planEnded, .workerPaused, .hookGaveUp, .recurring, .queuePause: true
    }
  }

  private func isAtWork(_ work: QueueFact.LongWork, in table: some QueueTable) -> Bool {
    guard let item = try? table.item(work.id) else { return false }
    return item.status == .inProgress && item.claim?.number == work.claim
  }

  /// One change for each parent, even if several of its plans ended. A missing or unreadable parent
  /// gets none.
  private func parentChanges(_ facts: [QueueFact], in table: some QueueTable) -> [ItemChange] {
    var parents: [String] = []
    var notes: [String: [String]] = [:]
    for case .planEnded(let end) in facts {
      guard let parent = end.parent else { continue }
      if notes[parent] == nil { parents.append(parent) }
      notes[parent, default: []].append(end.note)
    }
    return parents.compactMap { id in
      guard let item = try? table.item(id) else { return nil }
      // The parent may still have the note of a fact that is no longer in the history.
      let new = (notes[id] ?? []).filter { !item.notes.segments.contains($0) }
      if new.isEmpty { return nil }
      return ItemChange(changing: item, .edited) { parent in
        for note in new { parent.notes.append(prose: note, context.policy.controlKeys) }
      }
    }
  }
}
