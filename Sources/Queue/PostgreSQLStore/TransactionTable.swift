import Host
import Model
import PostgreSQL
import QueueStore

extension Answer.Row: ResultRow {}

/// The queue that the rules see within one transaction. The rows that a transaction most likely
/// needs are read when the transaction begins. All other data takes a round trip on first use.
final class TransactionTable: QueueTable {
  let connection: Connection
  private let tables: RowTables
  /// The rows that were read, by id; `nil` for ids that no row has.
  private var known: [String: StoredRow?] = [:]
  /// The rows that were read when the transaction began, by status: all rows of the status, or the
  /// first ones.
  private var heads: [Status: (rows: [Place], isAll: Bool)] = [:]
  private var meta: [String: Int] = [:]
  /// The keys that were looked up, and whether a DONE row has them.
  private var doneKeys: [String: Bool] = [:]

  private struct Place {
    let rank: Int
    let place: Int
    let row: StoredRow
  }

  init(_ connection: Connection, _ tables: RowTables) {
    (self.connection, self.tables) = (connection, tables)
  }

  // MARK: What is read first

  /// The ids and statuses of the rows that are read when a transaction begins.
  struct Hint {
    var ids: [String] = []
    var statuses: [Status] = []

    init() {}

    init(_ transition: Transition) {
      switch transition {
      case .pick(nil): statuses = [.pending]
      case .pick(let id?): ids = [id]
      case .dispatch: statuses = [.inProgress, .pending]
      case .rescue: statuses = [.inProgress]
      case .edit(let edit): ids = [edit.id]
      case .remove(let rows, _), .move(let rows, _): ids = rows
      case .finish(let finish): ids = [finish.id]
      case .endAttempt(let end): ids = [end.id]
      case .assign(let id, _, _, _), .release(let id, _), .cancel(let id, _, _),
        .replan(let id, _, _, _), .retry(let id, _, _), .restore(let id):
        ids = [id]
      case .undo(let id, _): ids = id.map { [$0] } ?? []
      case .lease(let request): ids = [request.id]
      case .review(let review): ids = [review.id]
      case .reply(let reply): ids = [reply.id]
      case .pullRequest(let change): ids = [change.id]
      case .several(let transitions): ids = transitions.flatMap { Hint($0).ids }
      case .addAll(let rows, _, _, _): ids = rows.flatMap(\.blocks)
      case .cancelDependants, .plan, .importRows, .note: break
      }
    }
  }

  static let metaStatement = Statement("SELECT key, value FROM queue_meta")

  static func statements(for hint: Hint, _ tables: RowTables) -> [Statement] {
    [metaStatement] + (hint.ids.isEmpty ? [] : [tables.rows(withIDs: hint.ids)])
      + hint.statuses.map { tables.head(of: $0, headCount) }
  }

  func take(_ answers: some Sequence<Answer>, for hint: Hint) {
    var answers = answers.makeIterator()
    if let answer = answers.next() { takeMeta(answer) }
    if !hint.ids.isEmpty, let answer = answers.next() { takeRows(answer, hint.ids) }
    for status in hint.statuses {
      guard let answer = answers.next() else { return }
      let rows = places(answer)
      heads[status] = (rows, rows.count < Self.headCount)
    }
  }

  func takeMeta(_ answer: Answer) {
    // Other programs may write the numbers, and the next one has to fit.
    meta = Dictionary(answer.rows.map { ($0.text(0), min($0.int(1), 1 << 61)) }) { $1 }
  }

  /// The number of rows that a pick examines in most queues.
  private static let headCount = 20
  private static let batchCount = 500

  // MARK: Rows

  private func places(_ answer: Answer) -> [Place] {
    answer.rows.map { row in
      let stored = StoredRow(row)
      known[stored.id] = .some(stored)
      return Place(
        rank: stored.item?.priority.rank ?? 3, place: row.int(22), row: stored)
    }
  }

  private func takeRows(_ answer: Answer, _ ids: [String]) {
    for id in ids { known.updateValue(nil, forKey: id) }
    for row in answer.rows.map(StoredRow.init) { known[row.id] = .some(row) }
  }

