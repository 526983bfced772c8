import Host
import Model
import PostgreSQL
import PostgreSQLStore
import QueueStore
import StoreTestSupport
import Synchronization
import TestSupport
import Testing

/// The queues of tests.
enum TestServer {
  static let address = PostgresServer.address

  private static let count = Mutex(0)

  /// The address of a new queue: a schema of its own.
  static func newQueue() throws -> String {
    let number = count.withLock {
      $0 += 1
      return $0
    }
    let name = "queue_\(number)"
    let connection = try Connection(
      to: ServerAddress(address), application: "tests", timeout: .seconds(20))
    try connection.run("CREATE SCHEMA \(name)")
    let queue = PostgresServer.address(ofSchema: name)
    #expect(try store(of: queue).create(StoreConformance.author))
    return queue
  }
}

/// The store of a queue.
///
/// - Parameter clock: that of its machine, where the time of a change is the server's.
func store(
  of queue: String, lockTimeout: Duration = .seconds(60), home: String = "here",
  clock: Clock? = nil
) throws -> any ServerStore {
  let servers = PostgreSQLServers()
  return try servers.store(
    at: servers.place(queue),
    ServerStoreOptions(
      home: home, stampFile: "", lockTimeout: lockTimeout, zone: StoreConformance.now.zone,
      takesServersTime: clock != nil, clock: clock ?? .system, notice: .silent))
}

/// The name of a queue's schema.
func schema(of queue: String) -> String { String(queue.split(separator: "%3D").last ?? "") }

/// A connection to a queue's tables.
func connection(to queue: String) throws -> Connection {
  try Connection(to: ServerAddress(queue), application: "tests", timeout: .seconds(20))
}

/// A queue that has these rows.
func newQueue(of items: [QueueItem]) throws -> String {
  let queue = try TestServer.newQueue()
  let connection = try connection(to: queue)
  for (index, item) in items.enumerated() {
    let cells: [(any Parameter)?] = Column.allCases.map {
      item.text(of: $0) ?? ($0 == .notes ? "" : "-")
    }
    let columns = Column.allCases.map(\.name).joined(separator: ", ")
    let count = cells.count
    try connection.run([
      Statement(
        """
        INSERT INTO queue_items(\(columns), place, attempt_count, max_attempts, idempotency_key,
          created_at, updated_at)
        VALUES (\((1...count + 4).map { "$\($0)" }.joined(separator: ", ")),
          '2026-01-01 00:00', '2026-01-01 00:00')
        """,
        cells + [index + 1, item.attemptCount, item.maxAttempts ?? 3, item.idempotencyKey]),
      Statement(
        """
        INSERT INTO queue_meta SELECT 'last_id:' || substring($1 FROM '^(.*)-[0-9]+$'),
          substring($1 FROM '-([0-9]+)$')::bigint WHERE $1 ~ '-[0-9]+$'
        ON CONFLICT (key) DO UPDATE SET value = greatest(queue_meta.value, excluded.value)
        """, [item.id]),
    ])
  }
  return queue
}
