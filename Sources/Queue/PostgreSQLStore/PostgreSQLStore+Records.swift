public import Host
import PostgreSQL
import QueueStore

extension PostgreSQLStore: SharedRecords {
  public func text(_ kind: String, _ key: String) throws(SystemError) -> String? {
    try asking {
      try $0.run("SELECT json FROM records WHERE kind = $1 AND key = $2", kind, key).first?.text(0)
    }
  }

  public func texts(_ kind: String) throws(SystemError) -> [String: String] {
    try asking { connection in
      let rows = try connection.run("SELECT key, json FROM records WHERE kind = $1", kind).rows
      return Dictionary(rows.map { ($0.text(0), $0.text(1)) }) { $1 }
    }
  }

  public func keys(_ kind: String) throws(SystemError) -> [String] {
    try asking {
      try $0.run("SELECT key FROM records WHERE kind = $1 ORDER BY key", kind).rows
        .map { $0.text(0) }
    }
  }

  public func add(_ text: String, _ kind: String, _ key: String) throws(SystemError) -> Bool {
    let statement = Statement(
      """
      INSERT INTO records VALUES ($1, $2, $3) ON CONFLICT (kind, key) DO NOTHING RETURNING 1
      """, [kind, key, text])
    let reading = Statement("SELECT json FROM records WHERE kind = $1 AND key = $2", [kind, key])
    var isRepeated = false
    return try asking {
      defer { isRepeated = true }
      let answers = try $0.run([statement, reading] + Self.revising)
      if answers[0].count > 0 { return true }
      // The connection may have been lost after the commit.
      return isRepeated && answers[1].first?.text(0) == text
    }
  }

  public func replace(_ text: String, _ kind: String, _ key: String) throws(SystemError) {
    try asking {
      try $0.run([Statement(Self.replacingRecord, [kind, key, text])] + Self.revising)
    }
  }

  public func remove(_ kind: String, _ key: String) throws(SystemError) {
    try asking {
      try $0.run([Statement(Self.removingRecord, [kind, key])] + Self.revising)
    }
  }

  public func replace(
    _ text: String, _ kind: String, _ key: String, holding lease: String, seconds: Int
  ) throws(SystemError) -> Bool {
    try asking {
      let statement = Statement(
        """
        WITH held AS (
          UPDATE records SET json = \(Self.lease(of: "$4", for: "$6"))
          WHERE kind = 'leases' AND key = $5 AND json::json ->> 'home' = $4 RETURNING 1)
        INSERT INTO records SELECT $1, $2, $3 FROM held
        ON CONFLICT (kind, key) DO UPDATE SET json = excluded.json RETURNING 1
        """, [kind, key, text, home, lease, seconds])
      return try $0.run([statement] + Self.revising)[0].count > 0
    }
  }

  public func takeLease(_ name: String, seconds: Int) throws(SystemError) -> LeaseHolder? {
    try asking { connection -> LeaseHolder? in
      let taking = Statement(
        """
        INSERT INTO records VALUES ('leases', $1, \(Self.lease(of: "$2", for: "$3")))
        ON CONFLICT (kind, key) DO UPDATE SET json = excluded.json
        WHERE records.json::json ->> 'home' = $2
          OR (records.json::json ->> 'until')::bigint < extract(epoch FROM clock_timestamp())
        RETURNING 1
        """, [name, home, seconds])
      let reading = Statement(
        """
        SELECT json::json ->> 'home', greatest(0,
          (json::json ->> 'until')::bigint - extract(epoch FROM clock_timestamp())::bigint)
        FROM records WHERE kind = 'leases' AND key = $1
        """, [name])
      while true {
        let answers = try connection.run([taking, reading])
        if answers[0].count > 0 { return nil }
        if let row = answers[1].first {
          return LeaseHolder(place: row.text(0), secondsLeft: row.int(1))
        }
        // The other machine ended its lease between the two statements, so the loop tries again.
      }
    }
  }

  public func endLease(_ name: String) throws(SystemError) {
    try asking {
      try $0.run(
        """
        DELETE FROM records
        WHERE kind = 'leases' AND key = $1 AND json::json ->> 'home' = $2
        """, name, home)
    }
  }

  /// An SQL expression for the text of a lease, whose end is measured by the server's clock.
  private static func lease(of home: String, for seconds: String) -> String {
    """
    json_build_object('home', \(home)::text,
      'until', extract(epoch FROM clock_timestamp())::bigint + \(seconds)::bigint)::text
    """
  }

  static let replacingRecord = """
    INSERT INTO records VALUES ($1, $2, $3)
    ON CONFLICT (kind, key) DO UPDATE SET json = excluded.json
    """
  static let removingRecord = "DELETE FROM records WHERE kind = $1 AND key = $2"

  /// Statements that notify the processes that watch the queue, in the transaction of the change.
  private static let revising = [
    Statement(
      """
      INSERT INTO queue_meta VALUES ('revision', 1)
      ON CONFLICT (key) DO UPDATE SET value = queue_meta.value + 1
      """), notification,
  ]

  /// Runs `body` on the connection. Every error becomes the error of an unreachable file;
  /// operations on the queue itself report the reason.
  @discardableResult
  private func asking<Value>(_ body: (Connection) throws -> Value) throws(SystemError) -> Value {
    do throws(StoreError) { return try exclusively { try reading(body) } } catch {
      throw SystemError.unreachable(address)
    }
  }
}
