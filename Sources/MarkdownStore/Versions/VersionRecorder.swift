import Host
import QueueDocument

/// Says in journal entries how each version of the file follows from the one before it: by a patch,
/// or by a file of its own where they have little in common.
struct VersionRecorder {
  let files: VersionFiles
  /// The journal's last entry.
  let last: JournalEntry.Parsed?

  private var nextSequence: Int { (last?.sequence ?? 0) + 1 }

  func record(
    in entries: inout [JournalEntry], of rewrite: RewriteAttempt, with change: FileChange?
  ) throws(SystemError) {
    let base = try base(for: rewrite)
    for index in entries.indices { entries[index].patchBase = base }
    if rewrite.isMalformed {
      for index in entries.indices { entries[index].version = .unchanged }
      return
    }
    var before = rewrite.last?.bytes
    for (index, edit) in rewrite.externalEdits.enumerated() {
      let sequence = entries[index].sequence
      entries[index].version = try record(edit.file.version.bytes, after: before, sequence)
      before = edit.file.version.bytes
    }
    guard let last = entries.indices.last, last == rewrite.externalEdits.count else { return }
    let sequence = entries[last].sequence
    if let change, rewrite.externalEdits.isEmpty {
      entries[last].version = try record(change, of: rewrite.queue, sequence)
    } else {
      entries[last].version = try record(rewrite.queue.applying(change), after: before, sequence)
    }
  }

  /// After this many entries the present version gets a file, and later patches build on it: a
  /// damaged entry makes at most so many versions unreadable, and from no more is the last version
  /// rebuilt.
  private static let longestChain = 200
  /// For each so many bytes of a larger version the chain is as long again, so that the files take as
  /// much for each entry as those of a smaller one.
  private static let bytesOfChain = 1 << 20

  /// The entry of the version on which all later patches build.
  ///
  /// Where none has a file (in a new folder, after an older release, or when it was deleted), the
  /// last recorded version is; where that is unknown, the next save.
  private func base(for rewrite: RewriteAttempt) throws(SystemError) -> Int? {
    let version = last == nil ? rewrite.file.version : rewrite.last
    if let base = last?.patchBase, try files.contains(base) {
      guard let version else { return base }
      let longest = Self.longestChain * (1 + version.bytes.count / Self.bytesOfChain)
      if nextSequence - base <= longest { return base }
    }
    guard let version else { return nextSequence }
    let (files, sequence) = (files, nextSequence - 1)
    try version.bytes.withBytes { (bytes) throws(SystemError) in
      try files.write([bytes], as: sequence)
    }
    return sequence
  }

  private func record(
    _ bytes: QueueBytes, after before: QueueBytes?, _ sequence: Int
  ) throws(SystemError) -> VersionRecord {
    let patch = before.map { before in
      before.withBytes { old in bytes.withBytes { Patch(from: old, to: $0) } }
    }
    if let patch, patch.isShort { return .patch(patch) }
    let files = files
    try bytes.withBytes { (whole) throws(SystemError) in try files.write([whole], as: sequence) }
    return .file
  }

  /// Records a rewrite of the last recorded version, whose edits are the patch.
  private func record(
    _ change: FileChange, of queue: QueueVersion, _ sequence: Int
  ) throws(SystemError) -> VersionRecord? {
    guard case .success(let document) = queue.document else { return nil }
    if case .version(let bytes, _) = change {
      return try record(bytes, after: queue.bytes, sequence)
    }
    let patch = Patch(document.edits(for: change))
    if patch.isShort { return .patch(patch) }
    let files = files
    try queue.withPieces(change) { (pieces) throws(SystemError) in
      try files.write(pieces, as: sequence)
    }
    return .file
  }
}

extension Patch {
  fileprivate var isShort: Bool { size <= VersionRecord.longestPatch && isText }
}
