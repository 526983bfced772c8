import Git
import Host
import Model
import Table

/// What git put at the queue's path since the journal's last entry: a version of a commit, or of
/// the index during a merge. No editor had loaded it, so it is merged as branches are.
///
/// Source: `docs/queue-file.md`, "What git brings".
struct BroughtVersion {
  let version: QueueVersion
  /// Whether the file is that version, and has not been saved since.
  let isAtPath: Bool
  /// Whether another branch was checked out; then the version replaces the queue.
  let isOfOtherBranch: Bool
  /// Whether the version was surely at the path, even if something else is there now.
  let isCertain: Bool
  private let file: TrackedFile
  private let passed: PassedCommits

  struct Merged {
    var queue: QueueVersion
    /// Conflicts, and cells and rows that were put back.
    var rows: [RowMerge] = []
    /// The claims that end.
    var claims: [ClaimChange] = []
  }

  // MARK: Finding it

  /// - Parameters:
  ///   - found: the file at the queue's path, which is not the one that the last entry left.
  ///   - last: the last entry.
  ///   - history: the journal's versions.
  ///   - file: the queue's file in its repository.
  ///   - position: what is checked out.
  /// - Returns: `nil` if git brought nothing; then the file is a save.
  init?(
    _ found: QueueFile, after last: JournalEntry.Parsed, _ history: VersionHistory,
    _ file: TrackedFile, at position: GitPosition
  ) throws(GitError) {
    let isMerging = position.operation?.fillsIndex ?? false
    let stages = isMerging ? (0...3).map { TrackedFile.Place.index(stage: $0) } : []
    let objects = try file.objects(in: [.head] + stages)
    let version: QueueVersion?
    if isMerging {
      version = try Self.merging(objects, file)
    } else if let id = objects[.head] {
      version = try file.version(id)
    } else {
      version = nil
    }
    var head = position.commit.flatMap { ObjectID($0) }
    if head == nil { head = try file.repository.commit(of: "HEAD") }
    guard let head, let version, version.document != nil else { return nil }
    isAtPath = version.hasLines(of: found.version)
    // The bytes of the worktree, with its line ends.
    self.version = isAtPath ? found.version : version
    self.file = file
    passed = try PassedCommits(file, head: head, since: history)
    // If all these commits have the same file, git left the file in the worktree as it was.
    let isChanged = try passed.changeFile(since: last)
    let isMoved = isMerging || isChanged
    guard isMoved || isAtPath else { return nil }
    isOfOtherBranch =
      isMoved ? try Self.isOtherBranch(than: last, position, file, head: head) : false
    isCertain = isMerging ? false : try passed.moveFiles(since: last.sequence)
  }

  /// Whether something else is checked out than at the last entry. A detached `HEAD` that descends
  /// from the last entry's commit counts as the same branch.
  private static func isOtherBranch(
    than last: JournalEntry.Parsed, _ position: GitPosition, _ file: TrackedFile, head: ObjectID
  ) throws(GitError) -> Bool {
    guard let before = last.head, before != position.head else { return false }
    guard last.branch == position.branch, let commit = ObjectID(before) else { return true }
    return try !file.repository.contains(commit, in: head)
  }

  /// The index's version during an unfinished merge; for a file in conflict, the merge driver's
  /// result.
  private static func merging(
    _ objects: [TrackedFile.Place: ObjectID], _ file: TrackedFile
  ) throws(GitError) -> QueueVersion? {
    func version(_ stage: Int) throws(GitError) -> QueueVersion? {
      guard let id = objects[.index(stage: stage)] else { return nil }
      return try file.version(id)
    }
    if let merged = try version(0) { return merged }
    guard let ours = try version(2)?.document, let theirs = try version(3)?.document else {
      return nil
    }
    let base = try version(1)?.document
    return (try? QueueDocument.mergeBranches(base: base, ours: ours, theirs: theirs))?.version
  }

  // MARK: Merging it

  /// What git and the queue have in common: the queue itself if a commit has it, else the version
  /// of the commit at which the last entry was made.
  ///
  /// - Returns: the version and its entry, 0 if no entry has it; `nil` if no common version is
  ///   known.
  func base(
    in history: VersionHistory, after last: JournalEntry.Parsed
  ) throws -> (sequence: Int, version: QueueVersion)? {
    let found = try passed.base(in: history)
    guard found?.sequence != last.sequence, let commit = last.commit.flatMap({ ObjectID($0) }),
      let version = try queue(in: commit)
    else { return found }
    if let found, found.version.hasLines(of: version) { return found }
    return (0, version)
  }

  /// What was saved and committed since the last entry, before git brought the version; no entry
  /// has it.
  func committedSave(since last: JournalEntry.Parsed) throws(GitError) -> QueueVersion? {
    try passed.lastMade(since: last.sequence).flatMap { commit throws(GitError) in
      try queue(in: commit)
    }
  }

