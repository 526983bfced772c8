import QueueModel
public import QueueStore
import SQLite

extension SQLiteStore {
  public func figures(of snapshot: any QueueSnapshot) throws(StoreError) -> StoreFigures {
    try exclusively { () throws(StoreError) in try figures() }
  }

  private func figures() throws(StoreError) -> StoreFigures {
    let connection = try openForReading()
    return try querying { () throws(SQLiteError) in
      let retries = try connection.statement(
        "SELECT count(*) FROM queue_events WHERE event_type = 'retried'"
      ).first { $0.int(0) }
      // Times of this form sort as texts; what somebody else wrote there is passed over.
      let oldest = try connection.statement(
        """
        SELECT min(created_at) FROM queue_items
        WHERE status = 'PENDING' AND created_at GLOB '[0-9][0-9][0-9][0-9]-*'
        """
      ).first { $0.optionalText(0) }
      return StoreFigures(
        retries: retries,
        oldestPending: (oldest ?? nil).flatMap { QueueTime($0, offset: self.offset) })
    }
  }
}
