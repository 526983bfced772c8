import Door
import Model
import PostgreSQL
import QueueStore
import StoreTestSupport
import TestSupport
import Testing
import Text

/// The store behind PgBouncer in transaction mode, which may give each transaction to another
/// session.
@Suite(.enabled(if: PgBouncer.isThere, "needs pgbouncer"))
struct PoolerTests {
  /// Those in which several clients change the queue, and a sample of the others.
  private static let cases =
    StoreConformance.cases.filter { $0.description.hasPrefix("threads") }
    + LongTests.sample(30, of: StoreConformance.cases, named: "PgBouncer")

  @Test(arguments: cases)
  func `the store behaves like all stores`(_ test: StoreConformance.Case) throws {
    let queue = try pooled(newQueue(of: test.items))
    try test.run(wording: \.sentence.english) { try store(of: queue) }
  }

  @Test func `a connection that is cut anywhere loses no change and makes none twice`() throws {
    let direct = try newQueue(of: (1...30).map { item("ORCH-\($0)") })
    let queue = try pooled(direct)
    let proxy = try CuttingProxy(to: socket(of: queue))
    var picked: [String] = []
    for messages in 0..<20 {
      proxy.cut(after: messages)
      let store = try store(of: throughProxy(proxy, queue), lockTimeout: .seconds(5))
      // The first message is that of the connection itself.
      if let id = try? pick(store) { picked.append(id) }
    }
    #expect(picked.count >= 15)
    let snapshot = try store(of: direct).snapshot()
    let rows = (0..<30).compactMap { snapshot.item(at: $0) }.filter { $0.status == .inProgress }
    #expect(rows.map(\.id).sorted() == picked.sorted())
  }

  /// It shows that the tests above would notice a statement that needs a session.
  @Test func `what a session keeps is gone after each transaction`() throws {
    let queue = try pooled(newQueue(of: [item("A")]))
    let connection = try connection(to: queue)
    try connection.run("SET lock_timeout = 5")
    #expect(try connection.run("SHOW lock_timeout").first?.text(0) == "0")
    try connection.run("PREPARE known AS SELECT 1")
    #expect(throws: PostgreSQLError.self) { try connection.run("EXECUTE known") }
  }

  @Test func `an address with options is refused`() throws {
    let queue = try pooled(newQueue(of: [])) + "&options=-csearch_path%3Dpublic"
    let error = try #require(throws: StoreError.self) { try store(of: queue).snapshot() }
    #expect(Problem(error).exitStatus.rawValue == 75)
    #expect(error.sentence.english.contains("options"), "\(error.sentence.english)")
  }

  /// The address of a queue behind PgBouncer.
  private func pooled(_ queue: String) throws -> String {
    let name = schema(of: queue)
    try connection(to: queue).run([
      Statement("CREATE ROLE \(name) LOGIN SUPERUSER"),
      Statement("ALTER ROLE \(name) SET search_path = \(name)"),
    ])
    return PgBouncer.address(ofRole: name)
  }
}
