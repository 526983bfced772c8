public import QueueModel

// Rows that come and go.

extension QueueDocument {
  /// The line number that the row of a change has afterwards; `nil` for one that goes.
  public func lineNumber(after change: ItemChange) -> Int? {
    guard let item = change.after else { return nil }
    guard change.before == nil else { return row(of: item.id).map(lineNumber) }
    return lineNumber(of: rowBehind(change.origin?.place))
  }

  /// The number of the row that a new one is put before.
  private func rowBehind(_ place: RowPlace?) -> Int {
    switch place {
    case .first?: 0
    // The row that stood before it may be gone too.
    case .behind(let id)?: row(of: id).map { $0 + 1 } ?? entries.count
    case nil: entries.count
    }
  }

  /// A row that comes.
  func addition(of item: QueueItem, _ origin: ItemChange.Origin?) -> RowChange {
    var after: [String: String] = [:]
    for (position, name) in columnNames.enumerated() {
      after[name] = newValue(item, origin, position)
    }
    return RowChange(id: item.id, before: [:], after: after)
  }

  /// The edit that puts a new row where it belongs.
  func insertion(of item: QueueItem, _ origin: ItemChange.Origin?) -> Edit {
    let row = newRow(for: item, origin)
    return insertion(of: row.text, before: row.place)
  }

  /// A new row, written as the last whole row is, and the number of the row that it
  /// is put before.
  func newRow(
    for item: QueueItem, _ origin: ItemChange.Origin?
  ) -> (text: String, place: Int) {
    let model = entries.lastIndex { !$0.problems.contains(.cellCount) }
    let cells = model.map { LineCells(line(of: $0), in: bytes.raw) } ?? header.cells
    var row = ""
    for position in 0..<cells.count {
      if position > 0 || cells.hasLeadingPipe { row += "|" }
      row += rendered(newText(item, origin, cells, position), cells, position)
    }
    if cells.hasTrailingPipe { row += "|" }
    let indent = bytes.text(cells.line.start..<bytes.raw.trimmed(cells.line.content).lowerBound)
    return (indent + row, rowBehind(origin?.place))
  }

  /// The text of a row goes behind the line above; a table that ends with the file,
  /// without a line end, goes on to do so.
  private func insertion(of text: String, before row: Int) -> Edit {
    let above = row == 0 ? header.delimiters.line : line(of: row - 1)
    let headerEnd = bytes.text(header.cells.line.contentEnd..<header.cells.line.end)
    let lineEnd = bytes.text(above.contentEnd..<above.end)
    let written = above.hasLineEnd ? text + lineEnd : headerEnd + text
    return Edit(range: above.end..<above.end, replacement: Array(written.utf8))
  }

  private func newText(
    _ item: QueueItem, _ origin: ItemChange.Origin?, _ cells: LineCells, _ position: Int
  ) -> String {
    let value = newValue(item, origin, position)
    guard let column = column(at: position) else { return value?.escapingPipes ?? "-" }
    return cellText(value, column, cells, position)
  }

  private func column(at position: Int) -> Column? {
    Column.allCases.first { header.position(of: $0) == position }
  }

  /// What a row that comes says in the column at `position`.
  private func newValue(
    _ item: QueueItem, _ origin: ItemChange.Origin?, _ position: Int
  ) -> String? {
    if let column = column(at: position) { return item.text(of: column) }
    if let own = origin?.cells[columnNames[position]] { return own }
    let isAfter = position == header.afterPosition && !item.after.isEmpty
    return isAfter ? item.after.joined(separator: ",") : nil
  }

  /// The row's line goes. Where it was the file's last and had no line end, the
  /// line above has none afterwards.
  func removal(of row: Int) -> Edit {
    let line = line(of: row)
    let above = row == 0 ? header.delimiters.line : self.line(of: row - 1)
    let start = line.hasLineEnd ? line.start : above.contentEnd
    return Edit(range: start..<line.end, replacement: [])
  }
}
