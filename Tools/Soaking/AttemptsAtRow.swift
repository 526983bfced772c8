import Model
import Workload

/// The attempts at one row of a soak, according to ledger, history and final table.
struct AttemptsAtRow {
  let id: String
  /// `nil` if the row is missing.
  let status: Status?
  /// The row's lines of the ledger, in the order of their times.
  let lines: [LedgerLine]
  let changes: [SoakHistory.Change]
  /// Whether the addition of the row was acknowledged.
  let isSubmitted: Bool

  var began: [LedgerLine] { lines.filter { $0.event == .began } }

  // MARK: Result

  /// The claims whose supervisors were killed.
  var losses: Set<String> { Set(lines.filter { $0.event == .loses }.map(\.claimToken)) }

  /// Whether the row was closed, and stayed closed, because its work was done under another id. The
  /// other row shows whether the work was really done.
  var isClosed: Bool {
    status == .done && !isAccepted && changes.last { $0.to == .done }?.isSkip == true
  }

  /// The changes that accepted the row's work.
  private var ends: [SoakHistory.Change] { changes.filter { $0.to == .done && !$0.isSkip } }

  /// Whether the row's work was accepted, according to the table, the history and the ledger.
  var isAccepted: Bool {
    status == .done && !ends.isEmpty && lines.contains { $0.event == .worked }
  }

  var isOpen: Bool { status.map { $0 != .done } ?? false }

  /// The seconds of the queue's clock from the row's arrival to its end; `nil` for a row without an
  /// end.
  var seconds: Int? {
    guard let added = changes.first, added.from == nil,
      let end = changes.last(where: { $0.to == .done })
    else { return nil }
    return end.time - added.time
  }

  /// The attempts that were made to fail.
  ///
  /// - Parameter start: seconds since 1970 by the queue's clock.
  func failures(since start: Int) -> [FailedAttempt] {
    let end = status == .done ? changes.last { $0.to == .done }?.time : nil
    return lines.filter { $0.event.failure != nil }.map { line in
      FailedAttempt(
        line: line, second: line.queueTime - start,
        secondsToEnd: end.map { $0 - line.queueTime })
    }
  }

  // MARK: Faults

  var unfinished: Fault? {
    guard let status, isOpen, isSubmitted else { return nil }
    return Fault(id, "is \(status.rawValue) in the end")
  }

  var surprises: [Fault] {
    guard let status else {
      return isSubmitted ? [Fault(id, "was submitted, and is missing")] : []
    }
    if !isSubmitted { return [Fault(id, "it was never submitted")] }
    let isProved = status != .done || isAccepted || isClosed
    return (isProved ? [] : [Fault(id, "is DONE, and no worker did it")])
      + lines.filter { $0.event == .unblocked }.map {
        Fault(id, "\($0.claimToken) reported beyond the hard budget, and the row went on")
      }
  }

  var duplicates: [Fault] {
    let repeated = Dictionary(grouping: began, by: \.claimToken).filter { $1.count > 1 }.keys
      .sorted()
    return overlaps + repeated.map { Fault(id, "two executions of \($0)") }
      + began.filter(wasDone).map { Fault(id, "\($0.claimToken) began when the row was DONE") }
      + (ends.count > 1 ? [Fault(id, "became DONE twice")] : [])
  }

  /// Whether the row was DONE, for whatever reason, before a line was written.
  func wasDone(before line: LedgerLine) -> Bool {
    guard let end = changes.first(where: { $0.to == .done })?.time else { return false }
    // Both times are whole seconds, so a difference of one second shows nothing.
    return line.queueTime > end + 1
  }

  /// Attempts that met the lock of another attempt, or that began while another attempt was at
  /// work.
  private var overlaps: [Fault] {
    let met = lines.filter { $0.event == .metAnother }.map { line in
      overlap(of: line, with: earlier(line)?.claimToken ?? "another")
    }
    let others = began.compactMap { line in
      claimToken(atWorkAt: line.monotonic, except: line.claimToken).map {
        overlap(of: line, with: $0)
      }
    }
    return met + others.filter { !met.contains($0) }
  }

  private func overlap(of line: LedgerLine, with other: String) -> Fault {
    Fault(id, "\(line.claimToken) began while \(other) was at work")
  }

  /// The attempt that was at work at a moment of the ledger's clock. An attempt that loses its
  /// lease is killed at that moment. If an attempt wrote no last line, its end is not known; then
  /// the row's lock shows overlaps with it.
  func claimToken(atWorkAt moment: Int, except other: String? = nil) -> String? {
    lines.first { end in
      [.worked, .failed, .exceeded, .loses].contains(end.event) && end.claimToken != other
        && end.monotonic > moment && (begin(of: end)?.monotonic ?? .max) < moment
    }?.claimToken
  }

  private func earlier(_ line: LedgerLine) -> LedgerLine? {
    began.filter { $0.monotonic < line.monotonic && $0.claimToken != line.claimToken }
      .max { $0.monotonic < $1.monotonic }
  }

  private func begin(of end: LedgerLine) -> LedgerLine? {
    began.first { $0.claimToken == end.claimToken }
  }
}

/// The history of all rows with one idempotency key, which are the same work. One of the rows is
/// done, and the others are closed.
struct RepeatedWork {
  let key: String
  let rows: [AttemptsAtRow]
  /// The changes of all rows, in the order of the history. Their times may be in another order,
  /// because a command reads the clock before it waits for the lock.
  let changes: [SoakHistory.Change]

  /// The rows that were closed after another row had been accepted.
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

  var duplicates: [Fault] {
    let accepted = rows.filter(\.isAccepted).map(\.id)
    return rows.flatMap { row in row.began.compactMap { overlap(of: row, $0) } }
      + rows.flatMap { row in row.began.compactMap { lateBegin(of: row, $0) } }
      + (accepted.count > 1
        ? [
          Fault(
            accepted.joined(separator: ", "),
            "the same work with key \(key), accepted more than once")
        ] : [])
  }

  /// The fault that another row of the key was at work when this row's worker began.
  private func overlap(of row: AttemptsAtRow, _ line: LedgerLine) -> Fault? {
    for other in rows where other.id != row.id {
      if let claimToken = other.claimToken(atWorkAt: line.monotonic) {
        return Fault(
          row.id, "\(line.claimToken) began while \(claimToken) of \(other.id) was at work")
      }
    }
    return nil
  }

  /// The fault that another row of the key was DONE when this row's worker began.
  private func lateBegin(of row: AttemptsAtRow, _ line: LedgerLine) -> Fault? {
    let other = rows.first { $0.id != row.id && $0.isAccepted && $0.wasDone(before: line) }
    return other.map { Fault(row.id, "\(line.claimToken) began when \($0.id) of its key was DONE") }
  }
}
