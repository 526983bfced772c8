import Host
import Model
import QueueStore
import Table

extension Rewriter {
  enum Swap {
    /// The new version is at the path, and the file that was read has become a generation.
    case done
    /// The new version is written, but a program saved the queue after it was read. That save is
    /// now a generation, or is at the queue's path.
    case savedMeanwhile
    /// The file at the queue's path was not changed, because an editor had moved it away for a
    /// moment, or replaced it by another file.
    case notSwapped
  }

  /// Writes the found queue and the planned change to a new file, durably, and swaps it with the
  /// queue.
  ///
  /// - Parameter claims: the changed claims, which the journal records.
  mutating func replace(
    _ found: FoundVersion, with change: QueueChange?, _ claims: [ClaimChange], at time: QueueTime
  ) throws(StoreError) -> Swap {
    let sequence: Int
    do {
      guard let model = try openModel() else { return .notSwapped }
      var entries = entries(for: found, change, claims, at: time)
      try recordVersions(in: &entries, of: found, with: change)
      sequence = journal.nextSequence + entries.count - 1
      let new = try newFile(sequence)
      guard try writeAndJournal(entries, new, found, with: change, like: model) else {
        return try replaceInPlace(found, with: change, entries, new)
      }
    } catch {
      throw .system(error)
    }
    return try swap(sequence, with: found)
  }

  /// Exchanges the new file, whose entry is in the journal, with the queue.
  private mutating func swap(
    _ sequence: Int, with found: FoundVersion
  ) throws(StoreError) -> Swap {
    let generation = generations.path(sequence)
    // A save that is not a queue is put back only if no later save has come to the path.
    if found.meaning == .malformed,
      try lifting(FileStatus.ifExists(path))?.identity != found.file.identity
    {
      try lifting(revertEntry(of: generation))
      return .notSwapped
    }
    let isExchanged: Bool
    do { isExchanged = try exchange(generation) } catch {
      try lifting(revertEntry(of: generation))
      if error.isMissing { return .notSwapped }
      throw .system(error)
    }
    if found.meaning == .malformed { notices.append(.invalidSaveRestored) }
    do {
      if !isExchanged { try Directory.move(generation + ".old", to: generation) }
      if Path.linkTarget(generation) == nil {
        if try isUnmodified(generation, found.file.identity) { return .done }
        displacedSave = sequence
        return .savedMeanwhile
      }
    } catch {
      throw .notDurable(error)
    }
    try lifting(restoreLink())
    throw .system(.link(path))
  }

  /// Reverts the last entry, whose swap did not happen.
  private mutating func revertEntry(of generation: String) throws(SystemError) {
    try journal.removeLast()
    try Directory.remove(generation)
  }

  /// Puts a link that the last swap displaced back to the queue's path, and reverts the swap's
  /// entry.
  mutating func restoreLink() throws(SystemError) {
    guard let last = journal.last else { return }
    let generation = generations.path(last.sequence)
    if try !exchange(generation) { try Directory.move(generation + ".old", to: generation) }
    try journal.removeLast()
    // A program may have saved at the path between the two swaps.
    if let kept = try generations.removeNew(of: last) { notices.append(.keptLateSave(kept)) }
  }

  /// Exchanges the names of the new file and the queue, atomically.
  ///
  /// - Returns: `false` if the file system can't exchange names. In this case the displaced file
  ///   has the name `.old`, and the new file was renamed to the queue's path.
  private func exchange(_ generation: String) throws(SystemError) -> Bool {
    if try Directory.exchange(generation, path) { return true }
    try Directory.link(path, to: generation + ".old")
    try Directory.move(generation, to: path)
    return false
  }

  /// Whether the displaced file is the file that was read, and no program is writing to it. A
  /// program that has the file open for writing gets 100 ms to write.
  private func isUnmodified(
    _ displaced: String, _ expected: FileIdentity
  ) throws(SystemError) -> Bool {
    let end = clock.monotonic() + .milliseconds(100)
    while true {
      let descriptor = try FileDescriptor(opening: displaced, for: .readingNoLink)
      let hasWriter = descriptor.hasWriter() == true
      if try descriptor.status().identity != expected { return false }
      if !hasWriter || clock.monotonic() >= end { return true }
      clock.sleep(.milliseconds(2))
    }
  }

  // MARK: The new file

  /// Opens the file whose attributes the new file gets. It is the save that this command displaced,
  /// or else the file at the queue's path.
  ///
  /// - Returns: `nil` if there is no such file now.
  private func openModel() throws(SystemError) -> FileDescriptor? {
    let model = displacedSave.map(generations.path) ?? path
    do { return try FileDescriptor(opening: model, for: .readingNoLink) } catch {
      if error.isMissing { return nil }
      throw error
    }
  }

  /// The file for the new version: a recycled generation, or a new file.
  private mutating func newFile(_ sequence: Int) throws(SystemError) -> FileDescriptor {
    if let old = oldGenerations.min(),
      let file = try generations.recycle(old, as: sequence, journal)
    {
      oldGenerations.removeAll { $0 == old }
      return file
    }
    return try FileDescriptor(
      opening: generations.path(sequence), for: .creating(permissions: 0o600))
  }

  /// Writes the new file, and appends the entry of its swap to the journal.
  ///
  /// - Returns: `false`, with nothing written, if the queue must be rewritten in place.
  private mutating func writeAndJournal(
    _ entries: [JournalEntry], _ new: borrowing FileDescriptor, _ found: FoundVersion,
    with change: QueueChange?, like model: borrowing FileDescriptor
  ) throws(SystemError) -> Bool {
    do {
      guard try prepare(new, like: model) else { return false }
      try write(found.queue, with: change, to: new)
      var entries = entries
      entries[entries.count - 1].identity = try new.status().identity
      entries[entries.count - 1].displaced = found.file.identity
      try journal.append(entries)
      return true
    } catch {
      try? Directory.remove(new.path)
      throw error
    }
  }

  /// Gives the new file the attributes of `model`.
  ///
  /// - Returns: `false` if the new file can't have these attributes, or `model` has other hard
  ///   links.
  private func prepare(
    _ new: borrowing FileDescriptor, like model: borrowing FileDescriptor
  ) throws(SystemError) -> Bool {
    let status = try model.status()
    if status.links == 1 || displacedSave != nil,
      try new.copyAttributes(of: model, status: status)
    {
      return true
    }
    guard displacedSave != nil else { return false }
    // The model has been displaced already, and the file at the path belongs to this user, so only
    // mode and group can be kept.
    try new.share(permissions: status.permissions, group: status.group)
    return true
  }

  /// Writes a version to a file, durably.
  ///
  /// The modification time is set to the nanosecond. The kernel's own timestamps only have the
  /// resolution of its clock ticks, so a save in the same tick could not be distinguished from this
  /// write.
  func write(
    _ queue: QueueVersion, with change: QueueChange?, to descriptor: borrowing FileDescriptor
  ) throws(SystemError) {
    let oldSize = try descriptor.status().identity.size
    try queue.bytes.withPieces(applying: change?.edits ?? []) { (pieces) throws(SystemError) in
      try descriptor.write(gathering: pieces)
      let size = pieces.reduce(0) { $0 + $1.count }
      if size < oldSize { try descriptor.truncate(to: size) }
    }
    try descriptor.setModified(clock.now())
    try descriptor.sync()
  }
}
