import Host
import QueueDocument
import QueueModel
import QueueStore
import TableMerge

/// One attempt at a rewrite: the file as it was read, and the external edits that were merged into
/// it.
struct RewriteAttempt {
  /// The file at the queue's path.
  let file: QueueFile
  /// The version that the journal's last entry recorded; `nil` where there is no such entry, or
  /// its version cannot be rebuilt.
  var last: QueueVersion?
  /// The external edits that were found, oldest first.
  var externalEdits: [ExternalEdit] = []
  /// The merge of all of them; `nil` where the file at the path already has those bytes.
  var merged: QueueVersion?

  /// Whether `merged` is a save that is no queue and goes back to the path as it was saved. The
  /// recorded version stays what it was before.
  var isMalformed = false

  /// What a command is planned on.
  var queue: QueueVersion { merged ?? file.version }
  /// Whether the last external edit is the file at the path, and is the queue without a merge.
  var endsAtPath: Bool { merged == nil && externalEdits.last?.file.identity == file.identity }
}

/// A save by another program, and what its merge did.
struct ExternalEdit {
  let file: QueueFile
  /// The entry of the version that the save was edited from; `nil` where that is unknown, or
  /// another branch was checked out: then the save replaces the queue without a merge.
  var mergeBase: Int?
  /// What the save changed in the queue.
  var changes: [RowChange] = []
  /// Conflicts, and cells and rows that the merge put back.
  var merges: [RowMerge] = []
}

// Saves by other programs are found in two places: at the queue's path, and in a generation to
// which an editor still wrote after a swap displaced it (a late save).
// Source: `docs/queue-file.md`, "What changed outside".

extension Rewriter {
  /// Reads the queue, and merges the external edits since the journal's last entry into it.
  mutating func nextRewrite() throws(StoreError) -> RewriteAttempt {
    let file = try reader.readSettled(after: journal.last?.written)
    var rewrite = RewriteAttempt(file: file)
    guard let last = journal.last else { return rewrite }
    let isSame = last.written.identity == file.identity
    if isSame { rewrite.last = file.version }
    let modified = try modifiedGenerations()
    if isSame, modified.isEmpty { return rewrite }
    let history = try lifting(VersionHistory(journal, versionFiles))
    // A copy has the same bytes and another identity.
    let isOwn = isSame || history?.last.isSame(as: file.version) ?? false
    if isOwn { rewrite.last = file.version }
    let late = try lateSaves(in: modified, history)
    if isOwn, late.isEmpty { return rewrite }
    // A file that is no queue stays as it is.
    guard (try? file.document.get()) != nil else { return rewrite }
    // So does a file that came with another branch.
    if !isOwn, last.head != head {
      notices.append(.otherBranch)
      rewrite.externalEdits = [ExternalEdit(file: file)]
      return rewrite
    }
    return try lifting(mergeEdits(rewrite, with: isOwn ? late : late + [file], history))
  }

  private mutating func mergeEdits(
    _ rewrite: RewriteAttempt, with saves: [QueueFile], _ history: VersionHistory?
  ) throws(SystemError) -> RewriteAttempt {
    var rewrite = rewrite
    if let malformed = saves.first(where: { (try? $0.document.get()) == nil }) {
      rewrite.externalEdits = [ExternalEdit(file: malformed)]
      rewrite.merged = malformed.version
      rewrite.isMalformed = true
      notices.append(.invalidSaveRestored)
      return rewrite
    }
    guard let history else {
      // An older release wrote the queue, or the files of versions were deleted.
      guard rewrite.last == nil else { return rewrite }
      notices.append(.takenAsItIs)
      rewrite.externalEdits = [ExternalEdit(file: rewrite.file)]
      return rewrite
    }
    let last = rewrite.last ?? QueueVersion(QueueBytes(history.last.bytes))
    rewrite.last = last
    let merger = try SaveMerger(
      last, merging: saves, at: rewrite.file.identity, history, head: journal.last?.head)
    rewrite.externalEdits = merger.edits
    let isOther = try hasOtherAttributes(than: rewrite.file)
    let isAtPath = !isOther && merger.queue.isSame(as: rewrite.file.version)
    rewrite.merged = isAtPath ? nil : merger.queue
    for edit in merger.edits { report(edit) }
    try PreviewFile(sidecar: sidecar).remove()
    return rewrite
  }

  private static let maxReportedRows = 20

  /// Adds notices of what was merged. A save that was edited from the version that this command
  /// found, or from one that it wrote, lacks at most what this command did: of such rows only
  /// conflicts are worth a notice.
  private mutating func report(_ edit: ExternalEdit) {
    let isDuringCommand = displacedSave != nil && (edit.mergeBase ?? 0) >= startSequence
    let rows = edit.merges.filter { $0.isConflict || !isDuringCommand }
    notices += rows.prefix(Self.maxReportedRows).map(FileNotice.merged)
    let more = rows.count - Self.maxReportedRows
    if more > 0 { notices.append(.mergedMore(more)) }
  }

  /// Whether the save that this command displaced has another mode or owner than `file`.
  private func hasOtherAttributes(than file: QueueFile) throws(SystemError) -> Bool {
    guard let displacedSave else { return false }
    let (mine, theirs) = (file.contents.status, try FileStatus(of: generations.path(displacedSave)))
    return (mine.permissions, mine.owner, mine.group)
      != (theirs.permissions, theirs.owner, theirs.group)
  }

  // MARK: Late saves

  /// The generations whose identity is not recorded: written to since a swap displaced them, or
  /// copied with the folder.
  private func modifiedGenerations() throws(StoreError) -> [Int] {
    try lifting { () throws(SystemError) in
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
  }

  /// The saves among such generations; unchanged copies are none.
  private mutating func lateSaves(
    in modified: [Int], _ history: VersionHistory?
  ) throws(StoreError) -> [QueueFile] {
    var late: [QueueFile] = []
    for sequence in modified {
      let isCopy = try lifting { () throws(SystemError) in
        // The save that this command displaced may differ in mode or owner alone.
        guard sequence != displacedSave, let history else { return false }
        return try generations.isCopy(sequence, history)
      }
      if !isCopy, let save = try lateSave(sequence) { late.append(save) }
    }
    return late
  }

  /// A save that was written to a generation.
  ///
  /// - Returns: `nil` for one that is unfinished, which the next command looks at again, and for
  ///   one that is no queue, which goes to `.orch/found`. The save that this command displaced is
  ///   returned even then: it has to go back to the queue's path.
  private mutating func lateSave(_ sequence: Int) throws(StoreError) -> QueueFile? {
    let reader = QueueReader(path: generations.path(sequence), clock: clock, notice: notice)
    let file: QueueFile
    do {
      guard let found = try reader.readDisplaced(after: journal.last?.written) else { return nil }
      file = found
    } catch .notAtRest {
      notices.append(.unfinishedSave(reader.path))
      return nil
    }
    if (try? file.document.get()) != nil || sequence == displacedSave { return file }
    try lifting { () throws(SystemError) in
      notices.append(.keptLateSave(try generations.moveToFound(sequence)))
      oldGenerations.removeAll { $0 == sequence }
    }
    return nil
  }
}
