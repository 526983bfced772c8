import Gate
import Model
import Text
import Workers

/// A report on its way to its row, with its text parsed.
struct IncomingReport: Sendable {
  /// The message, without secrets, and who sent it.
  let spooled: SpooledReport
  /// The name of the report in the inbox, by which reports sort.
  let name: String
  var report: Report
  /// The record of its worker; `nil` where orch did not start it.
  var worker: WorkerRecord?

  /// - Parameter parsed: what the text says, where it is parsed already.
  init(_ spooled: SpooledReport, name: String, parsed: Report? = nil) {
    (self.spooled, self.name) = (spooled, name)
    report = parsed ?? Report(reading: spooled.message, of: spooled.id)
  }

  /// The row that the sender names, else the text.
  var id: String? { spooled.id ?? report.id }
}

extension Queue {
  /// A message as its caller sends it, without secrets.
  func message(_ text: String, tokens: Int? = nil) -> SpooledReport {
    SpooledReport(
      receivedAt: clock.now.iso8601, store: workspace.storeName, session: caller.session,
      claimToken: caller.claimToken, traceID: traceID, currentTokens: tokens,
      message: Redactor.redacted(text, removing: workspace.secretValues))
  }
}
