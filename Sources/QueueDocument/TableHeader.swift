import QueueModel

/// The header of the queue's table: which column is where.
package struct TableHeader {
  /// The offset of the header line and the number of its cells.
  package let cells: LineCells
  /// The delimiter row, `|---|---|`.
  package let delimiters: LineCells
  /// The header's line number, counting from 1.
  let lineNumber: Int
  /// Where each of the nine columns is, by `Column.rawValue`.
  private let positions: [Int]
  let afterPosition: Int?

  package var columnCount: Int { cells.count }

  func position(of column: Column) -> Int { positions[column.rawValue] }

  /// What a pair of lines says of being the queue's header.
  enum Reading {
    case header(TableHeader)
    case noTable
    case otherTable(missing: [String])
    case repeatedColumn(String, offset: Int)
  }

  static func read(
    _ line: Line, number: Int, in bytes: QueueBytes
  ) -> Reading {
    guard let (cells, delimiters) = tableBeginning(at: line, in: bytes.raw) else {
      return .noTable
    }
    let raw = bytes.raw
    let names = cells.names(in: bytes)
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      if isQueueColumn(name), Column.allCases.allSatisfy({ names.contains($0.name) }) {
        return .repeatedColumn(name, offset: raw.trimmed(cells[index]).lowerBound)
      }
    }
    let positions = Column.allCases.map { names.firstIndex(of: $0.name) }
    let missing = zip(Column.allCases, positions).filter { $0.1 == nil }.map(\.0.name)
    guard missing.isEmpty else { return .otherTable(missing: missing) }
    return .header(
      TableHeader(
        cells: cells, delimiters: delimiters, lineNumber: number,
        positions: positions.compactMap(\.self),
        afterPosition: names.firstIndex(of: Column.afterName)))
  }

  /// Whether any table begins at `line`.
  static func begins(at line: Line, in bytes: QueueBytes) -> Bool {
    tableBeginning(at: line, in: bytes.raw) != nil
  }

  /// The header and the delimiter row, where a table begins at `line`.
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
    let indentation = line.start..<bytes.trimmed(line.content).lowerBound
    return indentation.count > 3 || bytes[indentation].contains(.tab)
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
