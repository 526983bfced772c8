import CommandLineKit
import Guardrails
import Host
import QueueModel
import QueueStorage
import Redaction
import ReviewerGate
import TeamProtocol

// The inbox: a report is durable before anything is done with it, and what becomes of it leaves
// either a row changed or the report kept with the reason.

extension Session {
  /// Keeps a report for whoever drains the inbox.
  ///
  /// - Parameters:
  ///   - message: all that the worker said.
  ///   - id: the row's; `nil` where the message or the claim tells.
  ///   - tokens: those of the conversation, where somebody counted them.
  /// - Returns: the name that it has there.
  public func spool(
    _ message: String, of id: String? = nil, tokens: Int?
  ) throws(CommandError) -> String {
    let report = try spooled(message, id, tokens)
    let inbox = try inbox()
    if report.id == nil, Report(reading: message).id == nil {
      warn("nothing says which row the report is of: it will be refused")
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
    _ message: String, of id: String? = nil, tokens: Int?, force: Bool
  ) throws(CommandError) -> RoutedReport {
    let report = try spooled(message, id, tokens)
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
    try checkWritable()
    let inbox = try inbox()
    let waiting: [String]
    inbox.removeAbandoned()
    do throws(SystemError) { waiting = try inbox.waiting() } catch { throw CommandError(error) }
    let store = try storeName()
    var count = 0
    var others: [String: Int] = [:]
    var problem: CommandError?
    for path in waiting {
      guard let held = try take(path, from: inbox) else { continue }
      if held.report != Inbox.foreign, held.report.store != store {
        others[held.report.store, default: 0] += 1
        continue
      }
      do throws(CommandError) {
        try tell(try logged { () throws(CommandError) in try route(held, in: inbox, force: false) })
        count += 1
      } catch {
        // What is wrong with one row keeps no other from its report.
        guard error.isOfUnreadableRow || error.code == "settings_changed" else { throw error }
        problem = problem ?? error
      }
    }
    for (store, count) in others.sorted(by: { $0.key < $1.key }) {
      warn("\(count) more for \(store): orch report --drain with that queue or database")
    }
    if let problem { throw problem }
    return count
  }

  /// In the run log each report is a run of its own, as if it had come by itself.
  private func logged(
    _ route: () throws(CommandError) -> RoutedReport
  ) throws(CommandError) -> RoutedReport {
    try loggedAlone { (run) throws(CommandError) in
      let routed = try route()
      if case .refused(let id, let error, _) = routed {
        changedID = id
        run.end(error.status, error: error.message)
      } else {
        run.end(.success, error: nil)
      }
      return routed
    }
  }

  private func take(_ path: String, from inbox: Inbox) throws(CommandError) -> Inbox.Held? {
    do throws(SystemError) { return try inbox.take(path) } catch { throw CommandError(error) }
  }

  /// Tells a table from a database that has the same sidecar.
  public func storeName() throws(CommandError) -> String {
    Path.relative(try storePath(), to: try home())
  }

  private func spooled(
    _ message: String, _ id: String?, _ tokens: Int?
  ) throws(CommandError) -> SpooledReport {
    try checkWritable()
    var report = SpooledReport(
      receivedAt: try now().iso8601, store: try storeName(), session: sender.session,
      attempt: sender.attempt, traceID: traceID, currentTokens: tokens,
      message: Redactor.redacted(message))
    let named = id ?? Report(reading: message).id
    let row = row(of: named)
    report.id = id ?? (named == nil ? row?.id : nil)
    report.claim = row?.claim?.number
    return report
  }

  /// The row that a report is of: the one that it names, else the one that the sender's token
  /// claims, else the only one that its session works on. A report is of the claim that the row has
  /// when it comes. That the queue can't be read now keeps no report from waiting.
  private func row(of id: String?) -> QueueItem? {
    guard let store = try? store() else { return nil }
    let (attempt, session) = (sender.attempt, sender.session)
    let found = try? store.read { table -> QueueItem? in
      if let id { return try table.item(id) }
      let running = try table.items(.inProgress)
      if let attempt { return running.first { $0.claim?.token == attempt } }
      let own = running.filter { $0.ownerSession == session }
      return session != nil && own.count == 1 ? own.first : nil
    }
    return found?.value
  }
}
