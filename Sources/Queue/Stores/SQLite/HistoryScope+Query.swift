import Model
import QueueStore
import SQLite
import Text

extension HistoryScope {
  private static let recentCount = 1000

  private static let newest =
    "WHERE event_id > (SELECT coalesce(max(event_id), 0) FROM queue_events) - ?1 ORDER BY event_id"

  /// The query for the events of this part of the history, the oldest first, and the value of its
  /// parameter.
  func eventQuery(
    newest count: Int = HistoryScope.recentCount
  ) -> (sql: String, value: (any Bindable)?) {
    let (condition, value): (String, (any Bindable)?) =
      switch self {
      case .row(let id): ("WHERE item_id = ?1 ORDER BY event_id", id)
      case .rows(let ids):
        (
          "WHERE item_id IN (SELECT value FROM json_each(?1)) ORDER BY event_id",
          "\(JSONValue.array(ids.map(JSONValue.string)))"
        )
      case .everything: ("WHERE ?1 IS NULL ORDER BY event_id", nil)
      case .since(let event): ("WHERE event_id > ?1 ORDER BY event_id", event)
      case .recent: (Self.newest, count)
      case .latest(let count): (Self.newest, count)
      }
    return ("SELECT \(HistoryEntry.eventColumns) FROM queue_events \(condition)", value)
  }
}

extension Statement: ResultRow {}
