public import Model

extension QueueDocument {
  /// All findings in the table, in the order of the lines.
  ///
  /// - Parameters:
  ///   - roster: the workers that orch starts; `nil` if it starts none.
  ///   - facts: problems of rows that are not visible in the table, with their briefs and with the
  ///     checks of their criteria, by id.
  ///   - absence: what happened to a row that does not exist.
  public func lint(
    _ roster: WorkerRoster? = nil, facts: [String: [Finding.Fact]] = [:],
    absence: (String) -> Absence? = { _ in nil }
  ) -> [Finding] {
    let repeated = linesOfRepeatedIDs()
    var findings = entries.indices.flatMap { row in
      problemFindings(at: row, repeated: repeated) + warnings(at: row)
    }
    findings += dependencyFindings(absence) + rowsOutsideTable() + nearMisses(roster)
    if let roster { findings += workerFindings(roster) }
    findings += facts.flatMap { id, facts in
      row(of: id).map { row in facts.map { finding($0, at: row) } } ?? []
    }
    return findings.enumerated().sorted {
      ($0.element.line, $0.element.column, $0.offset)
        < ($1.element.line, $1.element.column, $1.offset)
    }.map(\.element)
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
      findings.append(finding(.emptyID, row, at: idCell.lowerBound))
    }
    if problems.contains(.illFormedID) {
      findings.append(finding(.illFormedID(id), row, at: idCell.lowerBound))
    }
    if problems.contains(.repeatedID) {
      let lines = repeated[bytes.text(entries[row].id), default: []]
      let others = lines.filter { $0 != lineNumber(of: row) }
      findings.append(finding(.repeatedID(id, otherLines: others), row, at: idCell.lowerBound))
    }
    if problems.contains(.unknownStatus) {
      findings.append(
        finding(.unknownStatus(bytes.text(statusCell)), row, at: statusCell.lowerBound))
    }
    return findings
  }

  private func cellCountFinding(_ row: Int, _ cells: LineCells) -> Finding {
    let expected = header.columnCount
    let offset = cells.count > expected ? cells[expected].lowerBound : cells.line.contentEnd
    return finding(.cellCount(expected: expected, found: cells.count), row, at: offset)
  }

  /// A finding at the criteria if it concerns them, else at the id.
  private func finding(_ fact: Finding.Fact, at row: Int) -> Finding {
    switch fact {
    case .missingCheck, .malformedProof: break
    default: return finding(fact, row, at: entries[row].id.lowerBound)
    }
    let cell = LineCells(line(of: row), in: bytes.raw)[header.position(of: .successCriteria)]
    return finding(fact, row, at: bytes.raw.trimmedCell(cell).lowerBound)
  }

  /// A finding at a byte offset of a row's line.
  private func finding(_ fact: Finding.Fact, _ row: Int, at offset: Int) -> Finding {
    Finding(
      fact, line: lineNumber(of: row),
      column: bytes.column(of: offset, inLineFrom: entries[row].start))
  }
}

extension QueueDocument {
  /// Notes that were meant as control, in unfinished rows.
  private func nearMisses(_ roster: WorkerRoster?) -> [Finding] {
    var keys = roster == nil ? Notes.ControlKeys.usual : .all
    keys.hasWorker = roster?.isNamed ?? false
    return entries.indices.flatMap { row -> [Finding] in
      let cells = LineCells(line(of: row), in: bytes.raw)
      guard cells.count == header.columnCount, status(at: row)?.isFinished != true else {
        return []
      }
      let cell = bytes.raw.trimmedCell(cells[header.position(of: .notes)])
      return Notes(value(of: cell) ?? "").nearMisses(keys, isRow: { contains($0) }).map {
        finding(.nearMissNote($0), row, at: cell.lowerBound)
      }
    }
  }

