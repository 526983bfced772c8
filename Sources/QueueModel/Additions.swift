/// Rows that come together, all or none of them.
struct Additions<Table: QueueTable> {
  private let table: Table
  private let rows: [(id: String, new: Transition.NewItem)]

  /// Gives each row its id, and in a sequence what it waits for.
  ///
  /// The ids that nobody names follow the highest number of the table and of the named ones,
  /// so that none of them is in a named one's way.
  init(_ new: [Transition.NewItem], inSequence: Bool, to table: Table) throws {
    self.table = table
    var number = new.compactMap { $0.id.flatMap { NumberedID.number(of: $0.utf8) } }
      .reduce(try table.highestNumber, max)
    var rows: [(id: String, new: Transition.NewItem)] = []
    for var item in new {
      if item.id == nil { number += 1 }
      let id = item.id ?? NumberedID.id(number: number)
      if inSequence, let previous = rows.last?.id, !item.after.contains(previous) {
        item.after.append(previous)
      }
      rows.append((id, item))
    }
    self.rows = rows
  }

  func decide() throws -> Decision {
    var waiting: [String: [String]] = [:]
    for (id, new) in rows {
      guard ItemID.isWellFormed(id) else { throw Refusal.illFormedID(id) }
      guard try waiting[id] == nil && !table.contains(id) else { throw Refusal.alreadyExists(id) }
      waiting[id] = new.after
    }
    try checkDependencies(waiting)
    return Decision(
      rows.map { id, new in
        ItemChange(.added, before: nil, after: QueueItem(new, id: id))
      })
  }

  /// - Parameter waiting: what each of the rows waits for.
  private func checkDependencies(_ waiting: [String: [String]]) throws {
    for (_, new) in rows {
      for dependency in new.after where waiting[dependency] == nil {
        guard try table.contains(dependency) else { throw Refusal.notFound(dependency) }
      }
    }
    let after = { (id: String) in try waiting[id] ?? table.dependencies(of: id) }
    // The table may have cycles of its own; only where there are any does it take a closer look.
    guard try !Dependencies.cycles(among: rows.map(\.id), after: after).isEmpty else { return }
    for (id, _) in rows {
      if let cycle = try Dependencies.cycle(through: id, after: after) {
        throw Refusal.dependencyCycle(cycle)
      }
    }
  }
}
