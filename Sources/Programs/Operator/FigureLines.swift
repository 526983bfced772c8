import Attempts
import Door
import Model
import Monitoring
import Workers

// The figures as lines, which scripts parse.

extension Figures {
  /// The line for scripts; `-` stands for an unknown figure.
  var line: String {
    func text(_ figure: (some Any)?) -> String { figure.map { "\($0)" } ?? "-" }
    let rate = runs.successRate.map { "\(($0 * 100).fixed(2))%" }
    return [
      "kpi success_rate=\(text(rate))", "latency_p95_ms=\(text(runs.p95Latency))",
      "latency_avg_ms=\(text(runs.averageLatency?.fixed(2)))", "retry_count=\(retryCount)",
      "stale_in_progress=\(text(queue?.staleInProgress))",
    ].joined(separator: " ")
  }
}

extension RowFigures.Summary {
  /// `rows ended=4 done=3 …`, with times in seconds; on a terminal in larger units.
  func line(isForPeople: Bool) -> String {
    func time(_ name: String, _ seconds: Int?) -> String {
      let name = isForPeople ? name : "\(name)_s"
      return "\(name)=\(seconds.map { isForPeople ? DurationText.text($0) : "\($0)" } ?? "-")"
    }
    return [
      "rows ended=\(ended)", "done=\(done)", "success_rate=\((successRate * 100).fixed(2))%",
      "attempts_avg=\(attempts?.fixed(2) ?? "-")", "recovered=\(recovered)",
      time("lead_p50", lead?.p50), time("lead_p95", lead?.p95), time("work_p50", work?.p50),
      time("work_p95", work?.p95),
    ].joined(separator: " ")
  }
}

extension RowFigures {
  /// `failures agent=1 timeout=2`, in the order of the classes; `nil` if there are none.
  var failureLine: String? { failures.isEmpty ? nil : "failures \(failures.words)" }
}

extension [FailureClass: Int] {
  /// `agent=1 timeout=2`, in the order of the classes.
  var words: String {
    FailureClass.allCases.compactMap { failure in
      self[failure].map { "\(failure.rawValue)=\($0)" }
    }.joined(separator: " ")
  }
}

extension CostFigures {
  /// `costs today_usd=0.25 …`; `-` stands for an unknown cost.
  var line: String {
    [
      "costs today_usd=\(today.usage.dollars ?? "-")", "total_usd=\(total.usage.dollars ?? "-")",
      "per_done_usd=\(microdollarsPerDoneRow.map { AgentUsage.dollars($0) } ?? "-")",
      "attempts=\(total.attempts)", "unknown=\(total.unknownAttempts)",
    ].joined(separator: " ")
  }
}
