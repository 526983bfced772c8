import QueueModel

/// When the work on each row ended: with the last change that set its status, as the history
/// tells it, else when it began, as the row does.
struct RowEnds {
  private var changes: [String: [Status: QueueTime]] = [:]
  private let offset: Int

  /// - Parameters:
  ///   - history: oldest first.
  ///   - offset: seconds east of UTC, for the times of cells.
  init(_ history: [HistoryEntry], offset: Int) {
    self.offset = offset
    for entry in history {
      guard let id = entry.id, let status = entry.after[Column.status.name].flatMap(Status.init)
      else { continue }
      changes[id, default: [:]][status] = QueueTime(iso8601: entry.time)
    }
  }

  func end(of row: QueueItem) -> QueueTime? {
    changes[row.id]?[row.status] ?? row.startedAt.flatMap { QueueTime($0, offset: offset) }
  }

  /// The rows that may leave the file, in its order.
  func rows(in table: some QueueTable, by rule: ArchiveRule) throws -> [QueueItem] {
    try rule.rows(in: table) { row in
      row.status == .done && row.idempotencyKey != nil ? nil : end(of: row)
    }.sorted { $0.line ?? 0 < $1.line ?? 0 }
  }
}
