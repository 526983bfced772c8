import Testing

@testable import Dispatching
@testable import QueueModel

/// What a budget allows, by what the ledger says.
@Suite struct BudgetTests {
  private static let now = QueueTime(epochSeconds: 1_769_850_000, offset: 9 * 3600)

  /// A day of seconds.
  private static let day = 86400

  private static func entry(
    _ dollars: Double?, tokens: Int? = nil, on id: String = "A", by worker: String = "claude",
    after seconds: Int = 0, number: Int = 1
  ) -> CostEntry {
    var entry = CostEntry(
      id: id, claimToken: "\(number)-0a0b0c", claimNumber: number, worker: worker,
      adapter: worker, time: QueueTime(epochSeconds: now.epochSeconds + seconds, offset: now.offset)
    )
    var usage = AgentUsage()
    usage.microdollars = AgentUsage.microdollars(dollars)
    (usage.inputTokens, usage.outputTokens) = (tokens, tokens.map { _ in 0 })
    entry.usage = dollars == nil && tokens == nil ? nil : usage
    return entry
  }

  private static func profiles(
    perDay: Int? = nil, perRow: Int? = nil, tokens: Int? = nil, reserve: Int? = nil
  ) -> WorkerProfiles {
    var profiles = WorkerProfiles()
    var claude = WorkerProfile(name: "claude", adapter: .claude)
    claude.budgetMicrodollars = reserve
    profiles.profiles = [claude, WorkerProfile(name: "make", adapter: .command)]
    profiles.isNamed = true
    (profiles.budget.microdollarsPerDay, profiles.budget.microdollarsPerRow) = (perDay, perRow)
    profiles.budget.tokensPerDay = tokens
    return profiles
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let profiles: WorkerProfiles
    var entries: [CostEntry] = []
    var reserved = BudgetAmount()
    var worker = "claude"
    /// `key spent reserved needed limit`; `nil` where the start is allowed.
    let excess: String?

    init(
      _ description: String, _ profiles: WorkerProfiles, _ entries: [CostEntry] = [],
      beside reserved: BudgetAmount = BudgetAmount(), by worker: String = "claude",
      excess: String? = nil
    ) {
      testDescription = description
      (self.profiles, self.entries, self.excess) = (profiles, entries, excess)
      (self.reserved, self.worker) = (reserved, worker)
    }
  }

  @Test(arguments: [
    Case("nothing is known", profiles(perDay: 1_000_000)),
    Case("a limit of 0", profiles(perDay: 0), excess: "usd_per_day 0 0 0 0"),
    Case("0 tokens", profiles(tokens: 0), excess: "tokens_per_day 0 0 0 0"),
    Case("another worker", profiles(perDay: 0), by: "make"),
    Case("fits exactly", profiles(perDay: 3_000_000, reserve: 1_000_000), [entry(2)]),
    Case(
      "does not fit", profiles(perDay: 3_000_000, reserve: 1_000_001), [entry(2)],
      excess: "usd_per_day 2000000 0 1000001 3000000"),
    Case(
      "is spent", profiles(perDay: 2_000_000), [entry(2), entry(0)],
      excess: "usd_per_day 2000000 0 1000000 2000000"),
    Case("a first start may take all", profiles(perDay: 2_000_000, reserve: 9_000_000)),
    Case(
      "a row at work may take all", profiles(perDay: 2_000_000, reserve: 9_000_000),
      beside: BudgetAmount(microdollars: 2_000_000), excess: "usd_per_day 0 2000000 2000000 2000000"
    ),
    Case(
      "reserves the average", profiles(perDay: 5_000_000),
      [entry(1, number: 1), entry(2, number: 2)], beside: BudgetAmount(microdollars: 600_000),
      excess: "usd_per_day 3000000 600000 1500000 5000000"),
    Case(
      "of the last twenty attempts", profiles(perDay: 40_000_000),
      (1...20).map { entry($0 == 1 ? 20 : 1, after: -day, number: $0) } + [entry(1), entry(38)],
      excess: "usd_per_day 39000000 0 2850000 40000000"),
    Case(
      "unknown is not zero", profiles(perDay: 3_000_000, reserve: 1_000_000),
      [entry(nil), entry(nil), entry(nil)], excess: "usd_per_day 3000000 0 1000000 3000000"),
    Case("yesterday", profiles(perDay: 1_000_000, reserve: 1), [entry(2, after: -day)]),
    Case(
      "a day to come, after the clock was set back", profiles(perDay: 1_000_000, reserve: 1),
      [entry(2, after: day)]),
    Case(
      "by row, on any day", profiles(perRow: 1_000_000), [entry(1, after: -9 * day)],
      excess: "usd_per_row 1000000 0 1000000 1000000"),
    Case("another row", profiles(perRow: 1_000_000), [entry(1, on: "B")]),
    Case(
      "another row's reservation", profiles(perRow: 1_000_000),
      beside: BudgetAmount(microdollars: 9)),
    Case(
      "tokens", profiles(tokens: 100), [entry(1, tokens: 60)], excess: "tokens_per_day 60 0 60 100"),
    Case(
      "huge numbers", profiles(tokens: 100),
      (1...3000).map { entry(nil, tokens: 1 << 52, number: $0) },
      excess: "tokens_per_day \(1 << 52) 0 100 100"),
  ])
  func `a start is allowed while all limits hold`(_ row: Case) {
    let budget = BudgetState(row.profiles, row.entries, at: Self.now)
    let excess = budget.excess(of: row.worker, on: "A", beside: row.reserved).map {
      "\($0.key.rawValue) \($0.spent) \($0.reserved) \($0.needed) \($0.limit)"
    }
    #expect(excess == row.excess)
  }

  @Test(
    arguments: [
      ([nil, nil], nil, false), ([nil, nil, nil], nil, true), ([nil, nil, nil], 5, false),
      ([nil, 0, nil, nil], nil, false),
    ] as [([Double?], Int?, Bool)])
  func `three attempts of unknown cost say that a worker has none`(
    _ costs: [Double?], _ reserve: Int?, _ isUnpriced: Bool
  ) {
    let entries = costs.enumerated().map { Self.entry($1, tokens: 7, number: $0) }
    let budget = BudgetState(Self.profiles(perDay: 9, reserve: reserve), entries, at: Self.now)
    #expect(budget.unpriced == (isUnpriced ? ["claude"] : []))
  }

  /// 18:00 in Korea; the day ends six hours later.
  @Test func `a day ends at midnight of the queue's time`() {
    let profiles = Self.profiles(perDay: 1_000_000, reserve: 1)
    let entries = [Self.entry(1)]
    for (seconds, isAllowed) in [
      (0, false), (6 * 3600 - 1, false), (6 * 3600, true), (-18 * 3600 - 1, true),
    ] {
      let now = QueueTime(epochSeconds: Self.now.epochSeconds + seconds, offset: 9 * 3600)
      let budget = BudgetState(profiles, entries, at: now)
      #expect((budget.excess(of: "claude") == nil) == isAllowed, "\(seconds)")
    }
    let excess = BudgetState(profiles, entries, at: Self.now).excess(of: "claude")
    #expect(excess?.end?.epochSeconds == Self.now.epochSeconds + 6 * 3600)
  }

  @Test(arguments: [(15.99, false), (16, true), (25, true)])
  func `most of a day is four fifths`(_ spent: Double, _ isWarned: Bool) {
    let state = BudgetState(Self.profiles(perDay: 20_000_000), [Self.entry(spent)], at: Self.now)
    #expect(state.nearlySpent.isEmpty == !isWarned)
  }
}
