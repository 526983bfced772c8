/// Which finished rows may move from the table to the archive.
///
/// A row stays if its work ended too recently or at an unknown time, if it is leased, if a
/// remaining row waits for it, or if it has the highest number of the ids `PREFIX-NNN`, so that the
/// table itself shows which numbers are used.
public struct ArchiveRule: Equatable, Sendable {
  /// The name of the command in histories.
  public static let command = "gc"

  /// Rows that ended before this time move to the archive.
  public let limit: QueueTime
  public let now: QueueTime
  package let idPrefix: String

  /// The last events of a queue stay, because `undo` reaches back at least 200 changes, each of
  /// which is three events at most, and seven days. Source: `docs/storage.md`, "Taking back".
  package static let retainedEvents = 600
  package var limitOfDeletedRows: QueueTime {
    min(limit, QueueTime(epochSeconds: now.epochSeconds - 7 * 86400, zone: limit.zone))
  }

  public init(
    endedBefore limit: QueueTime, now: QueueTime, idPrefix: String = NumberedID.usualPrefix
  ) {
    (self.limit, self.now, self.idPrefix) = (limit, now, idPrefix)
  }

  /// The rows that may be archived, by priority.
  ///
  /// - Parameters:
  ///   - table: all rows; malformed rows stay.
  ///   - ended: when the work on a finished row ended; `nil` if unknown.
  public func rows(
    in table: some QueueTable, ended: (QueueItem) -> QueueTime?
  ) throws -> [QueueItem] {
    let highest = try table.highestNumber(of: idPrefix)
    let rows = try Status.allCases.flatMap { try table.items($0) }
    var staying: [QueueItem] = []
    var going: [String: QueueItem] = [:]
    for row in rows {
      let isOld = row.status.isFinished && ended(row).map { $0 < limit } ?? false
      if isOld, !isLeased(row), NumberedID.number(of: row.id.utf8, prefix: idPrefix) != highest {
        going[row.id] = row
      } else {
        staying.append(row)
      }
    }
    // The rows for which a remaining row waits stay too.
    while let row = staying.popLast() {
      staying += row.after.compactMap { going.removeValue(forKey: $0) }
    }
    return rows.filter { going[$0.id] != nil }
  }

  private func isLeased(_ row: QueueItem) -> Bool { row.claim?.lease?.isLive(at: now) ?? false }
}
