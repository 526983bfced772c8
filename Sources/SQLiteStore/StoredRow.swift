package import QueueModel
package import SQLite

/// A row of the database, which other programs write, too.
package enum StoredRow {
  case readable(QueueItem)
  case unreadable(id: String, problem: String)

  package var item: QueueItem? {
    switch self {
    case .readable(let item): item
    case .unreadable: nil
    }
  }

  package var id: String {
    switch self {
    case .readable(let item): item.id
    case .unreadable(let id, _): id
    }
  }

  /// The row, for who would change it.
  package func changeable() throws(Refusal) -> QueueItem {
    switch self {
    case .readable(let item): return item
    case .unreadable(let id, let problem):
      throw .malformedRow(id, line: nil, problem: problem)
    }
  }

  package init(_ row: Statement) {
    self =
      StoredItem.read(row).map(StoredRow.readable)
      ?? .unreadable(id: row.text(0), problem: "unknown status '\(row.text(1))'")
  }
}

extension Connection {
  package func row(_ id: String) throws(SQLiteError) -> StoredRow? {
    let statement = try statement("SELECT \(selection) FROM queue_items WHERE id = ?")
    try statement.bind(id)
    return try statement.first(StoredRow.init)
  }

  /// All rows, in the order in which they came.
  package func rows() throws(SQLiteError) -> [StoredRow] {
    try statement("SELECT \(selection) FROM queue_items ORDER BY rowid").rows(StoredRow.init)
  }

  /// Whether anything is told of a row.
  package func hasEvents(of id: String) throws(SQLiteError) -> Bool {
    let statement = try statement("SELECT 1 FROM queue_events WHERE item_id = ? LIMIT 1")
    try statement.bind(id)
    return try statement.first { _ in true } ?? false
  }

  package func lastClaim() throws(SQLiteError) -> Int {
    // Others may have written it: one more must fit.
    try statement("SELECT min(value, 1 << 61) FROM queue_meta WHERE key = 'last_claim'")
      .first { $0.int(0) } ?? 0
  }

  /// Lets the claims that are made from now on have higher numbers.
  package func raiseLastClaim(to number: Int) throws(SQLiteError) {
    if try lastClaim() < number {
      try statement("UPDATE queue_meta SET value = ? WHERE key = 'last_claim'").run(number)
    }
  }
}
