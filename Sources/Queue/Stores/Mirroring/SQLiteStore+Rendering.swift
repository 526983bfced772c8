import Host
public import Model
public import QueueStore
import SQLite

extension SQLiteStore {
  /// Writes the table from the database, and leaves the text around the table as it is. Edits that
  /// were made in the table since both last agreed are written to the database.
  ///
  /// The database is locked before the file is written, and committed after it. If a crash comes in
  /// between, the file's journal shows the rendered changes, so the next rendering does not take
  /// them for edits.
  ///
  /// - Parameters:
  ///   - file: the queue's file; a missing file is created from `template`.
  ///   - context: the time, and the limit of attempts for rows without a limit of their own.
  ///   - template: a queue file with an empty table.
  ///   - isCopy: whether a file without its own database may become a copy of another file's
  ///     database. Edits of a copy are not written to the database.
  ///   - receive: called with the warnings.
  public func render(
    into file: MarkdownStore, context: TransitionContext, template: String,
    isCopy: Bool = false, receive: WarningReceiver
  ) throws(StoreError) -> MirrorReport {
    try exclusively(receive) {
      var fileWarnings = StoreWarnings()
      defer { warnings = warnings.followed(by: fileWarnings) }
      return try render(into: file, context, template, isCopy: isCopy, &fileWarnings)
    }
  }

  private func render(
    into file: MarkdownStore, _ context: TransitionContext, _ template: String, isCopy: Bool,
    _ fileWarnings: inout StoreWarnings
  ) throws -> MirrorReport {
    let connection = try openForWriting { connection in
      _ = try self.queueID(for: file, self.ownership(connection, file), isCopy: isCopy)
    }
    try begin(connection.database)
    defer { try? connection.database.rollback() }
    let ownership = try self.ownership(connection, file)
    let queueID = try self.queueID(for: file, ownership, isCopy: isCopy)
    let operation = try RenderOperation(connection, ownership, context, queueID)
    let result = try operation.write(into: file, template) { fileWarnings = $0 }
    if ownership.isOfAnotherFile { return result.answer.report }
    do throws(SQLiteError) {
      try record(result.answer, operation, connection)
      try MirrorTable(connection: connection).set(
        MirrorHead(
          file: file.path, database: path, through: result.last?.sequence ?? 0,
          identity: result.last?.identity, queue: result.last?.queueID?.id,
          event: connection.lastEvent()))
      try connection.database.commit()
    } catch {
      throw StoreError.renderedUnrecorded(DatabaseFailure(error))
    }
    confirm(result.last?.queueID, in: file, context)
    return result.answer.report
  }

  /// The id that the file has or will get; `nil` for a copy. If the file and its journal are
  /// missing, it is the database's id.
  private func queueID(
    for file: MarkdownStore, _ ownership: Ownership, isCopy: Bool
  ) throws -> QueueID? {
    switch ownership.verdict {
    case .same: return ownership.queue
    case .new: return .random()
    case .other:
      guard ownership.queue == nil else { throw otherQueue(file) }
      if ownership.isOfAnotherFile, isCopy { return nil }
      let isMissing = try FileStatus.ifExists(file.path) == nil
      guard let id = ownership.database, !ownership.isOfAnotherFile, isMissing else {
        throw otherQueue(file)
      }
      return QueueID(id: id, isInDatabase: true)
    }
  }

  private func record(
    _ rendering: Rendering, _ operation: RenderOperation, _ connection: Connection
  ) throws(SQLiteError) {
    let context = operation.context
    let editor = Author(
      command: HistoryEntry.externalCommand, traceID: context.author.traceID,
      actor: HistoryEntry.externalActor)
    let writer = ChangeWriter(
      connection: connection, author: editor, time: context.now, policy: context.policy)
    for edit in rendering.edits { try writer.write(edit) }
    try writer.move(rendering.edits)
    let mirror = MirrorTable(connection: connection)
    var deleted = Set(operation.mirror.keys)
    for entry in rendering.entries {
      if operation.mirror[entry.row.id] != entry { try mirror.set(entry) }
      deleted.remove(entry.row.id)
    }
    for id in deleted.sorted() where !rendering.isUnreadable(id) { try mirror.remove(id) }
  }
}
