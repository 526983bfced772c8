import Host
import Model
import QueueStore
import Table

// The entries that a rewrite appends to the journal, and the queue's id, which each entry repeats.

extension Rewriter {
  /// The entries of a rewrite: one for each external edit, and then the rewrite's own entry. The
  /// identity in the last entry is set after the file is written.
  func entries(
    for found: FoundVersion, _ change: QueueChange?, _ claims: [ClaimChange], at time: QueueTime
  ) -> [JournalEntry] {
    var entries = entriesOfEdits(for: found, at: time, withSources: true)
    var entry = entry(
      journal.nextSequence + entries.count, writing: found.queue, found.file.identity, at: time)
    if let change {
      entry.record(change)
    } else {
      entry.author = Author(
        command: JournalEntry.mergeCommand, traceID: author.traceID, actor: author.actor)
    }
    entry.removedNumbers = removedNumbers(
      after: entry.changedRows, since: entries.last?.removedNumbers ?? entry.removedNumbers)
    entry.record(found.claims + claims)
    entry.conflicts = entries.last?.conflicts ?? journal.last?.conflicts ?? 0
    for index in entries.indices { entries[index].partOf = entry.sequence }
    return entries + [entry]
  }

  /// - Parameter withSources: whether to find the commits that made the changes, which runs git.
  func entriesOfEdits(
    for found: FoundVersion, at time: QueueTime, withSources: Bool = false
  ) -> [JournalEntry] {
    var conflicts = journal.last?.conflicts ?? 0
    var removed = knownNumbers
    return found.externalEdits.enumerated().map { index, edit in
      var entry = entry(
        journal.nextSequence + index, writing: edit.version, edit.identity, at: time)
      entry.author = Author(
        command: HistoryEntry.externalCommand, traceID: author.traceID,
        actor: HistoryEntry.externalActor)
      entry.rows = edit.changes
      if withSources {
        let sources =
          edit.brought?.sources(of: edit.changes, since: journal.last) ?? edit.sources
        for index in entry.rows.indices {
          entry.rows[index].source = sources[entry.rows[index].id]
        }
      }
      removed = removedNumbers(after: edit.changes, since: removed)
      entry.removedNumbers = removed
      entry.mergeBase = edit.mergeBase
      entry.gitBase = edit.gitBase
      entry.merges = edit.merges
      conflicts += edit.merges.count(where: \.isConflict)
      entry.conflicts = conflicts
      return entry
    }
  }

  private func entry(
    _ sequence: Int, writing version: QueueVersion, _ identity: FileIdentity, at time: QueueTime
  ) -> JournalEntry {
    var entry = JournalEntry(
      sequence: sequence, time: time.iso8601, author: author, head: checkout.head,
      commit: checkout.position?.commit, reflog: checkout.position?.logSize, lastClaim: lastClaim,
      identity: identity, endsWithLineEnd: version.bytes.withBytes { $0.last == .newline },
      hasTextAfterTable: version.document.map { $0.trailingCount > 0 } ?? false, queueID: queueID)
    entry.removedNumbers = knownNumbers
    return entry
  }

  // MARK: Numbers of removed rows

  /// The numbers of removed rows before this command, from the journal and from other stores of the
  /// queue. `nil` if no entry has numbers, and this command does not need them or can't read them.
  private var knownNumbers: RemovedNumbers? {
    let known = journal.last?.removedNumbers ?? numbersInHistory.value
    if usedNumbers.isEmpty { return known }
    guard var numbers = known ?? (try? numbersInHistory.read(ownPrefix: idPrefix)) else {
      return nil
    }
    for (prefix, number) in usedNumbers.sorted(by: { $0.key < $1.key }) {
      numbers.raise(prefix, to: number, ownPrefix: idPrefix)
    }
    return numbers
  }

  /// The numbers of removed rows after these changes; `nil` if the numbers are unknown, and no
  /// change removes a row.
  func removedNumbers(after changes: [RowChange]) -> RemovedNumbers? {
    removedNumbers(after: changes, since: knownNumbers)
  }

