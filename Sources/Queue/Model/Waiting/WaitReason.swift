/// Why a row is not running: the first reason that a dispatch finds, in the row itself, then in the
/// running rows, then in the rows before it.
///
/// `WaitAnalysis` may return any of them. The types that `WaitAnalysis` uses return fewer:
/// `Claiming` the reasons that keep a row from being picked (`leased`, `duplicate`, `nearMiss`,
/// `waits`, `backsOff`, `deferred`, `needsApproval`), `RunningItems` the reasons in running rows
/// (`workersBusy`, `sameLabel`, `sameWork`, `overlaps`), `WorkerLoad` the reasons of the row's
/// worker (`unknownWorker`, `attemptsUsedUp`, `workerBusy`, `overBudget`), and the layers above it
/// `badBrief`, `overBudget` and `cannotStart`.
public indirect enum WaitReason: Equatable, Sendable {
  /// No command can change the row, because of this problem. `line` is the line of the Markdown
  /// file; `nil` in other stores.
  case malformed(line: Int?, problem: Finding.Fact)
  /// No command can change the row, because each is refused for this reason.
  case refused(Refusal)
  /// The row does not exist, and others wait for it.
  case noRow(Absence? = nil)
  /// Another session has leased the row.
  case leased(Lease)
  /// The work was done under another id, with this idempotency key. A claim closes the row.
  case duplicate(key: String)
  /// A segment of the notes was meant as control, and may mean that the row must not start.
  case nearMiss(NearMissNote)
  /// These rows are not DONE, in the order of `after`, or these rows of the plan that is made for
  /// the row, or these rows are DONE and their workers have not ended. The chain leads to the row at
  /// the end of the dependencies; `nil` if only the row itself was examined.
  case waits(for: [Dependencies.Blocker], WaitingChain? = nil, plan: String? = nil)
  /// The row waits for itself through others: the first rows of the cycle, each of which waits for
  /// the next, and the length of the cycle.
  case cycle([String], count: Int)
  /// The row waits for its next attempt until this time, in seconds since 1970. `because` is the
  /// problem that kept the last attempt from its work, if the work itself did not fail.
  case backsOff(until: Int, because: String? = nil)
  /// A person deferred the row until this time, in seconds since 1970.
  case deferred(until: Int)
  /// A person must approve the row before its work begins; a claim requests the approval. `changed`
  /// has the parts that changed since a person approved it, and is empty if these are unknown;
  /// `nil` if no person approved it.
  case needsApproval(changed: [DecidedContent.Part]? = nil)
  /// orch has started the row as often as allowed.
  case attemptsUsedUp(QueueItem, limit: Int)
  /// The row, a route or the settings name a worker that does not exist.
  case unknownWorker(UnknownWorker)
  /// No row is handed out until a person ends the pause.
  case paused(Pause)
  /// The maximum number of rows is IN_PROGRESS.
  case workersBusy(RunningItems)
  /// The worker of this other row has the same label.
  case sameLabel(QueueItem)
  /// The other row is the same work, by this idempotency key. When it is DONE, this one is closed.
  case sameWork(QueueItem, key: String)
  /// The work on the other row touches this path too.
  case overlaps(QueueItem, in: String)
  /// The row's worker has its maximum number of rows.
  case workerBusy(BusyWorker)
  /// The budget does not allow the row's worker to start.
  case overBudget(BudgetExcess)
  /// The brief of the row, at this path, can't be read.
  case badBrief(path: String, id: String, BriefProblem)
  /// No program may or can be started.
  case cannotStart(StartProblem)
  /// The row may start after this number of others.
  case queued(behind: Int)
  /// The row is running; `waiting` is why its existing report can't land.
  case inProgress(QueueItem, waiting: StartProblem? = nil)
  case stopped(StoppedRow)
  case done
}

