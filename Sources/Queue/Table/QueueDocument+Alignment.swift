import Model
import Text

extension QueueDocument {
  /// The edits that align the table: one for each line that is not aligned.
  ///
  /// A column is as wide as its widest cell. Cells that are wider than `widestAligned` do not
  /// count, and only make their own row wider. Lines with a wrong number of cells stay unchanged.
  public func alignment() -> [Edit] {
    let rows = [header.cells] + wellFormedRows
    let count = header.columnCount
    var widths = Array(repeating: 3, count: count)
    var cellWidths: [Int] = []
    cellWidths.reserveCapacity(rows.count * count)
    for row in rows {
      for column in 0..<count {
        let width = DisplayWidth.of(alignedText(row, column))
        cellWidths.append(width)
        if width <= Self.widestAligned { widths[column] = max(widths[column], width) }
      }
    }
    let sides = (0..<count).map { side(ofColumn: $0) }
    let first = header.cells.line
    let indent = bytes.raw[first.start..<bytes.raw.trimmed(first.content).lowerBound]
    var text: [UInt8] = []
    func edit(_ line: Line, _ append: (_ column: Int) -> Void) -> Edit? {
      text.removeAll(keepingCapacity: true)
      text.append(contentsOf: indent)
      for column in 0..<count {
        text.append(contentsOf: "| ".utf8)
        append(column)
        text.append(UInt8(ascii: " "))
      }
      text.append(UInt8(ascii: "|"))
      guard !bytes.raw[line.content].elementsEqual(text) else { return nil }
      return Edit(range: line.content, replacement: text)
    }
    var edits: [Edit] = []
    for (number, row) in rows.enumerated() {
      let aligned = edit(row.line) { column in
        let missing = max(0, widths[column] - cellWidths[number * count + column])
        let before = sides[column].blanksBefore(of: missing)
        text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: before))
        text.append(contentsOf: alignedText(row, column).utf8)
        text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: missing - before))
      }
      if let aligned { edits.append(aligned) }
      // The delimiters are the second line.
      guard number == 0 else { continue }
      let delimiters = edit(header.delimiters.line) {
        text.append(contentsOf: sides[$0].delimiter(width: widths[$0]).utf8)
      }
      if let delimiters { edits.append(delimiters) }
    }
    return edits
  }

  /// The largest width of an aligned column, in columns of a terminal.
  private static let widestAligned = 80

  private var wellFormedRows: [LineCells] {
    entries.indices.filter { !entries[$0].problems.contains(.cellCount) }
      .map { LineCells(line(of: $0), in: bytes.raw) }
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
}

/// The alignment of a column, which the delimiter row sets.
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

  /// How many of the missing blanks come before the text.
  func blanksBefore(of missing: Int) -> Int {
    switch self {
    case .unspecified, .left: 0
    case .right: missing
    case .middle: missing / 2
    }
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
