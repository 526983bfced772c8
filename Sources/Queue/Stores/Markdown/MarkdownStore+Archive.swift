import Host
public import Model
public import QueueStore
import Table

extension MarkdownStore: Archiving {
  public var archiving: (any Archiving)? { self }

  public var archiveStore: (any QueueStore)? {
    get throws(StoreError) {
      let archive = try ArchiveOutcome.path(beside: path)
      return try lifting(FileStatus.ifExists(archive)) == nil ? nil : store(at: archive)
    }
  }

  /// Adds the rows to the archive, a separate queue file, then removes them from the table in one
  /// rewrite.
  ///
  /// A DONE row with an idempotency key stays in the table, because only this row records that the
  /// key is done.
  public func archive(
    _ rule: ArchiveRule, context: TransitionContext, isDryRun: Bool, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<ArchiveOutcome> {
    let path = try ArchiveOutcome.path(beside: self.path)
    var ends = RowEnds(zone: rule.now.zone)
    try visitStatusChanges(onlyRecent: false) { change, _ in ends.note(change) }
    let table = try table(of: file().version)
    let finished: [QueueItem]
    do { finished = try ends.rows(in: table, by: rule) } catch { throw StoreError(ofRule: error) }
    let rows = finished.compactMap { table.document.deletion(of: $0.id) }
    guard !isDryRun, !rows.isEmpty else {
      return StoreOutcome(ArchiveOutcome(path: path, ids: rows.map(\.id)))
    }
    let archive = store(at: path)
    try archive.create(asArchiveOf: self.path, headedBy: table.document.headerText)
    try archive.checkColumns(for: rows)
    _ = try archive.perform(ArchiveOperation(context: context, rows: rows), receive)
    let removal = RemoveOperation(context: context, rule: rule, ends: ends, rows: rows)
    return try perform(removal, receive).map { ArchiveOutcome(path: path, ids: $0) }
  }

  /// Creates the archive's file, durably, unless it exists.
  private func create(
    asArchiveOf queue: String, headedBy header: String
  ) throws(StoreError) {
    try lifting { () throws(SystemError) in
      guard try FileStatus.ifExists(path) == nil else { return }
      let text = "# Archive of \(Path.name(of: queue))\n\n\(header)\n"
      do throws(SystemError) { try place(Array(text.utf8), like: FileStatus(of: queue)) } catch {
        // If another process has created the file meanwhile, that is not an error.
        if !error.alreadyExists { throw error }
      }
    }
  }

  /// Throws if the archive lacks a column of the rows.
  private func checkColumns(for rows: [RowChange]) throws(StoreError) {
    let known = try document().columnNames
    let missing = Set(rows.flatMap { $0.before.keys }).subtracting(known)
    guard missing.isEmpty else { throw .missingColumns(path: path, missing.sorted()) }
  }
}

/// The time at which the work on each row ended. It is the time of the last change of the row's
/// status in the history or, if the history has no such change, the row's start.
struct RowEnds {
  /// In seconds since 1970.
  private var changes: [Change: Int] = [:]
  private let zone: QueueZone

  private struct Change: Hashable {
    let id: String
    let status: Status
  }

  /// - Parameter zone: the time zone of the cells.
  init(zone: QueueZone) { self.zone = zone }

  /// Takes the next change of the history into account.
  mutating func note(_ change: StatusChange) {
    guard let id = change.id, let status = change.status, status.isFinished else { return }
    changes[Change(id: id, status: status)] = change.time
  }

  func end(of row: QueueItem) -> QueueTime? {
    changes[Change(id: row.id, status: row.status)]
      .map { QueueTime(epochSeconds: $0, zone: zone) } ?? row.start(in: zone)
  }

  /// The rows that `rule` selects, in table order.
  func rows(in table: some QueueTable, by rule: ArchiveRule) throws -> [QueueItem] {
    try rule.rows(in: table) { row in
      row.status == .done && row.idempotencyKey != nil ? nil : end(of: row)
    }.sorted { $0.line ?? 0 < $1.line ?? 0 }
  }
}

/// Adds rows to the archive, or updates rows that are in it already.
struct ArchiveOperation: StoreOperation {
  typealias Answer = Void

  let context: TransitionContext
  /// The removed rows, with all their cells.
  let rows: [RowChange]

  func plan(on queue: PresentQueue) throws(Refusal) -> Plan<Void> {
    let table = queue.table
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
    return Plan(answer: (), change: QueueChange(changes, in: table.document))
  }
}

struct RemoveOperation: StoreOperation {
  /// The ids of the removed rows.
  typealias Answer = [String]

  let context: TransitionContext
  let rule: ArchiveRule
  let ends: RowEnds
  let rows: [RowChange]

  var idPrefix: String { rule.idPrefix }

  /// Removes the rows that have not changed since they were archived.
  func plan(on queue: PresentQueue) throws -> Plan<[String]> {
    let table = queue.table
    let archived = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0.before) })
    let going = try ends.rows(in: table, by: rule).filter { row in
      table.document.deletion(of: row.id)?.before == archived[row.id, default: [:]]
    }
    let changes = going.map { ItemChange(.archived, before: $0, after: nil) }
    return Plan(
      answer: going.map(\.id), change: QueueChange(changes, in: table.document),
      claims: going.filter { $0.claim != nil }.map { ClaimChange(id: $0.id, claim: nil) })
  }
}
