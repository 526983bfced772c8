import Host
import QueueDocument
import QueueModel
import QueueStore

// What the journal is told of a rewrite.

extension Rewriter {
  /// The entries of this rewrite: one for each save that was found, and its own. The identity
  /// that the last of them leaves is not known before the file is written.
  func entries(for attempt: RewriteAttempt, _ plan: Plan<some Any>?, at time: QueueTime)
    -> [JournalEntry]
  {
    var entries = saveEntries(for: attempt, at: time)
    var entry = entry(
      journal.nextSequence + entries.count, leaving: attempt.queue, attempt.file.identity, at: time)
    if let rewrite = plan?.rewrite {
      entry.tell(rewrite) { rowChange(of: $0, in: attempt.queue) }
    } else {
      entry.author = Author(
        command: JournalEntry.mergeCommand, traceID: author.traceID, actor: author.actor)
    }
    entry.tell(plan?.claims ?? [])
    entry.conflicts = entries.last?.conflicts ?? journal.last?.conflicts ?? 0
    for index in entries.indices { entries[index].partOf = entry.sequence }
    return entries + [entry]
  }

  /// A row that comes or goes is told with all that it says, so that it can come back.
  private func rowChange(of change: ItemChange, in queue: QueueVersion) -> RowChange {
    (try? queue.document.get().wholeRow(of: change)) ?? RowChange(change)
  }

  /// The entries that tell of the saves which were found.
  func saveEntries(for attempt: RewriteAttempt, at time: QueueTime) -> [JournalEntry] {
    var conflicts = journal.last?.conflicts ?? 0
    return attempt.saves.enumerated().map { index, save in
      var entry = entry(
        journal.nextSequence + index, leaving: save.file.version, save.file.identity, at: time)
      entry.author = Author(
        command: HistoryEntry.externalCommand, traceID: author.traceID,
        actor: JournalEntry.externalActor)
      entry.rows = save.changes
      entry.origin = save.origin
      entry.merges = save.merges
      conflicts += save.merges.count(where: \.isConflict)
      entry.conflicts = conflicts
      return entry
    }
  }

  private func entry(
    _ sequence: Int, leaving version: QueueVersion, _ identity: FileIdentity, at time: QueueTime
  ) -> JournalEntry {
    JournalEntry(
      sequence: sequence, time: time.iso8601, author: author, head: head, claimed: claimMark,
      left: LastWritten(version, identity: identity), mark: mark)
  }

  /// The queue's id; that of a copy whose journal became history stands there.
  func knownMark() throws(SystemError) -> QueueMark? {
    if let last = journal.last { return last.mark }
    return try JournalHistory(sidecar: sidecar).mark()
  }

  /// Gives the queue an id where it has none; takes it over that its database has it.
  mutating func take(_ new: QueueMark?) {
    if mark == nil || mark?.id == new?.id, let new { mark = new }
  }

  /// Tells the journal of the queue's id where nothing is written that carries it: the queue
  /// stays as it is.
  mutating func tellMark(_ attempt: RewriteAttempt, at time: QueueTime) throws(StoreError) {
    let last = journal.last
    guard last?.mark != mark, last == nil || last?.left.identity == attempt.file.identity else {
      return
    }
    try lifting { () throws(SystemError) in
      var entry = entry(
        journal.nextSequence, leaving: attempt.queue, attempt.file.identity, at: time)
      entry.author = Author(
        command: JournalEntry.markCommand, traceID: author.traceID, actor: author.actor)
      entry.conflicts = last?.conflicts ?? 0
      var entries = [entry]
      try record(
        &entries, of: RewriteAttempt(file: attempt.file, last: attempt.file.version), with: nil)
      try journal.append(entries)
    }
  }

  /// Tells the journal of saves that need no rewrite: the queue is as it should be.
  mutating func adopt(_ attempt: RewriteAttempt, at time: QueueTime) throws(SystemError) {
    guard !attempt.saves.isEmpty else { return }
    var entries = saveEntries(for: attempt, at: time)
    if !attempt.endsAtPath { entries = self.entries(for: attempt, Plan<Void>?.none, at: time) }
    try record(&entries, of: attempt, with: nil)
    try journal.append(entries)
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
    case .version(_, let merge):
      rows = merge.rows
      undoes = merge.entry.sequence
    }
  }

  fileprivate mutating func tell(_ changes: [ClaimChange]) {
    guard !changes.isEmpty else { return }
    claims = changes
    let highest = changes.compactMap { $0.claim?.number }.max() ?? 0
    claimed = ClaimMark(sequence: sequence, number: max(claimed?.number ?? 0, highest))
  }
}
