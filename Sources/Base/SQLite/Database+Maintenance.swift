import CSQLite

extension Database {
  /// How thorough an integrity check is.
  public enum CheckKind: Sendable {
    /// Reads the whole file and compares tables with their indexes and constraints.
    case full
    /// Makes all checks except those of the contents of indexes, and is faster than `full`.
    case quick
  }

  /// Checks the database.
  ///
  /// - Returns: a line for each problem, up to 100; none when all is well. If the database is too
  ///   damaged to be read, or the file is not a database, that is a line, too.
  /// - Throws: errors that do not concern the contents: the database is busy, or the file can't be
  ///   read.
  public func checkIntegrity(_ kind: CheckKind = .full) throws(SQLiteError) -> [String] {
    var found: [String] = []
    do throws(SQLiteError) {
      let check = try prepare(kind.pragma)
      while try check.step() { found.append(check.text(0)) }
    } catch {
      guard error.isCorrupt else { throw error }
      found.append(error.message)
    }
    if found == ["ok"] { return [] }
    // SQLite prints the database's name in a line before the problems of pages.
    return found.flatMap { $0.split(separator: "\n").map(String.init) }
      .filter { !$0.hasPrefix("*** in database ") }
  }
}

extension Database.CheckKind {
  fileprivate var pragma: String {
    switch self {
    case .full: "PRAGMA integrity_check"
    case .quick: "PRAGMA quick_check"
    }
  }
}

extension Database {
  /// Copies the current state of the database into a new file.
  ///
  /// If the database has a write-ahead log, other connections can write during the copy; otherwise
  /// they wait. The copy is durable when this returns, and has the journal mode of the original.
  ///
  /// - Parameters:
  ///   - destination: a path without a file, or with an empty file. After an error, an empty file
  ///     or a partial copy with its journal may be left at this path.
  ///   - pages: how many pages are copied between two calls of `progress`.
  ///   - progress: called after each step with the number of copied pages and the number of all
  ///     pages. The last call comes when all pages are copied.
  /// - Throws: a busy error while this connection has uncommitted changes, among others.
  public func backUp(
    to destination: String, pagesPerStep pages: Int32 = 1024,
    progress: (_ copied: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(SQLiteError) {
    let copy = try Database(opening: destination, for: .creating, busyTimeout: busyTimeout)
    // If a file can't be written, SQLite opens it for reading only, and reports no error.
    guard !copy.isReadOnly else {
      throw SQLiteError(
        extendedCode: SQLITE_IOERR, message: "unable to open database file",
        action: "back up to", path: destination)
    }
    guard try copy.isEmpty() else {
      throw SQLiteError(
        extendedCode: SQLITE_CANTOPEN, message: "there is a database already",
        action: "back up to", path: destination)
    }
    // With a lower setting, the journal's file may reappear after a power failure, and SQLite would
    // then undo the copy.
    try copy.run("PRAGMA synchronous = EXTRA")
    if isInTransaction { return try copy.fill(from: self, pages, progress) }
    try transaction(.deferred) { () throws(SQLiteError) in
      // Begins a read transaction, so the copy sees one state. Otherwise each commit of another
      // connection would restart the copy.
      try run("SELECT 1 FROM sqlite_schema")
      try copy.fill(from: self, pages, progress)
    }
  }

  private func isEmpty() throws(SQLiteError) -> Bool {
    try prepare("PRAGMA page_count").first { $0.int(0) } == 0
  }

  private func fill(
    from source: Database, _ pages: Int32, _ progress: (_ copied: Int, _ total: Int) -> Void
  ) throws(SQLiteError) {
    guard let backup = sqlite3_backup_init(handle, "main", source.handle, "main") else {
      return try check(sqlite3_extended_errcode(handle), "back up to")
    }
    var step = SQLITE_OK
    while step == SQLITE_OK {
      step = sqlite3_backup_step(backup, pages)
      guard step == SQLITE_OK || step == SQLITE_DONE else { break }
      let total = Int(sqlite3_backup_pagecount(backup))
      progress(total - Int(sqlite3_backup_remaining(backup)), total)
    }
    let end = sqlite3_backup_finish(backup)
    try check(step == SQLITE_DONE ? end : step, "back up to")
  }
}
