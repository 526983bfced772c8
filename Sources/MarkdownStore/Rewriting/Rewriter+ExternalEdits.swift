import Host
import QueueDocument
import QueueModel
import QueueStore
import TableMerge

// What others saved since orch was here last. Source: `docs/queue-file.md`, "What changed
// outside".

extension Rewriter {
  /// Reads the queue and merges into it what was saved by others.
  mutating func nextAttempt() throws(StoreError) -> RewriteAttempt {
    let file = try reader.readAtRest(after: journal.last?.left)
    var attempt = RewriteAttempt(file: file)
    guard let last = journal.last else { return attempt }
    let isSame = last.left.identity == file.identity
    if isSame { attempt.last = file.version }
    let unknown = try unknownGenerations()
    if isSame, unknown.isEmpty { return attempt }
    let history = try lifting { () throws(SystemError) in try VersionHistory(journal, kept) }
    // A copy has the same bytes and another identity.
    let isOwn = isSame || history?.last.isSame(as: file.version) ?? false
    if isOwn { attempt.last = file.version }
    let late = try lateSaves(in: unknown, history)
    if isOwn, late.isEmpty { return attempt }
    // What is no queue stays as it is; so does what came with another branch.
    guard (try? file.document.get()) != nil else { return attempt }
    if !isOwn, last.head != head {
      notices.append(.otherBranch)
      attempt.saves = [ExternalEdit(file: file)]
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
    if let garbage = saves.first(where: { (try? $0.document.get()) == nil }) {
      attempt.saves = [ExternalEdit(file: garbage)]
      attempt.merged = garbage.version
      attempt.isNoQueue = true
      notices.append(.standsAgain)
      return attempt
    }
    guard let history else {
      // An older orch left the queue, or somebody removed what it remembers.
      guard attempt.last == nil else { return attempt }
      notices.append(.takenAsItIs)
      attempt.saves = [ExternalEdit(file: attempt.file)]
      return attempt
    }
    let last = attempt.last ?? QueueVersion(QueueBytes(history.last.bytes))
    attempt.last = last
    var merger = SaveMerger(last, finder: MergeBaseFinder(history, head: journal.last?.head))
    for save in saves.sorted(by: { $0.identity.modified < $1.identity.modified }) {
      try merger.take(save, isAtPath: save.identity == attempt.file.identity)
    }
    attempt.saves = merger.saves
    let isOther = try displacedOtherAttributes(than: attempt.file)
    let isThere = !isOther && merger.queue.isSame(as: attempt.file.version)
    attempt.merged = isThere ? nil : merger.queue
    for save in merger.saves { tell(save) }
    return attempt
  }

  /// In lines: who runs the command may be somebody else than who saved.
  private static let longestTelling = 20

  /// Tells what was merged. That a save which came while the command ran knows nothing of what
  /// the command did goes without saying.
  private mutating func tell(_ save: ExternalEdit) {
    let isOfThisMoment = displacedSave != nil && save.origin ?? 0 >= start
    let rows = save.merges.filter { $0.isConflict || !isOfThisMoment }
    notices += rows.prefix(Self.longestTelling).map(FileNotice.merged)
    let more = rows.count - Self.longestTelling
    if more > 0 { notices.append(.mergedMore(more)) }
  }

  /// Whether the save that this command displaced has another mode or owner.
  private func displacedOtherAttributes(than file: QueueFile) throws(SystemError) -> Bool {
    guard let displacedSave else { return false }
    let (mine, theirs) = (file.contents.status, try FileStatus(of: generations.path(displacedSave)))
    return (mine.permissions, mine.owner, mine.group)
      != (theirs.permissions, theirs.owner, theirs.group)
  }

  /// The generations that are not the files which swaps displaced, as these were: somebody wrote
  /// to them since, or they are copies.
  private func unknownGenerations() throws(StoreError) -> [Int] {
    try lifting { () throws(SystemError) in
      var unknown: [Int] = []
      for sequence in oldGenerations + [displacedSave].compactMap(\.self) {
        if let status = try FileStatus.ifExists(generations.path(sequence)),
          !journal.accounts(for: status.identity, of: sequence)
        {
          unknown.append(sequence)
        }
      }
      return unknown
    }
  }

  /// The saves among such generations: a copy of what was displaced is none.
  private mutating func lateSaves(
    in unknown: [Int], _ history: VersionHistory?
  ) throws(StoreError) -> [QueueFile] {
    var late: [QueueFile] = []
    for sequence in unknown {
      let isCopy = try lifting { () throws(SystemError) in
        // The save that this command displaced may differ in mode or owner alone.
        guard sequence != displacedSave, let history else { return false }
        return try generations.isCopy(sequence, history)
      }
      if !isCopy, let save = try lateSave(sequence) { late.append(save) }
    }
    return late
  }

  /// A save that was written to a generation, once it is whole. One that is not yet stays, and
  /// is looked at again; what is no queue, and nobody is writing to, is put aside, unless it
  /// stood at the queue's path when this command began: it has to come back there.
  private mutating func lateSave(_ sequence: Int) throws(StoreError) -> QueueFile? {
    let reader = QueueReader(path: generations.path(sequence), clock: clock, notice: notice)
    let file: QueueFile
    do throws(StoreError) {
      guard let found = try reader.readDisplaced(after: journal.last?.left) else { return nil }
      file = found
    } catch .notAtRest {
      notices.append(.unfinishedSave(reader.path))
      return nil
    }
    if (try? file.document.get()) != nil || sequence == displacedSave { return file }
    try lifting { () throws(SystemError) in
      notices.append(.keptLateSave(try generations.putAside(sequence)))
      oldGenerations.removeAll { $0 == sequence }
    }
    return nil
  }
}

/// What one attempt at a rewrite starts from.
struct RewriteAttempt {
  /// What stands at the queue's path.
  let file: QueueFile
  /// What orch left last; `nil` where nobody knows, or never was here.
  var last: QueueVersion?
  /// The saves that were found, oldest first.
  var saves: [ExternalEdit] = []
  /// The queue with all of them, where that is not what stands at the path.
  var merged: QueueVersion?

