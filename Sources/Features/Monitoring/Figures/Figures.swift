import Attempts
public import Door
import Host
import Interchange
public import Model
import Plans
import QueueStore
import Text
public import Workers

/// The figures for operators.
public struct Figures: Sendable {
  /// The runs of commands, according to the run log.
  public let runs: RunFigures
  /// The rows now; `nil` if there is no queue but a run log is named.
  public let queue: QueueFigures?
  /// The figures of rows that ended, according to the history; `nil` if there is no queue, or if
  /// they are not asked for.
  public let rows: RowFigures?
  /// The figures of attempts that ended; `nil` for the same reasons as `rows`.
  public var attempts: AttemptFigures?
  /// The cost of agents' attempts; `nil` for the same reasons as `rows`, and if the ledger can't be
  /// read.
  public var costs: CostSum?
  /// `nil` without a queue, and if another database is counted.
  public var operation: OperationFigures?

  /// How many times a row was taken back.
  public var retryCount: Int { queue?.retries ?? runs.retryCount }

  /// The alerts about figures that exceed their limits. An unknown figure exceeds none.
  public func alerts(beyond limits: FigureLimits) -> [FigureAlert] {
    var alerts: [FigureAlert] = []
    if let rate = runs.recentFailureRate, rate > limits.failureRate {
      alerts.append(.failureRate(rate, limit: limits.failureRate))
    }
    if let latency = runs.recentP95Latency, latency > limits.latencyP95 {
      alerts.append(.latencyP95(latency, limit: limits.latencyP95))
    }
    if let stale = queue?.staleInProgress, stale > limits.staleInProgress {
      alerts.append(.staleInProgress(stale, limit: limits.staleInProgress))
    }
    return alerts
  }
}

/// The limits of figures.
public struct FigureLimits: Equatable, Sendable {
  /// The share of failures, from 0 to 1.
  public let failureRate: Double
  /// In milliseconds.
  public let latencyP95: Int
  public let staleInProgress: Int

  /// Uses the limits of the settings for limits that are not given.
  public init(
    of queue: TaskQueue, failureRate: Double? = nil, latencyP95: Int? = nil,
    staleInProgress: Int? = nil
  ) throws(Problem) {
    self.failureRate = try queue.value(Settings.kpiMaxFailureRate, given: failureRate)
    self.latencyP95 = try queue.value(Settings.kpiMaxLatency, given: latencyP95)
    self.staleInProgress = try queue.value(Settings.kpiMaxStale, given: staleInProgress)
  }
}

/// A figure that exceeds its limit.
public enum FigureAlert: Equatable, Sendable {
  case failureRate(Double, limit: Double)
  case latencyP95(Int, limit: Int)
  case staleInProgress(Int, limit: Int)
}

extension TaskQueue {
  /// - Parameters:
  ///   - since: the time after which ended rows are counted; `nil` for all.
  ///   - plan: the plan whose ended rows are counted; `nil` for all rows.
  ///   - minutes: the time after which a row in progress is stale; `nil` for the value of the
  ///     settings.
  ///   - database: the path of a database to count instead of the queue.
  public func figures(
    since: QueueTime? = nil, ofPlan plan: String? = nil, staleAfter minutes: Int? = nil,
    in database: String? = nil
  ) throws(Problem) -> Figures {
    try asking {
      guard let store = try countedStore(database) else {
        return Figures(runs: try runFigures(), queue: nil, rows: nil)
      }
      let ids = try plan.map(ids(ofPlan:))
      var (rows, times) = (RowFigures(since: since, ids: ids), StatusTimes())
      var attempts = AttemptFigures()
      try store.visitStatusChanges(onlyRecent: false) { change, isRecent in
        rows.count(change)
        attempts.count(change)
        if isRecent { times.note(change) }
      }
      let queue = try queueFigures(
        of: store, staleAfter: minutes, isDatabase: database != nil, times)
      return Figures(
        runs: try runFigures(), queue: queue, rows: rows, attempts: attempts,
        costs: try readCosts { ledger in
          var sum = CostSum()
          try ledger.visitEntries { if rows.counts($0.id) { sum.add($0) } }
          return sum
        }, operation: database == nil ? try operationFigures() : nil)
    }
  }

  /// The store whose rows are counted; `nil` if there is no queue but a run log is named.
  func countedStore(_ database: String?) throws -> (any QueueStore)? {
    if let database { return try ownDatabase(at: database) }
    return hasOnlyRunLog ? nil : try store()
  }

  /// The figures of the rows now.
  ///
  /// - Parameters:
  ///   - minutes: the time after which a row in progress is stale; `nil` for the value of the
  ///     settings.
  ///   - isDatabase: whether the store is a database, even if the queue is a file.
  ///   - times: when rows got their status, if that was already read.
  func queueFigures(
    of store: any QueueStore, staleAfter minutes: Int? = nil, isDatabase: Bool,
    _ times: StatusTimes? = nil
  ) throws -> QueueFigures {
    let minutes = try value(Settings.kpiStaleMinutes, given: minutes)
    let (snapshot, now) = (try snapshot(of: store), try now())
    var figures = QueueFigures(of: snapshot, staleAfter: minutes, at: now)
    let kept = try store.figureKeeping?.figures()
    // If there are no such figures, only the run log has the number of retries.
    figures.retries = kept?.retries
    let recent = kept == nil ? try times ?? StatusTimes(of: store) : StatusTimes()
    let oldest = kept.map { $0.oldestPending?.epochSeconds } ?? snapshot.oldestPending(by: recent)
    figures.oldestPendingAge = oldest.map { max(0, now.epochSeconds - $0) }
    let stops = snapshot.rowsWaitingForPeople(try policy(isDatabase: isDatabase ? true : nil))
    if !stops.isEmpty {
      let starts = try store.stopTimes(of: stops, by: recent, at: now)
      figures.waiting = stops.compactMap { row in
        starts[row.id].map { .init(id: row.id, seconds: max(0, now.epochSeconds - $0)) }
      }.sorted { ($1.seconds, $0.id) < ($0.seconds, $1.id) }
    }
    return figures
  }

  /// The figures of all runs in the run log, including its old files; empty if it is missing.
  func runFigures() throws -> RunFigures {
    let (log, now) = (RunLog(path: try runLogPath()), try now())
    do throws(SystemError) {
      return try log.figures(
        at: now.epochSeconds * 1000, clock: opening.clock,
        notice: waitNotice.worded { _ in "reading the run log …" })
    } catch {
      throw error.isDirectory
        ? Problem.hinted(
          .system(error), Sentence("name the file with --log-path", "--log-path로 파일을 지정하십시오"))
        : .system(error)
    }
  }
}
