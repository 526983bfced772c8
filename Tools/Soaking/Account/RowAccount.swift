import QueueModel

/// All that happened to one row.
struct RowAccount {
  let id: String
  let row: SoakHistory.Row?
  let lines: [LedgerLine]
  let changes: [SoakHistory.Change]
  /// Whether somebody was told that it was added.
  let isSubmitted: Bool

  var began: [LedgerLine] { lines.filter { $0.event == .began } }

  // MARK: What it came to

  var attempts: Int { began.count }

  /// The claims whose supervisors were killed.
  var losses: Set<String> { Set(lines.filter { $0.event == .loses }.map(\.attempt)) }

  /// Whether it was closed, and stayed so, because its work was done under another id: whether
  /// that is so, only the other row tells.
  var isClosed: Bool {
    row?.status == .done && !isAccepted && changes.last { $0.to == .done }?.isSkip == true
  }

  /// The changes by which its work was accepted.
  private var ends: [SoakHistory.Change] { changes.filter { $0.to == .done && !$0.isSkip } }

  /// Whether its work was accepted, as the table, the history and the ledger have it.
  var isAccepted: Bool {
    row?.status == .done && !ends.isEmpty && lines.contains { $0.event == .worked }
  }

  /// Seconds of the queue from its arrival to its end; `nil` for one that has none.
  var seconds: Int? {
    guard let added = changes.first, added.from == nil,
      let end = changes.last(where: { $0.to == .done })
    else { return nil }
    return end.time - added.time
  }

  // MARK: What must not be

  var duplicates: [SoakFault] {
    meetings + repeatedClaims + lateBegins + (ends.count > 1 ? [.acceptedTwice(id: id)] : [])
  }

  private var repeatedClaims: [SoakFault] {
    Dictionary(grouping: began, by: \.attempt).filter { $1.count > 1 }.keys.sorted()
      .map { .oneClaimTwice(id: id, attempt: $0) }
  }

  private var lateBegins: [SoakFault] {
    began.filter(wasDone).map { .beganAfterEnd(id: id, attempt: $0.attempt) }
  }

  /// Whether it was DONE, for whatever reason, when something was noted.
  func wasDone(before line: LedgerLine) -> Bool {
    guard let end = changes.first(where: { $0.to == .done })?.time else { return false }
    // Both are told in whole seconds.
    return line.queueTime > end + 1
  }

  /// Those who found another at work, and those who were at work when another began.
  private var meetings: [SoakFault] {
    let told = lines.filter { $0.event == .metAnother }.map { line in
      SoakFault.twoAtOnce(id: id, earlier(line)?.attempt ?? "another", line.attempt)
    }
    let overlaps = began.compactMap { line -> SoakFault? in
      attempt(atWorkAt: line.monotonic, besides: line.attempt)
        .map { .twoAtOnce(id: id, $0, line.attempt) }
    }
    return told + overlaps.filter { !told.contains($0) }
  }

  /// The attempt that was at work at a moment. One that loses its lease is killed then; of one that
  /// ended without a word only the lock knows when.
  ///
  /// - Parameters:
  ///   - moment: by the ledger's clock.
  ///   - other: one that is not asked for.
  func attempt(atWorkAt moment: Int, besides other: String?) -> String? {
    lines.first { end in
      [.worked, .failed, .exceeded, .loses].contains(end.event) && end.attempt != other
        && end.monotonic > moment && (begin(of: end)?.monotonic ?? .max) < moment
    }?.attempt
  }

  private func earlier(_ line: LedgerLine) -> LedgerLine? {
    began.filter { $0.monotonic < line.monotonic && $0.attempt != line.attempt }
      .max { $0.monotonic < $1.monotonic }
  }

  private func begin(of end: LedgerLine) -> LedgerLine? {
    began.first { $0.attempt == end.attempt }
  }

  var surprises: [SoakFault] {
    guard let row else { return isSubmitted ? [.lost(id: id)] : [] }
    if !isSubmitted { return [.unknown(id: id)] }
    return row.status != .done || isAccepted || isClosed ? [] : [.unproved(id: id)]
  }

  var isOpen: Bool { row.map { $0.status != .done } ?? false }

  var unfinished: SoakFault? {
    isOpen && isSubmitted ? row.map { .unfinished(id: id, $0.status) } : nil
  }
}
