import Door
import Gate
import Git
import Host
import Model
import Synchronization
import Workers
import Worktrees

// Where the proofs of work in a worktree are checked: if the work lands without a person, in a
// clean checkout of its commit. Ignored files do not land, so they prove nothing. Source:
// `docs/worktrees.md`, "What is judged".

extension ReviewReport {
  /// - Parameters:
  ///   - work: the work in a worktree, committed; `nil` if the row has none.
  ///   - main: the repository at the checkout, opened after the worker ran; `nil` if there is no
  ///     work.
  ///   - worker: the name of the worker that orch started; `nil` for the worker that the row names.
  ///   - proofs: checks the proofs in the worktree.
  ///   - check: judges the report by the results of the proofs.
  func lookAtProofs(
    of item: QueueItem, _ work: CommittedWork?, in main: Repository?, by worker: String?,
    _ criteria: String, _ report: Report, _ proofs: ProofRunner,
    _ check: (ProofRunner) -> ReportCheck
  ) throws -> ReportCheck {
    guard let work, let main else { return check(proofs) }
    let profile = workspace.profile(of: item, by: worker)
    let checkout = CleanCheckout(
      workspace: workspace, clock: queue.clock.machine, main: main, work: work,
      worker: profile?.name)
    guard profile?.integration ?? .none != .none,
      try queue.settings.get().review.checkout == .clean
    else {
      var runner = proofs
      runner.reconsider = { proof, found in
        guard case .command(let name) = proof, found.result.isProved else { return found }
        return checkout.comparing(found, of: name, proofs, isLocked: false)
      }
      var found = check(runner)
      found.remarks += try ignoredRemark(of: work, since: proofs.claimedAt)
      return found
    }
    let isToLookAt = Checklist(criteria).items.contains {
      Proof.parse($0).map { !$0.isOfPullRequest && !(report.isStopped && $0.isProgram) } ?? false
    }
    // If a trusted file differs, no program runs in any folder.
    guard isToLookAt, proofs.work?.untrusted == nil else { return check(proofs) }
    let onlyInWorktree = Mutex<[String]>([])
    var sealed: ProofRunner?
    func seal(_ folder: String) throws {
      let runner = proofs.looking(in: try checkout.place(folder))
      runner.noteFilesThatVet()
      sealed = runner
    }
    var found = try checkout(before: seal) { folder, ignored in
      let onCommit = try sealed ?? proofs.looking(in: checkout.place(folder))
      onCommit.noteFilesThatVet()
      var runner = onCommit
      runner.reconsider = { proof, found in
        if case .command(let name) = proof, found.result.isProved {
          return checkout.comparing(found, of: name, onCommit, isLocked: true)
        }
        let second = proofs.check(proof)
        guard second.result.isProved || !proof.isProgram else { return found }
        switch proof {
        case .command(let name):
          guard checkout.onBase(name, onCommit)?.result.isProved ?? false else {
            return .init(
              .needsApproval(
                "\(name) passes in the worktree, and in a clean checkout neither of the work nor of its base: worktrees.setup may lack a step"
              ), output: found.output)
          }
          onlyInWorktree.withLock { $0.append(name) }
          let files = ignored()
          let which = files.isEmpty ? "" : ", such as \(Verdict.Reason.list(files))"
          return .init(
            .failed(
              "\(name) passes only with files that git ignores, and so do not land\(which): \(found.result.detail)"
            ), output: found.output)
        case .file(let path), .grep(_, let path), .json(let path, _):
          if case .failed = second.result { return found }
          return .init(.needsApproval("\(path): git ignores it, so that it does not land"))
        case .pullRequestCheck, .only, .exit: return found
        }
      }
      return check(runner)
    }
    found.onlyInWorktree = onlyInWorktree.withLock { $0 }
    return found
  }

  /// The worker's changes of ignored files on which a proof may depend.
  private func ignoredRemark(
    of work: CommittedWork, since began: Int?
  ) throws -> [ReportCheck.Remark] {
    guard let began, work.worktree.isThere else { return [] }
    let paths = try work.repository.ignoredFiles().filter {
      let status = try? FileStatus(ofName: Path.join(work.worktree.path, $0))
      return (status?.changed ?? 0) / 1_000_000_000 >= began
    }
    if paths.isEmpty { return [] }
    let list = Verdict.Reason.list(paths)
    return [
      .init(
        code: "ignored_changed:\(list)",
        sentence: "The worker changed what git ignores, and what no branch has: \(list).")
    ]
  }
}
