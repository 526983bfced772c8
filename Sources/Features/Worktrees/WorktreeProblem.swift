public import Door
public import Git

/// Why a row can't be worked in its worktree, or its work can't be merged.
public enum WorktreeProblem: FeatureProblem {
  case git(GitError)
  /// The repository has no commit at which a branch could begin.
  case noCommit(folder: String)
  /// No branch or commit has the name in `worktrees.base`.
  case noBase(String, folder: String)
  /// A branch has a name that would be a folder of the rows' branches: `orch`, when rows have
  /// `orch/T-1`.
  case branchInTheWay(String)
  /// The row's branch is checked out in another worktree.
  case branchElsewhere(String, worktree: String)
  /// The branch with the work on a row is only on this other machine, in the project whose
  /// `orch.json` is in `folder`.
  case branchOnHost(String, id: String, host: String, folder: String)
  /// These rows are DONE, and their workers, which may still change files, have not ended.
  case workersRemain(ids: [String])
  /// A branch is a symbolic ref to another branch, which a commit would move.
  case branchIsSymbolic(String)
  /// A branch can't be made, because refs such as this one exist below its name.
  case branchBelow(String, ref: String)
  /// A ref exists, but the repository does not have its object.
  case damagedRef(String, folder: String)
  /// A submodule of the base has the address of a folder on this machine. Git does not follow such
  /// an address.
  case localSubmodule(String, address: String)
  /// The branches of the rows that come before conflict in these files.
  case baseConflict([String])
  /// A commit at which rows would begin fails these checks.
  case baseFails([String], commit: String)
  /// A check could not judge a commit at which rows would begin, for this reason.
  case baseUnchecked(String, commit: String)
  /// A check did not run on the merged files, for this reason.
  case mergeUnchecked(String)
  /// Fewer bytes are free than `worktrees.min_free` says.
  case noSpace(path: String, free: Int, needed: Int)
  /// The `.git` of a worktree was deleted or replaced; the row's next worktree is at `next`.
  case givenUp(path: String, next: String)
  /// A file or folder that orch did not make is at the path of the worktree.
  case inTheWay(path: String)
  /// A program that was trusted has other bytes in the worktree.
  case untrusted(path: String, branch: String)
  /// A setting of the repository includes other settings in some folder or on some branch. It is
  /// not trusted, and can't be switched off.
  case untrustedSetting(key: String, folder: String)
  /// These files of the worktree at `path` have secrets, so its work is not committed.
  case secretInWork([String], path: String)
  /// Commits of the work on the row `id` have secrets at these places, so the work does not land.
  case secretInCommits([String], id: String)
  /// The work on a row contains commits of these rows, whose own work has not landed.
  case unlandedWork(String, of: [String])
  /// The integration branch is checked out, so it is not moved.
  case integrationCheckedOut(String, worktree: String)
  /// The integration branch is not where orch left it, so no work lands until a person decides.
  case integrationChanged(IntegrationChange)
  /// The work on a DONE row landed with this commit, and is no longer on the branch or on the base.
  case landingLost(id: String, commit: ObjectID, branch: Branch)
  /// A person accepts this commit, and the integration branches of the repositories are at others.
  case notAtTip(String, of: Branch, tips: [ObjectID])
  /// Neither `XDG_STATE_HOME` nor `HOME` gives a folder for the worktrees.
  case noState
  /// Another process holds the lock of the repository.
  case locked(holder: String)
  /// The row has no worktree.
  case none(id: String)
  /// The work on a row is not on the integration branch.
  case notMerged(id: String, NotMerged)
  /// These files of a worktree differ from the judged ones; empty if only the commits differ.
  case leftWork(id: String, files: [String])
  /// The program of `worktrees.setup` fails in a clean checkout. The text is the end of its output.
  case setupFails(String)
  /// A process works in a worktree.
  case inUse(path: String, process: Int)
  /// These files of a worktree are not committed, or its commits are on no branch.
  case uncommitted(path: String, files: [String])
  /// A row names this repository, but can't be worked in it.
  case repository(String, RepositoryProblem)
  /// The worktree of a row belongs to the repository at `place`, but the row names another one.
  case otherRepository(id: String, place: String)
  /// The worktree of a row belongs to the repository at `place`, which is not among those in which
  /// rows are worked.
  case unnamedRepository(id: String, place: String)
}

