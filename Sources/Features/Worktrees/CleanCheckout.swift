package import Door
import Gate
package import Git
package import Host
package import Workers

/// A clean checkout of the commit of a row's work. It exists while the proofs of the row are
/// checked.
package struct CleanCheckout: Sendable {
  package let workspace: Workspace
  package let clock: Clock
  /// The repository at the checkout, opened before any check ran.
  package let main: Repository
  package let work: CommittedWork
  /// The worker in whose sandbox the setup runs; `nil` for none.
  package let worker: String?

  package init(
    workspace: Workspace, clock: Clock, main: Repository, work: CommittedWork, worker: String?
  ) {
    self.workspace = workspace
    self.clock = clock
    self.main = main
    self.work = work
    self.worker = worker
  }

  /// - Parameter look: gets the folder to which the paths of the row's files are relative, and a
  ///   function that finds the ignored paths that only the row's worktree has.
  /// - Throws: if no checkout can be made, for example because its setup fails. Nothing is judged
  ///   then.
  package func callAsFunction<Found>(
    _ look: (_ folder: String, _ ignored: @escaping @Sendable () -> [String]) throws -> Found
  ) throws -> Found {
    let lock = try RepositoryLock(of: work.repository, .judgement, holder: holder, clock: clock)
    defer { withExtendedLifetime(lock) {} }
    let scratch = scratch(at: "+judged", of: main)
    return try scratch(of: work.commit, called: work.worktree.branch, by: worker) {
      folder, setupEnd in
      if let setupEnd { throw Problem.worktree(.setupFails(setupEnd)) }
      let path = scratch.path
      return try look(folder) { ignored(besidesThoseAt: path) }
    }
  }

  /// Whether a check passes in a clean checkout of the commit at which the work began; `false` if
  /// that can't be found out, so that a person decides.
  package func passesOnBase(_ check: String, _ runner: ProofRunner) -> Bool {
    // The repository is opened again, because a check may have changed its settings.
    guard let main = try? workspace.repository(at: work.worktree.repository) else { return false }
    let scratch = scratch(at: "+base", of: main)
    let found = try? scratch(of: work.base, called: work.worktree.branch, by: worker) {
      folder, setupEnd in
      let runner = runner.looking(in: folder)
      return setupEnd == nil && runner.check(.command(name: check)).result.isProved
    }
    return found ?? false
  }

  private var holder: String { "orch: review of \(work.worktree.id)" }

  private func scratch(at suffix: String, of main: Repository) -> ScratchWorktree {
    ScratchWorktree(
      workspace: workspace, clock: clock, main: main, root: work.worktree.root,
      path: work.worktree.path + suffix)
  }

  private func ignored(besidesThoseAt path: String) -> [String] {
    let all = (try? work.repository.ignoredFiles()) ?? []
    return all.filter { (try? FileStatus(ofName: Path.join(path, $0))) == nil }
  }
}

extension ProofRunner {
  /// A runner of the same proofs for another folder.
  package func looking(in folder: String) -> ProofRunner {
    var runner = self
    runner.root = Path.resolved(folder) ?? folder
    return runner
  }
}
