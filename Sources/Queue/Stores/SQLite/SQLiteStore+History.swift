import Host
public import Model
public import QueueStore
import SQLite

// The full history, including archived rows.

extension SQLiteStore {
  /// The events of archived rows come before the queue's events.
  public func visitHistory(_ visit: (HistoryEntry) -> Void) throws(StoreError) {
    // The number and time of the newest archived event of each row.
    var archived: [String: (sequence: Int, time: String)] = [:]
    // If the archive can't be read, the history is only shorter.
    try? existingArchive?.visitEvents { entry in
      if let id = entry.id { archived[id] = (entry.sequence, entry.time) }
      visit(entry)
    }
    try visitEvents { entry in
      // A row that was copied to the archive is still in this database if it changed meanwhile, or
      // the process was killed.
      if let last = entry.id.flatMap({ archived[$0] }), entry.sequence <= last.sequence,
        entry.time <= last.time
      {
        return
      }
      visit(entry)
    }
  }

  /// An archived event keeps its number, unless another event of the archive had that number.
  public func visitHistory(
    after sequence: Int, from _: QueueTime?, _ visit: (HistoryEntry) -> Void
  ) throws(StoreError) -> Int? {
    let archive = try existingArchive
    return try exclusively {
      let own = try EventStream(openForReading(), after: sequence, zone)
      let archived = try archive.map {
        try EventStream($0.openForReading(), after: sequence, zone)
      }
      let last =
        try openForReading().statement("SELECT max(event_id) FROM queue_events").first {
          $0.optionalInt(0)
        } ?? nil
      var newest = last
      while true {
        let (mine, other) = (own.next, archived?.next)
        guard let entry = [mine, other].compactMap(\.self).min(by: { $0.sequence < $1.sequence })
        else { return newest }
        newest = max(newest ?? 0, entry.sequence)
        // After a crash between copying and removing, an event is in both databases. In a database
        // that was created again, other events have the numbers of archived ones.
        if mine == entry { try own.advance() }
        if other == entry { try archived?.advance() }
        if !entry.isOfLease { visit(entry) }
      }
    }
  }

  /// An iterator over the events of a database. It reads one event ahead.
  private final class EventStream {
    private let statement: Statement
    private let zone: QueueZone
    private(set) var next: HistoryEntry?

    init(_ connection: Connection, after sequence: Int, _ zone: QueueZone) throws {
      let query = HistoryScope.since(sequence).eventQuery()
      statement = try connection.statement(query.sql)
      self.zone = zone
      try statement.bind([query.value])
      try advance()
    }

    func advance() throws(SQLiteError) {
      next = try statement.step() ? HistoryEntry(statement, zone: zone) : nil
    }
  }

  /// The key of the number in the database from which `historyID` is made.
  static let historyKey = "history"

  public func historyID(_ context: TransitionContext) throws(StoreError) -> String {
    try exclusively {
      func known(_ connection: Connection) throws -> Int? {
        guard try connection.hasTable("queue_meta") else { return nil }
        return try connection.first(
          "SELECT value FROM queue_meta WHERE key = ?", Self.historyKey
        ) { $0.int(0) }
      }
      var id = try known(openForReading())
      if id == nil {
        let connection = try openForWriting()
        try changing(connection.database) {
          try connection.statement(
            "INSERT OR IGNORE INTO queue_meta(key, value) VALUES(?, abs(random() >> 1))"
          ).run(Self.historyKey)
        }
        id = try known(connection)
      }
      let digits = String(id ?? 0, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
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

  private static let mostEvents = 100_000
}