extension WorktreeProblem {
  /// What causes the problem; `nil` if a person has to look at the row.
  public var cause: GitError.Cause? {
    switch self {
    case .git(let error): error.cause
    case .repository(_, .of(let problem)): problem.cause
    case .locked, .noSpace, .givenUp, .baseUnchecked, .workersRemain: .passing
    case .noCommit, .noBase, .branchInTheWay, .branchElsewhere, .branchOnHost, .branchIsSymbolic,
      .branchBelow, .damagedRef, .localSubmodule, .baseConflict, .baseFails, .inTheWay, .untrusted,
      .untrustedSetting, .integrationCheckedOut, .integrationChanged, .landingLost, .unlandedWork,
      .setupFails, .noState, .repository:
      .place
    case .mergeUnchecked, .secretInWork, .secretInCommits, .none, .notMerged, .leftWork,
      .inUse, .uncommitted, .notAtTip, .otherRepository, .unnamedRepository:
      nil
    }
  }

  /// Whether the problem is one of the row's work, so that the work passes no review. If it passes
  /// by itself, or is a problem of the place, the report waits.
  public var isOfWork: Bool {
    if case .git(let error) = self, error.isOfOtherRepository { return true }
    return cause == .work || cause == nil
  }

  /// Whether the repository that a row names can't be used, or does not have the row's worktree.
  public var isOfNamedRepository: Bool {
    switch self {
    case .repository, .otherRepository, .unnamedRepository: cause != .passing
    case .git, .noCommit, .noBase, .branchInTheWay, .branchElsewhere, .branchOnHost,
      .workersRemain, .branchIsSymbolic, .branchBelow, .damagedRef, .localSubmodule, .baseConflict,
      .baseFails,
      .baseUnchecked, .mergeUnchecked, .givenUp,
      .noSpace, .inTheWay, .untrusted, .untrustedSetting, .secretInWork, .secretInCommits,
      .integrationCheckedOut, .integrationChanged, .landingLost, .notAtTip, .unlandedWork,
      .noState, .locked, .none, .notMerged, .leftWork, .setupFails, .inUse, .uncommitted:
      false
    }
  }

  public var kind: Problem.Kind {
    switch self {
    case .git(.missing): .noGit
    case .git(.noRepository), .noCommit: .noRepository
    case .git(.otherRepository): .foreignRepository
    case .git: .git
    case .locked: .locked
    case .none: .noWorktree
    case .noBase: .badSetting
    case .noState: .noHome
    case .untrusted, .untrustedSetting: .untrusted
    case .noSpace: .inputOutput
    case .repository(_, let problem): problem.kind
    case .branchInTheWay, .branchElsewhere, .branchOnHost, .workersRemain, .branchIsSymbolic,
      .branchBelow, .damagedRef,
      .localSubmodule, .baseConflict, .baseFails, .baseUnchecked, .mergeUnchecked, .givenUp,
      .inTheWay, .secretInWork, .secretInCommits,
      .integrationCheckedOut, .integrationChanged, .landingLost, .notAtTip, .unlandedWork,
      .notMerged, .leftWork, .setupFails, .inUse, .uncommitted,
      .otherRepository, .unnamedRepository:
      .worktree
    }
  }
}

extension WorktreeProblem {
  public var concernsOneRow: Bool { true }
  public var isOfGit: Bool { if case .git = self { true } else { false } }
}

extension Problem {
  public static func worktree(_ problem: WorktreeProblem) -> Problem { problem.problem }

  /// The problem of a worktree; `nil` for any other.
  package var worktree: WorktreeProblem? { fact() }
}

extension GitError: ProblemSource {
  public var problem: Problem { .worktree(.git(self)) }
}
