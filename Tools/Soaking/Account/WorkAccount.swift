import QueueModel

/// All that happened to the rows of one idempotency key: they are one work, which one of them is
/// done for, and the others are closed.
struct WorkAccount {
  let key: String
  let rows: [RowAccount]
  /// Those of all rows, the first first. Their times say less: a command reads the clock before it
  /// waits for the lock.
  let changes: [SoakHistory.Change]

  /// The rows that were closed when another one had been accepted.
  var closedRightly: Set<String> {
    let accepted = Set(rows.filter(\.isAccepted).map(\.id))
    var done: Set<String> = []
    var closed: Set<String> = []
    for change in changes where change.to == .done {
      if !change.isSkip, accepted.contains(change.id) {
        done.insert(change.id)
      } else if change.isSkip, !done.subtracting([change.id]).isEmpty {
        closed.insert(change.id)
      }
    }
    return closed
  }

  // MARK: What must not be

  var duplicates: [SoakFault] {
    let accepted = rows.filter(\.isAccepted).map(\.id)
    return rows.flatMap { row in row.began.compactMap { meeting(row, $0) } }
      + rows.flatMap { row in row.began.compactMap { lateBegin(row, $0) } }
      + (accepted.count > 1 ? [.sameWorkTwice(key: key, ids: accepted)] : [])
  }

  /// Another row that was at work when this one's worker began.
  private func meeting(_ row: RowAccount, _ line: LedgerLine) -> SoakFault? {
    for other in rows where other.id != row.id {
      if let attempt = other.attempt(atWorkAt: line.monotonic, besides: nil) {
        return .twoOfOneKeyAtOnce(id: row.id, line.attempt, other: other.id, attempt)
      }
    }
    return nil
  }

  /// Another row that was DONE when this one's worker began.
  private func lateBegin(_ row: RowAccount, _ line: LedgerLine) -> SoakFault? {
    let other = rows.first { $0.id != row.id && $0.isAccepted && $0.wasDone(before: line) }
    return other.map { .beganAfterOther(id: row.id, attempt: line.attempt, other: $0.id) }
  }
}
