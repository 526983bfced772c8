import Host
package import QueueStore
package import SQLite

extension SQLiteStore {
  /// The database, of this version and ready to be written; opened once.
  ///
  /// - Parameter check: looks at what is there before anything is written: it may be somebody
  ///   else's. What holds no queue, or is a later version's, is refused before.
  package func openForWriting(
    _ check: (Connection) throws(StoreError) -> Void = { _ in }
  ) throws(StoreError) -> Connection {
    if let writing { return writing }
    try checkWritable()
    let database = try querying { () throws(SQLiteError) in
      let database = try Database(
        opening: path, for: .readingAndWriting, busyTimeout: busyTimeout)
      // Where there is no write-ahead log this syncs the folder, too.
      try database.execute("PRAGMA synchronous = EXTRA")
      return database
    }
    var found = try connected(database)
    try check(found)
    if try bringUpToDate(database) { found = try connected(database) }
    try chooseJournal(database)
    writing = found
    return found
  }

  /// The database for reading; the one that is open for writing where there is one.
  package func openForReading() throws(StoreError) -> Connection {
    if let open = writing ?? reading { return open }
    let mode = readingMode(try checkThere())
    let found: Connection
    do throws(StoreError) { found = try connected(opened(for: mode)) } catch {
      guard case .database(let reason) = error, reason.isReadOnly || reason.isCannotOpen else {
        throw error
      }
      // A folder that may not be written, and a write-ahead log that would have to be.
      found = try connected(opened(for: .readingUnlocked))
      if (try? FileStatus(of: path + "-wal"))?.identity.size ?? 0 > 0 {
        warn(.readWithoutLatestChanges)
      }
    }
    reading = found
    return found
  }

  /// How the database is read: where that is allowed, so that nothing stays beside it that
  /// was not there.
  private func readingMode(_ status: FileStatus) -> Database.Mode {
    CurrentProcess.mayWrite(path, status) && CurrentProcess.mayCreateFiles(Path.parent(of: path))
      ? .readingTidily : .reading
  }

  var readingMode: Database.Mode { (try? checkThere()).map(readingMode) ?? .reading }

  func opened(for mode: Database.Mode) throws(StoreError) -> Database {
    try querying { () throws(SQLiteError) in
      try Database(opening: path, for: mode, busyTimeout: busyTimeout)
    }
  }

  var busyTimeout: Int32 { Int32(clamping: lockTimeout / 1_000_000) }

  private func connected(_ database: Database) throws(StoreError) -> Connection {
    let columns = try querying { () throws(SQLiteError) in
      try DatabaseSchema.columns(of: database)
    }
    guard !columns.isEmpty else { throw .foreignDatabase(path: path) }
    let version = try querying { () throws(SQLiteError) in try database.userVersion() }
    guard version <= DatabaseSchema.version else {
      throw .newerDatabase(path: path, version: version)
    }
    return Connection(database, columns: columns)
  }

  /// Makes an empty database for those who may use `model`.
  package func create(_ path: String, like model: String) throws(StoreError) {
    let status = try lifting { () throws(SystemError) in try FileStatus(of: model) }
    if try SQLiteStore.create(at: path, like: status) { return }
    warnings.notices.append(.database(.notShared(like: model), path: path))
  }

  private func checkThere() throws(StoreError) -> FileStatus {
    let status: FileStatus
    do { status = try FileStatus(of: path) } catch {
      if error.isMissing { throw .missingDatabase(path: path) }
      throw .system(error)
    }
    guard status.kind == .regular else { throw .system(.notARegularFile(path, status.kind)) }
    try lifting { () throws(SystemError) in try checkCompanions() }
    return status
  }

  /// What stands beside a database SQLite plays back into it on opening: it has to be files,
  /// and no journal that names one which SQLite would then remove, unless SQLite made that, too.
  private func checkCompanions() throws(SystemError) {
    for companion in ["-journal", "-wal", "-shm"].map({ path + $0 }) {
      if Path.linkTarget(companion) != nil { throw .link(companion) }
      guard let status = try FileStatus.ifExists(companion) else { continue }
      guard status.kind == .regular else { throw .notARegularFile(companion, status.kind) }
    }
    let journal = path + "-journal"
    guard let name = try SuperJournalName(of: journal) else { return }
    let folder = Path.resolved(Path.parent(of: path)) ?? Path.parent(of: path)
    guard Path.parent(of: name.text) == folder, name.isGiven else {
      throw .otherContents(journal, expected: "a journal of this folder's databases alone")
    }
  }

  /// SQLite would let root write a file that its owner protects.
  private func checkWritable() throws(StoreError) {
    guard CurrentProcess.mayWrite(path, try checkThere()) else { throw .notWritable(path: path) }
  }

  /// A write-ahead log needs memory that processes share: no other machine has it.
  private func chooseJournal(_ database: Database) throws(StoreError) {
    let kind = fileSystem(path)
    let isShared = kind?.nature == .network
    let mode = try querying { () throws(SQLiteError) in try database.journalMode() }
    if !isShared, mode == .delete { try beginLog(in: database) }
    if isShared, mode == .wal {
      try querying { () throws(SQLiteError) in _ = try database.setJournalMode(.delete) }
    }
    guard isShared, let kind else { return }
    warn(.onNetwork(fileSystem: kind.name))
  }

  /// The first change of all: nothing is written to a damaged database.
  private func beginLog(in database: Database) throws(StoreError) {
    let problems = try querying { () throws(SQLiteError) in try database.checkIntegrity(.quick) }
    guard problems.isEmpty else { throw .damagedDatabase(path: path, problems) }
    do throws(SQLiteError) { try database.setJournalMode(.wal) } catch {
      // Who writes at this moment is not waited for here, but when the change begins; the
      // next command gets the log.
      if !error.isBusy { throw self.error(error) }
    }
  }

  // MARK: Errors

  package func querying<Answer>(_ body: () throws(SQLiteError) -> Answer) throws(StoreError)
    -> Answer
  {
    do { return try body() } catch { throw self.error(error) }
  }

  /// What an error of SQLite means for the queue.
  package func error(_ error: SQLiteError) -> StoreError {
    if error.isBusy { return locked }
    guard error.isCorrupt else { return .database(error) }
    let database = try? Database(opening: path, for: readingMode)
    let problems = (try? database?.checkIntegrity()) ?? []
    return .damagedDatabase(path: path, problems.isEmpty ? [error.message] : problems)
  }
}
