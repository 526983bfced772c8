import QueueModel

extension QueueDocument {
  /// Everything that is wrong or doubtful in the table, in the order of the
  /// lines.
  public func lint() -> [Finding] {
    var findings = entries.indices.flatMap { problemFindings(at: $0) + warnings(at: $0) }
    findings += dependencyFindings() + rowsOutsideTable()
    return findings.enumerated().sorted {
      ($0.element.line, $0.element.column, $0.offset) < (
        $1.element.line, $1.element.column, $1.offset
      )
    }.map(\.element)
  }

  /// How many rows have a problem.
  public var malformedRowCount: Int { entries.reduce(0) { $1.problems.isEmpty ? $0 : $0 + 1 } }

  /// The first problem that stops a row, or `nil`.
  public var firstProblem: Finding? {
    entries.firstIndex { !$0.problems.isEmpty }.flatMap { problemFindings(at: $0).first }
  }

  /// What stops a row.
  func problemFindings(at row: Int) -> [Finding] {
    let problems = entries[row].problems
    if problems.isEmpty { return [] }
    let cells = LineCells(line(of: row), in: bytes.raw)
    if problems.contains(.cellCount) { return [cellCountFinding(row, cells)] }
    var findings: [Finding] = []
    let idCell = bytes.raw.trimmed(cells[header.position(of: .id)])
    let id = bytes.text(idCell).escaped
    if problems.contains(.emptyID) {
      findings.append(finding(.emptyID, at: idCell.lowerBound, "the id is empty"))
    }
    if problems.contains(.illFormedID) {
      findings.append(
        finding(.illFormedID, at: idCell.lowerBound, "the id '\(id)' is ill-formed: \(ItemID.rule)")
      )
    }
    if problems.contains(.repeatedID) {
      let lines = linesOfRows(with: bytes.text(idCell)).filter { $0 != lineNumber(of: row) }
      let others = lines.map(String.init).joined(separator: ", ")
      findings.append(
        finding(
          .repeatedID, at: idCell.lowerBound,
          "the id '\(id)' stands also in line \(others): give one of them another"))
    }
    if problems.contains(.unknownStatus) {
      let cell = bytes.raw.trimmed(cells[header.position(of: .status)])
      let known = Status.allCases.map(\.rawValue).joined(separator: ", ")
      findings.append(
        finding(
          .unknownStatus, at: cell.lowerBound,
          "unknown status '\(bytes.text(cell).escaped)': use \(known)"))
    }
    return findings
  }

  private func cellCountFinding(_ row: Int, _ cells: LineCells) -> Finding {
    let expected = header.columnCount
    let offset = cells.count > expected ? cells[expected].lowerBound : cells.line.contentEnd
    return finding(
      .cellCount, at: offset,
      "expected \(expected) cells, found \(cells.count)"
        + (cells.count > expected ? ": a pipe inside a cell is written \\|" : ""))
  }
}

// MARK: - Warnings

extension QueueDocument {
  private func warnings(at row: Int) -> [Finding] {
    let cells = LineCells(line(of: row), in: bytes.raw)
    guard cells.count == header.columnCount else { return [] }
    var findings: [Finding] = []
    for column in Column.allCases {
      let cell = bytes.raw.trimmed(cells[header.position(of: column)])
      findings += warnings(of: column, in: cell)
    }
    for position in 0..<cells.count {
      findings += hiddenText(in: bytes.raw.trimmed(cells[position]))
    }
    return findings
  }

  private func warnings(of column: Column, in cell: Range<Int>) -> [Finding] {
    let text = value(of: cell)
    switch column {
    case .priority:
      guard case .unknown = Priority(text ?? "") else { return [] }
      let name = text?.escaped ?? ""
      return [
        finding(
          .unknownPriority, at: cell.lowerBound,
          "unknown priority '\(name)' sorts after P2: use P0, P1, P2")
      ]
    case .startedAt, .dueAt:
      guard let text, QueueTime(text, offset: 0) == nil else { return [] }
      return [
        finding(
          .unreadableTime, at: cell.lowerBound,
          "unreadable time '\(text.escaped)': use YYYY-MM-DD HH:MM")
      ]
    case .id, .status, .task, .successCriteria, .ownerSession, .notes: return []
    }
  }

  private func hiddenText(in cell: Range<Int>) -> [Finding] {
    var findings: [Finding] = []
    let text = bytes.text(cell)
    var offset = cell.lowerBound
    for scalar in text.unicodeScalars {
      if scalar.isDeceptive {
        findings.append(
          finding(
            .deceptiveCharacter, at: offset,
            "invisible or bidirectional character \(String(scalar).escaped): "
              + "what people see is not what agents get"))
        break
      }
      offset += UTF8.width(scalar)
    }
    let comment = cell.first { bytes.raw.starts(with: "<!--", at: $0) }
    if let comment {
      findings.append(
        finding(.htmlComment, at: comment, "an HTML comment: agents read it, people do not see it"))
    }
    return findings
  }

  /// Lines below the table that look like its rows.
  private func rowsOutsideTable() -> [Finding] {
    var findings: [Finding] = []
    var offset = tableEnd
    var blocks = MarkdownBlocks()
    while let line = bytes.raw.line(from: offset) {
      offset = line.end
      guard blocks.admits(line, in: bytes.raw) else { continue }
      let cells = LineCells(line, in: bytes.raw)
      guard cells.count == header.columnCount else { continue }
      let status = bytes.text(bytes.raw.trimmed(cells[header.position(of: .status)]))
      if Status(rawValue: status) != nil {
        findings.append(
          finding(
            .rowOutsideTable, at: line.start,
            "looks like a row, but the table ended above: remove what stands between"))
      }
    }
    return findings
  }

  func finding(_ rule: Finding.Rule, at offset: Int, _ message: String) -> Finding {
    let (line, column) = bytes.place(of: offset)
    return Finding(
      severity: rule.severity, line: line, column: column, rule: rule, message: message)
  }
}
