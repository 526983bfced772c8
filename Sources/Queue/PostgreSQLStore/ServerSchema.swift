/// The tables of a queue on a server. The names and meanings of the columns are in
/// `docs/storage.md`, "The database".
enum ServerSchema {
  static let version = 1

  private static func items(_ name: String) -> String {
    """
    CREATE TABLE \(name) (
      id text COLLATE "C" PRIMARY KEY, place bigint NOT NULL UNIQUE, status text NOT NULL,
      priority text NOT NULL, task text NOT NULL, success_criteria text NOT NULL,
      owner_session text NOT NULL DEFAULT '-', started_at_kst text NOT NULL DEFAULT '-',
      due_at_kst text NOT NULL DEFAULT '-', notes text NOT NULL DEFAULT '',
      created_at text NOT NULL, updated_at text NOT NULL,
      attempt_count integer NOT NULL DEFAULT 0, max_attempts integer NOT NULL DEFAULT 3,
      idempotency_key text, last_error text NOT NULL DEFAULT '',
      claim_number bigint, claim_nonce text, claimed_at bigint,
      lost_claims integer NOT NULL DEFAULT 0, claim_for_worker integer NOT NULL DEFAULT 0,
      failure_class text, failure_count integer NOT NULL DEFAULT 0, claim_home text)
    """
  }

  private static func events(_ name: String) -> String {
    """
    CREATE TABLE \(name) (
      event_id bigint PRIMARY KEY, item_id text COLLATE "C" NOT NULL, event_type text NOT NULL,
      payload_json text NOT NULL, created_at text NOT NULL)
    """
  }

  /// Creates the tables. A heartbeat changes only `queue_leases`, whose pages have room for the
  /// next update. `records` has the data of the queue that is not in its rows.
  static let creation = [
    items("queue_items"), items("archived_items"), events("queue_events"),
    events("archived_events"),
    """
    CREATE TABLE queue_leases (
      item_id text COLLATE "C" PRIMARY KEY, lease_owner text NOT NULL,
      lease_expires_at bigint NOT NULL, lease_heartbeat integer NOT NULL DEFAULT 1
    ) WITH (fillfactor = 50)
    """,
    "CREATE TABLE queue_meta (key text COLLATE \"C\" PRIMARY KEY, value bigint NOT NULL)",
    """
    CREATE TABLE queue_done_keys (
      key text COLLATE "C" PRIMARY KEY, item_id text NOT NULL, archived_at text NOT NULL)
    """,
    """
    CREATE TABLE queue_requests (
      key text COLLATE "C" PRIMARY KEY, digest text NOT NULL, item_ids text NOT NULL)
    """,
    """
    CREATE TABLE records (
      kind text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL, json text NOT NULL,
      PRIMARY KEY (kind, key))
    """,
    "CREATE INDEX queue_items_pending ON queue_items ((\(rank)), place) WHERE status = 'PENDING'",
    "CREATE INDEX queue_items_status ON queue_items (status) WHERE status <> 'PENDING'",
    "CREATE INDEX queue_items_key ON queue_items (idempotency_key) WHERE idempotency_key IS NOT NULL",
    "CREATE INDEX queue_events_item ON queue_events (item_id, event_id)",
    "CREATE INDEX archived_events_item ON archived_events (item_id, event_id)",
    "INSERT INTO queue_meta VALUES ('last_claim', 0)",
    "CREATE TABLE schema_version (version integer NOT NULL)",
    "INSERT INTO schema_version VALUES (\(version))",
  ]

  /// The SQL expression for the rank of a priority in the order of picking; its value equals
  /// `Priority.rank`.
  static let rank = """
    CASE priority WHEN 'P0' THEN 0 WHEN 'P1' THEN 1 WHEN 'P2' THEN 2 ELSE 3 END
    """

  /// The SQL expression for the schema of the queue's tables, which need not be the first schema of
  /// the user's search path; that one if there are no tables yet.
  static let schema = """
    coalesce((SELECT nspname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
      WHERE pg_class.oid = to_regclass('queue_items')), current_schema())
    """

  /// The key of the queue's lock, which makes transactions that change the queue exclude each
  /// other. Each schema of a database has its own lock.
  static let lockKey = "hashtextextended('orch queue ' || \(schema), 0)"
}

/// The tables that a store uses: those of the queue, or those of its archive.
enum RowTables: Sendable {
  case queue, archive

  var items: String { self == .queue ? "queue_items" : "archived_items" }
  var events: String { self == .queue ? "queue_events" : "archived_events" }

  /// A query for the columns of `QueueItem.storedColumns`, followed by the place.
  func selection(_ condition: String) -> String {
    let lease: String =
      switch self {
      case .queue: "LEFT JOIN queue_leases AS lease ON lease.item_id = id"
      // An archived row has no lease.
      case .archive:
        """
        LEFT JOIN (SELECT NULL::text AS lease_owner, NULL::bigint AS lease_expires_at,
          1 AS lease_heartbeat) AS lease ON false
        """
      }
    return """
      SELECT id, status, priority, task, success_criteria, owner_session, started_at_kst,
        due_at_kst, notes, lease_owner, lease_expires_at, attempt_count, max_attempts,
        idempotency_key, coalesce(lease_heartbeat, 1), claim_number, claim_nonce, claimed_at,
        lost_claims, claim_for_worker, failure_class, failure_count, place
      FROM \(items) \(lease) \(condition)
      """
  }
}
