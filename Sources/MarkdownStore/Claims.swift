package import QueueModel
import QueueStore

/// Who took which row, as `.orch/claims.json` keeps it beside the table: heartbeats do
/// not touch the file that people edit, and a claim outlives the save of an old buffer.
package struct Claims: Equatable, Sendable {
  /// The highest number that a claim ever had.
  package var last = 0
  /// The journal's last entry that this knows of.
  var through = 0
  private(set) var byID: [String: Claim] = [:]

  /// After so many seconds nobody comes back.
  private static let memory = 30 * 86400

  package subscript(id: String) -> Claim? { byID[id] }

  /// Takes over what changes did to the claims of their rows.
  mutating func take(_ changes: [ClaimChange]) {
    for change in changes {
      byID[change.id] = change.claim
      last = max(last, change.claim?.number ?? 0)
    }
  }

  mutating func forget(before now: QueueTime) {
    let start = now.epochSeconds - Self.memory
    byID = byID.filter { max($0.value.madeAt, $0.value.lease?.expiresAt ?? 0) >= start }
  }

  /// The leases on rows that somebody finished or deleted in the file: nobody works
  /// there any more, and a new row of the same id must be free.
  ///
  /// The claims stay, so that a row which is restored knows its worker's token.
  func leftBehind(in table: some QueueSnapshot) -> [ClaimChange] {
    let left = byID.filter { id, claim in
      claim.lease != nil && (table.status(of: id)?.isFinished ?? !table.contains(id))
    }
    return left.sorted { $0.key < $1.key }.map { ClaimChange(id: $0, claim: $1.withoutLease) }
  }
}

extension Claim {
  var withoutLease: Claim {
    var claim = self
    claim.lease = nil
    return claim
  }
}
