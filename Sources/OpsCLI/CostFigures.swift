import CommandSupport
import Dispatching
import JSON
import QueueModel
import TeamProtocol

/// What agents cost, as `ops kpi` has it.
struct CostFigures: Equatable {
  /// The attempts that ended today.
  let today: CostSum
  /// Those within the counted time.
  let total: CostSum
  /// Millionths of a US dollar that a DONE row cost on average, by those whose cost is known;
  /// `nil` where there is none.
  let microdollarsPerDoneRow: Int?

  /// `nil` without entries.
  ///
  /// - Parameters:
  ///   - entries: those of the ledger.
  ///   - since: the time from which on attempts are counted; `nil` for all.
  ///   - isDone: whether the row of this id is DONE, within the counted time.
  init?(
    _ entries: [CostEntry], at now: QueueTime, since: QueueTime? = nil,
    isDone: (_ id: String) -> Bool
  ) {
    if entries.isEmpty { return nil }
    let day = now.day
    today = CostSum(entries.lazy.filter { $0.day(zone: now.zone) == day })
    total = CostSum(entries.lazy.filter { entry in since.map { entry.time >= $0 } ?? true })
    let rows = CostSummary(entries, by: .row, zone: now.zone).groups
      .compactMap { $0.name.map(isDone) ?? false ? $0.sum.usage.microdollars : nil }
    let sum = rows.reduce(0) { AgentUsage.limited($0 + $1) }
    microdollarsPerDoneRow = rows.isEmpty ? nil : (sum + rows.count / 2) / rows.count
  }

  /// `costs today_usd=0.25 …`; `-` for what is unknown.
  var line: String {
    [
      "costs today_usd=\(today.usage.dollars ?? "-")", "total_usd=\(total.usage.dollars ?? "-")",
      "per_done_usd=\(microdollarsPerDoneRow.map { AgentUsage.dollars($0) } ?? "-")",
      "attempts=\(total.attempts)", "unknown=\(total.unknownAttempts)",
    ].joined(separator: " ")
  }

  var json: JSONValue {
    [
      "today_usd": JSONValue(microdollars: today.usage.microdollars),
      "total_usd": JSONValue(microdollars: total.usage.microdollars),
      "per_done_usd": JSONValue(microdollars: microdollarsPerDoneRow),
      "attempts": .integer(total.attempts), "unknown_attempts": .integer(total.unknownAttempts),
    ]
  }

  static let shape = """
    cost figures:
    today_usd: number or null, US dollars that are known of attempts that ended today
    total_usd: number or null, those of all attempts, with `--since` from that time on
    per_done_usd: number or null, what a DONE row whose cost is known cost on average, all attempts
    attempts: number, how many attempts `total_usd` is of
    unknown_attempts: number, those of them of which no money is known
    """
}

extension CommandContext {
  /// What agents cost by the ledger; `nil` where it has no entries, or can't be read, of which a
  /// warning says why.
  func costFigures(since: QueueTime?, rows: RowFigures) throws -> CostFigures? {
    let entries: [CostEntry]
    do { entries = try costLedger().entries() } catch {
      warn(.leftOut(commandError(error)))
      return nil
    }
    return CostFigures(entries, at: try now(), since: since) { rows.isDone($0) }
  }
}
