import Host
import Model
import Table

/// The queue that a command or reader finds: the file at the queue's path, interpreted with the
/// journal's last entry. Commands plan on this version, and readers show it.
///
/// Source: `docs/queue-file.md`, "What changed outside".
struct FoundVersion {
  enum Meaning {
    /// There is no external edit. The file is as the last entry left it, or there is no entry yet,
    /// or the file was changed and is not a queue. A file that is not a queue is left as it is.
    case noEdit
    /// The file came from another branch, and replaces the queue.
    case otherBranch
    /// The file is a save, but the versions from which it may have been edited can't be rebuilt.
    case unknown
    /// The save that a swap displaced is not a queue. It is put back to the path as it was saved.
    /// The recorded version does not change.
    case malformed
    case merged
  }

  let file: QueueFile
  private(set) var meaning = Meaning.noEdit
  /// The version that the journal's last entry recorded. `nil` if there is no entry. Also `nil` if
  /// a changed file is not merged: it came from another branch, the file or a displaced save is not
  /// a queue, or earlier versions can't be rebuilt.
  private(set) var last: QueueVersion?
  /// The external edits since the last entry, the oldest first.
  private(set) var externalEdits: [ExternalEdit] = []
  /// The bytes to write to the path: the merge of all edits, or the unchanged bytes of a save that
  /// is not a queue. `nil` if the file has these bytes already. `findQueue` sets the bytes even
  /// then if the file must be written again with the attributes of the displaced save.
  var merged: QueueVersion?

  /// The claims that the external edits ended.
  var claims: [ClaimChange] { externalEdits.flatMap(\.claims) }
  /// The queue on which a command plans.
  var queue: QueueVersion { merged ?? file.version }
  /// Whether the file at the path is the last external edit, and is already the merged queue.
  var endsAtPath: Bool { merged == nil && externalEdits.last?.identity == file.identity }

  /// Whether the file has the bytes that the last entry left.
  var isUnedited: Bool { meaning == .noEdit && last != nil }

  init(_ file: QueueFile, last: QueueVersion?) { (self.file, self.last) = (file, last) }

  /// Whether a version of another branch replaced the queue.
  private(set) var isOfOtherBranch = false
  /// The checkout if the rows that git brings wait for approval before they start; else `nil`.
  private var holding: Checkout?

  /// Determines the kind of a file, and merges the saves.
  ///
  /// - Parameters:
  ///   - file: the file at the queue's path.
  ///   - displaced: the saves in files that swaps displaced, in any order.
  ///   - entry: the journal's last entry.
  ///   - history: the versions from which saves may have been edited; `nil` if they can't be
  ///     rebuilt.
  ///   - checkout: the branch and commit that git has checked out.
  ///   - claims: the claims of the queue's rows; read only if git brought a version.
  init(
    _ file: QueueFile, _ displaced: [QueueFile] = [], after entry: JournalEntry.Parsed,
    _ history: VersionHistory?, in checkout: Checkout,
    claims: () throws(SystemError) -> Claims
  ) throws(SystemError) {
    // A copy of the queue has the same bytes, but another identity.
    let isOwn = entry.identity == file.identity || history?.last.isSame(as: file.version) ?? false
    self.init(file, last: isOwn ? file.version : nil)
    let saves = isOwn ? displaced : displaced + [file]
    if saves.isEmpty || file.version.document == nil { return }
    let finding = isOwn ? .save : checkout.finding(of: file, after: entry, history)
    if finding.replacesQueue {
      take(file, .otherBranch)
      if checkout.holdsRows {
        merged = try file.version.holdingRows(over: history?.last, history, isOtherBranch: true)
      }
    } else if let malformed = saves.first(where: { $0.version.document == nil }) {
      take(malformed, .malformed)
      merged = malformed.version
    } else if let history {
      meaning = .merged
      let isTracked = !history.hasOtherBranches(than: entry.branch) || checkout.mayReplace
      let finder = MergeBaseFinder(history, branch: entry.branch, isTracked: isTracked)
      holding = checkout.holdsRows ? checkout : nil
      try merge(saves, finding.brought, history, entry, finder, claims)
    } else if !isOwn {
      take(file, .unknown)
    }
  }

  private mutating func take(_ file: QueueFile, _ meaning: Meaning) {
    externalEdits = [ExternalEdit(version: file.version, identity: file.identity)]
    self.meaning = meaning
  }

  // MARK: Merge

