/// Why a row is not running, and what would change that.
public struct Explanation: Equatable, Sendable {
  /// `nil` for a malformed row without an id.
  public let id: String?
  /// `nil` where there is no readable row.
  public let status: Status?
  public let reason: Reason
  /// `nil` where there is nothing to change.
  public var remedy: Remedy?

  /// The first reason that a dispatch finds: the row itself, then the running rows, then the rows
  /// before it.
  public indirect enum Reason: Equatable, Sendable {
    /// `line` is that of the Markdown file, `nil` in other stores.
    case malformed(line: Int?, problem: Problem)
    /// The row does not exist, and others wait for it.
    case noRow
    case leased(Lease)
    /// The work was done under another id, with this idempotency key.
    case duplicate(key: String)
    case waits(WaitingChain)
    /// The row waits for itself, over others.
    case cycle(WaitingCycle)
    /// Until so many seconds since 1970.
    case backsOff(until: Int)
    case conflict(Conflict)
    /// The row, a route or the settings name a worker that is not there.
    case unknownWorker(UnknownWorker)
    /// The row's worker has as many rows as it may have.
    case workerBusy(BusyWorker)
    /// No program may or can be started.
    case cannotStart(StartProblem)
    /// Nothing is handed out, until a person ends the pause.
    case paused(Pause)
    /// The row may start, after so many others.
    case queued(behind: Int)
    /// The row is not PENDING.
    case state(QueueItem)
  }

  /// Why no command changes a row.
  public enum Problem: Equatable, Sendable {
    /// What is wrong with the row, as `lint` says it.
    case found(String)
    case refused(Refusal)
  }

  init(_ id: String?, _ status: Status?, _ reason: Reason, _ remedy: Remedy?) {
    (self.id, self.status, self.reason, self.remedy) = (id, status, reason, remedy)
  }
}

/// Why no program can be started: for any row, or by the worker of a row.
public struct StartProblem: Equatable, Sendable {
  /// Its name in JSON; part of the contract.
  public enum Kind: String, CaseIterable, Sendable {
    /// The program that works on rows can't be run.
    case missingProgram = "missing_program"
    /// The programs that the settings name are not trusted, or other users may change them.
    case untrusted
    case badSettings = "bad_setting"
    /// The queue may not be changed, and so no row claimed.
    case notWritable = "not_writable"
    /// The version of the worker's program is too old, or can't be read.
    case oldVersion = "old_version"
    /// The worker is paused, because its starts failed.
    case workerPaused = "worker_paused"
    /// The brief of the row can't be read.
    case badBrief = "bad_brief"
    /// The budget allows no start, or can't be counted.
    case budget
    /// orch has started the row as often as it may.
    case attemptsUsedUp = "attempts_used_up"
  }

  public let kind: Kind
  /// What is wrong: the error of a use case, which gets its words where people read it.
  public let cause: any Equatable & Sendable
  public let remedy: Remedy?
  /// When it ends by itself, in seconds since 1970; `nil` where a person has to act.
  public let until: Int?

  public init(
    _ kind: Kind, _ cause: any Equatable & Sendable, _ remedy: Remedy? = nil, until: Int? = nil
  ) {
    (self.kind, self.cause, self.remedy, self.until) = (kind, cause, remedy, until)
  }

  /// - Parameter excess: also the cause.
  public init(_ excess: BudgetExcess) {
    self.init(.budget, excess, .raiseBudget(excess.use.key), until: excess.end?.epochSeconds)
  }

  /// A row whose attempts are used up; the cause is the refusal of a retry without force.
  init(attemptsUsedUpOf item: QueueItem, _ policy: Policy) {
    self.init(
      .attemptsUsedUp, Refusal.attemptsUsedUp(item, limit: item.startLimit(policy)),
      .retry(item.id, force: true))
  }

  public static func == (one: Self, other: Self) -> Bool {
    func isCauseOfOther<Cause: Equatable>(_ cause: Cause) -> Bool { other.cause as? Cause == cause }
    return (one.kind, one.remedy, one.until) == (other.kind, other.remedy, other.until)
      && isCauseOfOther(one.cause)
  }
}

/// The way from a row to the row that it waits for in the end.
public struct WaitingChain: Equatable, Sendable {
  /// All rows that the row itself waits for, in the order of its `after`.
  public let blockers: [Dependencies.Blocker]
  /// The rows along the way with its end; of a long way the first and the last.
  public let path: [Dependencies.Blocker]
  /// The number of rows left out before the last one of `path`.
  public let skipped: Int
  /// The explanation of the last row.
  public let root: Explanation

  /// The number of rows between the row itself and the last.
  public var rowsBetween: Int { path.count + skipped - 1 }
}

/// Rows that wait for each other.
public struct WaitingCycle: Equatable, Sendable {
  /// The first members; each waits for the next.
  public let members: [String]
  /// The number of all members.
  public let count: Int
}

extension Explanation {
  /// The reason's name in JSON; part of the contract.
  public var code: String {
    switch reason {
    case .malformed: "malformed_row"
    case .noRow: "no_row"
    case .leased: "leased"
    case .duplicate: "duplicate"
    case .waits: "waits"
    case .cycle: "dependency_cycle"
    case .backsOff: "backs_off"
    case .conflict(.busy): "workers_busy"
    case .conflict(.sameLabel): "same_label"
    case .conflict(.sameWork): "same_work"
    case .conflict(.overlaps): "overlaps"
    case .unknownWorker: "unknown_worker"
    case .workerBusy: "worker_busy"
    case .cannotStart(let problem): problem.kind.rawValue
    case .paused: "paused"
    case .queued(behind: 0): "next"
    case .queued: "queued"
    case .state(let item): item.status.rawValue.lowercased()
    }
  }

  /// Whether only a person's action changes the row's state.
  public var isStuck: Bool { reason.isStuck }

  /// Whether it lies in the row itself that no worker starts on it before a person acts.
  var isOfRow: Bool {
    switch reason {
    case .unknownWorker: true
    case .cannotStart(let problem): problem.kind == .attemptsUsedUp
    case .malformed, .noRow, .leased, .duplicate, .waits, .cycle, .backsOff, .conflict,
      .workerBusy, .paused, .queued, .state:
      false
    }
  }
}

extension Explanation.Reason {
  /// Whether only a person's action changes it.
  var isStuck: Bool {
    switch self {
    case .malformed, .noRow, .cycle, .unknownWorker, .paused: true
    case .cannotStart(let problem): problem.until == nil
    case .waits(let chain): chain.root.reason.isStuck
    case .state(let item):
      switch item.status {
      case .failed, .blocked: true
      case .pending, .inProgress, .done: false
      }
    case .leased, .duplicate, .backsOff, .conflict, .workerBusy, .queued: false
    }
  }
}
