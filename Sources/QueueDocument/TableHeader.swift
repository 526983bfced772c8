import QueueModel

/// The header of the queue's table: which column is where.
struct TableHeader {
  /// The offset of the header line and the number of its cells.
  let cells: LineCells
  /// The delimiter row, `|---|---|`.
  let delimiters: LineCells
  /// The header's line number, counting from 1.
  let lineNumber: Int
  /// Where each of the nine columns is, by `Column.rawValue`.
  private let positions: [Int]
  let afterPosition: Int?

  var columnCount: Int { cells.count }

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
    let raw = bytes.raw
    let cells = LineCells(line, in: raw)
    guard !cells.pipes.isEmpty, raw.trimmed(line.content).lowerBound - line.start <= 3,
      let next = raw.line(from: line.end)
    else { return .noTable }
    let delimiters = LineCells(next, in: raw)
    guard delimiters.count == cells.count, isDelimiterRow(delimiters, in: raw) else {
      return .noTable
    }
    let names = (0..<cells.count).map { bytes.text(raw.trimmed(cells[$0])).lowercased() }
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