  private func row(_ id: String) throws(PostgreSQLError) -> StoredRow? {
    if let row = known[id] { return row }
    takeRows(try connection.run([tables.rows(withIDs: [id])])[0], [id])
    return known[id] ?? nil
  }

  func item(_ id: String) throws -> QueueItem? { try row(id)?.changeable() }

  func status(of id: String) throws -> Status? { try row(id)?.item?.status }

  func contains(_ id: String) throws -> Bool { try row(id) != nil }

  func archivedStatus(of id: String) throws -> Status? {
    try absences(of: [id])[id]?.archivedStatus
  }

  func wasRemoved(_ id: String) throws -> Bool { try absences(of: [id])[id] == .removed }

  /// Reads the absences of rows from their last events. If the events were moved to the archive,
  /// they are read there.
  func absences(of ids: [String]) throws(PostgreSQLError) -> [String: Absence] {
    if ids.isEmpty { return [:] }
    let answers = try connection.run([
      Statement(
        """
        SELECT \(HistoryEntry.eventColumns) FROM \(tables.events) WHERE item_id = ANY($1::text[])
        ORDER BY event_id DESC
        """, [ids.arrayLiteral]),
      Statement(
        "SELECT id, status FROM archived_items WHERE id = ANY($1::text[])", [ids.arrayLiteral]),
    ])
    let archived = answers[1].rows.compactMap { row in
      Status(rawValue: row.text(1)).map { (row.text(0), Absence.archived($0)) }
    }
    let removals = answers[0].rows.compactMap { event in
      Absence(event: event).map { (event.text(1), $0) }
    }
    return Dictionary(removals + archived) { first, _ in first }
  }

  func visit(_ status: Status, _ visit: (QueueItem) throws -> Visit) throws {
    var (rows, isAll) = heads[status] ?? ([], false)
    while true {
      try lookAhead(rows)
      for case .readable(let item) in rows.map(\.row) where ItemID.isWellFormed(item.id) {
        if try visit(item) == .enough { return }
      }
      if isAll { return }
      rows = places(
        try connection.run([
          tables.head(of: status, Self.batchCount, after: rows.last.map { ($0.rank, $0.place) })
        ])[0])
      isAll = rows.count < Self.batchCount
    }
  }

  /// Reads the data that the rules need for these rows: the rows for which they wait, and whether
  /// their keys were used.
  private func lookAhead(_ rows: [Place]) throws(PostgreSQLError) {
    let items = rows.compactMap(\.row.item)
    let ids = Set(items.flatMap(\.after)).filter { known[$0] == nil }.sorted()
    let keys = Set(items.compactMap(\.idempotencyKey)).filter { doneKeys[$0] == nil }.sorted()
    if ids.isEmpty, keys.isEmpty { return }
    let answers = try connection.run([tables.rows(withIDs: ids), doneKeys(among: keys)])
    takeRows(answers[0], ids)
    let used = Set(answers[1].rows.map { $0.text(0) })
    for key in keys { doneKeys[key] = used.contains(key) }
  }

  func count(_ status: Status) throws -> Int {
    if let head = heads[status], head.isAll {
      return head.rows.count { $0.row.item.map { ItemID.isWellFormed($0.id) } ?? false }
    }
    return try items(status).count
  }

  func mayHave(note: String, _ status: Status) throws -> Bool {
    if let head = heads[status], head.isAll {
      let note = Array(note.utf8)
      return head.rows.contains { row in
        row.row.item.map { Array($0.notes.text.utf8).firstOffset(of: note, from: 0) != nil } ?? true
      }
    }
    let answer = try connection.run(
      "SELECT 1 FROM \(tables.items) WHERE status = $1 AND strpos(notes, $2) > 0 LIMIT 1",
      status.rawValue, note)
    return answer.count > 0
  }

