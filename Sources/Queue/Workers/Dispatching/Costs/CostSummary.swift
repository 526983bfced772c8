public import Model

/// What several attempts took together. Unknown is not zero: the sums are of what is known, and the
/// attempts whose cost is unknown are counted.
public struct CostSum: Equatable, Sendable {
  public private(set) var attempts = 0
  /// How many attempts have no known cost.
  public private(set) var unknownAttempts = 0
  /// `nil` in what no attempt says; its source is the least sure one.
  public private(set) var usage = AgentUsage()
  /// Millionths of a US dollar by where they are from.
  private var partsBySource: [CostSource: Int] = [:]

  public init() {}

  public mutating func add(_ entry: CostEntry) {
    attempts += 1
    if let used = entry.usage { usage.add(used) }
    guard let money = entry.usage?.microdollars else {
      unknownAttempts += 1
      return
    }
    let source = entry.usage?.source ?? .cli
    partsBySource[source] = AgentUsage.limited(partsBySource[source, default: 0] + money)
  }

  public mutating func add(_ other: CostSum) {
    attempts += other.attempts
    unknownAttempts += other.unknownAttempts
    usage.add(other.usage)
    partsBySource.merge(other.partsBySource) { AgentUsage.limited($0 + $1) }
  }

  /// Millionths of a US dollar by where they are from, the surest first.
  public var parts: [(source: CostSource, microdollars: Int)] {
    CostSource.allCases.compactMap { source in partsBySource[source].map { (source, $0) } }
  }

  /// The US dollars of it that are estimated; `nil` for none.
  public var estimatedDollars: String? {
    partsBySource[.estimate].map { AgentUsage.dollars($0) }
  }
}

/// The sums of the entries of a ledger, by one of their members.
public struct CostSummary: Equatable, Sendable {
  public enum Grouping: String, CaseIterable, Sendable { case day, row, worker, model }

  public struct Group: Equatable, Sendable {
    /// The day as `2026-01-31`, the row's id, the worker or the model; `nil` for an unknown model.
    public let name: String?
    public let sum: CostSum
  }

  public private(set) var total = CostSum()
  private let grouping: Grouping
  private let zone: QueueZone
  private var sums: [String?: CostSum] = [:]
  /// Whether there are more than the most groups: those are only in the total.
  public private(set) var hasMore = false

  /// The most groups: a list of more fills the memory, and nobody reads it.
  public static let most = 200_000

  /// - Parameters:
  ///   - grouping: what makes a group.
  ///   - zone: decides where a day begins.
  public init(by grouping: Grouping, zone: QueueZone) {
    (self.grouping, self.zone) = (grouping, zone)
  }

  public mutating func add(_ entry: CostEntry) {
    total.add(entry)
    let name = entry.name(by: grouping, zone: zone)
    if sums.count == Self.most, sums[name] == nil {
      hasMore = true
      return
    }
    sums[name, default: CostSum()].add(entry)
  }

  /// Days in their order; others by their cost, highest first, and those of unknown cost last.
  public var groups: [Group] {
    sums.map { Group(name: $0.key, sum: $0.value) }.sorted { one, two in
      let (money, other) = (one.sum.usage.microdollars ?? -1, two.sum.usage.microdollars ?? -1)
      if grouping != .day, money != other { return money > other }
      return one.name ?? "" < two.name ?? ""
    }
  }
}

extension CostEntry {
  /// The day on which it was booked, as `2026-01-31`.
  public func day(zone: QueueZone) -> String {
    QueueTime(epochSeconds: time.epochSeconds, zone: zone).day
  }

  fileprivate func name(by grouping: CostSummary.Grouping, zone: QueueZone) -> String? {
    switch grouping {
    case .day: day(zone: zone)
    case .row: id
    case .worker: worker
    case .model: model
    }
  }
}
