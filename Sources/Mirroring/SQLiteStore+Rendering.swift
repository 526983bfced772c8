import Host
public import MarkdownStore
public import QueueModel
public import QueueStore
import SQLite
public import SQLiteStore

extension SQLiteStore {
  /// Writes the table from the database and keeps everything around it. What somebody wrote
  /// into the table since both last agreed goes into the database first.
  ///
  /// The database is locked before the queue is, and hears last. Where this ends between,
  /// the file's journal tells what was rendered, and the next time none of it is taken for
  /// an edit.
  ///
  /// - Parameters:
  ///   - file: the queue; a missing one is made from `template`.
  ///   - context: when this happens, and what holds for rows without a limit of their own.
  ///   - template: a queue file with an empty table.
  ///   - isCopy: whether a file that belongs to no database may become a copy of what
  ///     another has: nothing is taken from there.
  public func render(
    into file: MarkdownStore, context: TransitionContext, template: String,
    isCopy: Bool = false
  ) throws(StoreFailure) -> StoreOutcome<MirrorReport> {
    try collectingWarnings { () throws(StoreError) in
      var ofFile = StoreWarnings()
      defer { warnings = warnings.followed(by: ofFile) }
      return try render(into: file, context, template, isCopy: isCopy, &ofFile)
    }
  }

  private func render(
    into file: MarkdownStore, _ context: TransitionContext, _ template: String, isCopy: Bool,
    _ ofFile: inout StoreWarnings
  ) throws(StoreError) -> MirrorReport {
    let connection = try openForWriting { (connection) throws(StoreError) in
      _ = try mark(into: file, isCopy: isCopy, connection)
    }
    try begin(connection.database)
    defer { try? connection.database.rollback() }
    let (given, state) = try mark(into: file, isCopy: isCopy, connection)
    let rows = try querying { () throws(SQLiteError) in
      try DatabaseRows(connection, state, context.policy)
    }
    let operation = RenderOperation(database: rows, time: context.now, queueID: given)
    let result: MarkdownStore.OperationResult<Rendering>
    do throws(StoreFailure) {
      let outcome = try render(operation, into: file, template)
      ofFile = outcome.warnings
      result = outcome.value
    } catch {
      ofFile = error.warnings
      throw error.error
    }
    if case .anotherFile = rows.state { return result.answer.report }
    do throws(SQLiteError) {
      try tell(result.answer, rows, context, connection)
      try MirrorTable(connection: connection).set(
        MirrorHead(
          file: file.path, database: path, through: result.last?.sequence ?? 0,
          left: result.last?.written.identity, queue: result.last?.queueID?.id))
      try connection.database.commit()
    } catch {
      throw .renderedUntold(error)
    }
    settle(result.last?.queueID, in: file, at: context.now)
    return result.answer.report
  }

  /// The id that the file gets, or has: where the file is missing, and with it its journal,
  /// that of the database; a copy gets none.
  private func mark(
    into file: MarkdownStore, isCopy: Bool, _ connection: Connection
  ) throws(StoreError) -> (QueueID?, MirrorState) {
    let found = try ownership(connection, file)
    switch found.verdict {
    case .same: return (found.queue, found.state)
    case .new: return (.random(), found.state)
    case .other:
      guard found.queue == nil else { throw otherQueue(file) }
      if found.state == .anotherFile, isCopy { return (nil, .anotherFile) }
      let isThere = try lifting { () throws(SystemError) in
        try FileStatus.ifExists(file.path) != nil
      }
      guard let id = found.database, found.state != .anotherFile, !isThere else {
        throw otherQueue(file)
      }
      return (QueueID(id: id, isInDatabase: true), found.state)
    }
  }

  private func render(
    _ operation: RenderOperation, into file: MarkdownStore, _ template: String
  ) throws(StoreFailure) -> StoreOutcome<MarkdownStore.OperationResult<Rendering>> {
    do throws(StoreFailure) { return try file.result(of: operation) } catch {
      guard case .missing = error.error else { throw error }
    }
    do throws(SystemError) {
      try Directory.createWithParents(Path.parent(of: file.path))
      try NewFile.create(file.path, text: template)
    } catch {
      guard error.alreadyExists else { throw StoreFailure(.system(error)) }
    }
    return try file.result(of: operation)
  }

  /// Lets the database know what the table got, and what it gets from there.
  private func tell(
    _ rendering: Rendering, _ rows: DatabaseRows, _ context: TransitionContext,
    _ connection: Connection
  ) throws(SQLiteError) {
    let editor = Author(
      program: author.program, command: HistoryEntry.externalCommand, traceID: author.traceID,
      actor: JournalEntry.externalActor)
    let writer = ChangeWriter(
      connection: connection, author: editor, time: context.now, policy: context.policy)
    for edit in rendering.edits { try writer.write(edit) }
    let mirror = MirrorTable(connection: connection)
    var gone = Set(rows.mirror.keys)
    for entry in rendering.entries {
      if rows.mirror[entry.row.id] != entry { try mirror.set(entry) }
      gone.remove(entry.row.id)
    }
    for id in gone.sorted() where !rendering.isUnread(id) { try mirror.remove(id) }
  }
}
