public import Model

/// The usage of several attempts together. The sums include only known usage. The attempts of
/// unknown cost are counted separately.
public struct CostSum: Equatable, Sendable {
  public private(set) var attempts = 0
  /// How many attempts have no known cost.
  public private(set) var unknownAttempts = 0
  /// A member is `nil` if no attempt reports it; the source is the least certain one.
  public private(set) var usage = AgentUsage()
  /// Millionths of a US dollar by their source.
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

  /// Millionths of a US dollar by their source, the most certain first.
  public var parts: [(source: CostSource, microdollars: Int)] {
    CostSource.allCases.compactMap { source in partsBySource[source].map { (source, $0) } }
  }

  /// The estimated part in US dollars; `nil` if there is none.
  public var estimatedDollars: String? {
    partsBySource[.estimate].map { AgentUsage.dollars($0) }
  }
}

/// The sums of the entries of a ledger, by one of their members.
public struct CostSummary: Equatable, Sendable {
  public enum Grouping: String, CaseIterable, Sendable { case day, row, worker, model, plan }

  public struct Group: Equatable, Sendable {
    /// The day as `2026-01-31`, the row's id, the worker, the model or the plan; `nil` for an
    /// unknown model, and for rows of no plan.
    public let name: String?
    public let sum: CostSum
  }

  public private(set) var total = CostSum()
  private let grouping: Grouping
  private let zone: QueueZone
  private var sums: [String?: CostSum] = [:]
  /// Whether there are more groups than `most`. The surplus groups are only in the total.
  public private(set) var hasMore = false

  /// The maximum number of groups. A longer list would need too much memory, and would not help a
  /// reader.
  public static let most = 200_000

  /// - Parameters:
  ///   - grouping: the member that makes a group.
  ///   - zone: decides where a day begins.
  public init(by grouping: Grouping, zone: QueueZone) {
    (self.grouping, self.zone) = (grouping, zone)
  }

  /// - Parameter plan: the plan of the entry's row, if it has one. Only grouping by plan needs it.
  public mutating func add(_ entry: CostEntry, ofPlan plan: String? = nil) {
    total.add(entry)
    let name = entry.name(by: grouping, zone: zone, plan: plan)
    if sums.count == Self.most, sums[name] == nil {
      hasMore = true
      return
    }
    sums[name, default: CostSum()].add(entry)
  }

  /// Days in their order; other groups by their cost, highest first, and unknown costs last.
  public var groups: [Group] {
    let names = sums.map { (name: $0.key, money: $0.value.usage.microdollars ?? -1) }
    return names.sorted { one, two in
      if grouping != .day, one.money != two.money { return one.money > two.money }
      return one.name ?? "" < two.name ?? ""
    }.map { Group(name: $0.name, sum: sums[$0.name] ?? CostSum()) }
  }
}

extension CostEntry {
  /// The day on which the entry was booked, as `2026-01-31`.
  public func day(zone: QueueZone) -> String {
    QueueTime(epochSeconds: time.epochSeconds, zone: zone).day
  }

  fileprivate func name(
    by grouping: CostSummary.Grouping, zone: QueueZone, plan: String?
  ) -> String? {
    switch grouping {
    case .day: day(zone: zone)
    case .row: id
    case .worker: worker
    case .model: model
    case .plan: plan
    }
  }
}
