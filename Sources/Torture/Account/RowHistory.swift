/// All that was done to one row, and how it stands.
struct RowHistory {
  let id: String
  /// Those that were not refused.
  let operations: [Operation]
  /// Picks of unknown outcome that may have taken this row as well as another.
  let wildPicks: [Operation]
  let found: [FoundQueue.Row]

  /// The rows that somebody did something to, and those that are there, by id.
  static func rows(of operations: [Operation], found: FoundQueue) -> [RowHistory] {
    let happened = operations.filter(\.mayHaveHappened)
    let wildPicks = happened.filter { $0.id == nil }
    let byID = Dictionary(grouping: happened.filter { $0.id != nil }) { $0.id ?? "" }
    let rows = Dictionary(grouping: found.rows, by: \.id)
    return Set(byID.keys).union(rows.keys).sorted().map { id in
      RowHistory(
        id: id, operations: byID[id] ?? [], wildPicks: wildPicks, found: rows[id] ?? [])
    }
  }

  private var acknowledged: [Operation] { operations.filter { $0.outcome == .acknowledged } }

  // MARK: Lost

  /// Acknowledged changes that are not to be seen, although nothing came after them.
  var losses: [Fault] {
    guard let row = found.first else {
      return latest(acknowledged).map { .lost($0, found: nil) }
    }
    let isSeen = latest(operations + wildPicks).contains { $0.state == row.state }
    let lost: [Fault] =
      isSeen ? [] : latest(acknowledged).map { .lost($0, found: row.state) }
    // A change that is lost itself is not told twice.
    let unsaid = acknowledged.filter { operation in
      (isSeen || operation.kind == .add) && !row.says(operation)
    }
    return lost + unsaid.map(Fault.lostText)
  }

  /// Those that no acknowledged change certainly followed.
  private func latest(_ operations: [Operation]) -> [Operation] {
    operations.filter { operation in
      !acknowledged.contains { operation.isBefore($0) || operation.kind == .add && $0.kind != .add }
    }
  }

  // MARK: Duplicated

  var repetitions: [Fault] {
    let lines = found.map(\.line)
    let picks = acknowledged.filter { $0.kind == .pick }.sorted { $0.ended < $1.ended }
    // In the order of their ends: who released a row had picked it before, and knew it.
    let again = zip(picks, picks.dropFirst()).filter { first, second in
      !isReleased(first, before: second)
    }
    return (lines.count > 1 ? [.standsTwice(id: id, lines: lines)] : [])
      + again.map { .handedOutTwice(id: id, first: $0.session, second: $1.session) }
  }

  private func isReleased(_ first: Operation, before second: Operation) -> Bool {
    let end = operations.filter {
      $0.session == first.session && $0.kind != .pick && first.isBefore($0)
    }.min { $0.began < $1.began }
    return end?.kind == .release && end.map { $0.began < second.ended } == true
  }

  // MARK: Unexpected

  var surprises: [Fault] {
    guard let row = found.first else { return [] }
    guard operations.contains(where: { $0.kind == .add }) else {
      return [.unknownRow(id: id, line: row.line)]
    }
    let isWritten = (operations + wildPicks).contains { $0.state == row.state }
    return isWritten ? [] : [.unwrittenState(id: id, row.state)]
  }
}

extension FoundQueue.Row {
  /// Whether the row holds the text of an operation on it.
  fileprivate func says(_ operation: Operation) -> Bool {
    guard let text = operation.text else { return true }
    return (operation.kind == .add ? task : notes).holds(text)
  }
}
