/// Why a row is not running: the first reason that a dispatch finds, in the row itself, then in the
/// running rows, then in the rows before it.
///
/// `WaitAnalysis` gives any of them. The rules below it know fewer: `Claiming` those that keep a row
/// from being picked (`leased`, `duplicate`, `nearMiss`, `waits`, `backsOff`, `deferred`, `needsApproval`),
/// `RunningItems` those of the rows at work (`workersBusy`, `sameLabel`, `sameWork`, `overlaps`), `WorkerLoad` those
/// of the row's worker (`unknownWorker`, `attemptsUsedUp`, `workerBusy`, `overBudget`), and the layers
/// above it `badBrief`, `overBudget` and `cannotStart`.
public indirect enum WaitReason: Equatable, Sendable {
  /// No command changes the row, because of this problem. `line` is that of the Markdown file, `nil`
  /// in other stores.
  case malformed(line: Int?, problem: Finding.Fact)
  /// No command changes the row, because each is refused so.
  case refused(Refusal)
  /// The row does not exist, and others wait for it.
  case noRow(Absence? = nil)
  /// Another session has leased the row.
  case leased(Lease)
  /// The work was done under another id, with this idempotency key: a claim closes the row.
  case duplicate(key: String)
  /// A segment of the notes was meant as control, and may be why the row must not start.
  case nearMiss(NearMissNote)
  /// These rows are not DONE, in the order of `after`, or those of the plan that is made for the row.
  /// The chain leads to the row that the row waits for in the end; `nil` where only the row itself was
  /// looked at.
  case waits(for: [Dependencies.Blocker], WaitingChain? = nil, plan: String? = nil)
  /// The row waits for itself, over others: the first rows of the cycle, each of which waits for the
  /// next, and the number of all.
  case cycle([String], count: Int)
  /// The row waits for its next attempt until then, in seconds since 1970; `because` is what kept the
  /// last one from its work, where that was no failure of the work.
  case backsOff(until: Int, because: String? = nil)
  /// A person lets the row be handed out only from then on, in seconds since 1970.
  case deferred(until: Int)
  /// A person must approve the row before its work begins; a claim asks for it. `changed` is what
  /// changed since a person approved it, empty where that is not known; `nil` where nobody did.
  case needsApproval(changed: [DecidedContent.Part]? = nil)
  /// orch has started the row as often as it may.
  case attemptsUsedUp(QueueItem, limit: Int)
  /// The row, a route or the settings name a worker that is not there.
  case unknownWorker(UnknownWorker)
  /// Nothing is handed out, until a person ends the pause.
  case paused(Pause)
  /// As many rows are IN_PROGRESS as may be.
  case workersBusy(RunningItems)
  /// The worker of the other row has the same label.
  case sameLabel(QueueItem)
  /// The other row is the same work, by this idempotency key: once it is DONE, this one is closed.
  case sameWork(QueueItem, key: String)
  /// The work on the other row touches this path, too.
  case overlaps(QueueItem, in: String)
  /// The row's worker has as many rows as it may have.
  case workerBusy(BusyWorker)
  /// The budget allows no start of the row's worker.
  case overBudget(BudgetExcess)
  /// The brief of the row, at this path, can't be read.
  case badBrief(path: String, id: String, BriefProblem)
  /// No program may or can be started.
  case cannotStart(StartProblem)
  /// The row may start, after so many others.
  case queued(behind: Int)
  /// The row is at work; `waiting` is why its report, which is there, can't land.
  case inProgress(QueueItem, waiting: StartProblem? = nil)
  /// The row is FAILED or BLOCKED.
  case stopped(StoppedRow)
  case done
}

/// What a layer above knows of why no program can be started, for any row or by the worker of a row,
/// or why its work can't land.
public struct StartProblem: Equatable, Sendable {
  /// From `missingProgram` to `workerPaused`, or `budget`.
  public let code: WaitReason.Code
  /// What is wrong: the error of a use case, which gets its words where people read it.
  public let cause: any Equatable & Sendable
  public let remedy: Remedy?
  /// When it ends by itself, in seconds since 1970; `nil` where a person has to act.
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

/// The way from a row to the row that it waits for in the end.
public struct WaitingChain: Equatable, Sendable {
  /// The rows along the way with its end; of a long way the first and the last.
  public let path: [Dependencies.Blocker]
  /// The number of rows left out before the last one of `path`.
  public let skipped: Int
  /// The last row.
  public let root: Explanation

  /// The number of rows between the row itself and the last.
  public var rowsBetween: Int { path.count + skipped - 1 }
}

extension WaitReason {
  /// Its name in JSON; part of the contract.
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
    /// The sandbox that a worker requires can't be made.
    case missingSandbox = "missing_sandbox"
    /// The programs that the settings name are not trusted, or other users may change them.
    case untrusted
    case badSettings = "bad_setting"
    /// The queue may not be changed, and so no row claimed.
    case notWritable = "not_writable"
    /// The version of the worker's program is too old, or can't be read.
    case oldVersion = "old_version"
    /// The worker is paused, because its starts failed.
    case workerPaused = "worker_paused"
    case badBrief = "bad_brief"
    /// The budget allows no start, or can't be counted.
    case budget
    /// The worker needs a git repository, and the project is none.
    case noRepository = "no_repository"
    /// The repository has no commit, at which work in a worktree could begin.
    case noCommit = "no_commit"
    /// Git merges, rebases or bisects, or has just checked out a commit.
    case git
    /// Only another machine has a branch on which the row builds, and may start it.
    case branchOnHost = "branch_on_host"
    /// Pull requests can't be made: `gh` is missing or logged out, say.
    case forge
    /// Something else keeps git worktrees from being made.
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

  /// Whether only a person's action changes it.
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

  /// Whether it lies in the row itself that no worker starts on it before a person acts.
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

  /// When it ends by itself, in seconds since 1970; `nil` where no time ends it.
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

  /// What lets workers start, where no program can be started; `nil` for another reason, whose remedy
  /// depends on the row and on those at work.
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

  /// The rows that the row waits for; empty for another reason.
  public var blockers: [Dependencies.Blocker] {
    if case .waits(let blockers, _, _) = self { blockers } else { [] }
  }
}

/// What became of a row that is not there.
public enum Absence: Equatable, Sendable {
  case removed
  /// It has this status there.
  case archived(Status)

  package var archivedStatus: Status? {
    if case .archived(let status) = self { status } else { nil }
  }
}
