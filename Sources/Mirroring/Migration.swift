import Host
import MarkdownStore
import QueueModel
import QueueStore
import SQLite
import SQLiteStore

/// Takes rows of the table over into the database, within one transaction.
struct Migration {
  let connection: Connection
  let policy: Policy
  let force: Bool
  /// Whether the database has no row yet, and never agreed with a file.
  let isFresh: Bool
  private let mirror: MirrorTable
  private let writer: ChangeWriter
  private let insertion: RowInsertion
  private(set) var report = MirrorReport()

  init(
    _ connection: Connection, author: Author, time: QueueTime, policy: Policy, force: Bool
  ) throws(SQLiteError) {
    self.connection = connection
    self.policy = policy
    self.force = force
    mirror = MirrorTable(connection: connection)
    writer = ChangeWriter(connection: connection, author: author, time: time, policy: policy)
    insertion = try RowInsertion(connection, author: author, time: time, policy: policy)
    isFresh = try connection.isEmpty()
  }

  // MARK: Rows of the table

  /// Takes one row over.
  mutating func take(_ item: QueueItem) throws(SQLiteError) {
    let file = ItemFields(item)
    if isFresh { return try add(file, item) }
    let entry = try mirror.entry(item.id)
    let stored = try connection.row(item.id)
    if case .unreadable(let id, _)? = stored { return report.add(.unreadable, id) }
    let database = stored?.item.map { ItemFields($0, like: file, entry, policy) }
    let isNew = entry == nil && database != nil
    let isChanged = isNew ? try connection.hasEvents(of: item.id) : false
    let result = RowImport(
      file, database: database, mirror: entry?.row, isChanged: isChanged, force: force)
    report.rows += 1
    switch (result, stored?.item) {
    case (.agreed, let stored?): try agree(file, item, stored, entry)
    case (.changed(let fields), let stored?): try change(stored, to: file, fields, item)
    case (.kept(let fields), _): report.add(.kept, item.id, fields)
    case (.gone, _):
      report.rows -= 1
      report.add(.gone, item.id)
    case (.added, _), (.agreed, nil), (.changed, nil):
      report.rows -= 1
      try add(file, item)
    }
  }

  private mutating func add(_ file: ItemFields, _ item: QueueItem) throws(SQLiteError) {
    try insertion.insert(file, claim: Claim.handedOver(item.claim, to: nil, for: item))
    report.rows += 1
    report.add(.added, item.id)
  }

  private func agree(
    _ file: ItemFields, _ item: QueueItem, _ stored: QueueItem, _ entry: MirrorEntry?
  ) throws(SQLiteError) {
    let agreed = MirrorEntry(file, of: stored)
    if agreed != entry { try mirror.set(agreed) }
    var after = stored
    if item.claim != nil { after.claim = Claim.handedOver(item.claim, to: stored.claim, for: item) }
    if after != stored { try writer.write(ItemChange(.migrated, before: stored, after: after)) }
  }

  private mutating func change(
    _ stored: QueueItem, to file: ItemFields, _ fields: [ItemFields.Field], _ item: QueueItem
  ) throws(SQLiteError) {
    var after = file.recorded(in: stored, fields, impliedAttempts: policy.maxAttempts)
    after.claim = Claim.handedOver(item.claim, to: stored.claim, for: after)
    try writer.write(ItemChange(.migrated, before: stored, after: after))
    try mirror.set(MirrorEntry(file, of: after))
    report.add(.changed, item.id, fields)
  }

  // MARK: Rows that the table has not

  /// Takes it over that a row went from the table.
  mutating func remove(_ id: String) throws(SQLiteError) {
    guard let stored = try connection.row(id)?.item else { return try mirror.remove(id) }
    let entry = try mirror.entry(id)
    guard let entry, entry.row == ItemFields(stored, like: nil, entry, policy) else {
      return report.add(.kept, id)
    }
    try writer.write(ItemChange(.migrated, before: stored, after: nil))
    try mirror.remove(id)
  }

  /// Names the rows that only the database has, and forgets those that neither has.
  ///
  /// - Parameter removes: whether rows that both had go.
  mutating func finish(_ table: MarkdownTable, removing removes: Bool) throws(SQLiteError) {
    try connection.raiseLastClaim(to: table.claims.last)
    if isFresh { return }
    for row in try connection.rows() where !table.contains(row.id) {
      if removes, try mirror.entry(row.id) != nil {
        try remove(row.id)
      } else {
        report.add(.onlyInDatabase, row.id)
      }
    }
    for id in try mirror.idsOfGone() where !table.contains(id) { try mirror.remove(id) }
  }
}

extension Connection {
  /// Whether it has no row, and never agreed with a file.
  func isEmpty() throws(SQLiteError) -> Bool {
    try statement("SELECT 1 FROM queue_items UNION ALL SELECT 1 FROM queue_mirror LIMIT 1")
      .first { _ in false } ?? true
  }
}

extension ItemFields {
  /// What the database says of a row, where it cannot tell a limit of the row's own from
  /// the one of all rows: as the table says it, and else as both last did.
  init(_ item: QueueItem, like file: ItemFields?, _ mirror: MirrorEntry?, _ policy: Policy) {
    let limit = item.maxAttempts.map(String.init)
    let isSaid = limit != nil && file?[.maxAttempts] == limit
    let implied = mirror.map(\.impliedAttempts) ?? policy.maxAttempts
    self.init(item, impliedAttempts: isSaid ? nil : implied)
  }
}
