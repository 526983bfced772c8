public import Door
public import Git
import Host
import Model
import Workers

/// What `ops integrate` did.
public struct LeftIntegration: Sendable {
  /// A row whose work was not merged before.
  public struct Row: Sendable {
    public let id: String
    /// The commit with which the work landed, or why it did not land.
    public let outcome: Result<ObjectID, Problem>
  }

  /// What happened to the project's checkout.
  public enum Checkout: Sendable {
    /// The checkout has everything that was merged.
    case isUpToDate
    case moved(branch: String, to: ObjectID)
    /// The checkout is not moved.
    case stays(Why)
  }

  /// Why a checkout is not moved.
  public enum Why: Equatable, Sendable {
    /// Another branch is checked out, or no branch.
    case otherBranch(String?, base: String)
    /// The checkout has commits that the integration branch does not have.
    case ahead(branch: String)
    case uncommitted([String])
    case failed(Problem)
  }

  public let rows: [Row]
  /// `nil` if one row was named, or if only other repositories have rows.
  public let checkout: Checkout?
  /// The commits at which a person accepted integration branches.
  public let accepted: [ObjectID]
  /// What happened to the checkouts of other repositories, by the names of the repositories.
  public let others: [(repository: String, checkout: Checkout)]
  /// Whether a worker has `integrate`. Else people merge the branches themselves.
  public let hasIntegratingWorker: Bool
}

/// Use case: merges the work of DONE rows that was not merged, and moves the checkout to the merged
/// commits unless a person's changes are in the way.
struct IntegrateLeft: Sendable, UseCase {
  let queue: Queue
  /// What happens to work that was not judged.
  let left: LeftWork

  /// - Parameters:
  ///   - id: the only row to merge; `nil` for all rows and the checkout.
  ///   - commit: the commit, or the beginning of its id, at which a person accepts the integration
  ///     branch; `nil` to accept none.
  /// - Throws: if the named row can't be merged, or no branch is at the commit.
  func callAsFunction(_ id: String?, accepting commit: String?) throws -> LeftIntegration {
    // A person must not run programs that a worker prepared, or vouch for a worker's commits.
    try workspace.checkIsNoWorker()
    let accepted = try commit.map(accept) ?? []
    let hasIntegratingWorker = workspace.profiles.profiles.contains { $0.integration != .none }
    if let id {
      let item = try queue.read { table in try table.existing(id) }
      if let reason = whyNot(item) { throw Problem.worktree(.notMerged(id: id, reason)) }
      return LeftIntegration(
        rows: [.init(id: id, outcome: .success(try merge(item, isNamed: true)))], checkout: nil,
        accepted: accepted, others: [], hasIntegratingWorker: hasIntegratingWorker)
    }
    // A row that lands in another repository is merged if it is named.
    if let main = try? workspace.repository(at: try workspace.projectRoot()) {
      try CheckIntegration(queue, main)()
    }
    let items = try queue.read { table in try table.items(.done) }
    var rows: [LeftIntegration.Row] = []
    for item in items where whyNot(item) == nil {
      let outcome = Result { try merge(item, isNamed: false) }.mapError { Problem($0) }
      // Rows that were worked before the settings asked for worktrees have no branch.
      if case .failure(let problem) = outcome, case .notMerged(_, .noBranch)? = problem.worktree {
        continue
      }
      rows.append(.init(id: item.id, outcome: outcome))
    }
    let names = workspace.profiles.repositories.keys.sorted()
    return LeftIntegration(
      rows: rows, checkout: try updateProject(), accepted: accepted,
      others: names.map { ($0, updateOther($0)) },
      hasIntegratingWorker: hasIntegratingWorker)
  }

  // MARK: Accepting

