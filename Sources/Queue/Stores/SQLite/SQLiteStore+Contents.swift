import Model
public import QueueStore
import SQLite

extension SQLiteStore: ContentsCopying {
  public func contents() throws(StoreError) -> QueueContents {
    var contents = QueueContents()
    let archive = try existingArchive
    try exclusively {
      let connection = try openForReading()
      try connection.database.transaction(.deferred) { () throws(SQLiteError) in
        for table in [QueueContents.Table.items, .events, .numbers, .doneKeys, .requests] {
          contents[table] = try connection.contents(of: table)
        }
      }
    }
    if let archive {
      try archive.exclusively {
        let connection = try archive.openForReading()
        try connection.database.transaction(.deferred) { () throws(SQLiteError) in
          contents[.archivedItems] = try connection.contents(of: .archivedItems)
          contents[.archivedEvents] = try connection.contents(of: .archivedEvents)
        }
      }
    }
    return contents
  }

  /// Fills the archive before this database, because the archive is a separate database. After a
  /// crash between the two, the next call fills the archive again.
  public func fill(with contents: QueueContents) throws(StoreError) -> Bool {
    guard try self.contents().isUnused else { return false }
    if !contents[.archivedItems].isEmpty || !contents[.archivedEvents].isEmpty {
      let path = try ArchiveOutcome.path(beside: path)
      if try existingArchive == nil { try SQLiteStore.create(at: path) }
      guard let archive = try existingArchive else { return false }
      try archive.write([.archivedItems, .archivedEvents, .numbers], of: contents)
    }
    try write([.items, .events, .numbers, .doneKeys, .requests], of: contents)
    return true
  }

  private func write(
    _ tables: [QueueContents.Table], of contents: QueueContents
  ) throws(StoreError) {
    try exclusively {
      let connection = try openForWriting()
      try changing(connection.database) {
        try connection.database.execute(DatabaseSchema.requests)
        for table in tables {
          let name = table.sqliteName
          try connection.statement("DELETE FROM \(name)").run()
          let columns = table.sqliteColumns.joined(separator: ", ")
          let places = table.columns.map { _ in "?" }.joined(separator: ", ")
          let statement = try connection.statement(
            "INSERT INTO \(name)(\(columns)) VALUES(\(places))")
          // The column's type makes SQLite store digits as numbers.
          for row in contents[table] { try statement.run(row) }
        }
      }
    }
  }
}

extension QueueContents.Table {
  /// The table's name in SQL. The tables of the archive have the same names in another database.
  fileprivate var sqliteName: String {
    switch self {
    case .items, .archivedItems: "queue_items"
    case .events, .archivedEvents: "queue_events"
    case .numbers: "queue_meta"
    case .doneKeys: "queue_done_keys"
    case .requests: "queue_requests"
    }
  }

  fileprivate var sqliteColumns: [String] { columns.map { $0 == "place" ? "rowid" : $0 } }

  fileprivate var order: String {
    switch self {
    case .items, .archivedItems: "rowid"
    case .events, .archivedEvents: "event_id"
    case .numbers, .doneKeys, .requests: "key"
    }
  }
}

extension Connection {
  /// A database of an older version lacks some tables and columns.
  fileprivate func contents(of table: QueueContents.Table) throws(SQLiteError) -> [[String?]] {
    let name = table.sqliteName
    guard try hasTable(name) else { return [] }
    let existing = Set(
      try database.prepare("SELECT name FROM pragma_table_info('\(name)')").rows { $0.text(0) })
    let columns = table.sqliteColumns.map { column in
      existing.contains(column) || column == "rowid"
        ? column : QueueItem.columnDefaults[column] ?? "NULL"
    }
    let statement = try database.prepare(
      "SELECT \(columns.joined(separator: ", ")) FROM \(name) ORDER BY \(table.order)")
    let count = columns.count
    return try statement.rows { row in (0..<count).map { row.optionalText($0) } }
  }
}
