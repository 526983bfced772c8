import Model

/// Writes new rows in the style of the table's last complete row.
struct NewRows {
  private let document: QueueDocument
  private let cells: LineCells
  private let indent: String
  private let columns: [Place]

  /// A column of a new row.
  private struct Place {
    let name: String
    /// The column; `nil` for optional columns and for columns of the queue's owner.
    let column: Column?
    let field: FieldColumn?
    let style: CellStyle
  }

  init(of document: QueueDocument) {
    let bytes = document.bytes
    let model = document.entries.lastIndex { !$0.problems.contains(.cellCount) }
    let cells =
      model.map { LineCells(document.line(of: $0), in: bytes.raw) } ?? document.header.cells
    self.document = document
    self.cells = cells
    indent = bytes.text(cells.line.start..<bytes.raw.trimmed(cells.line.content).lowerBound)
    columns = document.columnNames.enumerated().map { position, name in
      Place(
        name: name,
        column: Column.allCases.first { document.header.position(of: $0) == position },
        field: document.header.fieldPositions.first { $0.value == position }?.key,
        style: document.style(of: cells, position))
    }
  }

  /// The texts of a new row by column.
  func texts(of item: QueueItem, _ origin: ItemChange.Origin?) -> [String: String] {
    var texts: [String: String] = [:]
    for position in columns.indices { texts[columns[position].name] = text(item, origin, position) }
    return texts
  }

  /// The line of a new row, without its line end.
  func line(of item: QueueItem, _ origin: ItemChange.Origin?) -> String {
    var row = indent
    row.reserveCapacity(2 * cells.line.content.count)
    var isClosed = cells.hasTrailingPipe
    for position in 0..<cells.count {
      if position > 0 || cells.hasLeadingPipe { row += "|" }
      let place = columns[position]
      let text = text(item, origin, position)
      let written =
        place.column.map {
          document.cellText(text, $0, cells, position, isClosed: isClosed)
        } ?? text?.escapingPipes
      if position == 0, !cells.hasLeadingPipe {
        row += document.rendered(written ?? "-", place.style, isOpen: true)
      } else {
        place.style.write(written ?? "-", to: &row)
      }
      if position == 0, document.needsClosing(leadingPipe: row.hasPrefix(indent + "|")) {
        isClosed = true
      }
    }
    return isClosed ? row + "|" : row
  }

  private func text(
    _ item: QueueItem, _ origin: ItemChange.Origin?, _ position: Int
  ) -> String? {
    let place = columns[position]
    if let column = place.column { return item.text(of: column) }
    if let own = origin?.cells[place.name] { return own }
    if let field = place.field { return item.fieldCells[field] }
    let isAfter = position == document.header.afterPosition && !item.after.isEmpty
    return isAfter ? item.after.joined(separator: ",") : nil
  }
}
