import Host
import QueueStore
import SQLite

extension SQLiteStore {
  /// The connection for writing to a database of this version. It is opened only one time.
  ///
  /// - Parameter check: called before the first write, because the database may belong to another
  ///   queue. A file without a queue, or of a later version, is refused even before that.
  package func openForWriting(
    _ check: (Connection) throws -> Void = { _ in }
  ) throws -> Connection {
    if let writeConnection { return writeConnection }
    try checkMayWrite()
    let database = try Database(opening: path, for: .readingAndWriting, busyTimeout: busyTimeout)
    // Without a write-ahead log, EXTRA syncs the folder, too.
    try database.execute("PRAGMA synchronous = EXTRA")
    var found = try connected(database)
    try check(found)
    if try bringUpToDate(database) { found = try connected(database) }
    try chooseJournal(database)
    writeConnection = found
    return found
  }

  /// The connection for reading, or the one for writing if that is open.
  package func openForReading() throws -> Connection {
    if let open = writeConnection ?? readConnection { return open }
    let mode = readingMode(try checkFiles())
    let found: Connection
    do {
      found = try connected(opened(for: mode))
    } catch let error as SQLiteError where error.isReadOnly || error.isCannotOpen {
      // The folder is not writable, and reading a write-ahead log needs a writable folder.
      found = try connected(opened(for: .readingUnlocked))
      if (try? FileStatus(of: path + "-wal"))?.identity.size ?? 0 > 0 {
        warn(.readWithoutLatestChanges)
      }
    }
    readConnection = found
    return found
  }

  /// The mode in which reading leaves no files beside the database, if permissions allow that.
  private func readingMode(_ status: FileStatus) -> Database.Mode {
    CurrentProcess.mayWrite(path, status) && CurrentProcess.mayCreateFiles(Path.parent(of: path))
      ? .readingTidily : .reading
  }

  var readingMode: Database.Mode { (try? checkFiles()).map(readingMode) ?? .reading }

  func opened(for mode: Database.Mode) throws(SQLiteError) -> Database {
    try Database(opening: path, for: mode, busyTimeout: busyTimeout)
  }

  /// The lock timeout in milliseconds.
  var busyTimeout: Int32 { Int32(clamping: lockTimeout.nanoseconds / 1_000_000) }

  private func connected(_ database: Database) throws -> Connection {
    let columns = try DatabaseSchema.columns(of: database)
    guard !columns.isEmpty else { throw StoreError.foreignDatabase(path: path) }
    let version = try database.userVersion()
    guard version <= DatabaseSchema.version else {
      throw StoreError.newerDatabase(path: path, version: version)
    }
    let connection = Connection(database, columns: columns)
    connection.openArchive = { [weak self] in try? self?.existingArchive?.openForReading() }
    return connection
  }

  // MARK: Before opening

  private func checkFiles() throws -> FileStatus {
    let status: FileStatus
    do { status = try FileStatus(of: path) } catch {
      throw error.isMissing ? StoreError.missingDatabase(path: path) : .system(error)
    }
    guard status.kind == .regular else { throw SystemError.notARegularFile(path, status.kind) }
    try checkCompanions()
    return status
  }

  /// Checks the files beside the database, which SQLite reads and applies when it opens the
  /// database. They must be regular files. If a journal names a super-journal, SQLite removes that
  /// file, so the name must have a form that SQLite itself gives.
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
      throw .other(journal, than: .databaseJournal)
    }
  }

  /// Throws if the file is not writable. SQLite alone would let root write a file that its owner
  /// has made read-only.
  func checkMayWrite() throws {
    guard CurrentProcess.mayWrite(path, try checkFiles()) else {
      throw StoreError.notWritable(path: path)
    }
  }

  // MARK: The journal

  /// Chooses the write-ahead log, except on a network file system. The log needs memory that all
  /// processes share, and processes on other machines can't share it.
  private func chooseJournal(_ database: Database) throws {
    let kind = fileSystem(path)
    let isShared = kind?.nature == .network
    let mode = try database.journalMode()
    if !isShared, mode == .delete { try beginLog(in: database) }
    if isShared, mode == .wal { try database.setJournalMode(.delete) }
    guard isShared, let kind else { return }
    warn(.onNetwork(fileSystem: kind.name))
  }

  /// Turns the write-ahead log on. This is the first write to the file, so the database is checked
  /// before, because a damaged database must not be written.
  private func beginLog(in database: Database) throws {
    let problems = try database.checkIntegrity(.quick)
    guard problems.isEmpty else { throw StoreError.damagedDatabase(path: path, problems) }
    do throws(SQLiteError) { try database.setJournalMode(.wal) } catch {
      // Another program is writing. The change itself will wait for that program, and a later
      // command turns the log on.
      if !error.isBusy { throw error }
    }
  }
}

/// The name of the super-journal at the end of a rollback journal. A transaction over several
/// databases has a super-journal. SQLite removes it after each journal that names it has been
/// played back.
///
/// Source: https://www.sqlite.org/fileformat2.html, "The Rollback Journal"; `writeSuperJournal` in
/// SQLite's `pager.c`.
struct SuperJournalName {
  let text: String

  /// - Returns: `nil` if there is no journal, or it names no super-journal.
  init?(of journal: String) throws(SystemError) {
    let file: FileDescriptor
    do { file = try FileDescriptor(opening: journal, for: .readingNoLink) } catch {
      // Another process may have just ended its transaction and removed the journal.
      if error.isMissing { return nil }
      throw error
    }
    let size = try file.status().identity.size
    let count = min(size, Self.longest)
    let end = try file.read(count, at: size - count)
    guard end.suffix(Self.magic.count) == Self.magic[...] else { return nil }
    // The journal ends with the name, its length, a checksum, and the magic number.
    let length = end.suffix(16).prefix(4).reduce(0) { $0 << 8 | Int($1) }
    text = String(decoding: end.dropLast(16).suffix(length), as: UTF8.self)
  }

  /// Whether the name has the form of SQLite's own names.
  var isGiven: Bool {
    Array(Path.name(of: text).utf8).firstOffset(of: Array("-mj".utf8), from: 0) != nil
  }

  private static let magic: [UInt8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]
  /// The number of bytes of the longest path, together with the fields around it.
  private static let longest = 4096 + 24
}
