import Host
public import QueueModel
public import QueueStore

/// A queue as one speaker works on it: its store, the settings of the rules, the time, and where
/// events go. Each use case takes one, and whatever else it needs.
public struct Queue: Sendable {
  public let store: any QueueStore
  /// The settings; the error of those that can't be read, which stops only what needs them.
  public let settings: Result<QueueSettings, EngineError>
  /// Why the queue may not be changed; nothing where it may.
  private let writability: Result<Void, EngineError>
  public let clock: QueueClock
  /// Who changes the queue.
  public let speaker: Speaker
  /// What tells one run of a program from the next, in history, reports and run log.
  public let traceID: String
  /// Lets a database take over a change of a queue file.
  private let mirror: Mirror?
  let emit: @Sendable (EngineEvent) -> Void
  /// Says an error in English, for notes, refused reports and explanations.
  let describe: @Sendable (EngineError) -> String

  /// Lets a database take over each change of a queue file, in the name of whoever made it.
  ///
  /// The change of the file itself is made, whatever becomes of this: a warning is all that it gives.
  public typealias Mirror = @Sendable (TransitionContext) -> EngineWarning?

  /// - Parameters:
  ///   - store: where the rows are.
  ///   - settings: how rows are worked, and reports judged.
  ///   - writability: why the queue may not be changed, as one that is only a copy.
  ///   - clock: the time.
  ///   - speaker: who changes the queue.
  ///   - traceID: what tells this run from the next.
  ///   - mirror: lets a database take over each change of a queue file.
  ///   - emit: receives each event as it happens.
  ///   - describe: says an error in English, for notes, refused reports and explanations.
  public init(
    store: any QueueStore, settings: Result<QueueSettings, EngineError> = .success(.init()),
    writability: Result<Void, EngineError> = .success(()), clock: QueueClock,
    speaker: Speaker = Speaker(), traceID: String = "", mirror: Mirror? = nil,
    emit: @escaping @Sendable (EngineEvent) -> Void = { _ in },
    describe: @escaping @Sendable (EngineError) -> String = { "\($0)" }
  ) {
    self.store = store
    self.settings = settings
    self.writability = writability
    self.clock = clock
    self.speaker = speaker
    self.traceID = traceID
    self.mirror = mirror
    self.emit = emit
    self.describe = describe
  }

  /// The same queue for another speaker.
  public func speaking(as speaker: Speaker) -> Queue {
    Queue(
      store: store, settings: settings, writability: writability, clock: clock, speaker: speaker,
      traceID: traceID, mirror: mirror, emit: emit, describe: describe)
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
  /// - Parameters:
  ///   - transition: what is asked for.
  ///   - report: emits what people should know of the decision.
  /// - Throws: also `readOnly`, where the queue is only a copy of a database.
  public func perform(
    _ transition: Transition, reporting report: (Decision) -> Void = { _ in }
  ) throws(EngineError) -> Decision {
    try checkWritable()
    let context = try context()
    let outcome = try warning { () throws(StoreFailure) in
      try store.performRecordingLeaseEnd(transition, context: recorded(context, transition))
    }
    emit(.changed(outcome.value))
    report(outcome.value)
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
    guard let edits = store.externalEdits else { return }
    if case .failure(.readOnly) = writability { return }
    try checkWritable()
    let outcome = try warning { () throws(StoreFailure) in
      try edits.absorbExternalEdits(at: clock.now)
    }
    if outcome.isRecorded { updateMirror() }
  }

  /// Refuses where the queue may not be changed.
  public func checkWritable() throws(EngineError) { try writability.get() }

  /// Lets the database know what was changed in the file beside transitions.
  public func updateMirror() {
    if let context = try? context() { updateMirror(context) }
  }

  private func updateMirror(_ context: TransitionContext) {
    if let warning = mirror?(context) { warn(warning) }
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
