import Host
import QueueDocument
import QueueModel
import QueueStore

// A swap gives the queue a new inode. Where the old one has to stay, because the
// file has a second name, or an owner or attributes that this user may not give
// away, the bytes are written over it. Before that both versions are durable in
// the sidecar, so that a crash in the middle leaves nothing in doubt.

extension Rewriter {
  mutating func replaceInPlace(
    _ attempt: RewriteAttempt, with rewrite: Rewrite?, _ entries: [JournalEntry],
    _ old: borrowing FileDescriptor
  ) throws(SystemError) -> Swap {
    let versions = InPlaceVersions(generation: old.path)
    var isJournaled = false
    do throws(SystemError) {
      let queue = try FileDescriptor(opening: path, for: .updating)
      let new = try FileDescriptor(opening: versions.new, for: .creating(permissions: 0o600))
      try share(old, new, like: queue.status())
      try write(attempt.file.version, with: nil, to: old)
      try write(attempt.queue, with: rewrite, to: new)
      try Directory.sync(sidecar.generations)
      isJournaled = try journalInPlace(
        entries, of: queue, read: attempt.file.identity, displaced: old.status().identity)
      guard isJournaled else {
        try versions.remove()
        return .queueWasAway
      }
      try overwrite(queue, with: new, orAgain: old, attempt.file.identity)
      // The change is durable; the next command ends what this could not.
      do { try endInPlace(versions, queue) } catch { notices.append(.untidied(error)) }
      // Somebody may have renamed another file over the one that was rewritten.
      return try isAtPath(queue) ? .done : .overrun
    } catch {
      // Once they are journaled, a crash in the middle needs them.
      if !isJournaled { versions.removeWhatIsThere() }
      throw error
    }
  }

  /// Lets all who may use the queue read the versions: any of them may be the one
  /// who finds them after a crash.
  private func share(
    _ old: borrowing FileDescriptor, _ new: borrowing FileDescriptor, like queue: FileStatus
  ) throws(SystemError) {
    try old.share(permissions: queue.companionPermissions, group: queue.group)
    try new.share(permissions: queue.companionPermissions, group: queue.group)
  }

  private func isAtPath(_ queue: borrowing FileDescriptor) throws(SystemError) -> Bool {
    let mine = try queue.status().identity
    return try FileStatus.ifExists(path)?.identity.isSameFile(as: mine) ?? false
  }

  /// Tells the journal that the queue is about to be written over; `false` where it
  /// is not what was read any more.
  private mutating func journalInPlace(
    _ entries: [JournalEntry], of queue: borrowing FileDescriptor, read: FileIdentity,
    displaced: FileIdentity
  ) throws(SystemError) -> Bool {
    guard try queue.status().identity == read, try isAtPath(queue) else { return false }
    var entries = entries
    entries[entries.count - 1].inPlace = .begun
    entries[entries.count - 1].left.identity = read
    entries[entries.count - 1].displaced = displaced
    try journal.append(entries)
    // The sync took its time: a save may have come meanwhile.
    if try queue.status().identity == read { return true }
    try journal.takeBackLast()
    return false
  }

  private mutating func overwrite(
    _ queue: borrowing FileDescriptor, with new: borrowing FileDescriptor,
    orAgain old: borrowing FileDescriptor, _ identity: FileIdentity
  ) throws(SystemError) {
    do { try queue.copy(from: new) } catch {
      // Where this fails too, the versions stay, and the next command goes on.
      try queue.copy(from: old)
      // Only the owner may; for others the next command finds a file saved anew.
      try? queue.setModified(identity.modified)
      try journal.takeBackLast()
      InPlaceVersions(generation: old.path).removeWhatIsThere()
      throw error
    }
  }

  /// Tells the journal what the queue is now, so that the next command does not
  /// take it for somebody's save.
  mutating func endInPlace(
    _ versions: InPlaceVersions, _ queue: borrowing FileDescriptor
  ) throws(SystemError) {
    try journal.endInPlace(leaving: queue.status().identity)
    try Directory.remove(versions.new)
  }
}

/// The two versions that a rewrite in place keeps until it has ended.
struct InPlaceVersions {
  /// The path of the generation, which holds the old version.
  let generation: String
  var new: String { generation + ".new" }

  func remove() throws(SystemError) {
    try Directory.remove(new)
    try Directory.remove(generation)
  }

  /// After an error, which is what has to be told.
  func removeWhatIsThere() {
    try? Directory.remove(new)
    try? Directory.remove(generation)
  }
}
