import Host
public import Model
import PostgreSQL
public import QueueStore
import Text

extension PostgreSQLStore: ServerStore {
  public func clockOffset() throws(StoreError) -> Int {
    try exclusively {
      let now = clock.monotonic()
      if let measuredOffset, now - measuredOffset.at < Self.offsetLifetime {
        return measuredOffset.nanoseconds
      }
      let offset = try reading { connection in
        let before = clock.now()
        let time = try connection.run(
          "SELECT floor(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
        ).first?.int(0)
        let middle = (before + clock.now()) / 2
        return time.map { $0 * 1000 - middle } ?? 0
      }
      measuredOffset = (offset, now)
      return offset
    }
  }

  /// How long a measured offset between the clocks stays valid.
  private static let offsetLifetime = Duration.seconds(60)

  public func verify() throws(StoreError) -> Verification {
    try exclusively {
      try reading { connection in
        let table = TransactionTable(connection, tables)
        let answers = try connection.run([
          Statement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
          TransactionTable.metaStatement, Statement(tables.selection("ORDER BY place")),
        ])
        defer { _ = try? connection.run("COMMIT") }
        table.takeMeta(answers[1])
        var log = LoggedRows()
        var position = 0
        while true {
          let events = try connection.run(
            """
            SELECT \(HistoryEntry.eventColumns) FROM \(tables.events)
            WHERE event_id > $1 ORDER BY event_id LIMIT 5000
            """, position
          ).rows
          for event in events { log.add(event) }
          guard let last = events.last else { break }
          position = last.int(0)
        }
        let rows = answers[2].rows.map(StoredRow.init)
        return DatabaseCheck(
          rows, lastClaim: table.nextClaimNumber - 1,
          absences: try table.absences(of: ItemSnapshot.absentRows(rows))
        ).completing(Verification(.database, address), log)
      }
    }
  }
}

// MARK: Claims of other machines

extension PostgreSQLStore: SharedClaims {
  public var sharedClaims: (any SharedClaims)? { self }

  public func claimsElsewhere() throws(StoreError) -> [String: String] {
    try exclusively {
      try reading { connection in
        let rows = try connection.run(
          """
          SELECT claim_number || '-' || claim_nonce, claim_home FROM queue_items
          WHERE status = 'IN_PROGRESS' AND claim_number IS NOT NULL AND claim_home <> $1
          """, home
        ).rows
        return Dictionary(rows.map { ($0.text(0), $0.text(1)) }) { $1 }
      }
    }
  }

  public func claimPlaces(ofRow id: String) throws(StoreError) -> [ClaimPlace] {
    try exclusively {
      try reading { connection in
        try connection.run(
          """
          SELECT payload_json FROM (
            SELECT * FROM queue_events UNION ALL SELECT * FROM archived_events) AS events
          WHERE item_id = $1 AND event_type = '\(Event.picked.rawValue)' ORDER BY event_id
          """, id
        ).rows.compactMap { row in
          let payload = (try? JSONValue(parsing: Array(row.text(0).utf8)))?.objectValue
          guard let number = payload?["claim"]?.integerValue,
            let machine = payload?["home"]?.stringValue
          else { return nil }
          return ClaimPlace(number: number, machine: machine, isHere: machine == home)
        }
      }
    }
  }
}

// MARK: Changes on other machines

extension PostgreSQLStore: Watchable {
  public var watchable: (any Watchable)? { self }

  /// The stamp file. The first use starts a thread of this process that keeps the file up to date.
  public var files: [String] {
    if !stampFile.isEmpty { QueueWatch.begin(at: server, stampFile) }
    return [stampFile]
  }

  public func checkWritable() throws(StoreError) {
    let found = try exclusively {
      try reading { connection in
        try connection.run(
          """
          SELECT current_setting('transaction_read_only') = 'on',
            has_table_privilege('queue_items', 'INSERT')
              AND has_table_privilege('queue_items', 'UPDATE')
          """
        ).first.map { (isReplica: $0.text(0) == "t", hasRights: $0.text(1) == "t") }
      }
    }
    switch found {
    case (isReplica: true, _)?:
      throw .server(ServerFailure(.replica, address, "the server is read-only"))
    case (_, hasRights: false)?:
      throw .server(
        ServerFailure(.lacksRights, address, "no right to change the table queue_items"))
    case _: return
    }
  }

