public import Model
import Text

/// A byte range and its replacement.
public struct Edit: Equatable, Sendable {
  /// The replaced range; empty for an insertion.
  public let range: Range<Int>
  public let replacement: [UInt8]

  package init(range: Range<Int>, replacement: [UInt8]) {
    (self.range, self.replacement) = (range, replacement)
  }
}

extension QueueDocument {
  /// The edits that apply `change` to the file.
  ///
  /// - Returns: edits in the order of their places, without overlaps.
  public func edits(for change: ItemChange) -> [Edit] { edits(for: [change]) }

  /// - Parameter newRows: the writer of new rows, if several changes add rows; otherwise `nil`.
  private func edits(for change: ItemChange, _ newRows: NewRows?) -> [Edit] {
    guard let before = change.before else {
      return change.after.map { item in
        let line = (newRows ?? NewRows(of: self)).line(of: item, change.origin)
        return [insertion(of: line, before: insertionRow(change.origin?.place))]
      } ?? []
    }
    guard let row = row(of: before.id) else { return [] }
    guard let after = change.after else { return [removal(of: row)] }
    return cellEdits(of: row, before, after)
  }

  /// The edits of the cells that differ, in the order of the cells.
  private func cellEdits(of row: Int, _ before: QueueItem, _ after: QueueItem) -> [Edit] {
    let cells = LineCells(line(of: row), in: bytes.raw)
    let changed = Column.allCases.filter { before.text(of: $0) != after.text(of: $0) }
    let edits = changed.map { column in
      let position = header.position(of: column)
      return cellEdit(cells, position, cellText(after.text(of: column), column, cells, position))
    }
    return (edits + dependencyEdit(before, after, cells) + fieldEdits(before, after, cells))
      .sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The edit that gives another id to a row; `nil` if the row in that line does not have the id,
  /// or no other row has it.
  package func renaming(rowInLine line: Int, from id: String, to newID: String) -> Edit? {
    let row = line - lineNumber(of: 0)
    guard entries.indices.contains(row), entries[row].problems.contains(.repeatedID),
      entries[row].problems.isDisjoint(with: .cellCount), self.id(ofRow: row) == id
    else { return nil }
    let cells = LineCells(self.line(of: row), in: bytes.raw)
    return cellEdit(cells, header.position(of: .id), newID)
  }

  /// The edits that give ids to the rows without one, in their order.
  ///
  /// - Parameter nextID: called one time for each row.
  package func naming(_ nextID: () -> String) -> [(id: String, edit: Edit)] {
    entries.indices.compactMap { row in
      let problems = entries[row].problems
      guard problems.contains(.emptyID), problems.isDisjoint(with: .cellCount) else { return nil }
      let id = nextID()
      let cells = LineCells(line(of: row), in: bytes.raw)
      return (id, cellEdit(cells, header.position(of: .id), id))
    }
  }

  /// The document with other texts in some cells, by row and column name.
  package func replacing(
    _ texts: [Int: [String: String]]
  ) throws(DocumentError) -> QueueDocument {
    let names = columnNames
    let edits = texts.sorted { $0.key < $1.key }.flatMap { row, texts in
      let cells = LineCells(line(of: row), in: bytes.raw)
      return names.indices.prefix(cells.count).compactMap { position in
        texts[names[position]].map { cellEdit(cells, position, $0.escapingPipes) }
      }
    }
    return try QueueDocument(QueueBytes(applying(edits)))
  }

  /// The edit of the `after` column, if the table has one.
  private func dependencyEdit(
    _ before: QueueItem, _ after: QueueItem, _ cells: LineCells
  ) -> [Edit] {
    guard let position = header.afterPosition, before.after != after.after else { return [] }
    let text = after.after.isEmpty ? "-" : after.after.joined(separator: ",")
    return [cellEdit(cells, position, text.escapingPipes)]
  }

  /// The edits of the optional columns that the table has.
  private func fieldEdits(
    _ before: QueueItem, _ after: QueueItem, _ cells: LineCells
  ) -> [Edit] {
    header.fieldPositions.compactMap { field, position in
      guard before.fieldCells[field] != after.fieldCells[field] else { return nil }
      return cellEdit(cells, position, (after.fieldCells[field] ?? "-").escapingPipes)
    }
  }

  public func applying(_ edits: [Edit]) -> [UInt8] { bytes.applying(edits) }
}

extension QueueDocument {
  private func cellEdit(_ cells: LineCells, _ position: Int, _ text: String) -> Edit {
    Edit(range: cells[position], replacement: Array(rendered(text, cells, position).utf8))
  }

  /// The cell with `text`. If a first cell has no pipe before it and its text could begin a list, a
  /// heading or a conflict marker, and so end the table, the cell gets a pipe.
  ///
  /// - Parameter isClosed: whether the line gets a pipe before its first cell anyway.
  func rendered(
    _ text: String, _ cells: LineCells, _ position: Int, isClosed: Bool = false
  ) -> String {
    rendered(
      text, style(of: cells, position),
      isOpen: position == 0 && !cells.hasLeadingPipe && !isClosed)
  }

