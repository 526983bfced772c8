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
    return waiting.flatMap(unknownDependencies(of:))
      + Dependencies.cycles(among: waiting.map(\.id)) { after[$0] ?? [] }.compactMap(
        finding(ofCycle:))
  }

  private func unknownDependencies(of item: QueueItem) -> [Finding] {
    item.after.filter { !contains($0) }.map { id in
      finding(
        .unknownDependency, row: row(of: item), "waits for \(id.escaped), which no row has")
    }
  }

  /// A cycle is named in the row of its members that stands first.
  private func finding(ofCycle cycle: [String]) -> Finding? {
    let rows = cycle.map { row(of: $0) ?? .max }
    guard let first = rows.indices.min(by: { rows[$0] < rows[$1] }), rows[first] < .max else {
      return nil
    }
    let members = cycle[first...] + cycle[..<first] + [cycle[first]]
    let way = members.map(\.escaped).joined(separator: " -> ")
    return finding(
      .dependencyCycle, row: rows[first], "rows that wait for each other: \(way)")
  }

  private func row(of item: QueueItem) -> Int { (item.line ?? 0) - lineNumber(of: 0) }

  private func finding(_ rule: Finding.Rule, row: Int, _ message: String) -> Finding {
    let cells = LineCells(line(of: row), in: bytes.raw)
    let position = header.afterPosition ?? header.position(of: .notes)
    return finding(rule, row, at: bytes.raw.trimmed(cells[position]).lowerBound, message)
  }
}

extension QueueDocument {
  /// Whether the row may wait for others; `false` is certain, and cheap.
  public func mayWait(at row: Int) -> Bool {
    if let position = header.afterPosition {
      let cells = LineCells(line(of: row), in: bytes.raw)
      return position < cells.count && value(of: cells[position]) != nil
    }
    let content = entries[row].content
    var scanner = ByteScanner(
      bytes.raw.around(content), for: UInt8(ascii: "="),
      from: content.lowerBound)
    var offset = scanner.next()
    while offset < content.upperBound {
      if offset >= content.lowerBound + 5, bytes.raw.starts(with: "after", at: offset - 5) {
        return true
      }
      offset = scanner.next()
    }
    return false
  }
}
