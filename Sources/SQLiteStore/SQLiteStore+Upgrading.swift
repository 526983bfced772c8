import Host
import QueueStore
import SQLite

extension SQLiteStore {
  /// Applies the migrations that a database of an older version, or of the Python tool, lacks, in one
  /// transaction; before, the file is copied.
  ///
  /// - Returns: whether it was of an older version.
  func bringUpToDate(_ database: Database) throws(StoreError) -> Bool {
    guard try isOutdated(database) else { return false }
    let copy = try changing(database) { () throws(StoreError) in
      // Somebody else may have done so meanwhile.
      guard try isOutdated(database) else { return nil as String? }
      let copy = try freeName("\(path).before-v\(DatabaseSchema.version)")
      try keepCopy(copy)
      while try isOutdated(database) {
        try querying { () throws(SQLiteError) in try DatabaseSchema.applyNext(to: database) }
      }
      return copy
    }
    guard let copy else { return true }
    warn(.migrated(version: DatabaseSchema.version, copy: copy))
    return true
  }

  private func isOutdated(_ database: Database) throws(StoreError) -> Bool {
    try querying { () throws(SQLiteError) in
      try database.userVersion() < DatabaseSchema.version
    }
  }

  /// Copies the database as it is, whole or not at all, for those who may read it. Who calls has the lock, so that one
  /// copy is made, and by a connection of its own: a transaction that may write copies nothing.
  private func keepCopy(_ copy: String) throws(StoreError) {
    let draft = try lifting { () throws(SystemError) in try Draft(for: copy) }
    do throws(StoreError) {
      _ = try lifting { () throws(SystemError) in try draft.create(like: FileStatus(of: path)) }
      _ = try self.copy(opened(for: readingMode), to: draft)
      try lifting { () throws(SystemError) in
        try draft.place()
        try Directory.sync(Path.parent(of: copy))
      }
    } catch {
      draft.discard()
      throw error
    }
  }

  private func freeName(_ name: String) throws(StoreError) -> String {
    var (free, number) = (name, 1)
    while try lifting({ () throws(SystemError) in try FileStatus.ifExists(free) }) != nil {
      number += 1
      free = "\(name)-\(number)"
    }
    return free
  }
}
