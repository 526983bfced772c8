import Engine
import Host
public import MarkdownStore
public import QueueDocument
public import QueueModel
public import QueueStore

// What commands do with the queue itself.

extension CommandContext {
  /// Aligns the table, and gives the number of lines that changed.
  public func align() throws(CommandError) -> Int {
    let now = try now()
    return try changingFile { (store) throws(StoreFailure) in try store.align(at: now) }
  }

  /// Takes the last merge of a save back.
  public func undoMerge() throws(CommandError) -> UndoneMerge {
    let now = try now()
    return try changingFile { (store) throws(StoreFailure) in try store.undoMerge(at: now) }
  }

  /// Does what only a file can do, and lets its mirror know.
  func changingFile<Value>(
    _ operation: (MarkdownStore) throws(StoreFailure) -> StoreOutcome<Value>
  ) throws(CommandError) -> Value {
    let (queue, store) = (try queue(), try fileStore())
    return try engine { () throws(EngineError) in
      try queue.checkWritable()
      let outcome = try queue.emittingWarnings { () throws(StoreFailure) in try operation(store) }
      if outcome.isRecorded { queue.updateMirror() }
      return outcome.value
    }
  }

  /// The queue file as it is now, with all that a table is besides its rows.
  public func document() throws(CommandError) -> QueueDocument {
    let store = try fileStore()
    do throws(StoreError) { return try store.document() } catch { throw CommandError(error) }
  }

  /// Asks the queue, as it is now, about rows by their ids; says once which rows are left
  /// alone.
  public func read<Answer>(
    _ question: (any QueueTable) throws -> Answer
  ) throws(CommandError) -> Answer {
    let store = try store()
    return try showing { () throws(StoreFailure) in try store.read(question) }
  }

  /// The number of conflicts between edits and changes that are not marked as read.
  public func unreadConflicts() throws(CommandError) -> Int {
    guard let edits = try store().externalEdits else { return 0 }
    do throws(StoreError) { return try edits.unreadConflicts() } catch {
      throw CommandError(error)
    }
  }

  /// The queue as it is now; says once which rows are left alone.
  public func snapshot() throws(CommandError) -> any QueueSnapshot { try snapshot(of: store()) }

  /// The same of one store.
  public func snapshot(of store: any QueueStore) throws(CommandError) -> any QueueSnapshot {
    try showing { () throws(StoreFailure) in try store.snapshot() }
  }

  /// Shows what a store warns of, whether it succeeds or not.
  func showing<Value>(
    _ operation: () throws(StoreFailure) -> StoreOutcome<Value>
  ) throws(CommandError) -> Value {
    do throws(StoreFailure) {
      let outcome = try operation()
      show(outcome.warnings)
      return outcome.value
    } catch {
      show(error.warnings)
      throw CommandError(error.error)
    }
  }
}
