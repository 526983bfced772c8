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

/// When the work on each row ended: with the last change that set its status, as the history
/// tells it, else when it began, as the row does.
struct RowEnds {
  private var changes: [String: [Status: QueueTime]] = [:]
  private let offset: Int

  /// - Parameters:
  ///   - history: oldest first.
  ///   - offset: seconds east of UTC, for the times of cells.
  init(_ history: [HistoryEntry], offset: Int) {
    self.offset = offset
    for entry in history {
      guard let id = entry.id, let status = entry.after[Column.status.name].flatMap(Status.init)
      else { continue }
      changes[id, default: [:]][status] = QueueTime(iso8601: entry.time)
    }
  }

  func end(of row: QueueItem) -> QueueTime? {
    changes[row.id]?[row.status] ?? row.startedAt.flatMap { QueueTime($0, offset: offset) }
  }

  /// The rows that may leave the file, in its order.
  func rows(in table: some QueueTable, by rule: ArchiveRule) throws -> [QueueItem] {
    try rule.rows(in: table) { row in
      row.status == .done && row.idempotencyKey != nil ? nil : end(of: row)
    }.sorted { $0.line ?? 0 < $1.line ?? 0 }
  }
}

/// Rows that come into an archive, or came before and changed since.
struct ArchiveOperation: TableOperation {
  typealias Answer = Void

  let time: QueueTime
  /// As they leave the queue, with all that they say.
  let rows: [RowChange]
  let history: HistoryScope? = nil

  func plan(
    for table: MarkdownTable, history: [HistoryEntry]
  ) throws(Refusal) -> Plan<Void> {
    var changes: [ItemChange] = []
    for row in rows {
      guard
        let item = QueueItem(cells: row.before, hasAfterColumn: table.document.hasAfterColumn)
      else { continue }
      let origin = ItemChange.Origin(place: nil, cells: row.before.ofOwnColumns)
      let change = ItemChange(
        .archived, before: try table.item(row.id), after: item, origin: origin)
      if change.changesCells { changes.append(change) }
    }
    return Plan(answer: (), rewrite: changes.isEmpty ? nil : .changes(changes))
  }
}

/// Rows that leave the queue because they stand in the archive.
struct RemoveOperation: TableOperation {
  /// The ids of the rows that went.
  typealias Answer = [String]

  let rule: ArchiveRule
  let ends: RowEnds
  /// As they stand in the archive.
  let rows: [RowChange]
  let history: HistoryScope? = nil

  var time: QueueTime { rule.now }

  /// Lets those rows go that still are as they were archived.
  func plan(
    for table: MarkdownTable, history: [HistoryEntry]
  ) throws -> Plan<[String]> {
    let archived = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0.before) })
    let going = try ends.rows(in: table, by: rule).filter { row in
      table.document.deletion(of: row.id)?.before == archived[row.id, default: [:]]
    }
    let changes = going.map { ItemChange(.archived, before: $0, after: nil) }
    return Plan(
      answer: going.map(\.id), rewrite: changes.isEmpty ? nil : .changes(changes),
      claims: going.filter { $0.claim != nil }.map { ClaimChange(id: $0.id, claim: nil) })
  }
}
