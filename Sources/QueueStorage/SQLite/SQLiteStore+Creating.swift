import Host
import SQLite

extension SQLiteStore {
  /// Makes an empty queue at `path`, whole or not at all, and the folders that lead to it.
  ///
  /// - Throws: `alreadyExists` when something is there.
  public static func create(at path: String) throws(StoreError) {
    let folder = Path.parent(of: path)
    let draft = try lifting { () throws(SystemError) in
      try makeFolder(folder)
      return try Draft(for: path)
    }
    do throws(StoreError) {
      try write(draft)
      try lifting { () throws(SystemError) in try draft.place() }
    } catch {
      draft.discard()
      throw error
    }
    do throws(SystemError) { try Directory.sync(folder) } catch { throw .notDurable(error) }
  }

  /// A folder that is made for the database keeps itself out of git.
  private static func makeFolder(_ folder: String) throws(SystemError) {
    guard try FileStatus.ifExists(folder) == nil else { return }
    try Directory.createWithParents(folder)
    let ignore = try FileDescriptor(
      opening: Path.join(folder, ".gitignore"), for: .appending(permissions: 0o666))
    try ignore.write("*\n")
  }

  private static func write(_ draft: Draft) throws(StoreError) {
    do throws(SQLiteError) {
      let database = try Database(opening: draft.hidden, for: .creating)
      try database.execute("PRAGMA synchronous = EXTRA")
      try DatabaseSchema.create(in: database)
    } catch {
      throw .database(error)
    }
  }
}
