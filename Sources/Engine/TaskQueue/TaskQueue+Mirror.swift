import Facts
import Host
public import MarkdownStore
import Mirroring
import QueueStore
public import SQLiteStore
import Settings

// The queue file and a database together.

extension TaskQueue {
  /// The database and the file that mirror each other.
  public func mirroredStores() throws -> (database: SQLiteStore, file: MarkdownStore) {
    let lockTimeout = try value(Settings.lockTimeout)
    return (
      try databaseStore(at: databasePath(), lockTimeout: lockTimeout),
      try fileStore(lockTimeout: lockTimeout)
    )
  }

  /// The database besides the queue file: the one that `--db` names, or one at the path of the
  /// settings that is not another queue's; `nil` where there is none.
  public func existingDatabase() throws -> SQLiteStore? {
    let path = try databasePath()
    if chosenDatabase == nil {
      guard try FileStatus.ifExists(path) != nil else { return nil }
      if let refusal = try refusal(of: path, fileStore()) {
        warn(.leftOut(refusal))
        return nil
      }
    }
    return try database(at: path)
  }

  /// The error of a database that belongs to another queue. A database that can't be read fails
  /// where it is used.
  private func refusal(of path: String, _ file: MarkdownStore) throws -> Problem? {
    guard (try? database(at: path).belongs(to: file)) == false else { return nil }
    return Problem(StoreError.otherQueue(database: path, queue: file.path))
  }

  /// The database of the settings, for reading.
  ///
  /// - Throws: also where it is another queue's.
  public func ownDatabase(at path: String) throws -> SQLiteStore {
    if chosenDatabase == nil, let file = existingFileStore,
      let refusal = try refusal(of: path, file)
    {
      throw refusal
    }
    return try database(at: path)
  }
}
