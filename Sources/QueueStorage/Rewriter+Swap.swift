import Host
import QueueDocument
import QueueModel

extension Rewriter {
  /// How a swap ended.
  enum Swap {
    /// The file that was read is now a generation; nobody came between.
    case displacedWhatWasRead
    /// Somebody's save is now the generation with this number.
    case displacedSave(Int)
    /// An editor had moved the queue away for a moment, or put another file there:
    /// what stands at the queue's path was not changed.
    case queueWasAway
  }

  /// Writes the round's file with `change`, durably, and swaps it in.
  mutating func replace(
    _ round: Round, with rewrite: Rewrite?, at time: QueueTime
  ) throws(StoreError) -> Swap {
    let expected = expectedIdentity(round)
    switch try journalNew(round, with: rewrite, at: time, displacing: expected) {
    case .toSwap(let sequence): return try swap(sequence, expecting: expected)
    case .ended(let swap): return swap
    }
  }

  private enum Preparation {
    /// The new file of this number is written and journaled.
    case toSwap(Int)
    case ended(Swap)
  }

  private mutating func journalNew(
    _ round: Round, with rewrite: Rewrite?, at time: QueueTime, displacing expected: FileIdentity
  ) throws(StoreError) -> Preparation {
    do throws(SystemError) {
      let source = round.found.map { generations.path($0.generation) } ?? path
      guard let model = try openIfThere(source) else { return .ended(.queueWasAway) }
      let entries = entries(for: round, rewrite, at: time)
      let sequence = journal.nextSequence + entries.count - 1
      let status = try model.status()
      let temporary = try newFile(sequence)
      do throws(SystemError) {
        if try prepare(temporary, for: round, like: model, status) {
          try write(round.file, with: rewrite, to: temporary)
          try journalSwap(entries, temporary, displaced: expected)
          return .toSwap(sequence)
        }
      } catch {
        try? Directory.remove(temporary.path)
        throw error
      }
      return .ended(try replaceInPlace(round, with: rewrite, entries, temporary))
    } catch {
      throw .system(error)
    }
  }

  /// The file that the new version is written to: one that a command before left,
  /// or a new one.
  private mutating func newFile(_ sequence: Int) throws(SystemError) -> FileDescriptor {
    if let old = oldGenerations.min() {
      oldGenerations.removeAll { $0 == old }
      if let file = try generations.recycle(old, as: sequence, journal) { return file }
    }
    return try FileDescriptor(
      opening: generations.path(sequence), for: .creating(permissions: 0o600))
  }

  /// What the swap should displace: the file that was read, or where that was
  /// itself displaced, the one that orch put in its place.
  private func expectedIdentity(_ round: Round) -> FileIdentity {
    round.found?.standing ?? round.file.identity
  }

  /// Makes the new file like the one it is to displace; `false` when it must not
  /// be displaced, but rewritten in place.
  private func prepare(
    _ temporary: borrowing FileDescriptor, for round: Round, like model: borrowing FileDescriptor,
    _ status: FileStatus
  ) throws(SystemError) -> Bool {
    if status.links == 1 || round.found != nil,
      try temporary.takeAttributes(of: model, status: status)
    {
      return true
    }
    guard round.found != nil else { return false }
    // A found save is displaced already, and what stands at the queue's path is
    // this user's own file: its mode and group are all that can be kept.
    try temporary.share(permissions: status.permissions, group: status.group)
    return true
  }

  private func openIfThere(_ path: String) throws(SystemError) -> FileDescriptor? {
    do { return try FileDescriptor(opening: path, for: .reading) } catch {
      if error.isMissing { return nil }
      throw error
    }
  }

  // MARK: Journal

  /// The entries of this rewrite; the identity that the last of them leaves is
  /// not known before the file is written.
  private func entries(
    for round: Round, _ rewrite: Rewrite?, at time: QueueTime
  ) -> [JournalEntry] {
    let save = externalEntry(for: round, at: time)
    guard let rewrite else { return [save ?? externalEntry(round, saved: [], at: time)] }
    var entry = entry(round, at: time)
    if let save { entry.sequence = save.sequence + 1 }
    if case .change(let change) = rewrite {
      let removal =
        change.after == nil ? try? round.file.document.get().removal(of: change.id) : nil
      entry.row = removal ?? RowChange(change)
      entry.undoes = change.undoes?.sequence
    }
    return [save, entry].compactMap(\.self)
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
    entry.saved = saved
    return entry
  }

