public import QueueModel
public import QueueStore
import SQLite

extension SQLiteStore {
  /// Asks the database about single rows, which are looked up: what the others hold costs
  /// nothing.
  public func read<Answer>(
    _ question: (any QueueTable) throws -> Answer
  ) throws(StoreFailure) -> StoreOutcome<Answer> {
    try collectingWarnings { () throws(StoreError) in try answer(to: question) }
  }

  private func answer<Answer>(
    to question: (any QueueTable) throws -> Answer
  ) throws(StoreError) -> Answer {
    let connection = try openForReading()
    let database = connection.database
    try querying { () throws(SQLiteError) in try database.begin(.deferred) }
    // What is not ended here is when the file closes.
    defer { try? database.rollback() }
    return try asking { try question(DatabaseTable(connection: connection)) }
  }

  /// Runs rules that ask a `DatabaseTable`.
  ///
  /// - Throws: what they refuse as `.refused`, and what SQLite failed at as the error that it means
  ///   for the queue.
  func asking<Answer>(_ rules: () throws -> Answer) throws(StoreError) -> Answer {
    do { return try rules() } catch let error as SQLiteError { throw self.error(error) } catch {
      throw StoreError(ofRule: error)
    }
  }
}
