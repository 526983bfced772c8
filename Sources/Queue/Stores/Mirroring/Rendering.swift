import Host
import Model
import QueueStore
import SQLite
import Table

/// Writes the table from the database. If a program saves the file meanwhile, the operation plans
/// again.
struct RenderOperation: StoreOperation {
  typealias Answer = Rendering

  /// The rows of the database, in order of arrival.
  let rows: [StoredRow]
  private let indices: [String: Int]
  /// The rows at the last agreement of the table and the database; empty if they have never agreed.
  let mirror: [String: MirrorEntry]
  /// The last entry of the file's journal at which both agreed; `nil` if they have never agreed.
  let agreedThrough: Int?
  let lastClaimNumber: Int
  /// The highest numbers of ids of removed rows of the database, by prefix.
  let usedNumbers: [String: Int]
  /// The rows that were moved in the database since the last agreement; `nil` if they have never
  /// agreed.
  let moved: Set<String>?
  let context: TransitionContext
  let queueID: QueueID?

  /// - Parameters:
  ///   - connection: a connection that is in a transaction.
  ///   - ownership: the relation between the database and the file.
  ///   - context: the time, and the limit of attempts for rows without a limit of their own.
  ///   - queueID: the queue's id, or the id that it gets.
  init(
    _ connection: Connection, _ ownership: Ownership, _ context: TransitionContext,
    _ queueID: QueueID?
  ) throws(SQLiteError) {
    rows = try connection.rows()
    indices = Self.indices(of: rows)
    agreedThrough = ownership.agreedThrough
    mirror = agreedThrough == nil ? [:] : try MirrorTable(connection: connection).entries()
    lastClaimNumber = try connection.lastClaimNumber()
    let event = ownership.agreedEvent
    moved = agreedThrough == nil ? nil : try event.map(connection.moved) ?? []
    self.context = context
    usedNumbers = try connection.removedNumbers(among: rows, ownPrefix: context.policy.idPrefix)
    self.queueID = queueID
  }

  /// Renders the rows of a server.
  ///
  /// - Parameters:
  ///   - source: the rows and the agreed state of the server.
  ///   - agreedThrough: the last entry of the file's journal at which both agreed.
  ///   - context: the time, and the limit of attempts for rows without a limit of their own.
  ///   - queueID: the id of the table.
  init(
    _ source: RowsToRender, agreedThrough: Int?, _ context: TransitionContext, queueID: QueueID?
  ) {
    rows = source.rows
    indices = Self.indices(of: rows)
    self.agreedThrough = agreedThrough
    let texts = agreedThrough == nil ? [:] : source.agreed.filter { !$0.key.isEmpty }
    mirror = texts.compactMapValues { MirrorEntry($0) }
    lastClaimNumber = source.lastClaimNumber
    moved = agreedThrough == nil ? nil : source.moved
    usedNumbers = source.lastNumbers.ofGone(rows)
    self.context = context
    self.queueID = queueID
  }

