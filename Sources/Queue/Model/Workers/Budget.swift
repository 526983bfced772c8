/// The limits for the agents of a queue: `budget` in `orch.json`. With a limit of 0 nothing starts.
/// Source: `docs/workers.md`, "Budgets".
public struct Budget: Equatable, Sendable {
  /// The limit for a day in millionths of a US dollar; `nil` for no limit.
  public var microdollarsPerDay: Int?
  public var microdollarsPerRow: Int?
  /// The limit for input and output tokens together; `nil` for no limit.
  public var tokensPerDay: Int?
  /// The limit for requests to chat endpoints; `nil` for no limit.
  public var callsPerDay: Int?

  public init() {}

  public var isEmpty: Bool { self == Budget() }

  /// Whether there is a limit of money. Then the cost of each attempt must be known.
  public var limitsMoney: Bool { microdollarsPerDay != nil || microdollarsPerRow != nil }

  /// The keys of the limits, as in `orch.json`.
  public enum Key: String, CaseIterable, Sendable {
    case usdPerDay = "usd_per_day"
    case usdPerRow = "usd_per_row"
    case tokensPerDay = "tokens_per_day"
    case callsPerDay = "calls_per_day"

    /// Whether its amounts are millionths of a US dollar; otherwise they are counts.
    public var isOfMoney: Bool {
      switch self {
      case .usdPerDay, .usdPerRow: true
      case .tokensPerDay, .callsPerDay: false
      }
    }
  }

  /// The limit with a key, in millionths of a US dollar, tokens, or requests.
  public subscript(key: Key) -> Int? {
    get {
      switch key {
      case .usdPerDay: microdollarsPerDay
      case .usdPerRow: microdollarsPerRow
      case .tokensPerDay: tokensPerDay
      case .callsPerDay: callsPerDay
      }
    }
    set {
      switch key {
      case .usdPerDay: microdollarsPerDay = newValue
      case .usdPerRow: microdollarsPerRow = newValue
      case .tokensPerDay: tokensPerDay = newValue
      case .callsPerDay: callsPerDay = newValue
      }
    }
  }
}

/// Money, tokens and requests, as a budget counts them.
public struct BudgetAmount: Equatable, Sendable {
  /// The money in millionths of a US dollar.
  public var microdollars: Int
  /// The tokens of input and output together.
  public var tokens: Int
  /// Requests to chat endpoints.
  public var calls: Int

  public init(microdollars: Int = 0, tokens: Int = 0, calls: Int = 0) {
    (self.microdollars, self.tokens, self.calls) = (microdollars, tokens, calls)
  }
}

/// A limit of a budget, and the amount spent. Amounts are millionths of a US dollar, or counts.
public struct BudgetUse: Equatable, Sendable {
  public let key: Budget.Key
  /// The row, if the limit is for each row; `nil` for a row on which nothing is spent.
  public let id: String?
  public let limit: Int
  public let spent: Int

  package init(key: Budget.Key, id: String?, limit: Int, spent: Int) {
    (self.key, self.id, self.limit, self.spent) = (key, id, limit, spent)
  }
}

/// A start that a budget does not allow.
public struct BudgetExcess: Equatable, Sendable {
  /// The limit that the start would exceed.
  public let use: BudgetUse
  /// The name of the worker that would start.
  public let worker: String
  /// The amount that running rows, and rows that start before, have reserved.
  public let reserved: Int
  /// The amount that the start would reserve.
  public let needed: Int
  /// The beginning of the next day; `nil` if no new day ends the excess.
  public let end: QueueTime?

  package init(use: BudgetUse, worker: String, reserved: Int, needed: Int, end: QueueTime?) {
    (self.use, self.worker, self.reserved) = (use, worker, reserved)
    (self.needed, self.end) = (needed, end)
  }

  /// Whether the start would exceed the limit even if no other row were running. Reserved amounts
  /// may be returned.
  public var isUsedUp: Bool { !BudgetState.allows(needed, of: use.limit, beside: use.spent) }
}

/// The remaining budget at one moment, and the amount that a start of each worker reserves.
public struct BudgetState: Equatable, Sendable {
  public let budget: Budget
  /// The end of the day to which `today` refers: midnight in the queue's time.
  public let dayEnd: QueueTime
  /// The usage of this day's attempts. An attempt with unknown usage counts as much as it reserved.
  public var today = BudgetAmount()
  /// The cost of all attempts on a row, by the row's id, in millionths of a US dollar.
  public var microdollarsByRow: [String: Int] = [:]
  /// The amount that a start reserves, by the names of the workers to which the budget applies.
  public var reserves: [String: BudgetAmount] = [:]
  /// The workers that made three or more attempts and whose costs are all unknown.
  public var unpriced: Set<String> = []
  /// The claim tokens of the attempts that are booked: their reservations count as spent.
  public var booked: Set<String> = []

  public init(_ budget: Budget, at now: QueueTime) {
    self.budget = budget
    dayEnd = now.endOfDay
  }