  private mutating func merge(
    _ saves: [QueueFile], _ brought: BroughtVersion?, _ history: VersionHistory,
    _ entry: JournalEntry.Parsed, _ finder: MergeBaseFinder,
    _ claims: () throws(SystemError) -> Claims
  ) throws(SystemError) {
    var queue = last ?? history.last
    last = queue
    var saves = saves.sorted { $0.identity.modified < $1.identity.modified }
    // Git's version is merged first, because the saves came after it and replaced the file that git
    // left.
    var earlier: (sequence: Int, versions: [QueueVersion])?
    if let brought, try wasThere(brought, history, finder),
      try merge(brought, into: &queue, history, entry, finder, claims)
    {
      // Git may also have put back changes that are in no commit, with `--autostash` or `stash
      // pop`.
      earlier = (entry.sequence + externalEdits.count, [queue, brought.version])
      if brought.isAtPath { saves.removeAll { $0.identity == file.identity } }
    }
    for save in saves {
      try merge(save.version, save.identity, into: &queue, history, finder, after: earlier)
    }
    merged = queue.isSame(as: file.version) ? nil : queue
  }

  /// Whether the version that git brought was at the queue's path. If git may not have written the
  /// file, for example in a `reset`, the save may instead have been edited from an older version of
  /// the journal.
  private func wasThere(
    _ brought: BroughtVersion, _ history: VersionHistory, _ finder: MergeBaseFinder
  ) throws(SystemError) -> Bool {
    if brought.isAtPath || brought.isCertain { return true }
    guard let save = file.version.document,
      let base = try finder.base(of: save, in: file.identity, isAtPath: true),
      finder.nearest(of: [brought.version], to: save, than: base) != nil
    else { return false }
    return try !history.has(brought.version)
  }

  /// Merges the version that git brought. A save that was committed before it is merged first.
  ///
  /// - Returns: whether the base of the merge is known, and the merge changed something.
  private mutating func merge(
    _ brought: BroughtVersion, into queue: inout QueueVersion, _ history: VersionHistory,
    _ entry: JournalEntry.Parsed, _ finder: MergeBaseFinder,
    _ claims: () throws(SystemError) -> Claims
  ) throws(SystemError) -> Bool {
    do {
      if brought.isOfOtherBranch {
        isOfOtherBranch = true
        var merged = BroughtVersion.Merged(queue: brought.version)
        if holding != nil,
          let held = try merged.queue.holdingRows(over: queue, history, isOtherBranch: true)
        {
          merged.queue = held
        }
        record(brought, merged, 0, &queue, after: entry)
        return true
      }
      guard let base = try brought.base(in: history, after: entry) else { return false }
      var (sequence, version) = base
      if sequence != (history.entries.last?.sequence ?? history.first),
        let save = try brought.committedSave(since: entry),
        !save.hasLines(of: version), !save.hasLines(of: queue)
      {
        // Git's version is the committed save itself, so git brought no further change.
        if save.hasLines(of: brought.version) { return false }
        try merge(
          save, newIdentity(of: save, after: entry), into: &queue, history, finder, after: nil)
        (sequence, version) = (entry.sequence + externalEdits.count, save)
      }
      guard var merged = try brought.merged(into: queue, from: version, try claims()),
        brought.isAtPath || !merged.queue.hasLines(of: queue)
      else { return false }
      if holding != nil, let held = try merged.queue.holdingRows(over: queue, history) {
        merged.queue = held
      }
      record(brought, merged, sequence, &queue, after: entry)
      return true
    } catch let error as SystemError {
      throw error
    } catch {
      // If git fails, it is unknown whether git brought the version.
      return false
    }
  }

  private mutating func record(
    _ brought: BroughtVersion, _ merged: BroughtVersion.Merged, _ base: Int,
    _ queue: inout QueueVersion, after entry: JournalEntry.Parsed
  ) {
    var edit = ExternalEdit(
      version: brought.version,
      identity: brought.isAtPath
        ? file.identity : newIdentity(of: brought.version, after: entry))
    edit.gitBase = base
    edit.brought = brought
    // If a save replaced this version, the save may have the missing cells and rows again. The
    // merge of that save reports those that are still missing.
    edit.merges = brought.isAtPath ? merged.rows : []
    edit.claims = merged.claims
    if !brought.isOfOtherBranch, let before = queue.document {
      edit.changes = merged.queue.document?.changes(since: before) ?? []
    }
    externalEdits.append(edit)
    queue = merged.queue
  }