  private func warnings(at row: Int) -> [Finding] {
    let cells = LineCells(line(of: row), in: bytes.raw)
    guard cells.count == header.columnCount else { return [] }
    var findings: [Finding] = []
    for column in [Column.priority, .startedAt, .dueAt, .notes] {
      let cell = bytes.raw.trimmedCell(cells[header.position(of: column)])
      findings += warnings(of: column, in: cell, row)
    }
    if let position = header.fieldPositions[.notBefore], status(at: row)?.isFinished != true {
      let cell = bytes.raw.trimmedCell(cells[position])
      if let text = value(of: cell), QueueItem.time(inWord: text) == nil {
        findings.append(finding(.unreadableTime(text), row, at: cell.lowerBound))
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
    let text = value(of: cell)
    switch column {
    case .priority:
      guard case .unknown = Priority(text ?? "") else { return [] }
      return [finding(.unknownPriority(text ?? ""), row, at: cell.lowerBound)]
    case .startedAt, .dueAt:
      guard let text, QueueTime(text, offset: 0) == nil,
        column == .startedAt || QueueTime(dueCell: text, zone: .fixed(0)) == nil
      else { return [] }
      return [finding(.unreadableTime(text), row, at: cell.lowerBound)]
    case .notes:
      guard let limit = Notes(text ?? "").unreadableLimit, status(at: row)?.isFinished != true
      else {
        return []
      }
      return [finding(.unreadableLimit(limit), row, at: cell.lowerBound)]
    case .id, .status, .task, .successCriteria, .ownerSession: return []
    }
  }

  /// The first blank other than a plain space around a cell's text, and the first one within a
  /// word. In prose such blanks between words are intended.
  private func oddBlanks(in cell: Range<Int>, of position: Int, _ row: Int) -> [Finding] {
    let whole = bytes.raw.trimmed(cell)
    let inner = bytes.raw.trimmedCell(whole)
    var findings: [Finding] = []
    let text = bytes.text(inner)
    if whole != inner, let scalar = bytes.text(whole).unicodeScalars.first(where: \.isOddBlank) {
      findings.append(
        finding(.blankAround(scalar, text), row, at: whole.lowerBound))
    }
    // A readable status means what people see.
    if position == header.position(of: .status), Status.typed(text) != nil { return findings }
    let isTask = position == header.position(of: .task)
    let isProse =
      isTask || [.successCriteria, .notes].contains { header.position(of: $0) == position }
    var offset = inner.lowerBound
    var before: Unicode.Scalar = " "
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      let after = rest.first ?? " "
      // An invisible blank is reported as a deceptive character.
      if scalar.isOddBlank, !scalar.isDeceptive,
        !isProse || before.isOfASCIIWord && after.isOfASCIIWord,
        !isTask || !before.isLetterOrDigit || !after.isLetterOrDigit
      {
        return findings + [finding(.blankWithin(scalar, text), row, at: offset)]
      }
      (before, offset) = (scalar, offset + UTF8.width(scalar))
    }
    return findings
  }

  private func hiddenText(in cell: Range<Int>, _ row: Int) -> [Finding] {
    var findings = deceptiveCharacter(in: cell, row).map { [$0] } ?? []
    if let comment = cell.first(where: { bytes.raw.starts(with: "<!--", at: $0) }) {
      findings.append(finding(.htmlComment, row, at: comment))
    } else {
      findings += UnseenText.all(in: bytes.text(cell)).map {
        finding(.unseenText($0, path: nil), row, at: cell.lowerBound)
      }
    }
    return findings
  }

  /// The first deceptive character of a cell.
  private func deceptiveCharacter(in cell: Range<Int>, _ row: Int) -> Finding? {
    var offset = cell.lowerBound
    for scalar in bytes.text(cell).unicodeScalars {
      if scalar.isDeceptive {
        return finding(.deceptiveCharacter(String(scalar)), row, at: offset)
      }
      offset += UTF8.width(scalar)
    }
    return nil
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
          findings.append(Finding(.secondTable(rows: count), line: number, column: 1))
        }
        isInTable = true
      case .otherTable, .repeatedColumn: isInTable = true
      case .noTable: break
      }
      if !isInTable, looksLikeRow(line, of: header) {
        findings.append(Finding(.rowOutsideTable, line: number, column: 1))
      }
    }
    return findings
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
  /// Rows whose `after` forms a cycle, or names unknown rows.
  private func dependencyFindings(_ absence: (String) -> Absence?) -> [Finding] {
    var after: [String: [String]] = [:]
    var waiting: [QueueItem] = []
    for row in entries.indices where mayWait(at: row) {
      guard let item = item(at: row), !item.after.isEmpty else { continue }
      after[item.id] = item.after
      waiting.append(item)
    }
    return waiting.flatMap { unknownDependencies(of: $0, absence) }
      + Dependencies.cycles(among: waiting.map(\.id)) { after[$0] ?? [] }.compactMap(
        finding(ofCycle:))
  }

  private func unknownDependencies(
    of item: QueueItem, _ absence: (String) -> Absence?
  ) -> [Finding] {
    let facts = item.after.filter { !contains($0) }.compactMap { id -> Finding.Fact? in
      let absence = absence(id)
      return absence == .archived(.done) ? nil : .unknownDependency(id, absence)
    }
    guard let first = facts.first else { return [] }
    // The place is computed once, however many facts there are.
    let place = finding(first, row: row(of: item))
    return facts.map { Finding($0, line: place.line, column: place.column) }
  }

  /// A cycle is reported at the first of its rows.
  private func finding(ofCycle cycle: [String]) -> Finding? {
    let rows = cycle.map { row(of: $0) ?? .max }
    guard let first = rows.indices.min(by: { rows[$0] < rows[$1] }), rows[first] < .max else {
      return nil
    }
    let members = cycle[first...] + cycle[..<first] + [cycle[first]]
    return finding(.dependencyCycle(Array(members)), row: rows[first])
  }

  private func row(of item: QueueItem) -> Int { (item.line ?? 0) - lineNumber(of: 0) }

  private func finding(_ fact: Finding.Fact, row: Int) -> Finding {
    let cells = LineCells(line(of: row), in: bytes.raw)
    let position = header.afterPosition ?? header.position(of: .notes)
    return finding(fact, row, at: bytes.raw.trimmed(cells[position]).lowerBound)
  }
}

