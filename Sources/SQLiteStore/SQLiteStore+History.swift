import Host
public import QueueModel
public import QueueStore
import SQLite

// The history in its full length: of archived rows, too.

extension SQLiteStore {
  /// The events of archived rows come before those of the queue.
  public func visitHistory(_ visit: (HistoryEntry) -> Void) throws(StoreError) {
    // The newest archived event of each row, by its number and time.
    var archived: [String: (sequence: Int, time: String)] = [:]
    // Without its archive the history is shorter.
    try? existingArchive?.visitEvents { entry in
      if let id = entry.id { archived[id] = (entry.sequence, entry.time) }
      visit(entry)
    }
    try visitEvents { entry in
      // A copied row stays here where it was changed meanwhile, or the process was killed.
      if let last = entry.id.flatMap({ archived[$0] }), entry.sequence <= last.sequence,
        entry.time <= last.time
      {
        return
      }
      visit(entry)
    }
  }

  private func visitEvents(_ visit: (HistoryEntry) -> Void) throws(StoreError) {
    try exclusively {
      let query = HistoryScope.recent.eventQuery(newest: Self.mostEvents)
      let statement = try openForReading().statement(query.sql)
      try statement.bind([query.value])
      var wait = LongWait(notice.ofHistory, since: clock.monotonic())
      while try statement.step() {
        wait.update(at: clock.monotonic())
        let entry = HistoryEntry(statement, zone: zone)
        if !entry.isOfLease { visit(entry) }
      }
    }
  }

  /// The most events that `visitHistory` reads of each database.
  private static let mostEvents = 100_000
}
