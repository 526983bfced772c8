package import Host
package import Model
package import QueueStore

extension MarkdownStore {
  /// Whether the queue's file, or any file of its history, exists.
  package var wasUsed: Bool {
    get throws(SystemError) {
      if try FileStatus.ifExists(path) != nil { return true }
      guard try FileStatus.ifExists(sidecar.folder) != nil else { return false }
      let history = JournalHistory(sidecar: sidecar)
      if try history.last() != nil { return true }
      return try !history.archives.isEmpty
    }
  }

  /// Creates a queue in its own folder. Its history comes from another store, and its rows are
  /// added later. `place(as:)` then moves the queue.
  ///
  /// - Parameters:
  ///   - text: a queue file with an empty table.
  ///   - history: the history, the oldest entry first, with rising numbers.
  ///   - requests: the requests with a key, and the ids of the rows that they added.
  ///   - lastNumbers: the highest numbers that ids have had, by prefix.
  ///   - context: the context of the command that creates the queue.
  package func create(
    _ text: String, history: [HistoryEntry], requests: [(AddRequest, ids: [String])] = [],
    lastNumbers: [String: Int] = [:], _ context: TransitionContext
  ) throws(StoreError) {
    try lifting { () throws(SystemError) in
      try Directory.createWithParents(Path.parent(of: path))
      try NewFile.create(path, text: text)
    }
    let lock = try acquireLock(for: context.author)
    defer { withExtendedLifetime(lock) {} }
    try lifting { () throws(SystemError) in
      let status = try FileStatus(of: path)
      _ = try sidecar.fill(like: status)
      var numbers = RemovedNumbers()
      for (prefix, number) in lastNumbers.sorted(by: { $0.key < $1.key }) {
        numbers.raise(prefix, to: number, ownPrefix: context.policy.idPrefix)
      }
      let other = FileIdentity(device: 0, inode: 0, size: 0, modified: 0)
      var entries = history.map { JournalEntry($0) }
      func add(_ fill: (inout JournalEntry) -> Void) {
        var entry = JournalEntry(
          sequence: (entries.last?.sequence ?? 0) + 1, time: context.now.iso8601,
          author: Author(
            command: JournalEntry.copyCommand, traceID: context.author.traceID,
            actor: context.author.actor),
          identity: other, endsWithLineEnd: text.utf8.last == 10, hasTextAfterTable: false)
        fill(&entry)
        entries.append(entry)
      }
      for (request, ids) in requests {
        add { entry in
          entry.request = request
          entry.rows = ids.map {
            RowChange(id: $0, before: [:], after: [Column.id.name: $0])
          }
        }
      }
      add { entry in
        entry.identity = status.identity
        entry.removedNumbers = numbers
      }
      var journal = try Journal(opening: sidecar.journal)
      try journal.append(entries)
    }
  }
}

extension MarkdownStore {
  /// Moves this new queue to the path of `other`, which was never used. The queue's file is moved
  /// last.
  package func place(as other: MarkdownStore) throws(SystemError) {
    let (made, target) = (sidecar, other.sidecar)
    // The folder may exist without a journal, if it has files of another queue in the same folder.
    if try FileStatus.ifExists(target.folder) == nil {
      try Directory.move(made.folder, to: target.folder)
    } else {
      try target.checkIsNoLink()
      let journal = Path.name(of: made.journal)
      let names = try Directory.names(in: made.folder).filter { $0 != journal }
      for name in names + [journal] {
        let place = Path.join(target.folder, name)
        let isThere = try FileStatus.ifExists(place) != nil
        if isThere, [".gitignore", "lock"].contains(name) { continue }
        try Directory.move(Path.join(made.folder, name), to: place)
      }
      try Directory.sync(target.folder)
    }
    try Directory.moveNew(path, to: other.path)
    try Directory.sync(Path.parent(of: other.path))
  }
}

extension JournalEntry {
  fileprivate init(_ entry: HistoryEntry) {
    // The entry gets an identity that no file has.
    let identity = FileIdentity(device: 0, inode: 0, size: 0, modified: entry.writtenAt ?? 0)
    self.init(
      sequence: entry.sequence, time: entry.time,
      author: Author(
        command: entry.command, traceID: entry.traceID, run: entry.run, actor: entry.actor),
      identity: identity, endsWithLineEnd: true, hasTextAfterTable: false)
    row = entry.row
    undoes = entry.undoes
    facts = entry.fact.map { [$0] } ?? []
    guard let merge = entry.merge else { return }
    merges = [merge]
    row = nil
    rows = [entry.row].compactMap(\.self).filter { !$0.before.isEmpty || !$0.after.isEmpty }
  }
}
