import Host
public import QueueDocument
public import QueueModel
public import QueueStorage

extension Session {
  /// Carries out a transition, and tells on standard error what people should
  /// know of it.
  ///
  /// - Parameters:
  ///   - transition: what is asked for.
  ///   - standIn: the session that speaks where none is named; a person, for `nil`.
  ///   - sender: who speaks in place of this command's own speaker.
  public func perform(
    _ transition: Transition, standIn: String? = nil, as sender: Sender? = nil
  ) throws(CommandError) -> Decision {
    try checkWritable()
    let context = try transitionContext(standIn: standIn, sender: sender)
    let store = try store()
    do throws(StoreFailure) {
      let outcome = try store.carryOut(transition, context: recorded(context, for: transition))
      changedID = outcome.value.itemID
      routedTo = outcome.value.routedTo
      tellWhat(outcome.warnings)
      warn(of: outcome.value, of: transition, context)
      if outcome.isRecorded { mirror(store, context) }
      return outcome.value
    } catch {
      throw telling(error)
    }
  }

  /// Aligns the table, and gives the number of lines that changed.
  public func align() throws(CommandError) -> Int {
    try checkWritable()
    let store = try fileStore()
    let now = try now()
    do throws(StoreFailure) {
      let outcome = try store.align(at: now)
      tellWhat(outcome.warnings)
      if outcome.isRecorded { mirror(store, try? transitionContext()) }
      return outcome.value
    } catch {
      throw telling(error)
    }
  }

  /// Records what was edited since the last change, so that what is decided without the lock goes
  /// by the merged queue, not by an old copy that an editor saved.
  public func absorbExternalEdits() throws(CommandError) {
    let store = try store()
    guard let edits = store.externalEdits else { return }
    let now = try now()
    if try value(Settings.queueReadOnly) { return }
    do throws(StoreFailure) {
      let outcome = try edits.absorbExternalEdits(at: now)
      tellWhat(outcome.warnings)
      if outcome.isRecorded { mirror(store, try? transitionContext()) }
    } catch {
      throw telling(error)
    }
  }

  /// Takes the last merge of a save back.
  public func undoMerge() throws(CommandError) -> TakenBackMerge {
    try checkWritable()
    let store = try fileStore()
    let now = try now()
    do throws(StoreFailure) {
      let outcome = try store.undoMerge(at: now)
      tellWhat(outcome.warnings)
      if outcome.isRecorded { mirror(store, try? transitionContext()) }
      return outcome.value
    } catch {
      throw telling(error)
    }
  }

  /// The queue file as it is now, with all that a table is besides its rows.
  public func document() throws(CommandError) -> QueueDocument {
    let store = try fileStore()
    do throws(StoreError) { return try store.document() } catch { throw CommandError(error) }
  }

  /// Where somebody's work was put aside is told also to who wants to hear nothing.
  func tellWhat(_ warnings: StoreWarnings) {
    for notice in shared.isQuiet ? warnings.urgent : warnings.notices { tell(notice) }
    try? warn(of: warnings.malformedRows)
  }

  /// Tells the warnings of a failure.
  ///
  /// - Returns: the error to throw.
  func telling(_ failure: StoreFailure) -> CommandError {
    tellWhat(failure.warnings)
    return CommandError(failure.error)
  }

  /// The context with who asks for a transition, as the history names it. With `assign` the
  /// session that is named is the one that gets the row.
  private func recorded(
    _ context: TransitionContext, for transition: Transition
  ) -> TransitionContext {
    guard case .assign = transition else { return context }
    var context = context
    context.actor = CurrentProcess.actor
    return context
  }

  /// Asks the queue, as it is now, about rows by their ids; says once which rows are left
  /// alone.
  public func read<Answer>(
    _ question: (any QueueTable) throws -> Answer
  ) throws(CommandError) -> Answer {
    let store = try store()
    do throws(StoreFailure) {
      let answer = try store.read(question)
      tellWhat(answer.warnings)
      return answer.value
    } catch {
      throw telling(error)
    }
  }

  /// Runs rules that ask a queue which was read before.
  func asking<Answer>(_ rules: () throws -> Answer) throws(CommandError) -> Answer {
    do { return try rules() } catch { throw CommandError(StoreError(ofRule: error)) }
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
    do throws(StoreFailure) {
      let snapshot = try store.snapshot()
      tellWhat(snapshot.warnings)
      return snapshot.value
    } catch {
      throw CommandError(error.error)
    }
  }
}
