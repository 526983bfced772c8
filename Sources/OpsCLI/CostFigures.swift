import Console
import Dispatching
import Engine
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
  ///   - now: the time.
  ///   - since: the time from which on attempts are counted; `nil` for all.
  ///   - isDone: whether the row of this id is DONE, within the counted time.
  ///   - visit: calls what it is given with each entry of the ledger.
  init?(
    at now: QueueTime, since: QueueTime? = nil, isDone: @escaping (_ id: String) -> Bool,
    visiting visit: (_ body: (CostEntry) -> Void) throws -> Void
  ) rethrows {
    var isEmpty = true
    var (today, total) = (CostSum(), CostSum())
    var doneRows: [String: CostSum] = [:]
    let day = now.day
    try visit { entry in
      isEmpty = false
      if entry.day(zone: now.zone) == day { today.add(entry) }
      if since.map({ entry.time >= $0 }) ?? true { total.add(entry) }
      if isDone(entry.id) { doneRows[entry.id, default: CostSum()].add(entry) }
    }
    if isEmpty { return nil }
    (self.today, self.total) = (today, total)
    let rows = doneRows.values.compactMap(\.usage.microdollars)
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
    let (ledger, now) = (try costLedger(), try taskQueue.now())
    do {
      return try CostFigures(
        at: now, since: since, isDone: { rows.isDone($0) },
        visiting: { try ledger.visitEntries($0) })
    } catch {
      warn(.leftOut(problem(error)))
      return nil
    }
  }
}
