import Host
import QueueDocument

/// The versions of the queue that are kept as files: `.orch/versions/N` for that of entry N. The
/// others follow from them by the patches in the journal.
struct KeptVersions {
  let sidecar: Sidecar

  private func path(_ sequence: Int) -> String { "\(sidecar.versions)/\(sequence)" }

  /// The entries whose versions are kept, in order.
  func sequences() throws(SystemError) -> [Int] {
    do { return try Directory.names(in: sidecar.versions).compactMap { Int($0) }.sorted() } catch {
      guard error.isMissing else { throw error }
      return []
    }
  }

  func holds(_ sequence: Int) throws(SystemError) -> Bool {
    try FileStatus.ifExists(path(sequence)) != nil
  }

  /// Keeps the version of entry `sequence`, durably, before the entry is appended.
  func keep(_ pieces: [UnsafeRawBufferPointer], as sequence: Int) throws(SystemError) {
    let model = try FileStatus(of: sidecar.journal)
    // It gets its number once it is complete.
    let draft = "\(sidecar.versions)/new"
    do {
      let file = try create(draft)
      try file.share(permissions: model.permissions, group: model.group)
      try file.write(gathering: pieces)
      try file.sync()
    }
    try Directory.move(draft, to: path(sequence))
    try Directory.sync(sidecar.versions)
  }

  private func create(_ draft: String) throws(SystemError) -> FileDescriptor {
    // After a crash there may be one.
    try Directory.removeIfThere(draft)
    do {
      return try FileDescriptor(opening: draft, for: .creating(permissions: 0o600))
    } catch {
      guard error.isMissing else { throw error }
    }
    try sidecar.createVersions()
    return try FileDescriptor(opening: draft, for: .creating(permissions: 0o600))
  }

  /// The bytes of a version, or `nil` where it is not kept.
  func bytes(of sequence: Int) throws(SystemError) -> [UInt8]? {
    do {
      return try FileDescriptor(opening: path(sequence), for: .readingNoLink).readWhole()
    } catch {
      guard error.isMissing else { throw error }
      return nil
    }
  }

  /// Removes the versions before `sequence`, on which no entry of the journal builds.
  func removeAll(before sequence: Int) throws(SystemError) {
    for old in try sequences() where old < sequence {
      try Directory.removeIfThere(path(old))
    }
  }
}

/// Says in journal entries how each version of the file follows from the one before it: by a patch,
/// or by a file of its own where they have little in common.
struct VersionRecorder {
  let kept: KeptVersions
  /// The journal's last entry.
  let last: JournalEntry.Parsed?

  private var nextSequence: Int { (last?.sequence ?? 0) + 1 }

  func record(
    in entries: inout [JournalEntry], of attempt: RewriteAttempt, with rewrite: Rewrite?
  ) throws(SystemError) {
    let base = try base(for: attempt)
    for index in entries.indices { entries[index].patchBase = base }
    if attempt.isMalformed {
      for index in entries.indices { entries[index].version = .unchanged }
      return
    }
    var before = attempt.last?.bytes
    for (index, edit) in attempt.externalEdits.enumerated() {
      let sequence = entries[index].sequence
      entries[index].version = try record(edit.file.version.bytes, after: before, sequence)
      before = edit.file.version.bytes
    }
    guard let last = entries.indices.last, last == attempt.externalEdits.count else { return }
    let sequence = entries[last].sequence
    if let rewrite, attempt.externalEdits.isEmpty {
      entries[last].version = try record(rewrite, of: attempt.queue, sequence)
    } else {
      entries[last].version = try record(attempt.queue.applying(rewrite), after: before, sequence)
    }
  }

  /// After this many entries another version is kept, unless it is larger than `largestBase`: a
  /// damaged journal then loses at most these.
  private static let longestChain = 200
  private static let largestBase = 1 << 20

  /// The entry of the kept version on which all later patches build.
  ///
  /// Where none is kept (in a new folder, after an older release, or when it was deleted), the
  /// last recorded version is; where that is unknown, the next save.
  private func base(for attempt: RewriteAttempt) throws(SystemError) -> Int? {
    let version = last == nil ? attempt.file.version : attempt.last
    if let base = last?.patchBase, try kept.holds(base) {
      let isLong = nextSequence - base > Self.longestChain
      guard isLong, let version, version.bytes.count <= Self.largestBase else { return base }
    }
    guard let version else { return nextSequence }
    let (kept, sequence) = (kept, nextSequence - 1)
    try version.bytes.withBytes { (bytes) throws(SystemError) in
      try kept.keep([bytes], as: sequence)
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
    let kept = kept
    try bytes.withBytes { (whole) throws(SystemError) in try kept.keep([whole], as: sequence) }
    return .kept
  }

  /// Records a rewrite of the last recorded version, whose edits are the patch.
  private func record(
    _ rewrite: Rewrite, of queue: QueueVersion, _ sequence: Int
  ) throws(SystemError) -> VersionRecord? {
    guard case .success(let document) = queue.document else { return nil }
    if case .version(let bytes, _) = rewrite {
      return try record(bytes, after: queue.bytes, sequence)
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
