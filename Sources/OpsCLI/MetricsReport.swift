import CommandSupport
import JSON
import RunLog

/// What `ops metrics` tells.
struct MetricsReport: Equatable {
  /// The path of the run log.
  let source: String
  let runs: RunFigures
  /// `nil` where there is no queue.
  let queue: QueueFigures?

  var retryCount: Int { queue?.retries ?? runs.retryCount }

  /// The keys of the contract first, in its order.
  var json: JSONValue {
    [
      "source": .string(source), "total_runs": .integer(runs.totalRuns),
      "terminal_runs": .integer(runs.terminalRuns), "success": .integer(runs.success),
      "failed": .integer(runs.failed), "success_rate": JSONValue(runs.successRate),
      "latency_avg_ms": JSONValue(runs.averageLatency),
      "latency_p95_ms": JSONValue(runs.p95Latency), "retry_count": .integer(retryCount),
      "started_runs": .integer(runs.startedRuns), "ignored_lines": .integer(runs.ignoredLines),
      "stale_in_progress": JSONValue(queue?.staleInProgress),
      "rows": queue?.countsJSON ?? .null,
      "oldest_pending_seconds": JSONValue(queue?.oldestPendingAge),
    ]
  }
}
