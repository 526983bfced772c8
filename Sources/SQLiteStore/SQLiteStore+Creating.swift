public import Host
public import QueueStore
import SQLite

extension SQLiteStore {
  /// Makes an empty queue at `path`, whole or not at all, and the folders that lead to it.
  ///
  /// - Parameters:
  ///   - path: the database.
  ///   - model: who may use this may use the database; `nil` for whoever may use what this process
  ///     makes.
  /// - Returns: whether it could be given the group of `model`.
  /// - Throws: `alreadyExists` when something is there.
  @discardableResult
  public static func create(
    at path: String, like model: FileStatus? = nil
  ) throws(StoreError) -> Bool {
    let folder = Path.parent(of: path)
    var isShared = true
    let draft = try lifting { () throws(SystemError) in
      try makeFolder(folder, like: model)
      let draft = try Draft(for: path)
      if let model { isShared = try draft.create(like: model) }
      return draft
    }
    do throws(StoreError) {
      try write(draft)
      try lifting { () throws(SystemError) in try draft.place() }
    } catch {
      draft.discard()
      throw error
    }
    do throws(SystemError) { try Directory.sync(folder) } catch { throw .notDurable(error) }
    return isShared
  }

  /// A folder that is made for the database keeps itself out of git.
  private static func makeFolder(_ folder: String, like model: FileStatus?) throws(SystemError) {
    guard try FileStatus.ifExists(folder) == nil else { return }
    try Directory.createWithParents(folder)
    let ignore = try FileDescriptor(
      opening: Path.join(folder, ".gitignore"), for: .appending(permissions: 0o666))
    try ignore.write("*\n")
    guard let model else { return }
    try ignore.share(permissions: model.companionPermissions, group: model.group)
    try FileDescriptor(opening: folder, for: .directory)
      .share(permissions: model.companionFolderPermissions, group: model.group)
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
