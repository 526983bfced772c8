public import QueueModel

/// What several attempts took together. Unknown is not zero: the sums are of what is known, and the
/// attempts whose cost is unknown are counted.
public struct CostSum: Equatable, Sendable {
  public private(set) var attempts = 0
  /// Those of which no money is known.
  public private(set) var unknownAttempts = 0
  /// `nil` in what no attempt says; its source is the least sure one.
  public private(set) var usage = AgentUsage()
  /// Millionths of a US dollar by where they are from.
  private var partsBySource: [CostSource: Int] = [:]

  public init() {}

  public init(_ entries: some Sequence<CostEntry>) {
    for entry in entries { add(entry) }
  }

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

  /// Millionths of a US dollar by where they are from, the surest first.
  public var parts: [(source: CostSource, microdollars: Int)] {
    CostSource.allCases.compactMap { source in partsBySource[source].map { (source, $0) } }
  }

  /// The US dollars of it that are estimated; `nil` for none.
  public var estimatedDollars: String? {
    partsBySource[.estimate].map { AgentUsage.dollars($0) }
  }
}

/// The entries of a ledger by one of their members, each group with its sum.
public struct CostSummary: Equatable, Sendable {
  public enum Grouping: String, CaseIterable, Sendable { case day, row, worker, model }

  public struct Group: Equatable, Sendable {
    /// The day as `2026-01-31`, the row's id, the worker or the model; `nil` for an unknown model.
    public let name: String?
    public fileprivate(set) var sum = CostSum()
  }

  public private(set) var total = CostSum()
  /// Days in their order; others by their cost, highest first, and those of unknown cost last.
  public private(set) var groups: [Group] = []

  /// - Parameters:
  ///   - entries: in any order.
  ///   - grouping: what makes a group.
  ///   - zone: decides where a day begins.
  public init(_ entries: some Sequence<CostEntry>, by grouping: Grouping, zone: QueueZone) {
    var places: [String?: Int] = [:]
    for entry in entries {
      total.add(entry)
      let name = entry.name(by: grouping, zone: zone)
      let place = places[name] ?? groups.count
      if place == groups.count {
        groups.append(Group(name: name))
        places[name] = place
      }
      groups[place].sum.add(entry)
    }
    groups.sort { one, two in
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
