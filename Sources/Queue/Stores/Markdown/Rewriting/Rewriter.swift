import Host
import Model
import QueueStore
import Table

/// Changes the queue file for one command. The command holds the lock.
///
/// 1. `recover` completes or reverts what a crash interrupted (`Rewriter+Recovery`).
/// 2. `findQueue` reads the file and merges external edits (`Rewriter+ExternalEdits`).
/// 3. `plan` asks the operation for the changes.
/// 4. `replace` writes the new version, journals it (`Rewriter+Journal`) and swaps it in
///    (`Rewriter+Swap`), or overwrites a file that must keep its inode (`Rewriter+InPlace`).
/// 5. `mergeLaterEdits` merges the edits that other programs made between steps 2 and 4. The
///    decision of the operation stays valid.
/// 6. `finish` makes the swap durable, updates the claims and removes old files.
///
/// Source: `docs/queue-file.md`, "How a rewrite happens".
struct Rewriter: ~Copyable {
  let path: String
  let sidecar: Sidecar
  let author: Author
  let clock: Clock
  /// The notice that is shown when a save takes long to end.
  let notice: WaitNotice
  /// The time on the monotonic clock after which the rewriter stops trying.
  let deadline: Duration
  var journal: Journal
  var notices: [FileNotice] = []
  /// The table on which the command was planned or, after later saves, the table with these saves.
  /// `nil` if the file was not a queue.
  private(set) var document: QueueDocument?
  var claims = Claims()
  /// The claims of the journal that `claims.json` lacks.
  var claimsLag = ClaimsFile.Lag.nothing
  /// Whether another store of the queue has used a higher claim number.
  var hasRaisedClaimNumber = false
  /// The generations that earlier commands left.
  var oldGenerations: [Int] = []
  /// The generation that the last swap displaced, if it is a save and not the file that this
  /// command had read. `swap` sets this property. `mergeLaterEdits` then merges the save, and the
  /// new file gets the save's attributes; or it moves the save to `.orch/found` and clears this
  /// property.
  var displacedSave: Int?
  /// The journal's last entry before this command.
  let startSequence: Int
  var queueID: QueueID?
  /// The branch and commit that git had checked out before the file was read. A checkout after that
  /// may bring another file.
  var checkout: Checkout
  let numbersInHistory: NumbersInHistory
  private(set) var idPrefix = NumberedID.usualPrefix
  /// The highest numbers of ids in other stores of the queue, by prefix.
  private(set) var usedNumbers: [String: Int] = [:]

  var generations: Generations { Generations(sidecar: sidecar, clock: clock) }
  var versionFiles: VersionFiles { VersionFiles(sidecar: sidecar) }
  var reader: QueueReader { QueueReader(path: path, clock: clock, notice: notice) }

  init(
    path: String, sidecar: Sidecar, author: Author, clock: Clock, notice: WaitNotice,
    deadline: Duration, checkout: Checkout
  ) throws(StoreError) {
    self.path = path
    self.sidecar = sidecar
    self.author = author
    self.clock = clock
    self.notice = notice
    self.deadline = deadline
    self.checkout = checkout
    numbersInHistory = NumbersInHistory(
      path: path, history: JournalHistory(sidecar: sidecar), clock: clock)
    var openingNotices: [FileNotice] = []
    journal = try lifting(Self.openJournal(path, sidecar, &openingNotices))
    startSequence = journal.last?.sequence ?? 0
    notices = openingNotices
    if journal.droppedTornLine { notices.append(.droppedTornLine) }
  }

  /// Opens the journal. If there is no journal, the folder is new, a crash came while the folder
  /// was created, or the journal was deleted.
  private static func openJournal(
    _ path: String, _ sidecar: Sidecar, _ notices: inout [FileNotice]
  ) throws(SystemError) -> Journal {
    do { return try Journal(opening: sidecar.journal) } catch {
      guard error.isMissing else { throw error }
    }
    if try !sidecar.fill(like: FileStatus(of: path)) { notices.append(.notShared(sidecar.folder)) }
    // Generations are written only after a journal exists. So if there are generations, the journal
    // was deleted.
    notices += try Generations(sidecar: sidecar, clock: .system).moveAllToFound()
      .map { .keptWithoutJournal($0) }
    return try Journal(opening: sidecar.journal)
  }

  /// Plans `operation` on the current queue, and writes the plan.
  mutating func perform<Operation: StoreOperation>(
    _ operation: Operation
  ) throws(StoreError) -> Operation.Answer {
    try readClaims()
    raiseClaimNumber(to: operation.lastClaimNumber)
    (idPrefix, usedNumbers) = (operation.idPrefix, operation.usedNumbers)
    try lifting(continueHistory(at: operation.time))
    adopt(operation.queueID)
    while true {
      let found = try findQueue()
      document = found.queue.document
      if operation.needsVersions, !found.externalEdits.isEmpty {
        try recordEditsFirst(found, at: operation.time)
        continue
      }
      let planned = plan(operation, found)
      let plan = try? planned.get()
      let facts = plan?.facts ?? []
      if !facts.isEmpty, plan?.change == nil, !found.externalEdits.isEmpty {
        try recordEditsFirst(found, at: operation.time)
        continue
      }
      if plan?.change == nil, found.merged == nil {
        recordEditsAlone(found, at: operation.time)
        try applyDurably(plan?.claims ?? [], at: operation.time)
        if !facts.isEmpty { try record(facts, found, at: operation.time) }
        let answer = try planned.get().answer
        if operation.queueID != nil || !usedNumbers.isEmpty {
          try recordQueueID(found, at: operation.time)
        }
        return answer
      }
      var claims = found.claims + (plan?.claims ?? [])
      switch try replace(found, with: plan?.change, claims, at: operation.time) {
      case .done: break
      case .savedMeanwhile: try mergeLaterEdits(&claims, at: operation.time)
      case .notSwapped:
        try checkDeadline()
        continue
      }
      return try finish(planned, claims, at: operation.time)
    }
  }

