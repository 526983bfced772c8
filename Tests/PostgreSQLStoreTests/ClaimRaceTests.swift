import Host
import Model
import PostgreSQL
import QueueStore
import StoreTestSupport
import Synchronization
import TestSupport
import Testing

/// Many workers of several machines that claim rows at once.
@Suite struct ClaimRaceTests {
  @Test func `64 workers of four homes claim each row once`() throws {
    let count = LongTests.areWanted ? 10_000 : 1000
    let queue = try TestServer.newQueue()
    let connection = try connection(to: queue)
    try connection.run(
      """
      INSERT INTO queue_items(id, place, status, priority, task, success_criteria, created_at,
        updated_at)
      SELECT 'ORCH-' || n, n, 'PENDING', 'P1', 'work ' || n, 'it works', '2026-01-31 18:00',
        '2026-01-31 18:00' FROM generate_series(1, $1::int) AS n
      """, count)
    // As `ORCH-1 1-a0b1c2 home-3 worker-7`.
    let acknowledged = Mutex<[String]>([])
    Parallel.beside(64) { worker in
      do {
        let (home, session) = ("home-\(worker % 4)", "worker-\(worker)")
        let store = try store(of: queue, home: home)
        while let row = try store.perform(.pick(id: nil), context: context(session))
          .value.changes.first?.after
        {
          let token = row.claim?.token ?? "-"
          acknowledged.withLock { $0.append("\(row.id) \(token) \(home) \(session)") }
        }
      } catch { Issue.record(error) }
    } body: {
    }
    let claims = acknowledged.withLock { $0.sorted() }
    let rows = try connection.run(
      """
      SELECT concat_ws(' ', id, claim_number || '-' || claim_nonce, claim_home, owner_session)
      FROM queue_items WHERE status = 'IN_PROGRESS'
      """
    ).rows.map { $0.text(0) }
    #expect(claims.count == count && rows.sorted() == claims)
    let events = try connection.run(
      """
      SELECT concat_ws(' ', item_id, payload_json::jsonb -> 'after' ->> 'owner_session')
      FROM queue_events WHERE event_type = 'picked'
      """
    ).rows.map { $0.text(0) }
    let expected = claims.map { claim in
      let words = claim.split(separator: " ")
      return "\(words[0]) \(words[3])"
    }
    #expect(events.sorted() == expected.sorted())
    #expect(try store(of: queue).verify().problems == [])
  }
}
