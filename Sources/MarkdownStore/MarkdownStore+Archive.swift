import Host
import QueueDocument
public import QueueModel
public import QueueStore

extension MarkdownStore {
  /// Moves the rows that `rule` lets go to the archive, a queue file of its own: first they
  /// stand there durably, then they leave the table in one rewrite, which a row that was
  /// changed meanwhile does not. After a crash between, the next run does the rest.
  ///
  /// - Parameters:
  ///   - rule: which rows may go. A DONE row with an idempotency key stays as well: nothing
  ///     but the row says that the key is done.
  ///   - isTrial: only tells which rows would go.
  public func archive(
    _ rule: ArchiveRule, isTrial: Bool
  ) throws(StoreFailure) -> StoreOutcome<ArchiveOutcome> {
    let path = try withoutWarnings { () throws(StoreError) in
      try ArchiveOutcome.path(beside: self.path)
    }
    let (ends, document, rows) = try withoutWarnings { () throws(StoreError) in
      let ends = RowEnds(try history(of: nil), offset: rule.now.offset)
      let document = try self.document()
      let table = try table(of: file())
      let finished: [QueueItem]
      do { finished = try ends.rows(in: table, by: rule) } catch {
        throw StoreError(ofRule: error)
      }
      return (ends, document, finished.compactMap { document.deletion(of: $0.id) })
    }
    guard !isTrial, !rows.isEmpty else {
      return StoreOutcome(ArchiveOutcome(path: path, ids: rows.map(\.id)))
    }
    let archive = beside(path)
    try withoutWarnings { () throws(StoreError) in
      try archive.create(asArchiveOf: self.path, headedBy: document.headerText)
      try archive.checkColumns(for: rows)
    }
    let archived = try archive.perform(ArchiveOperation(time: rule.now, rows: rows))
    do throws(StoreFailure) {
      let removed = try perform(RemoveOperation(rule: rule, ends: ends, rows: rows))
      return StoreOutcome(
        ArchiveOutcome(path: path, ids: removed.value),
        warnings: archived.warnings.followed(by: removed.warnings), isRecorded: removed.isRecorded)
    } catch {
      throw StoreFailure(error.error, warnings: archived.warnings.followed(by: error.warnings))
    }
  }

  /// Makes the file of an archive, durably, unless it is there.
  private func create(
    asArchiveOf queue: String, headedBy header: String
  ) throws(StoreError) {
    try lifting { () throws(SystemError) in
      guard try FileStatus.ifExists(path) == nil else { return }
      let draft = try Draft(for: path)
      do throws(SystemError) {
        try draft.create(like: FileStatus(of: queue))
        let file = try FileDescriptor(opening: draft.hidden, for: .updating)
        try file.write("# Archive of \(Path.name(of: queue))\n\n\(header)\n")
        try file.sync()
        try draft.place()
      } catch {
        draft.discard(isPlaced: false)
        // Somebody else was faster.
        if !error.alreadyExists { throw error }
      }
      try Directory.sync(Path.parent(of: path))
    }
  }

  /// Refuses to leave anything of the rows behind.
  private func checkColumns(for rows: [RowChange]) throws(StoreError) {
    let known = try document().columnNames
    let missing = Set(rows.flatMap { $0.before.keys }).subtracting(known)
    guard missing.isEmpty else { throw .missingColumns(path: path, missing.sorted()) }
  }
}
