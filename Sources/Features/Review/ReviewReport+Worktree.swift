import Door
import Gate
import Git
import Model
import Workers
import Worktrees

// What a review does for work in a worktree: it commits the work, asks git for the changes, and
// merges work that passed before the row is DONE.

extension ReviewReport {
  /// The work on a row in its worktree, committed now.
  ///
  /// - Parameter worker: the name of the worker that orch started; `nil` for the worker that the
  ///   row names.
  /// - Returns: the work, and the repository at the checkout; neither if the row has no worktree; a
  ///   fault if a person has to look at the work.
  /// - Throws: an error that may pass by itself. Then the report waits.
  func committedWork(
    of item: QueueItem, by worker: String?
  ) throws -> (work: CommittedWork?, main: Repository?, fault: Problem?) {
    let used: RowWorktree?
    do { used = try workspace.usedWorktree(of: item, by: worker, in: queue) } catch {
      // Only a person can decide which repository is meant.
      let fault = Problem(error)
      if fault.worktree?.isOfNamedRepository == true {
        return (nil, nil, fault)
      }
      throw error
    }
    guard let worktree = used else { return (nil, nil, nil) }
    let main = try workspace.repository(at: worktree.repository)
    try workspace.checkFilters(of: main)
    // This is checked before any check runs, because the report is judged again until its work can
    // land.
    if workspace.profile(of: item, by: worker)?.integration == .merge {
      try workspace.checkMayLand(try CheckIntegration(queue, main)().state)
      try workspace.makeIntegration(in: main)
    }
    do {
      let own = try workspace.repository(at: worktree, of: main)
      let commit = CommitWork(workspace: workspace)
      let work = try commit(worktree, subject: "\(item.id): report", in: own)
      if workspace.profile(of: item, by: worker)?.integration ?? .none != .none {
        try LandWork(queue: queue).checkNothingElseLands(with: work.commit, of: worktree)
      }
      return (work, main, nil)
    } catch {
      let fault = Problem(error)
      if fault.worktree?.isOfWork == true { return (nil, main, fault) }
      throw error
    }
  }

  /// The fault with which the work does not pass, whatever its report says.
  ///
  /// - Parameter fault: why the work is not committed.
  func workFault(
    _ work: CommittedWork?, _ fault: Problem?, _ report: Report, of item: QueueItem,
    by worker: String?
  ) throws -> ReportCheck.WorkFault? {
    if case .secretInWork(let files, _)? = fault?.worktree {
      return .blocked(.secretInDiff(Verdict.Reason.list(files)))
    }
    if case .git(let error)? = fault?.worktree, error.cause == .work {
      return .sentBack(.notCommitted(error.reason))
    }
    guard let work else { return nil }
    let changed = try workspace.changedFiles(in: work)
    let queueFiles = workspace.queueFiles(in: changed, of: work.worktree)
    if !queueFiles.isEmpty { return .blocked(.queueInDiff(Verdict.Reason.list(queueFiles))) }
    if !work.submodules.isEmpty {
      return .blocked(.submoduleChanged(Verdict.Reason.list(work.submodules)))
    }
    let secrets = try FindSecrets(workspace: workspace)(in: work)
    if !secrets.isEmpty { return .blocked(.secretInDiff(Verdict.Reason.list(secrets))) }
    let saysNothingChanged =
      report.saysNothingChanged
      || report.sections[.diffSummary] != nil && report.entries(of: .diffSummary).isEmpty
    let integrates = workspace.profile(of: item, by: worker)?.integration ?? .none != .none
    if integrates, changed.isEmpty, !saysNothingChanged { return .sentBack(.noChanges) }
    if integrates, try isBehindBase(work) {
      return .sentBack(
        .noChanges,
        detail:
          "The branch is at a commit before the one at which the work began, so that nothing would land. To take something back, commit that."
      )
    }
    return nil
  }