  func rowsNotDone(ofPlan name: String) throws -> [QueueItem] {
    let selection = tables.selection(
      "WHERE status <> 'DONE' AND strpos(notes, $1) > 0 ORDER BY \(ServerSchema.rank), place")
    return try connection.run(selection, QueueItem.note(ofPlan: name)).rows.map { QueueItem($0) }
      .notDone(ofPlan: name)
  }

  func rows(waitingFor ids: Set<String>) throws -> [String] {
    let part = ids.count == 1 ? ids.first : Notes.ControlKey.after.rawValue
    return try connection.run(
      "SELECT id, notes FROM \(tables.items) WHERE strpos(notes, $1) > 0 ORDER BY place", part
    ).rows.filter { !ids.isDisjoint(with: Notes($0.text(1)).after) }.map { $0.text(0) }
  }

  var ids: [String] {
    get throws(PostgreSQLError) {
      try connection.run("SELECT id FROM \(tables.items) ORDER BY place").rows.map { $0.text(0) }
    }
  }

  /// The place of the row; `nil` if there is none.
  func place(of id: String) throws(PostgreSQLError) -> RowPlace? {
    let row = try connection.run(
      """
      SELECT (SELECT id FROM \(tables.items) AS above WHERE above.place < mine.place
        ORDER BY place DESC LIMIT 1) FROM \(tables.items) AS mine WHERE id = $1
      """, id
    ).first
    return row.map { $0.optionalText(0).map(RowPlace.behind) ?? .first }
  }

  // MARK: Numbers and keys

  static let lastClaim = "last_claim"

  var nextClaimNumber: Int { (meta[Self.lastClaim] ?? 0) + 1 }

  static func numberKey(_ prefix: String) -> String { "last_id:\(prefix)" }

  /// The highest number of a prefix. It is known because each id that a row gets or had is
  /// recorded.
  func highestNumber(of prefix: String) -> Int { meta[Self.numberKey(prefix)] ?? 0 }

  func number(_ key: String) -> Int? { meta[key] }

  private func doneKeys(among keys: [String]) -> Statement {
    Statement(
      """
      SELECT idempotency_key FROM \(tables.items)
      WHERE idempotency_key = ANY($1::text[]) AND status = 'DONE'
      UNION SELECT key FROM queue_done_keys WHERE key = ANY($1::text[])
      """, [keys.arrayLiteral])
  }

  func hasDone(idempotencyKey key: String) throws -> Bool {
    if let isUsed = doneKeys[key] { return isUsed }
    let isUsed = try connection.run([doneKeys(among: [key])])[0].count > 0
    doneKeys[key] = isUsed
    return isUsed
  }

  func addition(withKey key: RequestKey) throws -> RecordedAddition? {
    try connection.run("SELECT digest, item_ids FROM queue_requests WHERE key = $1", key.text)
      .first.map { RecordedAddition(digest: $0.text(0), ids: Dependencies.ids(in: $0.text(1))) }
  }
}

extension RowTables {
  fileprivate func rows(withIDs ids: [String]) -> Statement {
    Statement(selection("WHERE id = ANY($1::text[])"), [ids.arrayLiteral])
  }

  /// Reads rows of a status in the order of picking.
  fileprivate func head(
    of status: Status, _ count: Int, after last: (rank: Int, place: Int)? = nil
  ) -> Statement {
    let rank = ServerSchema.rank
    let start = last == nil ? "" : "AND ((\(rank)), place) > ($2::int, $3::bigint)"
    let values: [(any Parameter)?] =
      [status.rawValue] + (last.map { [$0.rank, $0.place] as [(any Parameter)?] } ?? [])
    return Statement(
      selection("WHERE status = $1 \(start) ORDER BY \(rank), place LIMIT \(count)"), values)
  }
}

extension [String] {
  var arrayLiteral: String {
    let texts = map { text in
      var quoted = "\""
      for character in text.unicodeScalars {
        if character == "\"" || character == "\\" { quoted.unicodeScalars.append("\\") }
        quoted.unicodeScalars.append(character)
      }
      return quoted + "\""
    }
    return "{\(texts.joined(separator: ","))}"
  }
}
