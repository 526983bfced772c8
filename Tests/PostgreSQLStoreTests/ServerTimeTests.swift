import Host
import Model
import PostgreSQL
import QueueStore
import StoreTestSupport
import TestSupport
import Testing

/// Machines of one queue whose clocks are two hours apart: the server's time decides.
@Suite struct ServerTimeTests {
  /// The clock of a machine, and that of the other one, in seconds ahead of the server's.
  private static let machines = [(3600, -3600), (-3600, 3600)]

  @Test(arguments: machines)
  func `a lease of one machine ends for the other by the server's time`(
    _ giver: Int, _ judge: Int
  ) throws {
    let server = try SetServer(items: [item("A")])
    try server.perform(.pick(id: "A"), on: giver)
    try server.perform(.lease(.init(id: "A", .acquire(seconds: 600))), on: giver)
    #expect(try server.row("A").claim?.lease?.expiresAt == SetServer.start + 600)
    try server.pass(599)
    let acquire = Transition.lease(.init(id: "A", .acquire(seconds: 60)))
    #expect(throws: StoreError.self) { try server.perform(acquire, on: judge, as: "s2") }
    #expect(try server.perform(Self.rescue, on: judge).isEmpty)
    try server.pass(1)
    #expect(try server.perform(Self.rescue, on: judge) == ["A"])
    #expect(try server.row("A").status == .pending)
  }

  /// A row without heartbeats is taken back after an hour, not at once and not after three.
  @Test(arguments: machines)
  func `the watchdog of one machine waits for the work of the other`(
    _ worker: Int, _ judge: Int
  ) throws {
    let server = try SetServer(items: [item("A")])
    try server.perform(.pick(id: "A"), on: worker)
    try server.pass(3599)
    #expect(try server.perform(Self.rescue, on: judge).isEmpty)
    try server.pass(1)
    #expect(try server.perform(Self.rescue, on: judge) == ["A"])
  }

  @Test(arguments: machines)
  func `a backoff of one machine ends for the other by the server's time`(
    _ worker: Int, _ other: Int
  ) throws {
    let server = try SetServer(items: [item("A")])
    try server.perform(.pick(id: "A"), on: worker)
    try server.perform(.endAttempt(.init(id: "A", failure: .agent, notes: "why")), on: worker)
    let end = try #require(try server.row("A").retryNotBefore)
    let delay = end - SetServer.start
    #expect((1...3600).contains(delay))
    try server.pass(delay - 1)
    #expect(try server.perform(.pick(id: nil), on: other, as: "s2").isEmpty)
    try server.pass(1)
    #expect(try server.perform(.pick(id: nil), on: other, as: "s2") == ["A"])
  }

  /// What is shown, and how long a daemon waits.
  @Test(arguments: [3600, -3600])
  func `a machine knows how far its clock is from the server's`(_ machine: Int) throws {
    let server = try SetServer(items: [])
    #expect(try server.store(on: machine).clockOffset() == -machine * 1_000_000_000)
  }

  private static let rescue = Transition.rescue(staleTimeout: .seconds(3600))
}

/// A queue on a server whose time a test sets: its schema has a function of that name, and comes
/// first on the search path.
private final class SetServer {
  /// When it begins, in seconds since 1970.
  static let start = StoreConformance.now.epochSeconds
  private let queue: String
  private let connection: Connection
  private var now = start

  init(items: [QueueItem]) throws {
    let plain = try newQueue(of: items)
    queue = plain + "%2Cpg_catalog"
    connection = try PostgreSQLStoreTests.connection(to: plain)
    try pass(0)
  }

  func pass(_ seconds: Int) throws {
    now += seconds
    try connection.run(
      """
      CREATE OR REPLACE FUNCTION clock_timestamp() RETURNS timestamptz LANGUAGE sql
      AS 'SELECT to_timestamp(\(now))'
      """)
  }

  /// The store on a machine.
  ///
  /// - Parameter offset: how many seconds its clock is ahead of the server's.
  func store(on offset: Int) throws -> any ServerStore {
    try PostgreSQLStoreTests.store(
      of: queue, home: "home\(offset)", clock: FakeClock(start: now + offset).clock)
  }

  /// - Returns: the rows that changed.
  @discardableResult
  func perform(
    _ transition: Transition, on offset: Int, as session: String = "s1"
  ) throws -> [String] {
    var context = context(session)
    context.now = QueueTime(epochSeconds: now + offset, zone: context.now.zone)
    return try store(on: offset).perform(transition, context: context).value.changes.map(\.id)
  }

  func row(_ id: String) throws -> QueueItem {
    try #require(try store(on: 0).snapshot().item(id))
  }
}
