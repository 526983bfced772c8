// What happens to the claim of a row.

extension QueueItem {
  /// Makes a claim known that somebody made by hand, by writing it into the cells.
  mutating func recordClaim(_ number: Int, _ context: TransitionContext) {
    if claim == nil { claim = Claim(number, context, madeAt: workBegan(context)) }
  }

  mutating func dropLease() {
    claim?.lease = nil
    // Where nobody works, there is no more to a claim than its lease.
    if status != .inProgress, claim?.lost == 0 { claim = nil }
  }

  /// Gives the row to another session, and the lease along; one that has ended begins anew.
  mutating func handOver(to session: String?, _ context: TransitionContext) {
    ownerSession = session
    let isLive = claim?.lease?.isLive(at: context.now) ?? false
    if let session, isLive {
      claim?.lease?.owner = session
    } else {
      claim?.lease = session.map { Lease(ofClaimBy: $0, context) }
    }
  }
}
