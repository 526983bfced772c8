import Host
import QueueDocument

/// The versions of the queue that are kept as files, `.orch/versions/N` for what entry N left.
/// The others follow from them by the journal's patches.
struct KeptVersions {
  let sidecar: Sidecar

  private func path(_ sequence: Int) -> String { "\(sidecar.versions)/\(sequence)" }

  /// The numbers of those that are kept, in order.
  func sequences() throws(SystemError) -> [Int] {
    do { return try Directory.names(in: sidecar.versions).compactMap { Int($0) }.sorted() } catch {
      guard error.isMissing else { throw error }
      return []
    }
  }

  func holds(_ sequence: Int) throws(SystemError) -> Bool {
    try FileStatus.ifExists(path(sequence)) != nil
  }

  /// Keeps the version that entry `sequence` leaves, durably: the entry comes behind it.
  func keep(_ pieces: [UnsafeRawBufferPointer], as sequence: Int) throws(SystemError) {
    let model = try FileStatus(of: sidecar.journal)
    // Until it is whole it has no number.
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
    // A crash may have left one.
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

  /// Removes what is older than `sequence`, for no entry of the journal follows from it.
  func removeAll(before sequence: Int) throws(SystemError) {
    for old in try sequences() where old < sequence {
      try Directory.removeIfThere(path(old))
    }
  }
}

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
