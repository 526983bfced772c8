public import QueueModel
import TextWidth

extension QueueDocument {
  /// The edits that carry out `change` and touch nothing else.
  ///
  /// - Returns: edits in the order of their places, none overlapping another.
  public func edits(for change: ItemChange) -> [Edit] {
    guard let before = change.before else {
      return change.after.map { [insertion(of: $0, change.origin)] } ?? []
    }
    guard let row = row(of: before.id) else { return [] }
    guard let after = change.after else { return [removal(of: row)] }
    let cells = LineCells(line(of: row), in: bytes.raw)
    let changed = Column.allCases.filter { before.text(of: $0) != after.text(of: $0) }
    let edits = changed.map { column in
      let position = header.position(of: column)
      return cellEdit(cells, position, cellText(after.text(of: column), column, cells, position))
    }
    return (edits + dependencyEdit(before, after, cells))
      .sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// What a row waits for changes its cell where a column of its own tells it.
  private func dependencyEdit(
    _ before: QueueItem, _ after: QueueItem, _ cells: LineCells
  ) -> [Edit] {
    guard let position = header.afterPosition, before.after != after.after else { return [] }
    let text = after.after.isEmpty ? "-" : after.after.joined(separator: ",")
    return [cellEdit(cells, position, text.escapingPipes)]
  }

  /// The pieces of the new file, in order: untouched ranges of this one as they
  /// lie in memory, and the replacements.
  public func withPieces<Failure: Error>(
    applying edits: [Edit], _ body: ([UnsafeRawBufferPointer]) throws(Failure) -> Void
  ) throws(Failure) {
    // One array keeps the replacements where the pieces can point at them.
    let replacements = edits.flatMap(\.replacement)
    let copy = QueueBytes(replacements)
    var pieces: [UnsafeRawBufferPointer] = []
    var (offset, copied) = (0, 0)
    for edit in edits {
      pieces.append(UnsafeRawBufferPointer(rebasing: bytes.raw[offset..<edit.range.lowerBound]))
      let end = copied + edit.replacement.count
      pieces.append(UnsafeRawBufferPointer(rebasing: copy.raw[copied..<end]))
      (offset, copied) = (edit.range.upperBound, end)
    }
    pieces.append(UnsafeRawBufferPointer(rebasing: bytes.raw[offset...]))
    defer { withExtendedLifetime((copy, bytes)) {} }
    try body(pieces)
  }

  /// The new file as one array.
  public func applying(_ edits: [Edit]) -> [UInt8] {
    var result: [UInt8] = []
    withPieces(applying: edits) { pieces in
      for piece in pieces { result.append(contentsOf: piece) }
    }
    return result
  }
}

extension QueueDocument {
  private func cellEdit(_ cells: LineCells, _ position: Int, _ text: String) -> Edit {
    Edit(range: cells[position], replacement: Array(rendered(text, cells, position).utf8))
  }

  /// The cell that says `text`. Where no pipe stands before a row's first cell,
  /// one is put there before text that could begin a list, a heading or a
  /// conflict marker, and so end the table.
  ///
  /// - Parameter isClosed: whether the line gets a pipe before its first cell anyway.
  func rendered(
    _ text: String, _ cells: LineCells, _ position: Int, isClosed: Bool = false
  ) -> String {
    let cell = style(of: cells, position).render(text)
    let isOpen = position == 0 && !cells.hasLeadingPipe && !isClosed
    let isPlain = cell.unicodeScalars.first.map { $0.properties.isAlphabetic } ?? false
    return isOpen && !isPlain ? "| " + cell : cell
  }

  private func style(of cells: LineCells, _ position: Int) -> CellStyle {
    let id = cells[header.position(of: .id)]
    return CellStyle(
      raw: bytes.text(cells[position]),
      delimiterWidth: DisplayWidth.of(bytes.text(header.delimiters[position])),
      isUnpadded: bytes.raw.trimmed(id) == id)
  }

  /// None is `-`, but empty notes are empty, where a pipe shows that the cell
  /// is there.
  func cellText(
    _ value: String?, _ column: Column, _ cells: LineCells, _ position: Int
  ) -> String {
    if let value { return value.escapingPipes }
    let isOpen = position == cells.count - 1 && !cells.hasTrailingPipe
    return column == .notes && !isOpen ? "" : "-"
  }
}
