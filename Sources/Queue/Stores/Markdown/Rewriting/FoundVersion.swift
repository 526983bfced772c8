import Host
import Model
import Table

/// The queue as it was found: the file at its path, and what that file means after the journal's
/// last entry. Commands plan on it, and readers show it.
///
/// Source: `docs/queue-file.md`, "What changed outside".
struct FoundVersion {
  enum Meaning {
    /// There is no external edit: the file is as the last entry left it, or is the first one, or
    /// was changed to something that is not a queue, which stays as it is.
    case noEdit
    /// The file came with another branch, and replaces the queue.
    case otherBranch
    /// The file is a save, and the versions from which it may have been edited are gone.
    case unknown
    /// The save that a swap displaced is not a queue, and goes back to the path as it was saved.
    /// The recorded version stays as before.
    case malformed
    case merged
  }

  let file: QueueFile
  private(set) var meaning = Meaning.noEdit
  /// The version that the journal's last entry recorded; `nil` if there is no such entry, or a
  /// changed file is not merged: it came with another branch, it or a save beside it is not a
  /// queue, or its earlier versions are gone.
  private(set) var last: QueueVersion?
  /// The external edits since then, oldest first.
  private(set) var externalEdits: [ExternalEdit] = []
  /// The bytes to write to the path: the merge of all edits, or a save that is not a queue, as it
  /// was saved. `nil` if the file already has them, unless `findQueue` sets it because they must be
  /// written again with the attributes of the displaced save.
  var merged: QueueVersion?

  /// The claims that the external edits ended.
  var claims: [ClaimChange] { externalEdits.flatMap(\.claims) }
  /// The queue on which a command plans.
  var queue: QueueVersion { merged ?? file.version }
  /// Whether the last external edit is the file at the path, and is the queue without a merge.
  var endsAtPath: Bool { merged == nil && externalEdits.last?.identity == file.identity }

  init(_ file: QueueFile, last: QueueVersion?) { (self.file, self.last) = (file, last) }

  /// Whether a version of another branch replaced the queue.
  private(set) var isOfOtherBranch = false

