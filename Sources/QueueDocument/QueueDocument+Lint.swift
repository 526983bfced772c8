public import QueueModel

extension QueueDocument {
  /// Everything that is wrong or doubtful in the table, in the order of the
  /// lines.
  public func lint() -> [Finding] {
    let repeated = linesOfRepeatedIDs()
    var findings = entries.indices.flatMap { row in
      problemFindings(at: row, repeated: repeated) + warnings(at: row)
    }
    findings += dependencyFindings() + rowsOutsideTable()
    return findings.enumerated().sorted {
      ($0.element.line, $0.element.column, $0.offset)
        < ($1.element.line, $1.element.column, $1.offset)
    }.map(\.element)
  }

  /// How many rows have a problem.
  public var malformedRowCount: Int { entries.reduce(0) { $1.problems.isEmpty ? $0 : $0 + 1 } }

  /// The first problem that stops a row, or `nil`.
  public var firstProblem: Finding? {
    entries.firstIndex { !$0.problems.isEmpty }.flatMap { findings(ofRow: $0).first }
  }

  /// The rows that a problem stops, each with its first.
  public var rowsToMend: [MalformedRow] {
    let repeated = linesOfRepeatedIDs()
    return entries.indices.compactMap { row in
      problemFindings(at: row, repeated: repeated).first.map { problem in
        let id = bytes.text(entries[row].id)
        return MalformedRow(
          id: id.isEmpty ? nil : id, status: status(at: row), line: problem.line,
          problem: problem.message)
      }
    }
  }

  /// What stops a row.
  func findings(ofRow row: Int) -> [Finding] {
    let isRepeated = entries[row].problems.contains(.repeatedID)
    return problemFindings(at: row, repeated: isRepeated ? linesOfRepeatedIDs() : [:])
  }

  /// The lines in which each id stands that stands in several.
  private func linesOfRepeatedIDs() -> [String: [Int]] {
    let rows = entries.indices.filter { entries[$0].problems.contains(.repeatedID) }
    return Dictionary(grouping: rows) { bytes.text(entries[$0].id) }
      .mapValues { $0.map(lineNumber) }
  }

  private func problemFindings(at row: Int, repeated: [String: [Int]]) -> [Finding] {
    let problems = entries[row].problems
    if problems.isEmpty { return [] }
    let cells = LineCells(line(of: row), in: bytes.raw)
    if problems.contains(.cellCount) { return [cellCountFinding(row, cells)] }
    var findings: [Finding] = []
    if problems.contains(.emptyID) {
      findings.append(idFinding(.emptyID, row, cells) { _ in "the id is empty" })
    }
    if problems.contains(.illFormedID) {
      findings.append(
        idFinding(.illFormedID, row, cells) { "the id '\($0)' is ill-formed: \(ItemID.rule)" })
    }
    if problems.contains(.repeatedID) {
      let lines = repeated[bytes.text(entries[row].id), default: []]
      let others = Self.listed(lines.filter { $0 != lineNumber(of: row) })
      findings.append(
        idFinding(.repeatedID, row, cells) {
          "the id '\($0)' stands also in line \(others): give one of them another"
        })
    }
    if problems.contains(.unknownStatus) { findings.append(statusFinding(row, cells)) }
    return findings
  }

  private func idFinding(
    _ rule: Finding.Rule, _ row: Int, _ cells: LineCells, _ message: (String) -> String
  ) -> Finding {
    let cell = bytes.raw.trimmed(cells[header.position(of: .id)])
    return finding(rule, row, at: cell.lowerBound, message(bytes.text(cell).escaped))
  }

  private func statusFinding(_ row: Int, _ cells: LineCells) -> Finding {
    let cell = bytes.raw.trimmed(cells[header.position(of: .status)])
    let known = Status.allCases.map(\.rawValue).joined(separator: ", ")
    return finding(
      .unknownStatus, row, at: cell.lowerBound,
      "unknown status '\(bytes.text(cell).escaped)': use \(known)")
  }

  /// A few numbers, and how many more there are.
  private static func listed(_ lines: [Int]) -> String {
    let shown = lines.prefix(5).map(String.init).joined(separator: ", ")
    return lines.count > 5 ? "\(shown) and \(lines.count - 5) more" : shown
  }

  private func cellCountFinding(_ row: Int, _ cells: LineCells) -> Finding {
    let expected = header.columnCount
    let offset = cells.count > expected ? cells[expected].lowerBound : cells.line.contentEnd
    return finding(
      .cellCount, row, at: offset,
      "expected \(expected) cells, found \(cells.count)"
        + (cells.count > expected ? ": a pipe inside a cell is written \\|" : ""))
  }

  /// A finding at a byte offset of a row's line.
  func finding(_ rule: Finding.Rule, _ row: Int, at offset: Int, _ message: String) -> Finding {
    Finding(
      rule, line: lineNumber(of: row),
      column: bytes.column(of: offset, inLineFrom: entries[row].start), message)
  }
}
