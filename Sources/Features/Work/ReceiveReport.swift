import Attempts
public import Door
import Gate
import Host
import Model
import QueueStore
public import Review
import Workers

/// Use case: saves a worker's report durably, and routes it to its row.
///
/// A report is saved before it is used. Afterwards, either its row has changed, or the report is
/// kept with the reason for its refusal. Source: `docs/routing.md`, "Reports".
public struct ReceiveReport: Sendable, UseCase {
  package let queue: Queue

  public enum Outcome: Sendable {
    case routed(ReviewOutcome)
    /// The report changed no row. It is kept at `path`.
    case refused(id: String?, Problem, path: String)
    /// The report is not judged before the next tick; `name` is its name in the inbox.
    case waits(id: String, name: String)
  }

  /// Saves a report for the next drain of the inbox.
  ///
  /// - Returns: the report's name in the inbox.
  func spool(_ text: String, of id: String? = nil, tokens: Int? = nil) throws -> String {
    let (report, parsed) = try spooledReport(text, of: id, tokens: tokens)
    let inbox = try queue.inbox()
    if report.id ?? parsed?.id == nil { queue.warn(.reportWithoutRow) }
    return Path.name(of: try inbox.spool(report, now: queue.clock.machine.now()))
  }

  /// Saves a report, and routes it. The report of a worker that orch started waits until the worker
  /// has ended. With `force`, a row is judged even if the sender does not own it.
  ///
  /// - Throws: `reportWaits` if the report can't be routed now.
  func callAsFunction(
    _ text: String, of id: String? = nil, tokens: Int? = nil, force: Bool = false
  ) throws -> Outcome {
    var (report, parsed) = try spooledReport(text, of: id, tokens: tokens)
    report.isForced = force
    let inbox = try queue.inbox()
    let held = try inbox.receive(report, now: queue.clock.machine.now())
    // The judged text contains no secrets.
    if report.message != text { parsed = nil }
    // The report is judged against the merged row, and not against an old copy that an editor
    // saved.
    try? queue.recordExternalEdits()
    do {
      return try route(held, IncomingReport(held, parsed: parsed))
    } catch {
      guard let id = Problem(error).workerWhoseReportWaits else { throw error }
      if try !isAttended(report) { queue.warn(.judgedLater(id: id)) }
      return .waits(id: id, name: Path.name(of: held.path))
    }
  }

  /// Routes the waiting reports of this queue, oldest first. Leaves out reports that another
  /// process is routing, and reports of workers that are still at work.
  ///
  /// - Parameters:
  ///   - isAsked: whether a person asks for this. If so, reports that could not be routed a moment
  ///     ago because of git are tried again.
  ///   - receive: called with each outcome at once.
  /// - Returns: the number of reports.
  /// - Throws: the error that stopped all routing, or the error of the first report that has to
  ///   wait.
  @discardableResult
  func drain(isAsked: Bool = false, _ receive: (Outcome) -> Void) throws -> Int {
    try queue.checkWritable()
    let inbox = try queue.inbox()
    inbox.removeAbandoned()
    let waiting = try inbox.waiting()
    if !waiting.isEmpty { try? queue.recordExternalEdits() }
    var count = 0
    var others: [String: Int] = [:]
    var first: Problem?
    for path in waiting {
      guard let held = try inbox.lock(path) else { continue }
      if let report = held.report {
        if try isAtWork(report) { continue }
        if !isAsked, waitsLonger(report) { continue }
        if report.store != workspace.storeName {
          others[report.store, default: 0] += 1
          continue
        }
      }
      var incoming = IncomingReport(held)
      incoming?.isAskedByReporter = false
      if let incoming, isKept(incoming) {
        remove(held)
        continue
      }
      do {
        receive(try routeAsStep(held, incoming))
        count += 1
        held.report.map { note(nil, of: $0) }
      } catch {
        let problem = Problem(error)
        held.report.map { note(problem, of: $0) }
        // An error of one row does not stop the reports of others.
        guard problem.concernsOneRow else { throw problem }
        first = first ?? problem
      }
    }
    for (store, count) in others.sorted(by: { $0.key < $1.key }) {
      queue.warn(.reportsOfOtherQueue(store, count: count))
    }
    if let first { throw first }
    return count
  }
}

// MARK: Saving

extension ReceiveReport {
  /// Returns a message in the form in which it is saved. Also returns its parsed text, if the text
  /// has to name the row.
  private func spooledReport(
    _ text: String, of id: String?, tokens: Int?
  ) throws -> (report: SpooledReport, parsed: Report?) {
    try queue.checkWritable()
    var report = queue.message(text, tokens: tokens)
    let parsed = id == nil ? Report(reading: text) : nil
    let named = id ?? parsed?.id
    // The row is read again when it is judged, because edits are merged in between.
    let row = row(of: named)
    report.id = id ?? (named == nil ? row?.id : nil)
    report.claimNumber = row?.claim?.number
    return (report, parsed)
  }

  /// The row of a report: the row with the given id, otherwise the row that the sender's token
  /// claims, otherwise the only row of the sender's session. Also `nil` if the queue can't be read;
  /// the report is saved in any case.
  private func row(of id: String?) -> QueueItem? {
    let caller = queue.caller
    let found = try? queue.store.read { table -> QueueItem? in
      if let id { return try table.item(id) }
      let running = try table.items(.inProgress)
      if let claimToken = caller.claimToken {
        return running.first { $0.claim?.token == claimToken }
      }
      let own = running.filter { $0.ownerSession == caller.session }
      return caller.session != nil && own.count == 1 ? own.first : nil
    }
    return found ?? nil
  }
}