  /// Whether a worker moved the branch to a commit before its base, and committed nothing after
  /// that. A merge then adds nothing, although the files differ from the base.
  private func isBehindBase(_ work: CommittedWork) throws -> Bool {
    if work.commit == work.base || work.changes.isEmpty { return false }
    return try work.repository.contains(work.commit, in: work.base)
  }

  /// Adds to a check the changes that the worker made to the checkout and to git's own files.
  func addChanges(
    ofCheckoutBy worker: WorkerRecord?, of work: CommittedWork?, to found: inout ReportCheck
  ) throws {
    guard let work, let before = worker?.checkout else { return }
    let main = try workspace.repository(at: work.worktree.repository)
    let now = try ReadCheckout(workspace: workspace)(of: main, beside: work.worktree)
    func remark(_ code: String, _ paths: [String], _ what: String) {
      if paths.isEmpty { return }
      let list = Verdict.Reason.list(paths)
      found.remarks.append(
        ReportCheck.Remark(
          code: "\(code):\(list)", sentence: "\(what) changed while the worker ran: \(list)."))
    }
    let files = now.changes(since: before)
    remark("checkout_changed", files, "The project's checkout")
    let needsApproval = workspace.worktreeSettings.checkout == .approve
    if !files.isEmpty, needsApproval, found.whyApproval == nil {
      found.whyApproval = "the worker changed the checkout: \(Verdict.Reason.list(files))"
    }
    remark("git_changed", now.gitChanges(since: before), "Files of git itself")
  }

  /// Merges work that passed together with the change of its row, if the worker's profile asks for
  /// that.
  ///
  /// - Parameters:
  ///   - check: receives the reasons why the work does not land.
  ///   - record: changes the row by the check. It gets the landing of the work, which is `nil` if
  ///     the work did not pass or no commit has it, and a closure that has to run together with the
  ///     change.
  func landing<Recorded>(
    _ check: inout ReportCheck, _ judged: JudgedAttempt, _ report: Report, of item: QueueItem,
    by criteria: String, _ terms: Terms,
    recording record: (ReportCheck, Landing?, Queue.Alongside?) throws -> Recorded
  ) throws -> Recorded {
    let verdict = check.verdict
    guard let work = judged.work, verdict.result == .pass || verdict.awaited == .approval else {
      return try record(check, nil, nil)
    }
    let branch = work.worktree.branch.name
    guard workspace.profile(of: item, by: terms.worker)?.integration == .merge,
      verdict.result == .pass, item.approval != .done
    else { return try record(check, Landing(branch: branch), nil) }
    do {
      let outcome = try LandWork(queue: queue).integrate(
        work, .init(tree: work.tree, resolutions: report.resolutions), item, by: criteria,
        worker: terms.worker,
        runsChecks: terms.runsChecks
      ) { [check] commit, move in
        try record(check, Landing(branch: branch, commit: commit.text), move)
      }
      switch outcome {
      case .landed(let recorded): return recorded
      case .conflict(let files):
        check.workFault = .sentBack(.conflict(Verdict.Reason.list(files)))
      case .failed(let failed):
        check.workFault =
          failed.obstacle.map { .unjudged(check: failed.name, said: failed.detail, $0) }
          ?? .sentBack(.failedMerged(failed.name), detail: failed.detail)
      }
    } catch {
      // The merged files have other programs, or programs must not run: a person has to look.
      let problem = Problem(error)
      guard problem.leavesMergeUnchecked else { throw problem }
      check.whyApproval = problem.message
      return try record(check, Landing(branch: branch), nil)
    }
    return try record(check, nil, nil)
  }
}

extension Problem {
  fileprivate var leavesMergeUnchecked: Bool {
    switch worktree {
    case .untrusted, .mergeUnchecked: true
    default: false
    }
  }
}

extension Workspace {
  /// Whether work that passed has to become a pull request.
  func becomesPullRequest(
    _ work: CommittedWork, of item: QueueItem, _ terms: ReviewReport.Terms
  ) -> Bool {
    profile(of: item, by: terms.worker)?.integration == .pullRequest && !work.changes.isEmpty
  }
}