  /// Whether what was merged is no queue, but stands at the path again as somebody saved it:
  /// the queue is what it was before.
  var isNoQueue = false

  /// What a command is planned on.
  var queue: QueueVersion { merged ?? file.version }
  /// Whether the last save that was found is what stands at the path, and is the queue.
  var endsAtPath: Bool { merged == nil && saves.last?.file.identity == file.identity }
}

/// A save by somebody else, and what became of it.
struct ExternalEdit {
  let file: QueueFile
  /// The number of the entry that left the version it was edited from; `nil` where nobody
  /// knows, or another branch was checked out: then it is taken as it is.
  var origin: Int?
  /// What changed in the queue by it.
  var changes: [RowChange] = []
  /// What the merge did beside.
  var merges: [RowMerge] = []
}

/// Merges saves into the queue, one after the other.
struct SaveMerger {
  /// The queue with the saves that were taken.
  private(set) var queue: QueueVersion
  private(set) var saves: [ExternalEdit] = []
  private let finder: MergeBaseFinder<SystemError>

  init(_ queue: QueueVersion, finder: MergeBaseFinder<SystemError>) {
    self.queue = queue
    self.finder = finder
  }

  /// Merges the next one. A save without a base changes nothing, and is kept as a version.
  ///
  /// - Parameter isAtPath: whether it is the queue itself, and no file that was displaced.
  mutating func take(_ file: QueueFile, isAtPath: Bool) throws(SystemError) {
    guard let theirs = try? file.document.get(), let ours = try? queue.document.get() else {
      return
    }
    var save = ExternalEdit(file: file)
    guard let base = try finder.base(of: theirs, in: file.identity.fileID, isAtPath: isAtPath),
      let origin = base.version.document
    else {
      saves.append(save)
      return
    }
    let merged = QueueDocument.merge(origin: origin, theirs: theirs, ours: ours)
    let result = QueueVersion(merged.bytes)
    guard let document = try? result.document.get() else {
      saves.append(save)
      return
    }
    queue = result
    save.origin = base.version.sequence
    save.merges = merged.rows
    if let before = base.nearest?.document {
      // It may be the author's own doing, or somebody else who had not seen that save.
      save.merges.add(theirs.takenBack(of: origin, before: before))
    }
    // Of an id that stands in several rows nobody can tell which became which.
    let doubtful = Set(merged.rows.filter { $0.fate == .addedTwice }.map(\.id))
    save.changes = document.changes(since: ours)
      .filter { !doubtful.contains($0.id) }
    saves.append(save)
  }
}

extension [RowMerge] {
  /// Adds what is told of other rows, or more of the same.
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
