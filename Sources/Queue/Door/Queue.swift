import Host
package import Model
package import QueueStore
import Synchronization
import Text
package import Workers

/// A queue for one caller: the store, folders, settings and clock of the queue, and the receiver of
/// events. Every use case works on a `Queue`.
package struct Queue: Sendable {
  package private(set) var store: any QueueStore
  package var workspace: Workspace
  /// The settings. If the settings can't be read, only the operations that need them fail.
  package let settings: Result<QueueSettings, Problem>
  /// The error of a read-only queue.
  private let writability: Result<Void, Problem>
  package let clock: QueueClock
  package let caller: Caller
  private let program: String
  private var command: String
  /// Identifies a run of a program in history, reports and run log.
  package let traceID: String
  /// The name of the run if the trace id was given; otherwise empty.
  let run: String
  private let mirror: Mirror?
  /// The file that pauses the queue; `nil` if it can't be paused.
  package let pauseFile: PauseFile?
  /// Reads and keeps the content that people decide about; `nil` if the settings can't be read.
  package let contents: DecidedContents?
  package let emit: @Sendable (EngineEvent) -> Void
  /// The rows whose briefs change together with the transition.
  private var briefs: Set<String> = []
  /// `TransitionContext.fateOfBrief`.
  private var fateOfBrief: (@Sendable (HistoryEntry) -> BriefFate)?

  /// Does other work that must happen together with a change.
  package typealias Alongside = @Sendable (Decision) throws -> Void

  /// Copies a change of a queue file to a database, after the change. A failure is only a warning.
  typealias Mirror = @Sendable (TransitionContext) -> Notice?

  /// - Parameters:
  ///   - caller: the session that changes the queue, and its claim.
  ///   - program: the executable, for the lock.
  ///   - command: the subcommand, for history and lock.
  ///   - mirror: copies each change of a queue file to a database.
  ///   - emit: receives each event as it happens.
  init(
    store: any QueueStore, workspace: Workspace,
    settings: Result<QueueSettings, Problem> = .success(.init()),
    writability: Result<Void, Problem> = .success(()), clock: QueueClock,
    caller: Caller = Caller(), program: String = "orch", command: String, traceID: String,
    run: String = "", mirror: Mirror? = nil, pauseFile: PauseFile? = nil,
    contents: DecidedContents? = nil,
    emit: @escaping @Sendable (EngineEvent) -> Void = { _ in }
  ) {
    self.store = store
    self.workspace = workspace
    self.settings = settings
    self.writability = writability
    self.clock = clock
    self.caller = caller
    self.program = program
    self.command = command
    self.traceID = traceID
    self.run = run
    self.mirror = mirror
    self.pauseFile = pauseFile
    self.contents = contents
    self.emit = emit
  }

  package func called(by caller: Caller) -> Queue {
    Queue(
      store: store, workspace: workspace, settings: settings, writability: writability,
      clock: clock, caller: caller, program: program, command: command, traceID: traceID, run: run,
      mirror: mirror, pauseFile: pauseFile, contents: contents, emit: emit)
  }

  /// The same queue, whose changes are recorded as those of this command.
  package func recording(as command: String) -> Queue {
    var queue = self
    queue.command = command
    return queue
  }

  /// The same queue, for a change that also changes the briefs of these rows.
  func changingBriefs(of ids: some Sequence<String>) -> Queue {
    var queue = self
    queue.briefs = Set(ids)
    return queue
  }

  /// The same queue, for an undo.
  ///
  /// - Parameter fate: returns what happened to the brief that the command of an entry changed.
  func undoing(_ fate: @escaping @Sendable (HistoryEntry) -> BriefFate) -> Queue {
    var queue = self
    queue.fateOfBrief = fate
    return queue
  }

  /// The same queue, for several reads in quick succession: `QueueStore.holdingFile`.
  package func holdingFile() -> Queue {
    var queue = self
    queue.store = store.holdingFile()
    return queue
  }

  /// The same queue, whose caller gets this session if it has none.
  package func withDefaultSession(_ session: String) -> Queue {
    called(by: caller.session == nil ? caller.with(session: session) : caller)
  }
}

/// An operation on a queue for one caller.
package protocol UseCase {
  var queue: Queue { get }
}

extension UseCase {
  package var workspace: Workspace { queue.workspace }
}

extension Queue {
  /// The caller, the time and the policy, for the rules.
  package func context() throws -> TransitionContext {
    var context = contextWithoutPolicy
    context.claimToken = caller.claimToken
    context.policy = try settings.get().policy
    // Random even with a frozen clock, so that tokens can't be guessed from each other.
    context.entropy = Randomness.number()
    context.contents = contents?.reader
    (context.briefs, context.fateOfBrief) = (briefs, fateOfBrief)
    return context
  }

  /// The `HistoryEntry.commandKey` of the changes that this queue makes.
  var commandKey: String { run.isEmpty ? traceID : run }

  /// The caller and the time, for changes that no setting decides.
  var contextWithoutPolicy: TransitionContext {
    var context = TransitionContext(
      session: caller.session, now: clock.now,
      author: Author(
        program: program, command: command, traceID: traceID, run: run, actor: caller.actor))
    context.caller = caller.kind
    return context
  }