  /// An identity for a version that is no longer in a file.
  private func newIdentity(
    of version: QueueVersion, after entry: JournalEntry.Parsed
  ) -> FileIdentity {
    FileIdentity(
      device: .max, inode: UInt64(entry.sequence + externalEdits.count + 1),
      size: version.bytes.count, modified: 0)
  }

  /// Merges the next save. A save without a base does not change the queue, but is recorded as a
  /// version.
  private mutating func merge(
    _ version: QueueVersion, _ identity: FileIdentity, into queue: inout QueueVersion,
    _ history: VersionHistory, _ finder: MergeBaseFinder,
    after brought: (sequence: Int, versions: [QueueVersion])?
  ) throws(SystemError) {
    guard let saved = version.document, let present = queue.document else { return }
    var (save, edit) = (saved, ExternalEdit(version: version, identity: identity))
    defer { externalEdits.append(edit) }
    let isAtPath = identity == file.identity
    guard var base = try finder.base(of: saved, in: identity, isAtPath: isAtPath) else {
      return
    }
    if isAtPath, let brought,
      let nearest = finder.nearest(of: brought.versions, to: saved, than: base)
    {
      base = MergeBase(sequence: brought.sequence, version: nearest, nearestIfOther: nil)
    }
    guard let baseDocument = base.version.document else { return }
    if let whole = version.withEnd(of: baseDocument)?.document {
      (save, edit.isCut) = (whole, true)
    }
    // A merge of branches may have given some rows other ids.
    let merged = QueueDocument.merge(
      base: save.renaming(baseDocument), save: save, queue: save.renaming(present))
    guard merged.version.document != nil else { return }
    let before = queue
    queue = merged.version
    if let holding {
      let held = try queue.holdingRows(over: before, history) { rows in
        let found = holding.rowsElsewhere(rows)
        edit.sources = found.compactMapValues(\.self)
        return Set(found.keys)
      }
      if let held { queue = held }
    }
    guard let document = queue.document else { return }
    edit.mergeBase = base.sequence
    edit.merges = merged.rows
    // Rows that share an id can't be matched with the rows before the merge, so their changes are
    // left out.
    let ambiguous = Set(merged.rows.filter { $0.fate == .addedTwice }.map(\.id))
    edit.changes = document.changes(since: present).filter { !ambiguous.contains($0.id) }
    if let before = base.nearestIfOther?.version.document {
      // The base is an earlier save. If this save reverts parts of the earlier save, that may be
      // intended, or the author of this save had not loaded the earlier one.
      let reverted = save.revertedRows(of: baseDocument, before: before)
      let isSlip = edit.merges.isEmpty && reverted.areOneCell(of: edit.changes)
      if !isSlip { edit.merges.add(reverted) }
    }
  }
}

/// A save by another program, or a version that git brought, and the result of its merge.
struct ExternalEdit {
  let version: QueueVersion
  let identity: FileIdentity
  /// The entry of the version from which the save was edited. `nil` if it is unknown, or if another
  /// branch was checked out. With another branch, the save replaces the queue without a merge.
  var mergeBase: Int?
  /// For a version that git brought: the entry of the common ancestor for the merge; 0 if the
  /// brought version replaces the queue.
  var gitBase: Int?
  /// The version that git brought; `nil` for a save.
  var brought: BroughtVersion?
  /// For a save: the commits that have its rows that were held, by their ids.
  var sources: [String: RowSource] = [:]
  /// The claims that the edit ends.
  var claims: [ClaimChange] = []
  /// Whether a full disk seems to have cut the save, so that the merge put its end back.
  var isCut = false
  var changes: [RowChange] = []
  /// The conflicts, and the cells and rows that the merge put back.
  var merges: [RowMerge] = []
}

extension [RowMerge] {
  /// Whether `changes` only lose the single cell that these merges name. Such a save corrects a
  /// mistake on purpose. A save of an old copy usually loses more.
  fileprivate func areOneCell(of changes: [RowChange]) -> Bool {
    guard count == 1, self[0].fate == .merged, self[0].lost.count == 1, changes.count == 1,
      changes[0].id == self[0].id
    else { return false }
    return Set(changes[0].after.keys).union(changes[0].before.keys) == [self[0].lost[0].column]
  }

  /// Adds merges of other rows, and further lost cells of rows that are already included.
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
