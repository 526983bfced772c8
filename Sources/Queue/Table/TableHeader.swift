package import Model

/// Finds the queue: the first pipe table outside code fences and HTML comments whose header has the
/// nine columns.
enum TableLocator {
  static func locate(in bytes: QueueBytes) throws(DocumentError) -> TableHeader {
    let raw = bytes.raw
    var blocks = MarkdownBlocks()
    var offset = raw.starts(with: "\u{FEFF}", at: 0) ? 3 : 0
    var number = 1
    var nearMiss: DocumentError?
    while let line = raw.line(from: offset) {
      if blocks.admits(line, in: raw) {
        switch TableHeader.read(line, number: number, in: bytes) {
        case .header(let header): return header
        case .noTable: break
        case .otherTable(let missing):
          if missing.count < Column.allCases.count / 2, nearMiss == nil {
            nearMiss = DocumentError(line: number, column: 1, reason: .missingColumns(missing))
          }
        case .repeatedColumn(let name, let offset):
          throw bytes.error(at: offset, reason: .repeatedColumn(name))
        }
      }
      offset = line.end
      number += 1
    }
    let reason: DocumentError.Reason = bytes.count == 0 ? .empty : .noTable
    throw nearMiss ?? DocumentError(line: 1, column: 1, reason: reason)
  }
}

extension QueueBytes {
  func error(at offset: Int, reason: DocumentError.Reason) -> DocumentError {
    let before = raw[..<offset]
    let lineStart = before.lastIndex(of: .newline).map { $0 + 1 } ?? 0
    return DocumentError(
      line: 1 + before.count { $0 == .newline },
      column: column(of: offset, inLineFrom: lineStart), reason: reason)
  }

  /// The column of a byte offset in the line that begins at `start`, in Unicode scalars, starting
  /// at 1.
  func column(of offset: Int, inLineFrom start: Int) -> Int {
    // Continuation bytes of UTF-8 are not counted, because they do not begin a scalar.
    raw[start..<offset].reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
  }
}

/// The header of the queue's table, with the positions of its columns.
package struct TableHeader {
  /// The header line and its cells.
  package let cells: LineCells
  /// The delimiter row, such as `|---|---|`.
  package let delimiters: LineCells
  /// The header's line number, starting at 1.
  let lineNumber: Int
  /// The headings of the time columns.
  package let timeHeadings: TimeHeadings
  /// The positions of the nine columns, by `Column.rawValue`.
  private let positions: [Int]
  let afterPosition: Int?
  /// The positions of the optional columns.
  let fieldPositions: [FieldColumn: Int]

  package var columnCount: Int { cells.count }

  /// Whether a row without a line end looks like an incomplete row of an unfinished save.
  ///
  /// - Parameter count: the number of its cells.
  func isCut(_ count: Int, leadingPipe: Bool, trailingPipe: Bool) -> Bool {
    count < columnCount || leadingPipe && !trailingPipe && cells.hasTrailingPipe
  }

  func position(of column: Column) -> Int { positions[column.rawValue] }

  /// The kind of table that begins at a line.
  enum Reading {
    case header(TableHeader)
    case noTable
    /// A table that lacks some columns of a queue.
    case otherTable(missing: [String])
    /// The queue's table, in which one column occurs two times. `offset` is the offset of the
    /// second one.
    case repeatedColumn(String, offset: Int)
  }

  /// The headings of the time columns of the queue in a file; `nil` if these bytes contain no
  /// queue.
  package static func timeHeadings(in bytes: QueueBytes) -> TimeHeadings? {
    (try? TableLocator.locate(in: bytes))?.cells.columns(in: bytes).headings
  }

  /// Reads a line and the next one as the header of a table.
  static func read(
    _ line: Line, number: Int, in bytes: QueueBytes
  ) -> Reading {
    guard let (cells, delimiters) = tableBeginning(at: line, in: bytes.raw) else {
      return .noTable
    }
    let raw = bytes.raw
    let (names, timeHeadings) = cells.columns(in: bytes)
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      if isQueueColumn(name), Column.allCases.allSatisfy({ names.contains($0.name) }) {
        return .repeatedColumn(name, offset: raw.trimmed(cells[index]).lowerBound)
      }
    }
    let positions = Column.allCases.map { names.firstIndex(of: $0.name) }
    if positions.contains(nil) {
      let times: [Column] = [.startedAt, .dueAt]
      let isZoned =
        times.contains { names.contains($0.heading(.zoned)) }
        && !times.contains { names.contains($0.heading(.korean)) }
      return .otherTable(
        missing: Column.allCases.map { $0.heading(isZoned ? .zoned : .korean) }
          .filter { !names.contains($0) })
    }
    return .header(
      TableHeader(
        cells: cells, delimiters: delimiters, lineNumber: number, timeHeadings: timeHeadings,
        positions: positions.compactMap(\.self),
        afterPosition: names.firstIndex(of: Column.afterName),
        fieldPositions: FieldColumn.allCases.reduce(into: [:]) {
          $0[$1] = names.firstIndex(of: $1.rawValue)
        }))
  }

  /// The header and the delimiter row of a table that begins at `line`; `nil` if there is none.
  private static func tableBeginning(
    at line: Line, in bytes: UnsafeRawBufferPointer
  ) -> (header: LineCells, delimiters: LineCells)? {
    let cells = LineCells(line, in: bytes)
    guard !cells.pipes.isEmpty, !isIndentedCode(line, in: bytes),
      let next = bytes.line(from: line.end)
    else { return nil }
    let delimiters = LineCells(next, in: bytes)
    guard delimiters.count == cells.count, isDelimiterRow(delimiters, in: bytes) else { return nil }
    return (cells, delimiters)
  }

  /// A tab counts as four spaces.
  private static func isIndentedCode(_ line: Line, in bytes: UnsafeRawBufferPointer) -> Bool {
    BlockStart.isCode(line.start..<bytes.trimmed(line.content).lowerBound, in: bytes)
  }

  private static func isQueueColumn(_ name: String) -> Bool {
    name == Column.afterName || Column.allCases.contains { $0.name == name }
  }

  private static func isDelimiterRow(_ cells: LineCells, in bytes: UnsafeRawBufferPointer) -> Bool {
    (0..<cells.count).allSatisfy { index in
      var cell = bytes.trimmed(cells[index])
      if let first = cell.first, bytes[first] == UInt8(ascii: ":") { cell = cell.dropFirst() }
      if let last = cell.last, bytes[last] == UInt8(ascii: ":") { cell = cell.dropLast() }
      return !cell.isEmpty && cell.allSatisfy { bytes[$0] == UInt8(ascii: "-") }
    }
  }
}
