import QueueModel

extension QueueDocument {
  /// What is wrong with the rows' `after`: rows that wait for each other, and
  /// rows that nobody knows.
  func dependencyFindings() -> [Finding] {
    var after: [String: [String]] = [:]
    var waiting: [QueueItem] = []
    for row in entries.indices {
      guard let item = item(at: row), !item.after.isEmpty else { continue }
      after[item.id] = item.after
      waiting.append(item)
    }
    return waiting.flatMap { item in
      unknownDependencies(of: item) + cycle(through: item, after: after)
    }
  }

  private func unknownDependencies(of item: QueueItem) -> [Finding] {
    item.after.filter { !contains($0) }.map { id in
      finding(.unknownDependency, in: item, "waits for \(id.escaped), which no row has")
    }
  }

  /// A cycle is named once, in the row of its members that stands first.
  private func cycle(through item: QueueItem, after: [String: [String]]) -> [Finding] {
    guard let cycle = Dependencies.cycle(through: item.id, after: { after[$0] ?? [] }),
      cycle.allSatisfy({ lineOf($0) >= item.line ?? 0 })
    else { return [] }
    let way = cycle.map(\.escaped).joined(separator: " -> ")
    return [finding(.dependencyCycle, in: item, "rows that wait for each other: \(way)")]
  }

  private func lineOf(_ id: String) -> Int { row(of: id).map(lineNumber) ?? .max }

  private func finding(_ rule: Finding.Rule, in item: QueueItem, _ message: String) -> Finding {
    let row = (item.line ?? 0) - lineNumber(of: 0)
    let cells = LineCells(line(of: row), in: bytes.raw)
    let position = header.afterPosition ?? header.position(of: .notes)
    return finding(rule, at: bytes.raw.trimmed(cells[position]).lowerBound, message)
  }
}
