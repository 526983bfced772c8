public import Model

extension QueueDocument {
  /// The row as an item; `nil` if its problems make it unreadable.
  public func item(at row: Int) -> QueueItem? {
    let entry = entries[row]
    guard entry.problems.isDisjoint(with: .unreadable), let status = entry.status else {
      return nil
    }
    let cells = LineCells(line(of: row), in: bytes.raw)
    func text(_ column: Column) -> String? {
      let cell = cells[header.position(of: column)]
      let text = entry.isPlain ? plainValue(of: cell) : value(of: cell)
      return column == .successCriteria ? text.map(CellText.decodingPipes) : text
    }
    let notes = Notes(text(.notes) ?? "")
    let after =
      header.afterPosition.map { Dependencies.ids(in: value(of: cells[$0]) ?? "") } ?? notes.after
    var item = QueueItem(
      id: text(.id) ?? "", status: status, priority: Priority(text(.priority) ?? ""),
      task: text(.task), successCriteria: text(.successCriteria),
      ownerSession: text(.ownerSession), startedAt: text(.startedAt), dueAt: text(.dueAt),
      notes: notes, after: after, line: lineNumber(of: row))
    for (field, position) in header.fieldPositions {
      item.fieldCells[field] = value(of: cells[position])
    }
    return item
  }

  /// The row's bytes; `nil` if the bytes differ from the texts of the cells, or the notes in the
  /// line may contain control segments.
  package func plainRow(at row: Int) -> PlainRow? {
    let entry = entries[row]
    guard entry.isPlain, !mayHaveControl(entry) else { return nil }
    for field in [FieldColumn.worker, .notBefore] {
      guard let position = header.fieldPositions[field] else { continue }
      let cells = LineCells(line(of: row), in: bytes.raw)
      guard bytes.raw.isNone(bytes.raw.trimmedCell(cells[position])) else { return nil }
    }
    let task = bytes.raw.isNone(entry.task) ? entry.task.prefix(0) : entry.task
    return PlainRow(
      id: UnsafeRawBufferPointer(rebasing: bytes.raw[entry.id]),
      task: UnsafeRawBufferPointer(rebasing: bytes.raw[task]),
      priority: entry.priorityRank < 3 ? Priority.known[Int(entry.priorityRank)] : nil)
  }

  /// The ids that rows had before merges of branches changed them, and the new ids of other rows
  /// with the same id, by the rows' ids.
  package var otherIDs: [String: OtherIDs] {
    var ids: [String: OtherIDs] = [:]
    for row in entries.indices where mayHaveControl(entries[row]) && hasOwnID(row) {
      let notes = notes(ofRow: row)
      let others = OtherIDs(former: notes.formerIDs, twins: notes.twinIDs)
      if others != OtherIDs() { ids[id(ofRow: row)] = others }
    }
    return ids
  }

  private func mayHaveControl(_ entry: RowEntry) -> Bool {
    let isBehind = header.position(of: .notes) > header.position(of: .task)
    var scanner = ByteScanner(
      bytes.raw.around(entry.content), for: UInt8(ascii: "="),
      from: isBehind ? entry.task.upperBound : entry.content.lowerBound)
    return scanner.next() < entry.content.upperBound
  }

  /// Whether the row is not malformed.
  public func isWhole(at row: Int) -> Bool { entries[row].problems.isEmpty }

  /// The row's status; `nil` if its problems make it unreadable.
  public func status(at row: Int) -> Status? {
    entries[row].problems.isDisjoint(with: .unreadable) ? entries[row].status : nil
  }

  /// The row's `Priority.rank`.
  public func priorityRank(at row: Int) -> Int { Int(entries[row].priorityRank) }

  /// Appends the unescaped texts of a row's cells to `output`, with `separator` between them and
  /// tabs as spaces; an empty cell adds nothing.
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
      // A row with too few cells has only some of the columns.
      let position = header.position(of: column)
      guard position < cells.count else { continue }
      if column == .status, let status = entry.status {
        output += status.rawValue.utf8
        continue
      }
      let cell = bytes.raw.trimmedCell(cells[position])
      if !bytes.raw.isNone(cell) { appendOnOneLine(cell, to: &output) }
    }
  }

  /// Appends the columns `Column.listed`, whose offsets are in the row's entry.
  private func appendListed(
    _ entry: RowEntry, _ status: Status, _ separator: UInt8, to output: inout [UInt8]
  ) {
    // A local variable, because the closure would copy `self`.
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

  /// A cell's text in the form that the rules use, whatever its spelling in the file.
  func readText(_ cells: LineCells, _ position: Int) -> String? {
    let text = value(of: cells[position])
    if position == header.position(of: .status) {
      return text.map { Status.typed($0)?.rawValue ?? $0 }
    }
    return position == header.position(of: .successCriteria)
      ? text.map(CellText.decodingPipes) : text
  }

  func value(of cell: Range<Int>) -> String? {
    let cell = bytes.raw.trimmedCell(cell)
    if bytes.raw.isNone(cell) { return nil }
    guard hasEscapedPipe(cell) else { return bytes.text(cell) }
    var unescaped: [UInt8] = []
    appendUnescaped(cell, to: &unescaped)
    return String(decoding: unescaped, as: UTF8.self)
  }

  /// Like `value(of:)`, for a cell without an escaped pipe.
  private func plainValue(of cell: Range<Int>) -> String? {
    let cell = bytes.raw.trimmedCell(cell)
    return bytes.raw.isNone(cell) ? nil : bytes.text(cell)
  }

  private func hasEscapedPipe(_ cell: Range<Int>) -> Bool {
    bytes.raw[cell].contains(.pipe)
  }

  private func appendUnescaped(_ cell: Range<Int>, to output: inout [UInt8]) {
    guard hasEscapedPipe(cell) else {
      return output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes.raw[cell]))
    }
    for offset in cell {
      // A pipe inside a cell always comes after the backslash that escapes it, and the backslash is
      // removed.
      if bytes.raw[offset] == .pipe { output.removeLast() }
      output.append(bytes.raw[offset])
    }
  }
}

/// Fills memory from its beginning.
struct ByteWriter {
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

extension String {
  /// The text with a backslash before each pipe, even before a pipe that forms one character with a
  /// combining mark.
  var escapingPipes: String {
    guard utf8.contains(.pipe) else { return self }
    return unicodeScalars.map { $0 == "|" ? "\\|" : String($0) }.joined()
  }
}

/// The former ids of a row, and the new ids of other rows with the same id; the oldest first.
package struct OtherIDs: Equatable, Sendable {
  package var former: [String]
  package var twins: [String]

  package var all: [String] { former + twins }

  package init(former: [String] = [], twins: [String] = []) {
    (self.former, self.twins) = (former, twins)
  }
}
