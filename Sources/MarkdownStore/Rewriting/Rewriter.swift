import Host
import QueueDocument
import QueueModel
import QueueStore

/// Changes the queue file for one command, which holds the lock.
///
/// 1. `recover` completes or reverts what a crash interrupted (`Rewriter+Recovery`).
/// 2. `nextAttempt` reads the file and merges external edits (`Rewriter+ExternalEdits`).
/// 3. `plan` asks the operation what is to change.
/// 4. `replace` writes the new version, journals it (`Rewriter+Journal`) and swaps it in
///    (`Rewriter+Swap`), or overwrites a file that must keep its inode (`Rewriter+InPlace`).
/// 5. After a save between 2 and 4 it goes back to 2. What the operation decided stands.
/// 6. `finish` makes the swap durable, updates the claims and removes old files.
///
/// Source: `docs/queue-file.md`, "How a rewrite happens".
struct Rewriter: ~Copyable {
  let path: String
  let sidecar: Sidecar
  let author: Author
  let clock: Clock
  /// Receives a line about a save that takes long to end.
  let notice: WaitNotice
  /// When to stop trying, on the monotonic clock.
  let deadline: Int
  var journal: Journal
  var notices: [FileNotice] = []
  private(set) var malformedRows: MalformedRows?
  /// The claims before this command.
  var claims = Claims()
  /// Which of the journal's claims `claims.json` lacks.
  var claimsLag = ClaimsFile.Lag.nothing
  /// Whether claims elsewhere have reached a higher number than here.
  var hasRaisedClaimNumber = false
  /// The generations that earlier commands left.
  var oldGenerations: [Int] = []
  /// The generation that this command made last, where that is an external save.
  var displacedSave: Int?
  /// The journal's last entry before this command.
  let startSequence: Int
  var queueID: QueueID?

  var generations: Generations { Generations(sidecar: sidecar, clock: clock) }
  /// What git has checked out; `nil` outside of a repository. Read only by commands that write.
  var head: String? { GitHead.read(above: Path.parent(of: path)) }
  var kept: KeptVersions { KeptVersions(sidecar: sidecar) }
  var reader: QueueReader { QueueReader(path: path, clock: clock, notice: notice) }

  init(
    path: String, sidecar: Sidecar, author: Author, clock: Clock, notice: WaitNotice, deadline: Int
  ) throws(StoreError) {
    self.path = path
    self.sidecar = sidecar
    self.author = author
    self.clock = clock
    self.notice = notice
    self.deadline = deadline
    var found: [FileNotice] = []
    journal = try lifting { () throws(SystemError) in
      try Self.openJournal(path, sidecar, &found)
    }
    startSequence = journal.last?.sequence ?? 0
    notices = found
    if journal.droppedTornLine { notices.append(.droppedTornLine) }
  }

  /// Opens the journal. Where there is none, the folder is new, or a crash came while it was made.
  private static func openJournal(
    _ path: String, _ sidecar: Sidecar, _ notices: inout [FileNotice]
  ) throws(SystemError) -> Journal {
    do { return try Journal(opening: sidecar.journal) } catch {
      guard error.isMissing else { throw error }
    }
    if try !sidecar.fill(like: FileStatus(of: path)) { notices.append(.notShared(sidecar.folder)) }
    // Generations are written only after a journal exists: this one was deleted.
    notices += try Generations(sidecar: sidecar, clock: .system).keepAll()
      .map { .keptWithoutJournal($0) }
    return try Journal(opening: sidecar.journal)
  }

  /// Plans `operation` on the present queue, and writes what it asks for.
  mutating func perform<Operation: StoreOperation>(
    _ operation: Operation
  ) throws(StoreError) -> Operation.Answer {
    try readClaims()
    raiseClaimNumber(to: operation.lastClaimNumber)
    queueID = try lifting { () throws(SystemError) in try recordedQueueID() }
    adopt(operation.queueID)
    // The plan that has been written and journaled, once a swap found a save in the queue's place.
    // From then on the loop only merges saves: a save does not change a decision.
    var decided: Result<Plan<Operation.Answer>, StoreError>?
    while true {
      let attempt: RewriteAttempt
      do { attempt = try nextAttempt() } catch {
        if let decided { return try finish(decided, at: operation.time) }
        throw error
      }
      malformedRows = (try? attempt.queue.document.get())?.malformedRows
      if operation.needsVersions, decided == nil, !attempt.externalEdits.isEmpty {
        try absorb(attempt, at: operation.time)
        continue
      }
      let planned = decided ?? plan(operation, attempt)
      let plan = try? planned.get()
      if plan?.rewrite == nil, attempt.merged == nil {
        let answer = try finishUnchanged(
          planned, attempt, isWritten: decided != nil, at: operation.time)
        if operation.queueID != nil { try recordQueueID(attempt, at: operation.time) }
        return answer
      }
      let swap: Swap
      do { swap = try replace(attempt, with: plan, at: operation.time) } catch {
        guard decided != nil, error.isLink(at: path) else { throw error }
        // What was decided moved with the file; the displaced save did not.
        if let displacedSave {
          notices.append(.unfinishedSave(generations.path(displacedSave)))
        }
        return try finish(decided ?? planned, at: operation.time)
      }
      switch swap {
      case .done: return try finish(planned, at: operation.time)
      case .savedMeanwhile: decided = planned.map(\.withoutRewrite)
      case .notSwapped: break
      }
      do { try checkDeadline() } catch {
        guard decided != nil else { throw error }
        return try finish(planned, at: operation.time)
      }
    }
  }

