/// The headings of the time columns in a table. Everywhere else these columns have the names of
/// `Column`.
public enum TimeHeadings: Sendable {
  /// `started_at_kst` and `due_at_kst`: times of `tz_offset`, which is Korean by default.
  case korean
  /// `started_at` and `due_at`: times of `tz`.
  case zoned

  /// The headings for a table that is created `now`, in seconds since 1970.
  public init(ofNewTableIn zone: QueueZone, at now: Int) {
    self = zone.fixedOffset(around: now) == 9 * 3600 ? .korean : .zoned
  }
}

extension TimeHeadings {
  /// The heading of the column called `name`; other names are returned unchanged.
  public func heading(_ name: String) -> String {
    Column.allCases.first { $0.name == name }?.heading(self) ?? name
  }
}

/// The nine columns that make a table the queue, in the order in which `init` writes them. Cells,
/// JSON and the database use these names.
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

  /// The heading of the column in a table.
  public func heading(_ headings: TimeHeadings) -> String {
    switch (self, headings) {
    case (.startedAt, .zoned): "started_at"
    case (.dueAt, .zoned): "due_at"
    case (_, .korean), (_, .zoned): name
    }
  }

  /// The columns that `list` shows of every row; stores may index these.
  public static let listed: [Column] = [.id, .status, .priority, .task]

  /// The name of the optional tenth column, which has the ids of the rows for which a row waits.
  public static let afterName = "after"
}

/// An optional column for a field that is otherwise in the notes, under the same name.
public enum FieldColumn: String, CaseIterable, Sendable {
  /// The name of the row's worker. If the settings have no workers, the column belongs to the
  /// owner.
  case worker
  case labels
  /// The time before which the row is not handed out.
  case notBefore = "not_before"

  var key: Notes.ControlKey {
    switch self {
    case .worker: .worker
    case .labels: .labels
    case .notBefore: .notBefore
    }
  }

  /// A cell's text as the notes can hold it.
  ///
  /// A worker's name contains neither blanks nor `+`. A blank becomes `+`, so that the result is
  /// not the name of another worker.
  func note(of cell: String) -> String? {
    switch self {
    case .worker: Self.word(cell, joinedBy: "+")
    case .labels: Labels.text(Labels.list(cell))
    case .notBefore: Self.word(cell, joinedBy: "T")
    }
  }

  /// Converts a value of the notes to the form that people write in a cell.
  func cell(of note: String) -> String {
    self == .notBefore ? QueueItem.time(inWord: note) ?? note : note
  }

  private static func word(_ cell: String, joinedBy sign: UnicodeScalar) -> String {
    String(decoding: cell.utf8.map { $0 == 0x20 ? UInt8(ascii: sign) : $0 }, as: UTF8.self)
  }
}

extension [String: String] {
  /// The text of a column's cell; `nil` if it is empty.
  public subscript(column: Column) -> String? {
    self[column.name].flatMap { $0 == "-" || $0.isEmpty ? nil : $0 }
  }

  /// The cells of the nine columns in their order, then the cells of the owner's columns by name.
  public var inColumnOrder: [(name: String, text: String)] {
    var nine: [(name: String, text: String)] = []
    for column in Column.allCases where nine.count < count {
      if let text = self[column.name] { nine.append((column.name, text)) }
    }
    if nine.count == count { return nine }
    return nine + ofOwnColumns.sorted { $0.key < $1.key }.map { (name: $0.key, text: $0.value) }
  }

  /// The cells of columns other than the nine.
  public var ofOwnColumns: [String: String] {
    let names = Column.allCases.map(\.name)
    return filter { name, _ in !names.contains(name) }
  }
}
