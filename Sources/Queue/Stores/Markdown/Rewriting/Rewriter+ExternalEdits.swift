import Host
import Model
import QueueStore
import Table

// Saves of other programs are found at the queue's path, and in generations. A save is in a
// generation if an editor wrote to the file after a swap displaced it; such a save is called a late
// save. Source: `docs/queue-file.md`, "What changed outside".

extension Rewriter {
  /// Reads the queue, and merges the external edits since the journal's last entry into it.
  mutating func findQueue() throws(StoreError) -> FoundVersion {
    let file = try readFile()
    guard let last = journal.last else { return FoundVersion(file, last: nil) }
    let modified = try lifting(modifiedGenerations())
    if last.identity == file.identity, modified.isEmpty {
      return FoundVersion(file, last: file.version)
    }
    let history = try lifting(VersionHistory(journal, versionFiles))
    let late = try lateSaves(in: modified, history, before: file)
    let (checkout, claims) = (checkout, claims)
    return try lifting { () throws(SystemError) in
      var found = try FoundVersion(file, late, after: last, history, in: checkout) { claims }
      switch found.meaning {
      case .noEdit, .malformed: break
      case .otherBranch: notices.append(.otherBranch)
      case .unknown: notices.append(.takenAsItIs)
      case .merged:
        // The same bytes are written again because the new file must get other attributes.
        if try hasOtherAttributes(than: file) { found.merged = found.queue }
        if found.isOfOtherBranch { notices.append(.otherBranch) }
        for edit in found.externalEdits { report(edit) }
        try sidecar.removePreview()
      }
      return found
    }
  }

  /// Reads the file, and the branch and commit that git has checked out. Waits while git writes
  /// files, because the file may not match the commit yet.
  private mutating func readFile() throws(StoreError) -> QueueFile {
    let end = clock.monotonic() + QueueReader.settleTimeout
    checkout = checkout.readAgain()
    while true {
      let file = try reader.readSettled(after: journal.last)
      if file.identity == journal.last?.identity { return file }
      let before = checkout.position
      checkout = checkout.readAgain()
      let isAtRest = checkout.position == before && !(before?.isIndexLocked ?? false)
      if isAtRest || clock.monotonic() >= end { return file }
      clock.sleep(.milliseconds(3))
    }
  }

  private static let maxReportedRows = 20

  /// Adds notices of merged rows. A save may have been edited from the version that this command
  /// found, or from a version that it wrote. Such a save can only lack changes of this command
  /// itself, so only its conflicts are reported.
  private mutating func report(_ edit: ExternalEdit) {
    notices += edit.claims.map { .claimWentWithGit(id: $0.id) }
    if edit.isCut { notices.append(.cutSave(size: edit.version.bytes.count)) }
    let isDuringCommand = displacedSave != nil && (edit.mergeBase ?? 0) >= startSequence
    let rows = edit.merges.filter { $0.isConflict || !isDuringCommand }
    notices += rows.prefix(Self.maxReportedRows).map(FileNotice.merged)
    let more = rows.count - Self.maxReportedRows
    if more > 0 { notices.append(.mergedMore(more)) }
  }

  /// Whether the save that this command displaced has another mode or owner than `file`.
  private func hasOtherAttributes(than file: QueueFile) throws(SystemError) -> Bool {
    guard let displacedSave else { return false }
    let (mine, theirs) = (file.status, try FileStatus(of: generations.path(displacedSave)))
    return (mine.permissions, mine.owner, mine.group)
      != (theirs.permissions, theirs.owner, theirs.group)
  }

  // MARK: Late saves

  /// The generations whose identity the journal does not have. A program has written to them after
  /// a swap displaced them, or they were copied together with the folder.
  private func modifiedGenerations() throws(SystemError) -> [Int] {
    var modified: [Int] = []
    for sequence in oldGenerations + [displacedSave].compactMap(\.self) {
      if let status = try FileStatus.ifExists(generations.path(sequence)),
        !journal.recordsIdentity(status.identity, ofGeneration: sequence)
      {
        modified.append(sequence)
      }
    }
    return modified
  }

  /// The saves in modified generations, without unchanged copies.
  private mutating func lateSaves(
    in modified: [Int], _ history: VersionHistory?, before file: QueueFile
  ) throws(StoreError) -> [QueueFile] {
    var late: [QueueFile] = []
    for sequence in modified {
      // The save that this command displaced is kept even if it only differs in mode or owner.
      if sequence != displacedSave, let history,
        try lifting(generations.isCopy(sequence, history))
      {
        continue
      }
      if let save = try lateSave(sequence, before: file) { late.append(save) }
    }
    return late
  }

  /// A save that was written to a generation.
  ///
  /// - Returns: `nil` if the save is unfinished; the next command then reads it again. Also `nil`
  ///   if the save is not a queue; it is then moved to `.orch/found`. The save that this command
  ///   displaced is returned even if it is not a queue, because it must be put back to the queue's
  ///   path, unless a later save is there.
  private mutating func lateSave(
    _ sequence: Int, before file: QueueFile
  ) throws(StoreError) -> QueueFile? {
    let mustBePutBack = sequence == displacedSave && file.identity == journal.last?.identity
    let reader = QueueReader(path: generations.path(sequence), clock: clock, notice: notice)
    do {
      let save = try reader.readDisplaced(after: journal.last)
      if save == nil || save?.version.document != nil || mustBePutBack { return save }
    } catch .notAtRest {
      notices.append(.unfinishedSave(reader.path))
      return nil
    }
    notices.append(.keptLateSave(try lifting(generations.moveToFound(sequence))))
    oldGenerations.removeAll { $0 == sequence }
    if sequence == displacedSave { displacedSave = nil }
    return nil
  }
}
