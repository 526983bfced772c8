import QueueModel

/// What a run log tells of all its runs.
///
/// The numbers are those that the Python tool gives for its own logs
/// (`metrics_aggregate.py`, `OBSERVABILITY.md`), so that limits go on to mean what they
/// meant. A run is a `run_end`: one that was killed does not count, and lines are not
/// matched by their trace, which several commands may share. The success rate is of rows,
/// not of commands: of the `done` and `fail` that succeeded, how many were `done`. A command
/// repeated on a row that is already so counts again. A report that a review let end its row is
/// a `done`, too, and a worker that ended without one a `fail`. Latency is of all runs, those
/// that were refused included.
///
/// Two figures are of our own making. The 95th percentile is by nearest rank, where that
/// tool takes a lower one in small logs. Retries are the `retry` that succeeded; that tool
/// counts events in its database, and nothing in its log.
public struct RunFigures: Equatable, Sendable {
  /// The `run_start` lines; more than `totalRuns` where runs are under way or were killed.
  public private(set) var startedRuns = 0
  /// The runs that ended, however they did.
  public private(set) var totalRuns = 0
  /// The `done` that succeeded, and the reports that a review let end a row.
  public private(set) var success = 0
  /// The `fail` that succeeded.
  public private(set) var failed = 0
  /// The `retry` that succeeded.
  public private(set) var retryCount = 0
  /// The lines that a crash tore, or that are no event of a run. Blank lines are none.
  public private(set) var ignoredLines = 0
  private var durations = DurationCounts()

  public init() {}

  /// The runs that finished a row.
  public var terminalRuns: Int { success + failed }

  /// From 0 to 1, to four digits; `nil` where no row was finished.
  public var successRate: Double? {
    terminalRuns == 0 ? nil : (Double(success) / Double(terminalRuns)).rounded(to: 10_000)
  }

  /// What is left to 1 of the success rate, to four digits.
  public var failureRate: Double? { successRate.map { (1 - $0).rounded(to: 10_000) } }

  /// Milliseconds, to hundredths; `nil` where no run says how long it took.
  public var averageLatency: Double? { durations.average }

  /// Milliseconds that at least 95 of 100 runs did not exceed; `nil` where no run says
  /// how long it took.
  public var p95Latency: Int? { durations.percentile(95) }

  mutating func count(_ line: RunLogLine) {
    switch line {
    case .start: startedRuns += 1
    case .end(let end): count(end)
    case .foreign: ignoredLines += 1
    }
  }

  private mutating func count(_ end: RunLogLine.RunEnd) {
    totalRuns += 1
    if let duration = end.durationMilliseconds { durations.add(duration) }
    guard end.exitCode == 0 else { return }
    switch end.command {
    case "done": success += 1
    case "fail": failed += 1
    case "retry": retryCount += 1
    case "review", "report", "tick", "supervise":
      if end.routedTo == Status.done.rawValue { success += 1 }
      if end.routedTo == Status.failed.rawValue { failed += 1 }
    default: break
    }
  }
}