// MARK: Routing

extension ReceiveReport {
  /// Routes a report as a step that has its own entry in the run log.
  private func routeAsStep(
    _ held: borrowing Inbox.Held, _ incoming: IncomingReport?
  ) throws -> Outcome {
    queue.emit(.stepBegan)
    do {
      let outcome = try route(held, incoming)
      if case .refused(let id, let error, _) = outcome {
        queue.emit(.stepEnded(StepEnd(id: id, error: error)))
      } else {
        queue.emit(.stepEnded(StepEnd()))
      }
      return outcome
    } catch {
      queue.emit(.stepEnded(StepEnd(error: Problem(error))))
      throw error
    }
  }

  /// - Parameter incoming: the parsed report; `nil` for a file that orch did not write.
  private func route(_ held: borrowing Inbox.Held, _ incoming: IncomingReport?) throws -> Outcome {
    guard var incoming else { return try refuse(held, of: nil, because: .noReport) }
    do {
      incoming.worker = try worker(of: incoming.spooled)
      incoming.contradiction = try contradiction(of: incoming)
      let outcome = try judge(incoming, of: checkedID(of: incoming))
      if outcome.isReportKept { remove(held) }
      return .routed(outcome)
    } catch {
      let problem = Problem(error)
      guard problem.isFinal else { throw Problem.reportWaits(problem) }
      return try refuse(held, of: incoming.id, because: problem)
    }
  }

  private func refuse(
    _ held: borrowing Inbox.Held, of id: String?, because problem: Problem
  ) throws -> Outcome {
    // The process that routed the report before may have been killed while it recorded the result.
    if let id {
      let attempt = held.report?.claimNumber.flatMap { workspace.attempt(of: id, claim: $0) }
      (attempt ?? workspace.attempts(of: id).last)?.removeAbandoned()
    }
    let path = try workspace.inbox.refuse(held, because: problem.message)
    return .refused(id: id, problem, path: path)
  }

  /// The record of the worker that sent the report; `nil` if orch did not start it.
  func worker(of report: SpooledReport) throws -> WorkerRecord? {
    guard let claimToken = report.claimToken else { return nil }
    return try workspace.records().first { $0.claimToken == claimToken }
  }

  /// The id of the row that a report may decide, checked.
  private func checkedID(of incoming: IncomingReport) throws -> String {
    let (report, worker) = (incoming.report, incoming.worker)
    guard let id = incoming.id, report.faults != [.noReport] else { throw Problem.noReport }
    guard ItemID.isWellFormed(id) else { throw Problem.refused(.illFormedID(id)) }
    // If a worker was started by orch, its supervisor gives such a report back to it.
    if let other = report.id, other != id, worker == nil {
      throw Problem.otherRow(reported: other, named: id)
    }
    // A worker must not be judged by checks that it made itself.
    if let worker, worker.settingsDigest != workspace.settingsDigest {
      throw Problem.settingsChanged(id: worker.id)
    }
    guard let hash = report.contextHash else { return id }
    // The hash has to match the message that was sent.
    let attempt = incoming.spooled.claimNumber.flatMap { workspace.attempt(of: id, claim: $0) }
    guard hash == worker?.contextDigest ?? attempt?.task()?.sha256 else {
      throw Problem.otherContext(id: id)
    }
    return id
  }

  private func judge(_ incoming: IncomingReport, of id: String) throws -> ReviewOutcome {
    var incoming = incoming
    let (spooled, worker) = (incoming.spooled, incoming.worker)
    let settings = try queue.settings.get()
    let (characters, limit) = (incoming.report.characters, settings.reportMaxCharacters)
    if characters > limit {
      incoming.report.faults.append(.tooLong(characters: characters, limit: limit))
    }
    let item = try queue.read { table in try table.item(id) }
    let guardrail = try settings.tokenBudget().of(item).decide(
      characters: characters, tokens: spooled.currentTokens)
    guard let item else { throw Problem.refused(.notFound(id)) }
    let sender = Caller(session: spooled.session, claimToken: spooled.claimToken)
    let review = ReviewReport(queue: queue.called(by: sender))
    var terms = ReviewReport.Terms()
    terms.worker = worker?.workerName
    // The exit status of a command counts for criteria without a proof. Criteria with a proof have
    // to hold.
    terms.runsChecks = worker?.adapter == .command
    let outcome = try review(
      incoming, of: item, by: .report(force: spooled.isForced), guardrail: guardrail, terms)
    if guardrail.action == .summarize {
      queue.warn(.longReport(id: id, tokens: guardrail.currentTokens))
    }
    return outcome
  }

  /// Whether a process routed the report, but ended before it removed the report.
  private func isKept(_ incoming: IncomingReport) -> Bool {
    guard let id = incoming.id else { return false }
    return workspace.attempts(of: id).contains { attempt in
      attempt.results().contains { $0.report?.name == incoming.name }
    }
  }

  /// Removes a report that is kept with its attempt. The row has already changed. If the removal
  /// fails, the next drain removes the report.
  private func remove(_ held: borrowing Inbox.Held) {
    do { try workspace.inbox.remove(held) } catch {
      queue.warn(.reportNotFiled(.system(error)))
    }
  }
}
