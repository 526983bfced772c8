import Door
import Git
import Host

/// A temporary worktree of a commit, in which checks run. It has the same files as a row's
/// worktree, and no worker runs in it.
struct ScratchWorktree: Sendable {
  let workspace: Workspace
  let clock: Clock
  let main: Repository
  /// The folder of the checkout to which the paths of rows' files are relative.
  let root: String
  /// The folder. No row's worktree has this name, and one process at a time may use it.
  let path: String

  /// - Parameters:
  ///   - commit: the commit whose files are in the worktree.
  ///   - branch: the name of the commit in messages.
  ///   - worker: the worker in whose sandbox the setup runs; `nil` for none.
  ///   - base: the commit to which the work on a row is compared; `nil` if no row changed anything.
  ///   - note: receives lines for the worker's log.
  ///   - prepare: gets the same folder before the setup.
  ///   - check: gets the folder to which the paths of rows' files are relative, and the problem if
  ///     the setup failed.
  func callAsFunction<Found>(
    of commit: ObjectID, called branch: Branch, by worker: String?,
    since base: ObjectID? = nil,
    note: (String) -> Void = { _ in },
    before prepare: (_ folder: String) throws -> Void = { _ in },
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
      if let file = try workspace.untrustedFile(in: worktree) {
        throw Problem.worktree(.untrusted(path: file, branch: branch.name))
      }
      let worktrees = PrepareWorktree(workspace: workspace, clock: clock)
      let own = try workspace.repository(at: worktree, of: main)
      try worktrees.addFiles(to: worktree, own, of: commit, in: main, note)
      try prepare(worktree.folder)
      let end = try worktrees.setUp(worktree, of: worker, since: base, to: commit, in: main, note)
      return try check(worktree.folder, end)
    }
    let again = try self.lock()
    defer { withExtendedLifetime(again) {} }
    try remove()
    return try result.get()
  }

  /// Removes the worktree that a killed process left.
  func removeLeft() throws {
    guard (try? FileStatus(ofName: path)) != nil else { return }
    let lock = try self.lock()
    defer { withExtendedLifetime(lock) {} }
    try remove()
  }

  private func lock() throws -> RepositoryLock {
    try RepositoryLock(of: main, .worktrees, holder: "orch: checks", clock: clock)
  }

  /// Removes the folder and git's record of the worktree. After a kill, only one of them may exist.
  private func remove() throws {
    let isThere = (try? FileStatus(ofName: path)) != nil
    if isThere, !Directory.removeTree(path) { throw Problem.worktree(.inTheWay(path: path)) }
    try main.forgetWorktree(at: path)
  }
}
