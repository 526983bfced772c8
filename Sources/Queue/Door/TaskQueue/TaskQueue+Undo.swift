public import Model

/// A command that was taken back.
public struct UndoneWork: Sendable {
  /// What became of its rows.
  public let changes: [ItemChange]
  /// The rows that stay, because they were changed since.
  public let skipped: [String]
}

/// A command of the caller that was not taken back.
public struct UndoableCommand: Sendable {
  /// Its changes of rows, oldest first.
  public let entries: [HistoryEntry]
  /// Why it can't be taken back as a whole; `nil` if it can, unless its rows were changed since.
  public let reason: Refusal.Irreversible?

  init(_ entries: [HistoryEntry]) {
    self.entries = entries
    reason = entries.lazy.compactMap(\.reasonAgainstUndo).first
  }

  /// The rows, each once.
  public var ids: [String] { entries.ids }
}

extension TaskQueue {
  /// Takes back the caller's last command: all rows that it changed, with their briefs and files,
  /// or none.
  ///
  /// - Parameters:
  ///   - command: the one that is meant.
  ///   - caller: who takes it back.
  public func undo(_ command: UndoneCommand, as caller: Caller) throws(Problem) -> UndoneWork {
    let (changes, skipped) = try asking {
      try undoWork(queue(as: caller, for: "undo"))(command)
    }
    for change in changes where change.before == nil { restoreFiles(of: change.id) }
    return UndoneWork(changes: changes, skipped: skipped)
  }

  /// The caller's commands that were not taken back, newest first, as far as `undo` looks for them.
  public func commandsToUndo(as caller: Caller) throws(Problem) -> [UndoableCommand] {
    try asking { try undoWork(queue(as: caller)).commands().map(UndoableCommand.init) }
  }

  /// Names the command that makes the next change: `HistoryEntry.commandKey`.
  public var commandKey: String { run.isEmpty ? traceID : run }

  /// Completes an undo that was cut by a crash.
  func finishUndo(in queue: Queue) {
    guard let work = try? undoWork(queue), work.isPending else { return }
    work.finishAfterCrash()
  }

  /// Brings back the brief of a row whose addition was undone.
  func restoreBrief(of id: String) throws {
    let queue = try queue(as: Caller())
    guard let removal = try queue.history(of: id).last(where: \.isRemoval) else { return }
    let kept = KeptBriefs.kept(of: removal.commandKey, in: queue.workspace)
    for brief in kept where brief.id == id { try brief.takeBack(in: queue.workspace) }
  }

  private func undoWork(_ queue: Queue) throws -> UndoWork {
    UndoWork(queue: queue, lockTimeout: try value(Settings.lockTimeout))
  }
}
