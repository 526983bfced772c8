import QueueModel

extension QueueDocument {
  func warnings(at row: Int) -> [Finding] {
    let cells = LineCells(line(of: row), in: bytes.raw)
    guard cells.count == header.columnCount else { return [] }
    var findings: [Finding] = []
    for column in Column.allCases {
      let cell = bytes.raw.trimmed(cells[header.position(of: column)])
      findings += warnings(of: column, in: cell, row)
    }
    for position in 0..<cells.count {
      findings += hiddenText(in: bytes.raw.trimmed(cells[position]), row)
    }
    return findings
  }

  private func warnings(of column: Column, in cell: Range<Int>, _ row: Int) -> [Finding] {
    let text = value(of: cell)
    switch column {
    case .priority:
      guard case .unknown = Priority(text ?? "") else { return [] }
      let name = text?.escaped ?? ""
      return [
        finding(
          .unknownPriority, row, at: cell.lowerBound,
          "unknown priority '\(name)' sorts after P2: use P0, P1, P2")
      ]
    case .startedAt, .dueAt:
      guard let text, QueueTime(text, offset: 0) == nil else { return [] }
      return [
        finding(
          .unreadableTime, row, at: cell.lowerBound,
          "unreadable time '\(text.escaped)': use YYYY-MM-DD HH:MM")
      ]
    case .id, .status, .task, .successCriteria, .ownerSession, .notes: return []
    }
  }

  private func hiddenText(in cell: Range<Int>, _ row: Int) -> [Finding] {
    var findings = deceptiveCharacter(in: cell, row).map { [$0] } ?? []
    if let comment = cell.first(where: { bytes.raw.starts(with: "<!--", at: $0) }) {
      findings.append(
        finding(
          .htmlComment, row, at: comment, "an HTML comment: agents read it, people do not see it"))
    }
    return findings
  }

  /// The first one of a cell.
  private func deceptiveCharacter(in cell: Range<Int>, _ row: Int) -> Finding? {
    var offset = cell.lowerBound
    for scalar in bytes.text(cell).unicodeScalars {
      if scalar.isDeceptive {
        return finding(
          .deceptiveCharacter, row, at: offset,
          "invisible or bidirectional character \(String(scalar).escaped): "
            + "what people see is not what agents get")
      }
      offset += UTF8.width(scalar)
    }
    return nil
  }

  /// Lines below the table that look like its rows; not those of another table
  /// that has a header of its own.
  func rowsOutsideTable() -> [Finding] {
    var findings: [Finding] = []
    var (offset, number) = (tableEnd, nextLine - 1)
    var blocks = MarkdownBlocks()
    var isInTable = false
    while let line = bytes.raw.line(from: offset) {
      offset = line.end
      number += 1
      guard blocks.admits(line, in: bytes.raw) else { continue }
      if bytes.raw.trimmed(line.content).isEmpty { isInTable = false }
      if TableHeader.begins(at: line, in: bytes) { isInTable = true }
      if !isInTable, looksLikeRow(line) {
        findings.append(
          Finding(
            .rowOutsideTable, line: number, column: 1,
            "looks like a row, but the table ended above: remove what stands between"))
      }
    }
    return findings
  }

  private func looksLikeRow(_ line: Line) -> Bool {
    let cells = LineCells(line, in: bytes.raw)
    guard cells.count == header.columnCount else { return false }
    let status = bytes.text(bytes.raw.trimmed(cells[header.position(of: .status)]))
    return Status(rawValue: status) != nil
  }
}
