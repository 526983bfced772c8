import Host
import Model
import QueueStore
import Text

/// Use case: undoes the caller's last command, with the briefs that the command changed.
///
/// All rows change in one transition, then the briefs change. Before the transition the undo is
/// recorded as pending. After a crash between rows and briefs, the next command changes the briefs;
/// after a crash before the rows change, the next command has nothing to do.
struct UndoWork: UseCase {
  let queue: Queue
  private let lockTimeout: Duration
  private let pending: PendingUndo

  /// - Parameter lockTimeout: how long to wait for another process that undoes a command.
  init(queue: Queue, lockTimeout: Duration) {
    (self.queue, self.lockTimeout) = (queue, lockTimeout)
    pending = PendingUndo(in: queue.workspace)
  }

  /// The caller's commands that were not undone, newest first, within the part of the history that
  /// an undo searches.
  func commands() throws -> [[HistoryEntry]] {
    try history().commandsToUndo(by: try queue.context())
  }

  private func history() throws -> [HistoryEntry] {
    try queue.store.latestHistory(UndoneCommand.historyCount)
  }

  /// - Parameter command: the command to undo.
  /// - Returns: the changes of the rows, and the rows that stay unchanged because they have changed
  ///   since the command.
  func callAsFunction(
    _ command: UndoneCommand
  ) throws -> (changes: [ItemChange], skipped: [String]) {
    try queue.checkWritable()
    // After this call the history also has edits that were saved since.
    try queue.recordExternalEdits()
    let lock = try lock(lockTimeout)
    defer { withExtendedLifetime(lock) {} }
    try finish()
    let commands = try commands()
    var command = command
    command.key = command.key ?? commands.first?.first?.commandKey
    let fates = try fates(ofBriefsIn: commands.first ?? [])
    if !fates.isEmpty { try pending.write(queue.commandKey) }
    let changes: [ItemChange]
    do {
      let queue = queue.undoing { fates[$0.id ?? ""] ?? .forgotten }
      changes = try queue.perform(.undo(id: nil, command: command)).changes
    } catch {
      // The change may have been made despite the error; then the next command completes the undo.
      let problem = Problem(error)
      if problem.refusal != nil { try? pending.remove() }
      throw hinted(problem, command)
    }
    let undone = changes.first?.undoneCommand ?? ""
    // The rows are restored. If a brief fails now, the next command tries again.
    try? takeBackBriefs(
      of: Set(changes.filter(\.changesBrief).map(\.id)), changedBy: undone, queue.commandKey)
    let changed = Set(changes.map(\.id))
    let ids = commands.first { $0[0].commandKey == undone }?.ids ?? []
    return (changes, ids.filter { !changed.contains($0) })
  }

  /// What happened to the briefs of a command, read in advance, because a store can't be read for
  /// this during a transaction.
  private func fates(ofBriefsIn command: [HistoryEntry]) throws -> [String: BriefFate] {
    guard let key = command.first?.commandKey, command.contains(where: \.changesBrief) else {
      return [:]
    }
    let briefs = try KeptBriefs.kept(of: key, in: workspace).map {
      ($0.id, $0.isAsLeft(in: workspace) ? BriefFate.asLeft : .changed)
    }
    return Dictionary(briefs) { $1 }
  }

  /// Adds to the refusal of one of several rows a hint how to undo the other rows.
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

  /// Whether an undo may not have changed its briefs yet.
  var isPending: Bool { (try? pending.key()) != nil }

  /// Completes an earlier undo, if no other process is doing so. If a part fails, the next command
  /// tries it again.
  func finishAfterCrash() {
    guard let lock = try? lock(.zero) else { return }
    defer { withExtendedLifetime(lock) {} }
    try? finish()
  }

  private func finish() throws {
    guard let key = try pending.key() else { return }
    // After this call the history has no entry for a change that a crash prevented.
    try queue.recordExternalEdits()
    let entries = try history().filter { $0.commandKey == key && $0.row?.undoneCommand != nil }
    try takeBackBriefs(
      of: Set(entries.filter(\.changesBrief).compactMap(\.id)),
      changedBy: entries.first?.row?.undoneCommand ?? "", key)
  }

  /// - Parameters:
  ///   - undone: the command that changed the briefs.
  ///   - key: the command that undoes it. Its own changes of briefs are kept too, so that the undo
  ///     can be undone.
  private func takeBackBriefs(of ids: Set<String>, changedBy undone: String, _ key: String) throws {
    if !ids.isEmpty {
      let briefs = try KeptBriefs.kept(of: undone, in: workspace)
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

  /// How long other machines wait for a machine that does not answer, in seconds.
  private static let lease = 60
}

extension [HistoryEntry] {
  /// The rows, each once.
  var ids: [String] {
    var seen: Set<String> = []
    return compactMap(\.id).filter { seen.insert($0).inserted }
  }
}
