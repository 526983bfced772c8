import QueueModel
import SQLite
import TestSupport
import Testing

@testable import SQLiteStore

/// How SQLite finds what it is asked for: flat over the number of rows.
@Suite struct SQLitePlanTests {
  private struct Query: CustomTestStringConvertible {
    let testDescription: String
    let sql: String
    let plan: [String]

    init(_ description: String, _ sql: String, _ plan: String...) {
      testDescription = description
      (self.sql, self.plan) = (sql, plan)
    }
  }

  private static let queries = [
    Query(
      "pick", Connection.rowsByStatus("*"),
      "SEARCH queue_items USING INDEX queue_items_order (status=?)"),
    Query(
      "a row by its id", "SELECT * FROM queue_items WHERE id = ?",
      "SEARCH queue_items USING INDEX sqlite_autoindex_queue_items_1 (id=?)"),
    Query(
      "whether a key is done", Connection.doneKeyQuery, "COMPOUND QUERY", "LEFT-MOST SUBQUERY",
      "SEARCH queue_items USING INDEX idx_queue_items_idempotency (idempotency_key=?)",
      "UNION ALL",
      "SEARCH queue_done_keys USING COVERING INDEX sqlite_autoindex_queue_done_keys_1 (key=?)"),
    Query(
      "the highest number", Connection.highestNumberQuery,
      "SEARCH queue_items USING INDEX queue_items_number"),
    Query(
      "the history of a row", HistoryScope.row("A").eventQuery.sql,
      "SEARCH queue_events USING INDEX queue_events_item (item_id=?)"),
    Query(
      "recent events", HistoryScope.recent.eventQuery.sql,
      "SEARCH queue_events USING INTEGER PRIMARY KEY (rowid>?)", "SCALAR SUBQUERY 1",
      "SEARCH queue_events"),
    Query("all events", HistoryScope.everything.eventQuery.sql, "SCAN queue_events"),
  ]

  @Test(arguments: queries)
  private func `each query goes along an index and sorts nothing`(_ query: Query) throws {
    try withDatabaseScene { (scene) throws in
      let steps = try scene.rows("EXPLAIN QUERY PLAN \(query.sql)")
      #expect(steps.map { $0.split(separator: "|").last.map(String.init) ?? "" } == query.plan)
    }
  }
}
