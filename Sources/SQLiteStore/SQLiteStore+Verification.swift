import QueueModel
public import QueueStore
import SQLite

extension SQLiteStore {
  /// Checks the database as SQLite does, then what the rows say, by themselves and against
  /// the event log. Nothing is written.
  ///
  /// A damaged database is not looked at further: its rows may say anything.
  ///
  /// - Throws: for what is no database, or holds no queue.
  public func verify() throws(StoreFailure) -> StoreOutcome<Verification> {
    try collectingWarnings { () throws(StoreError) in try verification() }
  }

  private func verification() throws(StoreError) -> Verification {
    var found = Verification(.database, path)
    let connection: Connection
    do throws(StoreError) { connection = try openForReading() } catch {
      guard case .damagedDatabase(_, let problems) = error, !isNoDatabase() else { throw error }
      found.problems = problems.map { .init(.integrity, nil, $0) }
      return found
    }
    let problems = try querying { () throws(SQLiteError) in
      try connection.database.checkIntegrity()
    }
    guard problems.isEmpty else {
      found.problems = problems.map { .init(.integrity, nil, $0) }
      return found
    }
    return try querying { () throws(SQLiteError) in
      // One state, whatever others write meanwhile.
      try connection.database.transaction(.deferred) { () throws(SQLiteError) in
        try DatabaseCheck(connection).filling(found)
      }
    }
  }

  private func isNoDatabase() -> Bool {
    do throws(SQLiteError) {
      _ = try Database(opening: path, for: readingMode, busyTimeout: busyTimeout).userVersion()
      return false
    } catch {
      return error.isNoDatabase
    }
  }
}
