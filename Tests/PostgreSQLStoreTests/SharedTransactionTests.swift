import Host
import Model
import PostgreSQL
import PostgreSQLStore
import QueueStore
import StoreTestSupport
import Synchronization
import TestSupport
import Testing

/// Changes of several threads of a process, which share transactions.
@Suite struct SharedTransactionTests {
  private static let threads = 8

  /// Calls `work` on each thread, with a store of its own, once one of them waits for the lock.
  private func together(
    on queue: String, _ work: @Sendable (Int, any ServerStore) throws -> Void
  ) throws {
    let holder = try connection(to: queue)
    try holder.run([
      Statement("BEGIN"),
      Statement(
        "SELECT pg_advisory_xact_lock(hashtextextended('orch queue ' || current_schema(), 0))"),
    ])
    Parallel.beside(Self.threads) { number in
      do { try work(number, store(of: queue)) } catch { Issue.record(error) }
    } body: {
      do {
        var isWaitedFor = false
        while !isWaitedFor {
          isWaitedFor =
            try holder.run(
              """
              SELECT 1 FROM pg_locks AS wanted JOIN pg_locks AS held USING (classid, objid, objsubid)
              WHERE NOT wanted.granted AND held.granted AND held.pid = pg_backend_pid()
              """
            ).count > 0
        }
        try holder.run("COMMIT")
      } catch { Issue.record(error) }
    }
  }

  private func transactions(of queue: String) throws -> Int {
    try connection(to: queue).run("SELECT count(DISTINCT xmin::text) FROM queue_events").first?
      .int(0) ?? 0
  }

  @Test func `each change sees those before it, and few transactions make them`() throws {
    let count = Self.threads * 20
    let queue = try newQueue(of: (1...count).map { item("ORCH-\($0)") })
    let picked = Mutex<[String]>([])
    try together(on: queue) { number, store in
      for _ in 0..<20 {
        let decision = try store.perform(.pick(id: nil), context: context("s\(number)"))
        let row = try #require(decision.value.changes.first?.after)
        #expect(row.ownerSession == "s\(number)")
        picked.withLock { $0.append(row.id) }
      }
    }
    #expect(Set(picked.withLock { $0 }).count == count)
    #expect(try transactions(of: queue) <= count / 2)
    #expect(try store(of: queue).history(of: nil).map(\.sequence) == Array(1...count))
    #expect(try store(of: queue).verify().problems == [])
  }

  @Test func `a refusal writes nothing, and others are made`() throws {
    let queue = try newQueue(of: [item("A")])
    let answers = Mutex<[String]>([])
    try together(on: queue) { number, store in
      do {
        let decision = try store.perform(.pick(id: "A"), context: context("s\(number)"))
        let owner = decision.value.changes.first?.after?.ownerSession
        answers.withLock { $0.append(owner == "s\(number)" ? "claimed" : "another's") }
      } catch StoreError.refused {
        answers.withLock { $0.append("refused") }
      }
    }
    #expect(answers.withLock { $0.sorted() } == ["claimed"] + Array(repeating: "refused", count: 7))
    #expect(try store(of: queue).history(of: nil).count == 1)
  }

  @Test func `an error of one change leaves the others as they are`() throws {
    let queue = try newQueue(of: [])
    // The server refuses this row, after the rules have allowed it.
    try connection(to: queue).run(
      "ALTER TABLE queue_items ADD CONSTRAINT odd CHECK (task <> 'task 3')")
    try together(on: queue) { number, store in
      for _ in 0..<5 {
        let add = Transition.add(new("task \(number)"))
        if number == 3 {
          #expect(throws: StoreError.self) { try store.perform(add, context: context()) }
        } else {
          _ = try store.perform(add, context: context())
        }
      }
    }
    let snapshot = try store(of: queue).snapshot()
    #expect(snapshot.rowCount == 5 * (Self.threads - 1))
    #expect(try store(of: queue).history(of: nil).count == snapshot.rowCount)
    #expect(try store(of: queue).verify().problems == [])
  }

  @Test func `a connection that ends anywhere makes no change twice`() throws {
    let queue = try newQueue(of: (1...400).map { item("ORCH-\($0)") })
    let proxy = try CuttingProxy(to: socket(of: queue))
    let picked = Mutex<[String]>([])
    for messages in stride(from: 1, to: 40, by: 3) {
      proxy.cut(after: messages)
      Parallel.beside(Self.threads) { number in
        let row = try? store(of: throughProxy(proxy, queue), lockTimeout: .seconds(5))
          .perform(.pick(id: nil), context: context("s\(number)")).value.changes.first?.after
        if let row { picked.withLock { $0.append("\(row.id) s\(number)") } }
      } body: {
      }
    }
    let snapshot = try store(of: queue).snapshot()
    let claimed = (0..<snapshot.rowCount).compactMap { snapshot.item(at: $0) }
      .filter { $0.status == .inProgress }.map { "\($0.id) \($0.ownerSession ?? "-")" }
    #expect(picked.withLock { $0.sorted() } == claimed.sorted())
    #expect(try store(of: queue).verify().problems == [])
  }

  @Test func `a bulk change renews the statistics`() throws {
    let queue = try newQueue(of: [])
    let rows = (1...1200).map { new("task \($0)") }
    _ = try store(of: queue).perform(
      .addAll(rows, inSequence: false), context: context())
    let estimate = try connection(to: queue).run(
      "SELECT reltuples::int FROM pg_class WHERE oid = 'queue_items'::regclass"
    ).first?.int(0)
    #expect(estimate == 1200)
  }
}
