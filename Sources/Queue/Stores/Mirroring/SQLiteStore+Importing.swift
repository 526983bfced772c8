public import Host
public import Model
public import QueueStore
import SQLite
import Table

extension SQLiteStore {
  /// Imports the table into the database in one transaction. A missing database is created. If the
  /// table has not changed since, a second import changes nothing.
  ///
  /// - Parameters:
  ///   - file: the queue to import, which is only read.
  ///   - context: the time, and the limit of attempts for rows without a limit of their own.
  ///   - force: whether the table also replaces rows that the database has changed.
  ///   - isAdopting: whether a database of another queue is taken for this queue.
  ///   - notice: the notice that shows a long import.
  ///   - receive: called with the warnings.
  public func migrate(
    from file: MarkdownStore, context: TransitionContext, force: Bool,
    isAdopting: Bool = false, notice: WaitNotice = .silent, receive: WarningReceiver
  ) throws(StoreError) -> MirrorReport {
    let notice = notice.worded { "importing \($0) rows …" }
    // A database is created only for an existing table.
    if try lifting({ () throws(SystemError) in try isMissing }) { _ = try file.document() }
    return try importing(file, context, isAdopting: isAdopting, receive) { connection, queue in
      try importTable(file.reading(), of: file, queue, context, force: force, connection, notice)
    }
  }

  /// Updates the database after commands changed the file.
  ///
  /// The database has the number of the last journal entry that it includes, and imports the rows
  /// of later entries. So each change is imported one time and in the order of the journal,
  /// whichever command's process comes first. If the journal lacks some of the later entries, the
  /// whole file is imported.
  ///
  /// - Parameters:
  ///   - file: the store that changed the file, by an operation with a recorded outcome.
  ///   - context: the context of the command.
  ///   - receive: called with the warnings.
  public func mirror(
    _ file: MarkdownStore, context: TransitionContext, receive: WarningReceiver
  ) throws(StoreError) -> MirrorReport {
    try importing(file, context, receive) { connection, queue in
      let head = try MirrorTable(connection: connection).head()
      let isOfFile = head?.file == Path.relative(file.path, to: Path.parent(of: path))
      let reading = try file.reading(since: isOfFile ? head : nil)
      guard let entries = reading.entries else {
        return try importTable(reading, of: file, queue, context, removing: true, connection)
      }
      warnings.malformedRows = reading.table.malformedRows
      let report = try importRows(of: entries, reading.table, context, connection)
      try connection.raiseLastClaimNumber(to: reading.table.claims.highestNumber)
      try connection.raiseNumbers(to: entries.last?.removedNumbers)
      for case (let request, let ids)? in entries.map(\.addition) {
        try connection.record(request, adding: ids)
      }
      try setHead(reading, of: file, queue, connection)
      return report
    }
  }

  // MARK: The transaction

  /// Runs `body` with the id of the queue in a transaction of the database. A missing database is
  /// created, and belongs to the queue from then on.
  private func importing(
    _ file: MarkdownStore, _ context: TransitionContext, isAdopting: Bool = false,
    _ receive: WarningReceiver, _ body: (Connection, _ queue: String?) throws -> MirrorReport
  ) throws(StoreError) -> MirrorReport {
    try exclusively(receive) {
      if try isMissing { try create(like: file) }
      let connection = try openForWriting { connection in
        if !isAdopting { try checkBelongs(connection, to: file) }
      }
      try restrictPermissions(like: file)
      // With a smaller cache, a big import would write some pages several times.
      try connection.database.execute("PRAGMA cache_size = -65536")
      var id: QueueID?
      let report = try changing(connection.database) {
        id = try queueID(of: file, isAdopting: isAdopting, connection, context)
        return try body(connection, id?.id)
      }
      confirm(id, in: file, context)
      return report
    }
  }

  private var isMissing: Bool {
    get throws(SystemError) { try FileStatus.ifExists(path) == nil }
  }

  private func create(like file: MarkdownStore) throws {
    do { try create(path, like: file.path) } catch {
      // Another process may have created the database in the meantime.
      guard case .system(let reason) = storeError(error), reason.alreadyExists else { throw error }
    }
  }

  /// Removes the database's permissions that the queue file does not have any more.
  private func restrictPermissions(like file: MarkdownStore) throws(SystemError) {
    guard let queue = try FileStatus.ifExists(file.path) else { return }
    for name in [path, path + "-wal", path + "-shm"] {
      try FileDescriptor.restrictPermissions(of: name, to: queue.companionPermissions)
    }
  }

  // MARK: Rows

