import Model
import Text

// Where rows and cells are in the file, for programs that show the file.

extension QueueDocument {
  /// A cell of a row.
  package struct Cell {
    /// The row's place in the table.
    package let row: Int
    /// The name of the column in lower case.
    package let column: String
    /// The cell's text, without blanks around it.
    package let range: Range<Int>
    /// The bytes between the pipes.
    package let whole: Range<Int>
  }

  /// The row whose line has the byte at `offset`, or ends there; `nil` outside the rows.
  package func row(at offset: Int) -> Int? {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].start <= offset { low = middle + 1 } else { high = middle }
    }
    guard low > 0, offset <= line(of: low - 1).contentEnd else { return nil }
    return low - 1
  }

  /// The bytes of a row's line, without its end.
  package func content(ofRow row: Int) -> Range<Int> { line(of: row).content }

  /// The bytes of a row's id; empty if it has none.
  package func idRange(ofRow row: Int) -> Range<Int> { entries[row].id }

  /// The cells of a row. A line with too many or too few has no more than the table has columns.
  package func cells(ofRow row: Int) -> [Cell] {
    let cells = LineCells(line(of: row), in: bytes.raw)
    return columnNames.prefix(cells.count).enumerated().map { position, name in
      let whole = cells[position]
      return Cell(row: row, column: name, range: bytes.raw.trimmedCell(whole), whole: whole)
    }
  }

  /// The cell with a place of the file, or that ends there.
  package func cell(at offset: Int) -> Cell? {
    guard let row = row(at: offset) else { return nil }
    return cells(ofRow: row).last { $0.whole.lowerBound <= offset && offset <= $0.whole.upperBound }
  }

  /// The first row with an id; `nil` if there is none.
  package func firstRow(of id: String) -> Int? { row(of: id) }

  /// Whether the file has these bytes.
  package func hasBytes(of text: [UInt8]) -> Bool {
    text.withUnsafeBytes { text in self.bytes.withBytes { $0.isSame(as: text) } }
  }

  /// The offset behind the table's last line.
  package var endOfTable: Int { tableEnd }

  /// The id in a row, which may be ill-formed; `nil` if there is none.
  package func idText(ofRow row: Int) -> String? {
    entries[row].idLength == 0 ? nil : id(ofRow: row)
  }

  /// The text of a row's task, without a copy of the other cells; `nil` for none.
  package func task(ofRow row: Int) -> String? { value(of: entries[row].task) }

  /// The labels of a row.
  package func labels(ofRow row: Int) -> [String] {
    let position = header.fieldPositions[.labels]
    let cells = LineCells(line(of: row), in: bytes.raw)
    let cell = cells[position ?? header.position(of: .notes)]
    guard let text = value(of: cell) else { return [] }
    if position != nil { return Labels.list(text) }
    // Most notes have none.
    guard text.utf8.contains(UInt8(ascii: "=")) else { return [] }
    return Notes(text).value(of: .labels).map(Labels.list) ?? []
  }
}

extension QueueDocument {
  /// The widths of the header's cells, with their blanks, in columns of a terminal; empty for a header
  /// that is not aligned with its delimiter row.
  package var widths: [Int] {
    let cells = (0..<header.columnCount).map { bytes.text(header.cells[$0]) }.map(DisplayWidth.of)
    let delimiters = (0..<header.columnCount).map { bytes.text(header.delimiters[$0]) }
      .map(DisplayWidth.of)
    return cells == delimiters ? cells : []
  }
}