  /// The queue in a commit; `nil` if the commit has no readable queue.
  private func queue(in commit: ObjectID) throws(GitError) -> QueueVersion? {
    let place = TrackedFile.Place.commit(commit)
    guard let object = try file.objects(in: [place])[place],
      let version = try file.version(object), version.document != nil
    else { return nil }
    return version
  }

  /// Merges the version into the queue, by the rules of branches: the queue is OURS.
  ///
  /// - Parameters:
  ///   - queue: the queue before the merge.
  ///   - base: the common ancestor of both.
  ///   - claims: the claims of the queue's rows.
  /// - Returns: `nil` if they cannot be merged.
  func merged(
    into queue: QueueVersion, from base: QueueVersion, _ claims: Claims
  ) throws -> Merged? {
    var merged = Merged(queue: version)
    if !base.hasLines(of: queue) {
      guard let base = base.document, let ours = queue.document, let theirs = version.document,
        let result = try? QueueDocument.mergeBranches(base: base, ours: ours, theirs: theirs),
        let document = result.version.document
      else { return nil }
      merged.queue = result.version
      merged.rows = result.rows.filter(\.isConflict)
      let conflicts = Set(merged.rows.map(\.id))
      merged.rows += document.rowsPutBack(over: theirs).filter { !conflicts.contains($0.id) }
    }
    try settle(claims, of: queue, in: &merged)
    return merged
  }

  /// Ends the claim of a changed row if a commit has the row's state with the claim, so that git
  /// changed it afterwards. Otherwise git only went back to before the claim, which is kept.
  private func settle(
    _ claims: Claims, of last: QueueVersion, in merged: inout Merged
  ) throws {
    guard let before = last.document, var document = merged.queue.document else { return }
    let changed = claims.byID.keys.sorted().filter { id in
      before.status(of: id) == .inProgress && document.state(of: id) != before.state(of: id)
    }
    let known = try passed.rows(changed) { id, version in
      let owner = Array((before.state(of: id)?[1] ?? "").utf8)
      // Most versions have no such owner, and need not be parsed.
      return version.bytes.array.firstOffset(of: owner, from: 0) != nil
        && version.document?.state(of: id) == before.state(of: id)
    }
    for id in changed {
      if known.contains(id) {
        merged.claims.append(ClaimChange(id: id, claim: nil))
      } else if let kept = document.keeping(id, as: before) {
        merged.rows.removeAll { $0.id == id && !$0.isConflict }
        merged.rows += kept.rowsPutBack(over: document).filter { $0.id == id }
        document = kept
        merged.queue = QueueVersion(kept.bytes)
      }
    }
  }
}

extension QueueDocument {
  /// Returns what a version that git brought made of this one, without the claims.
  ///
  /// - Parameter base: the version that it was merged with; `nil` if it replaced this one.
  func merged(with brought: QueueDocument, from base: QueueDocument?) -> QueueDocument? {
    guard let base, base.rendered != rendered else { return brought }
    let merged = try? QueueDocument.mergeBranches(base: base, ours: self, theirs: brought)
    return merged?.version.document
  }

  private static let stateColumns = [Column.status, .ownerSession, .startedAt]

  fileprivate func state(of id: String) -> [String?]? {
    cells(ofRowWith: id).map { cells in Self.stateColumns.map { cells[$0.name] } }
  }

  /// The document with a row that is in progress as another version has it; `nil` if that cannot be
  /// written.
  fileprivate func keeping(_ id: String, as other: QueueDocument) -> QueueDocument? {
    guard let theirs = try? other.item(id) else { return nil }
    let mine = try? item(id)
    var kept = mine ?? theirs
    (kept.status, kept.ownerSession, kept.startedAt) = (
      theirs.status, theirs.ownerSession, theirs.startedAt
    )
    let origin = ItemChange.Origin(
      place: other.deletion(of: id)?.place, cells: other.cells(ofRowWith: id) ?? [:])
    let change = ItemChange(.restored, before: mine, after: kept, origin: origin)
    return try? QueueDocument(QueueBytes(applying(edits(for: change))))
  }

  /// The rows and cells that this version has, and another one lacks.
  fileprivate func rowsPutBack(over other: QueueDocument) -> [RowMerge] {
    changes(since: other).compactMap { change in
      if change.before.isEmpty { return RowMerge(id: change.id, fate: .addedSince) }
      let cells = change.after.inColumnOrder.map { name, text in
        CellMerge(column: name, kept: text, dropped: change.before[name])
      }
      return cells.isEmpty ? nil : RowMerge(id: change.id, putBack: cells)
    }
  }
}
