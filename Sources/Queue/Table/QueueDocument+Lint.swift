public import Model

extension QueueDocument {
  /// All findings in the table, in the order of the lines.
  ///
  /// - Parameters:
  ///   - roster: the workers that orch starts; `nil` if it starts none.
  ///   - facts: problems of rows that are not visible in the table, with their briefs, by id.
  ///   - criteria: problems of the criteria of an unfinished row.
  ///   - absence: what happened to a row that does not exist.
  public func lint(
    _ roster: WorkerRoster? = nil, facts: [String: [Finding.Fact]] = [:],
    criteria: (QueueItem) -> [Finding.Fact] = { _ in [] },
    absence: (String) -> Absence? = { _ in nil }
  ) -> [Finding] {
    lintChanges(roster, facts: facts, criteria: criteria, absence: absence).findings
  }

  /// The same, for a program that checks one version after the other.
  ///
  /// - Parameters:
  ///   - criteria: the findings about the proofs of an unfinished row.
  ///   - earlier: what the check of an earlier version left, by the same rules.
  package func lintChanges(
    _ roster: WorkerRoster? = nil, facts: [String: [Finding.Fact]] = [:],
    criteria: (QueueItem) -> [Finding.Fact] = { _ in [] }, since earlier: CheckedRows? = nil,
    absence: (String) -> Absence? = { _ in nil }
  ) -> (findings: [Finding], rows: CheckedRows) {
    let repeated = linesOfRepeatedIDs()
    let known = earlier.flatMap { KnownRows(of: self, in: $0) }
    var keys = roster == nil ? Notes.ControlKeys.usual : .all
    keys.hasWorker = roster?.isNamed ?? false
    var (findings, clean): ([Finding], [Bool]) = ([], [])
    clean.reserveCapacity(entries.count)
    for row in entries.indices {
      if known?.isClean(row) ?? false {
        clean.append(true)
        continue
      }
      var found = problemFindings(at: row, repeated: repeated)
      let cells = LineCells(line(of: row), in: bytes.raw)
      if cells.count == header.columnCount {
        found += warnings(at: row, cells) + nearMisses(at: row, cells, keys)
        found += criteriaFindings(at: row, cells, criteria)
      }
      findings += found
      clean.append(found.isEmpty)
    }
    findings += dependencyFindings(absence) + rowsOutsideTable()
    if let roster { findings += workerFindings(roster) }
    findings += facts.flatMap { id, facts in
      row(of: id).map { row in facts.map { finding($0, at: row) } } ?? []
    }
    let sorted = findings.enumerated().sorted {
      ($0.element.line, $0.element.column, $0.offset)
        < ($1.element.line, $1.element.column, $1.offset)
    }
    return (sorted.map(\.element), CheckedRows(document: self, clean: clean))
  }

  /// The number of malformed rows.
  public var malformedRowCount: Int { entries.reduce(0) { $1.problems.isEmpty ? $0 : $0 + 1 } }

  /// The first problem of the first malformed row; `nil` if there is none.
  public var firstProblem: Finding? {
    entries.firstIndex { !$0.problems.isEmpty }.flatMap { findings(ofRow: $0).first }
  }

  /// The malformed rows, each with its first problem.
  public var rowsToMend: [MalformedRow] {
    let repeated = linesOfRepeatedIDs()
    return entries.indices.compactMap { row in
      problemFindings(at: row, repeated: repeated).first.map { problem in
        let id = bytes.text(entries[row].id)
        return MalformedRow(
          id: id.isEmpty ? nil : id, status: status(at: row), line: problem.line,
          problem: problem.fact)
      }
    }
  }

  /// The problems of a malformed row.
  func findings(ofRow row: Int) -> [Finding] {
    let isRepeated = entries[row].problems.contains(.repeatedID)
    return problemFindings(at: row, repeated: isRepeated ? linesOfRepeatedIDs() : [:])
  }

