/// How a table calls the columns with times. Everywhere else they have the names of `Column`.
public enum TimeHeadings: Sendable {
  /// `started_at_kst` and `due_at_kst`: times of `tz_offset`, which is Korean by default.
  case korean
  /// `started_at` and `due_at`: times of `tz`.
  case zoned

  /// The names in a table that is new `now`, in seconds since 1970, in a zone.
  public init(ofNewTableIn zone: QueueZone, at now: Int) {
    self = zone.fixedOffset(around: now) == 9 * 3600 ? .korean : .zoned
  }
}

extension TimeHeadings {
  /// What a table calls the column of a name; a name of another one stays.
  public func heading(_ name: String) -> String {
    Column.allCases.first { $0.name == name }?.heading(self) ?? name
  }
}

/// The nine columns that make a table the queue, in the order in which `init`
/// writes them. The names are those of the cells, of JSON and of the database.
public enum Column: Int, CaseIterable, Sendable {
  case id, status, priority, task, successCriteria, ownerSession, startedAt, dueAt, notes

  public var name: String {
    switch self {
    case .id: "id"
    case .status: "status"
    case .priority: "priority"
    case .task: "task"
    case .successCriteria: "success_criteria"
    case .ownerSession: "owner_session"
    case .startedAt: "started_at_kst"
    case .dueAt: "due_at_kst"
    case .notes: "notes"
    }
  }

  /// What the column is called in a table.
  public func heading(_ headings: TimeHeadings) -> String {
    switch (self, headings) {
    case (.startedAt, .zoned): "started_at"
    case (.dueAt, .zoned): "due_at"
    case (_, .korean), (_, .zoned): name
    }
  }

  /// The columns that `list` shows of every row; stores may index these.
  public static let listed: [Column] = [.id, .status, .priority, .task]

  /// The name of the optional tenth column, which holds what a row waits for.
  public static let afterName = "after"
}

/// An optional column that holds a field which else is in the notes, under the same name.
public enum FieldColumn: String, CaseIterable, Sendable {
  /// The name of the row's worker. The column is the owner's own where the settings have no workers.
  case worker
  /// The row's labels.
  case labels
  /// The time before which the row is not handed out.
  case notBefore = "not_before"

  /// The key of the field in the notes.
  var key: Notes.ControlKey {
    switch self {
    case .worker: .worker
    case .labels: .labels
    case .notBefore: .notBefore
    }
  }

  /// A cell as the notes can hold it.
  ///
  /// A worker's name has no blank: one that has is written with `+`, which is in none either, so
  /// that it does not become another's.
  func note(of cell: String) -> String? {
    switch self {
    case .worker: Self.word(cell, joinedBy: "+")
    case .labels: Labels.text(Labels.list(cell))
    case .notBefore: Self.word(cell, joinedBy: "T")
    }
  }

  /// The text of the notes as people write it in a cell.
  func cell(of note: String) -> String {
    self == .notBefore ? QueueItem.time(inWord: note) ?? note : note
  }

  private static func word(_ cell: String, joinedBy sign: UnicodeScalar) -> String {
    String(decoding: cell.utf8.map { $0 == 0x20 ? UInt8(ascii: sign) : $0 }, as: UTF8.self)
  }
}

extension [String: String] {
  /// The text of a column's cell, `nil` for an empty one.
  public subscript(column: Column) -> String? {
    self[column.name].flatMap { $0 == "-" || $0.isEmpty ? nil : $0 }
  }

  /// The cells of the nine columns in their order, then those of the owner's own
  /// by name.
  public var inColumnOrder: [(name: String, text: String)] {
    let nine = Column.allCases.compactMap { column in
      self[column.name].map { (name: column.name, text: $0) }
    }
    if nine.count == count { return nine }
    return nine + ofOwnColumns.sorted { $0.key < $1.key }.map { (name: $0.key, text: $0.value) }
  }

  /// The cells of columns that are none of the nine.
  public var ofOwnColumns: [String: String] {
    let names = Column.allCases.map(\.name)
    return filter { name, _ in !names.contains(name) }
  }
}
