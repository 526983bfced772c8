import CSQLite

extension Database {
  /// Reads the whole file and compares tables with their indexes and rules.
  ///
  /// - Returns: a line for each thing that is wrong, up to 100; none when all is well. What
  ///   is too damaged to be read further, or is no database, is a line too.
  /// - Throws: what says nothing of the contents: that it is busy, or cannot be read.
  public func checkIntegrity() throws(SQLiteError) -> [String] {
    var found: [String] = []
    do throws(SQLiteError) {
      let check = try prepare("PRAGMA integrity_check")
      while try check.step() { found.append(check.text(0)) }
    } catch {
      guard error.isCorrupt else { throw error }
      found.append(error.message)
    }
    return found == ["ok"] ? [] : found.flatMap { $0.split(separator: "\n").map(String.init) }
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
