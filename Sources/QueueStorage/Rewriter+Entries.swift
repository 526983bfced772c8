import Host
import QueueDocument
import QueueModel

// What the journal is told of a rewrite.

extension Rewriter {
  /// The entries of this rewrite; the identity that the last of them leaves is
  /// not known before the file is written.
  func entries(
    for round: Round, _ plan: Plan<some Any>?, at time: QueueTime
  ) -> [JournalEntry] {
    let save = externalEntry(for: round, at: time)
    let claims = claimChanges(of: plan)
    guard let rewrite = plan?.rewrite else {
      var only = save ?? externalEntry(round, saved: [], at: time)
      only.tell(claims)
      return [only]
    }
    var entry = entry(round, at: time)
    if let save { entry.sequence = save.sequence + 1 }
    entry.tell(rewrite) { rowChange(of: $0, in: round.file) }
    entry.tell(claims)
    return [save, entry].compactMap(\.self)
  }

  /// A row that comes or goes is told with all that it says, so that it can come back.
  private func rowChange(of change: ItemChange, in file: QueueFile) -> RowChange {
    (try? file.document.get().wholeRow(of: change)) ?? RowChange(change)
  }

  /// The entry that tells of the save which the round's file is; `nil` when orch
  /// itself left that file, or no command was here before.
  func externalEntry(for round: Round, at time: QueueTime) -> JournalEntry? {
    guard let last = journal.last, last.left.identity != round.file.identity else { return nil }
    return externalEntry(round, saved: changes(since: last, round), at: time)
  }

  private func externalEntry(
    _ round: Round, saved: [RowChange], at time: QueueTime
  ) -> JournalEntry {
    var entry = entry(round, at: time)
    entry.author = Author(
      command: HistoryEntry.externalCommand, traceID: author.traceID,
      actor: JournalEntry.externalActor)
    entry.rows = saved
    return entry
  }

  private func entry(_ round: Round, at time: QueueTime) -> JournalEntry {
    JournalEntry(
      sequence: journal.nextSequence, time: time.iso8601, author: author, head: head,
      claimed: claimMark, left: LeftFile(round.file))
  }

  private var head: String? { GitHead.read(above: Path.parent(of: path)) }

  /// What a save did to the rows that the last entry left. What was before is
  /// found only where nobody touched it since: in the generation that the last
  /// swap displaced, which what was done since leads on from; or, for a save which
  /// a swap displaced, at the queue's path. A switch of branches is not told row by
  /// row: git has both.
  private func changes(since last: JournalEntry.Parsed, _ round: Round) -> [RowChange] {
    guard last.head == head, let saved = try? round.file.document.get() else { return [] }
    if let own = round.own, own.identity == last.left.identity {
      return (try? own.document.get()).map { saved.changes(since: $0, after: []) } ?? []
    }
    let before = round.found == nil ? generations.path(last.sequence) : path
    let expected = round.found?.standing ?? last.displaced
    guard let descriptor = try? FileDescriptor(opening: before, for: .reading),
      let file = try? QueueFile(reading: descriptor), file.identity == expected,
      let old = try? file.document.get(),
      let own = try? round.found == nil ? journal.doneToDisplaced() : []
    else { return [] }
    return saved.changes(since: old, after: own)
  }
}

extension JournalEntry {
  /// Takes over what a rewrite does.
  fileprivate mutating func tell(_ rewrite: Rewrite, _ rowChange: (ItemChange) -> RowChange) {
    switch rewrite {
    case .changes(let changes) where changes.count == 1:
      row = rowChange(changes[0])
      undoes = changes[0].undoes?.sequence
    case .changes(let changes): rows = changes.map(rowChange)
    case .layout: break
    }
  }

  fileprivate mutating func tell(_ changes: [ClaimChange]) {
    guard !changes.isEmpty else { return }
    claims = changes
    let highest = changes.compactMap { $0.claim?.number }.max() ?? 0
    claimed = ClaimMark(sequence: sequence, number: max(claimed?.number ?? 0, highest))
  }
}
