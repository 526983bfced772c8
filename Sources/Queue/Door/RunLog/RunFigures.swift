import Model

/// The figures of all runs of a run log.
///
/// They match the figures of the Python tool for its own logs (`metrics_aggregate.py`,
/// `OBSERVABILITY.md`), so that limits keep their meaning. A run is a `run_end` line. A killed run
/// does not count. Lines are not matched by their trace id, because several commands may share it.
/// The success rate counts rows, not commands: it is the share of `done` in the `done` and `fail`
/// that succeeded. A repeated command counts again. A report that ended its row by a review counts
/// as a `done`, and a worker that ended without a report counts as a `fail`. Latency covers all
/// runs, including refused ones, without the time that they waited for a save of the queue to end,
/// or for checks.
///
/// Two figures differ. The 95th percentile is the nearest rank; the Python tool uses a lower rank
/// in small logs. Retries include retries of failed attempts; the Python tool counts events in its
/// database.
public struct RunFigures: Equatable, Sendable {
  /// The `run_start` lines; more than `totalRuns` when runs are active or were killed.
  public private(set) var startedRuns = 0
  /// The runs that ended, with any status.
  public private(set) var totalRuns = 0
  /// The `done` that succeeded, and the reports that ended a row by a review.
  public private(set) var success = 0
  /// The `fail` that succeeded.
  public private(set) var failed = 0
  /// The `retry` that succeeded, and the attempts after which a row waits for its next one,
  /// including attempts that the watchdog ended.
  public private(set) var retryCount = 0
  /// The lines that a crash cut, or that are not an event of a run. Blank lines do not count.
  public private(set) var ignoredLines = 0
  private var durations = DurationCounts()
  private var recentDurations = DurationCounts()
  /// The beginning of the last day, in milliseconds since 1970.
  private let recent: Int
  /// The rows that became DONE on the last day. A run without a time counts.
  private var recentlyDone = 0
  /// The rows that became FAILED on the last day, or BLOCKED after a failed attempt.
  private var recentlyFailed = 0

  /// - Parameter now: the time at which the recent figures end, in milliseconds since 1970.
  public init(at now: Int = .max) { recent = now == .max ? .min : now - 86_400_000 }

  /// The runs that finished a row.
  public var terminalRuns: Int { success + failed }

  /// The share of successful rows, from 0 to 1, to four digits; `nil` if no row was finished.
  public var successRate: Double? {
    terminalRuns == 0 ? nil : (Double(success) / Double(terminalRuns)).rounded(to: 10_000)
  }

  /// The share of rows that failed among those that ended on the last day, from 0 to 1, to four
  /// digits; `nil` if none ended. A row that is BLOCKED after a failed attempt counts as failed.
  public var recentFailureRate: Double? {
    let ends = recentlyDone + recentlyFailed
    return ends == 0 ? nil : (Double(recentlyFailed) / Double(ends)).rounded(to: 10_000)
  }

  /// The average latency in milliseconds, to hundredths; `nil` without a run that has a duration.
  public var averageLatency: Double? { durations.average }

  /// The milliseconds that at least 95 of 100 runs did not exceed; `nil` without a run that has a
  /// duration.
  public var p95Latency: Int? { durations.percentile(95) }

  /// Like ``p95Latency``, of the runs that ended on the last day.
  public var recentP95Latency: Int? { recentDurations.percentile(95) }

  mutating func count(_ line: RunLogLine) {
    switch line {
    case .start: startedRuns += 1
    case .end(let end): count(end)
    case .foreign: ignoredLines += 1
    }
  }

  private mutating func count(_ end: RunLogLine.RunEnd) {
    totalRuns += 1
    let isRecent = end.time.map { $0 > recent } ?? true
    if let duration = end.durationMilliseconds {
      let latency = duration - max(0, end.waitedMilliseconds ?? 0)
      durations.add(latency)
      if isRecent { recentDurations.add(latency) }
    }
    guard end.exitCode == 0 else { return }
    switch end.command {
    case "done": count(.done, end, isRecent)
    case "fail": count(.failed, end, isRecent)
    case "retry": retryCount += 1
    case "review", "report", "tick", "supervise", "drain", "watchdog":
      if let status = end.routedTo.flatMap(Status.init) { count(status, end, isRecent) }
    default: break
    }
  }

  private mutating func count(_ status: Status, _ end: RunLogLine.RunEnd, _ isRecent: Bool) {
    switch status {
    case .pending: retryCount += 1
    case .done:
      success += 1
      if isRecent { recentlyDone += 1 }
    case .failed:
      failed += 1
      if isRecent { recentlyFailed += 1 }
    case .blocked:
      // A worker that asks a question has not failed.
      let hasFailed = end.failure.map { $0 != FailureClass.question.rawValue } ?? false
      if isRecent, hasFailed { recentlyFailed += 1 }
    case .inProgress: break
    }
  }
}

/// The number of runs by duration: exact figures, with memory for the distinct durations only.
struct DurationCounts: Equatable, Sendable {
  private var counts: [Int: Int] = [:]
  private var count = 0
  /// The sum in milliseconds, exact up to 2⁵³, which is 285,000 years.
  private var sum = 0.0

  /// The durations that a clock can have measured, up to 31 years.
  private static let credible = 0...1_000_000_000_000

  /// Counts a duration, unless no clock can have measured it.
  mutating func add(_ milliseconds: Int) {
    guard Self.credible.contains(milliseconds) else { return }
    counts[milliseconds, default: 0] += 1
    count += 1
    sum += Double(milliseconds)
  }

  /// The average in milliseconds, to hundredths; `nil` without a duration.
  var average: Double? {
    count == 0 ? nil : (sum / Double(count)).rounded(to: 100)
  }

  /// The smallest duration that at least `percent` of 100 runs did not exceed (nearest rank); `nil`
  /// without a duration.
  func percentile(_ percent: Int) -> Int? {
    var rest = (count * percent + 99) / 100
    for (duration, count) in counts.sorted(by: { $0.key < $1.key }) {
      rest -= count
      if rest <= 0 { return duration }
    }
    return nil
  }
}

extension Double {
  /// Rounded to a multiple of 1/`parts`, ties to even as in the Python tool.
  func rounded(to parts: Double) -> Double {
    (self * parts).rounded(.toNearestOrEven) / parts
  }
}
