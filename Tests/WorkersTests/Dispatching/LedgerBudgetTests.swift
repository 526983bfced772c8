import Testing

@testable import Model
@testable import Workers

/// What is spent of a budget, and what a start reserves, by what the ledger says.
@Suite struct LedgerBudgetTests {
  private static let now = QueueTime(epochSeconds: 1_769_850_000, offset: 9 * 3600)

  /// A day of seconds.
  private static let day = 86400

  private static func entry(
    _ dollars: Double?, tokens: Int? = nil, on id: String = "A", by worker: String = "claude",
    after seconds: Int = 0, number: Int = 1
  ) -> CostEntry {
    var entry = CostEntry(
      id: id, claimToken: "\(number)-0a0b0c", claimNumber: number, worker: worker,
      adapter: worker, time: QueueTime(epochSeconds: now.epochSeconds + seconds, zone: now.zone)
    )
    var usage = AgentUsage()
    usage.microdollars = AgentUsage.microdollars(dollars)
    (usage.inputTokens, usage.outputTokens) = (tokens, tokens.map { _ in 0 })
    entry.usage = dollars == nil && tokens == nil ? nil : usage
    return entry
  }

  private static func profiles(
    perDay: Int? = nil, perRow: Int? = nil, reserve: Int? = nil
  ) -> WorkerProfiles {
    var profiles = WorkerProfiles()
    var claude = WorkerProfile(name: "claude", adapter: .claude)
    claude.budgetMicrodollars = reserve
    profiles.profiles = [claude, WorkerProfile(name: "make", adapter: .command)]
    profiles.isNamed = true
    (profiles.budget.microdollarsPerDay, profiles.budget.microdollarsPerRow) = (perDay, perRow)
    return profiles
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var profiles = LedgerBudgetTests.profiles()
    let entries: [CostEntry]
    /// Millionths of a dollar and tokens.
    var today = "0 0"
    /// Millionths of a dollar.
    var row = 0
    var reserve = "0 0"
  }

  @Test(arguments: [
    Case(testDescription: "nothing is known", entries: []),
    Case(
      testDescription: "the limit of the worker", profiles: profiles(reserve: 7),
      entries: [entry(2, tokens: 60)], today: "2000000 60", row: 2_000_000, reserve: "7 60"),
    Case(
      testDescription: "the average, rounded up",
      entries: [entry(0.000001, number: 1), entry(0.000002, number: 2)], today: "3 0", row: 3,
      reserve: "2 0"),
    Case(
      testDescription: "the average of the last twenty attempts",
      entries: (1...20).map { entry($0 == 1 ? 20 : 1, after: -day, number: $0) }
        + [entry(1), entry(38)],
      today: "39000000 0", row: 78_000_000, reserve: "2850000 0"),
    Case(
      testDescription: "unknown is what was reserved", profiles: profiles(reserve: 1_000_000),
      entries: [entry(nil), entry(nil), entry(nil)], today: "3000000 0", row: 3_000_000,
      reserve: "1000000 0"),
    Case(
      testDescription: "unknown takes no more than a limit",
      profiles: profiles(perDay: 5, perRow: 3, reserve: 9), entries: [entry(nil)], today: "5 0",
      row: 3, reserve: "9 0"),
    Case(
      testDescription: "yesterday", entries: [entry(2, after: -day)], row: 2_000_000,
      reserve: "2000000 0"),
    Case(
      testDescription: "a day to come, after the clock was set back",
      entries: [entry(2, after: day)], row: 2_000_000, reserve: "2000000 0"),
    Case(
      testDescription: "another row", entries: [entry(1, on: "B")], today: "1000000 0",
      reserve: "1000000 0"),
    Case(
      testDescription: "another worker", entries: [entry(1, by: "codex")], today: "1000000 0",
      row: 1_000_000),
    Case(
      testDescription: "huge numbers",
      entries: (1...3000).map { entry(nil, tokens: 1 << 52, number: $0) },
      today: "0 \(1 << 52)", reserve: "0 \(1 << 52)"),
  ])
  func `a budget is spent by what the ledger says`(_ row: Case) {
    let state = Self.state(row.profiles, row.entries, at: Self.now)
    func text(_ amount: BudgetAmount?) -> String? {
      amount.map { "\($0.microdollars) \($0.tokens)" }
    }
    #expect(text(state.today) == row.today)
    #expect(state.microdollarsByRow["A", default: 0] == row.row)
    #expect(text(state.reserves["claude"]) == row.reserve)
    #expect(state.reserves["make"] == nil)
    #expect(state.booked == Set(row.entries.map(\.claimToken)))
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
    let budget = Self.state(Self.profiles(perDay: 9, reserve: reserve), entries, at: Self.now)
    #expect(budget.unpriced == (isUnpriced ? ["claude"] : []))
  }

  /// As an attempt without a network, and one that was ended in its turn.
  @Test(arguments: [(nil, false), ("sonnet", true)] as [(String?, Bool)])
  func `attempts whose agent did not begin do not say that its cost is unknown`(
    _ model: String?, _ isUnpriced: Bool
  ) {
    let entries = (1...3).map { number in
      var entry = Self.entry(nil, number: number)
      entry.model = model
      return entry
    }
    let budget = Self.state(Self.profiles(perDay: 9), entries, at: Self.now)
    #expect(budget.unpriced == (isUnpriced ? ["claude"] : []))
  }

  /// 18:00 in Korea; the day ends six hours later.
  @Test func `a day ends at midnight of the queue's time`() {
    for (seconds, isToday) in [
      (0, true), (6 * 3600 - 1, true), (6 * 3600, false), (-18 * 3600, true),
      (-18 * 3600 - 1, false),
    ] {
      let now = QueueTime(epochSeconds: Self.now.epochSeconds + seconds, offset: 9 * 3600)
      let budget = Self.state(Self.profiles(), [Self.entry(1)], at: now)
      #expect(budget.today.microdollars == (isToday ? 1_000_000 : 0), "\(seconds)")
    }
  }

  private static func state(
    _ profiles: WorkerProfiles, _ entries: [CostEntry], at now: QueueTime
  ) -> BudgetState {
    entries.reduce(into: BudgetCount(profiles, at: now)) { $0.add($1) }.state
  }
}
