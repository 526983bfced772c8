import Attempts
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
  /// The worker in whose sandbox programs run; `nil` for none.
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

  /// - Parameters:
  ///   - prepare: gets the folder to which the paths of the row's files are relative, before the
  ///     setup runs.
  ///   - look: gets the same folder, and a function that finds the ignored paths that only the row's
  ///     worktree has.
  /// - Throws: if no checkout can be made, for example because its setup fails. Nothing is judged
  ///   then.
  package func callAsFunction<Found>(
    before prepare: (_ folder: String) throws -> Void = { _ in },
    _ look: (_ folder: String, _ ignored: @escaping @Sendable () -> [String]) throws -> Found
  ) throws -> Found {
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    let scratch = scratch(at: "+judged", of: main)
    return try scratch(
      of: work.commit, called: work.worktree.branch, by: worker, since: work.base, before: prepare
    ) { folder, setupEnd in
      if let setupEnd { throw Problem.worktree(.setupFails(setupEnd)) }
      let path = scratch.path
      return try look(folder) { ignored(besidesThoseAt: path) }
    }
  }

  /// What a check finds in a clean checkout of the commit at which the work began; `nil` if that
  /// can't be found out, so that a person decides.
  package func onBase(_ check: String, _ runner: ProofRunner) -> ProofRunner.Finding? {
    // The repository is opened again, because a check may have changed its settings.
    guard let main = try? workspace.repository(at: work.worktree.repository) else { return nil }
    let scratch = scratch(at: "+base", of: main)
    let found = try? scratch(of: work.base, called: work.worktree.branch, by: worker) {
      folder, setupEnd -> ProofRunner.Finding? in
      if setupEnd != nil { return nil }
      return runner.looking(in: try place(folder)).check(.command(name: check))
    }
    return found ?? nil
  }

  /// The place of checks in a checkout.
  package func place(_ folder: String) throws -> ProgramPlace {
    try workspace.programPlace(folder, by: worker.flatMap { workspace.profiles[$0] })
  }

  /// The finding of a check that passed and ran no test. If tests ran on the base, the work may have
  /// removed or hidden them, so a person decides.
  ///
  /// - Parameter isLocked: whether the caller is in a checkout of this value.
  package func comparing(
    _ found: ProofRunner.Finding, of check: String, _ runner: ProofRunner, isLocked: Bool
  ) -> ProofRunner.Finding {
    let base: ProofRunner.Finding?
    if isLocked {
      base = onBase(check, runner)
    } else {
      do {
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        base = onBase(check, runner)
      } catch {
        base = nil
      }
    }
    let why: String
    switch (base?.result, base?.tests) {
    case (.proved, nil), (.proved, 0), (.failed, nil), (.failed, 0): return found
    case (.proved, let tests?), (.failed, let tests?):
      why = "\(check): no test ran, and \(tests) ran on the base"
    case (.needsApproval, _), (.leftToPullRequest, _), (nil, _):
      why = "\(check): no test ran, and it is not known whether one ran on the base"
    }
    return ProofRunner.Finding(.needsApproval(why), output: found.output)
  }

  private func lock() throws -> RepositoryLock {
    try RepositoryLock(
      of: work.repository, .judgement, holder: "orch: review of \(work.worktree.id)", clock: clock)
  }

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
