extension QueueItem {
  /// The row that these cells make, by column name; `nil` without a status that
  /// can be read, or without an id. `hasAfterColumn` says that a column, and not the
  /// notes, tells what rows wait for.
  public init?(cells: [String: String], hasAfterColumn: Bool) {
    guard let id = cells[.id], let status = cells[.status].flatMap(Status.init) else { return nil }
    self.init(id: id, status: status, priority: Priority(""), task: nil, successCriteria: nil)
    for column in Column.allCases { set(column, to: cells[column]) }
    after = cells[Column.afterName].map(Dependencies.ids) ?? (hasAfterColumn ? [] : notes.after)
  }

  /// Gives a column another text, `nil` for none; an id and a status that say
  /// nothing stay as they are.
  mutating func set(_ column: Column, to text: String?) {
    switch column {
    case .id: id = text ?? id
    case .status: status = text.flatMap(Status.init) ?? status
    case .priority: priority = Priority(text ?? "")
    case .task: task = text
    case .successCriteria: successCriteria = text
    case .ownerSession: ownerSession = text
    case .startedAt: startedAt = text
    case .dueAt: dueAt = text
    case .notes: notes = Notes(text ?? "")
    }
  }
}
