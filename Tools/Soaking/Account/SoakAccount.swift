import QueueModel

/// What a soak came to: a pure function of what was seen.
public struct SoakAccount: Equatable, Sendable {
  /// Executions that began.
  public let attempts: Int
  /// By what the workers noted last.
  public let endings: [LedgerLine.Event: Int]
  /// Rows that were acknowledged.
  public let submitted: Int
  /// Those of them that are DONE, by the evidence of the table, the history and the ledger; or that
  /// were closed when another row of the same key was.
  public let succeeded: Int
  public let skipped: Int
  /// Those that were on their way when the soak was cut short; they are not among `submitted`.
  public let open: Int
  /// Those that came to another end, or to none.
  public let unfinished: [SoakFault]
  /// Keys that were submitted more than once.
  public let repeatedKeys: Int
  public let duplicates: [SoakFault]
  public let surprises: [SoakFault]
  /// Claims whose supervisors were killed.
  public let lostLeases: Int
  /// Those of them whose rows are DONE in the end.
  public let recovered: Int
  /// Seconds of the queue from a row's arrival to its end.
  public let seconds: Percentiles?
  /// How often a command was told that the database is locked.
  public let lockedCommands: Int
  public let commands: Int
  public let unexpectedCommands: Int

  public var successShare: Double { Self.share(succeeded, of: submitted) }
  public var recoveredShare: Double { Self.share(recovered, of: lostLeases) }

  /// None of none is all of it.
  private static func share(_ part: Int, of whole: Int) -> Double {
    whole == 0 ? 1 : Double(part) / Double(whole)
  }

  public init(of history: SoakHistory) {
    let all = Self.rows(of: history)
    let rows = history.isCutShort ? all.filter { !$0.isOpen } : all
    open = all.count - rows.count
    unfinished = rows.compactMap(\.unfinished)
    let lines = history.ledger
    attempts = lines.count { $0.event == .began }
    endings = Dictionary(grouping: lines, by: \.event).mapValues(\.count)
    let works = Self.works(of: history, all)
    let closed = works.reduce(into: Set()) { $0.formUnion($1.closedRightly) }
    let good = rows.filter { $0.isAccepted || $0.isClosed && closed.contains($0.id) }
    submitted = rows.count(where: \.isSubmitted)
    succeeded = good.count(where: \.isSubmitted)
    skipped = good.count(where: \.isClosed)
    repeatedKeys = works.count
    duplicates = all.flatMap(\.duplicates) + works.flatMap(\.duplicates)
    let alone = rows.filter { $0.isClosed && !closed.contains($0.id) }
    let ends = history.commands.compactMap { end -> SoakFault? in
      guard case .unexpected(let status, let text) = end.meaning else { return nil }
      return .command(end.words, status: status, saying: text)
    }
    surprises =
      rows.flatMap(\.surprises) + alone.map { .closedAlone(id: $0.id) } + ends
      + (history.illegibleLines > 0 ? [.illegibleLedger(lines: history.illegibleLines)] : [])
    lostLeases = rows.map(\.losses.count).reduce(0, +)
    recovered = good.map(\.losses.count).reduce(0, +)
    seconds = Percentiles(rows.compactMap(\.seconds))
    lockedCommands = history.commands.count { $0.meaning == .locked }
    commands = history.commands.count
    unexpectedCommands = ends.count
  }

  private static func rows(of history: SoakHistory) -> [RowAccount] {
    let submitted = Set(history.submissions.flatMap(\.ids))
    let rows = Dictionary(history.rows.map { ($0.id, $0) }) { first, _ in first }
    let lines = Dictionary(grouping: history.ledger, by: \.id)
    let changes = Dictionary(grouping: history.changes, by: \.id)
    return submitted.union(rows.keys).union(lines.keys).sorted().map { id in
      RowAccount(
        id: id, row: rows[id],
        lines: (lines[id] ?? []).sorted { $0.monotonic < $1.monotonic },
        changes: changes[id] ?? [], isSubmitted: submitted.contains(id))
    }
  }

  /// The rows of each key that several have, by the keys.
  private static func works(of history: SoakHistory, _ rows: [RowAccount]) -> [WorkAccount] {
    var keys: [String: String] = [:]
    for submission in history.submissions {
      for id in submission.ids { keys[id] = submission.key }
    }
    let mates = Dictionary(grouping: rows) { keys[$0.id] }
    let changes = Dictionary(grouping: history.changes) { keys[$0.id] }
    return mates.compactMap { key, rows in
      key.map { WorkAccount(key: $0, rows: rows, changes: changes[key] ?? []) }
    }
    .filter { $0.rows.count > 1 }.sorted { $0.key < $1.key }
  }
}
