import Door
import Git
import Host

/// A worktree of a commit in which checks run, for a moment: it has what a row's worktree has, and
/// nobody works in it.
struct ScratchWorktree: Sendable {
  let workspace: Workspace
  let clock: Clock
  let main: Repository
  /// The folder of the checkout from which the files of rows count.
  let root: String
  /// The folder, whose name no row has. One process at a time may use it.
  let path: String

  /// - Parameters:
  ///   - commit: whose files are in it.
  ///   - branch: what messages call the commit.
  ///   - worker: in whose sandbox the setup runs; `nil` for none.
  ///   - note: receives lines for the worker's log.
  ///   - check: gets the folder from which the files of rows count, and what is wrong where the
  ///     setup failed.
  func callAsFunction<Found>(
    of commit: ObjectID, called branch: Branch, by worker: String?,
    note: (String) -> Void = { _ in },
    _ check: (_ folder: String, _ setupEnd: String?) throws -> Found
  ) throws -> Found {
    let lock = try self.lock()
    try remove()
    try Directory.createWithParents(Path.parent(of: path))
    try main.addScratchWorktree(at: path, of: commit)
    _ = consume lock
    let result = Result {
      let worktree = RowWorktree(
        id: Path.name(of: path), repository: main.top, root: root, path: path, branch: branch)
      if let file = workspace.untrustedFile(in: worktree) {
        throw Problem.worktree(.untrusted(path: file, branch: branch.name))
      }
      let prepare = PrepareWorktree(workspace: workspace, clock: clock)
      let own = try workspace.repository(at: worktree, of: main)
      try prepare.addFiles(to: worktree, own, of: commit, in: main, note)
      let end = prepare.setUp(in: path, of: worker, note)
      return try check(worktree.folder, end)
    }
    let again = try self.lock()
    defer { withExtendedLifetime(again) {} }
    try remove()
    return try result.get()
  }

  /// Removes what a process left that was killed.
  func removeLeft() throws {
    guard (try? FileStatus(ofName: path)) != nil else { return }
    let lock = try self.lock()
    defer { withExtendedLifetime(lock) {} }
    try remove()
  }

  private func lock() throws -> RepositoryLock {
    try RepositoryLock(of: main, .worktrees, holder: "orch: checks", clock: clock)
  }

  /// A kill may have left the folder without git's knowledge of it, or that alone.
  private func remove() throws {
    let isThere = (try? FileStatus(ofName: path)) != nil
    if isThere, !Directory.removeTree(path) { throw Problem.worktree(.inTheWay(path: path)) }
    try main.forgetWorktree(at: path)
  }
}
