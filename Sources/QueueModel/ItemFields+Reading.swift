// What a store's row says.

extension ItemFields {
  /// Reads a row of any store.
  ///
  /// - Parameters:
  ///   - item: the row.
  ///   - impliedAttempts: the limit that a store holds for rows which have none of their own.
  public init(_ item: QueueItem, impliedAttempts: Int? = nil) {
    self.init()
    for column in Column.allCases where column != .notes {
      self[Field(column)] = item.text(of: column).flatMap(Self.cell)
    }
    let notes = Self.notes(of: item)
    self[.notes] = notes.text.isEmpty ? nil : notes.text
    if item.attemptCount > 0 { self[.attemptCount] = String(item.attemptCount) }
    let limit = item.maxAttempts.flatMap { $0 == impliedAttempts ? nil : $0 }
    self[.maxAttempts] = limit.map(String.init)
    self[.idempotencyKey] = item.idempotencyKey.flatMap { Self.isTellable($0) ? $0 : nil }
  }

  /// A cell's text; most need no change.
  private static func cell(_ text: String) -> String? {
    let written =
      CellText.isPlain(text) ? CellText.trimmed(text) : CellText.written(text, keepingPipes: true)
    return written.isEmpty || written == "-" ? nil : written
  }

  private static func notes(of item: QueueItem) -> Notes {
    var notes = Notes(cell(item.notes.text) ?? "")
    notes.removeRecord()
    notes.after = []
    notes.separateBySlashes()
    notes.after = item.after
    return notes
  }

  /// Whether notes can hold a key: other programs may have put anything into a database.
  private static func isTellable(_ key: String) -> Bool {
    var notes = Notes()
    notes.idempotencyKey = key
    return cell(notes.text) == notes.text && notes.idempotencyKey == key
  }

  /// Takes what cells of the history say, by column name; `-` says nothing.
  ///
  /// - Parameters:
  ///   - cells: as a table had them afterwards.
  ///   - hasAfterColumn: whether a column of its own told what rows wait for.
  public mutating func take(_ cells: [String: String], hasAfterColumn: Bool) {
    for column in Column.allCases where column != .notes && cells[column.name] != nil {
      self[Field(column)] = cells[column]
    }
    let isTold = cells[Column.notes.name] != nil || cells[Column.afterName] != nil
    guard isTold, var item = QueueItem(cells: self.cells, hasAfterColumn: false) else { return }
    let after = item.after
    if cells[Column.notes.name] != nil { item.set(.notes, to: cells[.notes]) }
    item.after =
      hasAfterColumn
      ? cells[Column.afterName].map(Dependencies.ids) ?? after
      : item.notes.after
    let taken = ItemFields(item)
    for field in Field.allCases where field.isInNotes { self[field] = taken[field] }
  }
}

extension ItemFields {
  /// The fields that say something, by name.
  public var cells: [String: String] {
    var cells: [String: String] = [:]
    for field in Field.allCases { cells[field.name] = self[field] }
    return cells
  }

  public init(cells: [String: String]) {
    self.init()
    for field in Field.allCases { self[field] = cells[field.name] }
  }
}

extension ItemFields.Field {
  public init(_ column: Column) {
    switch column {
    case .id: self = .id
    case .status: self = .status
    case .priority: self = .priority
    case .task: self = .task
    case .successCriteria: self = .successCriteria
    case .ownerSession: self = .ownerSession
    case .startedAt: self = .startedAt
    case .dueAt: self = .dueAt
    case .notes: self = .notes
    }
  }
}
