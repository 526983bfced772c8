import CommandLineKit
import Guardrails
import Host
public import JSON
import QueueModel
import QueueStorage
import TeamProtocol

/// What became of a worker's report.
public enum RoutedReport {
  case routed(ReviewResult)
  /// It changed no row, and where it is kept.
  case refused(id: String?, CommandError, path: String)
}

// The inbox: a report is durable before anything is done with it, and what becomes of it leaves
// either a row changed or the report kept with the reason.

extension Session {
  /// Keeps a report for whoever drains the inbox.
  ///
  /// - Returns: the name that it has there.
  public func spool(_ message: String, tokens: Int?) throws(CommandError) -> String {
    let report = try spooled(message, tokens)
    let inbox = try inbox()
    if ReportMessage(message) == nil {
      warn("no line of the report is just [REPORT ID]: it will be refused")
    }
    do throws(SystemError) {
      return Path.name(of: try inbox.spool(report, now: wallClock))
    } catch {
      throw CommandError(error)
    }
  }

  /// Keeps a report, and routes it.
  ///
  /// - Throws: also why it was refused, and where it is kept.
  public func report(
    _ message: String, tokens: Int?, force: Bool
  ) throws(CommandError) -> RoutedReport {
    let report = try spooled(message, tokens)
    let inbox = try inbox()
    let held: Inbox.Held
    do throws(SystemError) { held = try inbox.receive(report, now: wallClock) } catch {
      throw CommandError(error)
    }
    let routed = try route(held, in: inbox, force: force)
    if case .refused(_, let error, let path) = routed {
      throw error.hinting("\(error.hint); the report is kept in \(path)")
    }
    return routed
  }

  /// Routes the reports of this queue that wait, oldest first; those that somebody else is
  /// routing are theirs.
  ///
  /// - Parameter tell: is told of each.
  /// - Returns: how many there were.
  @discardableResult
  public func drainInbox(
    _ tell: (RoutedReport) throws(CommandError) -> Void
  ) throws(CommandError) -> Int {
    let inbox = try inbox()
    let waiting: [String]
    do throws(SystemError) { waiting = try inbox.waiting() } catch { throw CommandError(error) }
    let store = try storeName()
    var count = 0
    var others: [String: Int] = [:]
    defer {
      changedID = nil
      routedTo = nil
    }
    for path in waiting {
      guard let held = try take(path, from: inbox) else { continue }
      if held.report != Inbox.foreign, held.report.store != store {
        others[held.report.store, default: 0] += 1
        continue
      }
      try tell(try logged { () throws(CommandError) in try route(held, in: inbox, force: false) })
      count += 1
    }
    for (store, count) in others.sorted(by: { $0.key < $1.key }) {
      warn("\(count) more for \(store): orch report --drain with that queue or database")
    }
    return count
  }

  /// In the run log each report is a run of its own, as if it had come by itself.
  private func logged(
    _ route: () throws(CommandError) -> RoutedReport
  ) throws(CommandError) -> RoutedReport {
    changedID = nil
    routedTo = nil
    let run = LoggedRun(self, isLogged: true, itemID: nil)
    do throws(CommandError) {
      let routed = try route()
      switch routed {
      case .routed: run.end(.success, error: nil)
      case .refused(let id, let error, _):
        changedID = id
        run.end(error.status, error: error.message)
      }
      return routed
    } catch {
      run.end(error.status, error: error.message)
      throw error
    }
  }

  private func take(_ path: String, from inbox: Inbox) throws(CommandError) -> Inbox.Held? {
    do throws(SystemError) { return try inbox.take(path) } catch { throw CommandError(error) }
  }

  private func inbox() throws(CommandError) -> Inbox {
    try checkWritable()
    let path = try storePath()
    guard (try? FileStatus(of: path)) != nil else {
      // The store says best what is missing.
      _ = try snapshot()
      throw CommandError(.missing(path: path))
    }
    return Inbox(sidecar: try sidecarFolder(), forQueueAt: path)
  }

  /// Tells a table from a database that has the same sidecar.
  private func storeName() throws(CommandError) -> String {
    Path.relative(try storePath(), to: try home())
  }

  private func spooled(_ message: String, _ tokens: Int?) throws(CommandError) -> SpooledReport {
    var report = SpooledReport(
      receivedAt: try now().iso8601, store: try storeName(), session: sender.session,
      attempt: sender.attempt, traceID: traceID, currentTokens: tokens, message: message)
    report.claim = claim(ofRowIn: message)
    return report
  }

  /// A report is of the claim that the row has when it comes. That it can't be read now keeps
  /// no report from waiting.
  private func claim(ofRowIn message: String) -> Int? {
    guard let id = ReportMessage(message)?.id, let store = try? store() else { return nil }
    let item = try? store.read { (table) throws(Refusal) in try table.item(id) }
    return (item ?? nil)?.claim?.number
  }

  // MARK: One report

  private func route(
    _ held: borrowing Inbox.Held, in inbox: Inbox, force: Bool
  ) throws(CommandError) -> RoutedReport {
    let message = ReportMessage(held.report.message)
    do throws(CommandError) {
      let message = try checked(message)
      let judged = try judge(message, held.report, force: force)
      try keep(held, of: message.id, in: inbox)
      return .routed(ReviewResult(judged, of: message.id))
    } catch {
      guard error.status == .refused, error.code != "read_only" else {
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

extension RoutedReport {
  /// `ORCH-001 -> DONE (PASS)`, or why nothing was changed.
  public var line: String {
    switch self {
    case .routed(let result): result.line
    case .refused(let id, let error, let path):
      "refused \(id?.escaped ?? "-"): \(error.message) (kept in \(path))"
    }
  }

  public var json: JSONValue {
    switch self {
    case .routed(let result): result.json()
    case .refused(let id, let error, let path):
      [
        "id": JSONValue(id),
        "refused": [
          "code": .string(error.code), "message": .string(error.message), "path": .string(path),
        ],
      ]
    }
  }
}
