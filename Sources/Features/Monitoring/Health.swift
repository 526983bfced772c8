public import Attempts
public import Door
public import Events
import Host
import Interchange
public import Model
import QueueStore
public import Stores
public import Text
import Work
public import Worktrees

/// The health of a queue, for monitors.
public struct Health: Sendable {
  /// The comparison of table and database; `nil` if either is missing.
  public internal(set) var consistency: Consistency?
  public internal(set) var figures: Figures?
  public internal(set) var alerts: [FigureAlert] = []
  public internal(set) var attention: Attention?
  public internal(set) var pause: Pause?
  public internal(set) var pausedWorkers: [PausedWorker] = []
  public internal(set) var budget = BudgetFindings()
  /// The rows that wait because of the budget; `nil` if there are none.
  public internal(set) var budgetStop: StartStop?
  /// The rows that no program is started on, or that never start as they are, until a person acts.
  public internal(set) var startStops: [StartStop] = []
  /// The rows that are tried again and again.
  public internal(set) var repeatedFailures: [RepeatedFailure] = []
  public internal(set) var hooks = HookFindings()
  /// The rows that could start but that nobody takes; `nil` if there are none.
  public internal(set) var idleTicks: IdleTicks?
  /// The rows that were claimed or leased by a clock that was ahead, so that it is unknown how long
  /// their work takes.
  public internal(set) var claimsAhead: [ClaimAhead] = []
  /// What keeps rows from being worked on in worktrees, or their work from landing, until a person
  /// corrects it.
  public internal(set) var obstacles: [WorkObstacle] = []
  /// The time of the check; `nil` if it failed.
  public internal(set) var now: QueueTime?
  /// Why the check failed.
  public internal(set) var problem: Problem?
  /// What the disk lacks, so that no change can be written; `nil` if it has enough room.
  public internal(set) var diskShortage: Sentence?

  /// The states, from good to bad.
  public enum State: String, CaseIterable, Comparable, Sendable {
    case good = "OK"
    case alert = "WARN"
    case mismatch = "FAIL"
    case failed = "ERROR"

    public static func < (one: State, other: State) -> Bool {
      let order = allCases
      return order.firstIndex(of: one) ?? 0 < order.firstIndex(of: other) ?? 0
    }
  }

  /// The state by the worst finding. A pause of the queue does not count.
  public var state: State {
    if problem != nil || diskShortage != nil { return .failed }
    if consistency?.isConsistent == false { return .mismatch }
    let isGood =
      alerts.isEmpty && attention == nil && pausedWorkers.isEmpty && budget.sentences.isEmpty
      && budgetStop == nil && startStops.isEmpty && repeatedFailures.isEmpty && hooks.isEmpty
      && obstacles.isEmpty && idleTicks == nil && claimsAhead.isEmpty
    return isGood ? .good : .alert
  }

  /// The rows that wait for a person for too long.
  public struct Attention: Equatable, Sendable {
    public let count: Int
    public let oldest: WaitingRow
    /// In seconds.
    public let limit: Int

    /// The finding; `nil` if there are no such rows.
    ///
    /// - Parameters:
    ///   - rows: the rows, longest waiting first.
    ///   - limit: in seconds; 0 for no limit.
    init?(_ rows: [WaitingRow], after limit: Int) {
      let late = rows.prefix { limit > 0 && $0.seconds > limit }
      guard let oldest = late.first else { return nil }
      (count, self.oldest, self.limit) = (late.count, oldest, limit)
    }
  }

  /// A row that was claimed or leased by a clock that was ahead.
  public struct ClaimAhead: Equatable, Sendable {
    public let id: String
    /// Whether the row is IN_PROGRESS, and not only leased.
    public let isAtWork: Bool
    /// When the row was claimed or leased, by that clock; `nil` if unknown.
    public let time: QueueTime?
  }

  /// Rows that could start, but that no tick and no session claims.
  public struct IdleTicks: Equatable, Sendable {
    /// How many rows could be claimed.
    public let count: Int
    /// The time, in seconds, for which no row was claimed at least; 0 if the daemon was killed or
    /// does not tick, which counts at once.
    public let limit: Int
    public let cause: Cause

    public enum Cause: Equatable, Sendable {
      /// `orch.json` names no worker, so that ticks claim no row.
      case noWorker
      /// Neither a daemon nor cron ticks.
      case noTicks
      /// The daemon was killed, and cron does not tick.
      case killedDaemon(Diagnosis)
      /// The daemon runs but does not tick, and neither does cron.
      case stalledDaemon(Diagnosis)
    }
  }
}

extension TaskQueue {
  /// Compares the table with the database if both exist, and checks the figures against their
  /// limits. These are the figures of the file, or of the database if one is named or the file is
  /// read-only.
  public func health() -> Health {
    do { return try checkedHealth() } catch { return Health(problem: Problem(error)) }
  }