  /// Whether a limit allows a start that may use `needed`.
  static func allows(_ needed: Int, of limit: Int, beside taken: Int) -> Bool {
    taken < limit && needed <= limit - taken
  }

  /// Why a worker can't start; `nil` if it can, or if the budget does not apply to it.
  ///
  /// - Parameters:
  ///   - worker: the worker's name.
  ///   - id: the row; `nil` for a row on which nothing is spent.
  ///   - reserved: the amount that running rows have reserved.
  ///   - keys: the limits to check.
  public func excess(
    of worker: String, on id: String? = nil, beside reserved: BudgetAmount = BudgetAmount(),
    by keys: [Budget.Key] = Budget.Key.allCases
  ) -> BudgetExcess? {
    guard let reserve = reserves[worker] else { return nil }
    for key in keys {
      guard let use = use(of: key, on: id) else { continue }
      let (held, needed): (Int, Int) =
        switch key {
        case .usdPerDay: (reserved.microdollars, reserve.microdollars)
        case .tokensPerDay: (reserved.tokens, reserve.tokens)
        case .usdPerRow: (0, reserve.microdollars)
        case .callsPerDay: (reserved.calls, reserve.calls)
        }
      // An agent sends no requests.
      if key == .callsPerDay, needed == 0 { continue }
      // A start reserves at most the whole limit, so that the first start is always possible.
      let most = min(needed, use.limit)
      if Self.allows(most, of: use.limit, beside: use.spent + held) { continue }
      return BudgetExcess(
        use: use, worker: worker, reserved: held, needed: most,
        end: key == .usdPerRow || use.limit == 0 ? nil : dayEnd)
    }
    return nil
  }

  /// The spent part of a limit; `nil` if there is no such limit.
  ///
  /// - Parameters:
  ///   - key: the limit.
  ///   - id: the row, for a limit of rows; `nil` for a row on which nothing is spent.
  public func use(of key: Budget.Key, on id: String? = nil) -> BudgetUse? {
    guard let limit = budget[key] else { return nil }
    let spent =
      switch key {
      case .usdPerDay: today.microdollars
      case .tokensPerDay: today.tokens
      case .callsPerDay: today.calls
      case .usdPerRow: id.flatMap { microdollarsByRow[$0] } ?? 0
      }
    return BudgetUse(key: key, id: key == .usdPerRow ? id : nil, limit: limit, spent: spent)
  }

  /// The amount of the daily budget that a running row has reserved: at most the limits, and 0
  /// after its attempt is booked.
  func reservation(of item: QueueItem, by worker: String) -> BudgetAmount {
    if let token = item.claim?.token, booked.contains(token) { return BudgetAmount() }
    return reservation(of: worker)
  }

  func reservation(of worker: String) -> BudgetAmount {
    let reserve = reserves[worker] ?? BudgetAmount()
    return BudgetAmount(
      microdollars: min(reserve.microdollars, budget.microdollarsPerDay ?? .max),
      tokens: min(reserve.tokens, budget.tokensPerDay ?? .max),
      calls: min(reserve.calls, budget.callsPerDay ?? .max))
  }

  /// The share of a day's limit at which people are warned.
  private static let warningPercent = 80

  /// The limits of the day of which at least 80 % are spent.
  public var nearlySpent: [BudgetUse] {
    Budget.Key.allCases.compactMap { use(of: $0) }
      .filter { $0.limit > 0 && $0.spent * 100 >= $0.limit * Self.warningPercent }
  }
}

extension BudgetAmount {
  static func += (one: inout BudgetAmount, other: BudgetAmount) {
    one.microdollars += other.microdollars
    one.tokens += other.tokens
    one.calls += other.calls
  }
}

extension WorkerRoster {
  /// The amount of the daily budget that running rows have reserved.
  ///
  /// - Parameter running: the running rows; rows that sessions picked reserve nothing.
  public func reserved(by running: [QueueItem]) -> BudgetAmount {
    var sum = BudgetAmount()
    guard let budget else { return sum }
    for item in running where item.claim?.isForWorker ?? false {
      sum += budget.reservation(of: item, by: name(workingOn: item))
    }
    return sum
  }

  /// The part of the budget that the attempt on a claimed row may use, in millionths of a US
  /// dollar; `nil` for no limit.
  ///
  /// - Parameters:
  ///   - item: the row, with its claim.
  ///   - running: the rows that are IN_PROGRESS. Rows with later claims have reserved from the rest
  ///     of the budget.
  public func microdollarsLeft(for item: QueueItem, beside running: [QueueItem]) -> Int? {
    guard let budget, budget.reserves[name(for: item)] != nil, let claim = item.claim else {
      return nil
    }
    let reserved = reserved(by: running.filter { $0.claim?.number ?? .max < claim.number })
    let day = budget.budget.microdollarsPerDay.map {
      $0 - budget.today.microdollars - reserved.microdollars
    }
    let row = budget.budget.microdollarsPerRow.map {
      $0 - (budget.microdollarsByRow[item.id] ?? 0)
    }
    return [day, row].compactMap(\.self).min()
  }
}
