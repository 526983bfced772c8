import MarkdownStore
import QueueDocument
import QueueModel
import SQLiteStore

/// How the table becomes what the database says, and what the database gets from it.
struct Rendering {
  private let database: DatabaseRows
  private let table: MarkdownTable
  private let mirror: [String: MirrorEntry]
  /// What the table gets.
  private(set) var changes: [ItemChange] = []
  private(set) var claims: [ClaimChange] = []
  /// What the database gets.
  private(set) var edits: [ItemChange] = []
  /// What both say afterwards.
  private(set) var entries: [MirrorEntry] = []
  private(set) var report = MirrorReport()

  init(_ database: DatabaseRows, into table: MarkdownTable, _ history: [HistoryEntry]) {
    self.database = database
    self.table = table
    mirror = database.mirror(history, hasAfterColumn: table.document.hasAfterColumn)
    for row in 0..<table.rowCount where table.document.isWhole(at: row) {
      if let item = table.item(at: row) { render(over: item) }
    }
    for row in database.rows where !table.contains(row.id) { renderNew(row) }
  }

  /// Whether a row was left alone on both sides, so that what both said of it still counts.
  func isUnread(_ id: String) -> Bool { table.contains(id) && table.status(of: id) == nil }

  // MARK: Rows of the table

  private mutating func render(over item: QueueItem) {
    switch database.row(item.id) {
    case .readable(let stored)?: render(stored, over: item)
    case .unreadable(let id, _)?: report.add(.unreadable, id)
    case nil: renderMissing(item)
    }
  }

  private mutating func render(_ stored: QueueItem, over item: QueueItem) {
    let file = ItemFields(item)
    let entry = mirror[item.id]
    let row = ItemFields(stored, like: file, entry, database.policy)
    let result = RowRendering(file, database: row, mirror: entry?.row)
    show(result.row, in: item, file.differing(from: result.row))
    if !result.changed.isEmpty { report.add(.changed, item.id, result.changed) }
    if !result.taken.isEmpty { report.add(.taken, item.id, result.taken) }
    if !result.refused.isEmpty { report.add(.notTaken, item.id, result.refused) }
    handOver(stored, to: item.claim)
    let after = edit(stored, to: result.row, result.taken)
    agree(result.row, after)
  }

  /// The database's row with what somebody wrote into the table.
  private mutating func edit(
    _ stored: QueueItem, to row: ItemFields, _ taken: [ItemFields.Field]
  ) -> QueueItem {
    guard !taken.isEmpty else { return stored }
    let after = row.recorded(
      in: stored, taken, impliedAttempts: database.policy.maxAttempts)
    edits.append(ItemChange(.externalEdit, before: stored, after: after))
    return after
  }

  private mutating func show(
    _ row: ItemFields, in item: QueueItem, _ fields: [ItemFields.Field]
  ) {
    guard !fields.isEmpty else { return }
    let after = row.shown(in: item, fields, hasAfterColumn: table.document.hasAfterColumn)
    changes.append(ItemChange(.rendered, before: item, after: after))
  }

  /// The database knows who took the row; so does the file from now on.
  private mutating func handOver(_ stored: QueueItem, to known: Claim?) {
    let claim = Claim.handedOver(stored.claim, to: known, for: stored)
    let kept = claim.flatMap { $0.matters(for: stored) ? $0 : nil }
    if kept != known { claims.append(ClaimChange(id: stored.id, claim: kept)) }
  }

  /// The database has no such row.
  private mutating func renderMissing(_ item: QueueItem) {
    let file = ItemFields(item)
    switch (mirror[item.id], database.isFirst) {
    case (nil, false): take(file, item)
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

  private mutating func take(_ file: ItemFields, _ item: QueueItem) {
    let result = RowRendering(new: file)
    var new = result.row.recorded(in: item, impliedAttempts: database.policy.maxAttempts)
    new.claim = nil
    edits.append(ItemChange(.externalEdit, before: nil, after: new))
    show(result.row, in: item, result.refused)
    report.add(.takenAsNew, item.id)
    if !result.refused.isEmpty { report.add(.notTaken, item.id, result.refused) }
    agree(result.row, new)
  }

  // MARK: Rows that the table lacks

  private mutating func renderNew(_ stored: StoredRow) {
    guard let item = stored.item, ItemID.isWellFormed(item.id) else {
      return report.add(.unreadable, stored.id)
    }
    let entry = mirror[item.id]
    let row = ItemFields(item, like: nil, entry, database.policy)
    let shown = row.shown(in: item, hasAfterColumn: table.document.hasAfterColumn)
    changes.append(ItemChange(.rendered, before: nil, after: shown))
    handOver(item, to: table.claims[item.id])
    report.add(entry == nil ? .added : .restored, item.id)
    agree(row, item)
  }

  private mutating func agree(_ row: ItemFields, _ item: QueueItem) {
    entries.append(MirrorEntry(row, of: item))
    report.rows += 1
  }
}
