import Model

/// A program whose exit status is the result. orch itself writes the report. In the report of
/// status 0, every criterion without a proof is met; the row's proofs are checked as for any
/// report.
struct CommandAdapter: WorkerAdapter {
  func command(for order: WorkerOrder) -> WorkerCommand {
    WorkerCommand(argv: order.argv, input: "")
  }

  func interpret(_ run: WorkerRun, of order: WorkerOrder) -> WorkerResult {
    if let failure = run.failure(of: order.failureClass ?? .unknown, order.exitClasses) {
      return WorkerResult(
        .failed(failure), report: Self.report(of: order, run, failure: failure))
    }
    return WorkerResult(.finished, report: Self.report(of: order, run, failure: nil))
  }

  static func report(
    of order: WorkerOrder, _ run: WorkerRun, failure: WorkerFailure?
  ) -> String {
    let state = failure == nil ? "met: the program ended with status 0" : "not met: it failed"
    let claims = order.criteria.indices.map { "\($0 + 1). \(state)" }
    // A bar in front of each line keeps the program's output from being read as a part of the
    // report.
    let said = (run.output.lastLines(lines) + run.errors.lastLines(lines)).map { "    | \($0)" }
    let lines =
      (said.isEmpty ? [] : ["The program's last lines:"] + said)
      + ["[REPORT \(order.id)]", "Status: \(failure.map { "FAILED: \($0.note)" } ?? "DONE")"]
      + (claims.isEmpty ? [] : ["Criteria:"] + claims)
      + ["Files:", "- None", "Diff-Summary:", "- None", "Validation:", "- None"]
      + ["Risks:", "- None", "Next:", "- None"]
    return lines.map { $0 + "\n" }.joined()
  }

  private static let lines = 20
}
