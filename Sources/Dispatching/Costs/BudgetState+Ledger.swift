public import QueueModel

extension BudgetState {
  /// Counts what the entries of the ledger say.
  ///
  /// - Parameters:
  ///   - profiles: the workers, and their budget.
  ///   - entries: those of the ledger, in its order.
  ///   - now: only entries of its day count for the day, by the clock of the queue: neither those of
  ///     days before nor, after a clock was set back, of days to come.
  public init(_ profiles: WorkerProfiles, _ entries: [CostEntry], at now: QueueTime) {
    self.init(profiles.budget, at: now)
    let attempts = Dictionary(grouping: entries, by: \.worker)
    var averages = attempts.mapValues(Self.average)
    for profile in profiles.profiles where profile.adapter.isAgent {
      averages[profile.name, default: BudgetAmount()].microdollars =
        profile.budgetMicrodollars ?? averages[profile.name]?.microdollars ?? 0
      reserves[profile.name] = averages[profile.name]
      let costs = (attempts[profile.name] ?? []).filter(\.hasBegun).map { $0.usage?.microdollars }
      if profile.budgetMicrodollars == nil, costs.count >= Self.mostUnknown,
        costs.allSatisfy({ $0 == nil })
      {
        unpriced.insert(profile.name)
      }
    }
    let day = now.beginningOfDay..<dayEnd
    for entry in entries {
      booked.insert(entry.claimToken)
      let reserve = averages[entry.worker] ?? BudgetAmount()
      let money = entry.usage?.microdollars
      Self.add(
        money ?? min(reserve.microdollars, budget.microdollarsPerRow ?? .max),
        to: &microdollarsByRow[entry.id, default: 0])
      guard day.contains(entry.time) else { continue }
      Self.add(
        money ?? min(reserve.microdollars, budget.microdollarsPerDay ?? .max),
        to: &today.microdollars)
      Self.add(
        entry.usage?.tokens ?? min(reserve.tokens, budget.tokensPerDay ?? .max), to: &today.tokens)
    }
  }

  private static func add(_ amount: Int, to sum: inout Int) {
    sum = AgentUsage.limited(sum + amount)
  }

  /// How many attempts of unknown cost a worker may have at first.
  private static let mostUnknown = 3

  /// How many attempts say what one more may take.
  private static let longestMemory = 20

  /// What the last attempts took of which it is known, rounded up; 0 where none is.
  private static func average(_ entries: [CostEntry]) -> BudgetAmount {
    func average(_ amounts: [Int]) -> Int {
      let last = amounts.suffix(longestMemory)
      return last.isEmpty ? 0 : (last.reduce(0, +) + last.count - 1) / last.count
    }
    return BudgetAmount(
      microdollars: average(entries.compactMap { $0.usage?.microdollars }),
      tokens: average(entries.compactMap { $0.usage?.tokens }))
  }
}

extension CostEntry {
  /// Whether the agent said which model works, or what it took. A program that finds no network says
  /// neither, and nothing about what its attempts cost.
  fileprivate var hasBegun: Bool { model != nil || usage != nil }
}

extension AgentUsage {
  /// Input and output together; `nil` where one of them is unknown.
  fileprivate var tokens: Int? {
    guard let inputTokens, let outputTokens else { return nil }
    return inputTokens + outputTokens
  }
}