  private func checkedHealth() throws -> Health {
    // A problem in `orch.json` is a finding, even if this part is not needed to open the queue.
    _ = try fileSettings()
    let database = try databasePath()
    let hasDatabase = try !isOnServer && FileStatus.ifExists(database) != nil
    let hasFile = (try? queuePath()).flatMap { try? FileStatus(of: $0) } != nil
    let isDatabaseChosen = try value(Settings.queueReadOnly) || chosenDatabase != nil
    let hasOnlyDatabase = !hasFile && hasDatabase && namedQueuePath == nil
    let isCounted = isDatabaseChosen || hasOnlyDatabase
    let counted = isCounted && !isOnServer ? database : nil
    let queue = try countedStore(counted).map {
      try queueFigures(of: $0, isDatabase: counted != nil)
    }
    let figures = Figures(runs: try runFigures(), queue: queue, rows: nil)
    let patience = try value(Settings.attentionAfter)
    let (rows, obstacles) = (try snapshot(), workObstacles())
    let stops = try startStops(in: rows).filter { stop in
      guard case .cannotStart(let start) = stop.reason else { return true }
      return !obstacles.contains { start.cause as? Problem == $0.problem }
    }
    return Health(
      consistency: hasDatabase && hasFile ? try consistency() : nil, figures: figures,
      alerts: figures.alerts(beyond: try FigureLimits(of: self)),
      attention: Health.Attention(queue?.waiting ?? [], after: patience),
      pause: (try? pause()) ?? nil, pausedWorkers: pausedWorkers(), budget: budgetFindings(),
      budgetStop: try budgetStop(in: rows), startStops: stops,
      repeatedFailures: try repeatedFailures(in: rows), hooks: hookFindings(),
      idleTicks: try idleTicks(in: rows, after: patience),
      claimsAhead: try claimsFromClocksAhead(in: rows), obstacles: obstacles,
      now: try now(), diskShortage: diskShortage())
  }

  /// - Parameter limit: in seconds; 0 for no limit.
  private func idleTicks(
    in rows: any QueueSnapshot, after limit: Int
  ) throws -> Health.IdleTicks? {
    let (now, hasWorker) = (try now(), startsWork)
    if hasWorker, try workspace().isTicked(at: now, lastTick: lastTick) { return nil }
    let ready = try readyRows(in: rows, as: Caller())
    if ready.isEmpty { return nil }
    if hasWorker, let daemon = DaemonCheck(of: self) {
      if let killed = daemon.diagnosisIfKilled {
        return Health.IdleTicks(count: ready.count, limit: 0, cause: .killedDaemon(killed))
      }
      if let stalled = daemon.diagnosisIfStalled {
        return Health.IdleTicks(count: ready.count, limit: 0, cause: .stalledDaemon(stalled))
      }
    }
    let start = now.epochSeconds - limit
    let times = limit > 0 ? try StatusTimes(of: store()) : StatusTimes()
    if limit == 0 || times.lastWork.map({ $0 > start }) ?? false { return nil }
    let waitsLong = try ready.contains { id in
      guard let since = times.changes[id] ?? times.beginning else { return false }
      return try max(since, rows.item(id)?.earliestStart(in: now.zone) ?? 0) < start
    }
    guard waitsLong else { return nil }
    return Health.IdleTicks(
      count: ready.count, limit: limit, cause: hasWorker ? .noTicks : .noWorker)
  }

  private func claimsFromClocksAhead(
    in rows: any QueueSnapshot
  ) throws -> [Health.ClaimAhead] {
    let now = try now()
    let latest = now.epochSeconds + QueueItem.clockDifference
    var claims: [String: QueueTime] = [:]
    for entry in try store().latestHistory(200) where entry.newStatus == .inProgress {
      claims[entry.id ?? ""] = QueueTime(iso8601: entry.time)
    }
    return (0..<rows.rowCount).compactMap { row in
      guard let status = rows.status(at: row), status == .inProgress || status == .pending,
        let item = rows.item(at: row)
      else { return nil }
      let claim = status == .inProgress ? claims[item.id] : nil
      let isClaimAhead = claim.map { $0.epochSeconds > latest } ?? false
      guard isClaimAhead || item.isFromClockAhead(at: now) else { return nil }
      let starts = [claim?.epochSeconds, item.claim?.madeAt].compactMap(\.self)
      return Health.ClaimAhead(
        id: item.id, isAtWork: status == .inProgress,
        time: starts.max().map { QueueTime(epochSeconds: $0, zone: now.zone) })
    }
  }

  /// Compares the table with the database, and changes neither.
  ///
  /// - Parameter texts: whether task, criteria and notes are compared, too.
  public func consistency(withTexts texts: Bool = false) throws(Problem) -> Consistency {
    try asking {
      let (database, file) = try mirroredStores()
      return try database.consistency(
        with: file, context: queue(as: Caller()).context(), withTexts: texts, receive: show)
    }
  }
}
