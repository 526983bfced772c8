public import Host
public import QueueStore
import SQLite

extension SQLiteStore {
  /// Creates an empty queue and its missing parent folders. After an error there is no incomplete
  /// database at `path`.
  ///
  /// - Parameters:
  ///   - path: the database.
  ///   - model: the file whose companion permissions and group the database gets. With `nil` the
  ///     database gets the permissions that the process gives to new files.
  /// - Returns: whether the database could be given the group of `model`.
  /// - Throws: `alreadyExists` if the file exists.
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
      try lifting(draft.place())
    } catch {
      draft.discard()
      throw error
    }
    do throws(SystemError) { try Directory.sync(folder) } catch { throw .notDurable(error) }
    return isShared
  }

  /// Creates a missing folder, with a `.gitignore` that excludes it from git.
  private static func makeFolder(_ folder: String, like model: FileStatus?) throws(SystemError) {
    guard try FileStatus.ifExists(folder) == nil else { return }
    try Directory.createWithParents(folder)
    let ignore = try FileDescriptor(
      opening: Path.join(folder, ".gitignore"), for: .appendingOrCreating(permissions: 0o666))
    if let model {
      try ignore.share(permissions: model.companionPermissions, group: model.group)
    }
    try ignore.write("*\n")
    guard let model else { return }
    try FileDescriptor(opening: folder, for: .directory)
      .share(permissions: model.companionFolderPermissions, group: model.group)
  }

  private static func write(_ draft: Draft) throws(StoreError) {
    do throws(SQLiteError) {
      let database = try Database(opening: draft.hidden, for: .creating)
      try database.execute("PRAGMA synchronous = EXTRA")
      try DatabaseSchema.create(in: database)
    } catch {
      throw .database(DatabaseFailure(error))
    }
  }

  /// Creates an empty database with the permissions and the group of the file at `model`.
  package func create(_ path: String, like model: String) throws {
    if try SQLiteStore.create(at: path, like: FileStatus(of: model)) { return }
    warnings.notices.append(.database(.notShared(like: model), path: path))
  }

  // MARK: Migrating

  /// Applies the missing migrations to a database of an older version, or of the Python tool, in
  /// one transaction, after copying the file.
  ///
  /// - Returns: whether the database was of an older version.
  func bringUpToDate(_ database: Database) throws -> Bool {
    guard try isOutdated(database) else { return false }
    let copy = try changing(database) {
      // Another process may have migrated the database in the meantime.
      guard try isOutdated(database) else { return nil as String? }
      let copy = try freeName("\(path).before-v\(DatabaseSchema.version)")
      try keepCopy(copy)
      while try isOutdated(database) { try DatabaseSchema.applyNext(to: database) }
      return copy
    }
    guard let copy else { return true }
    warn(.migrated(version: DatabaseSchema.version, copy: copy))
    return true
  }

  private func isOutdated(_ database: Database) throws(SQLiteError) -> Bool {
    try database.userVersion() < DatabaseSchema.version
  }

  /// Copies the database with its permissions. After an error there is no incomplete copy. The
  /// caller has the lock, so only one copy is made. Copying uses a separate connection, because
  /// SQLite can't back up a connection that has a write transaction.
  private func keepCopy(_ copy: String) throws {
    let draft = try Draft(for: copy)
    do {
      try draft.create(like: FileStatus(of: path))
      _ = try self.copy(opened(for: readingMode), to: draft)
      try draft.place()
      try Directory.sync(Path.parent(of: copy))
    } catch {
      draft.discard()
      throw error
    }
  }

  private func freeName(_ name: String) throws(SystemError) -> String {
    var (free, number) = (name, 1)
    while try FileStatus.ifExists(free) != nil {
      number += 1
      free = "\(name)-\(number)"
    }
    return free
  }

  // MARK: Copying

  /// Copies the current state of the database.
  ///
  /// - Returns: the numbers of rows and events.
  package func copy(
    to draft: Draft, receive: WarningReceiver, progress: (Int, Int) -> Void
  ) throws(StoreError) -> (rows: Int, events: Int) {
    try exclusively(receive) {
      let digest = try copy(openForReading().database, to: draft, progress: progress)
      try Self.forgetHistoryID(draft)
      return (digest.tables["queue_items"]?.rows ?? 0, digest.tables["queue_events"]?.rows ?? 0)
    }
  }

  /// Removes the id of the history, so that the copy gets an id of its own when its events are read.
  /// Numbers of its later events may be numbers of other events of the original.
  private static func forgetHistoryID(_ draft: Draft) throws(SQLiteError) {
    let copy = try Database(opening: draft.hidden, for: .readingAndWriting)
    try copy.execute("PRAGMA synchronous = EXTRA")
    let connection = Connection(copy, columns: [])
    guard try connection.hasTable("queue_meta") else { return }
    try connection.statement("DELETE FROM queue_meta WHERE key = ?").run(Self.historyKey)
  }

  /// Copies a database into an empty file, and verifies the copy: it must pass SQLite's own check,
  /// and must have the rows that the original had when copying began.
  ///
  /// The copy has no write-ahead log, so it is one file, and reading it creates no other file.
  private func copy(
    _ database: Database, to draft: Draft, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> DatabaseDigest {
    let original = try database.transaction(.deferred) { () throws(SQLiteError) in
      let digest = try DatabaseDigest(of: database)
      try database.backUp(to: draft.hidden) { progress($0, $1) }
      return digest
    }
    let (problems, copied) = try Self.inspect(draft)
    guard problems.isEmpty else { throw StoreError.damagedDatabase(path: path, problems) }
    guard copied == original else { throw StoreError.failedCopy(path: draft.path, of: path) }
    return original
  }

  private static func inspect(
    _ draft: Draft
  ) throws(SQLiteError) -> (problems: [String], digest: DatabaseDigest?) {
    let copy = try Database(opening: draft.hidden, for: .readingAndWriting)
    let problems = try copy.checkIntegrity()
    guard problems.isEmpty else { return (problems, nil) }
    try copy.execute("PRAGMA synchronous = EXTRA")
    try copy.setJournalMode(.delete)
    return ([], try DatabaseDigest(of: copy))
  }
}

/// The number of rows of each table, and a hash of their contents in order, to compare databases.
struct DatabaseDigest: Equatable {
  struct Table: Equatable {
    fileprivate(set) var rows = 0
    fileprivate var hash = FNV()
  }

  private(set) var tables: [String: Table] = [:]

  /// Computes the digest from every row. Call this within a transaction.
  init(of database: Database) throws(SQLiteError) {
    let names = try database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .rows { $0.text(0) }
    for name in names {
      let quoted = name.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"")
      tables[name] = try Self.table(database.prepare("SELECT * FROM \"\(quoted)\""))
    }
  }

  private static func table(_ rows: Statement) throws(SQLiteError) -> Table {
    var table = Table()
    let columns = rows.columnCount
    while try rows.step() {
      table.rows += 1
      for column in 0..<columns { table.hash.add(rows, column) }
    }
    return table
  }
}

extension FNV {
  /// Adds the length and the text of a column to the hash, or a single byte for NULL.
  fileprivate mutating func add(_ row: Statement, _ column: Int) {
    if row.isNull(column) { return withUnsafeBytes(of: UInt8(0xFF)) { combine($0) } }
    row.withText(column) { text in
      withUnsafeBytes(of: text.count.littleEndian) { combine($0) }
      combine(text)
    }
  }
}
