import Model
import Workload

/// The result of a soak: its figures and faults, which are a pure function of the observations.
struct SoakOracle: Equatable, Sendable {
  /// The number of executions that began.
  let attempts: Int
  /// The number of lines of the ledger for each event.
  let events: [LedgerLine.Event: Int]
  /// The number of acknowledged rows, without the open rows.
  let submitted: Int
  /// The number of submitted rows that are DONE according to the table, the history and the ledger,
  /// or that were closed after another row of the same key was DONE.
  let succeeded: Int
  let skipped: Int
  /// The number of rows that were not finished when the soak was cut short.
  let open: Int
  /// Rows that ended in another state than DONE, or have not ended.
  let unfinished: [Fault]
  /// The number of keys that were submitted more than once.
  let repeatedKeys: Int
  let duplicates: [Fault]
  let surprises: [Fault]
  /// The number of claims whose supervisors were killed.
  let lostLeases: Int
  /// The number of lost leases whose rows are DONE in the end.
  let recovered: Int
  /// The attempts that were made to fail, in the order of their times.
  let failures: [FailedAttempt]
  /// The seconds of the queue's clock from a row's arrival to its end.
  let seconds: Percentiles?
  /// How many commands failed because the database was locked.
  let lockedCommands: Int
  let commands: Int
  let unexpectedCommands: Int

  var successShare: Double { Self.share(succeeded, of: submitted) }
  var recoveredShare: Double { Self.share(recovered, of: lostLeases) }

  /// The share of a part in the whole; if the whole is 0, the share is 1.
  private static func share(_ part: Int, of whole: Int) -> Double {
    whole == 0 ? 1 : Double(part) / Double(whole)
  }

  init(_ history: SoakHistory) {
    let all = Self.rows(of: history)
    let rows = history.isCutShort ? all.filter { !$0.isOpen } : all
    open = all.count - rows.count
    unfinished = rows.compactMap(\.unfinished)
    let lines = history.ledger
    attempts = lines.count { $0.event == .began }
    events = Dictionary(grouping: lines, by: \.event).mapValues(\.count)
    let works = Self.works(of: history, all)
    let closed = works.reduce(into: Set()) { $0.formUnion($1.closedRightly) }
    let good = rows.filter { $0.isAccepted || $0.isClosed && closed.contains($0.id) }
    submitted = rows.count(where: \.isSubmitted)
    succeeded = good.count(where: \.isSubmitted)
    skipped = good.count(where: \.isClosed)
    repeatedKeys = works.count
    duplicates = all.flatMap(\.duplicates) + works.flatMap(\.duplicates)
    let alone = rows.filter { $0.isClosed && !closed.contains($0.id) }
    let ends = history.commands.compactMap { end -> Fault? in
      guard case .unexpected(let status, let error) = end.meaning else { return nil }
      return Fault(nil, "\(end.words): status \(status): \(error)")
    }
    let illegible = history.illegibleLines
    surprises =
      rows.flatMap(\.surprises)
      + alone.map {
        Fault($0.id, "was closed as a duplicate, and no other row of its key was DONE")
      } + ends
      + (illegible > 0 ? [Fault(nil, "\(illegible) lines of the ledger cannot be read")] : [])
    lostLeases = rows.map(\.losses.count).reduce(0, +)
    recovered = good.map(\.losses.count).reduce(0, +)
    let start = history.changes.map(\.time).min() ?? 0
    failures = all.flatMap { $0.failures(since: start) }.sorted {
      ($0.second, $0.line.id) < ($1.second, $1.line.id)
    }
    seconds = Percentiles(rows.compactMap(\.seconds))
    lockedCommands = history.commands.count { $0.meaning == .locked }
    commands = history.commands.count
    unexpectedCommands = ends.count
  }

  private static func rows(of history: SoakHistory) -> [AttemptsAtRow] {
    let submitted = Set(history.submissions.flatMap(\.ids))
    let lines = Dictionary(grouping: history.ledger, by: \.id)
    let changes = Dictionary(grouping: history.changes, by: \.id)
    return submitted.union(history.rows.keys).union(lines.keys).sorted().map { id in
      AttemptsAtRow(
        id: id, status: history.rows[id],
        lines: (lines[id] ?? []).sorted { $0.monotonic < $1.monotonic },
        changes: changes[id] ?? [], isSubmitted: submitted.contains(id))
    }
  }

  /// The rows of each key that several rows have, sorted by the keys.
  private static func works(of history: SoakHistory, _ rows: [AttemptsAtRow]) -> [RepeatedWork] {
    var keys: [String: String] = [:]
    for submission in history.submissions {
      for id in submission.ids { keys[id] = submission.key }
    }
    let mates = Dictionary(grouping: rows) { keys[$0.id] }
    let changes = Dictionary(grouping: history.changes) { keys[$0.id] }
    return mates.compactMap { key, rows in
      key.map { RepeatedWork(key: $0, rows: rows, changes: changes[key] ?? []) }
    }
    .filter { $0.rows.count > 1 }.sorted { $0.key < $1.key }
  }
}

/// An attempt that failed because its worker was told to fail, and what became of its row.
struct FailedAttempt: Equatable, Sendable {
  /// The attempt's last line in the ledger.
  let line: LedgerLine
  /// The second of the queue's clock, counted from the addition of the first row.
  let second: Int
  /// The seconds from the failure until the row was DONE; `nil` if it is not DONE.
  let secondsToEnd: Int?
}

/// The distribution of durations, by nearest rank.
struct Percentiles: Equatable, Sendable {
  let count: Int
  let p50: Int
  let p95: Int
  let max: Int

  /// `nil` for no values.
  init?(_ values: [Int]) {
    let sorted = values.sorted()
    guard let last = sorted.last else { return nil }
    func value(_ percent: Int) -> Int { sorted[(sorted.count * percent + 99) / 100 - 1] }
    count = sorted.count
    (p50, p95, max) = (value(50), value(95), last)
  }
}
