/// How a database protects a transaction that is not finished:
/// https://www.sqlite.org/pragma.html#pragma_journal_mode.
public enum JournalMode: String, Sendable, CaseIterable {
  case delete, truncate, persist, memory, off
  /// A write-ahead log: readers and a writer do not wait for each other. It needs memory
  /// that processes share, and so a local file system. The file remembers it.
  case wal
}

extension Database {
  /// A number of the application's own in the file, 0 in a new one: by custom, the version
  /// of its schema.
  public func userVersion() throws(SQLiteError) -> Int {
    try prepare("PRAGMA user_version").first { $0.int(0) } ?? 0
  }

  /// Sets that number, as part of the transaction if there is one.
  public func setUserVersion(_ version: Int32) throws(SQLiteError) {
    try run("PRAGMA user_version = \(version)")
  }

  public func journalMode() throws(SQLiteError) -> JournalMode {
    try readJournalMode("PRAGMA journal_mode")
  }

  /// Asks for a journal mode.
  ///
  /// - Returns: the mode that it is now. It may be the old one, without an error: where the
  ///   file system, or the way it was opened, lacks what the new one needs.
  @discardableResult
  public func setJournalMode(_ mode: JournalMode) throws(SQLiteError) -> JournalMode {
    try readJournalMode("PRAGMA journal_mode = \(mode.rawValue)")
  }

  private func readJournalMode(_ sql: String) throws(SQLiteError) -> JournalMode {
    let name = try prepare(sql).first { $0.text(0) } ?? ""
    guard let mode = JournalMode(rawValue: name) else {
      throw SQLiteError(misuse: "unknown journal mode '\(name)'", sql: sql, path: path)
    }
    return mode
  }
}
