import Host
import QueueDocument

// How the journal tells the versions of the file.

extension Rewriter {
  /// Tells in the entries of a rewrite how each version follows from the one before it; keeps
  /// those that have little in common.
  mutating func record(
    _ entries: inout [JournalEntry], of attempt: RewriteAttempt, with rewrite: Rewrite?
  ) throws(SystemError) {
    let base = try base(for: attempt)
    for index in entries.indices { entries[index].base = base }
    if attempt.isNoQueue {
      for index in entries.indices { entries[index].version = .unchanged }
      return
    }
    var before = attempt.last?.bytes
    for (index, save) in attempt.saves.enumerated() {
      let sequence = entries[index].sequence
      entries[index].version = try record(save.file.version.bytes, behind: before, sequence)
      before = save.file.version.bytes
    }
    guard let last = entries.indices.last, last == attempt.saves.count else { return }
    let sequence = entries[last].sequence
    if let rewrite, attempt.saves.isEmpty {
      entries[last].version = try record(rewrite, of: attempt.queue, sequence)
    } else {
      entries[last].version = try record(attempt.queue.applying(rewrite), behind: before, sequence)
    }
  }

  /// From this many entries on another version is kept, where it is not larger than that: should
  /// the journal be damaged, no more than those are lost.
  private static let longestChain = 200
  private static let largestLink = 1 << 20

  /// The version that is kept, and that all which follow are told from. Where there is none,
  /// because orch is here for the first time, or an older one left the queue, or somebody
  /// removed it, what orch left is kept; or the save, where nobody knows that.
  private mutating func base(for attempt: RewriteAttempt) throws(SystemError) -> Int? {
    let last = journal.last == nil ? attempt.file.version : attempt.last
    if let base = journal.last?.base, try kept.holds(base) {
      let isLong = journal.nextSequence - base > Self.longestChain
      guard isLong, let last, last.bytes.count <= Self.largestLink else { return base }
    }
    guard let last else { return journal.nextSequence }
    let (kept, sequence) = (kept, journal.nextSequence - 1)
    try last.bytes.withBytes { (bytes) throws(SystemError) in
      try kept.keep([bytes], as: sequence)
    }
    return sequence
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

  /// A rewrite of what orch itself left, which knows what it replaces.
  private func record(
    _ rewrite: Rewrite, of queue: QueueVersion, _ sequence: Int
  ) throws(SystemError) -> VersionRecord? {
    guard case .success(let document) = queue.document else { return nil }
    if case .version(let bytes, _) = rewrite {
      return try record(bytes, behind: queue.bytes, sequence)
    }
    let patch = Patch(document.edits(for: rewrite))
    if patch.isShort { return .patch(patch) }
    let kept = kept
    try queue.withPieces(rewrite) { (pieces) throws(SystemError) in
      try kept.keep(pieces, as: sequence)
    }
    return .kept
  }
}

extension Patch {
  fileprivate var isShort: Bool { size <= VersionRecord.longestPatch && isText }
}
