package import QueueStore
import SQLite

extension SQLiteStore {
  /// Copies the database as it is now.
  ///
  /// - Returns: how many rows and events there are.
  package func copy(
    to draft: Draft, progress: (Int, Int) -> Void
  ) throws(StoreFailure) -> StoreOutcome<(rows: Int, events: Int)> {
    try collectingWarnings { () throws(StoreError) in
      let digest = try copy(openForReading().database, to: draft, progress: progress)
      return (digest.tables["queue_items"]?.rows ?? 0, digest.tables["queue_events"]?.rows ?? 0)
    }
  }

  /// Copies a database into an empty file, and compares: the copy passes SQLite's own check,
  /// and its rows are those that were there when the copying began.
  ///
  /// The copy has no write-ahead log: it is one file, and reading it makes no other.
  func copy(
    _ database: Database, to draft: Draft, progress: (Int, Int) -> Void = { _, _ in }
  ) throws(StoreError) -> DatabaseDigest {
    let original = try querying { () throws(SQLiteError) in
      try database.transaction(.deferred) { () throws(SQLiteError) in
        let digest = try DatabaseDigest(of: database)
        try database.backUp(to: draft.hidden) { progress($0.copied, $0.total) }
        return digest
      }
    }
    let (problems, copied) = try querying { () throws(SQLiteError) in try Self.look(at: draft) }
    guard problems.isEmpty else { throw .damagedDatabase(path: path, problems) }
    guard copied == original else { throw .failedCopy(path: draft.path, of: path) }
    return original
  }

  private static func look(
    at draft: Draft
  ) throws(SQLiteError) -> (problems: [String], digest: DatabaseDigest?) {
    let copy = try Database(opening: draft.hidden, for: .readingAndWriting)
    let problems = try copy.checkIntegrity()
    guard problems.isEmpty else { return (problems, nil) }
    try copy.execute("PRAGMA synchronous = EXTRA")
    try copy.setJournalMode(.delete)
    return ([], try DatabaseDigest(of: copy))
  }
}
