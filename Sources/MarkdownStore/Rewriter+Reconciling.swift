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
    notices += rows.prefix(Self.longestTelling).map(Notice.merged)
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
