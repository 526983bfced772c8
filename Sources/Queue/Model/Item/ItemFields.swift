import Text

/// The fields of a row in a form that is the same for every store, so that rows of two stores can
/// be compared.
///
/// Texts are on one line, as in the cells of a table; `nil` is an empty text. The notes omit the
/// segments for which a database has separate fields. They end with the row's labels, its worker
/// (if the settings have workers) and `after`, even if these are in columns.
public struct ItemFields: Equatable, Sendable {
  /// The nine columns, and the fields that only a database keeps separately.
  public enum Field: Int, CaseIterable, Sendable {
    case id, status, priority, task, successCriteria, ownerSession, startedAt, dueAt, notes
    case attemptCount, maxAttempts, idempotencyKey
  }

  private var texts: [String?]

  public init() { texts = Array(repeating: nil, count: Field.allCases.count) }

  public subscript(field: Field) -> String? {
    get { texts[field.rawValue] }
    set { texts[field.rawValue] = newValue }
  }

  /// The nine columns are the first fields, in their order.
  public subscript(column column: Column) -> String? {
    get { texts[column.rawValue] }
    set { texts[column.rawValue] = newValue }
  }

  public var id: String { self[.id] ?? "" }

  public func differing(from other: ItemFields) -> [Field] {
    texts == other.texts ? [] : Field.allCases.filter { self[$0] != other[$0] }
  }
}

extension ItemFields.Field {
  public var column: Column? { Column(rawValue: rawValue) }

  /// The column's name in the table, in JSON and in the database.
  public var name: String {
    switch self {
    case .id, .status, .priority, .task, .successCriteria, .ownerSession, .startedAt, .dueAt,
      .notes:
      column?.name ?? ""
    case .attemptCount: "attempt_count"
    case .maxAttempts: "max_attempts"
    case .idempotencyKey: "idempotency_key"
    }
  }

  /// Whether a table keeps the field in the notes.
  var isInNotes: Bool {
    switch self {
    case .notes, .attemptCount, .maxAttempts, .idempotencyKey: true
    case .id, .status, .priority, .task, .successCriteria, .ownerSession, .startedAt, .dueAt: false
    }
  }

  /// Whether an edit of the table counts while a database is the source of truth. Only commands
  /// change status, owner and attempts.
  public var isFreeToEdit: Bool {
    switch self {
    case .priority, .task, .successCriteria, .dueAt, .notes: true
    case .id, .status, .ownerSession, .startedAt, .attemptCount, .maxAttempts, .idempotencyKey:
      false
    }
  }
}

extension ItemFields {
  /// Reads a row of any store.
  ///
  /// - Parameters:
  ///   - impliedAttempts: the limit that a store keeps for a row without its own limit.
  ///   - namesWorkers: whether the settings name workers.
  public init(_ item: QueueItem, impliedAttempts: Int? = nil, namesWorkers: Bool = false) {
    self.init()
    for column in Column.allCases where column != .notes {
      self[column: column] = item.text(of: column).flatMap(Self.cell)
    }
    let notes = Self.notes(of: item, namesWorkers)
    self[.notes] = notes.text.isEmpty ? nil : notes.text
    if item.attemptCount > 0 { self[.attemptCount] = String(item.attemptCount) }
    let limit = item.maxAttempts.flatMap { $0 == impliedAttempts ? nil : $0 }
    self[.maxAttempts] = limit.map(String.init)
    self[.idempotencyKey] = item.idempotencyKey.flatMap { Self.isWritable($0) ? $0 : nil }
  }

  private static func cell(_ text: String) -> String? {
    let written = CellText.written(text, keepingPipes: true)
    return written.isEmpty || written == "-" ? nil : written
  }

  private static func notes(of item: QueueItem, _ namesWorkers: Bool) -> Notes {
    var notes = Notes(cell(item.notes.text) ?? "")
    notes.removeRecord()
    notes.after = []
    notes.separateBySlashes()
    for field in placed(namesWorkers) {
      let text = item.fieldCells[field].flatMap { note(of: $0, in: field) }
      if let text = text ?? notes.value(of: field.key) { notes.set(field.key, text) }
    }
    notes.after = item.after
    return notes
  }

  /// The fields at the end of the notes, in their order.
  private static func placed(_ namesWorkers: Bool) -> [FieldColumn] {
    [.notBefore, .labels] + (namesWorkers ? [.worker] : [])
  }

