import Gate
import Model

/// A worker that reads the message from standard input, and writes the report to standard output.
struct ReportAdapter: WorkerAdapter {
  func interpret(_ run: WorkerRun, of order: WorkerOrder) -> WorkerResult {
    let text = run.output.text
    let isReport = Report(reading: text, of: order.id).isReport
    // The reason comes only from standard error, because standard output is the report.
    let said = run.errors.lastLine.map(WorkerRun.line)
    let line = isReport ? said ?? "its report was not taken" : nil
    if let failure = run.failure(of: .agent, order.exitClasses, line: line) {
      return WorkerResult(.failed(failure), report: isReport ? text : nil)
    }
    guard isReport else {
      return WorkerResult(
        .failed(WorkerFailure(.agent, note: WorkerFailure.noReport, exit: .status(0))))
    }
    return WorkerResult(.finished, report: text)
  }
}