  /// The cell with `text` in a style.
  ///
  /// - Parameter isOpen: whether no pipe comes before the cell.
  func rendered(_ text: String, _ style: CellStyle, isOpen: Bool) -> String {
    let cell = style.render(text)
    guard isOpen else { return cell }
    let isPlain = cell.unicodeScalars.first.map { $0.properties.isAlphabetic } ?? false
    return isPlain ? cell : "| " + cell
  }

  func style(of cells: LineCells, _ position: Int) -> CellStyle {
    let id = cells[header.position(of: .id)]
    return CellStyle(
      raw: bytes.text(cells[position]),
      delimiterWidth: DisplayWidth.of(bytes.text(header.delimiters[position])),
      isUnpadded: bytes.raw.trimmed(id) == id)
  }

  /// The text of a cell. `nil` becomes `-`. Only empty notes become an empty cell, if a pipe shows
  /// that the cell exists.
  ///
  /// - Parameter isClosed: whether the line ends with a pipe in any case.
  func cellText(
    _ value: String?, _ column: Column, _ cells: LineCells, _ position: Int, isClosed: Bool = false
  ) -> String {
    if let value {
      return column == .successCriteria
        ? CellText.encodingPipes(value) : value.escapingPipes
    }
    let isOpen = position == cells.count - 1 && !cells.hasTrailingPipe && !isClosed
    return column == .notes && !isOpen ? "" : "-"
  }
}

// Added, removed and moved rows.

extension QueueDocument {
  /// The line number of the row after a change; `nil` for a removed row.
  public func lineNumber(after change: ItemChange) -> Int? {
    guard let item = change.after else { return nil }
    guard change.before == nil else { return row(of: item.id).map(lineNumber) }
    return lineNumber(of: insertionRow(change.origin?.place))
  }

  /// The line numbers of the rows after changes that move them, by id.
  public func lineNumbers(moving changes: [ItemChange]) -> [String: Int] {
    let order = order(after: changes)
    let places = Dictionary(zip(order, order.indices)) { first, _ in first }
    return changes.reduce(into: [:]) { lines, change in
      guard let row = row(of: change.id), let place = places[row] else { return }
      lines[change.id] = lineNumber(of: place)
    }
  }

  /// The rows in the order that results from all moves, one after the other. Added rows have the
  /// numbers after those of the table's rows.
  private func order(after changes: [ItemChange]) -> [Int] {
    let added = changes.filter { $0.before == nil }.map(\.id)
    let numbers = Dictionary(zip(added, entries.count...)) { first, _ in first }
    func number(of id: String) -> Int? { row(of: id) ?? numbers[id] }
    var rows = RowSequence(count: entries.count + added.count)
    for change in changes {
      guard let move = change.move, let row = number(of: change.id) else { continue }
      switch move.to {
      case .first: rows.move(row, below: nil)
      case .behind(let id): if let above = number(of: id) { rows.move(row, below: above) }
      }
    }
    return rows.order
  }

  /// If some of the changes move rows, these and the ones that add rows, because a row may go
  /// below an added one. A restored row has a place of its own.
  private func placing(_ changes: [ItemChange]) -> [ItemChange] {
    guard changes.contains(where: { $0.move != nil }) else { return [] }
    return changes.filter { $0.move != nil || $0.before == nil && $0.origin == nil }
  }

  /// The lines of moved and added rows, from the top of the table to its end, and the rows before
  /// which they are inserted.
  private func placedLines(
    _ placing: [ItemChange], _ newRows: NewRows?
  ) -> [(text: String, place: Int)] {
    if placing.isEmpty { return [] }
    let changed = Dictionary(
      placing.compactMap { change in row(of: change.id).map { ($0, change) } }
    ) { first, _ in first }
    let added = placing.filter { $0.before == nil }.compactMap(\.after)
    var lines: [(text: String, place: Int)] = []
    var next = entries.count
    for row in order(after: placing).reversed() {
      if let newRows, row >= entries.count {
        lines.append((newRows.line(of: added[row - entries.count], nil), next))
      } else if let change = changed[row] {
        lines.append((lineText(of: row, after: change), next))
      } else {
        next = row
      }
    }
    return lines.reversed()
  }

  /// The row's line with its changed cells, without the line end.
  private func lineText(of row: Int, after change: ItemChange) -> String {
    let content = line(of: row).content
    var line = Array(bytes.raw[content])
    guard let before = change.before, let after = change.after else { return "" }
    for edit in cellEdits(of: row, before, after).reversed() {
      let (start, end) = (edit.range.lowerBound, edit.range.upperBound)
      line.replaceSubrange(
        (start - content.lowerBound)..<(end - content.lowerBound), with: edit.replacement)
    }
    let cells = LineCells(self.line(of: row), in: bytes.raw)
    let isClosed = !cells.hasTrailingPipe && needsClosing(leadingPipe: cells.hasLeadingPipe)
    return String(decoding: line, as: UTF8.self) + (isClosed ? "|" : "")
  }

