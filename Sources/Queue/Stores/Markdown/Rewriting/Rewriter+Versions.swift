import Host
import Table

// The recording of versions. A version is recorded as a patch in its entry, relative to the
// previous version, or as a separate file if the difference is large.

extension Rewriter {
  /// Adds to each entry of a rewrite how its version follows from the previous one.
  func recordVersions(
    in entries: inout [JournalEntry], of found: FoundVersion, with change: QueueChange?
  ) throws(SystemError) {
    let base = try patchBase(for: found)
    for index in entries.indices { entries[index].patchBase = base }
    if found.meaning == .malformed {
      for index in entries.indices { entries[index].version = .unchanged }
      return
    }
    var before = found.last?.bytes
    for (index, edit) in found.externalEdits.enumerated() {
      let saved = edit.version.bytes
      entries[index].version = try record(saved, after: before, as: entries[index].sequence)
      before = saved
    }
    guard let last = entries.indices.last, last == found.externalEdits.count else { return }
    let (queue, sequence) = (found.queue.bytes, entries[last].sequence)
    if let change, found.externalEdits.isEmpty {
      entries[last].version = try record(change.edits, of: queue, as: sequence)
    } else {
      let written = change.map { QueueBytes(queue.applying($0.edits)) } ?? queue
      entries[last].version = try record(written, after: before, as: sequence)
    }
  }

  /// The number of entries after which the current version gets a file, on which later patches are
  /// based. So a damaged entry makes at most this many versions unreadable, and the last version is
  /// rebuilt from at most this many patches.
  private static var longestChain: Int { 200 }
  /// The size for which the chain gets longer by `longestChain`: a version of n times this size has
  /// a chain of 1 + n times `longestChain`. So large versions do not take more space in files for
  /// each entry than small ones.
  private static var bytesOfChain: Int { 1 << 20 }

  /// The entry of the version on which all later patches are based.
  ///
  /// In a new folder, after an older release or after a deletion, no version has a file. Then the
  /// patches are based on the last recorded version or, if that is unknown, on the next save.
  private func patchBase(for found: FoundVersion) throws(SystemError) -> Int? {
    let version = journal.last == nil ? found.file.version : found.last
    if let base = journal.last?.patchBase, try versionFiles.contains(base) {
      guard let version else { return base }
      let longest = Self.longestChain * (1 + version.bytes.count / Self.bytesOfChain)
      if journal.nextSequence - base <= longest { return base }
    }
    guard let version else { return journal.nextSequence }
    let sequence = journal.nextSequence - 1
    try versionFiles.write(version.bytes, as: sequence)
    return sequence
  }

  private func record(
    _ bytes: QueueBytes, after before: QueueBytes?, as sequence: Int
  ) throws(SystemError) -> VersionRecord {
    if let before { return try record([Edit](from: before, to: bytes), of: before, as: sequence) }
    try versionFiles.write(bytes, as: sequence)
    return .file
  }

  private func record(
    _ edits: [Edit], of bytes: QueueBytes, as sequence: Int
  ) throws(SystemError) -> VersionRecord {
    if edits.fitsJournalLine { return .patch(edits) }
    try versionFiles.write(bytes, applying: edits, as: sequence)
    return .file
  }
}
