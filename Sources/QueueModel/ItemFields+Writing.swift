// What a row says, given to a store's row.

extension ItemFields {
  /// A row of a database with these fields changed to what this says.
  ///
  /// - Parameters:
  ///   - item: the row before; for a row that comes, any with its id.
  ///   - fields: those to change.
  ///   - impliedAttempts: the limit that the database holds for a row without one.
  public func recorded(
    in item: QueueItem, _ fields: [Field] = Field.allCases, impliedAttempts: Int
  ) -> QueueItem {
    var row = item
    var record = item.record ?? QueueItem.Record(maxAttempts: impliedAttempts)
    for field in fields {
      switch field {
      case .id, .status, .priority, .task, .successCriteria, .ownerSession, .startedAt, .dueAt:
        if let column = field.column { row.set(column, to: self[field]) }
      case .notes:
        row.notes = Notes(self[.notes] ?? "")
        row.after = row.notes.after
      case .attemptCount: record.attemptCount = self[field].flatMap { Int($0) } ?? 0
      case .maxAttempts: record.maxAttempts = self[field].flatMap { Int($0) } ?? impliedAttempts
      case .idempotencyKey: record.idempotencyKey = self[field]
      }
    }
    row.record = record
    row.line = nil
    return row
  }

  /// A row of a table with these fields changed to what this says.
  ///
  /// - Parameters:
  ///   - item: the row before; for a row that comes, any with its id.
  ///   - fields: those to change; all that stand in the notes change together.
  ///   - hasAfterColumn: whether a column of its own tells what rows wait for.
  public func shown(
    in item: QueueItem, _ fields: [Field] = Field.allCases, hasAfterColumn: Bool
  ) -> QueueItem {
    var row = item
    for field in fields where !field.isInNotes {
      if let column = field.column { row.set(column, to: self[field]) }
    }
    if fields.contains(where: \.isInNotes) {
      row.notes = Notes(self[.notes] ?? "")
      row.after = row.notes.after
      if hasAfterColumn { row.notes.after = [] }
      row.notes.append(recordOf: self)
    }
    row.record = nil
    return row
  }
}