  private static func indices(of rows: [StoredRow]) -> [String: Int] {
    Dictionary(rows.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Writes the table; a missing file is created from `template`.
  ///
  /// - Returns: the rendering, and the journal's last entry after it.
  func write(
    into file: MarkdownStore, _ template: String, _ receive: WarningReceiver
  ) throws(StoreError) -> (answer: Rendering, last: JournalEntry.Parsed?) {
    do { return try file.result(of: self, receive).value } catch {
      switch error {
      case .missing: break
      // For a queue on a server, the sidecar may exist before the table.
      case .system(let reason) where reason.isMissing && !file.sidecar.exists: break
      default: throw error
      }
    }
    do throws(SystemError) {
      try Directory.createWithParents(Path.parent(of: file.path))
      try NewFile.create(file.path, text: template)
    } catch {
      guard error.alreadyExists else { throw .system(error) }
    }
    return try file.result(of: self, receive).value
  }

  func row(_ id: String) -> StoredRow? { indices[id].map { rows[$0] } }

  var policy: Policy { context.policy }
  var idPrefix: String { policy.idPrefix }
  var history: HistoryScope? { agreedThrough.map(HistoryScope.since) }

  func plan(on queue: PresentQueue) -> Plan<Rendering> {
    let rendering = Rendering(self, into: queue.table, queue.history)
    return Plan(
      answer: rendering, change: QueueChange(rendering.changes, in: queue.table.document),
      claims: rendering.claims)
  }

  /// The rows at the last agreement, with the changes of later renderings that were interrupted
  /// before the database recorded them. Without these changes, the interrupted renderings would
  /// count as edits.
  func mirror(_ history: [HistoryEntry], of document: QueueDocument) -> [String: MirrorEntry] {
    var mirror = mirror
    for entry in history where entry.command == HistoryEntry.renderCommand {
      guard let id = entry.id else { continue }
      if entry.isRemoval {
        mirror[id] = nil
      } else {
        let implied = row(id)?.item?.maxAttempts
        var known = mirror[id] ?? MirrorEntry(row: ItemFields(), impliedAttempts: implied)
        known.row.apply(
          entry.after, hasAfterColumn: document.hasAfterColumn,
          columns: document.fieldColumns(of: policy), namesWorkers: policy.namesWorkers)
        mirror[id] = known
      }
    }
    return mirror
  }
}

/// The changes that make the table equal to the database, and the edits of the table that are
/// written to the database.
struct Rendering {
  private let database: RenderOperation
  private let table: MarkdownTable
  private let mirror: [String: MirrorEntry]
  private(set) var changes: [ItemChange] = []
  private(set) var claims: [ClaimChange] = []
  private(set) var edits: [ItemChange] = []
  /// The rows that the table and the database both have after the rendering.
  private(set) var entries: [MirrorEntry] = []
  private(set) var report = MirrorReport()

  init(_ database: RenderOperation, into table: MarkdownTable, _ history: [HistoryEntry]) {
    self.database = database
    self.table = table
    mirror = database.mirror(history, of: table.document)
    for row in 0..<table.rowCount where table.document.isWhole(at: row) {
      if let item = table.item(at: row) { render(over: item) }
    }
    for row in database.rows where !table.contains(row.id) { renderNew(row) }
    moveRows()
  }

  /// Whether the table's row is unreadable. Such a row is not changed on either side, and its entry
  /// in the mirror stays.
  func isUnreadable(_ id: String) -> Bool { table.contains(id) && table.status(of: id) == nil }

  // MARK: Rows of the table

  private mutating func render(over item: QueueItem) {
    switch database.row(item.id) {
    case .readable(let stored)?: render(stored, over: item)
    case .unreadable(let id, _)?: report.add(.unreadable, id)
    case nil: renderMissing(item)
    }
  }

  private mutating func render(_ stored: QueueItem, over item: QueueItem) {
    let file = fields(item)
    let entry = mirror[item.id]
    let row = ItemFields(stored, like: file, entry, database.policy)
    let result = RowRendering(file, database: row, agreed: entry?.row, database.policy)
    update(item, to: result.row, file.differing(from: result.row))
    if !result.changed.isEmpty { report.add(.changed, item.id, result.changed) }
    if !result.taken.isEmpty { report.add(.taken, item.id, result.taken) }
    if !result.refused.isEmpty { report.add(.notTaken, item.id, result.refused) }
    handOver(stored, to: item.claim)
    agree(result.row, edited(stored, to: result.row, result.taken))
  }

  /// Returns the database's row with the edits of the table.
  private mutating func edited(
    _ stored: QueueItem, to row: ItemFields, _ fields: [ItemFields.Field]
  ) -> QueueItem {
    guard !fields.isEmpty else { return stored }
    let after = row.databaseRow(from: stored, fields, impliedAttempts: database.policy.maxAttempts)
    edits.append(ItemChange(.externalEdit, before: stored, after: after))
    return after
  }

  private mutating func update(
    _ item: QueueItem, to row: ItemFields, _ fields: [ItemFields.Field]
  ) {
    guard !fields.isEmpty else { return }
    changes.append(ItemChange(.rendered, before: item, after: tableRow(row, from: item, fields)))
  }

  private func fields(_ item: QueueItem) -> ItemFields {
    ItemFields(item, namesWorkers: database.policy.namesWorkers)
  }

  private func tableRow(
    _ row: ItemFields, from item: QueueItem,
    _ fields: [ItemFields.Field] = ItemFields.Field.allCases
  ) -> QueueItem {
    row.tableRow(
      from: item, fields, hasAfterColumn: table.document.hasAfterColumn,
      columns: table.document.fieldColumns(of: database.policy))
  }

  /// Copies the database's claim to the file.
  private mutating func handOver(_ stored: QueueItem, to known: Claim?) {
    let claim = Claim.handedOver(stored.claim, to: known, for: stored)
    let kept = claim.flatMap { $0.mustBeKept(for: stored) ? $0 : nil }
    if kept != known { claims.append(ClaimChange(id: stored.id, claim: kept)) }
  }

  /// Handles a row of the table that the database lacks. Either the row is new in the table, or it
  /// was deleted in the database.
  private mutating func renderMissing(_ item: QueueItem) {
    let file = fields(item)
    switch (mirror[item.id], database.agreedThrough) {
    case (nil, _?): addToDatabase(file, item)
    case (let entry?, _) where isEdited(file, since: entry):
      report.add(.left, item.id, file.differing(from: entry.row))
      entries.append(entry)
    case (_, _): remove(item)
    }
  }

  private func isEdited(_ file: ItemFields, since entry: MirrorEntry) -> Bool {
    file.differing(from: entry.row).contains(where: \.isFreeToEdit)
  }

  private mutating func remove(_ item: QueueItem) {
    changes.append(ItemChange(.rendered, before: item, after: nil))
    if item.claim != nil { claims.append(ClaimChange(id: item.id, claim: nil)) }
    report.add(.removed, item.id)
  }

  private mutating func addToDatabase(_ file: ItemFields, _ item: QueueItem) {
    let result = RowRendering(new: file)
    var new = result.row.databaseRow(from: item, impliedAttempts: database.policy.maxAttempts)
    new.claim = nil
    edits.append(ItemChange(.externalEdit, before: nil, after: new))
    update(item, to: result.row, result.refused)
    report.add(.takenAsNew, item.id)
    if !result.refused.isEmpty { report.add(.notTaken, item.id, result.refused) }
    agree(result.row, new)
  }

  // MARK: Order

  /// Gives the table and the database one order. The rows that were moved in the table are moved in
  /// the database, but not those that were moved there, too. If the two have never agreed, the order
  /// is the database's.
  private mutating func moveRows() {
    let (database, table) = (database, table)
    let stored = database.rows.map(\.id) + edits.filter { $0.before == nil }.map(\.id)
    // An unreadable row stays where it is.
    let known = table.ids.filter { !isUnreadable($0) }
    let shown = known + changes.filter { $0.before == nil }.map(\.id)
    var rows = NumberedRows(stored.enumerated().map { ($1, $0) })
    if let moved = database.moved { rows.arrange(as: known, keeping: moved) }
    let order = rows.order
    edits.move(from: stored, to: order, as: .externalEdit) { database.row($0)?.item }
    changes.move(from: shown, to: order, as: .rendered) { try? table.item($0) }
  }

  // MARK: Rows that the table lacks

  private mutating func renderNew(_ stored: StoredRow) {
    guard let item = stored.item, ItemID.isWellFormed(item.id) else {
      return report.add(.unreadable, stored.id)
    }
    let entry = mirror[item.id]
    let row = ItemFields(item, like: nil, entry, database.policy)
    changes.append(ItemChange(.rendered, before: nil, after: tableRow(row, from: item)))
    handOver(item, to: table.claims[item.id])
    report.add(entry == nil ? .added : .restored, item.id)
    agree(row, item)
  }

  private mutating func agree(_ row: ItemFields, _ item: QueueItem) {
    entries.append(MirrorEntry(row, of: item))
    report.rows += 1
  }
}

extension [ItemChange] {
  /// Adds the moves of rows from one order to another. Rows that one of them lacks are ignored.
  ///
  /// - Parameters:
  ///   - event: the event of a row that has no change yet.
  ///   - item: the row with this id.
  fileprivate mutating func move(
    from former: [String], to order: [String], as event: Event, _ item: (String) -> QueueItem?
  ) {
    let moved = RowPlace.moved(from: former, to: order)
    if moved.isEmpty { return }
    let places = RowPlace.ofRows(former)
    let known = Dictionary(map { ($0.id, $0) }) { first, _ in first }
    // Moves are made one after the other, so they are in the new order.
    var moves: [ItemChange] = []
    var above = RowPlace.first
    for id in order {
      guard let from = places[id] else { continue }
      defer { above = .behind(id) }
      guard moved.contains(id) else { continue }
      let change = known[id] ?? item(id).map { ItemChange(event, before: $0, after: $0) }
      guard var change else { continue }
      change.move = RowMove(from: from, to: above)
      moves.append(change)
    }
    self = filter { !moved.contains($0.id) } + moves
  }
}

extension Connection {
  /// The highest numbers of ids by prefix, for prefixes whose row with the highest number was
  /// removed.
  fileprivate func removedNumbers(
    among rows: [StoredRow], ownPrefix: String
  ) throws(SQLiteError) -> [String: Int] {
    var numbers = try lastNumbers()
    // For these prefixes the numbers are also read from the events, because databases of older
    // versions have them only there.
    for prefix in [ownPrefix, NumberedID.usualPrefix] {
      numbers[prefix] = try highestNumber(of: prefix)
    }
    return numbers.ofGone(rows)
  }
}

extension [String: Int] {
  /// These numbers, without prefixes for which a row has the highest number.
  fileprivate func ofGone(_ rows: [StoredRow]) -> [String: Int] {
    var present: [String: Int] = [:]
    for row in rows {
      guard let (prefix, number) = NumberedID.parts(of: row.id) else { continue }
      present[prefix] = Swift.max(present[prefix] ?? 0, number)
    }
    return filter { $0.value > present[$0.key] ?? 0 }
  }
}
