import Model
import Text

// The lines of a file, and rows that are rewritten in the style of their line.

extension QueueDocument {
  /// The offset at which the text begins, after a byte order mark if there is one.
  package var textStart: Int { bytes.raw.starts(with: "\u{FEFF}", at: 0) ? 3 : 0 }

  package var linesBeforeTable: [Line] { lines(in: textStart..<header.cells.line.start) }

  package var linesAfterTable: [Line] { lines(in: tableEnd..<bytes.count) }

  private func lines(in range: Range<Int>) -> [Line] {
    var lines: [Line] = []
    var offset = range.lowerBound
    while offset < range.upperBound, let line = bytes.raw.line(from: offset) {
      lines.append(line)
      offset = line.end
    }
    return lines
  }

  /// A cell's text without its padding.
  package func text(_ cells: LineCells, _ position: Int) -> String {
    bytes.text(bytes.raw.trimmedCell(cells[position]))
  }

  /// A row with other texts in the style of its line.
  ///
  /// - Parameters:
  ///   - cells: the cells of the line.
  ///   - names: the columns of the line.
  ///   - texts: the new texts by column.
  ///   - columns: the columns of the result.
  package func row(
    _ cells: LineCells, _ names: [String], texts: [String: String], in columns: [String]
  ) -> String {
    // If the columns differ, another cell may be at the beginning or end of the line, and may need
    // an outer pipe.
    let isClosed = columns != names
    let written = columns.map { name in
      guard let position = names.firstIndex(of: name) else {
        return padded((texts[name] ?? "-").escapingPipes, like: cells)
      }
      let column = Column.allCases.first { $0.name == name }
      if readText(cells, position) == texts[name] { return bytes.text(cells[position]) }
      let written =
        column.map { cellText(texts[name], $0, cells, position) }
        ?? texts[name]?.escapingPipes ?? "-"
      return rendered(written, cells, position, isClosed: isClosed)
    }
    return line(of: written, like: cells, isClosed: isClosed)
  }

  /// A new cell of a line. It has blanks around it if the first cell has any.
  package func padded(_ text: String, like cells: LineCells) -> String {
    let cell = cells[0]
    return bytes.raw.trimmed(cell) == cell ? text : " \(text) "
  }

  /// A line of the table with the indentation and the outer pipes of another line. With `isClosed`
  /// it has both outer pipes.
  package func line(of texts: [String], like cells: LineCells, isClosed: Bool) -> String {
    let indent = bytes.text(cells.line.start..<bytes.raw.trimmed(cells.line.content).lowerBound)
    let rest = cells.hasTrailingPipe ? "|" + trailingBlanks(cells) : isClosed ? "|" : ""
    return indent + (cells.hasLeadingPipe || isClosed ? "|" : "") + texts.joined(separator: "|")
      + rest
  }

  private func trailingBlanks(_ cells: LineCells) -> String {
    let end = bytes.raw.trimmed(cells.line.content).upperBound
    return bytes.text(end..<cells.line.contentEnd)
  }
}

/// The style of a cell, derived from neighbouring cells or from its former text.
struct CellStyle {
  private let leading: Int
  private let trailing: Int
  /// The display width that the cell keeps as long as the text fits.
  private let width: Int
  private let alignsRight: Bool

  /// - Parameters:
  ///   - raw: the former cell, including padding.
  ///   - delimiterWidth: the width of the column's cell in the delimiter row.
  ///   - isUnpadded: whether the row is written like `|a|b|`. This determines the style of an empty
  ///     cell.
  init(raw: String, delimiterWidth: Int, isUnpadded: Bool) {
    let before = raw.utf8.prefix { $0.isBlank }.count
    let after = raw.utf8.reversed().prefix { $0.isBlank }.count
    let isEmpty = before == raw.utf8.count
    leading = isEmpty ? (isUnpadded ? 0 : 1) : min(before, 1)
    trailing = isEmpty ? (isUnpadded ? 0 : 1) : min(after, 1)
    let isPadded = raw.utf8.count > 1 && (isEmpty || before > 1 || after > 1)
    let rawWidth = DisplayWidth.of(raw)
    // A delimiter `---` is usual in tables that are not aligned, so it shows no width.
    let fillsColumn = rawWidth == delimiterWidth && rawWidth > 3
    width = isPadded || fillsColumn ? rawWidth : 0
    alignsRight = !isEmpty && before > 1 && after <= 1
  }

  /// The cell with `text`, which must be escaped.
  func render(_ text: String) -> String {
    var cell = ""
    write(text, to: &cell)
    return cell
  }

  /// Appends the cell to the text of its row.
  func write(_ text: String, to row: inout String) {
    // A backslash before the pipe would make the pipe part of the cell.
    let needsSpace = trailing == 0 && text.utf8.last == .backslash
    let before = text.isEmpty ? 1 : leading
    let after = text.isEmpty ? 0 : needsSpace ? 1 : trailing
    var missing = 0
    if width > 0 {
      missing = max(0, width - DisplayWidth.of(spaces(before) + text + spaces(after)))
    }
    row += spaces(alignsRight ? missing + before : before)
    row += text
    row += spaces(alignsRight ? after : after + missing)
  }

  private func spaces(_ count: Int) -> String {
    switch count {
    case 0: ""
    case 1: " "
    default: String(repeating: " ", count: count)
    }
  }
}