/// Why no program can be started, for any row or by the worker of one row, or why its work can't
/// land. A layer above reports this.
public struct StartProblem: Equatable, Sendable {
  /// The code of the reason: one from `missingProgram` to `workerPaused`, or `budget`.
  public let code: WaitReason.Code
  /// The error of a use case. The layer that shows the error to people chooses the words.
  public let cause: any Equatable & Sendable
  public let remedy: Remedy?
  /// When the problem ends without a person, in seconds since 1970; `nil` if a person must act.
  public let until: Int?

  public init(
    _ code: WaitReason.Code, _ cause: any Equatable & Sendable, _ remedy: Remedy? = nil,
    until: Int? = nil
  ) {
    (self.code, self.cause, self.remedy, self.until) = (code, cause, remedy, until)
  }

  public static func == (one: Self, other: Self) -> Bool {
    func isCauseOfOther<Cause: Equatable>(_ cause: Cause) -> Bool { other.cause as? Cause == cause }
    return (one.code, one.remedy, one.until) == (other.code, other.remedy, other.until)
      && isCauseOfOther(one.cause)
  }
}

/// The chain of dependencies from a row to the last one.
public struct WaitingChain: Equatable, Sendable {
  /// The rows of the chain, including its end; for a long chain only the first and the last ones.
  public let path: [Dependencies.Blocker]
  /// The number of rows that are left out before the last one of `path`.
  public let skipped: Int
  /// The end of the chain.
  public let root: Explanation

  /// The number of rows between the row itself and the last one.
  public var rowsBetween: Int { path.count + skipped - 1 }
}

extension WaitReason {
  /// The reason's name in JSON; part of the contract.
  public enum Code: String, CaseIterable, Sendable {
    case malformedRow = "malformed_row"
    case noRow = "no_row"
    case leased, duplicate, waits
    case nearMiss = "near_miss_note"
    case dependencyCycle = "dependency_cycle"
    case backsOff = "backs_off"
    case deferred
    case needsApproval = "needs_approval"
    case workersBusy = "workers_busy"
    case sameLabel = "same_label"
    case sameWork = "same_work"
    case overlaps
    /// The program that works on rows can't be run.
    case missingProgram = "missing_program"
    /// The sandbox that a worker requires can't be created.
    case missingSandbox = "missing_sandbox"
    /// The programs that the settings name are not trusted, or other users may change them.
    case untrusted
    case badSettings = "bad_setting"
    /// The queue is not writable, so no row can be claimed.
    case notWritable = "not_writable"
    /// The version of the worker's program is too old, or can't be read.
    case oldVersion = "old_version"
    /// The worker is paused, because its starts failed.
    case workerPaused = "worker_paused"
    case badBrief = "bad_brief"
    /// The budget allows no start, or can't be computed.
    case budget
    /// The worker needs a git repository, but the project is not one.
    case noRepository = "no_repository"
    /// The repository has no commit as the base of a worktree.
    case noCommit = "no_commit"
    /// A git merge, rebase or bisect is in progress, or a commit has just been checked out.
    case git
    /// Only another machine has a branch on which the row builds, so only that machine may start
    /// it.
    case branchOnHost = "branch_on_host"
    /// Pull requests can't be created, for example because `gh` is missing or logged out.
    case forge
    /// Something else keeps git worktrees from being created.
    case worktree
    case attemptsUsedUp = "attempts_used_up"
    case unknownWorker = "unknown_worker"
    case workerBusy = "worker_busy"
    case paused, next, queued
    case inProgress = "in_progress"
    case blocked, failed, done
  }

