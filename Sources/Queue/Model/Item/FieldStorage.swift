/// Where a store keeps the fields of a row.
package enum FieldStorage: Equatable, Sendable {
  /// A table: in the notes, except that `after`, worker and labels are in columns if the table has
  /// them.
  case notes(hasAfterColumn: Bool, columns: [FieldColumn] = [])
  /// A database: in separate columns, except that `after` is in the notes.
  case columns

  fileprivate var hasAfterColumn: Bool {
    if case .notes(hasAfterColumn: true, _) = self { true } else { false }
  }

  fileprivate var columns: [FieldColumn] {
    if case .notes(_, let columns) = self { columns } else { [] }
  }

  /// Converts a new row from the form of the rules to the form of the store.
  fileprivate func encoded(new row: QueueItem) -> QueueItem {
    var row = row
    if !hasAfterColumn, !row.after.isEmpty { row.notes.after = row.after }
    guard case .notes = self else { return row }
    for column in columns { row.moveToCell(column) }
    if let key = row.record?.idempotencyKey { row.notes.idempotencyKey = key }
    if let limit = row.record?.maxAttempts { row.notes.append(.maxAttempts, String(limit)) }
    if let count = row.record?.attemptCount, count > 0 {
      row.notes.append(.reviewAttempts, String(count))
    }
    row.record = nil
    return row
  }

  /// Updates the notes of a row that now waits for other rows.
  fileprivate func encoded(rewired row: QueueItem) -> QueueItem {
    guard !hasAfterColumn, row.notes.after != row.after else { return row }
    var row = row
    row.notes.after = row.after
    return row
  }

  /// Converts a restored row to the form of the store.
  fileprivate func encoded(restored row: QueueItem, from cells: [String: String]) -> QueueItem {
    guard case .notes = self else { return row }
    var row = row
    if hasAfterColumn, cells[Column.afterName] == nil { row.after = [] }
    row.record = nil
    return row
  }
}

extension QueueItem {
  /// Moves a field from the notes, which the rules write, to its column.
  mutating func moveToCell(_ field: FieldColumn) {
    guard let text = notes.value(of: field.key) else { return }
    notes.set(field.key, nil)
    fieldCells[field] = field.cell(of: text)
  }
}

extension Decision {
  /// Converts the added and changed rows of the decision to the form of the store. Every store
  /// applies this to the decisions of the rules.
  package func encoded(for storage: FieldStorage) -> Decision {
    switch self {
    case .unchanged, .alreadySo, .addedBefore: self
    case .change(let change): .change(change.encoded(for: storage))
    case .changes(let changes): .changes(changes.map { $0.encoded(for: storage) })
    case .noted(let facts, let changes):
      .noted(facts, changes.map { $0.encoded(for: storage) })
    }
  }
}

extension ItemChange {
  fileprivate func encoded(for storage: FieldStorage) -> ItemChange {
    guard let row = after else { return self }
    var change = self
    if let before {
      if before.after != row.after { change.after = storage.encoded(rewired: row) }
      // An undo restores both the column and the notes as they were.
      for column in storage.columns where event == .edited {
        if before.notes.value(of: column.key) != row.notes.value(of: column.key) {
          change.after?.moveToCell(column)
        }
      }
      return change
    }
    change.after =
      origin.map { storage.encoded(restored: row, from: $0.cells) } ?? storage.encoded(new: row)
    return change
  }
}
