import PostgreSQL
public import QueueStore

extension PostgreSQLStore: ContentsCopying {
  public func contents() throws(StoreError) -> QueueContents {
    try exclusively {
      try reading { connection in
        let tables = QueueContents.Table.allCases
        let answers = try connection.run(
          [Statement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")] + tables.map(\.reading)
            + [Statement("COMMIT")])
        var contents = QueueContents()
        for (index, table) in tables.enumerated() {
          let count = table.columns.count
          contents[table] = answers[index + 1].rows.map { row in
            (0..<count).map { row.optionalText($0) }
          }
        }
        return contents
      }
    }
  }

  public func fill(with contents: QueueContents) throws(StoreError) -> Bool {
    if try !self.contents().isUnused { return false }
    return try exclusively {
      let connection = try opened(as: nil)
      try connection.run([
        Statement("BEGIN"), Statement("SELECT pg_advisory_xact_lock(\(ServerSchema.lockKey))"),
      ])
      do {
        guard
          try connection.run(
            "SELECT 1 FROM queue_events UNION ALL SELECT 1 FROM queue_items LIMIT 1"
          ).count == 0
        else {
          try connection.run("ROLLBACK")
          return false
        }
        for table in QueueContents.Table.allCases {
          let statements = table.filling(contents[table])
          for start in stride(from: 0, to: statements.count, by: 1000) {
            try connection.run(Array(statements[start..<min(start + 1000, statements.count)]))
          }
        }
      } catch {
        _ = try? connection.run("ROLLBACK")
        throw error
      }
      // In older databases the highest numbers of ids follow only from the rows.
      let statements = [
        Statement(
          """
          INSERT INTO queue_meta
          SELECT 'last_id:' || substring(id FROM '^(.+)-[0-9]+$'),
            max(substring(id FROM '-([0-9]{1,18})$')::bigint)
          FROM (SELECT id FROM queue_items UNION SELECT item_id FROM queue_events
            UNION SELECT item_id FROM archived_events) AS ids
          WHERE id ~ '^[A-Za-z0-9._-]+-[0-9]{1,18}$' GROUP BY 1
          ON CONFLICT (key) DO UPDATE SET value = greatest(queue_meta.value, excluded.value)
          """), Self.notification,
      ]
      let question =
        """
        SELECT (SELECT count(*) FROM queue_items) = \(contents[.items].count)
          AND (SELECT count(*) FROM queue_events) = \(contents[.events].count)
        """
      try commit(connection, statements, askingIf: question) { try opened(as: nil) }
      analyze()
      return true
    }
  }
}

extension QueueContents.Table {
  private var name: String {
    switch self {
    case .items: "queue_items"
    case .events: "queue_events"
    case .numbers: "queue_meta"
    case .doneKeys: "queue_done_keys"
    case .requests: "queue_requests"
    case .archivedItems: "archived_items"
    case .archivedEvents: "archived_events"
    }
  }

  fileprivate var reading: Statement {
    let order =
      switch self {
      case .items, .archivedItems: "place"
      case .events, .archivedEvents: "event_id"
      case .numbers, .doneKeys, .requests: "key"
      }
    let leases = self == .items ? "LEFT JOIN queue_leases ON item_id = id" : ""
    let columns = columns.map { column in
      switch column {
      case "lease_heartbeat" where self == .items: "coalesce(lease_heartbeat, 1)"
      case "lease_heartbeat": "1"
      case "lease_owner" where self == .archivedItems,
        "lease_expires_at" where self == .archivedItems:
        "NULL"
      default: column
      }
    }
    return Statement(
      "SELECT \(columns.joined(separator: ", ")) FROM \(name) \(leases) ORDER BY \(order)")
  }

  fileprivate func filling(_ rows: [[String?]]) -> [Statement] {
    let own = columns.filter { !Self.leaseColumns.contains($0) }
    let values = own.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
    // Even a new queue has a number of the last claim. The copied number replaces it.
    let ending = self == .numbers ? "ON CONFLICT (key) DO UPDATE SET value = excluded.value" : ""
    let sql =
      "INSERT INTO \(name)(\(own.joined(separator: ", "))) VALUES (\(values)) \(ending)"
    return rows.flatMap { row in
      var statements = [Statement(sql, Array(row.prefix(own.count)))]
      if self == .items, let owner = row[own.count] {
        statements.append(
          Statement(
            "INSERT INTO queue_leases VALUES ($1, $2, $3, $4)",
            [row[0], owner, row[own.count + 1] ?? "0", row[own.count + 2] ?? "1"]))
      }
      return statements
    }
  }
}
