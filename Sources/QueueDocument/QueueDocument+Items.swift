public import QueueModel

extension QueueDocument {
  /// The row as an item, or `nil` when its problems leave none to be read.
  public func item(at row: Int) -> QueueItem? {
    let entry = entries[row]
    guard entry.problems.isDisjoint(with: .unreadable), let status = entry.status else {
      return nil
    }
    let cells = LineCells(line(of: row), in: bytes.raw)
    func text(_ column: Column) -> String? { value(of: cells[header.position(of: column)]) }
    let notes = Notes(text(.notes) ?? "")
    let after = header.afterPosition.map { value(of: cells[$0]) } ?? notes.value(of: .after)
    return QueueItem(
      id: text(.id) ?? "", status: status, priority: Priority(text(.priority) ?? ""),
      task: text(.task), successCriteria: text(.successCriteria),
      ownerSession: text(.ownerSession), startedAt: text(.startedAt), dueAt: text(.dueAt),
      notes: notes, after: after.map(Dependencies.ids) ?? [], line: lineNumber(of: row))
  }

  /// The row's status, or `nil` when its problems leave no item to be read.
  public func status(at row: Int) -> Status? {
    entries[row].problems.isDisjoint(with: .unreadable) ? entries[row].status : nil
  }

  /// The row's `Priority.rank`.
  public func priorityRank(at row: Int) -> Int { Int(entries[row].priorityRank) }

  /// Appends the unescaped text of a row's cells to `output`, one behind the
  /// other with `separator` between them and tabs as spaces; nothing for a cell
  /// that is empty.
  public func append(
    _ columns: [Column], ofRow row: Int, separator: UInt8, to output: inout [UInt8]
  ) {
    let entry = entries[row]
    if entry.isPlain, columns == Column.listed, let status = entry.status, entry.priorityRank < 3 {
      return appendListed(entry, status, separator, to: &output)
    }
    let cells = LineCells(line(of: row), in: bytes.raw)
    for (index, column) in columns.enumerated() {
      if index > 0 { output.append(separator) }
      // A row that is too short gives what it has.
      let position = header.position(of: column)
      guard position < cells.count else { continue }
      let cell = bytes.raw.trimmed(cells[position])
      if !bytes.raw.isNone(cell) { appendOnOneLine(cell, to: &output) }
    }
  }

  /// Appends `Column.listed`, whose places the entry of a row knows.
  private func appendListed(
    _ entry: RowEntry, _ status: Status, _ separator: UInt8, to output: inout [UInt8]
  ) {
    // Held apart from `self`, which the closure would copy.
    let raw = bytes.raw
    let task = raw.isNone(entry.task) ? entry.task.prefix(0) : entry.task
    let spelling = status.spelling
    let count = entry.id.count + spelling.utf8CodeUnitCount + task.count + 5
    withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { text in
      var writer = ByteWriter(text)
      writer.write(UnsafeRawBufferPointer(rebasing: raw[entry.id]))
      writer.write(separator)
      writer.write(
        UnsafeRawBufferPointer(start: spelling.utf8Start, count: spelling.utf8CodeUnitCount))
      writer.write(separator)
      writer.write(UInt8(ascii: "P"))
      writer.write(UInt8(ascii: "0") + entry.priorityRank)
      writer.write(separator)
      writer.write(UnsafeRawBufferPointer(rebasing: raw[task]))
      output.append(contentsOf: UnsafeRawBufferPointer(text))
    }
  }

  private func appendOnOneLine(_ cell: Range<Int>, to output: inout [UInt8]) {
    let start = output.count
    appendUnescaped(cell, to: &output)
    for index in start..<output.count where output[index] == .tab { output[index] = .space }
  }

  func value(of cell: Range<Int>) -> String? {
    let cell = bytes.raw.trimmed(cell)
    if bytes.raw.isNone(cell) { return nil }
    guard hasEscapedPipe(cell) else { return bytes.text(cell) }
    var unescaped: [UInt8] = []
    appendUnescaped(cell, to: &unescaped)
    return String(decoding: unescaped, as: UTF8.self)
  }

  private func hasEscapedPipe(_ cell: Range<Int>) -> Bool {
    bytes.raw[cell].contains(.pipe)
  }

  private func appendUnescaped(_ cell: Range<Int>, to output: inout [UInt8]) {
    guard hasEscapedPipe(cell) else {
      return output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes.raw[cell]))
    }
    for offset in cell {
      // A pipe inside a cell always follows the backslash that escapes it.
      if bytes.raw[offset] == .pipe { output.removeLast() }
      output.append(bytes.raw[offset])
    }
  }
}

extension QueueDocument: QueueTable {
  public func item(_ id: String) throws(Refusal) -> QueueItem? {
    guard let row = row(of: id) else { return nil }
    let problems = entries[row].problems
    if problems.contains(.repeatedID) {
      throw .repeatedID(id, lines: linesOfRows(with: id.escapingPipes))
    }
    if let item = item(at: row) { return item }
    let reason = findings(ofRow: row).first?.message ?? ""
    throw .malformedRow(id, line: lineNumber(of: row), problem: reason)
  }

  public func status(of id: String) -> Status? {
    guard let row = row(of: id), !entries[row].problems.contains(.repeatedID) else { return nil }
    return status(at: row)
  }

  public func contains(_ id: String) -> Bool { row(of: id) != nil }

  public func visitPending(_ visit: (QueueItem) -> Visit) {
    for rank in UInt8(0)...3 {
      for row in entries.indices
      where entries[row].priorityRank == rank && entries[row].status == .pending
        && entries[row].problems.isEmpty
      {
        if let item = item(at: row), visit(item) == .enough { return }
      }
    }
  }

  public func rows(waitingFor id: String) -> [String] {
    entries.indices.filter(mayWait).compactMap { row in
      item(at: row).flatMap { $0.after.contains(id) ? $0.id : nil }
    }
  }

  public var highestNumber: Int {
    entries.lazy.compactMap { NumberedID.number(of: bytes.raw[$0.id]) }.max() ?? 0
  }

  public var hasAfterColumn: Bool { header.afterPosition != nil }

  func row(of id: String) -> Int? {
    var id = id.escapingPipes
    return id.withUTF8 { index.row(of: UnsafeRawBufferPointer($0), entries, in: bytes.raw) }
  }

  /// - Parameter id: as the cells say it, pipes escaped.
  func linesOfRows(with id: String) -> [Int] {
    entries.indices.filter { bytes.raw[entries[$0].id].elementsEqual(id.utf8) }
      .map(lineNumber)
  }
}

/// Fills memory from its beginning.
private struct ByteWriter {
  private var rest: UnsafeMutableRawBufferPointer

  init(_ memory: UnsafeMutableRawBufferPointer) { rest = memory }

  @inline(__always)
  mutating func write(_ bytes: UnsafeRawBufferPointer) {
    rest.copyMemory(from: bytes)
    rest = UnsafeMutableRawBufferPointer(rebasing: rest[bytes.count...])
  }

  @inline(__always)
  mutating func write(_ byte: UInt8) {
    rest[0] = byte
    rest = UnsafeMutableRawBufferPointer(rebasing: rest[1...])
  }
}
