import Model
import PostgreSQL
import PostgreSQLStore
import QueueStore
import StoreTestSupport
import Testing

/// Rows that another program wrote, and that no rule reads.
@Suite struct ServerMalformedRowTests {
  @Test func `whoever reads all rows is told of those that can't be read`() throws {
    let queue = try newQueue(
      of: ["A", "B", "C"].map { id in
        QueueItem(id: id, status: .pending, priority: .p1, task: "t", successCriteria: "c")
      })
    try connection(to: queue).run("UPDATE queue_items SET status = 'open' WHERE id <> 'A'")
    var notices: [StoreNotice] = []
    let store = try store(of: queue)
    _ = try store.snapshot { notices += $0.notices }
    let first = MalformedRow(id: "B", status: nil, line: nil, problem: .unknownStatus("open"))
    guard case .database(let notice, _)? = notices.first else {
      Issue.record("\(notices)")
      return
    }
    #expect(notices.count == 1 && notice == .malformedRows(count: 2, first: first))
    try connection(to: queue).run("UPDATE queue_items SET status = 'DONE'")
    notices = []
    _ = try store.snapshot { notices += $0.notices }
    #expect(notices.isEmpty)
  }
}
