import Facts
import Gate
import Git
import Host
import Model
import Text
import Workers

// What a review does for work in a worktree: it commits the work, asks git what changed, and merges
// what passed before the row is DONE.

extension ReviewReport {
  /// The work on a row in its worktree, committed now.
  ///
  /// - Parameters:
  ///   - item: the row.
  ///   - worker: the name of the worker that orch started; `nil` for the row's own.
  /// - Returns: the work, and the repository at the checkout; none where the row has no worktree; a fault
  ///   where a person has to look at it.
  /// - Throws: what may be over in a while: then the report waits.
  func committedWork(
    of item: QueueItem, by worker: String?
  ) throws -> (work: CommittedWork?, main: Repository?, fault: Problem?) {
    let used: RowWorktree?
    do { used = try workspace.usedWorktree(of: item, by: worker, in: queue) } catch {
      // Only a person can say which one is meant.
      let fault = Problem(error)
      if case .worktree(let problem) = fault, problem.isOfNamedRepository {
        return (nil, nil, fault)
      }
      throw error
    }
    guard let worktree = used else { return (nil, nil, nil) }
    let main = try workspace.repository(at: worktree.repository)
    try workspace.checkFilters(of: main)
    // Before any check runs: the report is judged again until it can land.
    if workspace.profile(of: item, by: worker)?.integration == .merge {
      try workspace.checkMayLand(in: main)
      try workspace.makeIntegration(in: main)
    }
    do {
      let own = try workspace.repository(at: worktree, of: main)
      let commit = CommitWork(workspace: workspace)
      let work = try commit(worktree, subject: "\(item.id): report", in: own)
      if workspace.profile(of: item, by: worker)?.integration ?? .none != .none {
        try checkNothingElseLands(with: work.commit, of: worktree)
      }
      return (work, main, nil)
    } catch {
      let fault = Problem(error)
      if case .worktree(let problem) = fault, problem.isOfWork { return (nil, main, fault) }
      throw error
    }
  }

  /// Throws where work has commits of other rows, whose work has not landed.
  ///
  /// - Parameters:
  ///   - commit: the last commit of the work.
  ///   - worktree: that of its row.
  func checkNothingElseLands(with commit: ObjectID, of worktree: RowWorktree) throws {
    let found = try workspace.unlandedRows(in: commit, of: worktree)
    if found.isEmpty { return }
    // What is DONE may land with another row, where it does not land by itself.
    let others = try queue.read { table in
      try found.filter { id in
        guard let item = try table.item(id), item.status == .done else { return true }
        let landsByItself = workspace.profile(of: item)?.integration == .merge
        return landsByItself && item.landing?.commit == nil
      }
    }
    if !others.isEmpty { throw Problem.worktree(.unlandedWork(worktree.id, of: others)) }
  }

  /// What keeps the work from passing, whatever its report says.
  ///
  /// - Parameter fault: why the work is not committed.
  func workFault(
    _ work: CommittedWork?, _ fault: Problem?, _ report: Report, of item: QueueItem,
    by worker: String?
  ) throws -> ReportCheck.WorkFault? {
    if case .worktree(.secretInWork(let files, _))? = fault {
      return .blocked(.secretInDiff(Verdict.Reason.list(files)))
    }
    if case .worktree(.git(let error))? = fault, error.cause == .work {
      return .sentBack(.notCommitted(error.reason))
    }
    guard let work else { return nil }
    let queueFiles = workspace.queueFiles(in: work)
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
    if integrates, work.changes.isEmpty, !saysNothingChanged { return .sentBack(.noChanges) }
    if integrates, try isBehindBase(work) {
      return .sentBack(
        .noChanges,
        detail:
          "The branch is at a commit before the one at which the work began, so that nothing would land. To take something back, commit that."
      )
    }
    return nil
  }

  /// Whether a worker moved the branch back before its base, and committed nothing since: a merge adds
  /// nothing then, though the files differ from those of the base.
  private func isBehindBase(_ work: CommittedWork) throws -> Bool {
    if work.commit == work.base || work.changes.isEmpty { return false }
    return try work.repository.contains(work.commit, in: work.base)
  }

  /// Adds to a check what the worker changed of the checkout, and of git's own files.
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

