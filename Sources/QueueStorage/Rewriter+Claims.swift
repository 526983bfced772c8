import Host
import QueueModel

// Who took which row, beside the queue.

extension Rewriter {
  mutating func readClaims() throws(StoreError) {
    let reading = try lifting { () throws(SystemError) in
      try ClaimsFile(sidecar: sidecar).read(journal)
    }
    claims = reading.claims
    claimsAreBehind = reading.isBehind
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
    claimsAreBehind = true
  }

  /// Keeps what a transition did to claims that the journal was told of. Nothing is
  /// lost when it can't be: the next command reads it there.
  mutating func keep(_ changes: [ClaimChange], at time: QueueTime) {
    guard !changes.isEmpty || claimsAreBehind else { return }
    do throws(SystemError) { try write(changes, at: time, .journaled) } catch {
      notices.append(.untidied(error))
    }
  }

  /// Makes claims durable of which the journal is told nothing, because the queue stays
  /// as it is: heartbeats.
  mutating func keepDurably(_ changes: [ClaimChange], at time: QueueTime) throws(StoreError) {
    guard !changes.isEmpty || hasRaisedLastClaim else { return }
    try lifting { () throws(SystemError) in try write(changes, at: time, .synced) }
    // From here on everybody finds them.
    do { try Directory.sync(sidecar.folder) } catch { throw .notDurable(error) }
  }

  private mutating func write(
    _ changes: [ClaimChange], at time: QueueTime, _ durability: ClaimsFile.Durability
  ) throws(SystemError) {
    claims.take(changes)
    claims.forget(before: time)
    claims.through = journal.last?.sequence ?? 0
    try ClaimsFile(sidecar: sidecar).write(claims, durability)
  }
}