  private func entry(_ round: Round, at time: QueueTime) -> JournalEntry {
    JournalEntry(
      sequence: journal.nextSequence, time: time.iso8601, author: author, head: head,
      left: LeftFile(round.file))
  }

  private var head: String? { GitHead.read(above: Path.parent(of: path)) }

  /// What a save did to the rows that the last entry left. What was before is
  /// found only where nobody touched it since: in the generation that the last
  /// swap displaced, which what that entry did leads on from; or, for a save which
  /// a swap displaced, at the queue's path. A switch of branches is not told row by
  /// row: git has both.
  private func changes(since last: JournalEntry.Parsed, _ round: Round) -> [RowChange] {
    guard last.head == head, let saved = try? round.file.document.get() else { return [] }
    let before = round.found == nil ? generations.path(last.sequence) : path
    let expected = round.found?.standing ?? last.displaced
    guard let descriptor = try? FileDescriptor(opening: before, for: .reading),
      let file = try? QueueFile(reading: descriptor), file.identity == expected,
      let old = try? file.document.get()
    else { return [] }
    return saved.changes(since: old, after: round.found == nil ? last.histories : [])
  }

  private mutating func journalSwap(
    _ entries: [JournalEntry], _ temporary: borrowing FileDescriptor, displaced: FileIdentity
  ) throws(SystemError) {
    var entries = entries
    let identity = try temporary.status().identity
    entries[entries.count - 1].left.identity = identity
    entries[entries.count - 1].displaced = displaced
    try journal.append(entries)
  }

  // MARK: Files

  /// Writes the new file, durably, with a modification time of its own.
  ///
  /// The time is to the nanosecond, where the kernel's own are those of its
  /// ticks: no save in the same tick can be taken for this one.
  func write(
    _ file: QueueFile, with rewrite: Rewrite?, to descriptor: borrowing FileDescriptor
  ) throws(SystemError) {
    let oldSize = try descriptor.status().identity.size
    try file.withPieces(rewrite) { (pieces) throws(SystemError) in
      try descriptor.write(gathering: pieces)
      let size = pieces.reduce(0) { $0 + $1.count }
      if size < oldSize { try descriptor.truncate(to: size) }
    }
    try descriptor.setModified(clock.now())
    try descriptor.sync()
  }

  private mutating func swap(
    _ sequence: Int, expecting expected: FileIdentity
  ) throws(StoreError) -> Swap {
    let temporary = generations.path(sequence)
    let isExchanged: Bool
    do {
      isExchanged = try Directory.exchange(temporary, path)
      if !isExchanged { try replaceByRename(temporary) }
    } catch {
      try lifting { () throws(SystemError) in
        try journal.takeBackLast()
        try Directory.remove(temporary)
      }
      if error.isMissing { return .queueWasAway }
      throw .system(error)
    }
    do throws(SystemError) {
      if !isExchanged { try Directory.move(temporary + ".old", to: temporary) }
      return try isUntouched(temporary, expected) ? .displacedWhatWasRead : .displacedSave(sequence)
    } catch {
      throw .notDurable(error)
    }
  }

  /// The same where the system cannot swap: the queue keeps a second name,
  /// `.old`, while the new file takes its place.
  private func replaceByRename(_ temporary: String) throws(SystemError) {
    try Directory.link(path, to: temporary + ".old")
    try Directory.move(temporary, to: path)
  }

  /// Whether the displaced file is the one that was read, and nobody is just
  /// writing to it; somebody who has it open gets a moment to do so.
  private func isUntouched(
    _ displaced: String, _ expected: FileIdentity
  ) throws(SystemError) -> Bool {
    let end = clock.monotonic() + .milliseconds(100)
    while true {
      let descriptor = try FileDescriptor(opening: displaced, for: .reading)
      let hasWriter = descriptor.hasWriter() == true
      if try descriptor.status().identity != expected { return false }
      if !hasWriter || clock.monotonic() >= end { return true }
      clock.sleep(.milliseconds(2))
    }
  }
}