  public var code: Code {
    switch self {
    case .malformed, .refused: .malformedRow
    case .noRow: .noRow
    case .leased: .leased
    case .duplicate: .duplicate
    case .nearMiss: .nearMiss
    case .waits: .waits
    case .cycle: .dependencyCycle
    case .backsOff: .backsOff
    case .deferred: .deferred
    case .needsApproval: .needsApproval
    case .attemptsUsedUp: .attemptsUsedUp
    case .unknownWorker: .unknownWorker
    case .paused: .paused
    case .workersBusy: .workersBusy
    case .sameLabel: .sameLabel
    case .sameWork: .sameWork
    case .overlaps: .overlaps
    case .workerBusy: .workerBusy
    case .overBudget: .budget
    case .badBrief: .badBrief
    case .cannotStart(let problem): problem.code
    case .queued(let rows): rows == 0 ? .next : .queued
    case .inProgress: .inProgress
    case .stopped(let row): row.item.status == .failed ? .failed : .blocked
    case .done: .done
    }
  }

  /// Whether only a person's action changes this.
  public var isStuck: Bool {
    switch self {
    case .malformed, .refused, .noRow, .nearMiss, .cycle, .needsApproval, .attemptsUsedUp,
      .unknownWorker, .paused, .badBrief, .stopped:
      true
    case .overBudget: end == nil
    case .cannotStart(let problem): end == nil && problem.code != .branchOnHost
    case .waits(_, let chain, _): chain?.root.reason.isStuck ?? false
    case .leased, .duplicate, .backsOff, .deferred, .workersBusy, .sameLabel, .sameWork, .overlaps,
      .workerBusy, .queued, .inProgress, .done:
      false
    }
  }

  /// Whether the row itself keeps every worker from starting on it until a person acts.
  var liesInRow: Bool {
    switch self {
    case .nearMiss, .needsApproval, .attemptsUsedUp, .unknownWorker: true
    case .malformed, .refused, .noRow, .leased, .duplicate, .waits, .cycle, .backsOff, .deferred,
      .paused,
      .workersBusy, .sameLabel, .sameWork, .overlaps, .workerBusy, .overBudget, .badBrief,
      .cannotStart, .queued, .inProgress, .stopped, .done:
      false
    }
  }

  /// When the reason ends without a person, in seconds since 1970; `nil` if no time ends it.
  public var end: Int? {
    switch self {
    case .leased(let lease): lease.expiresAt
    case .backsOff(let end, _), .deferred(let end): end
    case .waits(_, let chain, _): chain?.root.reason.end
    case .overBudget(let excess): excess.end?.epochSeconds
    case .cannotStart(let problem): problem.until
    case .malformed, .refused, .noRow, .duplicate, .nearMiss, .cycle, .needsApproval,
      .attemptsUsedUp, .unknownWorker, .paused, .workersBusy, .sameLabel, .sameWork, .overlaps,
      .workerBusy,
      .badBrief, .queued, .inProgress, .stopped, .done:
      nil
    }
  }

  /// The remedy if no program can be started; `nil` for other reasons, whose remedies depend on the
  /// row and the running rows.
  public var startRemedy: Remedy? {
    switch self {
    case .overBudget(let excess): .raiseBudget(excess.use.key)
    case .badBrief(let path, _, .folder), .badBrief(let path, _, .link),
      .badBrief(let path, _, .noFile):
      .moveAway(path: path)
    case .badBrief(let path, _, .unreadable): .makeReadable(path: path)
    case .badBrief(_, let id, .unassigned): .assignBrief(id)
    case .cannotStart(let problem): problem.remedy
    case .malformed, .refused, .noRow, .leased, .duplicate, .nearMiss, .waits, .cycle, .backsOff,
      .deferred, .needsApproval, .attemptsUsedUp, .unknownWorker, .paused, .workersBusy, .sameLabel,
      .sameWork,
      .overlaps, .workerBusy, .queued, .inProgress, .stopped, .done:
      nil
    }
  }

  /// The rows that the row waits for; empty for any other reason.
  public var blockers: [Dependencies.Blocker] {
    if case .waits(let blockers, _, _) = self { blockers } else { [] }
  }
}

/// What happened to a row that does not exist.
public enum Absence: Equatable, Sendable {
  case removed
  /// The row has this status in the archive.
  case archived(Status)

  package var archivedStatus: Status? {
    if case .archived(let status) = self { status } else { nil }
  }
}
