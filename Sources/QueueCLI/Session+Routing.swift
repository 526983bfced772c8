import CommandLineKit
import Dispatching
import Guardrails
import Host
import QueueModel
import QueueStorage
import TeamProtocol

// One report, from the inbox to its row, its evidence, or those that were refused.

extension Session {
  func route(
    _ held: borrowing Inbox.Held, in inbox: Inbox, force: Bool
  ) throws(CommandError) -> RoutedReport {
    let message = ReportMessage(held.report.message)
    do throws(CommandError) {
      let message = try checked(message)
      try checkSettings(for: held.report)
      let judged = try judge(message, held.report, force: force)
      try keep(held, of: message.id, in: inbox)
      return .routed(ReviewResult(judged, of: message.id))
    } catch {
      guard error.isFinal else {
        throw error.hinting("\(error.hint); the report waits: orch report --drain")
      }
      do throws(SystemError) {
        let place = try inbox.refuse(held, because: error.message)
        return .refused(id: message?.id, error, path: place)
      } catch {
        throw CommandError(error)
      }
    }
  }

  /// A worker must not be judged by checks that it made itself. Its supervisor read the settings
  /// before it started.
  private func checkSettings(for report: SpooledReport) throws(CommandError) {
    let record = try report.attempt.flatMap { (attempt) throws(CommandError) in
      try workerRecords().first { $0.attempt == attempt }
    }
    guard let record, record.settings != settingsDigest else { return }
    throw CommandError(
      code: "settings_changed",
      message: "orch.json changed since the worker of \(record.id) started",
      hint: "its supervisor judges by what it was", status: .temporaryFailure)
  }

  private func checked(_ message: ReportMessage?) throws(CommandError) -> ReportMessage {
    guard let message else {
      throw CommandError(
        code: "no_report", message: "no line of the message is just [REPORT ID]",
        hint: "templates/compact_report.txt shows a report", status: .refused)
    }
    guard ItemID.isWellFormed(message.id) else { throw CommandError(.illFormedID(message.id)) }
    return message
  }

  private func judge(
    _ message: ReportMessage, _ report: SpooledReport, force: Bool
  ) throws(CommandError) -> Judged {
    let guardrail = try reportRules().decide(
      message.report, of: message.id, tokens: report.currentTokens, within: tokenBudget())
    let judged = try judge(
      message.report, of: message.id, by: .report(force: force), guardrail: guardrail,
      ReviewTerms(), claim: report.claim,
      as: Sender(session: report.session, attempt: report.attempt))
    if guardrail.action == .summarize {
      warn("the report of \(message.id) should be shorter: orch guard --dry-run tells why")
    }
    return judged
  }

  /// The row has changed already: what can't be put away now is refused when the inbox is
  /// drained next, and changes nothing then.
  private func keep(_ held: borrowing Inbox.Held, of id: String, in inbox: Inbox)
    throws(CommandError)
  {
    guard let evidence = try evidenceFolder(of: id) else { return }
    do throws(SystemError) {
      try evidence.create()
      try inbox.settle(held, as: Path.join(evidence.path, Path.name(of: held.path)))
    } catch {
      warn("\(error) (the row is changed; only its report is not put away)")
    }
  }
}
