import Host
public import QueueModel
import SQLite

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
  public func render(
    into file: MarkdownStore, context: TransitionContext, template: String
  ) throws(StoreError) -> MirrorReport {
    defer {
      told.take(notices, nil)
      notices = []
    }
    let connection = try openForWriting()
    try begin(connection.database)
    defer { try? connection.database.rollback() }
    let rows = try querying { () throws(SQLiteError) in
      let standing = try MirrorTable(connection: connection).standing(file.path, database: path)
      return try DatabaseRows(connection, standing, context.policy)
    }
    let work = RenderWork(database: rows, time: context.now)
    let turn = try render(work, into: file, template)
    if case .anotherFile = rows.standing { return turn.answer.report }
    do throws(SQLiteError) {
      try tell(turn.answer, rows, context, connection)
      try MirrorTable(connection: connection).set(
        MirrorHead(
          file: file.path, database: path, through: turn.last?.sequence ?? 0,
          left: turn.last?.left.identity))
      try connection.database.commit()
    } catch {
      throw .renderedUntold(error)
    }
    return turn.answer.report
  }

  private func render(
    _ work: RenderWork, into file: MarkdownStore, _ template: String
  ) throws(StoreError) -> (answer: Rendering, last: JournalEntry.Parsed?) {
    do throws(StoreError) { return try file.turn(work) } catch {
      guard case .missing = error else { throw error }
    }
    do throws(SystemError) {
      try Directory.createWithParents(Path.parent(of: file.path))
      try NewFile.create(file.path, text: template)
    } catch {
      guard error.alreadyExists else { throw .system(error) }
    }
    return try file.turn(work)
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
