public import Model

/// Counts the usage that the entries of the ledger take from a budget, entry by entry in their
/// order.
public struct BudgetCount {
  private let profiles: WorkerProfiles
  private let day: Range<QueueTime>
  private var known: BudgetState
  private var recent: [String: RecentAttempts] = [:]
  /// The number of attempts of unknown cost: of all days by row and worker, and of today by worker.
  private var unknownByRow: [RowAndWorker: Int] = [:]
  private var unknownToday: [String: (money: Int, tokens: Int)] = [:]

  private struct RowAndWorker: Hashable {
    let id: String
    let worker: String
  }

  /// The maximum number of counted worker names. orch does not write a ledger with more names.
  private static let mostWorkers = 1000

  /// - Parameters:
  ///   - profiles: the workers, and their budget.
  ///   - now: only entries of this day, by the clock of the queue, count for the day: neither
  ///     earlier days nor, after a clock was set back, later ones.
  public init(_ profiles: WorkerProfiles, at now: QueueTime) {
    self.profiles = profiles
    known = BudgetState(profiles.budget, at: now)
    day = now.beginningOfDay..<known.dayEnd
  }

  public mutating func add(_ entry: CostEntry) {
    if recent.count < Self.mostWorkers || recent[entry.worker] != nil {
      recent[entry.worker, default: RecentAttempts()].add(entry)
    }
    known.booked.insert(entry.claimToken)
    let (money, tokens) = (entry.usage?.microdollars, entry.usage?.tokens)
    Self.add(money ?? 0, to: &known.microdollarsByRow[entry.id, default: 0])
    if money == nil {
      unknownByRow[RowAndWorker(id: entry.id, worker: entry.worker), default: 0] += 1
    }
    guard day.contains(entry.time) else { return }
    Self.add(money ?? 0, to: &known.today.microdollars)
    Self.add(tokens ?? 0, to: &known.today.tokens)
    Self.add(entry.calls ?? 0, to: &known.today.calls)
    if money == nil { unknownToday[entry.worker, default: (0, 0)].money += 1 }
    if tokens == nil { unknownToday[entry.worker, default: (0, 0)].tokens += 1 }
  }

  /// The rest of the budget. An attempt of unknown cost counts as the amount that its worker
  /// reserves.
  public var state: BudgetState {
    var state = known
    var averages = recent.mapValues(\.average)
    for profile in profiles.billed {
      averages[profile.name, default: BudgetAmount()].calls = profile.adapter.isChat ? 1 : 0
      averages[profile.name, default: BudgetAmount()].microdollars =
        profile.budgetMicrodollars ?? averages[profile.name]?.microdollars ?? 0
      state.reserves[profile.name] = averages[profile.name]
      if profile.budgetMicrodollars == nil, recent[profile.name]?.isUnpriced ?? false {
        state.unpriced.insert(profile.name)
      }
    }
    let budget = state.budget
    for (place, count) in unknownByRow {
      let reserve = averages[place.worker]?.microdollars ?? 0
      Self.add(
        min(reserve, budget.microdollarsPerRow ?? .max), times: count,
        to: &state.microdollarsByRow[place.id, default: 0])
    }
    for (worker, count) in unknownToday {
      let reserve = averages[worker] ?? BudgetAmount()
      Self.add(
        min(reserve.microdollars, budget.microdollarsPerDay ?? .max), times: count.money,
        to: &state.today.microdollars)
      Self.add(
        min(reserve.tokens, budget.tokensPerDay ?? .max), times: count.tokens,
        to: &state.today.tokens)
    }
    return state
  }

  private static func add(_ amount: Int, times count: Int = 1, to sum: inout Int) {
    let (added, isTooMuch) = amount.multipliedReportingOverflow(by: count)
    sum = AgentUsage.limited(isTooMuch ? Int.max - sum : sum + added)
  }
}

/// The attempts of a worker. The last attempts predict the usage of the next one.
private struct RecentAttempts {
  private var microdollars: [Int] = []
  private var tokens: [Int] = []
  private var begun = 0
  private var isEachUnknown = true

  /// How many attempts of unknown cost a worker may have at first.
  private static let mostUnknown = 3

  private static let longestMemory = 20

  mutating func add(_ entry: CostEntry) {
    Self.add(entry.usage?.microdollars, to: &microdollars)
    Self.add(entry.usage?.tokens, to: &tokens)
    if entry.hasBegun { begun += 1 }
    if entry.usage?.microdollars != nil { isEachUnknown = false }
  }

  private static func add(_ amount: Int?, to amounts: inout [Int]) {
    guard let amount else { return }
    if amounts.count == longestMemory { amounts.removeFirst() }
    amounts.append(amount)
  }

  /// Whether the worker made enough attempts and none of them has a known cost.
  var isUnpriced: Bool { begun >= Self.mostUnknown && isEachUnknown }

  /// The average of the known costs of the last attempts, rounded up; 0 if there are none.
  var average: BudgetAmount {
    func average(_ amounts: [Int]) -> Int {
      amounts.isEmpty ? 0 : (amounts.reduce(0, +) + amounts.count - 1) / amounts.count
    }
    return BudgetAmount(microdollars: average(microdollars), tokens: average(tokens))
  }
}

extension CostEntry {
  /// Whether the agent reported the model or any usage. A program without a network reports
  /// neither, so its attempts do not show whether costs are reported.
  fileprivate var hasBegun: Bool { model != nil || usage != nil }
}

extension AgentUsage {
  /// Input and output together; `nil` if one of them is unknown.
  fileprivate var tokens: Int? {
    guard let inputTokens, let outputTokens else { return nil }
    return inputTokens + outputTokens
  }
}
