public import Engine
public import Model
public import Text
import Workers

// Why rows wait.

extension Pause: Shaped {
  public static var shapeName: StaticString { "queue pause" }
  public static func shape(_ fields: inout Fields<Pause>) {
    fields.add(
      "actor", \.actor, "who began it, a session or `user@host`; null where that cannot be read")
    fields.add("since", \.since, "when it began, in seconds since 1970")
    fields.add("reason", \.reason)
  }
}

extension PausedWorker: Shaped {
  public static var shapeName: StaticString { "worker pause" }
  public static func shape(_ fields: inout Fields<PausedWorker>) {
    fields.add("worker", \.name, "its name in `orch.json`")
    fields.add("until", \.pause.until, "when it ends, in seconds since 1970")
    fields.add("class", \.pause.failure.rawValue, "`spawn` or `auth`")
    fields.add("reason", \.pause.reason, "what was wrong")
  }
}

extension Dependencies.Blocker: Shaped {
  public static var shapeName: StaticString { "blocker" }
  public static func shape(_ fields: inout Fields<Dependencies.Blocker>) {
    fields.add("id", \.id, "a row that another one waits for")
    fields.add("status", \.status?.rawValue, "its status; null for no such row")
  }
}

extension BudgetUse: Shaped {
  public static var shapeName: StaticString { "budget limit" }
  public static func shape(_ fields: inout Fields<BudgetUse>) {
    fields.add(
      "key", \.key.rawValue, "`usd_per_day`, `usd_per_row`, `tokens_per_day` or `calls_per_day`")
    fields.add("limit", { $0.amount($0.limit) }, "US dollars, tokens or requests")
    fields.addIfAny(
      "spent", { $0.isCounted ? $0.amount($0.spent) : nil },
      """
      what counts as spent, today or on the row that is listed; an attempt of unknown cost took \
      what it reserved
      """)
    fields.addIfAny(
      "left", { $0.isCounted ? $0.amount(max(0, $0.limit - $0.spent)) : nil },
      "what is left of it, without what rows at work reserve; 0 where more is spent")
  }

  private var isCounted: Bool { key != .usdPerRow || id != nil }

  private func amount(_ amount: Int) -> Number {
    key.isOfMoney ? .dollars(micro: amount) : .whole(amount)
  }
}

/// A row that may not start.
public struct HeldRow: Shaped {
  private let id: String
  private let reason: String

  public init(id: String, reason: String) { (self.id, self.reason) = (id, reason) }

  public static var shapeName: StaticString { "held row" }
  public static func shape(_ fields: inout Fields<HeldRow>) {
    fields.add("id", \.id)
    fields.add("reason", \.reason, "why it does not start")
  }
}

/// What a dispatch claimed and started.
public struct DispatchAnswer: Shaped {
  private let outcome: DispatchOutcome
  private let zone: QueueZone?

  /// - Parameters:
  ///   - outcome: the rows, and what stopped others.
  ///   - zone: that of their times, as of `ZonedItem`.
  public init(_ outcome: DispatchOutcome, in zone: QueueZone?) {
    (self.outcome, self.zone) = (outcome, zone)
  }

  public static var shapeName: StaticString { "dispatch" }
  public static func shape(_ fields: inout Fields<DispatchAnswer>) {
    fields.add(
      "claims",
      { answer in answer.outcome.items.map { ClaimAnswer($0, in: answer.zone) } },
      "the rows that were claimed")
    fields.addIfAny("paused", \.outcome.pause, "the pause that keeps every row from being claimed")
    fields.addIfNotEmpty(
      "not_started",
      {
        $0.outcome.failures.sorted { $0.key < $1.key }
          .map { HeldRow(id: $0.key, reason: $0.value.reason) }
      }, "those whose worker could not be started, where there are any")
  }
}
