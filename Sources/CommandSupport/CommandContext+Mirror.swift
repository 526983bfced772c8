import Host
import MarkdownStore
public import Mirroring
import QueueModel
import QueueStore
import SQLiteStore

// The table and the database side by side.

extension CommandContext {
  /// Imports the table into the database.
  ///
  /// - Parameters:
  ///   - force: whether rows become what the table says that the database changed.
  ///   - isAdopting: whether a database of another queue becomes this one's.
  public func migrate(
    force: Bool, isAdopting: Bool
  ) throws(CommandError) -> MirrorReport {
    let (database, file) = try stores()
    let context = try transitionContext()
    return try showing { () throws(StoreFailure) in
      try database.migrate(
        from: file, context: context, force: force, isAdopting: isAdopting, notice: waitNotice)
    }
  }

  /// Writes the table from the database.
  ///
  /// - Parameter template: what a missing file becomes first.
  public func render(template: String) throws(CommandError) -> MirrorReport {
    let (database, file) = try stores()
    let context = try transitionContext()
    return try showing { () throws(StoreFailure) in
      try database.render(
        into: file, context: context, template: template, isCopy: chosenDatabase != nil)
    }
  }

  /// Compares the table with the database, and changes neither.
  ///
  /// - Parameter texts: whether task, criteria and notes are compared, too.
  public func consistency(withTexts texts: Bool) throws(CommandError) -> Consistency {
    let (database, file) = try stores()
    let context = try transitionContext()
    return try showing { () throws(StoreFailure) in
      try database.consistency(with: file, context: context, withTexts: texts)
    }
  }

  /// The queue file that a command works on together with a database.
  public func tableName() throws(CommandError) -> String { try tablePath() }

  private func stores() throws(CommandError) -> (SQLiteStore, MarkdownStore) {
    let lockTimeout = try value(Settings.lockTimeout)
    return (
      try databaseStore(at: databasePath(), lockTimeout: lockTimeout),
      try fileStore(lockTimeout: lockTimeout)
    )
  }
}
