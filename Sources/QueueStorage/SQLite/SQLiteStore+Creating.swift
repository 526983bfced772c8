import Host
import SQLite

extension SQLiteStore {
  /// Makes an empty queue at `path`, whole or not at all, and the folders that lead to it.
  ///
  /// - Throws: `alreadyExists` when something is there.
  public static func create(at path: String) throws(StoreError) {
    let folder = Path.parent(of: path)
    let draft = Path.join(folder, ".\(Path.name(of: path)).\(Randomness.hexDigits(6))")
    do throws(StoreError) {
      try lifting { () throws(SystemError) in
        try Directory.createWithParents(folder)
        if try FileStatus.ifExists(path) != nil { throw .taken(path) }
      }
      try write(draft)
      try lifting { () throws(SystemError) in
        try Directory.moveNew(draft, to: path)
        try Directory.sync(folder)
      }
    } catch {
      for name in [draft, draft + "-wal", draft + "-shm"] { try? Directory.remove(name) }
      throw error
    }
  }

  private static func write(_ draft: String) throws(StoreError) {
    do throws(SQLiteError) {
      let database = try Database(opening: draft, for: .creating)
      try database.execute("PRAGMA synchronous = EXTRA")
      try DatabaseSchema.create(in: database)
    } catch {
      throw .database(error)
    }
  }
}
