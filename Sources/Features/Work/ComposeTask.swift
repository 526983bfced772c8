import Door
import Gate
import Host
import Model
import Review
import Workers

/// Use case: composes the task message of a worker from the row and from the texts that belong to
/// the row.
struct ComposeTask: Sendable, UseCase {
  let queue: Queue

  /// The address of the queue, or its file relative to the project root in which the worker runs.
  private func queueName() throws -> String {
    if let address = workspace.address { return address }
    return Path.relative(workspace.storePath, to: try workspace.projectRoot())
  }

  /// - Parameter worker: the worker's name; `nil` if the channel names the worker.
  func callAsFunction(for item: QueueItem, worker: String? = nil) throws -> TaskMessage {
    try self(for: item, worker: worker, brief: workspace.wholeBrief(of: item.id))
  }

  /// - Parameters:
  ///   - worker: the worker's name; `nil` if the channel names the worker.
  ///   - brief: the whole brief of the row; `nil` if there is none.
  func callAsFunction(
    for item: QueueItem, worker: String? = nil, brief: String?
  ) throws -> TaskMessage {
    let settings = try queue.settings.get()
    let budget = try settings.tokenBudget().of(item)
    var message = TaskMessage(
      item.withoutWorker(settings.policy), criteria: Checklist(item.successCriteria ?? "").items,
      queue: try queueName(),
      softLimit: budget.soft, hardLimit: budget.hard)
    message.worker = worker
    message.runsChecks = settings.review.runsChecks
    message.project = TaskFile.text(
      "ORCH.md", below: workspace.home, limit: TaskMessage.projectLimit)
    if let problem = try workspace.unassignedBriefs(in: queue)[item.id] {
      queue.warn(.failure(problem))
    } else {
      message.brief = brief.map(Workspace.sent(ofBrief:))
      if let warning = workspace.briefWarning(of: item.id) { queue.warn(warning) }
    }
    message.inputs = try inputs(of: item)
    let history = try queue.history(of: item.id).ofPresentRow
    message.previous = history.compactMap(\.findings?.verdict).last
    message.failure = lastFailure(of: item, history)
    let questions = item.questions(in: history)
    message.answers = item.answers.sorted { $0.key < $1.key }.map { number, answer in
      TaskMessage.Answer(question: questions[number] ?? "-", answer: answer)
    }
    return message
  }

  /// How the last attempt failed; `nil` if a report was judged or the row was DONE since then, or
  /// if the worker did not start.
  private func lastFailure(of item: QueueItem, _ history: [HistoryEntry]) -> TaskMessage.Failure? {
    let last = history.last {
      $0.failure != nil || $0.findings?.verdict != nil || $0.givenStatus == .done
    }
    guard let last, last.findings?.verdict == nil, let failure = last.failure,
      ![.auth, .setting, .spawn, .question].contains(failure)
    else { return nil }
    let attempt = workspace.keptAttempts(of: item.id).last { $0.hasEnded }
    guard let attempt, let result = attempt.folder?.result(), result.failure == failure else {
      return TaskMessage.Failure(failure, reason: nil, output: "")
    }
    let tail = try? FileTail(of: attempt.openLog(), upTo: TaskMessage.outputLimit)
    return TaskMessage.Failure(
      failure, claimToken: result.claimToken, reason: result.reason, output: tail?.text ?? "")
  }

  /// The rows in `after`, with the results in their last reports.
  private func inputs(of item: QueueItem) throws -> [TaskMessage.Input] {
    if item.after.isEmpty { return [] }
    let rows = try queue.read { table in
      var rows: [QueueItem] = []
      for id in item.after { if let row = try table.item(id) { rows.append(row) } }
      return rows
    }
    return rows.map { row in
      let report = lastReport(of: row.id)
      return TaskMessage.Input(
        id: row.id, status: row.status, changes: report?.entries(of: .diffSummary) ?? [],
        files: report?.entries(of: .files) ?? [])
    }
  }

  /// The last report that decided about a row.
  private func lastReport(of id: String) -> Report? {
    let kept = workspace.reportOfAttempt(of: id)?.message.text
    let older = kept == nil ? workspace.evidence(of: id)?.lastReport : nil
    return (kept ?? older.flatMap { SpooledReport(parsing: $0)?.message })
      .map { Report(reading: $0, of: id) }
  }
}
