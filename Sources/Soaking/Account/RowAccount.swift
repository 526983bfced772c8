import QueueModel

/// All that happened to one row.
struct RowAccount {
  let id: String
  let row: SoakHistory.Row?
  let lines: [LedgerLine]
  let changes: [SoakHistory.Change]
  /// Whether somebody was told that it was added.
  let isSubmitted: Bool

  private var began: [LedgerLine] { lines.filter { $0.event == .began } }

  // MARK: What it came to

  var attempts: Int { began.count }

  /// The claims whose supervisors were killed.
  var losses: Set<String> { Set(lines.filter { $0.event == .loses }.map(\.attempt)) }

  /// Whether it was closed because its work was done under another id.
  var isSkipped: Bool { changes.contains { $0.isSkip } }

  /// The changes by which its work was accepted.
  private var ends: [SoakHistory.Change] { changes.filter { $0.to == .done && !$0.isSkip } }

  /// Whether its work was accepted, as the table, the history and the ledger have it.
  var isAccepted: Bool {
    row?.status == .done && !ends.isEmpty && lines.contains { $0.event == .worked }
  }

  /// Whether it reached the end that it should.
  var hasSucceeded: Bool { isAccepted || (row?.status == .done && isSkipped) }

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
    guard let end = ends.first?.time else { return [] }
    // Both are told in whole seconds.
    return began.filter { $0.queueTime > end + 1 }
      .map { .beganAfterEnd(id: id, attempt: $0.attempt) }
  }

  /// Those who found another at work, and those who were at work when another began. Of one that
  /// was killed only the lock knows when it ended.
  private var meetings: [SoakFault] {
    let told = lines.filter { $0.event == .metAnother }.map { line in
      SoakFault.twoAtOnce(id: id, earlier(line)?.attempt ?? "another", line.attempt)
    }
    let overlaps = began.compactMap { line -> SoakFault? in
      let other = lines.first { end in
        [.worked, .failed, .exceeded].contains(end.event) && end.attempt != line.attempt
          && end.monotonic > line.monotonic
          && (begin(of: end)?.monotonic ?? .max) < line.monotonic
      }
      return other.map { .twoAtOnce(id: id, $0.attempt, line.attempt) }
    }
    return told + overlaps.filter { !told.contains($0) }
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
    return row.status != .done || hasSucceeded ? [] : [.unproved(id: id)]
  }

  var isOpen: Bool { row.map { $0.status != .done } ?? false }

  var unfinished: SoakFault? {
    isOpen && isSubmitted ? row.map { .unfinished(id: id, $0.status) } : nil
  }
}
