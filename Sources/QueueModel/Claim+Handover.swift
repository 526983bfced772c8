extension Claim {
  /// Who has a row when one store takes it over from another.
  ///
  /// The higher number is the later claim. Of one claim that both know the later end of its
  /// lease counts: heartbeats went to one of them.
  ///
  /// - Parameters:
  ///   - claim: what the store knows that is taken over.
  ///   - known: what the other one knew before.
  ///   - item: the row as both have it from now on.
  public static func handedOver(
    _ claim: Claim?, to known: Claim?, for item: QueueItem
  ) -> Claim? {
    guard let claim, claim.number >= known?.number ?? 0 else { return known?.fitting(item) }
    var result = claim
    if let mine = claim.lease, let other = known?.lease, known?.token == claim.token,
      mine.owner == other.owner, mine.expiresAt < other.expiresAt
    {
      result.lease = other
    }
    return result.fitting(item)
  }

  /// Whether anybody has to know of it beside the table: somebody works on the row, or
  /// nobody knows what became of those who did.
  public func matters(for item: QueueItem) -> Bool {
    item.status == .inProgress || lease != nil || lost > 0
  }

  /// Without a lease that says something else than the row does.
  private func fitting(_ item: QueueItem) -> Claim {
    var claim = self
    let isOwners = item.status != .inProgress || lease?.owner == item.ownerSession
    if item.status.isFinished || !isOwners { claim.lease = nil }
    return claim
  }
}
