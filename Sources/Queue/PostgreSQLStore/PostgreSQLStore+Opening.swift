import Host
public import Model
import PostgreSQL
public import QueueStore

extension PostgreSQLStore {
  /// The connection. It is opened on first use, and the queue's version is compared with this
  /// program's version.
  ///
  /// - Parameter author: the user that the server shows for this connection; `nil` for a reader.
  func opened(as author: Author?) throws -> Connection {
    if let connection, !connection.isLost { return connection }
    var found = try ConnectionPool.take(address) ?? connected(as: author)
    let question = "SELECT version FROM schema_version"
    var version: Int?
    do throws(PostgreSQLError) {
      do throws(PostgreSQLError) { version = try found.run(question).first?.int(0) } catch {
        guard error.kind == .lost else { throw error }
        // The server had closed the connection from the pool, so a new one is made.
        found = try connected(as: author)
        version = try found.run(question).first?.int(0)
      }
    } catch {
      guard error.state == .unknownTable else { throw error }
      try checkSchema(found)
      version = nil
    }
    guard let version else { throw noQueue }
    guard version == ServerSchema.version else {
      throw StoreError.server(
        ServerFailure(
          .otherVersion(version), address,
          "the queue has version \(version), and this program has \(ServerSchema.version)"))
    }
    connection = found
    return found
  }

  /// Throws if the search path has no existing schema that the user may use.
  private func checkSchema(_ connection: Connection) throws {
    guard try connection.run("SELECT current_schema()").first?.isNull(0) ?? true else { return }
    throw StoreError.server(
      ServerFailure(.noSchema, address, "no schema of the search path exists for this user"))
  }

  var noQueue: StoreError {
    .server(ServerFailure(.noQueue, address, "the database has no queue"))
  }

  private func connected(as author: Author?) throws(PostgreSQLError) -> Connection {
    let program = author.map { "\($0.program) \($0.command)" } ?? "orch"
    return try Connection(
      to: server, application: "\(program) \(CurrentProcess.id)@\(CurrentProcess.hostName)",
      timeout: min(max(lockTimeout, .seconds(2)), .seconds(30)), clock: clock)
  }

  /// Creates the tables of an empty queue.
  ///
  /// If two programs do this at the same time, only one of them creates the tables.
  ///
  /// - Returns: `false` if the queue exists already.
  public func create(_ author: Author) throws(StoreError) -> Bool {
    try exclusively {
      let connection = try connected(as: author)
      try checkSchema(connection)
      let hasQueue = "SELECT to_regclass('schema_version') IS NOT NULL"
      let begun = try connection.run([
        Statement("BEGIN"), Statement("SELECT pg_advisory_xact_lock(\(ServerSchema.lockKey))"),
        Statement(hasQueue),
      ])
      guard begun[2].first?.text(0) == "f" else {
        try connection.run("ROLLBACK")
        return false
      }
      do {
        try connection.run(ServerSchema.creation.map { Statement($0) })
      } catch {
        _ = try? connection.run("ROLLBACK")
        throw error
      }
      try commit(connection, askingIf: hasQueue) { try connected(as: author) }
      return true
    }
  }
}