  /// Whether a line that may become the last one needs a pipe at its end. In a file that ends with
  /// the table and without a line end, it would look cut, and no command could read the file.
  func needsClosing(leadingPipe: Bool) -> Bool {
    let last = entries.isEmpty ? header.delimiters.line : line(of: entries.count - 1)
    let isCut = header.isCut(header.columnCount, leadingPipe: leadingPipe, trailingPipe: false)
    return isCut && !last.hasLineEnd
  }

  /// The row before which a new row is inserted.
  private func insertionRow(_ place: RowPlace?) -> Int {
    switch place {
    case .first?: 0
    // The row above may have been removed, too.
    case .behind(let id)?: row(of: id).map { $0 + 1 } ?? entries.count
    case nil: entries.count
    }
  }

  /// Inserts a row after the line above. If the file ended with the table, without a line end, it
  /// also ends without a line end afterwards.
  private func insertion(of text: String, before row: Int) -> Edit {
    let above = row == 0 ? header.delimiters.line : line(of: row - 1)
    let headerEnd = bytes.text(header.cells.line.contentEnd..<header.cells.line.end)
    let lineEnd = bytes.text(above.contentEnd..<above.end)
    let written = above.hasLineEnd ? text + lineEnd : headerEnd + text
    return Edit(range: above.end..<above.end, replacement: Array(written.utf8))
  }

  /// Removes the row's line. If it was the file's last line and had no line end, the line above
  /// becomes the last one.
  private func removal(of row: Int) -> Edit {
    let line = line(of: row)
    let start = line.hasLineEnd ? line.start : endAsLast(ofRow: row == 0 ? nil : row - 1)
    return Edit(range: start..<line.end, replacement: [])
  }

  /// Where a row ends, or the header for `nil`, if it becomes the last line of a file without a
  /// line end. A row that would look cut keeps its line end, or no command could read the file.
  private func endAsLast(ofRow row: Int?) -> Int {
    guard let row else { return header.delimiters.line.contentEnd }
    let cells = LineCells(line(of: row), in: bytes.raw)
    let isCut = header.isCut(
      cells.count, leadingPipe: cells.hasLeadingPipe, trailingPipe: cells.hasTrailingPipe)
    return isCut ? cells.line.end : cells.line.contentEnd
  }
}

// Changes of several rows in one step.

extension QueueDocument {
  /// The edits that apply `changes`, each of a different row. The result is the same as applying
  /// one change after the other, except that the file may end with a line end then.
  ///
  /// - Returns: edits in the order of their places, without overlaps.
  public func edits(for changes: [ItemChange]) -> [Edit] {
    if changes.count == 1, changes[0].move == nil { return edits(for: changes[0], nil) }
    let newRows = changes.contains { $0.before == nil } ? NewRows(of: self) : nil
    let placing = placing(changes)
    let placed = placedLines(placing, newRows)
    let ids = Set(placing.map(\.id))
    let tail = openTail(for: changes, placed, placing: ids)
    let edits =
      changes.flatMap { change in
        guard ids.contains(change.id) else { return self.edits(for: change, newRows) }
        return row(of: change.id).map { [removal(of: $0)] } ?? []
      } + placed.map { insertion(of: $0.text, before: $0.place) }
    // Rows that are added at the same position keep their order, and come before the existing row.
    let ordered = edits.filter { $0.range.upperBound <= tail?.range.lowerBound ?? .max }
      .enumerated().sorted { left, right in
        let (first, second) = (left.element.range, right.element.range)
        if first.lowerBound != second.lowerBound { return first.lowerBound < second.lowerBound }
        return first.isEmpty == second.isEmpty ? left.offset < right.offset : first.isEmpty
      }
    return ordered.map(\.element) + [tail].compactMap(\.self)
  }

  /// For a file that ends with a removed or moved row without a line end, the edit that replaces
  /// the text after the last remaining row by the rows that are added there.
  private func openTail(
    for changes: [ItemChange], _ placed: [(text: String, place: Int)], placing ids: Set<String>
  ) -> Edit? {
    guard let last = entries.indices.last, !line(of: last).hasLineEnd else { return nil }
    let leaving = changes.filter { $0.after == nil || ids.contains($0.id) }
    let removed = Set(leaving.compactMap { row(of: $0.id) })
    guard removed.contains(last) else { return nil }
    let lastRemaining = entries.indices.last { !removed.contains($0) }
    let end = lastRemaining.map { line(of: $0) } ?? header.delimiters.line
    let newRows = NewRows(of: self)
    let added = changes.filter { $0.before == nil && !ids.contains($0.id) }.compactMap { change in
      change.after.map {
        (text: newRows.line(of: $0, change.origin), place: insertionRow(change.origin?.place))
      }
    }
    let appended = (added + placed).filter { $0.place > lastRemaining ?? -1 }.enumerated().sorted {
      ($0.element.place, $0.offset) < ($1.element.place, $1.offset)
    }
    let lineEnd = bytes.text(end.contentEnd..<end.end)
    let start = appended.isEmpty ? endAsLast(ofRow: lastRemaining) : end.contentEnd
    return Edit(
      range: start..<bytes.raw.count,
      replacement: appended.flatMap { Array((lineEnd + $0.element.text).utf8) })
  }
}
