public import Host
public import Model
public import Table

/// Why a store did not carry out an operation.
public enum StoreError: Error, Equatable, Sendable {
  case refused(Refusal)
  /// There is no queue file at the path.
  case missing(path: String)
  /// The path of a queue that was found, not named, became a link that leads out of its folder.
  case leadsOut(path: String, to: String)
  /// The file is no queue that may be touched.
  case malformed(path: String, DocumentError)
  /// The file may not be written by anyone, or by this user.
  case notWritable(path: String)
  /// Another process held the lock until the deadline: `12345 orch pick`.
  case locked(path: String, holder: String)
  /// A save is in progress.
  case notAtRest(path: String)
  /// The change was made, but may not outlive a power failure.
  case notDurable(SystemError)
  /// The system failed, and nothing was changed.
  case system(SystemError)
  /// There is no database at the path.
  case missingDatabase(path: String)
  /// The file is a database, but holds no queue.
  case foreignDatabase(path: String)
  /// The database is the one of another queue.
  case otherQueue(database: String, queue: String)
  /// A later version of this program made the database.
  case newerDatabase(path: String, version: Int)
  /// The database is damaged; the problems are those of SQLite's check.
  case damagedDatabase(path: String, [String])
  /// SQLite could not finish a commit: the change may or may not have been made.
  case undecided(DatabaseFailure)
  /// A copy, read back, is not what was copied.
  case failedCopy(path: String, of: String)
  /// The archive of a queue file lacks columns of rows that would go there.
  case missingColumns(path: String, [String])
  /// SQLite refused, and nothing was changed.
  case database(DatabaseFailure)
  /// A database server, or the way to it, failed. Nothing was changed, unless the cause says that
  /// this is not certain.
  case server(ServerFailure)
  /// The address of a server that can't be read, or has a password. It is not repeated.
  case badAddress(hasPassword: Bool)
  /// The table was rendered, but the database could not record that.
  case renderedUnrecorded(DatabaseFailure)
}

/// What a database could not do.
public struct DatabaseFailure: Equatable, Sendable {
  /// As far as what to do depends on it.
  public enum Cause: Sendable { case full, readOnly, denied, busy, inputOutput, other }

  public let cause: Cause
  /// What failed, on which database, and the reasons of database and system.
  public let message: String

  package init(_ cause: Cause, _ message: String) { (self.cause, self.message) = (cause, message) }
}

extension StoreError {
  /// The error of a rule: a refusal, or what its table threw.
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

/// Makes the error of the system's calls one of a store.
package func lifting<Result: ~Copyable>(
  _ body: () throws(SystemError) -> Result
) throws(StoreError) -> Result {
  do { return try body() } catch { throw .system(error) }
}

/// Rethrows an error of the system that an expression throws as one of a store.
package func lifting<Result: ~Copyable>(
  _ body: @autoclosure () throws(SystemError) -> Result
) throws(StoreError) -> Result {
  do { return try body() } catch { throw .system(error) }
}
