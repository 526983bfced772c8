import Host
import Model
import QueueStore
import Text

/// Use case: takes back the caller's last command, with the briefs that it changed.
///
/// All rows change in one transition, then the briefs. First it is recorded that the briefs are to
/// follow: after a crash between the two the next command does the rest; after a crash before the
/// rows change there is nothing to do.
struct UndoWork: UseCase {
  let queue: Queue
  private let lockTimeout: Duration
  private let pending: PendingUndo

  /// - Parameter lockTimeout: how long to wait for another process that takes a command back.
  init(queue: Queue, lockTimeout: Duration) {
    (self.queue, self.lockTimeout) = (queue, lockTimeout)
    pending = PendingUndo(in: queue.workspace)
  }

  /// The caller's commands that were not taken back, newest first, as far as an undo looks for
  /// them.
  func commands() throws -> [[HistoryEntry]] {
    try history().commandsToUndo(by: try queue.context())
  }

  private func history() throws -> [HistoryEntry] {
    try queue.store.latestHistory(UndoneCommand.historyCount)
  }

  /// - Parameter command: the command that is meant.
  /// - Returns: what became of the rows, and the rows that stay because they were changed since.
  func callAsFunction(
    _ command: UndoneCommand
  ) throws -> (changes: [ItemChange], skipped: [String]) {
    try queue.checkWritable()
    // After this the history has what was saved since.
    try queue.recordExternalEdits()
    let lock = try lock(lockTimeout)
    defer { withExtendedLifetime(lock) {} }
    try finish()
    let commands = try commands()
    var command = command
    command.key = command.key ?? commands.first?.first?.commandKey
    let fates = fates(ofBriefsIn: commands.first ?? [])
    if !fates.isEmpty { try pending.write(queue.commandKey) }
    let changes: [ItemChange]
    do {
      let queue = queue.undoing { fates[$0.id ?? ""] ?? .forgotten }
      changes = try queue.perform(.undo(id: nil, command: command)).changes
    } catch {
      // The next command looks for what may have been made.
      let problem = Problem(error)
      if problem.refusal != nil { try? pending.remove() }
      throw hinted(problem, command)
    }
    let undone = changes.first?.undoneCommand ?? ""
    // The rows are taken back: the next command does what fails now.
    try? takeBackBriefs(
      of: Set(changes.filter(\.changesBrief).map(\.id)), changedBy: undone, queue.commandKey)
    let changed = Set(changes.map(\.id))
    let ids = commands.first { $0[0].commandKey == undone }?.ids ?? []
    return (changes, ids.filter { !changed.contains($0) })
  }

  /// What became of the briefs of a command. A store that is in a transaction can't be asked for
  /// them.
  private func fates(ofBriefsIn command: [HistoryEntry]) -> [String: BriefFate] {
    guard let key = command.first?.commandKey, command.contains(where: \.changesBrief) else {
      return [:]
    }
    let briefs = KeptBriefs.kept(of: key, in: workspace).map {
      ($0.id, $0.isAsLeft(in: workspace) ? BriefFate.asLeft : .changed)
    }
    return Dictionary(briefs) { $1 }
  }

  /// Adds to the refusal of one of several rows how the others are taken back.
  private func hinted(_ problem: Problem, _ command: UndoneCommand) -> Problem {
    guard !command.skipsChanged, problem.refusal?.isOfLaterChange ?? false,
      let ids = (try? commands())?.first?.ids, ids.count > 1
    else { return problem }
    return .hinted(
      problem,
      Sentence(
        "nothing was changed; orch undo --skip-changed takes the other rows back",
        "바뀐 것은 없습니다. 다른 행만 되돌리기: orch undo --skip-changed"))
  }

  // MARK: Briefs

  /// Whether an undo may not have come to its briefs.
  var isPending: Bool { (try? pending.key()) != nil }

  /// Does what an earlier undo did not come to, if no other process is at it. The next command
  /// tries again what fails.
  func finishAfterCrash() {
    guard let lock = try? lock(.zero) else { return }
    defer { withExtendedLifetime(lock) {} }
    try? finish()
  }

  private func finish() throws {
    guard let key = try pending.key() else { return }
    // After this the history has no change that a crash prevented.
    try queue.recordExternalEdits()
    let entries = try history().filter { $0.commandKey == key && $0.row?.undoneCommand != nil }
    try takeBackBriefs(
      of: Set(entries.filter(\.changesBrief).compactMap(\.id)),
      changedBy: entries.first?.row?.undoneCommand ?? "", key)
  }

  /// - Parameters:
  ///   - undone: the command that changed their briefs.
  ///   - key: the command that takes it back, whose own changes are kept: a row that is brought
  ///     back gets its brief.
  private func takeBackBriefs(of ids: Set<String>, changedBy undone: String, _ key: String) throws {
    if !ids.isEmpty {
      let briefs = KeptBriefs.kept(of: undone, in: workspace)
        .filter { ids.contains($0.id) && $0.isAsLeft(in: workspace) }
      try KeptBriefs.keep(
        briefs.map { $0.reversed(in: workspace) }, by: key, at: queue.clock.now, in: workspace)
      for brief in briefs { try brief.takeBack(in: workspace) }
    }
    try pending.remove()
  }

  private func lock(_ timeout: Duration) throws -> SharedLock {
    do throws(SharedLock.Failure) {
      return try workspace.sharedFiles.lock(
        "\(KeptBriefs.folder)/lock", timeout: timeout, lease: Self.lease, by: "orch undo",
        queue.clock.machine)
    } catch {
      switch error {
      case .system(let error): throw error
      case .held(let holder):
        throw StoreError.locked(path: workspace.storePath, holder: holder)
      case .leased(let holder):
        throw StoreError.locked(path: workspace.storePath, holder: "\(holder)")
      }
    }
  }

  /// In seconds: how long other machines wait for one that is silent.
  private static let lease = 60
}

extension [HistoryEntry] {
  /// The rows, each once.
  var ids: [String] {
    var seen: Set<String> = []
    return compactMap(\.id).filter { seen.insert($0).inserted }
  }
}
