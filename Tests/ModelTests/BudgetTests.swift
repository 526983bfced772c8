import StoreTestSupport
import Testing

@testable import Model

/// What a budget allows, by what is spent and reserved of it.
@Suite struct BudgetTests {
  private static func state(
    perDay: Int? = nil, perRow: Int? = nil, tokens: Int? = nil, today: Int = 0,
    todayTokens: Int = 0, row: Int = 0, reserve: Int = 0
  ) -> BudgetState {
    var budget = Budget()
    (budget.microdollarsPerDay, budget.microdollarsPerRow) = (perDay, perRow)
    budget.tokensPerDay = tokens
    var state = BudgetState(budget, at: now)
    state.today = BudgetAmount(microdollars: today, tokens: todayTokens)
    state.microdollarsByRow["A"] = row
    state.reserves["claude"] = BudgetAmount(microdollars: reserve, tokens: reserve)
    return state
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let state: BudgetState
    let reserved: BudgetAmount
    let worker: String
    /// `key spent reserved needed limit`; `nil` where the start is allowed.
    let excess: String?

    init(
      _ description: String, _ state: BudgetState, beside reserved: Int = 0,
      by worker: String = "claude", excess: String? = nil
    ) {
      (testDescription, self.state, self.worker, self.excess) = (
        description, state, worker, excess
      )
      self.reserved = BudgetAmount(microdollars: reserved, tokens: reserved)
    }
  }

  @Test(arguments: [
    Case("no limit", state(today: 9, todayTokens: 9, row: 9, reserve: 9)),
    Case("a limit of 0", state(perDay: 0), excess: "usd_per_day 0 0 0 0"),
    Case("a limit of 0 by row", state(perRow: 0), excess: "usd_per_row 0 0 0 0"),
    Case("0 tokens", state(tokens: 0), excess: "tokens_per_day 0 0 0 0"),
    Case("a worker that is no agent", state(perDay: 0), by: "make"),
    Case("fits exactly", state(perDay: 30, today: 20, reserve: 10)),
    Case(
      "does not fit", state(perDay: 30, today: 20, reserve: 11), excess: "usd_per_day 20 0 11 30"),
    Case("all is spent", state(perDay: 30, today: 30), excess: "usd_per_day 30 0 0 30"),
    Case("a first start may take all", state(perDay: 30, reserve: 90)),
    Case(
      "a row at work may take all", state(perDay: 30, reserve: 90), beside: 30,
      excess: "usd_per_day 0 30 30 30"),
    Case(
      "a part is reserved", state(perDay: 50, today: 30, reserve: 15), beside: 6,
      excess: "usd_per_day 30 6 15 50"),
    Case(
      "tokens", state(tokens: 100, todayTokens: 60, reserve: 41), beside: 1,
      excess: "tokens_per_day 60 1 41 100"),
    Case("a row", state(perRow: 10, row: 10, reserve: 1), excess: "usd_per_row 10 0 1 10"),
    Case("what other rows reserve of a day", state(perRow: 10, reserve: 10), beside: 90),
  ])
  func `a start is allowed while all limits hold`(_ row: Case) {
    let excess = row.state.excess(of: row.worker, on: "A", beside: row.reserved)
    let text = excess.map {
      "\($0.use.key.rawValue) \($0.use.spent) \($0.reserved) \($0.needed) \($0.use.limit)"
    }
    #expect(text == row.excess)
  }

  /// 2026-01-31 18:00: the day ends six hours later.
  @Test func `only a day ends a limit of a day that is not 0`() {
    let day = Self.state(perDay: 1, today: 1).excess(of: "claude", on: "A")
    #expect(day?.use.id == nil && day?.end?.epochSeconds == now.epochSeconds + 6 * 3600)
    let none = Self.state(perDay: 0).excess(of: "claude", on: "A")
    #expect(none != nil && none?.end == nil)
    let anyRow = Self.state(perRow: 0, row: 1).excess(of: "claude")
    #expect(anyRow?.use.key == .usdPerRow && anyRow?.use.id == nil && anyRow?.end == nil)
    let row = Self.state(perRow: 1, row: 1)
    #expect(row.excess(of: "claude", on: "A")?.use.id == "A")
    #expect(row.excess(of: "claude", on: "A")?.end == nil)
    #expect(row.excess(of: "claude", on: "B") == nil && row.excess(of: "claude") == nil)
  }

  @Test(arguments: [
    (state(perDay: 20, today: 15), []), (state(perDay: 20, today: 16), ["usd_per_day 16 20"]),
    (state(perDay: 20, today: 25), ["usd_per_day 25 20"]), (state(perDay: 0, today: 9), []),
    (state(today: 9), []), (state(perRow: 10, row: 10), []),
    (
      state(perDay: 10, tokens: 10, today: 8, todayTokens: 9),
      ["usd_per_day 8 10", "tokens_per_day 9 10"]
    ),
  ])
  func `most of a day is four fifths`(_ state: BudgetState, _ warned: [String]) {
    #expect(state.nearlySpent.map { "\($0.key.rawValue) \($0.spent) \($0.limit)" } == warned)
  }

  // MARK: What an attempt may take

  private static func running(_ id: String, claim number: Int) -> QueueItem {
    var item = QueueItem.sample(id, .inProgress)
    item.claim = Claim(number: number, nonce: "0a0b0c", madeAt: 0, isForWorker: true)
    return item
  }

  @Test(arguments: [
    ("no limit of money", state(tokens: 9), nil), ("of the day", state(perDay: 50, today: 20), 30),
    ("of the row", state(perRow: 50, row: 15), 35),
    ("the least of both", state(perDay: 50, perRow: 20, today: 20, row: 15), 5),
    ("without what an earlier row reserved", state(perDay: 50, today: 20, reserve: 12), 18),
  ])
  func `an attempt may take what is left of the budget`(
    _ name: String, _ state: BudgetState, _ left: Int?
  ) {
    var roster = WorkerRoster(
      workers: [], routes: [WorkerRoute(worker: "claude")], isNamed: true)
    let (item, rows) = (
      Self.running("A", claim: 2), [Self.running("B", claim: 1), Self.running("C", claim: 3)]
    )
    #expect(roster.microdollarsLeft(for: item, beside: rows) == nil)
    roster.budget = state
    #expect(roster.microdollarsLeft(for: item, beside: rows) == left, "\(name)")
    // What is booked is spent, and no longer reserved.
    roster.budget?.booked = ["1-0a0b0c"]
    let reserved = state.reserves["claude"]?.microdollars ?? 0
    #expect(roster.microdollarsLeft(for: item, beside: rows) == left.map { $0 + reserved })
  }
}
