import QueueModel
import QueueStore
import SQLite

/// What the event log says of each row's cells.
struct LoggedRows {
  /// A row, as the events with cells leave it.
  private struct Row {
    /// The cells that any event told of; `nil` for a row that went.
    var cells: [String: String]?
    /// Whether something happened since of which no cells are told.
    var hasOthers = false
    /// Whether it went to an archive, which may be where this log is.
    var isArchived = false
  }

  private var rows: [String: Row] = [:]
  private(set) var eventCount = 0

  init(_ connection: Connection) throws(SQLiteError) {
    let events = try connection.statement(
      "SELECT \(HistoryEntry.eventColumns) FROM queue_events ORDER BY event_id")
    while try events.step() {
      eventCount += 1
      let isArchived = events.text(2) == Event.archived.rawValue
      take(HistoryEntry(events, offset: 0), isArchived: isArchived)
    }
  }

  private mutating func take(_ entry: HistoryEntry, isArchived: Bool) {
    guard let id = entry.id, !entry.isOfLease else { return }
    if entry.before.isEmpty, entry.after.isEmpty {
      rows[id]?.hasOthers = true
    } else if entry.isRemoval {
      rows[id] = Row(cells: nil, isArchived: isArchived)
    } else {
      let before = entry.isAddition ? [:] : rows[id]?.cells ?? [:]
      rows[id] = Row(cells: before.merging(entry.after) { $1 })
    }
  }

  /// Where rows are not as the log says.
  ///
  /// - Parameters:
  ///   - items: the readable rows, by id.
  ///   - unreadable: the ids of rows that are there all the same.
  func differences(
    from items: [String: QueueItem], unreadable: Set<String>
  ) -> [Verification.Problem] {
    rows.sorted { $0.key < $1.key }.compactMap { id, row in
      if unreadable.contains(id) { return nil }
      guard let difference = difference(of: row, from: items[id], id) else { return nil }
      return row.hasOthers
        ? .init(.changedByOthers, id, "\(difference): changed by a tool that logs no cells")
        : .init(.changedWithoutEvent, id, "\(difference): changed without an event")
    }
  }

  private func difference(of row: Row, from item: QueueItem?, _ id: String) -> String? {
    switch (row.cells, item) {
    case (nil, nil): return nil
    case (nil, .some): return row.isArchived ? nil : "\(id) is there, and went by the event log"
    case (.some, nil): return "\(id) is in the event log, and no row has it"
    case (let cells?, let item?):
      let texts = Column.allCases.compactMap { column -> String? in
        let text = item.text(of: column) ?? "-"
        guard let logged = cells[column.name], logged != text else { return nil }
        return "\(column.name) '\(Self.short(text))' (logged '\(Self.short(logged))')"
      }
      return texts.isEmpty ? nil : "\(id) has \(texts.joined(separator: ", "))"
    }
  }

  private static func short(_ text: String) -> String {
    text.count <= 40 ? text : "\(text.prefix(39))…"
  }
}