extension QueueDocument {
  /// The missing workers of rows; the missing worker of a route is reported once, at the first row.
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
    return finding(fact, row, at: bytes.raw.trimmed(cell).lowerBound)
  }
}

extension QueueDocument {
  /// Whether the row may wait for others. A fast check: `false` is certain, `true` is not.
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

extension Unicode.Scalar {
  fileprivate var isLetterOrDigit: Bool {
    isASCII && properties.isAlphabetic || ("0"..."9").contains(self)
  }

  /// Whether the character is a letter, a digit or a sign that is usual in ids, paths and control.
  fileprivate var isOfASCIIWord: Bool {
    isLetterOrDigit || "=:,-_./".unicodeScalars.contains(self)
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the text of a range is visible: whether it consists of printable ASCII, Hangul
  /// syllables and ideographs, and contains no beginning of a comment. A fast check: `true` is
  /// certain, `false` is not.
  fileprivate func hidesNothing(in range: Range<Int>) -> Bool {
    var offset = range.lowerBound
    while offset < range.upperBound {
      switch self[offset] {
      case UInt8(ascii: "<"): return false
      case 0x20...0x7E: offset += 1
      case 0xE5...0xED:
        guard offset + 3 <= range.upperBound, isLetter(self[offset], self[offset + 1]),
          0x80...0xBF ~= self[offset + 2]
        else { return false }
        offset += 3
      default: return false
      }
    }
    return true
  }

  /// Whether all three-byte characters that begin with these bytes are ideographs or Hangul
  /// syllables: U+5000 to U+9FFF, U+AC00 to U+D77F.
  private func isLetter(_ first: UInt8, _ second: UInt8) -> Bool {
    switch first {
    case 0xE5...0xE9, 0xEB, 0xEC: 0x80...0xBF ~= second
    case 0xEA: 0xB0...0xBF ~= second
    case 0xED: 0x80...0x9D ~= second
    default: false
    }
  }
}
