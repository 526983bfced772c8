import Host
import SQLite

extension SQLiteStore {
  /// Adds what a database of an older version, or of the Python tool, lacks; before, the
  /// file is copied.
  func bringUpToDate(_ database: Database) throws(StoreError) {
    let version = try querying { () throws(SQLiteError) in try database.userVersion() }
    guard version < DatabaseSchema.version else { return }
    guard
      try querying({ () throws(SQLiteError) in try !DatabaseSchema.columns(of: database).isEmpty })
    else { throw .foreignDatabase(path: path) }
    let copy = try freeName("\(path).before-v\(DatabaseSchema.version)")
    try keep(database, as: copy)
    try querying { () throws(SQLiteError) in try DatabaseSchema.migrate(database) }
    notices.append(
      "\(path) was brought to version \(DatabaseSchema.version); as it was, it is kept as \(copy)")
  }

  /// Copies the database as it is, whole or not at all, for those who may read it.
  private func keep(_ database: Database, as copy: String) throws(StoreError) {
    let draft = try lifting { () throws(SystemError) in try Draft(for: copy) }
    do throws(StoreError) {
      try lifting { () throws(SystemError) in try draft.create(like: FileStatus(of: path)) }
      _ = try self.copy(database, to: draft)
      try lifting { () throws(SystemError) in
        try draft.place()
        try Directory.sync(Path.parent(of: copy))
      }
    } catch {
      draft.discard(isPlaced: false)
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
