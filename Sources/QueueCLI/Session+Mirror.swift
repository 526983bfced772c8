import Host
import QueueModel
public import QueueStorage

// The table and the database side by side.

extension Session {
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
    return try telling { () throws(StoreFailure) in
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
    return try telling { () throws(StoreFailure) in
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
    return try telling { () throws(StoreFailure) in
      try database.consistency(with: file, context: context, withTexts: texts)
    }
  }

  /// The queue file that a command works on together with a database.
  public func tableName() throws(CommandError) -> String { try tablePath() }

  private func stores() throws(CommandError) -> (SQLiteStore, MarkdownStore) {
    let actor = speaker ?? CurrentProcess.actor
    return (
      try databaseStore(at: try databasePath(), actor: actor), try fileStore(actor: actor)
    )
  }

  func telling<Value>(
    _ body: () throws(StoreFailure) -> StoreOutcome<Value>
  ) throws(CommandError) -> Value {
    do throws(StoreFailure) {
      let outcome = try body()
      tellWhat(outcome.warnings)
      return outcome.value
    } catch {
      throw telling(error)
    }
  }

  /// Brings the database up to what this command recorded of the file, where the settings ask
  /// for that. The command itself has succeeded already.
  func mirror(_ store: any QueueStore, _ context: TransitionContext?) {
    do throws(CommandError) {
      guard let file = store as? MarkdownStore, let context, try value(Settings.mirror) else {
        return
      }
      let path = try databasePath()
      let database = try databaseStore(at: path, actor: context.actor)
      let report: MirrorReport
      do throws(StoreFailure) {
        report = try database.mirror(file, context: context).value
      } catch {
        throw CommandError(error.error)
      }
      if report.hasConflicts {
        warn("\(path) has changes of its own, and was not changed there (orch migrate lists them)")
      }
    } catch {
      warn("the database does not have this change yet: \(error.sentence)")
    }
  }
}