  /// The lines of each id that several rows have.
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
    let idCell = bytes.raw.trimmedCell(cells[header.position(of: .id)])
    let statusCell = bytes.raw.trimmedCell(cells[header.position(of: .status)])
    let id = bytes.text(idCell)
    var findings: [Finding] = []
    if problems.contains(.emptyID) {
      findings.append(finding(.emptyID, row, in: idCell))
    }
    if problems.contains(.illFormedID) {
      findings.append(finding(.illFormedID(id), row, in: idCell))
    }
    if problems.contains(.repeatedID) {
      let lines = repeated[bytes.text(entries[row].id), default: []]
      let others = lines.filter { $0 != lineNumber(of: row) }
      findings.append(finding(.repeatedID(id, otherLines: others), row, in: idCell))
    }
    if problems.contains(.unknownStatus) {
      findings.append(finding(.unknownStatus(bytes.text(statusCell)), row, in: statusCell))
    }
    return findings
  }

  private func cellCountFinding(_ row: Int, _ cells: LineCells) -> Finding {
    let expected = header.columnCount
    let offset = cells.count > expected ? cells[expected].lowerBound : cells.line.contentEnd
    return finding(
      .cellCount(expected: expected, found: cells.count), row, in: offset..<cells.line.contentEnd)
  }

  /// A finding, located at the criteria if it concerns them, and otherwise at the id.
  private func finding(_ fact: Finding.Fact, at row: Int) -> Finding {
    switch fact {
    case .missingCheck, .malformedProof, .unreadableSchema: break
    default: return finding(fact, row, in: entries[row].id)
    }
    let cell = LineCells(line(of: row), in: bytes.raw)[header.position(of: .successCriteria)]
    return finding(fact, row, in: bytes.raw.trimmedCell(cell))
  }
}

extension QueueDocument {
  /// Notes that were meant as control, in an unfinished row.
  private func nearMisses(
    at row: Int, _ cells: LineCells, _ keys: Notes.ControlKeys
  ) -> [Finding] {
    let cell = bytes.raw.trimmedCell(cells[header.position(of: .notes)])
    guard !bytes.raw.isNone(cell), status(at: row)?.isFinished != true else { return [] }
    let notes = Notes(value(of: cell) ?? "").nearMisses(keys, isRow: { contains($0) })
    return findings(notes.map { .nearMissNote($0) }, row, in: cell)
  }

  private func criteriaFindings(
    at row: Int, _ cells: LineCells, _ criteria: (QueueItem) -> [Finding.Fact]
  ) -> [Finding] {
    // Only proofs have findings, and they have a colon. The full-width colon begins with 0xEF.
    let cell = bytes.raw[cells[header.position(of: .successCriteria)]]
    guard status(at: row)?.isFinished == false,
      cell.contains(where: { $0 == UInt8(ascii: ":") || $0 == 0xEF }), let item = item(at: row)
    else { return [] }
    return criteria(item).map { finding($0, at: row) }
  }

  private func warnings(at row: Int, _ cells: LineCells) -> [Finding] {
    var findings: [Finding] = []
    for column in [Column.priority, .startedAt, .dueAt, .notes] {
      let cell = bytes.raw.trimmedCell(cells[header.position(of: column)])
      findings += warnings(of: column, in: cell, row)
    }
    if let position = header.fieldPositions[.notBefore], status(at: row)?.isFinished != true {
      let cell = bytes.raw.trimmedCell(cells[position])
      if let text = value(of: cell), QueueItem.time(inWord: text) == nil {
        findings.append(finding(.unreadableTime(text), row, in: cell))
      }
    }
    if bytes.raw.hidesNothing(in: entries[row].content) { return findings }
    for position in 0..<cells.count {
      findings += oddBlanks(in: cells[position], of: position, row)
      findings += hiddenText(in: bytes.raw.trimmedCell(cells[position]), row)
    }
    return findings
  }