  /// Merges the saves that came while the command wrote, until the deadline. The command's plan is
  /// already written and journaled, so a save does not change its decision. A save that can't be
  /// merged now is merged by the next command.
  ///
  /// - Parameters:
  ///   - claims: the changed claims, which the entry of a later merge records again.
  ///   - time: the command's time.
  private mutating func mergeLaterEdits(
    _ claims: inout [ClaimChange], at time: QueueTime
  ) throws(StoreError) {
    while clock.monotonic() < deadline, let found = try? findQueue() {
      document = found.queue.document ?? document
      guard found.merged != nil else { return recordEditsAlone(found, at: time) }
      claims += found.claims
      do {
        if try replace(found, with: nil, claims, at: time) == .done { return }
      } catch {
        guard error.isLink(at: path) else { throw error }
        // A link has replaced the file. The file with the command's change was moved away, but the
        // displaced save is still in the folder of generations.
        if let displacedSave {
          notices.append(.unfinishedSave(generations.path(displacedSave)))
        }
        return
      }
    }
  }

  /// Records the external edits first, for an operation that asks for the file's versions, or that
  /// adds an entry without changing the file.
  private mutating func recordEditsFirst(
    _ found: FoundVersion, at time: QueueTime
  ) throws(StoreError) {
    if found.merged == nil {
      try lifting { () throws(SystemError) in
        try recordEdits(of: found, at: time)
        try apply(found.claims, at: time)
      }
    } else {
      switch try replace(found, with: nil, [], at: time) {
      case .done, .savedMeanwhile: try lifting(apply(found.claims, at: time))
      case .notSwapped: break
      }
    }
    try checkDeadline()
  }

  private func checkDeadline() throws(StoreError) {
    if clock.monotonic() >= deadline { throw .notAtRest(path: path) }
  }

  // MARK: Plan

  private func plan<Operation: StoreOperation>(
    _ operation: Operation, _ found: FoundVersion
  ) -> Result<Plan<Operation.Answer>, StoreError> {
    Result { () throws(StoreError) in
      let document: QueueDocument
      do throws(DocumentError) { document = try found.queue.parsed() } catch {
        throw .malformed(path: path, error)
      }
      let history = try history(operation.history, before: found, at: operation.time)
      let versions = try lifting(
        operation.needsVersions ? VersionHistory(journal, versionFiles) : nil)
      do {
        var claims = claims
        claims.apply(found.claims)
        var table = MarkdownTable(document: document, claims: claims)
        // These include the rows that the external edits removed, which are in no entry yet.
        let removed = removedNumbers(after: found.externalEdits.flatMap(\.changes))
        table.readingRemoved = { [numbersInHistory] prefix throws(StoreError) in
          if let removed { removed } else { try numbersInHistory.read(ownPrefix: prefix) }
        }
        table.absentRows = AbsentRows(
          ofQueueAt: path, JournalHistory(sidecar: sidecar), clock: clock)
        table.readingAddition = { [sidecar] key throws(StoreError) in
          try lifting(JournalHistory(sidecar: sidecar).addition(withKey: key))
        }
        var plan = try operation.plan(
          on: PresentQueue(table: table, history: history, versions: versions))
        if plan.change != nil || !plan.claims.isEmpty {
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

  /// The history up to the found queue, including the external edits that are in no entry yet.
  private func history(
    _ scope: HistoryScope?, before found: FoundVersion, at time: QueueTime
  ) throws(StoreError) -> [HistoryEntry] {
    guard let scope else { return [] }
    let recorded = try lifting(JournalHistory(sidecar: sidecar).entries(scope))
    return entriesOfEdits(for: found, at: time).reduce(recorded) { history, save in
      history + save.rows.map { HistoryEntry(save.sequence, save.time, save.author, $0) }
    }
  }

  // MARK: Finish

  /// Records external edits after which the file is already the merged queue. If recording fails,
  /// the next command finds the edits again.
  private mutating func recordEditsAlone(_ found: FoundVersion, at time: QueueTime) {
    do {
      try recordEdits(of: found, at: time)
      if !found.externalEdits.isEmpty { try apply(found.claims, at: time) }
    } catch {
      notices.append(.untidied(error))
    }
  }

  /// Makes the swap durable, updates the claims and removes files that are no longer needed.
  private mutating func finish<Answer>(
    _ planned: Result<Plan<Answer>, StoreError>, _ claims: [ClaimChange], at time: QueueTime
  ) throws(StoreError) -> Answer {
    do { try Directory.sync(Path.parent(of: path)) } catch { throw .notDurable(error) }
    do {
      try apply(claims, at: time)
      try removeOldFiles(at: time)
    } catch {
      // The change itself is durable, so this failure is only a warning.
      notices.append(.untidied(error))
    }
    return try planned.get().answer
  }

  private mutating func removeOldFiles(at time: QueueTime) throws(SystemError) {
    // The newest generation always stays. So if the only generation is the one that this command
    // made, there is none to remove.
    if !oldGenerations.isEmpty || displacedSave != nil { try generations.removeClosed(journal) }
    let compaction = JournalCompaction(sidecar: sidecar)
    guard let old = try compaction.oldEntries(of: journal, now: clock.now()) else { return }
    // `claims.json` is updated before entries leave the journal, because the claims that it lacks
    // are read from the journal.
    if claimsLag != .nothing { try writeClaims(at: time) }
    try compaction.move(old, journal)
  }
}
