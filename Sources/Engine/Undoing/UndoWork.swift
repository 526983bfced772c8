import Facts
import Host
import QueueModel
import QueueStore

/// Use case: takes back the caller's last command, with the briefs that it changed.
///
/// What is to become of the briefs is written first, then all rows change in one transition, then the
/// briefs. What a crash cut behind the rows is done by the next command, and before them it is nothing.
struct UndoWork {
  private let queue: Queue
  private let workspace: Workspace
  private let lockTimeout: Duration

  /// - Parameters:
  ///   - queue: the queue of the rows.
  ///   - workspace: the folder of the briefs.
  ///   - lockTimeout: how long another process is waited for that takes a command back.
  init(queue: Queue, workspace: Workspace, lockTimeout: Duration) {
    (self.queue, self.workspace, self.lockTimeout) = (queue, workspace, lockTimeout)
  }

  /// The caller's commands that were not taken back, newest first.
  func commands() throws(Problem) -> [[HistoryEntry]] {
    let history: [HistoryEntry]
    do throws(StoreError) { history = try queue.store.history(of: nil) } catch {
      throw .store(error)
    }
    var commands = history.commandsToUndo(by: try queue.context())
    let actor = queue.contextWithoutPolicy.author.actor
    // What changed briefs alone is in no history.
    for kept in KeptBriefs.ofBriefsAlone(besides: history, in: workspace).reversed() {
      guard let entry = kept.entry, entry.actor == actor else { continue }
      let place = commands.firstIndex { ($0.last?.sequence ?? 0) <= entry.sequence }
      commands.insert(kept.entries, at: place ?? commands.count)
    }
    return commands
  }

  /// - Parameter command: the one that is meant.
  /// - Returns: what became of the rows, and those that stay because they were changed since.
  func callAsFunction(
    _ command: UndoneCommand
  ) throws(Problem) -> (changes: [ItemChange], skipped: [String], briefs: [String]) {
    try queue.checkWritable()
    // Then the history has what was saved since.
    try queue.recordExternalEdits()
    let lock = try lock(lockTimeout)
    defer { withExtendedLifetime(lock) {} }
    try finish()
    guard let entries = try commands().first else { throw .refused(.nothingToUndo(nil)) }
    var command = command
    let ids = Set(entries.compactMap(\.id))
    let briefs = KeptBriefs.kept(of: entries[0].commandKey, in: workspace)
      .filter { ids.contains($0.id) }
    if command.key == nil || command.key == entries[0].commandKey {
      command.key = entries[0].commandKey
      for brief in briefs where !brief.isAsLeft(in: workspace) {
        let entry = entries.first { $0.id == brief.id } ?? entries[0]
        guard command.skipsChanged else {
          throw .refused(.changedSince(entry, "tasks/\(brief.id).md", nil))
        }
        command.kept.insert(brief.id)
      }
    }
    if entries.allSatisfy({ $0.before.isEmpty && $0.after.isEmpty }) {
      if let key = command.key, key != entries[0].commandKey {
        throw .refused(.otherCommand(entries[0]))
      }
      let taken = briefs.filter { !command.kept.contains($0.id) }
      for brief in taken { try brief.takeBack(in: workspace) }
      do throws(SystemError) { try KeptBriefs.forget(entries[0].commandKey, in: workspace) } catch {
        throw .system(error)
      }
      return ([], command.kept.sorted(), taken.map(\.id))
    }
    let changes = try undo(command, briefs.filter { !command.kept.contains($0.id) })
    let changed = Set(changes.map(\.id))
    var skipped: [String] = []
    for id in entries.compactMap(\.id) where !changed.contains(id) && !skipped.contains(id) {
      skipped.append(id)
    }
    return (changes, skipped, briefs.map(\.id).filter(changed.contains))
  }

  private func undo(
    _ command: UndoneCommand, _ briefs: [KeptBriefs.Change]
  ) throws(Problem) -> [ItemChange] {
    let transition = Transition.undo(id: nil, command: command)
    if briefs.isEmpty { return try queue.perform(transition).changes }
    do throws(SystemError) {
      try KeptBriefs(key: queue.commandKey, briefs).writePending(in: workspace)
    } catch { throw .system(error) }
    let changes: [ItemChange]
    do { changes = try queue.perform(transition).changes } catch {
      // What may have been made is looked for by the next command.
      if error.refusal != nil { try? KeptBriefs.removePending(in: workspace) }
      throw error
    }
    try finish()
    return changes
  }

  // MARK: Briefs

  /// Does what a command before did not come to, if no other process is at it.
  func finishAfterCrash() throws(Problem) {
    let lock: SharedLock
    do throws(Problem) { lock = try self.lock(.zero) } catch { return }
    defer { withExtendedLifetime(lock) {} }
    try finish()
  }

  private func finish() throws(Problem) {
    guard KeptBriefs.hasPending(in: workspace) else { return }
    // Then the history has no change that a crash prevented.
    try queue.recordExternalEdits()
    do throws(SystemError) {
      guard let pending = try KeptBriefs.pending(in: workspace) else { return }
      try takeBack(pending)
      try KeptBriefs.removePending(in: workspace)
    } catch { throw .system(error) }
  }

  /// Takes the briefs of those rows back whose change the history has.
  private func takeBack(_ pending: KeptBriefs) throws(SystemError) {
    let ids = Set(pending.changes.map(\.id))
    guard let history = try? queue.history(ofRows: ids) else { return }
    let changed = Set(
      history.filter { $0.commandKey == pending.key && $0.undoes != nil }.compactMap(\.id))
    let briefs = pending.changes.filter { changed.contains($0.id) }
    // A row that is brought back gets its brief.
    let back = briefs.map { brief in
      KeptBriefs.Change(
        id: brief.id, old: workspace.wholeBrief(of: brief.id), newText: brief.old)
    }
    try? KeptBriefs.keep(back, of: queue.named(pending.key), in: workspace)
    for brief in briefs { try? brief.takeBack(in: workspace) }
  }

  private func lock(_ timeout: Duration) throws(Problem) -> SharedLock {
    do throws(SharedLock.Failure) {
      return try workspace.sharedFiles.lock(
        "\(KeptBriefs.folder)/lock", timeout: timeout, lease: Self.lease, by: "orch undo",
        queue.clock.machine)
    } catch {
      switch error {
      case .system(let error): throw .system(error)
      case .held(let holder): throw .store(.locked(path: workspace.storePath, holder: holder))
      case .leased(let holder):
        throw .store(.locked(path: workspace.storePath, holder: "\(holder)"))
      }
    }
  }

  /// Seconds that other machines wait for one that is silent.
  private static let lease = 60
}