  /// Records that the integration branches at a commit are where a person wants them. A branch that
  /// was deleted begins again at the base.
  private func accept(_ given: String) throws -> [ObjectID] {
    var (accepted, tips): ([ObjectID], [ObjectID]) = ([], [])
    let names = [nil] + workspace.profiles.repositories.keys.sorted().map(Optional.some)
    let isOnlyProject = names.count == 1
    for name in names {
      do {
        let main = try workspace.repository(at: try workspace.root(ofRepository: name))
        let lock = try RepositoryLock(
          of: main, .merge, holder: "orch: ops integrate --accept", clock: queue.clock.machine)
        defer { withExtendedLifetime(lock) {} }
        let branch = workspace.integration
        let old = try main.landingBranch(branch)
        let base = WorktreeBase(workspace: workspace, repository: main)
        let tip = try old.commit ?? (try? base.branchCommit()) ?? old.landed ?? base.branchCommit()
        tips.append(tip)
        guard tip.text.hasPrefix(given) else { continue }
        let reason = "ops integrate --accept \(tip.short)"
        if old.state == nil {
          try main.land(branch, to: tip, from: old, reason: reason)
        } else if old.landed != tip {
          try main.recordLanding(of: branch, at: tip, over: old.landed, reason: reason)
        }
        accepted.append(tip)
      } catch {
        // A problem of one repository does not stop the others.
        if isOnlyProject || Problem(error).worktree == nil { throw error }
      }
    }
    if accepted.isEmpty {
      throw Problem.worktree(.notAtTip(given, of: workspace.integration, tips: tips))
    }
    return accepted
  }

  private func whyNot(_ item: QueueItem) -> NotMerged? {
    guard item.status == .done else { return .notDone(item.status) }
    if let commit = item.landing?.commit { return .alreadyMerged(commit: commit) }
    let profile = workspace.profile(of: item)
    return profile?.integration == .merge ? nil : .notAsked(worker: profile?.name)
  }

  private func merge(_ item: QueueItem, isNamed: Bool) throws -> ObjectID {
    let id = item.id
    let land = LandWork(queue: queue)
    guard let found = try land.work(on: item, subject: "\(id): left work", left) else {
      throw Problem.worktree(.notMerged(id: id, .noBranch(workspace.branch(of: item).name)))
    }
    return try land(found, of: item, isNamed: isNamed) { commit, move in
      var edit = Transition.Edit(id: id, [:], force: true)
      edit.landing = Landing(branch: found.work.worktree.branch.name, commit: commit.text)
      _ = try queue.change(.edit(edit)) { decision in
        guard decision.item?.status == .done else {
          throw Problem.worktree(.notMerged(id: id, .notDone(decision.item?.status)))
        }
        try move(decision)
      }
      return commit
    }
  }

  // MARK: Checkouts

  private func updateProject() throws -> LeftIntegration.Checkout? {
    do { return try updateCheckout(at: try workspace.projectRoot()) } catch {
      let hasOthers = !workspace.profiles.repositories.isEmpty
      if hasOthers, case .git(.noRepository)? = Problem(error).worktree { return nil }
      throw error
    }
  }

  /// A problem of one repository does not stop the others.
  private func updateOther(_ name: String) -> LeftIntegration.Checkout {
    do {
      return try updateCheckout(at: try workspace.root(ofRepository: name))
    } catch {
      return .stays(.failed(Problem(error)))
    }
  }

  private func updateCheckout(at root: String) throws -> LeftIntegration.Checkout {
    let main = try workspace.repository(at: root)
    let integration = workspace.integration
    guard let landed = try CheckIntegration(queue, main)().commit,
      let head = try main.commit(of: "HEAD"), try !main.contains(landed, in: head)
    else { return .isUpToDate }
    let branch = try main.checkedOutBranch()
    let base = workspace.worktreeSettings.base ?? branch?.name
    guard let branch, branch.name == base, branch != integration else {
      return .stays(.otherBranch(branch?.name, base: base ?? integration.name))
    }
    guard try main.contains(head, in: landed) else {
      return .stays(.ahead(branch: branch.name))
    }
    let own = workspace.queuePaths(in: main.top)
    let files = try main.uncommittedFiles().map(\.path).filter { path in
      !own.contains { Path.isInside(path, $0) }
    }
    if !files.isEmpty { return .stays(.uncommitted(files)) }
    do { try main.fastForward(to: landed) } catch { return .stays(.failed(Problem(error))) }
    return .moved(branch: branch.name, to: landed)
  }
}
