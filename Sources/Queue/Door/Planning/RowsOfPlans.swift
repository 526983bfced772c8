import Host
package import Model
package import QueueStore

extension QueueSnapshot {
  /// The rows of some plans, by the plan, in the order of the table.
  ///
  /// - Parameter plans: the names of the plans; `nil` for all.
  package func rows(ofPlans plans: Set<String>? = nil) -> [String: [QueueItem]] {
    // A plan's name has no character that a table escapes, so a line without the name is not a row
    // of the plan.
    let needles = plans?.map { Array($0.utf8) } ?? [Array("plan=".utf8)]
    var rows: [String: [QueueItem]] = [:]
    if needles.isEmpty { return rows }
    for row in 0..<rowCount {
      if let line = line(at: row), !needles.contains(where: { line.contains($0) }) { continue }
      guard let item = item(at: row), let plan = item.planName, plans?.contains(plan) ?? true
      else { continue }
      rows[plan, default: []].append(item)
    }
    return rows
  }
}

extension Queue {
  /// The rows that were archived; `nil` if there are none.
  package func archive() throws -> (any QueueSnapshot)? {
    try store.archiving?.archiveStore?.snapshot()
  }
}