  /// Finds out what a file means, and merges the saves.
  ///
  /// - Parameters:
  ///   - file: the file at the queue's path.
  ///   - displaced: the saves in files that swaps displaced, in any order.
  ///   - entry: the journal's last entry.
  ///   - history: the versions from which saves may have been edited; `nil` if they are gone.
  ///   - checkout: what git has checked out.
  ///   - claims: the claims of the queue's rows; read only if git brought a version.
  init(
    _ file: QueueFile, _ displaced: [QueueFile] = [], after entry: JournalEntry.Parsed,
    _ history: VersionHistory?, in checkout: Checkout, claims: () -> Claims
  ) throws(SystemError) {
    // A copy has the same bytes and another identity.
    let isOwn = entry.identity == file.identity || history?.last.isSame(as: file.version) ?? false
    self.init(file, last: isOwn ? file.version : nil)
    let saves = isOwn ? displaced : displaced + [file]
    if saves.isEmpty || file.version.document == nil { return }
    let finding = isOwn ? .save : checkout.finding(of: file, after: entry, history)
    if finding.replacesQueue {
      take(file, .otherBranch)
    } else if let malformed = saves.first(where: { $0.version.document == nil }) {
      take(malformed, .malformed)
      merged = malformed.version
    } else if let history {
      meaning = .merged
      let isTracked = !history.hasOtherBranches(than: entry.branch) || checkout.mayReplace
      let finder = MergeBaseFinder(history, branch: entry.branch, isTracked: isTracked)
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
    _ entry: JournalEntry.Parsed, _ finder: MergeBaseFinder, _ claims: () -> Claims
  ) throws(SystemError) {
    var queue = last ?? history.last
    last = queue
    var saves = saves.sorted { $0.identity.modified < $1.identity.modified }
    // Git came first: saves replaced what it left.
    var earlier: (sequence: Int, versions: [QueueVersion])?
    if let brought, try wasThere(brought, history, finder),
      try merge(brought, into: &queue, history, entry, finder, claims)
    {
      // Git may have put back changes that are in no commit: `--autostash`, `stash pop`.
      earlier = (entry.sequence + externalEdits.count, [queue, brought.version])
      if brought.isAtPath { saves.removeAll { $0.identity == file.identity } }
    }
    for save in saves {
      try merge(save.version, save.identity, into: &queue, finder, after: earlier)
    }
    merged = queue.isSame(as: file.version) ? nil : queue
  }

  /// Whether git had a version at the queue's path. If git may have left the file alone, as `reset`
  /// can, the save may be edited from an older version of the journal instead.
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

  /// Merges what git brought, after what was saved and committed before.
  ///
  /// - Returns: whether the base of the merge is known, and the merge changed something.
  private mutating func merge(
    _ brought: BroughtVersion, into queue: inout QueueVersion, _ history: VersionHistory,
    _ entry: JournalEntry.Parsed, _ finder: MergeBaseFinder, _ claims: () -> Claims
  ) throws(SystemError) -> Bool {
    do {
      if brought.isOfOtherBranch {
        isOfOtherBranch = true
        record(brought, BroughtVersion.Merged(queue: brought.version), 0, &queue, after: entry)
        return true
      }
      guard let base = try brought.base(in: history, after: entry) else { return false }
      var (sequence, version) = base
      if sequence != (history.entries.last?.sequence ?? history.first),
        let save = try brought.committedSave(since: entry),
        !save.hasLines(of: version), !save.hasLines(of: queue)
      {
        // Nothing came after the save.
        if save.hasLines(of: brought.version) { return false }
        try merge(save, newIdentity(of: save, after: entry), into: &queue, finder, after: nil)
        (sequence, version) = (entry.sequence + externalEdits.count, save)
      }
      guard let merged = try brought.merged(into: queue, from: version, claims()),
        brought.isAtPath || !merged.queue.hasLines(of: queue)
      else { return false }
      record(brought, merged, sequence, &queue, after: entry)
      return true
    } catch let error as SystemError {
      throw error
    } catch {
      // What git cannot say is unknown.
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
    // A save that replaced this version may have what it lacks: the merge of that save reports the
    // rest.
    edit.merges = brought.isAtPath ? merged.rows : []
    edit.claims = merged.claims
    if !brought.isOfOtherBranch, let before = queue.document {
      edit.changes = merged.queue.document?.changes(since: before) ?? []
    }
    externalEdits.append(edit)
    queue = merged.queue
  }

  /// The identity of a version that no file has any more.
  private func newIdentity(
    of version: QueueVersion, after entry: JournalEntry.Parsed
  ) -> FileIdentity {
    FileIdentity(
      device: .max, inode: UInt64(entry.sequence + externalEdits.count + 1),
      size: version.bytes.count, modified: 0)
  }

  /// Merges the next save. A save without a base changes nothing, but is recorded as a version.
  private mutating func merge(
    _ version: QueueVersion, _ identity: FileIdentity, into queue: inout QueueVersion,
    _ finder: MergeBaseFinder, after brought: (sequence: Int, versions: [QueueVersion])?
  ) throws(SystemError) {
    guard let save = version.document, let present = queue.document else { return }
    var edit = ExternalEdit(version: version, identity: identity)
    defer { externalEdits.append(edit) }
    let isAtPath = identity == file.identity
    guard var base = try finder.base(of: save, in: identity, isAtPath: isAtPath) else {
      return
    }
    if isAtPath, let brought,
      let nearest = finder.nearest(of: brought.versions, to: save, than: base)
    {
      base = MergeBase(sequence: brought.sequence, version: nearest, nearestIfOther: nil)
    }
    guard let baseDocument = base.version.document else { return }
    // A merge of branches may have given rows other ids.
    let merged = QueueDocument.merge(
      base: save.renaming(baseDocument), save: save, queue: save.renaming(present))
    guard let document = merged.version.document else { return }
    queue = merged.version
    edit.mergeBase = base.sequence
    edit.merges = merged.rows
    // If rows share an id, it is unknown which row became which.
    let ambiguous = Set(merged.rows.filter { $0.fate == .addedTwice }.map(\.id))
    edit.changes = document.changes(since: present).filter { !ambiguous.contains($0.id) }
    if let before = base.nearestIfOther?.version.document {
      // The base is an earlier save. If this save reverts parts of that one, that may be intended,
      // or its author had not loaded that save.
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
  /// The entry of the version that the save was edited from; `nil` if that is unknown, or another
  /// branch was checked out; then the save replaces the queue without a merge.
  var mergeBase: Int?
  /// For a version that git brought: the entry of the version that it was merged with; 0 if it
  /// replaces the queue.
  var gitBase: Int?
  /// The claims that the edit ends.
  var claims: [ClaimChange] = []
  var changes: [RowChange] = []
  /// Conflicts, and cells and rows that the merge put back.
  var merges: [RowMerge] = []
}

extension [RowMerge] {
  /// Whether these changes do nothing but lose the one cell that these merges name. Such a save
  /// takes a slip back on purpose; an old copy without edits may lose more.
  fileprivate func areOneCell(of changes: [RowChange]) -> Bool {
    guard count == 1, self[0].fate == .merged, self[0].lost.count == 1, changes.count == 1,
      changes[0].id == self[0].id
    else { return false }
    return Set(changes[0].after.keys).union(changes[0].before.keys) == [self[0].lost[0].column]
  }

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
