package import Door
import Git
import Host
package import Model
import Workers

/// Decides to which row the worktree and the branch of an id belong. A removed row, or a row of
/// another queue, may have had the same id. Source: `docs/worktrees.md`, "A row's worktree".
package struct OwnedBranch: Sendable, UseCase {
  package let queue: Queue

  package init(queue: Queue) { self.queue = queue }

  /// Whether the record of an id belongs to the present row: the history has the claim of the
  /// record, and no row with this id was added after that claim.
  func isOwn(_ record: WorktreeRecord, of item: QueueItem) throws -> Bool {
    if let claim = record.claim, claim == item.claim?.number { return true }
    let history = try queue.history(of: item.id).filter { $0.id == item.id }
    guard let added = history.lastIndex(where: { Self.isNew($0, in: history) }) else { return true }
    guard let claim = record.claim else {
      // The record of an older version names no claim.
      return record.writtenAt >= history[added].nanoseconds
    }
    if history[added...].contains(where: { $0.formerClaim?.endedNumber == claim }) { return true }
    if history[..<added].contains(where: { $0.formerClaim?.endedNumber == claim }) { return false }
    return record.claimedAt * 1_000_000_000 >= history[added].nanoseconds
  }

  /// Whether an entry added a new row, and not the row that had the id before.
  private static func isNew(_ entry: HistoryEntry, in history: [HistoryEntry]) -> Bool {
    guard entry.isAddition, !entry.putsBack else { return false }
    guard entry.command == HistoryEntry.externalCommand else { return true }
    // A person may cut a row in one save of the file, and paste it in the next.
    let removed = history.last { $0.isRemoval && $0.sequence < entry.sequence }
    return removed.map { $0.before[Column.task.name] != entry.after[Column.task.name] } ?? true
  }

  /// Ensures that the record of an id belongs to the row before work on the row begins. The branch
  /// and the worktree of another row are not touched.
  ///
  /// - Parameters:
  ///   - item: the row, with its claim.
  ///   - top: the top folder of the checkout of the row's repository.
  package func claim(for item: QueueItem, in top: String) throws {
    guard let claim = item.claim else { return }
    let known = workspace.worktreeFolder.record(of: item.id)
    if var known, try isOwn(known, of: item) {
      if known.claim != nil { return }
      (known.claim, known.claimedAt) = (claim.number, claim.madeAt)
      return try save(known)
    }
    var record = WorktreeRecord(id: item.id, repository: top, base: "")
    (record.claim, record.claimedAt) = (claim.number, claim.madeAt)
    record.number = (known?.number ?? 0) + 1
    let named = workspace.branch(of: item)
    var isOwn = known == nil ? try isNamed(named, by: item) : false
    if known == nil, !isOwn { isOwn = try isCheckedOut(named, of: item, in: top) }
    if isOwn {
      record.branchNumber = workspace.branchNumber(of: named, item.id) ?? 1
    } else {
      record.branchNumber = freeNumber(for: item.id, in: top)
    }
    try save(record)
  }

  private func save(_ record: WorktreeRecord) throws {
    try workspace.worktreeFolder.save(record)
  }

  /// Whether the notes of the row, or the results of its attempts, name a branch as the row's own.
  private func isNamed(_ branch: Branch, by item: QueueItem) throws -> Bool {
    if item.pullRequest != nil || item.landing?.branch == branch.name { return true }
    let history = try queue.history(of: item.id).filter { $0.id == item.id }
    let added = history.lastIndex { Self.isNew($0, in: history) } ?? history.startIndex
    let earlier = Set(history[..<added].compactMap { $0.formerClaim?.endedNumber })
    return workspace.keptAttempts(of: item.id).contains { attempt in
      !earlier.contains(attempt.claimNumber)
        && attempt.folder?.result()?.work?.branch == branch.name
    }
  }

  /// Whether the row's own worktree has a branch checked out although its record was removed.
  private func isCheckedOut(_ branch: Branch, of item: QueueItem, in top: String) throws -> Bool {
    guard let place = RefFiles(of: top)?.place(of: branch) else { return false }
    return try workspace.worktree(of: item).path == place
  }

  /// The number of the first branch that does not exist: 1 is `orch/ID`, and any other N is
  /// `orch/ID@N`. Git is not run, so a dispatch stays fast.
  private func freeNumber(for id: String, in top: String) -> Int {
    guard let refs = RefFiles(of: top) else { return 1 }
    var number = 1
    while refs.has(workspace.branch(of: id, number: number).ref) { number += 1 }
    return number
  }
}

