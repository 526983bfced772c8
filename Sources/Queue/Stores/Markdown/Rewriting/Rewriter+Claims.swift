import Host
import Model
import QueueStore

// The claims that the command uses. They are read from `claims.json` and the journal, and the
// command's plan changes them.

extension Rewriter {
  mutating func readClaims() throws(StoreError) {
    let reading = try lifting(ClaimsFile(sidecar: sidecar).read(journal))
    claims = reading.claims
    claimsLag = reading.lag
    if reading.isUnreadable { notices.append(.unreadableClaims(sidecar.claims)) }
  }

  /// The last claim before the next entry; `nil` if there has been none.
  var lastClaim: LastClaim? {
    let recorded = journal.last?.lastClaim
    guard recorded != nil || claims.highestNumber > 0 else { return nil }
    return LastClaim(
      sequence: recorded?.sequence ?? 0, number: max(claims.highestNumber, recorded?.number ?? 0))
  }

  mutating func raiseClaimNumber(to number: Int) {
    guard claims.highestNumber < number else { return }
    claims.highestNumber = number
    hasRaisedClaimNumber = true
  }

  /// Applies claim changes that the journal has recorded, and writes `claims.json` if it lacks the
  /// claims of many entries. If the write fails, no claim is lost, because the next command reads
  /// the changes from the journal.
  mutating func apply(_ changes: [ClaimChange], at time: QueueTime) throws(SystemError) {
    claims.apply(changes)
    if !changes.isEmpty, claimsLag == .nothing, let last = journal.last {
      claimsLag = .since(sequence: last.sequence, offset: journal.lastOffset)
    }
    if claimsLag.isDue(in: journal) { try writeClaims(at: time) }
  }

  /// Applies heartbeats, which are claim changes that the journal does not record because the queue
  /// does not change. They are durable when this function returns.
  mutating func applyDurably(_ changes: [ClaimChange], at time: QueueTime) throws(StoreError) {
    guard !changes.isEmpty || hasRaisedClaimNumber else { return }
    claims.apply(changes)
    try lifting(writeClaims(at: time))
    // Even if this sync fails, other processes see the new file already.
    do { try Directory.sync(sidecar.folder) } catch { throw .notDurable(error) }
  }

  /// Writes all claims of the journal to `claims.json`.
  mutating func writeClaims(at time: QueueTime) throws(SystemError) {
    claims.forget(before: time)
    claims.includedThrough = journal.last?.sequence ?? 0
    try ClaimsFile(sidecar: sidecar).write(claims)
    claimsLag = .nothing
  }
}
