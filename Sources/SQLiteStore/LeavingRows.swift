import QueueModel
import SQLite

/// What leaves a database for its archive.
struct LeavingRows {
  /// Finished rows, in the order of arrival.
  let rows: [QueueItem]
  /// The ids of rows that left before, of which only events are there.
  let gone: [String]

  var isEmpty: Bool { rows.isEmpty && gone.isEmpty }

  /// The rows that are no more, and of which the last thing happened before `limit`.
  static func gone(
    before limit: QueueTime, in connection: Connection
  ) throws(SQLiteError) -> [String] {
    let last = try connection.statement(
      """
      SELECT item_id, max(created_at) FROM queue_events
      WHERE NOT EXISTS (SELECT 1 FROM queue_items WHERE id = item_id) GROUP BY item_id
      """
    ).rows { ($0.text(0), QueueTime($0.text(1), offset: limit.offset)) }
    return last.filter { _, time in time.map { $0 < limit } ?? false }.map(\.0)
  }
}
