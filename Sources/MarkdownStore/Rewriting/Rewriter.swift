import Host
import QueueDocument
import QueueModel
import QueueStore

/// One command's turn at the queue, with the lock held: recover, read, merge what others
/// saved, decide, write, swap, and go forward when a save arrived in between.
///
/// Source: `docs/queue-file.md`, "How a rewrite happens".
struct Rewriter: ~Copyable {
  let path: String
  let sidecar: Sidecar
  let author: Author
  let clock: Clock
  /// Told of a save that takes long to end.
  let notice: WaitNotice
  /// When to stop going forward, on the monotonic clock.
  let deadline: Int
  var journal: Journal
  var notices: [FileNotice] = []
  private(set) var malformedRows: MalformedRows?
  /// Who took which row before this command.
  var claims = Claims()
  /// What of them the sidecar's file lacks.
  var claimsLag = ClaimsFile.Lag.nothing
  /// Whether claims that are made elsewhere have come further.
  var hasRaisedLastClaim = false
  /// The generations of the commands before.
  var oldGenerations: [Int] = []
  /// The generation that this command made last, where that is somebody's save.
  var displacedSave: Int?
  /// The last entry of before this command.
  let start: Int
  /// The queue's id.
  var mark: QueueMark?

  var generations: Generations { Generations(sidecar: sidecar, clock: clock) }
  /// What is checked out, or `nil` outside a repository. Who changes nothing need not know.
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
    start = journal.last?.sequence ?? 0
    notices = found
    if journal.droppedTornLine { notices.append(.droppedTornLine) }
  }

  /// Where there is no journal the folder is new, or somebody died while making it.
  private static func openJournal(
    _ path: String, _ sidecar: Sidecar, _ notices: inout [FileNotice]
  ) throws(SystemError) -> Journal {
    do { return try Journal(opening: sidecar.journal) } catch {
      guard error.isMissing else { throw error }
    }
    if try !sidecar.fill(like: FileStatus(of: path)) { notices.append(.notShared(sidecar.folder)) }
    // Nothing is written there before there is a journal: somebody removed it.
    notices += try Generations(sidecar: sidecar, clock: .system).putAllAside()
      .map { .keptWithoutJournal($0) }
    return try Journal(opening: sidecar.journal)
  }

  /// Plans `operation` on the queue as it stands, and writes what it asks for.
  mutating func perform<Operation: StoreOperation>(_ operation: Operation) throws(StoreError)
    -> Operation.Answer
  {
    try readClaims()
    raiseLastClaim(to: operation.lastClaim)
    mark = try lifting { () throws(SystemError) in try knownMark() }
    take(operation.mark)
    // What was decided in an attempt that a save came upon is not decided again.
    var decided: Result<Plan<Operation.Answer>, StoreError>?
    while true {
      let attempt: RewriteAttempt
      do { attempt = try nextAttempt() } catch {
        if let decided { return try finish(decided, at: operation.time) }
        throw error
      }
      malformedRows = (try? attempt.queue.document.get())?.malformedRows
      if operation.needsVersions, decided == nil, !attempt.saves.isEmpty {
        try take(attempt, at: operation.time)
        continue
      }
      let planned = decided ?? plan(operation, attempt)
      let plan = try? planned.get()
      if plan?.rewrite == nil, attempt.merged == nil {
        let answer = try end(planned, attempt, isWritten: decided != nil, at: operation.time)
        if operation.mark != nil { try tellMark(attempt, at: operation.time) }
        return answer
      }
      let swap: Swap
      do { swap = try replace(attempt, with: plan, at: operation.time) } catch {
        guard decided != nil, error.isLink(at: path) else { throw error }
        // What was decided went with the file; the save that it displaced did not.
        if let displacedSave {
          notices.append(.unfinishedSave(generations.path(displacedSave)))
        }
        return try finish(decided ?? planned, at: operation.time)
      }
      switch swap {
      case .done: return try finish(planned, at: operation.time)
      case .overrun: decided = planned.map(\.carriedOut)
      case .queueWasAway: break
      }
      do { try checkDeadline() } catch {
        guard decided != nil else { throw error }
        return try finish(planned, at: operation.time)
      }
    }
  }

  /// Takes the saves that were found, before a command that asks for the versions.
  private mutating func take(_ attempt: RewriteAttempt, at time: QueueTime) throws(StoreError) {
    if attempt.merged == nil {
      try lifting { () throws(SystemError) in try adopt(attempt, at: time) }
    } else {
      _ = try replace(attempt, with: Plan<Void>?.none, at: time)
    }
    try checkDeadline()
  }

  private func checkDeadline() throws(StoreError) {
    if clock.monotonic() >= deadline { throw .notAtRest(path: path) }
  }

  /// Ends a turn that leaves the file at the queue's path as it is.
  private mutating func end<Answer>(
    _ planned: Result<Plan<Answer>, StoreError>, _ attempt: RewriteAttempt, isWritten: Bool,
    at time: QueueTime
  ) throws(StoreError) -> Answer {
    do throws(SystemError) {
      try adopt(attempt, at: time)
      if !attempt.saves.isEmpty { try keep([], at: time) }
    } catch {
      // The next command finds the save again.
      notices.append(.untidied(error))
    }
    if isWritten { return try finish(planned, at: time) }
    try keepDurably((try? planned.get())?.claims ?? [], at: time)
    return try planned.get().answer
  }

  /// Makes the swap durable, and looks after the sidecar.
  private mutating func finish<Answer>(
    _ planned: Result<Plan<Answer>, StoreError>, at time: QueueTime
  ) throws(StoreError) -> Answer {
    do { try Directory.sync(Path.parent(of: path)) } catch { throw .notDurable(error) }
    do throws(SystemError) {
      try keep((try? planned.get())?.claims ?? [], at: time)
      try tidy(at: time)
    } catch {
      // The change itself is durable.
      notices.append(.untidied(error))
    }
    return try planned.get().answer
  }

  private mutating func tidy(at time: QueueTime) throws(SystemError) {
    // Where this command displaced the only one that is left there is nothing to remove.
    if !oldGenerations.isEmpty || displacedSave != nil { try generations.tidy(journal) }
    let compaction = JournalCompaction(sidecar: sidecar)
    guard let lines = try compaction.lines(toMoveFrom: journal, now: clock.now()) else { return }
    // What leaves the journal is not looked for there.
    if claimsLag != .nothing { try writeClaims(at: time) }
    try compaction.move(lines, journal)
  }
}

extension Rewriter {
  func plan<Operation: StoreOperation>(_ operation: Operation, _ attempt: RewriteAttempt) -> Result<
    Plan<Operation.Answer>, StoreError
  > {
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
          plan.claims = claims.leftBehind(in: document).filter(plan.isSilent(on:)) + plan.claims
        }
        return plan
      } catch {
        throw StoreError(ofRule: error)
      }
    }
  }

  /// What happened up to the attempt's queue, saves included that no entry tells yet.
  private func history(
    _ scope: HistoryScope?, before attempt: RewriteAttempt, at time: QueueTime
  ) throws(StoreError) -> [HistoryEntry] {
    guard let scope else { return [] }
    let told = try lifting { () throws(SystemError) in
      try JournalHistory(sidecar: sidecar).entries(scope)
    }
    return saveEntries(for: attempt, at: time).reduce(told) { told, save in
      told + save.rows.map { HistoryEntry(save, $0) }
    }
  }
}
