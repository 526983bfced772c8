import Git
import Host
import Model
import QueueStore
import Table

/// A version that git put at the queue's path after the journal's last entry: the version of a
/// commit or, during a merge, of the index. It is not an edit of a version in the journal, so it is
/// merged by the rules for branches.
///
/// Source: `docs/queue-file.md`, "What git brings".
struct BroughtVersion {
  let version: QueueVersion
  /// Whether the file at the path still is this version: no program has saved the file since.
  let isAtPath: Bool
  /// Whether another branch was checked out. In this case the version replaces the queue.
  let isOfOtherBranch: Bool
  /// Whether the version was certainly at the path, even if the path now has another file.
  let isCertain: Bool
  private let file: TrackedFile
  private let passed: PassedCommits

  struct Merged {
    var queue: QueueVersion
    /// The conflicts, and the cells and rows that the merge put back.
    var rows: [RowMerge] = []
    /// The claims that end.
    var claims: [ClaimChange] = []
  }

  // MARK: Finding it

  /// - Parameters:
  ///   - found: the file at the queue's path, which is not the file that the last entry left.
  ///   - last: the last entry.
  ///   - history: the journal's versions.
  ///   - file: the queue's file in its repository.
  ///   - position: the branch and commit that are checked out.
  /// - Returns: `nil` if git brought no version. In this case the file is a save.
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
    // If the version is at the path, the bytes of the file are used, because they have the line
    // ends of the worktree.
    self.version = isAtPath ? found.version : version
    self.file = file
    passed = try PassedCommits(file, head: head, since: history)
    // If all these commits have the same version of the file, git did not write the file in the
    // worktree.
    let isChanged = try passed.changeFile(since: last)
    let isMoved = isMerging || isChanged
    guard isMoved || isAtPath else { return nil }
    isOfOtherBranch =
      isMoved ? try Self.isOtherBranch(than: last, position, file, head: head) : false
    isCertain = isMerging ? false : try passed.moveFiles(since: last.sequence)
  }

  /// Whether another branch or commit is checked out than at the last entry. A detached `HEAD`
  /// counts as the same branch if its commit descends from the last entry's commit.
  private static func isOtherBranch(
    than last: JournalEntry.Parsed, _ position: GitPosition, _ file: TrackedFile, head: ObjectID
  ) throws(GitError) -> Bool {
    guard let before = last.head, before != position.head else { return false }
    guard last.branch == position.branch, let commit = ObjectID(before) else { return true }
    return try !file.repository.contains(commit, in: head)
  }

  /// The version in the index during an unfinished merge. If the file is in conflict, it is the
  /// result of the merge driver.
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

  /// The commits that made changes of rows, by id. A row is left out if that commit is unknown.
  ///
  /// - Parameter last: the last entry before git brought the version.
  func sources(of changes: [RowChange], since last: JournalEntry.Parsed?) -> [String: RowSource] {
    do throws(GitError) {
      let known = last?.commit.flatMap { ObjectID($0) }
      let commits = try file.commits(of: passed.head, without: known, atMost: Self.mostSources)
      let objects = try file.objects(in: commits.map { .commit($0) })
      let cells = changes.map { $0.cells(in: version.document) }
      var found = [ObjectID?](repeating: nil, count: cells.count)
      // The oldest of the commits with these cells made the change.
      for commit in commits {
        let document = try objects[.commit(commit)].flatMap { object throws(GitError) in
          try file.version(object)?.document
        }
        for (index, change) in changes.enumerated() where change.cells(in: document) == cells[index]
        {
          found[index] = commit
        }
      }
      let named = Array(Set(found.compactMap(\.self)))
      let authors = try Dictionary(zip(named, file.repository.authors(of: named))) { $1 }
      return Dictionary(
        zip(changes, found).compactMap { change, commit in
          guard let commit, let author = authors[commit] else { return nil }
          return (change.id, RowSource(commit: commit.text, author: author))
        }
      ) { $1 }
    } catch { return [:] }
  }

  /// The largest number of commits in which the source of a row is looked for.
  private static let mostSources = 100

  // MARK: Merging it

  /// The common ancestor of git's version and the queue. It is the queue itself if a commit has it.
  /// Otherwise it is the version in the commit at which the last entry was made.
  ///
  /// - Returns: the version, and the number of its entry, or 0 if no entry has this version. `nil`
  ///   if no common ancestor is known.
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

  /// A save that was made and committed after the last entry, before git brought the version. No
  /// entry of the journal has it.
  func committedSave(since last: JournalEntry.Parsed) throws(GitError) -> QueueVersion? {
    try passed.lastMade(since: last.sequence).flatMap { commit throws(GitError) in
      try queue(in: commit)
    }
  }

  /// The version of the queue in a commit; `nil` if the commit has no readable queue.
  private func queue(in commit: ObjectID) throws(GitError) -> QueueVersion? {
    let place = TrackedFile.Place.commit(commit)
    guard let object = try file.objects(in: [place])[place],
      let version = try file.version(object), version.document != nil
    else { return nil }
    return version
  }

  /// Merges the version into the queue by the rules for branches. The queue is the side OURS.
  ///
  /// - Parameters:
  ///   - queue: the queue before the merge.
  ///   - base: the common ancestor of both.
  ///   - claims: the claims of the queue's rows.
  /// - Returns: `nil` if the two versions can't be merged.
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

  /// Decides about the claims of rows whose state git changed. If a commit has the claimed state of
  /// the row, git changed the row after that commit, and the claim ends. Otherwise git only brought
  /// back a state from before the claim, and the claim is kept.
  private func settle(
    _ claims: Claims, of last: QueueVersion, in merged: inout Merged
  ) throws {
    guard let before = last.document, var document = merged.queue.document else { return }
    let changed = claims.byID.keys.sorted().filter { id in
      before.status(of: id) == .inProgress && document.state(of: id) != before.state(of: id)
    }
    let known = try passed.rows(changed) { id, version in
      let owner = Array((before.state(of: id)?[1] ?? "").utf8)
      // Most versions do not contain the owner, and need not be parsed.
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

extension RowChange {
  /// The cells of the row that the change is about; `nil` if the row does not exist.
  fileprivate func cells(in document: QueueDocument?) -> [String: String]? {
    document?.cells(ofRowWith: id)?.filter { before[$0.key] != nil || after[$0.key] != nil }
  }
}

extension QueueDocument {
  /// Returns the result of merging a version that git brought into this one, without regard to
  /// claims.
  ///
  /// - Parameter base: the common ancestor for the merge; `nil` if the brought version replaced
  ///   this one.
  func merged(with brought: QueueDocument, from base: QueueDocument?) -> QueueDocument? {
    guard let base, base.rendered != rendered else { return brought }
    let merged = try? QueueDocument.mergeBranches(base: base, ours: self, theirs: brought)
    return merged?.version.document
  }

  private static let stateColumns = [Column.status, .ownerSession, .startedAt]

  fileprivate func state(of id: String) -> [String?]? {
    cells(ofRowWith: id).map { cells in Self.stateColumns.map { cells[$0.name] } }
  }

  /// This document, with the state of one row as in another version, where the row is in progress.
  /// `nil` if the row can't be written.
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

  /// The rows and cells of this version that another version lacks.
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
