package import QueueModel

/// The claim that a row has from now on; `nil` for none that matters.
package struct ClaimChange: Equatable, Sendable {
  package let id: String
  let claim: Claim?

  package init(id: String, claim: Claim?) {
    self.id = id
    self.claim = claim
  }
}

extension ClaimChange {
  /// What `change` does to its row's claim; `nil` for nothing. One that is over is
  /// forgotten, unless it counts as lost.
  init?(_ change: ItemChange, in claims: Claims) {
    // A row that comes anew has nothing of one that had its id before.
    if change.event == .added {
      guard claims[change.id] != nil else { return nil }
      self.init(id: change.id, claim: nil)
      return
    }
    let claim = change.after?.claim
    guard claim != change.before?.claim || change.before?.status != change.after?.status,
      claim != nil || change.before?.claim != nil
    else { return nil }
    let matters = change.after?.status == .inProgress || claim?.lease != nil || claim?.lost ?? 0 > 0
    self.init(id: change.id, claim: matters ? claim : nil)
  }
}

/// How far claims had come, as each entry of the journal says it.
struct ClaimMark: Equatable, Sendable {
  /// The number of the last entry, this one included, that told of claims.
  let sequence: Int
  /// The highest number that a claim ever had: it must grow also when the entry that
  /// told it has left the journal.
  let number: Int
}