  /// Merges work that passed, where its worker says so, together with the change of its row.
  ///
  /// - Parameters:
  ///   - check: gets what keeps the work from landing.
  ///   - record: changes the row by the check. It gets where the work is, `nil` where it did not pass
  ///     or no commit has it, and what has to happen together with the change.
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
      let outcome = try integrate(
        work, .init(tree: work.tree, resolutions: report.resolutions), item, by: criteria, terms
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
      // What was merged meanwhile has other programs, or none may run: a person has to look.
      let problem = Problem(error)
      guard problem.leavesMergeUnchecked else { throw problem }
      check.whyApproval = problem.message
      return try record(check, Landing(branch: branch), nil)
    }
    return try record(check, nil, nil)
  }

  /// Merges the work on a row, once its checks passed on the merged files, too.
  ///
  /// - Parameters:
  ///   - judged: what was decided before about the work.
  ///   - isApproved: whether a person answers for what no check may look at.
  ///   - record: changes the row: `IntegrateWork`.
  func integrate<Recorded>(
    _ work: CommittedWork, _ judged: IntegrateWork.Judged, _ item: QueueItem, by criteria: String,
    _ terms: Terms, isApproved: Bool = false,
    recording record: (ObjectID, @escaping Queue.Alongside) throws -> Recorded
  ) throws -> IntegrateWork.Outcome<Recorded> {
    try checkNothingElseLands(with: work.commit, of: work.worktree)
    let checks = Proof.checks(of: Checklist(criteria).items)
    func failedCheck(in folder: String) throws -> IntegrateWork.FailedCheck? {
      try self.failedCheck(of: checks, on: work, item, terms, isApproved: isApproved, in: folder)
    }
    let integrate = IntegrateWork(
      workspace: workspace, clock: queue.clock.machine,
      worker: workspace.profile(of: item, by: terms.worker)?.name)
    let title = Redactor.redacted(item.task ?? "", removing: workspace.secretValues)
    let task = title.split { $0.isNewline }.first.map { String($0.prefix(60)) } ?? ""
    return try integrate(
      work, judged, subject: "\(item.id): \(task)", checking: checks.isEmpty ? nil : failedCheck,
      recording: record)
  }

  /// The first of some checks that fails on a row's work, wherever its files are checked out.
  ///
  /// - Parameters:
  ///   - names: the checks.
  ///   - isApproved: whether a person answers for what no check may look at.
  ///   - folder: where the row's files are.
  func failedCheck(
    of names: [String], on work: CommittedWork, _ item: QueueItem, _ terms: Terms,
    isApproved: Bool, in folder: String
  ) throws -> IntegrateWork.FailedCheck? {
    let runner = try proofRunner(
      for: item, by: terms.worker, isAsked: terms.runsChecks, try workspace.permission(),
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

extension Workspace {
  /// Whether work that passed is to become a pull request.
  func becomesPullRequest(
    _ work: CommittedWork, of item: QueueItem, _ terms: ReviewReport.Terms
  ) -> Bool {
    profile(of: item, by: terms.worker)?.integration == .pullRequest && !work.changes.isEmpty
  }

  /// The worktree in which a row is worked, also where a worker removed it; `nil` where its worker has
  /// none, or it was not made.
  ///
  /// - Parameter worker: the name of the worker that orch started; `nil` for the row's own.
  func usedWorktree(
    of item: QueueItem, by worker: String? = nil, in queue: Queue
  ) throws -> RowWorktree? {
    guard profile(of: item, by: worker)?.usesWorktree ?? false else { return nil }
    let record = worktreeFolder.record(of: item.id)
    if let record, try !OwnedBranch(queue: queue).isOwn(record, of: item) {
      return nil
    }
    do {
      let worktree = try worktree(of: item)
      switch worktree.state(by: record) {
      case .whole: return worktree
      case .unfinished: return nil
      // A worker may have removed the record, so that its work is judged in the checkout.
      case .absent: return record?.isReady ?? (worker != nil) ? worktree : nil
      }
    } catch {
      if sharesFolder(because: Problem(error)) { return nil }
      throw error
    }
  }

  /// Makes the integration branch where there is none, so that people find it before anything landed.
  func makeIntegration(in main: Repository) throws {
    let base = WorktreeBase(workspace: self, repository: main)
    guard try main.state(of: integration) == nil, let start = try? base.branchCommit() else {
      return
    }
    // Another process may be first.
    try? main.move(integration, to: start, from: nil, reason: "orch: where work lands")
  }

  /// Throws where the integration branch can't be moved.
  func checkMayLand(in main: Repository) throws {
    try checkMayLand(try main.state(of: integration))
  }

  /// - Parameter state: that of the integration branch.
  func checkMayLand(_ state: BranchState?) throws {
    if let place = state?.worktree {
      throw Problem.worktree(.integrationCheckedOut(integration.name, worktree: place))
    }
    if state?.isSymbolic == true { throw Problem.worktree(.branchIsSymbolic(integration.name)) }
  }

  /// Why the work on a row can't land now; `nil` where it can. Git is run.
  func landingObstacle(of item: QueueItem) -> Problem? {
    do {
      try checkMayLand(in: try repository(at: try root(of: item)))
      return nil
    } catch {
      return Problem(error)
    }
  }

  /// - Parameter worker: the name of the worker that orch started; `nil` for the row's own.
  func profile(of item: QueueItem, by worker: String?) -> WorkerProfile? {
    worker.map { profiles[$0] } ?? profile(of: item)
  }

  /// The queue's own files that the work changes.
  func queueFiles(in work: CommittedWork) -> [String] {
    let own = queuePaths(in: work.worktree.repository)
    return work.changes.map(\.path).filter { path in own.contains { Path.isInside(path, $0) } }
  }
}

extension Problem {
  fileprivate var leavesMergeUnchecked: Bool {
    if case .worktree(.untrusted) = self { return true }
    if case .worktree(.mergeUnchecked) = self { return true }
    return false
  }
}

extension Proof {
  /// The names of the checks that prove criteria.
  static func checks(of criteria: [String]) -> [String] {
    criteria.compactMap { if case .command(let name)? = parse($0) { name } else { nil } }
  }
}

extension CommittedWork {
  /// The paths of the changed files, from the root of the row's files.
  var changedPaths: Set<String> { Set(changes.compactMap { worktree.pathBelowRoot($0.path) }) }
}
