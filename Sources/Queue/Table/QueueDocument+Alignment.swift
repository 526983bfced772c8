import Model
import Text

extension QueueDocument {
  /// The edits that align the table, one for each line; none for an aligned line.
  ///
  /// A column is as wide as its widest cell. Cells wider than `widestAligned` do not count, and are
  /// wider than their column in their own row only. Lines with a wrong number of cells stay
  /// unchanged.
  public func alignment() -> [Edit] {
    let rows = [header.cells] + wellFormedRows
    let widths = (0..<header.columnCount).map { column in
      rows.reduce(3) { max($0, alignedWidth($1, column)) }
    }
    let sides = (0..<header.columnCount).map { side(ofColumn: $0) }
    let delimiters = zip(widths, sides).map { $1.delimiter(width: $0) }
    let lines =
      [(rows[0], texts(of: rows[0], widths, sides)), (header.delimiters, delimiters)]
      + rows.dropFirst().map { ($0, texts(of: $0, widths, sides)) }
    return lines.compactMap { line, cells in edit(line.line, saying: cells) }
  }

  /// In columns of a terminal.
  private static let widestAligned = 80

  private var wellFormedRows: [LineCells] {
    entries.indices.filter { !entries[$0].problems.contains(.cellCount) }
      .map { LineCells(line(of: $0), in: bytes.raw) }
  }

  private func alignedWidth(_ cells: LineCells, _ column: Int) -> Int {
    let width = DisplayWidth.of(alignedText(cells, column))
    return width > Self.widestAligned ? 0 : width
  }

  /// A row's texts, each padded to the width of its column.
  private func texts(of row: LineCells, _ widths: [Int], _ sides: [CellSide]) -> [String] {
    widths.indices.map { sides[$0].pad(alignedText(row, $0), to: widths[$0]) }
  }

  /// A cell's text, with a status in its standard spelling.
  private func alignedText(_ cells: LineCells, _ column: Int) -> String {
    let text = text(cells, column)
    guard column == header.position(of: .status) else { return text }
    return Status.typed(text)?.rawValue ?? text
  }

  private func side(ofColumn column: Int) -> CellSide {
    let delimiter = bytes.raw[bytes.raw.trimmed(header.delimiters[column])]
    return CellSide(
      isLeft: delimiter.first == UInt8(ascii: ":"), isRight: delimiter.last == UInt8(ascii: ":"))
  }

  private func edit(_ line: Line, saying cells: [String]) -> Edit? {
    let header = self.header.cells.line
    let indent = bytes.text(header.start..<bytes.raw.trimmed(header.content).lowerBound)
    let text = Array("\(indent)| \(cells.joined(separator: " | ")) |".utf8)
    guard !bytes.raw[line.content].elementsEqual(text) else { return nil }
    return Edit(range: line.content, replacement: text)
  }
}

/// The alignment of a column, as the delimiter row sets it.
enum CellSide {
  case unspecified, left, right, middle

  init(isLeft: Bool, isRight: Bool) {
    switch (isLeft, isRight) {
    case (false, false): self = .unspecified
    case (true, false): self = .left
    case (false, true): self = .right
    case (true, true): self = .middle
    }
  }

  func pad(_ text: String, to width: Int) -> String {
    let missing = max(0, width - DisplayWidth.of(text))
    let before =
      switch self {
      case .unspecified, .left: 0
      case .right: missing
      case .middle: missing / 2
      }
    return String(repeating: " ", count: before) + text
      + String(repeating: " ", count: missing - before)
  }

  func delimiter(width: Int) -> String {
    switch self {
    case .unspecified: String(repeating: "-", count: width)
    case .left: ":" + String(repeating: "-", count: width - 1)
    case .right: String(repeating: "-", count: width - 1) + ":"
    case .middle: ":" + String(repeating: "-", count: width - 2) + ":"
    }
  }
}
