package import QueueStore
import SQLite

extension SQLiteStore {
  /// Runs `body` in one transaction, which is rolled back when it throws.
  package func changing<Answer>(
    _ connection: Connection, _ body: () throws(StoreError) -> Answer
  ) throws(StoreError) -> Answer {
    try changing(connection.database, body)
  }

  /// The same in a database whose tables may be older than this program.
  func changing<Answer>(
    _ database: Database, _ body: () throws(StoreError) -> Answer
  ) throws(StoreError) -> Answer {
    try begin(database)
    do throws(StoreError) {
      let answer = try body()
      try commit(database)
      return answer
    } catch {
      // The first error is the cause; what is not rolled back here is when the file closes.
      try? database.rollback()
      throw error
    }
  }

  /// Commits. A commit that is written and cannot be made durable may stand all the same.
  private func commit(_ database: Database) throws(StoreError) {
    do throws(SQLiteError) { try database.commit() } catch {
      guard error.isInputOutput, !error.isFailedWrite else { throw self.error(error) }
      throw .undecided(error)
    }
  }
}
