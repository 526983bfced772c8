import Host
import QueueDocument
import QueueModel
import QueueStore
import TableMerge

/// What one attempt at a rewrite starts from.
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

// External edits are found in two places: at the queue's path, and in a generation to which an
// editor still wrote after a swap displaced it (a late save).
// Source: `docs/queue-file.md`, "What changed outside".

extension Rewriter {
  /// Reads the queue, and merges the external edits since the journal's last entry into it.
  mutating func nextAttempt() throws(StoreError) -> RewriteAttempt {
    let file = try reader.readSettled(after: journal.last?.written)
    var attempt = RewriteAttempt(file: file)
    guard let last = journal.last else { return attempt }
    let isSame = last.written.identity == file.identity
    if isSame { attempt.last = file.version }
    let modified = try modifiedGenerations()
    if isSame, modified.isEmpty { return attempt }
    let history = try lifting { () throws(SystemError) in try VersionHistory(journal, kept) }
    // A copy has the same bytes and another identity.
    let isOwn = isSame || history?.last.isSame(as: file.version) ?? false
    if isOwn { attempt.last = file.version }
    let late = try lateSaves(in: modified, history)
    if isOwn, late.isEmpty { return attempt }
    // A file that is no queue stays as it is.
    guard (try? file.document.get()) != nil else { return attempt }
    // So does a file that came with another branch.
    if !isOwn, last.head != head {
      notices.append(.otherBranch)
      attempt.externalEdits = [ExternalEdit(file: file)]
      return attempt
    }
    return try lifting { () throws(SystemError) in
      try reconcile(attempt, with: isOwn ? late : late + [file], history)
    }
  }

  private mutating func reconcile(
    _ attempt: RewriteAttempt, with saves: [QueueFile], _ history: VersionHistory?
  ) throws(SystemError) -> RewriteAttempt {
    var attempt = attempt
    if let malformed = saves.first(where: { (try? $0.document.get()) == nil }) {
      attempt.externalEdits = [ExternalEdit(file: malformed)]
      attempt.merged = malformed.version
      attempt.isMalformed = true
      notices.append(.invalidSaveRestored)
      return attempt
    }
    guard let history else {
      // An older release wrote the queue, or the kept versions were deleted.
      guard attempt.last == nil else { return attempt }
      notices.append(.takenAsItIs)
      attempt.externalEdits = [ExternalEdit(file: attempt.file)]
      return attempt
    }
    let last = attempt.last ?? QueueVersion(QueueBytes(history.last.bytes))
    attempt.last = last
    var merger = SaveMerger(last, finder: MergeBaseFinder(history, head: journal.last?.head))
    for save in saves.sorted(by: { $0.identity.modified < $1.identity.modified }) {
      try merger.merge(save, isAtPath: save.identity == attempt.file.identity)
    }
    attempt.externalEdits = merger.edits
    let isOther = try hasOtherAttributes(than: attempt.file)
    let isAtPath = !isOther && merger.queue.isSame(as: attempt.file.version)
    attempt.merged = isAtPath ? nil : merger.queue
    for edit in merger.edits { report(edit) }
    return attempt
  }

  private static let maxReportedRows = 20

  /// Adds notices of what was merged. Where the save came while this command ran, rows that only
  /// lack what the command did are left out.
  private mutating func report(_ edit: ExternalEdit) {
    let isDuringCommand = displacedSave != nil && edit.mergeBase ?? 0 >= startSequence
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
          !journal.hasRecorded(status.identity, asGeneration: sequence)
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
      notices.append(.keptLateSave(try generations.keep(sequence)))
      oldGenerations.removeAll { $0 == sequence }
    }
    return nil
  }
}

/// Merges external saves into the queue, one after the other.
struct SaveMerger {
  /// The queue with the saves that were merged so far.
  private(set) var queue: QueueVersion
  private(set) var edits: [ExternalEdit] = []
  private let finder: MergeBaseFinder<SystemError>

  init(_ queue: QueueVersion, finder: MergeBaseFinder<SystemError>) {
    self.queue = queue
    self.finder = finder
  }

  /// Merges the next save. One without a base changes nothing, but is recorded as a version.
  ///
  /// - Parameter isAtPath: whether it is the file at the queue's path, and not a displaced one.
  mutating func merge(_ file: QueueFile, isAtPath: Bool) throws(SystemError) {
    guard let save = try? file.document.get(), let present = try? queue.document.get() else {
      return
    }
    var edit = ExternalEdit(file: file)
    defer { edits.append(edit) }
    guard let base = try finder.base(of: save, in: file.identity.fileID, isAtPath: isAtPath),
      let baseDocument = base.version.document
    else { return }
    let merged = QueueDocument.merge(base: baseDocument, save: save, queue: present)
    let result = QueueVersion(merged.bytes)
    guard let document = try? result.document.get() else { return }
    queue = result
    edit.mergeBase = base.version.sequence
    edit.merges = merged.rows
    if let before = base.nearest?.document {
      // The base is an earlier save. What this one reverts of it may be intended, or its author
      // had not loaded that save.
      edit.merges.add(save.revertedRows(of: baseDocument, before: before))
    }
    // Of rows that share an id it is unknown which became which.
    let ambiguous = Set(merged.rows.filter { $0.fate == .addedTwice }.map(\.id))
    edit.changes = document.changes(since: present).filter { !ambiguous.contains($0.id) }
  }
}

extension [RowMerge] {
  /// Adds the merges of other rows, and further lost cells of the same rows.
  fileprivate mutating func add(_ merges: [RowMerge]) {
    for merge in merges {
      if let index = firstIndex(where: { $0.id == merge.id && merge.fate == .merged }) {
        self[index].lost += merge.lost
      } else {
        append(merge)
      }
    }
  }
}
