import Door
import Git
import Host
import Workers

/// Use case: separates the row's own changes from changes of others that a merge of the integration
/// branch or of the base brought into the row's branch.
struct OwnChanges: Sendable {
  let workspace: Workspace

  func callAsFunction(of work: CommittedWork, untrusted: String?) throws -> ProofRunner.Work {
    let repository = work.repository
    var own = Self.contents(work.changes)
    var touched = Set(work.changes.map(\.path))
    let merged = try merged(into: work)
    for commit in merged {
      let changes = try repository.changes(from: commit, to: work.commit)
      own.formIntersection(Self.contents(changes))
      touched.formIntersection(changes.map(\.path))
    }
    let worktree = work.worktree
    var found = ProofRunner.Work(
      changed: Set(work.changes.map { worktree.pathFromRoot($0.path) }),
      own: Set(own.compactMap(worktree.pathBelowRoot)),
      touched: Set(touched.map { worktree.pathBelowRoot($0) ?? $0 }), untrusted: untrusted)
    found.pathToTop = Path.relative("", to: worktree.foldersToRoot)
    if merged.isEmpty { return found }
    let folders = worktree.foldersToRoot
    found.isMerged = { text, path in
      let place = folders.isEmpty ? path : "\(folders)/\(path)"
      func has(_ commit: ObjectID) throws -> Bool {
        let file = try repository.file(place, of: commit)
        return file.map { $0.firstOffset(of: Array(text.utf8), from: 0) != nil } ?? false
      }
      do { return try !has(work.base) && merged.contains(where: has) } catch {
        // If git fails, a person decides whose text it is.
        return true
      }
    }
    return found
  }

  private static func contents(_ changes: [ChangedFile]) -> Set<String> {
    Set(changes.filter { !$0.isModeOnly }.map(\.path))
  }

  /// The newest commits of the integration branch and of the base that the work contains, apart
  /// from the commit at which the work began.
  private func merged(into work: CommittedWork) throws -> [ObjectID] {
    let main = try workspace.repository(at: work.worktree.repository)
    let start = try? WorktreeBase(workspace: workspace, repository: main).branchCommit()
    var found: [ObjectID] = []
    for other in [try main.state(of: workspace.integration)?.commit, start].compactMap(\.self) {
      guard let shared = try main.mergeBase(other, work.commit), shared != work.commit,
        shared != work.base, !found.contains(shared),
        // The work began with everything that an older commit has.
        try !main.contains(shared, in: work.base)
      else { continue }
      found.append(shared)
    }
    return found
  }
}
