import QueueModel

/// Who took which row, as `.orch/claims.json` keeps it beside the table: heartbeats do
/// not touch the file that people edit, and a claim outlives the save of an old buffer.
///
/// The journal is told of each claim before the queue is. The file only saves reading
/// it: what the file has not seen yet is made up for from the journal.
struct Claims: Equatable, Sendable {
  /// The highest number that a claim ever had.
  var last = 0
  /// The journal's last entry that this knows of.
  var through = 0
  private(set) var byID: [String: Claim] = [:]

  /// After so many seconds nobody comes back.
  private static let memory = 30 * 86400

  subscript(id: String) -> Claim? { byID[id] }

  /// Takes over what changes did to the claims of their rows.
  mutating func take(_ changes: [ClaimChange]) {
    for change in changes {
      byID[change.id] = change.claim
      last = max(last, change.claim?.number ?? 0)
    }
  }

  mutating func forget(before now: QueueTime) {
    byID = byID.filter { now.epochSeconds - $0.value.madeAt < Self.memory }
  }
}

/// The claim that a row has from now on; `nil` for none that matters.
struct ClaimChange: Equatable, Sendable {
  let id: String
  let claim: Claim?
}

extension ClaimChange {
  /// What `change` does to its row's claim; `nil` for nothing. One that is over is
  /// forgotten, unless it counts as lost.
  init?(_ change: ItemChange) {
    let claim = change.after?.claim
    guard claim != change.before?.claim || change.before?.status != change.after?.status,
      claim != nil || change.before?.claim != nil
    else { return nil }
    let matters = change.after?.status == .inProgress || claim?.lease != nil || claim?.lost ?? 0 > 0
    self.init(id: change.id, claim: matters ? claim : nil)
  }
}
