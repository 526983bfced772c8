import Door
package import Gate
import Host
import Model
import Text
package import Workers

/// A report on its way to its row, with its text parsed.
package struct IncomingReport: Sendable {
  /// The message, without secrets, and who sent it.
  package let spooled: SpooledReport
  /// The name of the report in the inbox. Reports are sorted by name.
  package let name: String
  package var report: Report
  /// The record of the worker; `nil` if orch did not start it.
  package var worker: WorkerRecord?
  /// Whether the sender asks for the judgement, and not a supervisor, tick or daemon.
  package var isAskedByReporter = true
  /// What another report of the same claim says that waits and differs; `nil` if there is none.
  package var contradiction: Report.Status?

  /// The row that the sender names, or otherwise the row that the text names.
  package var id: String? { spooled.id ?? report.id }
}

extension IncomingReport {
  /// Parses the text, unless the caller has done so. `nil` for a file that orch did not write.
  package init?(_ held: borrowing Inbox.Held, parsed: Report? = nil) {
    guard let spooled = held.report else { return nil }
    self.init(
      spooled: spooled, name: Path.name(of: held.path),
      report: parsed ?? Report(reading: spooled.message, of: spooled.id))
  }
}

extension Queue {
  /// A message in the form in which its caller sends it, without secrets.
  package func message(_ text: String, tokens: Int? = nil) -> SpooledReport {
    SpooledReport(
      receivedAt: clock.now.iso8601, store: workspace.storeName, session: caller.session,
      claimToken: caller.claimToken, traceID: traceID, currentTokens: tokens,
      message: Redactor.redacted(text, removing: workspace.secretValues))
  }
}
