import Host

/// Something that must not happen to a queue.
package struct Fault: Equatable, Sendable, CustomStringConvertible {
  /// The row; `nil` if the fault does not concern a row.
  package let id: String?
  /// A description for people, in one sentence.
  package let message: String

  package init(_ id: String?, _ message: String) {
    self.id = id
    self.message = message
  }

  /// `ORCH-001: stands in the lines 7, 9`.
  package var description: String { (id.map { "\($0): " } ?? "") + message }
}

/// Compares what was acknowledged and typed with the final queue, as Jepsen checks a queue.
///
/// Two commands that overlap may have happened in either order, and a command of unknown outcome may
/// have happened or not. Only a result that no order explains is a fault.
package struct Oracle: Equatable, Sendable {
  /// How many commands of each kind were acknowledged.
  package let acknowledged: [Operation.Kind: Int]
  package let refused: Int
  package let unknown: Int
  /// How many texts were typed and saved.
  package let typed: Int
  /// Acknowledged changes that are missing.
  package let lost: [Fault]
  /// Rows that are in the table twice, or were given to two sessions.
  package let duplicated: [Fault]
  /// Rows and states that no operation explains, and lines that cannot be read.
  package let unexpected: [Fault]
  /// Typed texts that are missing.
  package let gone: [Fault]

  package var isClean: Bool { (lost + duplicated + unexpected + gone).isEmpty }

  init(_ history: History, found: FoundQueue) {
    let operations = history.operations
    let counts = Dictionary(grouping: operations) { $0.outcome }
    acknowledged = Dictionary(grouping: counts[.acknowledged] ?? [], by: \.kind).mapValues(\.count)
    refused = counts[.refused]?.count ?? 0
    unknown = counts[.unknown]?.count ?? 0
    typed = history.typed.count
    let rows = RowHistory.rows(of: operations, found: found)
    lost = rows.flatMap(\.losses)
    duplicated = rows.flatMap(\.repetitions)
    unexpected = rows.flatMap(\.surprises) + found.problems.map { Fault(nil, $0) }
    // The whole file is searched: a merge may move a text to a place that shows both sides.
    gone = history.typed.filter { !found.text.holds($0.text) }.map(Fault.gone)
  }
}

/// All operations on one row, and the row as it was found.
private struct RowHistory {
  let id: String
  /// The operations on the row that were not refused.
  let operations: [Operation]
  /// Picks of unknown outcome, which may have taken this row or another.
  let wildPicks: [Operation]
  /// The found rows: none if the row is missing, and more than one if the id is in the table twice.
  let found: [FoundQueue.Row]

  /// The rows of all operations and all found rows, by id.
  static func rows(of operations: [Operation], found: FoundQueue) -> [RowHistory] {
    let possible = operations.filter { $0.outcome != .refused }
    let byID = Dictionary(grouping: possible) { $0.id }
    let rows = Dictionary(grouping: found.rows, by: \.id)
    return Set(byID.keys.compactMap(\.self)).union(rows.keys).sorted().map { id in
      RowHistory(
        id: id, operations: byID[id] ?? [], wildPicks: byID[nil] ?? [], found: rows[id] ?? [])
    }
  }

  private var acknowledged: [Operation] { operations.filter { $0.outcome == .acknowledged } }

  // MARK: Lost

  /// Acknowledged changes that are not visible, although no later change hides them.
  var losses: [Fault] {
    guard let row = found.first else {
      return latest(acknowledged).map { fault($0, "the row is not there") }
    }
    let isExplained = latest(operations + wildPicks).contains { $0.state == row.state }
    let lost = isExplained ? [] : latest(acknowledged)
    // A result whose state is lost is not reported a second time for its notes.
    let withoutText = acknowledged.filter { operation in
      (isExplained || operation.kind == .add) && !row.says(operation)
    }
    return lost.map { fault($0, "the row is \(row.state)") }
      + withoutText.map { fault($0, "the row does not say '\($0.text ?? "")'") }
  }

  private func fault(_ operation: Operation, _ finding: String) -> Fault {
    Fault(id, "\(operation.kind.rawValue) by \(operation.session) was acknowledged, \(finding)")
  }

  /// The operations after which no acknowledged change certainly came.
  private func latest(_ operations: [Operation]) -> [Operation] {
    operations.filter { operation in
      !acknowledged.contains { operation.isBefore($0) || operation.kind == .add && $0.kind != .add }
    }
  }

  // MARK: Duplicated

  var repetitions: [Fault] {
    let lines = found.map { "\($0.line)" }.joined(separator: ", ")
    let picks = acknowledged.filter { $0.kind == .pick }.sorted { $0.ended < $1.ended }
    // Picks are ordered by their ends, because a session releases a row after its own pick has
    // ended.
    let again = zip(picks, picks.dropFirst()).filter { first, second in
      !isReleased(first, before: second)
    }
    return (found.count > 1 ? [Fault(id, "stands in the lines \(lines)")] : [])
      + again.map { first, second in
        Fault(
          id, "picked by \(first.session), and by \(second.session) without a release in between")
      }
  }

  private func isReleased(_ first: Operation, before second: Operation) -> Bool {
    let next = operations.filter {
      $0.session == first.session && $0.kind != .pick && first.isBefore($0)
    }.min { $0.began < $1.began }
    guard let next, next.kind == .release else { return false }
    return next.began < second.ended
  }

  // MARK: Unexpected

  var surprises: [Fault] {
    guard let row = found.first else { return [] }
    guard operations.contains(where: { $0.kind == .add }) else {
      return [Fault(id, "stands in line \(row.line), and was never added")]
    }
    let isWritten = (operations + wildPicks).contains { $0.state == row.state }
    return isWritten ? [] : [Fault(id, "is \(row.state), which was never written")]
  }
}

extension FoundQueue.Row {
  /// Whether the row holds the text of an operation on it.
  fileprivate func says(_ operation: Operation) -> Bool {
    guard let text = operation.text else { return true }
    return (operation.kind == .add ? task : notes).holds(text)
  }
}

extension Fault {
  fileprivate static func gone(_ typed: TypedText) -> Fault {
    let saved = "saved \(typed.method.rawValue)"
    return switch typed.place {
    case .cell(let cell): Fault(cell.id, "'\(typed.text)' typed into \(cell.column), \(saved)")
    case .belowTable: Fault(nil, "'\(typed.text)' typed below the table, \(saved)")
    }
  }
}

extension String {
  /// Whether this text contains the other one. Compares bytes, so that a combining mark after the
  /// text does not hide the text.
  func holds(_ other: String) -> Bool {
    Array(utf8).firstOffset(of: Array(other.utf8), from: 0) != nil
  }
}
