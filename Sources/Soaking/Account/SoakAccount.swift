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
  /// were closed because another row of the same key is.
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
    submitted = rows.count(where: \.isSubmitted)
    succeeded = rows.count { $0.isSubmitted && $0.hasSucceeded }
    skipped = rows.count(where: \.isSkipped)
    let keys = Self.keys(of: history)
    repeatedKeys = keys.count
    duplicates = rows.flatMap(\.duplicates) + Self.sameWork(keys, rows)
    let ends = history.commands.compactMap { end -> SoakFault? in
      guard case .unexpected(let status, let text) = end.meaning else { return nil }
      return .command(end.words, status: status, saying: text)
    }
    surprises =
      rows.flatMap(\.surprises) + ends
      + (history.illegibleLines > 0 ? [.illegibleLedger(lines: history.illegibleLines)] : [])
    lostLeases = rows.map(\.losses.count).reduce(0, +)
    recovered = rows.filter(\.hasSucceeded).map(\.losses.count).reduce(0, +)
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

  /// The rows of each key that several have.
  private static func keys(of history: SoakHistory) -> [String: [String]] {
    let keyed = history.submissions.filter { $0.key != nil }
    return Dictionary(grouping: keyed) { $0.key ?? "" }.mapValues { $0.flatMap(\.ids) }
      .filter { $1.count > 1 }
  }

  private static func sameWork(
    _ keys: [String: [String]], _ rows: [RowAccount]
  ) -> [SoakFault] {
    let accepted = Set(rows.filter(\.isAccepted).map(\.id))
    return keys.sorted { $0.key < $1.key }.compactMap { key, ids in
      let worked = ids.filter(accepted.contains)
      return worked.count > 1 ? .sameWorkTwice(key: key, ids: worked) : nil
    }
  }
}
