import Host
import QueueDocument
import QueueModel

// A swap gives the queue a new inode. Where the old one has to stay, because the
// file has a second name, or an owner or attributes that this user may not give
// away, the bytes are written over it. Before that both versions are durable in
// the sidecar, so that a crash in the middle leaves nothing in doubt.

extension Rewriter {
  mutating func replaceInPlace(
    _ round: Round, with change: ItemChange?, _ entries: [JournalEntry],
    _ old: borrowing FileDescriptor
  ) throws(SystemError) -> Swap {
    let queue = try FileDescriptor(opening: path, for: .updating)
    let new = try FileDescriptor(
      opening: InPlaceVersions(generation: old.path).new, for: .creating(permissions: 0o600))
    do {
      try write(round.file, with: nil, to: old)
      try write(round.file, with: change, to: new)
      try Directory.sync(sidecar.generations)
      guard try queue.status().identity == round.file.identity else {
        try InPlaceVersions(generation: old.path).remove()
        return .queueWasAway
      }
      try journal.append(inPlaceEntries(entries, .begun, old, left: queue.status().identity))
    } catch {
      try? InPlaceVersions(generation: old.path).remove()
      throw error
    }
    try queue.copy(from: new)
    try endInPlace(entries, old, queue)
    return .displacedWhatWasRead
  }

  private mutating func endInPlace(
    _ entries: [JournalEntry], _ old: borrowing FileDescriptor, _ queue: borrowing FileDescriptor
  ) throws(SystemError) {
    let ended = try inPlaceEntries(entries, .ended, old, left: queue.status().identity)
    try journal.append(Array(ended.suffix(1)))
    try Directory.remove(InPlaceVersions(generation: old.path).new)
  }

  private func inPlaceEntries(
    _ entries: [JournalEntry], _ state: JournalEntry.InPlace, _ old: borrowing FileDescriptor,
    left: FileIdentity
  ) throws(SystemError) -> [JournalEntry] {
    var entries = entries
    entries[entries.count - 1].inPlace = state
    entries[entries.count - 1].left.identity = left
    entries[entries.count - 1].displaced = try old.status().identity
    return entries
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
}
