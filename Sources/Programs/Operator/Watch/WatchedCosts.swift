import Host
import Model
import QueueStore
import Workers

/// What the attempts of agents cost today, as the ledger was read.
struct WatchedCosts {
  /// The stamp of the ledger, taken before it was read. A ledger only grows: each change makes
  /// another one.
  private let stamp: QueueStamp
  private let day: String
  private let sum: CostSum

  /// Reads the ledger, unless it is as it was.
  ///
  /// - Parameters:
  ///   - ledger: the ledger.
  ///   - now: the time, of the day that counts.
  ///   - last: what was read before.
  init(
    _ ledger: CostLedger, at now: QueueTime, after last: WatchedCosts? = nil
  ) throws(SystemError) {
    let (stamp, day) = (QueueStamp(of: [ledger.path]), now.day)
    if let last, last.stamp == stamp, last.day == day {
      self = last
      return
    }
    var sum = CostSum()
    try ledger.visitEntries { if $0.day(zone: now.zone) == day { sum.add($0) } }
    (self.stamp, self.day, self.sum) = (stamp, day, sum)
  }

  /// `nil` where no attempt ended on the day, which is `2026-01-31`, and for another than was read.
  func sum(ofDay day: String) -> CostSum? { day == self.day && sum.attempts > 0 ? sum : nil }
}
