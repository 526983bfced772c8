import Host
import QueueStore

// A swap gives the queue a new inode. A file with a second hard link, or with an owner or
// attributes that this user may not set, keeps its inode: its bytes are overwritten. Before that,
// both versions are durable in the sidecar, so that the next command can complete the rewrite after
// a crash.

extension Rewriter {
  /// Overwrites the queue with the found version and its change.
  ///
  /// - Parameter old: the new generation's file, which gets the bytes of the old version.
  mutating func replaceInPlace(
    _ found: FoundVersion, with change: QueueChange?, _ entries: [JournalEntry],
    _ old: borrowing FileDescriptor
  ) throws(SystemError) -> Swap {
    let versions = InPlaceVersions(generation: old.path)
    var isJournaled = false
    do {
      let queue = try FileDescriptor(opening: path, for: .updating)
      let new = try FileDescriptor(opening: versions.new, for: .creating(permissions: 0o600))
      // After a crash, the next command may come from any user of the queue.
      let status = try queue.status()
      try old.share(permissions: status.companionPermissions, group: status.group)
      try new.share(permissions: status.companionPermissions, group: status.group)
      try write(found.file.version, with: nil, to: old)
      try write(found.queue, with: change, to: new)
      try Directory.sync(sidecar.generations)
      isJournaled = try journalInPlace(
        entries, of: queue, read: found.file.identity, displaced: old.status().identity)
      guard isJournaled else {
        try versions.remove()
        return .notSwapped
      }
      try overwrite(queue, with: new, orAgain: old, found.file.identity)
      // The change is durable; if the second line fails, the next command appends it.
      do { try endInPlace(versions, queue) } catch { notices.append(.untidied(error)) }
      // An editor may have renamed another file over the one that was rewritten.
      return try isAtPath(queue) ? .done : .savedMeanwhile
    } catch {
      // Once journaled, the versions are needed for recovery.
      if !isJournaled { try? versions.remove() }
      throw error
    }
  }

  private func isAtPath(_ queue: borrowing FileDescriptor) throws(SystemError) -> Bool {
    let mine = try queue.status().identity
    return try FileStatus.ifExists(path)?.identity.isSameFile(as: mine) ?? false
  }

  /// Journals that the overwriting begins.
  ///
  /// - Returns: `false`, with nothing journaled, if the queue has changed since it was read.
  private mutating func journalInPlace(
    _ entries: [JournalEntry], of queue: borrowing FileDescriptor, read: FileIdentity,
    displaced: FileIdentity
  ) throws(SystemError) -> Bool {
    guard try queue.status().identity == read, try isAtPath(queue) else { return false }
    var entries = entries
    entries[entries.count - 1].inPlace = .begun
    entries[entries.count - 1].identity = read
    entries[entries.count - 1].displaced = displaced
    try journal.append(entries)
    // A save may have come during the sync.
    if try queue.status().identity == read { return true }
    try journal.removeLast()
    return false
  }

  private mutating func overwrite(
    _ queue: borrowing FileDescriptor, with new: borrowing FileDescriptor,
    orAgain old: borrowing FileDescriptor, _ identity: FileIdentity
  ) throws(SystemError) {
    do { try queue.copy(from: new) } catch {
      // If this fails too, the versions stay for the next command.
      try queue.copy(from: old)
      // Only the owner may do this; if another user runs the command, the next one merges the file
      // as a save.
      try? queue.setModified(identity.modified)
      try journal.removeLast()
      try? InPlaceVersions(generation: old.path).remove()
      throw error
    }
  }

  /// Journals the queue's new identity; otherwise the next command would merge it as a save.
  mutating func endInPlace(
    _ versions: InPlaceVersions, _ queue: borrowing FileDescriptor
  ) throws(SystemError) {
    try journal.endInPlace(leaving: queue.status().identity)
    try Directory.remove(versions.new)
  }

  // MARK: Recovery

  /// Completes a rewrite in place that a crash interrupted, unless the queue was saved since.
  mutating func recoverInPlace(_ last: JournalEntry.Parsed) throws(SystemError) {
    let versions = InPlaceVersions(generation: generations.path(last.sequence))
    guard try FileStatus.ifExists(versions.new) != nil else { return }
    let queue = try FileDescriptor(opening: path, for: .updating)
    let new = try FileDescriptor(opening: versions.new, for: .readingNoLink)
    let old = try FileDescriptor(opening: versions.generation, for: .readingNoLink)
    let found = try FileContents(reading: queue)
    let progress = try Self.progress(
      found, old: FileContents(reading: old), new: FileContents(reading: new))
    // A later save is not overwritten.
    let identity = try queue.status().identity
    switch !found.isTorn && identity == found.status.identity ? progress : .unknown {
    case .unknown: return try moveBothToFound(versions, last.sequence)
    case .cutShort:
      notices.append(.endedAfterCrash)
      try queue.copy(from: new)
    // The new version may not be durable yet.
    case .complete: try queue.sync()
    }
    try endInPlace(versions, queue)
  }

  /// Moves both versions to `.orch/found` and leaves the queue as it is. Its bytes match neither
  /// version, nor one written partly over the other: they are a later save, or pages mixed by a
  /// power loss.
  private mutating func moveBothToFound(
    _ versions: InPlaceVersions, _ sequence: Int
  ) throws(SystemError) {
    _ = try sidecar.moveToFound(versions.new, as: "\(sequence).new")
    _ = try sidecar.moveToFound(versions.generation, as: String(sequence))
    notices.append(.keptBothVersions(folder: sidecar.found))
  }

  /// How much of the new version was written before the crash.
  private enum Progress { case complete, cutShort, unknown }

  /// Compares the queue with `new` written over `old` up to some offset.
  private static func progress(
    _ found: FileContents, old: FileContents, new: FileContents
  ) -> Progress {
    // The bytes live as long as the contents do.
    defer { withExtendedLifetime((found, old, new)) {} }
    // A file shorter than both versions is the beginning of a save.
    guard found.bytes.count >= min(old.bytes.count, new.bytes.count) else { return .unknown }
    let written = zip(found.bytes, new.bytes).prefix(while: ==).count
    let rest = found.bytes[written...]
    if rest.isEmpty { return written == new.bytes.count ? .complete : .cutShort }
    return rest.elementsEqual(old.bytes[min(written, old.bytes.count)...]) ? .cutShort : .unknown
  }
}

/// The two versions that a rewrite in place keeps until it is complete.
struct InPlaceVersions {
  /// The path of the generation, which has the old version.
  let generation: String
  var new: String { generation + ".new" }

  func remove() throws(SystemError) {
    try Directory.removeIfThere(new)
    try Directory.removeIfThere(generation)
  }
}
