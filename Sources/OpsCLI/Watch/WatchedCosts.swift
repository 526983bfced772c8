import Dispatching
import Host
import QueueModel
import QueueStore

/// What the attempts of agents cost on each day, and for each row, as the ledger was read.
struct WatchedCosts {
  /// That of the ledger, taken before it was read. A ledger only grows, so that each change makes
  /// another.
  private let stamp: QueueStamp
  private let days: [String?: CostSum]
  private let rows: [String?: CostSum]

  /// Reads the ledger, unless it is as it was.
  ///
  /// - Parameters:
  ///   - zone: decides where a day begins.
  ///   - last: what was read before.
  init(
    _ ledger: CostLedger, zone: QueueZone, after last: WatchedCosts? = nil
  ) throws(SystemError) {
    let stamp = QueueStamp(of: [ledger.path])
    if let last, last.stamp == stamp {
      self = last
      return
    }
    let entries = try ledger.entries()
    func sums(by grouping: CostSummary.Grouping) -> [String?: CostSum] {
      CostSummary(entries, by: grouping, zone: zone).groups
        .reduce(into: [:]) { $0[$1.name] = $1.sum }
    }
    self.stamp = stamp
    (days, rows) = (sums(by: .day), sums(by: .row))
  }

  /// `nil` where no attempt ended on the day, which is `2026-01-31`.
  func sum(ofDay day: String) -> CostSum? { days[day] }

  /// `nil` where no attempt at the row is in the ledger.
  func sum(ofRow id: String) -> CostSum? { rows[id] }
}
