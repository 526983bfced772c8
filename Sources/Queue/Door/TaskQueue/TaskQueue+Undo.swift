public import Model

/// An undone command.
public struct UndoneWork: Sendable {
  /// The changes of the undo.
  public let changes: [ItemChange]
  /// The rows that stay unchanged, because they have changed since the command.
  public let skipped: [String]
}

/// A command of the caller that was not undone.
public struct UndoableCommand: Sendable {
  /// The command's changes of rows, oldest first.
  public let entries: [HistoryEntry]
  /// Why the command can't be undone as a whole; `nil` if no kind of change prevents it. Later
  /// changes of the rows may still prevent it.
  public let reason: Refusal.Irreversible?

  init(_ entries: [HistoryEntry]) {
    self.entries = entries
    reason = entries.lazy.compactMap(\.reasonAgainstUndo).first
  }

  /// The rows, each once.
  public var ids: [String] { entries.ids }
}

extension TaskQueue {
  /// Undoes the caller's last command: all rows that the command changed, with their briefs and
  /// files, or none.
  ///
  /// - Parameters:
  ///   - command: the command to undo.
  ///   - caller: who undoes the command.
  public func undo(_ command: UndoneCommand, as caller: Caller) throws(Problem) -> UndoneWork {
    let (changes, skipped) = try asking {
      try undoWork(queue(as: caller, for: "undo"))(command)
    }
    for change in changes where change.before == nil { restoreFiles(of: change.id) }
    return UndoneWork(changes: changes, skipped: skipped)
  }

  /// The caller's commands that were not undone, newest first, within the part of the history that
  /// `undo` searches.
  public func commandsToUndo(as caller: Caller) throws(Problem) -> [UndoableCommand] {
    try asking { try undoWork(queue(as: caller)).commands().map(UndoableCommand.init) }
  }

  /// The name of the command that makes the next change: `HistoryEntry.commandKey`.
  public var commandKey: String { run.isEmpty ? traceID : run }

  /// Completes an undo that a crash interrupted.
  func finishUndo(in queue: Queue) {
    guard let work = try? undoWork(queue), work.isPending else { return }
    work.finishAfterCrash()
  }

  /// Restores the brief of a row whose addition was undone.
  func restoreBrief(of id: String) throws {
    let queue = try queue(as: Caller())
    guard let removal = try queue.history(of: id).last(where: \.isRemoval) else { return }
    let kept = try KeptBriefs.kept(of: removal.commandKey, in: queue.workspace)
    for brief in kept where brief.id == id { try brief.takeBack(in: queue.workspace) }
  }

  private func undoWork(_ queue: Queue) throws -> UndoWork {
    UndoWork(queue: queue, lockTimeout: try value(Settings.lockTimeout))
  }
}