extension HistoryEntry {
  /// The time of the record, in nanoseconds since 1970.
  fileprivate var nanoseconds: Int {
    writtenAt ?? Duration.seconds(QueueTime(iso8601: time)?.epochSeconds ?? 0).nanoseconds
  }
}

extension Workspace {
  /// The branch of a row, which need not exist. The record of the row's worktree names the branch.
  /// Without a record, the row's notes name it, if it is a branch of the row's id.
  func branch(of item: QueueItem) -> Branch {
    if worktreeFolder.record(of: item.id) != nil { return branch(of: item.id) }
    let named = item.landing.map { Branch($0.branch) }
    return branch(
      of: item.id, number: named.flatMap { branchNumber(of: $0, item.id) } ?? 1)
  }

  /// The branch of the row whose worktree has the record of an id.
  func branch(of id: String) -> Branch {
    branch(of: id, number: worktreeFolder.record(of: id)?.branchNumber ?? 1)
  }

  /// - Parameter number: more than 1 if another row had the branch.
  func branch(of id: String, number: Int) -> Branch {
    let name = worktreeSettings.branchPrefix + Self.branchComponent(id)
    return Branch(number == 1 ? name : "\(name)@\(number)")
  }

  /// The number of a branch of an id; `nil` for any other branch, because a person who may only
  /// edit the table must not be able to move any branch.
  func branchNumber(of branch: Branch, _ id: String) -> Int? {
    let first = self.branch(of: id, number: 1).name
    if branch.name == first { return 1 }
    guard branch.name.hasPrefix(first + "@"),
      let number = Int(branch.name.dropFirst(first.count + 1)), number > 1
    else { return nil }
    return self.branch(of: id, number: number) == branch ? number : nil
  }

  /// Whether a branch is of an id, including branches that `ops retry --fresh` left.
  func isBranch(_ branch: Branch, of id: String) -> Bool {
    let first = self.branch(of: id, number: 1).name
    return branch.name == first || branch.name.hasPrefix(first + "@")
  }

  /// Commits of another row that a row's work contains, and that have not landed.
  struct UnlandedWork {
    let id: String
    /// The newest of the commits.
    let commit: ObjectID
  }

  /// The unlanded commits of other rows that a row's work contains, even if the branches of these
  /// rows have moved since, or were left for a new start.
  ///
  /// - Parameters:
  ///   - commit: the last commit of the row's work, or the commit at which that work begins.
  ///   - worktree: the worktree of the row.
  func unlandedWork(in commit: ObjectID, of worktree: RowWorktree) throws -> [UnlandedWork] {
    let records = worktreeFolder.records().filter {
      $0.id != worktree.id && $0.repository == worktree.repository
    }
    if records.isEmpty { return [] }
    // The row's worktree always has its own branch checked out.
    let main = try repository(at: worktree.repository)
    let begin = WorktreeBase(workspace: self, repository: main)
    let landed = [try begin.integrationCommit(), try begin.branchCommit()]
    let tips = try main.branches(
      below: Branch(worktreeSettings.branchPrefix), sharingCommitsOf: commit,
      without: landed)
    if tips.isEmpty { return [] }
    var found: [UnlandedWork] = []
    for record in records {
      for (branch, tip) in tips where isBranch(branch, of: record.id) {
        guard let shared = try main.mergeBase(commit, tip) else { continue }
        let own = self.branch(of: record.id, number: record.branchNumber)
        if branch == own, let base = ObjectID(record.base) {
          // Commits at which a row's work began are the work of others.
          if try main.contains(shared, in: base) { continue }
        } else {
          // Where the work on this branch began is not recorded any more.
          let log = HeadLog(of: main.commonFolder, ref: branch.ref)?.moves ?? []
          guard log.contains(where: { $0.makesCommit && $0.to == shared }) else { continue }
        }
        found.append(UnlandedWork(id: record.id, commit: shared))
      }
    }
    return found
  }
}