  /// - Parameter known: the numbers before the changes; `nil` if they are unknown.
  private func removedNumbers(
    after changes: [RowChange], since known: RemovedNumbers?
  ) -> RemovedNumbers? {
    let removed = changes.filter { $0.after.isEmpty && !$0.before.isEmpty }
    if removed.isEmpty { return known }
    // Without the numbers, a later entry reads them from the history, which has these rows, too.
    guard var numbers = known ?? (try? numbersInHistory.read(ownPrefix: idPrefix)) else {
      return nil
    }
    for row in removed { numbers.add(row.id, ownPrefix: idPrefix) }
    return numbers
  }

  /// Appends entries for external edits if the queue needs no rewrite after them.
  mutating func recordEdits(of found: FoundVersion, at time: QueueTime) throws(SystemError) {
    guard !found.externalEdits.isEmpty else { return }
    var entries: [JournalEntry]
    if found.endsAtPath {
      entries = entriesOfEdits(for: found, at: time, withSources: true)
      entries[entries.count - 1].record(found.claims)
    } else {
      entries = self.entries(for: found, nil, [], at: time)
    }
    try recordVersions(in: &entries, of: found, with: nil)
    try journal.append(entries)
  }

  // MARK: The queue's id

  /// Takes the queue's id from the journal's last entry. The journal of a copy has no entry yet, and
  /// goes on where its history ends.
  mutating func continueHistory(at time: QueueTime) throws(SystemError) {
    if let last = journal.last {
      queueID = last.queueID
    } else if let last = try JournalHistory(sidecar: sidecar).lastArchived() {
      queueID = last.queueID
      journal.continueHistory(after: last.sequence, at: time)
    }
  }

  /// Gives the queue an id if it has none. Otherwise updates whether the queue's database has the
  /// id.
  mutating func adopt(_ new: QueueID?) {
    if queueID == nil || queueID?.id == new?.id, let new { queueID = new }
  }

  /// Appends an entry with the queue's id, and with the numbers of ids in other stores, if no other
  /// entry records them. The file is not changed.
  mutating func recordQueueID(_ found: FoundVersion, at time: QueueTime) throws(StoreError) {
    let last = journal.last
    guard last?.queueID != queueID || last?.removedNumbers != knownNumbers,
      last == nil || last?.identity == found.file.identity || found.isUnedited
    else { return }
    try appendEntry(for: found, at: time) { entry in
      entry.author = Author(
        command: JournalEntry.queueIDCommand, traceID: entry.author.traceID,
        actor: entry.author.actor)
    }
  }

  /// Appends an entry with facts. The file is not changed. A save in the file must be recorded
  /// before.
  mutating func record(
    _ facts: [QueueFact], _ found: FoundVersion, at time: QueueTime
  ) throws(StoreError) {
    try appendEntry(for: found, at: time) { $0.facts = facts }
  }

  /// Appends an entry of a command that leaves the file as it was found.
  private mutating func appendEntry(
    for found: FoundVersion, at time: QueueTime, _ fill: (inout JournalEntry) -> Void
  ) throws(StoreError) {
    try lifting { () throws(SystemError) in
      var entry = entry(
        journal.nextSequence, writing: found.queue, found.file.identity, at: time)
      fill(&entry)
      entry.conflicts = journal.last?.conflicts ?? 0
      var entries = [entry]
      try recordVersions(
        in: &entries, of: FoundVersion(found.file, last: found.file.version), with: nil)
      try journal.append(entries)
    }
  }
}

extension JournalEntry {
  fileprivate var changedRows: [RowChange] { [row].compactMap(\.self) + rows }

  fileprivate mutating func record(_ change: QueueChange) {
    if change.isOfOneRow { row = change.rows.first } else { rows = change.rows }
    undoes = change.undoes
    facts = change.facts
    request = change.request
  }

  fileprivate mutating func record(_ changes: [ClaimChange]) {
    guard !changes.isEmpty else { return }
    claims = changes
    let highest = changes.compactMap { $0.claim?.number }.max() ?? 0
    lastClaim = LastClaim(sequence: sequence, number: max(lastClaim?.number ?? 0, highest))
  }
}