  private func warnings(of column: Column, in cell: Range<Int>, _ row: Int) -> [Finding] {
    if column != .priority, bytes.raw.isNone(cell) { return [] }
    let text = value(of: cell)
    switch column {
    case .priority:
      guard case .unknown = Priority(text ?? "") else { return [] }
      return [finding(.unknownPriority(text ?? ""), row, in: cell)]
    case .startedAt, .dueAt:
      guard let text, QueueTime(text, offset: 0) == nil,
        column == .startedAt || QueueTime(dueCell: text, zone: .fixed(0)) == nil
      else { return [] }
      return [finding(.unreadableTime(text), row, in: cell)]
    case .notes:
      guard status(at: row)?.isFinished != true else { return [] }
      let notes = Notes(text ?? "")
      let limit = notes.unreadableLimit.map { [Finding.Fact.unreadableLimit($0)] } ?? []
      let paths = notes.absolutePaths.map { Finding.Fact.absolutePath($0) }
      return findings(limit, row, in: cell) + findings(paths, row, in: cell)
    case .id, .status, .task, .successCriteria, .ownerSession: return []
    }
  }

  /// Lines below the table that look like its rows and do not belong to another table.
  private func rowsOutsideTable() -> [Finding] {
    var findings: [Finding] = []
    var (offset, number) = (tableEnd, nextLine - 1)
    var blocks = MarkdownBlocks()
    var isInTable = false
    while let line = bytes.raw.line(from: offset) {
      offset = line.end
      number += 1
      guard blocks.admits(line, in: bytes.raw) else { continue }
      if bytes.raw.trimmed(line.content).isEmpty { isInTable = false }
      switch TableHeader.read(line, number: number, in: bytes) {
      case .header(let header):
        let count = rows(of: header)
        if count > 0 {
          findings.append(finding(.secondTable(rows: count), of: line, number))
        }
        isInTable = true
      case .otherTable, .repeatedColumn: isInTable = true
      case .noTable: break
      }
      if !isInTable, looksLikeRow(line, of: header) {
        findings.append(finding(.rowOutsideTable, of: line, number))
      }
    }
    return findings
  }

  /// A finding at a whole line.
  private func finding(_ fact: Finding.Fact, of line: Line, _ number: Int) -> Finding {
    Finding(
      fact, line: number, column: 1,
      endColumn: bytes.column(of: line.contentEnd, inLineFrom: line.start))
  }

  /// The line below the table that begins with an id, like the table's rows; `nil` if there is
  /// none. No command sees such a row.
  public func lineOutsideTable(of id: String) -> Int? {
    rowsBelowTable.first { $0.id == id }?.line
  }

  /// The ids of lines below the table that look like rows, of this table or of a second one.
  var rowsBelowTable: [(id: String, line: Int)] {
    var (offset, number) = (tableEnd, nextLine - 1)
    var (blocks, header) = (MarkdownBlocks(), header)
    var rows: [(id: String, line: Int)] = []
    while let line = bytes.raw.line(from: offset) {
      (offset, number) = (line.end, number + 1)
      guard blocks.admits(line, in: bytes.raw) else { continue }
      if case .header(let second) = TableHeader.read(line, number: number, in: bytes) {
        header = second
      } else if looksLikeRow(line, of: header) {
        let cells = LineCells(line, in: bytes.raw)
        value(of: cells[header.position(of: .id)]).map { rows.append(($0, number)) }
      }
    }
    return rows
  }

  /// The number of lines below a table's header.
  private func rows(of header: TableHeader) -> Int {
    var (offset, count) = (header.delimiters.line.end, 0)
    while let line = bytes.raw.line(from: offset), !BlockStart.ends(line, in: bytes.raw) {
      (offset, count) = (line.end, count + 1)
    }
    return count
  }

  private func looksLikeRow(_ line: Line, of header: TableHeader) -> Bool {
    let cells = LineCells(line, in: bytes.raw)
    guard cells.count == header.columnCount else { return false }
    return Status.typed(text(cells, header.position(of: .status))) != nil
  }
}

extension QueueDocument {
  /// Findings for rows whose `after` forms a cycle, or names unknown rows.
  private func dependencyFindings(_ absence: (String) -> Absence?) -> [Finding] {
    var after: [String: [String]] = [:]
    var waiting: [QueueItem] = []
    for row in entries.indices where mayWait(at: row) {
      guard let item = item(at: row), !item.after.isEmpty else { continue }
      after[item.id] = item.after
      waiting.append(item)
    }
    // Another row with the same id may be unreadable.
    let rows = Dictionary(waiting.map { ($0.id, row(of: $0)) }) { first, _ in first }
    return waiting.flatMap { unknownDependencies(of: $0, absence) }
      + Dependencies.cycles(among: waiting.map(\.id)) { after[$0] ?? [] }.compactMap {
        finding(ofCycle: $0, rows)
      }
  }

