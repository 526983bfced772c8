public import QueueModel

/// Whether the table and the database say the same.
public struct Consistency: Equatable, Sendable {
  /// A field of a row in which they differ; `nil` is a field that says nothing.
  public struct Mismatch: Equatable, Sendable {
    public let id: String
    public let column: Column
    public let file: String?
    public let database: String?
  }

  /// How many rows the table has that can be read.
  public let total: Int
  /// By id, as all lists here.
  public let missingInDatabase: [String]
  public let missingInFile: [String]
  public let mismatches: [Mismatch]

  public var isConsistent: Bool {
    missingInDatabase.isEmpty && missingInFile.isEmpty && mismatches.isEmpty
  }

  /// The columns that are always compared.
  static let columns: [Column] = [.status, .priority, .ownerSession, .startedAt, .dueAt]
  /// Those in which people write.
  static let texts: [Column] = [.task, .successCriteria, .notes]
}

extension Consistency {
  /// - Parameters:
  ///   - file: the rows of the table that can be read.
  ///   - database: all rows of the database.
  ///   - columns: those that are compared.
  init(_ file: [ItemFields], _ database: [ItemFields], _ columns: [Column]) {
    let stored = Dictionary(database.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let ids = Set(file.map(\.id))
    total = file.count
    missingInDatabase = file.map(\.id).filter { stored[$0] == nil }.sorted()
    missingInFile = stored.keys.filter { !ids.contains($0) }.sorted()
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
  /// What the table says in a column: the notes with all that stands there.
  fileprivate func text(of column: Column) -> String? {
    guard column == .notes, let item = QueueItem(cells: cells, hasAfterColumn: false) else {
      return self[Field(column)]
    }
    return shown(in: item, hasAfterColumn: false).text(of: .notes)
  }
}
