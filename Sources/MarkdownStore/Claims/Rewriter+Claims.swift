import Host
import QueueModel
import QueueStore

// Who took which row, beside the queue.

extension Rewriter {
  mutating func readClaims() throws(StoreError) {
    let reading = try lifting { () throws(SystemError) in
      try ClaimsFile(sidecar: sidecar).read(journal)
    }
    claims = reading.claims
    claimsLag = reading.lag
    if reading.isUnreadable { notices.append(.unreadableClaims(sidecar.claims)) }
  }

  /// How far claims had come before an entry; `nil` where nobody ever took a row.
  var claimMark: ClaimMark? {
    let told = journal.last?.claimed
    guard told != nil || claims.last > 0 else { return nil }
    return ClaimMark(sequence: told?.sequence ?? 0, number: max(claims.last, told?.number ?? 0))
  }

  /// Lets the claims that are made from now on have higher numbers.
  mutating func raiseLastClaim(to number: Int) {
    guard claims.last < number else { return }
    claims.last = number
    hasRaisedLastClaim = true
  }

  /// Keeps what a transition did to claims, which the journal has. Nothing is lost when the
  /// file can't be written: the next command reads it there.
  mutating func keep(_ changes: [ClaimChange], at time: QueueTime) throws(SystemError) {
    claims.take(changes)
    if !changes.isEmpty, claimsLag == .nothing, let last = journal.last {
      claimsLag = .since(sequence: last.sequence, offset: journal.lastOffset)
    }
    if claimsLag.isDue(in: journal) { try writeClaims(at: time) }
  }

  /// Makes claims durable that the journal has not, because the queue stays as it is:
  /// heartbeats.
  mutating func keepDurably(_ changes: [ClaimChange], at time: QueueTime) throws(StoreError) {
    guard !changes.isEmpty || hasRaisedLastClaim else { return }
    claims.take(changes)
    try lifting { () throws(SystemError) in try writeClaims(at: time) }
    // From here on everybody finds them.
    do { try Directory.sync(sidecar.folder) } catch { throw .notDurable(error) }
  }

  /// Makes the file know all that the journal has.
  mutating func writeClaims(at time: QueueTime) throws(SystemError) {
    claims.forget(before: time)
    claims.through = journal.last?.sequence ?? 0
    try ClaimsFile(sidecar: sidecar).write(claims)
    claimsLag = .nothing
  }
}
