import Host
import Model
import QueueStore
import Workers

/// The cost of today's attempts of agents, as read from the ledger.
struct WatchedCosts {
  /// The stamp of the ledger, taken before it was read. A ledger only grows, so each change changes
  /// the stamp.
  private let stamp: QueueStamp
  private let day: String
  private let sum: CostSum

  /// Reads the ledger, unless the ledger and the day are unchanged.
  ///
  /// - Parameters:
  ///   - now: the time, on the day that counts.
  ///   - last: the last reading.
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

  /// `nil` if no attempt ended on the day, such as `2026-01-31`, or if another day was read.
  func sum(ofDay day: String) -> CostSum? { day == self.day && sum.attempts > 0 ? sum : nil }
}
