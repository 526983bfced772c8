import CSQLite

/// How far a backup is, in pages of the database.
public struct BackupProgress: Equatable, Sendable {
  public let copied: Int
  public let total: Int
}

extension Database {
  /// Copies the database, as it is now, into a new file, while others read and write it.
  ///
  /// They write on meanwhile where there is a write-ahead log; otherwise they wait. The
  /// copy is durable when this returns, and its journal mode is that of the original.
  ///
  /// - Parameters:
  ///   - destination: where no file is, or an empty one. After an error an empty file, or a
  ///     part with its journal, may stay there.
  ///   - pages: how many are copied from one call of `progress` to the next.
  ///   - progress: is told how far it is, the last time when all is copied.
  /// - Throws: also, as busy, while this connection itself has changes to commit.
  public func backUp(
    to destination: String, pagesPerStep pages: Int32 = 1024,
    progress: (BackupProgress) -> Void = { _ in }
  ) throws(SQLiteError) {
    let copy = try Database(opening: destination, for: .creating, busyTimeout: busyTimeout)
    // Where the system fails to open a file for writing, SQLite opens it for reading and
    // keeps the reason to itself: nothing could come of it.
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
    // With less, a power cut may bring the journal back, which then undoes the copy.
    try copy.run("PRAGMA synchronous = EXTRA")
    if isInTransaction { return try copy.fill(from: self, pages, progress) }
    try transaction(.deferred) { () throws(SQLiteError) in
      // From here on this connection sees one state. Without that, each save of somebody
      // else would make the copy begin anew.
      try run("SELECT 1 FROM sqlite_schema")
      try copy.fill(from: self, pages, progress)
    }
  }

  private func isEmpty() throws(SQLiteError) -> Bool {
    try prepare("PRAGMA page_count").first { $0.int(0) } == 0
  }

  private func fill(
    from source: Database, _ pages: Int32, _ progress: (BackupProgress) -> Void
  ) throws(SQLiteError) {
    guard let backup = sqlite3_backup_init(handle, "main", source.handle, "main") else {
      return try check(sqlite3_extended_errcode(handle), "back up to")
    }
    var step = SQLITE_OK
    while step == SQLITE_OK {
      step = sqlite3_backup_step(backup, pages)
      guard step == SQLITE_OK || step == SQLITE_DONE else { break }
      let total = Int(sqlite3_backup_pagecount(backup))
      progress(
        BackupProgress(copied: total - Int(sqlite3_backup_remaining(backup)), total: total))
    }
    let end = sqlite3_backup_finish(backup)
    try check(step == SQLITE_DONE ? end : step, "back up to")
  }
}
