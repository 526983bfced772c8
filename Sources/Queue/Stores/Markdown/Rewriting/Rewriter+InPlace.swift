import Host
import QueueStore

// A swap gives the queue a new inode. A file must keep its inode if it has a second hard link, or
// an owner or attributes that this user may not set. The bytes of such a file are overwritten.
// Before that, both versions are stored durably in the sidecar, so that the next command can
// complete the rewrite after a crash.

extension Rewriter {
  /// Overwrites the queue with the found version and the planned change.
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
      // All users of the queue must be able to read the versions, because after a crash any of them
      // may run the next command.
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
      // The change is durable by now. If the second line can't be appended, the next command
      // appends it.
      do { try endInPlace(versions, queue) } catch { notices.append(.untidied(error)) }
      // An editor may have renamed another file over the one that was rewritten.
      return try isAtPath(queue) ? .done : .savedMeanwhile
    } catch {
      // The versions are removed only if nothing was journaled, because recovery needs them
      // otherwise.
      if !isJournaled { try? versions.remove() }
      throw error
    }
  }

  private func isAtPath(_ queue: borrowing FileDescriptor) throws(SystemError) -> Bool {
    let mine = try queue.status().identity
    return try FileStatus.ifExists(path)?.identity.isSameFile(as: mine) ?? false
  }

  /// Appends the journal entry that the overwriting begins.
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
    // A program may have saved the file during the sync.
    if try queue.status().identity == read { return true }
    try journal.removeLast()
    return false
  }

  private mutating func overwrite(
    _ queue: borrowing FileDescriptor, with new: borrowing FileDescriptor,
    orAgain old: borrowing FileDescriptor, _ identity: FileIdentity
  ) throws(SystemError) {
    do { try queue.copy(from: new) } catch {
      // If this fails, too, the versions stay for the next command.
      try queue.copy(from: old)
      // Only the file's owner may set the time. If another user runs this command, the next command
      // merges the file as a save.
      try? queue.setModified(identity.modified)
      try journal.removeLast()
      try? InPlaceVersions(generation: old.path).remove()
      throw error
    }
  }

  /// Appends the queue's new identity to the journal. Otherwise the next command would merge the
  /// file as a save.
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
    // If the file was saved later, the save is not overwritten.
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

  /// Moves both versions to `.orch/found` and leaves the queue as it is. This is done if the
  /// queue's bytes match neither version, nor the new version written partly over the old one. The
  /// bytes are then a later save, or a power failure has mixed pages of both.
  private mutating func moveBothToFound(
    _ versions: InPlaceVersions, _ sequence: Int
  ) throws(SystemError) {
    _ = try sidecar.moveToFound(versions.new, as: "\(sequence).new")
    _ = try sidecar.moveToFound(versions.generation, as: String(sequence))
    notices.append(.keptBothVersions(folder: sidecar.found))
  }

  /// The part of the new version that was written before the crash.
  private enum Progress { case complete, cutShort, unknown }

  /// Compares the queue with `new` written over `old` up to some offset.
  private static func progress(
    _ found: FileContents, old: FileContents, new: FileContents
  ) -> Progress {
    // The bytes are valid only as long as the contents exist.
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
  /// The path of the generation, whose file has the old version.
  let generation: String
  var new: String { generation + ".new" }

  func remove() throws(SystemError) {
    try Directory.removeIfThere(new)
    try Directory.removeIfThere(generation)
  }
}