  /// The text of a field's cell as the notes can hold it.
  private static func note(of text: String, in field: FieldColumn) -> String? {
    cell(text).flatMap(field.note)
  }

  /// Moves worker and labels in the notes to where `init` puts them, for a row that was read before
  /// the settings had workers, or by a version without labels.
  public mutating func placeFields(namesWorkers: Bool) {
    guard self[.notes]?.hasByte(UInt8(ascii: "=")) ?? false else { return }
    var notes = Notes(self[.notes] ?? "")
    let after = notes.after
    let fields = Self.placed(namesWorkers).compactMap { field in
      notes.value(of: field.key).map { (field.key, $0) }
    }
    guard !fields.isEmpty else { return }
    notes.after = []
    for (key, text) in fields { notes.set(key, text) }
    notes.after = after
    self[.notes] = notes.text
  }

  /// Whether the notes can hold the key. Other programs may have written any text into a database.
  private static func isWritable(_ key: String) -> Bool {
    var notes = Notes()
    notes.idempotencyKey = key
    return cell(notes.text) == notes.text && notes.idempotencyKey == key
  }

  /// Sets the fields from the cells of the history, by column name; `-` is an empty cell.
  ///
  /// - Parameters:
  ///   - cells: the cells of a table after the change.
  ///   - hasAfterColumn: whether that table had an `after` column.
  ///   - columns: the other fields for which the table had columns.
  ///   - namesWorkers: whether the settings name workers.
  public mutating func apply(
    _ cells: [String: String], hasAfterColumn: Bool, columns: [FieldColumn] = [],
    namesWorkers: Bool = false
  ) {
    for column in Column.allCases where column != .notes && cells[column.name] != nil {
      self[column: column] = cells[column]
    }
    let names = [Column.notes.name, Column.afterName] + columns.map(\.rawValue)
    guard names.contains(where: { cells[$0] != nil }),
      var item = QueueItem(cells: self.cells, hasAfterColumn: false)
    else { return }
    let after = item.after
    for column in columns {
      item.moveToCell(column)
      if let cell = cells[column.rawValue] { item.fieldCells[column] = cell == "-" ? nil : cell }
    }
    if cells[Column.notes.name] != nil { item.set(.notes, to: cells[.notes]) }
    item.after =
      hasAfterColumn
      ? cells[Column.afterName].map(Dependencies.ids) ?? after
      : item.notes.after
    let taken = ItemFields(item, namesWorkers: namesWorkers)
    for field in Field.allCases where field.isInNotes { self[field] = taken[field] }
  }
}

extension ItemFields {
  /// The fields that are not empty, by name.
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

extension ItemFields {
  /// A database's row with some fields set from these.
  ///
  /// - Parameters:
  ///   - item: the previous row; for a new row, any row with its id.
  ///   - fields: the fields to set.
  ///   - impliedAttempts: the limit that the database keeps for a row without its own limit.
  public func databaseRow(
    from item: QueueItem, _ fields: [Field] = Field.allCases, impliedAttempts: Int
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
    row.fieldCells = [:]
    return row
  }

  /// A table's row with some fields set from these.
  ///
  /// - Parameters:
  ///   - item: the previous row; for a new row, any row with its id.
  ///   - fields: the fields to set; all fields that are in the notes are set together.
  ///   - hasAfterColumn: whether the table has an `after` column.
  ///   - columns: the other fields for which the table has columns.
  public func tableRow(
    from item: QueueItem, _ fields: [Field] = Field.allCases, hasAfterColumn: Bool,
    columns: [FieldColumn] = []
  ) -> QueueItem {
    var row = item
    for field in fields where !field.isInNotes {
      if let column = field.column { row.set(column, to: self[field]) }
    }
    if fields.contains(where: \.isInNotes) {
      row.notes = Notes(self[.notes] ?? "")
      row.after = row.notes.after
      if hasAfterColumn { row.notes.after = [] }
      for column in columns {
        let cell = row.fieldCells.removeValue(forKey: column)
        row.moveToCell(column)
        let notes = [cell, row.fieldCells[column]].map {
          $0.flatMap { Self.note(of: $0, in: column) }
        }
        if notes[0] == notes[1] {
          row.fieldCells[column] = cell
        }
      }
      row.notes.append(recordOf: self)
    }
    row.record = nil
    return row
  }
}
