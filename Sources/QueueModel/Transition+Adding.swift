// Rows that come.

extension Transition {
  func add(_ new: NewItem, to table: some QueueTable) throws -> Decision {
    let id = try new.id ?? NumberedID.id(number: table.highestNumber + 1)
    guard ItemID.isWellFormed(id) else { throw Refusal.illFormedID(id) }
    guard try !table.contains(id) else { throw Refusal.alreadyExists(id) }
    try checkDependencies(of: id, after: new.after, in: table)
    return .change(ItemChange(.added, before: nil, after: QueueItem(new, id: id)))
  }

  private func checkDependencies(
    of id: String, after: [String], in table: some QueueTable
  ) throws {
    for dependency in after where try dependency != id && !table.contains(dependency) {
      throw Refusal.notFound(dependency)
    }
    let cycle = try Dependencies.cycle(through: id) { row in
      try row == id ? after : table.dependencies(of: row)
    }
    if let cycle { throw Refusal.dependencyCycle(cycle) }
  }
}

extension QueueItem {
  /// The row that `new` asks for: the notes say what people said, and the fields all else.
  init(_ new: Transition.NewItem, id: String) {
    self.init(
      id: id, priority: new.priority, task: CellText.value(new.task),
      successCriteria: CellText.value(new.successCriteria), dueAt: new.dueAt?.text,
      after: new.after,
      record: Record(maxAttempts: new.maxAttempts, idempotencyKey: new.idempotencyKey))
    notes.append(new.notes)
  }
}