  /// Imports the whole table. Read the table within the transaction, so that an older state never
  /// replaces a newer one.
  ///
  /// - Parameters:
  ///   - queue: the queue's id.
  ///   - removes: whether rows that both had are deleted in the database if the table does not have
  ///     them any more.
  private func importTable(
    _ reading: TableReading, of file: MarkdownStore, _ queue: String?,
    _ context: TransitionContext, force: Bool = false, removing removes: Bool = false,
    _ connection: Connection, _ notice: WaitNotice = .silent
  ) throws -> MirrorReport {
    let table = reading.table
    warnings.malformedRows = table.malformedRows
    var tableImport = try TableImport(
      connection, author: context.author, time: context.now, policy: context.policy, force: force)
    var wait = LongWait(notice, since: clock.monotonic())
    let rows = table.rowCount
    for row in 0..<rows where table.document.isWhole(at: row) {
      if row % 256 == 0 { wait.update(at: clock.monotonic(), String(rows)) }
      if let item = table.item(at: row) { try tableImport.add(item) }
    }
    try tableImport.finish(table, removing: removes)
    if !tableImport.isFresh {
      let kept = force ? [] : try movedSinceAgreement(connection)
      try arrangeRows(connection, as: table, keeping: kept)
    }
    try connection.raiseNumbers(to: try file.removedNumbers(ownPrefix: context.policy.idPrefix))
    var additions: [(AddRequest, [String])] = []
    try JournalHistory(sidecar: file.sidecar).visitAdditions { additions.append(($0, $1)) }
    for (request, ids) in additions { try connection.record(request, adding: ids) }
    try setHead(reading, of: file, queue, connection)
    return tableImport.report
  }

  private func setHead(
    _ reading: TableReading, of file: MarkdownStore, _ queue: String?, _ connection: Connection
  ) throws(SQLiteError) {
    let mirror = MirrorTable(connection: connection)
    var event = try connection.lastEvent()
    // The file lacks the moves of the database until a rendering writes them.
    if let agreed = try mirror.head()?.event, try !connection.moved(since: agreed).isEmpty,
      try !RowPlace.moved(from: connection.ids, to: reading.table.ids).isEmpty
    {
      event = agreed
    }
    try mirror.set(
      MirrorHead(
        file: file.path, database: path, through: reading.through, identity: reading.identity,
        queue: queue, event: event))
  }

  /// Imports the rows of these entries. Each row gets the state that the table has now, and the
  /// author of its last change.
  private func importRows(
    of entries: [JournalEntry.Parsed], _ table: MarkdownTable, _ context: TransitionContext,
    _ connection: Connection
  ) throws(SQLiteError) -> MirrorReport {
    var ids: [String] = []
    var authors: [String: Author] = [:]
    for entry in entries {
      let author = Author(
        command: entry.header.command, traceID: entry.header.traceID,
        actor: entry.header.actor)
      for id in entry.touched where authors.updateValue(author, forKey: id) == nil {
        ids.append(id)
      }
    }
    var report = MirrorReport()
    for id in ids {
      var tableImport = try TableImport(
        connection, author: authors[id] ?? context.author, time: context.now,
        policy: context.policy, force: false)
      switch Result(catching: { () throws(Refusal) in try table.item(id) }) {
      case .success(let item?): try tableImport.add(item)
      case .success(nil): try tableImport.remove(id)
      // A malformed row is skipped, as in an import of the whole table.
      case .failure: break
      }
      report.add(tableImport.report)
    }
    let moved = entries.flatMap(\.moved)
    let added = report.lines.filter { $0.action == .added }.map(\.id)
    // The database has added rows at the end; in the table, a restored row is elsewhere.
    let isPlaced = !added.isEmpty && !table.ids.suffix(added.count).elementsEqual(added)
    if isPlaced || !moved.isEmpty || entries.contains(where: \.isExternal) {
      let kept = try movedSinceAgreement(connection).subtracting(moved)
      try arrangeRows(connection, as: table, keeping: kept)
    }
    return report
  }
}

extension SQLiteStore {
  /// Gives the rows the order of the table, but for those in `kept`.
  private func arrangeRows(
    _ connection: Connection, as table: MarkdownTable, keeping kept: Set<String>
  ) throws(SQLiteError) {
    var order = try connection.order()
    order.arrange(as: table.ids, keeping: kept)
    try connection.set(order)
  }

  /// The rows that were moved in the database since it and the table last agreed.
  private func movedSinceAgreement(_ connection: Connection) throws(SQLiteError) -> Set<String> {
    try MirrorTable(connection: connection).head()?.event.map(connection.moved) ?? []
  }
}

extension JournalEntry.Parsed {
  /// The rows that a command moved.
  fileprivate var moved: [String] {
    historyEntries.filter { $0.after[RowPlace.name] != nil }.compactMap(\.id)
  }
}

extension Connection {
  /// Raises the recorded numbers, so that later ids have higher numbers than rows that were removed
  /// from the table.
  fileprivate func raiseNumbers(to removed: RemovedNumbers?) throws(SQLiteError) {
    for (prefix, number) in removed?.byPrefix ?? [:] {
      try raiseNumber(of: prefix, to: number)
    }
  }
}
