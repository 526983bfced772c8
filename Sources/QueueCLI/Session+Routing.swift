import CommandLineKit
import Dispatching
import Guardrails
import Host
import QueueModel
import QueueStorage
import ReviewerGate
import TeamProtocol

// One report, from the inbox to its row, its evidence, or those that were refused.

extension Session {
  func route(
    _ held: borrowing Inbox.Held, in inbox: Inbox, force: Bool
  ) throws(CommandError) -> RoutedReport {
    let report = Report(reading: held.report.message, of: held.report.id)
    let id = held.report.id ?? report.id
    do throws(CommandError) {
      let worker = try worker(of: held.report)
      let id = try checked(report, of: id, isOfWorker: worker != nil)
      try checkSettings(for: worker)
      let judged = try judge(report, of: id, held.report, force: force)
      try keep(held, of: id, in: inbox)
      return .routed(ReviewResult(judged, of: id))
    } catch {
      guard error.isFinal else {
        throw error.hinting("\(error.hint); the report waits: orch report --drain")
      }
      do throws(SystemError) {
        let place = try inbox.refuse(held, because: error.message)
        return .refused(id: id, error, path: place)
      } catch {
        throw CommandError(error)
      }
    }
  }

  /// The worker that orch started, and that reports now.
  private func worker(of report: SpooledReport) throws(CommandError) -> WorkerRecord? {
    try report.attempt.flatMap { (attempt) throws(CommandError) in
      try workerRecords().first { $0.attempt == attempt }
    }
  }

  /// A worker must not be judged by checks that it made itself. Its supervisor read the settings
  /// before it started.
  private func checkSettings(for worker: WorkerRecord?) throws(CommandError) {
    guard let worker, worker.settings != settingsDigest else { return }
    throw CommandError(
      code: "settings_changed",
      message: "orch.json changed since the worker of \(worker.id) started",
      hint: "its supervisor judges by what it was", status: .temporaryFailure)
  }

  private func checked(
    _ report: Report, of id: String?, isOfWorker: Bool
  ) throws(CommandError) -> String {
    guard let id, report.faults != [.noReport] else {
      throw CommandError(
        code: "no_report", message: "the message has no report, or nothing says of which row",
        hint: "orch task ID shows the form; --id names the row", status: .refused)
    }
    guard ItemID.isWellFormed(id) else { throw CommandError(.illFormedID(id)) }
    // Its own supervisor sends it back to a worker.
    if let other = report.id, other != id, !isOfWorker {
      throw CommandError(
        code: "other_row", message: "the report is of \(other.escaped), not of \(id.escaped)",
        hint: "leave --id out, or bring the report of \(id.escaped)", status: .refused)
    }
    return id
  }

  private func judge(
    _ report: Report, of id: String, _ spooled: SpooledReport, force: Bool
  ) throws(CommandError) -> Judged {
    var report = report
    let limit = try value(Settings.reportMaxCharacters)
    if report.characters > limit {
      report.faults.append(.tooLong(characters: report.characters, limit: limit))
    }
    let guardrail = try tokenBudget().decide(
      characters: report.characters, tokens: spooled.currentTokens)
    let judged = try judge(
      report, of: id, by: .report(force: force), guardrail: guardrail, ReviewTerms(),
      claim: spooled.claim, as: Sender(session: spooled.session, attempt: spooled.attempt))
    if guardrail.action == .summarize {
      warn("the report of \(id) should be shorter: \(guardrail.currentTokens) tokens")
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