  /// Applies a transition durably, or changes nothing.
  ///
  /// - Parameters:
  ///   - report: called with the decision, before the change is mirrored.
  ///   - alongside: work that must happen together with the change. It is called under the store's
  ///     lock, after the rules have allowed the change. If it throws, nothing is changed.
  /// - Throws: `readOnly` if the queue is only a copy of a database.
  package func perform(
    _ transition: Transition, reporting report: (Decision) -> Void = { _ in },
    alongside: Alongside? = nil
  ) throws -> Decision {
    try checkWritable()
    var context = recorded(try context(), transition)
    let failure = Mutex<(any Error)?>(nil)
    if let alongside {
      context.alongside = { (decision) throws(Refusal) in
        guard let item = decision.item, !decision.changes.isEmpty else { return }
        do { try alongside(decision) } catch {
          failure.withLock { $0 = error }
          throw .movedOn(item)
        }
      }
    }
    let outcome: StoreOutcome<Decision>
    do {
      outcome = try store.performRecordingLeaseEnd(
        transition, context: context, receive: receive)
    } catch { throw failure.withLock { $0 } ?? error }
    contents?.keep(outcome.value.changes)
    emit(.changed(outcome.value))
    report(outcome.value)
    if outcome.isRecorded { updateMirror(context) }
    return outcome.value
  }

  /// The decision on a transition, without carrying it out.
  package func preview(_ transition: Transition) throws -> Decision {
    var context = try context()
    if case .rows(let ids) = transition.history(for: context.caller) {
      context.history = try history(ofRows: ids)
    }
    return try read { table in
      func decide(_ table: some QueueTable) throws -> Decision {
        try transition.decide(in: table, context: context)
      }
      return try decide(table)
    }
  }

  /// The context for the history. A session that assigns a row to one is recorded as the user of
  /// this process.
  private func recorded(
    _ context: TransitionContext, _ transition: Transition
  ) -> TransitionContext {
    guard case .assign = transition, caller.session != nil else { return context }
    var context = context
    context.author.actor = CurrentProcess.actor
    return context
  }

  package func snapshot() throws -> any QueueSnapshot {
    try store.snapshot(receive: receiveBeforeChange)
  }

  /// Reads single rows.
  ///
  /// - Parameter body: reads the table, and must not keep it.
  package func read<Value>(_ body: (any QueueTable) throws -> Value) throws -> Value {
    try store.read(body, receive: receiveBeforeChange)
  }

  /// The history of a row, oldest first; `nil` for all rows.
  package func history(of id: String?) throws -> [HistoryEntry] {
    try store.history(of: id)
  }

  /// The history of these rows, oldest first.
  package func history(ofRows ids: Set<String>) throws -> [HistoryEntry] {
    try store.history(ofRows: ids)
  }

  /// Merges and records edits of the file since the last change, so that decisions without the lock
  /// use the merged queue, not an old copy that an editor saved.
  package func recordExternalEdits() throws {
    guard let edits = store.externalEdits else { return }
    if case .failure(.readOnly) = writability { return }
    try checkWritable()
    let outcome = try edits.recordExternalEdits(contextWithoutPolicy, receive: receive)
    if outcome.isRecorded { updateMirror() }
  }

  /// The state of git because of which no row may start: the checkout may be old, or half of a
  /// merge.
  package var gitHold: Problem? {
    switch store.externalEdits?.gitHold {
    case nil: nil
    case .operation(let operation)?:
      .adapter(
        .notAtRest,
        Sentence(
          "a git \(operation.rawValue) is in progress, and nothing starts until it ends",
          "git \(operation.rawValue)이(가) 진행 중이므로 끝날 때까지 아무것도 시작하지 않습니다"),
        hint: Sentence(same: "git status"))
    case .detached(let branch)?:
      .adapter(
        .notAtRest,
        Sentence(
          "git has checked out a commit instead of \(branch), and nothing starts until a person "
            + "changes a row there or goes back",
          "git이 \(branch) 대신 커밋을 체크아웃했으므로, 돌아가거나 사람이 행을 바꿀 때까지 아무것도 "
            + "시작하지 않습니다"),
        hint: Sentence(same: "git switch \(branch)"))
    }
  }

  /// Waits until the writes of other programs can be read. For a process that a change has woken.
  package func awaitWriters() throws { try store.watchable?.awaitWriters() }

  /// Refuses a decision by a caller who may not decide. This is called before the first effect of
  /// the decision.
  ///
  /// - Parameter name: the row, or a plan that is proposed.
  package func checkMayReply(to name: String) throws {
    try caller.kind.checkMayReply(to: name)
  }

  /// Throws for a queue that is read-only.
  package func checkWritable() throws { try writability.get() }

  /// The error with which every change would fail; `nil` if changes are possible.
  package var changeProblem: Problem? {
    do {
      try checkWritable()
      try store.watchable?.checkWritable()
      return nil
    } catch { return Problem(error) }
  }

  /// Mirrors changes of the file that were made without a transition.
  package func updateMirror() {
    if let context = try? context() { updateMirror(context) }
  }

  private func updateMirror(_ context: TransitionContext) {
    if let warning = mirror?(context) { warn(warning) }
  }

  private func receive(_ warnings: StoreWarnings) { emit(.storeWarnings(warnings)) }

  private func receiveBeforeChange(_ warnings: StoreWarnings) { receive(warnings.beforeChange) }

  package func warn(_ warning: Notice) { emit(.warning(warning)) }
}

extension Queue {
  /// The pause of the queue; `nil` for none.
  package var pause: Pause? { pauseFile?.pause }

  /// The pause of the queue. Throws if a server does not answer, because then it is unknown whether
  /// the queue is paused.
  package func answeringPause() throws -> Pause? {
    guard let pause else { return nil }
    if store.sharedClaims != nil { _ = try read { try $0.status(of: "-") } }
    return pause
  }

  /// The default session of a dispatch that starts nothing.
  package static let dispatchSession = "dispatcher"
}
