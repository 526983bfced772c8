import Host
public import MarkdownStore
public import QueueModel
public import QueueStore
import SQLite
public import SQLiteStore

extension SQLiteStore {
  /// Brings the database up to what commands made of the file, which stays the truth.
  ///
  /// Changes come in the order of the file's journal, each once, whichever command's process
  /// is first: the database keeps the number of the last entry that it has, and gets the rows
  /// of those behind. Where the journal does not have them all, the whole file is imported.
  ///
  /// - Parameters:
  ///   - file: the store that changed it, by an operation whose outcome is recorded.
  ///   - context: the command's.
  public func mirror(
    _ file: MarkdownStore, context: TransitionContext
  ) throws(StoreFailure) -> StoreOutcome<MirrorReport> {
    try importing(file, context) { (connection, queue) throws(StoreError) in
      let head = try querying { () throws(SQLiteError) in
        try MirrorTable(connection: connection).head()
      }
      let isOfFile = head?.file == Path.relative(file.path, to: Path.parent(of: path))
      let reading = try file.reading(since: isOfFile ? head : nil)
      guard let entries = reading.entries else {
        return try take(reading, of: file, queue, context, removing: true, connection)
      }
      return try querying { () throws(SQLiteError) in
        warnings.malformedRows = reading.table.malformedRows
        let report = try take(entries, reading.table, context, connection)
        try connection.raiseLastClaim(to: reading.table.claims.last)
        try set(reading, of: file, queue, connection)
        return report
      }
    }
  }

  /// Takes over what became of the rows of these entries, each as the table has it now, in the
  /// name of who changed it last.
  private func take(
    _ entries: [JournalEntry.Parsed], _ table: MarkdownTable, _ context: TransitionContext,
    _ connection: Connection
  ) throws(SQLiteError) -> MirrorReport {
    var ids: [String] = []
    var authors: [String: Author] = [:]
    for entry in entries {
      let author = Author(
        command: entry.history.command, traceID: entry.history.traceID,
        actor: entry.history.actor)
      for id in entry.touched where authors.updateValue(author, forKey: id) == nil {
        ids.append(id)
      }
    }
    var report = MirrorReport()
    for id in ids {
      var migration = try Migration(
        connection, author: authors[id] ?? author.speaking(for: context), time: context.now,
        policy: context.policy,
        force: false)
      switch Result(catching: { () throws(Refusal) in try table.item(id) }) {
      case .success(let item?): try migration.take(item)
      case .success(nil): try migration.remove(id)
      // As in an import of the whole table, it stays as it was.
      case .failure: break
      }
      report.add(migration.report)
    }
    return report
  }
}