  /// There is nothing to wait for, because every transaction that begins after a commit sees the
  /// committed rows.
  public func awaitWriters() throws(StoreError) {}
}

// MARK: The archive

extension PostgreSQLStore: Archiving {
  public var archiving: (any Archiving)? { self }

  public var archiveStore: (any QueueStore)? {
    get throws(StoreError) {
      PostgreSQLStore(
        server, .archive, home: home, stampFile: "", lockTimeout: lockTimeout, zone: zone,
        takesServersTime: takesServersTime, clock: clock, notice: notice)
    }
  }

  /// Moves the rows that `rule` selects, with their events, in one transaction. The data of such a
  /// row that the rules need remains in the queue, as in an SQLite database.
  public func archive(
    _ rule: ArchiveRule, context: TransitionContext, isDryRun: Bool, receive: WarningReceiver
  ) throws(StoreError) -> StoreOutcome<ArchiveOutcome> {
    let ids = try exclusively(receive) {
      try decided(by: nil, nil, as: context.author, together: false) { transaction in
        try archive(rule, timed(context, by: transaction), isDryRun, transaction)
      }
    }
    return StoreOutcome(
      ArchiveOutcome(path: address, ids: ids), isRecorded: !isDryRun && !ids.isEmpty)
  }

  private func archive(
    _ rule: ArchiveRule, _ context: TransitionContext, _ isDryRun: Bool, _ transaction: Transaction
  ) throws -> [String] {
    let table = transaction.table
    let answers = try table.connection.run([
      Statement(
        """
        SELECT id, updated_at FROM queue_items WHERE status IN ('DONE', 'FAILED') ORDER BY place
        """),
      Statement(
        """
        SELECT item_id, max(created_at) FROM queue_events
        WHERE item_id <> '' AND NOT EXISTS (SELECT 1 FROM queue_items WHERE id = item_id)
        GROUP BY item_id HAVING max(event_id) <= (SELECT max(event_id) FROM queue_events) - $1
        """, [ArchiveRule.retainedEvents]),
    ])
    let changed = answers[0].rows.map {
      ($0.text(0), QueueTime($0.text(1), zone: rule.limit.zone))
    }
    let ends = Dictionary(changed) { $1 }
    let going = try rule.rows(in: table) { ends[$0.id] ?? nil }
    let byID = Dictionary(going.map { ($0.id, $0) }) { $1 }
    let finished = changed.compactMap { byID[$0.0] }
    if isDryRun { return finished.map(\.id) }
    let deleted = answers[1].rows.filter {
      QueueTime($0.text(1), zone: rule.limit.zone).map { $0 < rule.limitOfDeletedRows } ?? false
    }.map { $0.text(0) }
    var writer = transaction.writer(context)
    for row in finished {
      writer.moveToArchive(row)
      try writer.write(ItemChange(.archived, before: row, after: nil))
    }
    for id in deleted { writer.moveEvents(of: id) }
    transaction.add(writer)
    return finished.map(\.id)
  }
}

extension ChangeStatements {
  /// Copies a row, moves its events, and keeps its key if it is DONE.
  fileprivate mutating func moveToArchive(_ row: QueueItem) {
    add("DELETE FROM archived_items WHERE id = $1", [row.id])
    // The row gets the last place of the archive, because another row there may have the same place
    // number.
    add(
      """
      INSERT INTO archived_items SELECT (jsonb_populate_record(queue_items, jsonb_build_object(
        'place', (SELECT coalesce(max(place), 0) + 1 FROM archived_items)))).*
      FROM queue_items WHERE id = $1
      """, [row.id])
    moveEvents(of: row.id)
    guard row.status == .done, let key = row.idempotencyKey else { return }
    add(
      """
      INSERT INTO queue_done_keys VALUES ($1, $2, $3) ON CONFLICT (key) DO UPDATE SET
        item_id = excluded.item_id, archived_at = excluded.archived_at
      """, [key, row.id, archivedAt])
  }

  fileprivate mutating func moveEvents(of id: String) {
    add("INSERT INTO archived_events SELECT * FROM queue_events WHERE item_id = $1", [id])
    add("DELETE FROM queue_events WHERE item_id = $1", [id])
  }
}
