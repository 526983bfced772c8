import CommandLineKit
import Guardrails
import Host
public import QueueModel
import QueueStorage
import ReviewerGate
public import TeamProtocol

// What a worker is told: the row, and the texts beside the queue that belong to it.

extension Session {
  /// What a worker is sent so that it begins.
  ///
  /// - Parameters:
  ///   - item: its row.
  ///   - worker: who is to do it; `nil` where the channel says so.
  public func taskMessage(
    of item: QueueItem, for worker: String?
  ) throws(CommandError) -> TaskMessage {
    let budget = try tokenBudget()
    var message = TaskMessage(
      item, criteria: Checklist(item.successCriteria ?? "").items, queue: try queueForWorkers(),
      softLimit: budget.soft, hardLimit: budget.hard)
    message.worker = worker
    message.runsChecks = try reviewSettings().runsChecks
    let home = try home()
    message.project = TaskFile.text("ORCH.md", below: home, limit: 4096)
    message.brief = try brief(of: item.id)
    message.inputs = try inputs(of: item)
    message.add(try history(of: item))
    return message
  }

  /// What a person wrote about a row beside the queue: `tasks/ID.md`.
  public func brief(of id: String) throws(CommandError) -> String? {
    guard ItemID.isWellFormed(id) else { return nil }
    return TaskFile.text(Self.briefName(id), below: try home(), limit: TaskMessage.briefLimit)
  }

  /// Keeps what a worker has to know beside a row's cells.
  ///
  /// - Returns: whether it was not there already, as a command leaves it that was killed.
  /// - Throws: `brief_exists` where another text has that name: a person's brief is not replaced.
  public func keepBrief(_ text: String, of id: String) throws(CommandError) -> Bool {
    guard ItemID.isWellFormed(id) else { throw CommandError(.illFormedID(id)) }
    try checkWritable()
    if try read({ try $0.contains(id) }) { throw CommandError(Refusal.alreadyExists(id)) }
    let folder = Path.join(try home(), Self.briefFolder)
    let path = Path.join(try home(), Self.briefName(id))
    let store = try storePath()
    do throws(SystemError) {
      try Path.checkNoLink(from: folder, to: path)
      _ = try Directory.create(folder, permissions: 0o777)
      try NewFile.create(path, text: text, like: FileStatus.ifExists(store))
      return true
    } catch {
      guard error.alreadyExists, (try? FileStatus(ofName: path))?.kind == .regular else {
        throw CommandError(error)
      }
      let whole = TaskFile.text(Self.briefName(id), below: try home(), limit: Self.inputLimit)
      if whole?.utf8.elementsEqual(text.utf8) ?? false { return false }
      throw CommandError(
        code: "brief_exists", message: "\(path) is there, with another text",
        hint: "without --brief it becomes the brief of \(id) as it is; else move it away, or "
          + "choose another id", status: .refused)
    }
  }

  /// Whether there may be briefs.
  public var hasBriefs: Bool { isThere(Self.briefFolder) }

  /// Whether something has the name of a row's brief.
  public func hasBrief(of id: String) -> Bool { isThere(Self.briefName(id)) }

  private func isThere(_ name: String) -> Bool {
    guard let home = try? home() else { return false }
    return (try? FileStatus(ofName: Path.join(home, name))) != nil
  }

  private static let briefFolder = "tasks"
  private static func briefName(_ id: String) -> String { "\(briefFolder)/\(id).md" }

  /// Whether there is no such row for sure: the queue could be read.
  public func lacksRow(_ id: String) -> Bool { (try? read { try $0.contains(id) }) == false }

  public func removeBrief(of id: String) {
    guard let home = try? home() else { return }
    try? Directory.remove(Path.join(home, Self.briefName(id)))
  }

  /// The next free one, as things stand; `skipping` so many.
  public func nextID(skipping count: Int = 0) throws(CommandError) -> String {
    try read { NumberedID.id(number: try $0.highestNumber + 1 + count) }
  }

  /// As a worker in the project root would name it.
  private func queueForWorkers() throws(CommandError) -> String {
    Path.relative(try storePath(), to: try projectRoot())
  }

  /// The rows that this one waited for, with what their last reports told.
  private func inputs(of item: QueueItem) throws(CommandError) -> [TaskMessage.Input] {
    if item.after.isEmpty { return [] }
    let rows = try read { table in
      var rows: [QueueItem] = []
      for id in item.after { if let row = try table.item(id) { rows.append(row) } }
      return rows
    }
    return try rows.map { (row) throws(CommandError) in
      let report = try lastReport(of: row.id)
      return TaskMessage.Input(
        id: row.id, status: row.status, changes: report?.entries(of: .diffSummary) ?? [],
        files: report?.entries(of: .files) ?? [])
    }
  }

  /// The last report of a row that is kept with its evidence.
  private func lastReport(of id: String) throws(CommandError) -> Report? {
    guard let folder = try evidenceFolder(of: id),
      let message = folder.lastReport.flatMap({ SpooledReport(parsing: $0)?.message })
    else { return nil }
    return Report(reading: message, of: id)
  }

  private func history(of item: QueueItem) throws(CommandError) -> [HistoryEntry] {
    let store = try store()
    do throws(StoreError) { return try store.history(of: item.id) } catch {
      throw CommandError(error)
    }
  }
}

extension TaskMessage {
  /// Adds what the reviewer said last, what workers asked, and what people answered.
  fileprivate mutating func add(_ history: [HistoryEntry]) {
    previous = history.compactMap(\.judgement?.review).last
    let questions = item.questions(in: history)
    answers = item.answers.sorted { $0.key < $1.key }.map { number, answer in
      Answer(question: questions[number] ?? "-", answer: answer)
    }
  }
}
