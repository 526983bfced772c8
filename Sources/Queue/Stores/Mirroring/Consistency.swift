public import Model
public import QueueStore
import SQLite
import Table

/// The differences between the table and the database.
public struct Consistency: Equatable, Sendable {
  /// A field of a row in which the table and the database differ; `nil` is an empty field.
  public struct Mismatch: Equatable, Sendable {
    public let id: String
    public let column: Column
    public let file: String?
    public let database: String?
  }

  /// The number of readable rows in the table.
  public let total: Int
  /// The ids of rows that the database lacks. All lists here are sorted by id.
  public let missingInDatabase: [String]
  public let missingInFile: [String]
  public let mismatches: [Mismatch]
  /// The rows that have another place in the table than in the database, as few as possible.
  public let moved: [String]

  public var isConsistent: Bool {
    missingInDatabase.isEmpty && missingInFile.isEmpty && mismatches.isEmpty && moved.isEmpty
  }

  static let columns: [Column] = [.status, .priority, .ownerSession, .startedAt, .dueAt]
  static let texts: [Column] = [.task, .successCriteria, .notes]
}

extension Consistency {
  /// Compares the readable rows of the table with all rows of the database in these columns. Each
  /// list has the order of its rows.
  init(_ file: [ItemFields], _ database: [ItemFields], _ columns: [Column]) {
    let stored = Dictionary(database.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let ids = Set(file.map(\.id))
    total = file.count
    missingInDatabase = file.map(\.id).filter { stored[$0] == nil }.sorted()
    missingInFile = stored.keys.filter { !ids.contains($0) }.sorted()
    moved = RowPlace.moved(from: database.map(\.id), to: file.map(\.id)).sorted()
    let common = file.filter { stored[$0.id] != nil }.sorted { $0.id < $1.id }
    mismatches = common.flatMap { row in
      columns.compactMap { column in
        Self.mismatch(row, stored[row.id] ?? row, column)
      }
    }
  }

  private static func mismatch(
    _ file: ItemFields, _ database: ItemFields, _ column: Column
  ) -> Mismatch? {
    let (mine, other) = (file.text(of: column), database.text(of: column))
    if mine == other { return nil }
    return Mismatch(id: file.id, column: column, file: mine, database: other)
  }
}

extension ItemFields {
  /// The text of a column in the form of the table, where attempts, keys and dependencies are in
  /// the notes.
  fileprivate func text(of column: Column) -> String? {
    guard column == .notes, let item = QueueItem(cells: cells, hasAfterColumn: false) else {
      return self[column: column]
    }
    return tableRow(from: item, hasAfterColumn: false).text(of: .notes)
  }
}

extension SQLiteStore {
  /// Compares the database with a queue file. Both are only read, and a database of the Python tool
  /// is not migrated.
  ///
  /// - Parameters:
  ///   - file: the queue file.
  ///   - context: the context, with the limit of attempts for rows without a limit of their own.
  ///   - texts: whether task, criteria and notes are compared, too.
  ///   - receive: called with the warnings.
  public func consistency(
    with file: MarkdownStore, context: TransitionContext, withTexts texts: Bool,
    receive: WarningReceiver
  ) throws(StoreError) -> Consistency {
    try exclusively(receive) {
      let connection = try openForReading()
      try checkBelongs(connection, to: file)
      let table = try file.table(of: file.file().version)
      warnings.malformedRows = table.malformedRows
      let rows = (0..<table.rowCount).filter(table.document.isWhole).compactMap(table.item)
      let shown = Dictionary(
        rows.map { ($0.id, ItemFields($0, namesWorkers: context.policy.namesWorkers)) },
        uniquingKeysWith: { first, _ in first })
      let stored = try connection.fields { item in
        ItemFields(item, like: shown[item.id], nil, context.policy)
      }
      return Consistency(
        rows.compactMap { shown[$0.id] }, stored,
        Consistency.columns + (texts ? Consistency.texts : []))
    }
  }
}

extension Connection {
  /// The fields of all rows. Of a row with an unknown status, the stored texts of the columns are
  /// used.
  fileprivate func fields(
    _ read: (QueueItem) -> ItemFields
  ) throws(SQLiteError) -> [ItemFields] {
    try statement("SELECT \(selection) FROM queue_items ORDER BY rowid").rows { row in
      if let item = QueueItem(row) { return read(item) }
      var fields = ItemFields()
      for column in Column.allCases {
        let text = row.text(column.rawValue)
        fields[column: column] = text.isEmpty || text == "-" ? nil : text
      }
      return fields
    }
  }
}
