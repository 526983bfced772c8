package import Attempts
package import Door
import Gate
package import Git
package import Model
import Text
package import Workers

// The checks before work lands, by a review or by a person.

extension LandWork {
  /// The runner of proofs. It starts programs in the sandbox of the row's worker, and only if the
  /// terms or `review.run_checks` ask for checks.
  package func proofRunner(
    for item: QueueItem, by worker: String? = nil, isAsked: Bool, _ permission: TrustPermission,
    _ work: WorkTimes, _ committed: CommittedWork? = nil, in folder: String? = nil
  ) throws -> ProofRunner {
    let review = try queue.settings.get().review
    let files =
      if let folder { folder } else if let committed { committed.worktree.folder } else {
        try workspace.rootOfProofs(of: item)
      }
    let profile = workspace.profile(of: item, by: worker)
    var runner = workspace.proofRunner(
      in: try workspace.programPlace(files, by: profile), review,
      whyNoChecks: isAsked || review.runsChecks ? nil : "review.run_checks is off", permission, work
    )
    runner.becomesPullRequest = committed != nil && profile?.integration == .pullRequest
    guard let committed else {
      runner.filesAtStart = { [workspace, id = item.id] in workspace.protectedFiles(of: id, work) }
      return runner
    }
    runner.work = try OwnChanges(
      workspace: workspace,
      before: WorkBefore(queue: queue).branches(of: item, in: committed.worktree.repository),
      integration: profile?.integration ?? .none)(of: committed)
    return runner
  }

  /// Throws if work has commits of other rows whose work has not landed.
  ///
  /// - Parameter commit: the last commit of the work.
  package func checkNothingElseLands(with commit: ObjectID, of worktree: RowWorktree) throws {
    let found = try workspace.unlandedWork(in: commit, of: worktree)
    if found.isEmpty { return }
    let rows = try queue.read { table in try found.map { try table.item($0.id) } }
    let main = try workspace.repository(at: worktree.repository)
    // The work of a DONE row may land with another row if it does not land without a person. Of a
    // row that landed, only the work that landed was judged.
    let others = try zip(found, rows).filter { other, item in
      guard let item, item.status == .done else { return true }
      guard workspace.profile(of: item)?.integration == .merge else { return false }
      guard let name = item.landing?.commit else { return true }
      guard let landing = try main.commit(of: name) else { return false }
      return try !main.contains(other.commit, in: landing)
    }
    if !others.isEmpty {
      let ids = Set(others.map(\.0.id)).sorted()
      throw Problem.worktree(.unlandedWork(worktree.id, of: ids))
    }
  }

  /// Merges the work on a row after its checks have passed on the merged files, too.
  ///
  /// - Parameters:
  ///   - judged: what was decided before about the work.
  ///   - worker: the name of the worker that orch started; `nil` for the worker that the row names.
  ///   - runsChecks: whether checks run even if the settings do not ask for them.
  ///   - isApproved: whether a person vouches for files that a check must not run on otherwise.
  ///   - record: changes the row, as in `IntegrateWork`.
  package func integrate<Recorded>(
    _ work: CommittedWork, _ judged: IntegrateWork.Judged, _ item: QueueItem,
    by criteria: String, worker: String? = nil, runsChecks: Bool = false, isApproved: Bool = false,
    recording record: (ObjectID, @escaping Queue.Alongside) throws -> Recorded
  ) throws -> IntegrateWork.Outcome<Recorded> {
    try checkNothingElseLands(with: work.commit, of: work.worktree)
    let checks = Proof.checks(of: Checklist(criteria).items)
    func failedCheck(in folder: String) throws -> IntegrateWork.FailedCheck? {
      try self.failedCheck(
        of: checks, on: work, item, by: worker, runsChecks: runsChecks, isApproved: isApproved,
        in: folder)
    }
    let integrate = IntegrateWork(
      queue: queue, worker: workspace.profile(of: item, by: worker)?.name)
    let title = Redactor.redacted(item.task ?? "", removing: workspace.secretValues)
    let task = title.split { $0.isNewline }.first.map { String($0.prefix(60)) } ?? ""
    return try integrate(
      work, judged, subject: "\(item.id): \(task)", checking: checks.isEmpty ? nil : failedCheck,
      recording: record)
  }

  /// The first check that fails on a row's work, in any folder with the row's files.
  ///
  /// - Parameters:
  ///   - isApproved: whether a person vouches for files that a check must not run on otherwise.
  ///   - folder: where the row's files are.
  func failedCheck(
    of names: [String], on work: CommittedWork, _ item: QueueItem, by worker: String? = nil,
    runsChecks: Bool = false, isApproved: Bool, in folder: String
  ) throws -> IntegrateWork.FailedCheck? {
    let runner = try proofRunner(
      for: item, by: worker, isAsked: runsChecks, try workspace.permission(),
      WorkTimes(), work, in: folder)
    for name in names {
      let found = runner.check(.command(name: name))
      switch found.result {
      case .failed(let said):
        return IntegrateWork.FailedCheck(name: name, detail: said, obstacle: found.obstacle)
      case .needsApproval(let why):
        if !isApproved { throw Problem.worktree(.mergeUnchecked(why)) }
      case .proved, .leftToPullRequest: break
      }
    }
    return nil
  }
}
