import Model
public import QueueStore
import SQLite

extension SQLiteStore {
  /// Runs SQLite's integrity check. If the database is not damaged, also checks the rows, and
  /// compares them with the event log. Nothing is written.
  ///
  /// - Throws: if the file is not a database, or has no queue.
  public func verify(receive: WarningReceiver) throws(StoreError) -> Verification {
    try exclusively(receive, verification)
  }

  private func verification() throws -> Verification {
    var found = Verification(.database, path)
    let connection: Connection
    do { connection = try openForReading() } catch {
      let error = storeError(error)
      guard case .damagedDatabase(_, let problems) = error, !isNoDatabase() else { throw error }
      found.problems = problems.map { .init(.integrity, nil, $0) }
      return found
    }
    let problems = try connection.database.checkIntegrity()
    guard problems.isEmpty else {
      found.problems = problems.map { .init(.integrity, nil, $0) }
      return found
    }
    // In a transaction all queries read the same state, whatever other programs write in the
    // meantime.
    return try connection.database.transaction(.deferred) { () throws(SQLiteError) in
      var log = LoggedRows()
      let events = try connection.statement(
        "SELECT \(HistoryEntry.eventColumns) FROM queue_events ORDER BY event_id")
      while try events.step() { log.add(events) }
      let hasClaims = try connection.hasTable("queue_meta")
      let rows = try connection.rows()
      return DatabaseCheck(
        rows, lastClaim: hasClaims ? try connection.lastClaimNumber() : nil,
        absences: try connection.absences(of: rows)
      ).completing(found, log)
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
