public import QueueModel
import SQLite

extension SQLiteStore {
  /// Asks the database about single rows, which are looked up: what the others hold costs
  /// nothing.
  public func read<Answer>(
    _ question: (any QueueTable) throws(Refusal) -> Answer
  ) throws(StoreFailure) -> StoreOutcome<Answer> {
    try collectingWarnings { () throws(StoreError) in try answer(to: question) }
  }

  private func answer<Answer>(
    to question: (any QueueTable) throws(Refusal) -> Answer
  ) throws(StoreError) -> Answer {
    let connection = try openForReading()
    let database = connection.database
    try querying { () throws(SQLiteError) in try database.begin(.deferred) }
    // What is not ended here is when the file closes.
    defer { try? database.rollback() }
    let table = DatabaseTable(connection)
    let answer: Result<Answer, Refusal>
    do throws(Refusal) { answer = .success(try question(table)) } catch { answer = .failure(error) }
    // What could not be read is no answer.
    if let failure = table.failure { throw error(failure) }
    do { return try answer.get() } catch { throw .refused(error) }
  }
}
