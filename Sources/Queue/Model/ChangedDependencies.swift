/// For which rows the rows of a table wait once some of them are added, changed or removed.
struct ChangedDependencies<Table: QueueTable> {
  private let table: Table
  private let rows: [String: QueueItem]
  private let removed: Set<String>
  /// The ids of the changed rows that are not DONE, by the names of their plans.
  private let plans: [String: [String]]

  init(of rows: [QueueItem], without removed: Set<String> = [], in table: Table) {
    (self.table, self.removed) = (table, removed)
    self.rows = Dictionary(rows.map { ($0.id, $0) }) { _, last in last }
    plans = rows.reduce(into: [:]) { plans, row in
      if let plan = row.planName, row.status != .done { plans[plan, default: []].append(row.id) }
    }
  }

  /// The ids of a row's `after`, and of the rows of the plans that are made for it; empty if the
  /// row does not exist or can't be changed.
  func ids(of id: String) throws -> [String] {
    if removed.contains(id) { return [] }
    let row: QueueItem?
    do { row = try rows[id] ?? table.item(id) } catch is Refusal { return [] }
    guard let row else { return [] }
    let awaited = row.awaitedPlans.filter { $0 != row.planName }
    return row.after
      + (try awaited.flatMap { plan in
        let others = try table.rowsNotDone(ofPlan: plan).map(\.id).filter { rows[$0] == nil }
        return others + plans[plan, default: []]
      })
  }
}