  /// Records the external edits first, for an operation that asks for the file's versions.
  private mutating func absorb(_ attempt: RewriteAttempt, at time: QueueTime) throws(StoreError) {
    if attempt.merged == nil {
      try lifting { () throws(SystemError) in try recordEdits(of: attempt, at: time) }
    } else {
      _ = try replace(attempt, with: Plan<Void>?.none, at: time)
    }
    try checkDeadline()
  }

  private func checkDeadline() throws(StoreError) {
    if clock.monotonic() >= deadline { throw .notAtRest(path: path) }
  }

  // MARK: Plan

  private func plan<Operation: StoreOperation>(
    _ operation: Operation, _ attempt: RewriteAttempt
  ) -> Result<Plan<Operation.Answer>, StoreError> {
    Result { () throws(StoreError) in
      let document: QueueDocument
      do throws(DocumentError) { document = try attempt.queue.document.get() } catch {
        throw .malformed(path: path, error)
      }
      let history = try history(operation.history, before: attempt, at: operation.time)
      let versions = try lifting { () throws(SystemError) in
        operation.needsVersions ? try VersionHistory(journal, kept) : nil
      }
      do {
        let table = MarkdownTable(document: document, claims: claims)
        var plan = try operation.plan(for: table, history: history, versions: versions)
        if plan.rewrite != nil || !plan.claims.isEmpty {
          let planned = Set(plan.claims.map(\.id))
          let ended = claims.endedLeases(in: document).filter { !planned.contains($0.id) }
          plan.claims = ended + plan.claims
        }
        return plan
      } catch {
        throw StoreError(ofRule: error)
      }
    }
  }

  /// The history up to the attempt's queue, with the external edits that no entry records yet.
  private func history(
    _ scope: HistoryScope?, before attempt: RewriteAttempt, at time: QueueTime
  ) throws(StoreError) -> [HistoryEntry] {
    guard let scope else { return [] }
    let recorded = try lifting { () throws(SystemError) in
      try JournalHistory(sidecar: sidecar).entries(scope)
    }
    return saveEntries(for: attempt, at: time).reduce(recorded) { history, save in
      history + save.rows.map { HistoryEntry(save, $0) }
    }
  }

  // MARK: Finish

  /// Ends a command that leaves the file at the queue's path as it is.
  ///
  /// - Parameter isWritten: whether an earlier attempt of this command swapped the file.
  private mutating func finishUnchanged<Answer>(
    _ planned: Result<Plan<Answer>, StoreError>, _ attempt: RewriteAttempt, isWritten: Bool,
    at time: QueueTime
  ) throws(StoreError) -> Answer {
    do {
      try recordEdits(of: attempt, at: time)
      if !attempt.externalEdits.isEmpty { try apply([], at: time) }
    } catch {
      // The next command finds the save again.
      notices.append(.untidied(error))
    }
    if isWritten { return try finish(planned, at: time) }
    try applyDurably((try? planned.get())?.claims ?? [], at: time)
    return try planned.get().answer
  }

  /// Makes the swap durable, updates the claims and removes files that are no longer needed.
  private mutating func finish<Answer>(
    _ planned: Result<Plan<Answer>, StoreError>, at time: QueueTime
  ) throws(StoreError) -> Answer {
    do { try Directory.sync(Path.parent(of: path)) } catch { throw .notDurable(error) }
    do {
      try apply((try? planned.get())?.claims ?? [], at: time)
      try removeOldFiles(at: time)
    } catch {
      // The change itself is durable.
      notices.append(.untidied(error))
    }
    return try planned.get().answer
  }

  private mutating func removeOldFiles(at time: QueueTime) throws(SystemError) {
    // The newest generation always stays: where this command made the only one, none can go.
    if !oldGenerations.isEmpty || displacedSave != nil { try generations.removeClosed(journal) }
    let compaction = JournalCompaction(sidecar: sidecar)
    guard let lines = try compaction.lines(toMoveFrom: journal, now: clock.now()) else { return }
    // Claims are read from the journal only, so they leave it with the file up to date.
    if claimsLag != .nothing { try writeClaims(at: time) }
    try compaction.move(lines, journal)
  }
}
