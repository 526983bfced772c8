public import Host
public import QueueDocument
public import QueueModel
public import SQLite

/// Why a store did not do what it was asked.
public enum StoreError: Error, Equatable, Sendable {
  case refused(Refusal)
  /// There is no queue file at the path.
  case missing(path: String)
  /// A link that came to stand at the path of a queue which nobody named leads out of its folder.
  case leadsOut(path: String, to: String)
  /// The file is no queue that may be touched.
  case malformed(path: String, DocumentError)
  /// Nobody may write the file, or this user may not.
  case notWritable(path: String)
  /// Somebody else held the lock until the deadline: `12345 orch pick`.
  case locked(path: String, holder: String)
  /// Somebody is in the middle of a save.
  case notAtRest(path: String)
  /// The change was made, but nobody knows whether it outlives a power failure.
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
  /// The database is damaged; what is wrong, as SQLite's own check says it.
  case damagedDatabase(path: String, [String])
  /// SQLite could not finish a commit: nobody knows whether the change was made.
  case undecided(SQLiteError)
  /// A copy, read back, is not what was copied.
  case failedCopy(path: String, of: String)
  /// The archive of a queue file lacks columns of rows that would go there.
  case missingColumns(path: String, [String])
  /// SQLite refused, and nothing was changed.
  case database(SQLiteError)
  /// The table was written from the database, but the database could not be told.
  case renderedUntold(SQLiteError)
}

extension SQLiteError {
  /// The system's reason, as far as SQLite passes one on. Where SQLite can't create a file it looks
  /// for one to read, so that a missing file is no reason.
  public var system: SystemError? {
    let error = SystemError(code: systemCode, action: action, path: path)
    return systemCode == 0 || error.isMissing ? nil : error
  }
}

/// Lets an error pass that there is nothing to warn of with.
package func withoutWarnings<Result: ~Copyable>(
  _ body: () throws(StoreError) -> Result
) throws(StoreFailure) -> Result {
  do { return try body() } catch { throw StoreFailure(error) }
}

extension StoreError {
  /// What a rule threw that was asked of a queue in memory, which is always a refusal.
  public init(ofRule error: any Error) {
    guard let refusal = error as? Refusal else {
      preconditionFailure("a rule threw neither a refusal nor what its table threw: \(error)")
    }
    self = .refused(refusal)
  }
}

/// Lets a closed error type pass through code that calls the system.
package func lifting<Result: ~Copyable>(
  _ body: () throws(SystemError) -> Result
) throws(StoreError) -> Result {
  do { return try body() } catch { throw .system(error) }
}