  private func unknownDependencies(
    of item: QueueItem, _ absence: (String) -> Absence?
  ) -> [Finding] {
    let facts = item.after.filter { !contains($0) }.compactMap { id -> Finding.Fact? in
      let absence = absence(id)
      return absence == .archived(.done) ? nil : .unknownDependency(id, absence)
    }
    if facts.isEmpty { return [] }
    let row = row(of: item)
    return findings(facts, row, in: cellOfDependencies(row))
  }

  /// A cycle is reported at the first of its rows.
  private func finding(ofCycle cycle: [String], _ rowsByID: [String: Int]) -> Finding? {
    let rows = cycle.map { rowsByID[$0] ?? .max }
    guard let first = rows.indices.min(by: { rows[$0] < rows[$1] }), rows[first] < .max else {
      return nil
    }
    let members = cycle[first...] + cycle[..<first] + [cycle[first]]
    return finding(
      .dependencyCycle(Array(members)), rows[first], in: cellOfDependencies(rows[first]))
  }

  private func row(of item: QueueItem) -> Int { (item.line ?? 0) - lineNumber(of: 0) }

  private func cellOfDependencies(_ row: Int) -> Range<Int> {
    let cells = LineCells(line(of: row), in: bytes.raw)
    return bytes.raw.trimmed(cells[header.afterPosition ?? header.position(of: .notes)])
  }
}

extension QueueDocument {
  /// Findings for missing workers of rows. The missing worker of a route is reported one time, at
  /// the first row.
  private func workerFindings(_ roster: WorkerRoster) -> [Finding] {
    let items = entries.indices.compactMap(item)
    let unknown = roster.unknownWorkers(of: items).flatMap { unknown in
      let rows: [QueueItem] =
        if case .row = unknown.worker.source { unknown.rows } else { Array(unknown.rows.prefix(1)) }
      return rows.map {
        workerFinding(.unknownWorker(unknown.worker, rows: unknown.rows.count), of: $0)
      }
    }
    let lost = items.filter { !$0.status.isFinished }.compactMap { item in
      item.repositoryName.flatMap { name in
        roster.repositories.contains(name)
          ? nil
          : workerFinding(.unknownRepository(name, known: roster.repositories.sorted()), of: item)
      }
    }
    return unknown + lost
      + items.filter { !$0.status.isFinished && $0.timeoutSeconds == nil }.compactMap { item in
        item.timeoutText.map { workerFinding(.unreadableTimeout($0), of: item) }
      }
  }

  private func workerFinding(_ fact: Finding.Fact, of item: QueueItem) -> Finding {
    let row = row(of: item)
    let cells = LineCells(line(of: row), in: bytes.raw)
    let isCell = if case .unknownWorker = fact { item.fieldCells[.worker] != nil } else { false }
    let position = isCell ? header.fieldPositions[.worker] : nil
    let cell = cells[position ?? header.position(of: .notes)]
    return finding(fact, row, in: bytes.raw.trimmed(cell))
  }
}

extension QueueDocument {
  /// A fast check whether the row may wait for others. `false` is certain, and `true` is not.
  public func mayWait(at row: Int) -> Bool {
    if let position = header.afterPosition {
      let cells = LineCells(line(of: row), in: bytes.raw)
      if position < cells.count, value(of: cells[position]) != nil { return true }
    }
    let content = entries[row].content
    var scanner = ByteScanner(
      bytes.raw.around(content), for: UInt8(ascii: "="),
      from: content.lowerBound)
    var offset = scanner.next()
    while offset < content.upperBound {
      let keys: [StaticString] =
        header.afterPosition == nil ? ["after", "after_plan"] : ["after_plan"]
      for key in keys {
        let start = offset - key.utf8CodeUnitCount
        if start >= content.lowerBound, bytes.raw.starts(with: key, at: start) { return true }
      }
      offset = scanner.next()
    }
    return false
  }
}
