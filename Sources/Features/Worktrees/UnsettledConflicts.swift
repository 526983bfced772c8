import Door
import Gate
import Git
import Workers

/// The conflicts that merges into a row's branch left and that are not settled.
///
/// The content of the work decides. A conflict is settled if one of its paths differs from the
/// result of the merge, or if the report names the side to keep and the work has that side.
/// Conflict markers count in any file. Source: `docs/worktrees.md`, "What lands".
struct UnsettledConflicts: Sendable {
  let workspace: Workspace

  /// - Parameter resolutions: the sides that the report keeps.
  /// - Returns: the paths, sorted.
  func callAsFunction(
    in work: CommittedWork, _ resolutions: [String: Report.Resolution], of repository: Repository
  ) throws -> [String] {
    let conflicts = workspace.worktreeFolder.record(of: work.worktree.id)?.conflicts ?? []
    if conflicts.isEmpty { return [] }
    let paths = Set(conflicts.flatMap(\.paths.keys))
    let now = try repository.entries(of: work.commit, at: paths.sorted())
    let open = conflicts.filter { !$0.isSettled(now, resolutions) }.flatMap(\.paths.keys)
    let changed = Set(work.changes.filter { $0.change != .deleted }.map(\.path))
    var marked = try repository.filesWithConflictMarkers(in: work.commit)
      .intersection(changed.union(paths))
    // A text about conflicts had markers before the merge.
    if !marked.isEmpty {
      marked.subtract(try repository.filesWithConflictMarkers(in: work.base))
    }
    return marked.union(open).sorted()
  }
}

extension MergeConflict {
  /// - Parameter now: the entries of the work, by their paths.
  fileprivate func isSettled(
    _ now: [String: TreeEntry], _ resolutions: [String: Report.Resolution]
  ) -> Bool {
    paths.contains { path, sides in
      if now[path] != sides.left { return true }
      switch resolutions[path] {
      case .ours?: return now[path] == sides.ours
      case .theirs?: return now[path] == sides.theirs
      case nil: return false
      }
    }
  }
}
