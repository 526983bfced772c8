import CSQLite

extension Database {
  /// How much an integrity check does.
  public enum CheckKind: Sendable {
    /// Reads the whole file and compares tables with their indexes and rules.
    case full
    /// The same without the indexes' contents, which takes a part of the time.
    case quick
  }

  /// Checks the database.
  ///
  /// - Parameter kind: how much is compared.
  /// - Returns: a line for each thing that is wrong, up to 100; none when all is well. What
  ///   is too damaged to be read further, or is no database, is a line too.
  /// - Throws: what says nothing of the contents: that it is busy, or cannot be read.
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
    // Above what it says of pages SQLite names the database, as if there were several.
    return found.flatMap { $0.split(separator: "\n").map(String.init) }
      .filter { !$0.hasPrefix("*** in database ") }
  }

  /// Moves what the write-ahead log has into the database itself; without a log there is
  /// nothing to do.
  ///
  /// - Returns: whether all was moved, and the log is now empty. Otherwise others still
  ///   read or write what it has.
  @discardableResult
  public func checkpoint() throws(SQLiteError) -> Bool {
    let code = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
    if code & 0xFF == SQLITE_BUSY { return false }
    try check(code, "move the log of")
    return true
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
