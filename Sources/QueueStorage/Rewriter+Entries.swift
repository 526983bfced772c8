import Host
import QueueDocument
import QueueModel

// What the journal is told of a rewrite.

extension Rewriter {
  /// The entries of this rewrite: one for each save that was found, and its own. The identity
  /// that the last of them leaves is not known before the file is written.
  func entries(for round: Round, _ plan: Plan<some Any>?, at time: QueueTime) -> [JournalEntry] {
    var entries = saveEntries(for: round, at: time)
    var entry = entry(
      journal.nextSequence + entries.count, leaving: round.queue, round.file.identity, at: time)
    if let rewrite = plan?.rewrite {
      entry.tell(rewrite) { rowChange(of: $0, in: round.queue) }
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
  func saveEntries(for round: Round, at time: QueueTime) -> [JournalEntry] {
    var conflicts = journal.last?.conflicts ?? 0
    return round.saves.enumerated().map { index, save in
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
      left: LeftFile(version, identity: identity))
  }

  /// Tells the journal of saves that need no rewrite: the queue is as it should be.
  mutating func adopt(_ round: Round, at time: QueueTime) throws(SystemError) {
    guard !round.saves.isEmpty else { return }
    var entries = saveEntries(for: round, at: time)
    if !round.endsAtPath { entries = self.entries(for: round, Plan<Void>?.none, at: time) }
    try record(&entries, of: round, with: nil)
    try journal.append(entries)
  }

  /// Tells in the entries of a rewrite how each version follows from the one before it; keeps
  /// those that have little in common.
  mutating func record(
    _ entries: inout [JournalEntry], of round: Round, with rewrite: Rewrite?
  ) throws(SystemError) {
    if round.isNoQueue {
      for index in entries.indices { entries[index].version = .unchanged }
      return
    }
    var before = round.last?.bytes
    for (index, save) in round.saves.enumerated() {
      let sequence = entries[index].sequence
      entries[index].version = try record(save.file.version.bytes, behind: before, sequence)
      before = save.file.version.bytes
    }
    guard let last = entries.indices.last, last == round.saves.count else { return }
    let sequence = entries[last].sequence
    if round.saves.isEmpty {
      entries[last].version = try record(rewrite, of: round.queue, sequence)
    } else {
      entries[last].version = try record(round.queue.applying(rewrite), behind: before, sequence)
    }
  }

  private func record(
    _ bytes: QueueBytes, behind before: QueueBytes?, _ sequence: Int
  ) throws(SystemError) -> VersionRecord {
    let patch = before.map { before in
      before.withBytes { old in bytes.withBytes { Patch(from: old, to: $0) } }
    }
    if let patch, patch.isShort { return .patch(patch) }
    let kept = kept
    try bytes.withBytes { (whole) throws(SystemError) in try kept.keep([whole], as: sequence) }
    return .kept
  }

  /// A rewrite of what orch itself left, or of the first queue that it sees here: then that is
  /// kept, for all that follows to be told from it.
  private mutating func record(
    _ rewrite: Rewrite?, of queue: QueueVersion, _ sequence: Int
  ) throws(SystemError) -> VersionRecord? {
    guard case .success(let document) = queue.document, let rewrite else { return nil }
    let kept = kept
    if case .version(let bytes, _) = rewrite {
      return try record(bytes, behind: queue.bytes, sequence)
    }
    if journal.last == nil, document.rowCount > 0, !notices.contains(.takenAsItIs) {
      notices.append(.takenAsItIs)
    }
    if journal.last?.version == nil {
      try queue.withPieces(nil) { (pieces) throws(SystemError) in
        try kept.keep(pieces, as: sequence - 1)
      }
    }
    let patch = Patch(document.edits(for: rewrite))
    if patch.isShort { return .patch(patch) }
    try queue.withPieces(rewrite) { (pieces) throws(SystemError) in
      try kept.keep(pieces, as: sequence)
    }
    return .kept
  }
}

extension Patch {
  fileprivate var isShort: Bool { size <= VersionRecord.longestPatch && isText }
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
