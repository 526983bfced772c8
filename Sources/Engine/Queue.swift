import Host
public import QueueModel
public import QueueStore

/// A queue as one speaker works on it: its store, the settings of the rules, the time, and where
/// events go. Each use case takes one, and whatever else it needs.
public struct Queue: Sendable {
  public let store: any QueueStore
  /// The settings; the error of those that can't be read, which stops only what needs them.
  public let settings: Result<QueueSettings, EngineError>
  public let clock: QueueClock
  /// Who changes the queue.
  public let speaker: Speaker
  /// What tells one run of a program from the next, in history, reports and run log.
  public let traceID: String
  /// The database that takes over each change of a queue file; `nil` for none.
  let mirror: DatabaseMirror?
  let emit: @Sendable (EngineEvent) -> Void

  /// - Parameters:
  ///   - store: where the rows are.
  ///   - settings: how rows are worked, and reports judged.
  ///   - clock: the time.
  ///   - speaker: who changes the queue.
  ///   - traceID: what tells this run from the next.
  ///   - mirror: the database that takes over each change of a queue file.
  ///   - emit: receives each event as it happens.
  public init(
    store: any QueueStore, settings: Result<QueueSettings, EngineError> = .success(.init()),
    clock: QueueClock, speaker: Speaker = Speaker(), traceID: String = "",
    mirror: DatabaseMirror? = nil, emit: @escaping @Sendable (EngineEvent) -> Void = { _ in }
  ) {
    self.store = store
    self.settings = settings
    self.clock = clock
    self.speaker = speaker
    self.traceID = traceID
    self.mirror = mirror
    self.emit = emit
  }

  /// The same queue for another speaker.
  public func speaking(as speaker: Speaker) -> Queue {
    Queue(
      store: store, settings: settings, clock: clock, speaker: speaker, traceID: traceID,
      mirror: mirror, emit: emit)
  }

  /// The same queue, where `session` speaks if no other session does.
  func speaking(inPlaceOfNone session: String) -> Queue {
    speaking(as: Speaker(session: speaker.session ?? session, attempt: speaker.attempt))
  }
}

/// Who speaks, and for which claim.
public struct Speaker: Equatable, Sendable {
  /// The session; `nil` for a person.
  public let session: String?
  /// The token of the claim that the session works for.
  public let attempt: String?

  public init(session: String? = nil, attempt: String? = nil) {
    self.session = session
    self.attempt = attempt
  }

  /// The name in the history: the session, else `user@pid`.
  public var name: String { session ?? CurrentProcess.actor }
}

extension Queue {
  /// Who asks the rules, when, and by which settings.
  public func context() throws(EngineError) -> TransitionContext {
    var context = TransitionContext(
      session: speaker.session, now: clock.now, actor: speaker.name)
    context.attempt = speaker.attempt
    context.policy = try settings.get().policy
    // Also where the clock is frozen: a token must not follow from another.
    context.entropy = Randomness.number()
    return context
  }

  /// Carries out a transition by the rules, durably, or changes nothing.
  ///
  /// - Throws: also `readOnly`, where the queue is only a copy of a database.
  public func perform(_ transition: Transition) throws(EngineError) -> Decision {
    try checkWritable()
    let context = try context()
    let outcome = try warning { () throws(StoreFailure) in
      try store.carryOut(transition, context: recorded(context, transition))
    }
    emit(.changed(outcome.value))
    if outcome.isRecorded { updateMirror(context) }
    return outcome.value
  }

  /// The context with who asks, as the history names it. With `assign` the session that is named is
  /// the one that gets the row.
  private func recorded(
    _ context: TransitionContext, _ transition: Transition
  ) -> TransitionContext {
    guard case .assign = transition else { return context }
    var context = context
    context.actor = CurrentProcess.actor
    return context
  }

  /// The queue as it is now.
  public func snapshot() throws(EngineError) -> any QueueSnapshot {
    try warning { () throws(StoreFailure) in try store.snapshot() }.value
  }

  /// Asks the queue, as it is now, about single rows.
  ///
  /// - Parameter question: what is asked; it must not keep the table.
  public func read<Answer>(
    _ question: (any QueueTable) throws -> Answer
  ) throws(EngineError) -> Answer {
    try warning { () throws(StoreFailure) in try store.read(question) }.value
  }

  /// What happened to a row, oldest first; to all rows, for `nil`.
  public func history(of id: String?) throws(EngineError) -> [HistoryEntry] {
    do throws(StoreError) { return try store.history(of: id) } catch { throw .store(error) }
  }

  /// Records what was edited since the last change, so that what is decided without the lock goes
  /// by the merged queue, not by an old copy that an editor saved.
  public func absorbExternalEdits() throws(EngineError) {
    guard let edits = store.externalEdits, try settings.get().readOnly == nil else { return }
    let outcome = try warning { () throws(StoreFailure) in
      try edits.absorbExternalEdits(at: clock.now)
    }
    if outcome.isRecorded { updateMirror() }
  }

  /// Refuses where the queue is only a copy of a database.
  public func checkWritable() throws(EngineError) {
    if let error = try settings.get().readOnly { throw error }
  }

  /// Hands on what the store warns of, whether it succeeds or not.
  public func warning<Value>(
    _ operation: () throws(StoreFailure) -> StoreOutcome<Value>
  ) throws(EngineError) -> StoreOutcome<Value> {
    do throws(StoreFailure) {
      let outcome = try operation()
      emit(.storeWarnings(outcome.warnings))
      return outcome
    } catch {
      emit(.storeWarnings(error.warnings))
      throw .store(error.error)
    }
  }

  func warn(_ warning: EngineWarning) { emit(.warning(warning)) }
}
