public import Host
public import Model
public import Table

/// The reason for which a store did not carry out an operation.
public enum StoreError: Error, Equatable, Sendable {
  case refused(Refusal)
  /// There is no queue file at the path.
  case missing(path: String)
  /// The queue was found by searching folders, and its path has become a link that leads out of its
  /// folder.
  case leadsOut(path: String, to: String)
  /// The file is not a queue that may be changed.
  case malformed(path: String, DocumentError)
  /// The file is not writable, for any user or for this one.
  case notWritable(path: String)
  /// Another process, such as `12345 orch pick`, held the lock until the deadline.
  case locked(path: String, holder: String)
  /// A save is in progress.
  case notAtRest(path: String)
  /// The change was made, but may be lost in a power failure.
  case notDurable(SystemError)
  /// The system failed, and nothing was changed.
  case system(SystemError)
  /// There is no database at the path.
  case missingDatabase(path: String)
  /// The file is a database without a queue.
  case foreignDatabase(path: String)
  /// The database belongs to another queue.
  case otherQueue(database: String, queue: String)
  /// A later version of this program made the database.
  case newerDatabase(path: String, version: Int)
  /// The database is damaged; the problems are those that SQLite's check reported.
  case damagedDatabase(path: String, [String])
  /// SQLite could not finish a commit: the change may or may not have been made.
  case undecided(DatabaseFailure)
  /// A copy, when read back, differs from the original.
  case failedCopy(path: String, of: String)
  /// The archive of a queue file lacks columns of the rows to archive.
  case missingColumns(path: String, [String])
  /// SQLite refused the operation, and nothing was changed.
  case database(DatabaseFailure)
  /// A database server, or the connection to it, failed. Nothing was changed, unless the cause says
  /// that this is not certain.
  case server(ServerFailure)
  /// The address of a server can't be parsed, or contains a password. The error does not contain
  /// the address.
  case badAddress(hasPassword: Bool)
  /// The table was rendered, but the database could not record that.
  case renderedUnrecorded(DatabaseFailure)
}

/// The failure of a database operation.
public struct DatabaseFailure: Equatable, Sendable {
  /// The cause, as far as the remedy depends on it.
  public enum Cause: Sendable { case full, readOnly, denied, busy, inputOutput, other }

  public let cause: Cause
  /// The failed operation, the database, and the messages of database and system.
  public let message: String

  package init(_ cause: Cause, _ message: String) { (self.cause, self.message) = (cause, message) }
}

extension StoreError {
  /// Converts the error of a rule: a refusal, or an error of its table.
  public init(ofRule error: any Error) {
    if let error = error as? StoreError {
      self = error
      return
    }
    guard let refusal = error as? Refusal else {
      preconditionFailure("a rule threw neither a refusal nor an error of its store: \(error)")
    }
    self = .refused(refusal)
  }
}

/// Converts a `SystemError` to a `StoreError`.
package func lifting<Result: ~Copyable>(
  _ body: () throws(SystemError) -> Result
) throws(StoreError) -> Result {
  do { return try body() } catch { throw .system(error) }
}

/// Converts the `SystemError` of an expression to a `StoreError`.
package func lifting<Result: ~Copyable>(
  _ body: @autoclosure () throws(SystemError) -> Result
) throws(StoreError) -> Result {
  do { return try body() } catch { throw .system(error) }
}
