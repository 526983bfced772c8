/// Something that happened to a queue but is not a change of a row: a separate entry of the
/// history. Source: `docs/events.md`, "Facts".
public enum QueueFact: Equatable, Sendable {
  case proposal(Proposal)
  case planEnded(PlanEnd)
  case workerPaused(PausedWorker)
  /// A limit of a budget does not allow a start, even if no other row were running.
  case budgetUsedUp(BudgetExcess)
  case reminder(Reminder)
  case longWork(LongWork)
  case hookGaveUp(GivenUpHook)
  case recurring(RecurringChange)
  case queuePause(QueuePause)

  /// What happened to a proposal of a plan. An approval changes rows, so it is no fact.
  public struct Proposal: Equatable, Sendable {
    public let plan: String
    /// The number of the proposal within its plan, from 1.
    public let number: Int
    public let state: State
    /// The planner that wrote it; `nil` if intake divided a goal.
    public let planner: String?
    /// Why a person rejected it; `nil` if the person said nothing.
    public let reason: String?

    public enum State: String, CaseIterable, Sendable { case proposed, rejected }

    public init(
      plan: String, number: Int, state: State, planner: String? = nil, reason: String? = nil
    ) {
      (self.plan, self.number, self.state) = (plan, number, state)
      (self.planner, self.reason) = (planner, reason)
    }
  }

  /// The end of a plan, until a person reopens it.
  public struct PlanEnd: Equatable, Sendable {
    public let plan: String
    public let state: State
    /// The number of the version that its rows reflect.
    public let version: Int
    public let time: QueueTime
    /// The id of the row to which the plan belongs; `nil` if there is none.
    public let parent: String?

    public enum State: String, CaseIterable, Sendable { case done, failed, blocked, cancelled }

    public init(
      plan: String, state: State, version: Int, time: QueueTime, parent: String? = nil
    ) {
      (self.plan, self.state, self.version) = (plan, state, version)
      (self.time, self.parent) = (time, parent)
    }

    /// The note for the parent.
    public var note: String { "plan \(plan): \(state.rawValue)" }
  }

  /// A worker that starts nothing before a time.
  public struct PausedWorker: Equatable, Sendable {
    /// The name of the worker's profile.
    public let worker: String
    public let until: QueueTime
    /// `spawn`, `auth`, `setting`, `service` or `rate_limit`.
    public let failure: FailureClass
    /// The problem, on one line.
    public let reason: String

    public init(worker: String, until: QueueTime, failure: FailureClass, reason: String) {
      (self.worker, self.until, self.failure, self.reason) = (worker, until, failure, reason)
    }
  }

  /// A row has waited for a person's answer or approval for a long time.
  public struct Reminder: Equatable, Sendable {
    public let id: String
    /// The name of the row's plan; `nil` if there is none.
    public let plan: String?
    public let awaited: Awaited
    /// When the row began to wait.
    public let since: QueueTime
    /// How long the row has waited at least: a multiple of the time that a person may take, in
    /// seconds.
    public let seconds: Int
    /// The multiple: the number of reminders, including this one.
    public let count: Int

    public init(
      id: String, plan: String?, awaited: Awaited, since: QueueTime, seconds: Int, count: Int
    ) {
      (self.id, self.plan, self.awaited) = (id, plan, awaited)
      (self.since, self.seconds, self.count) = (since, seconds, count)
    }
  }

  /// A claim under which a row has been at work for a long time.
  public struct LongWork: Equatable, Sendable {
    public let id: String
    /// The name of the row's plan; `nil` if there is none.
    public let plan: String?
    /// The session that has the row; `nil` if unknown.
    public let owner: String?
    /// The number of the claim; `nil` if the row was set to IN_PROGRESS by hand.
    public let claim: Int?
    /// When the work began.
    public let since: QueueTime
    /// How long the row has been at work at least, in seconds: the limit of the settings.
    public let seconds: Int

    public init(
      id: String, plan: String?, owner: String?, claim: Int?, since: QueueTime, seconds: Int
    ) {
      (self.id, self.plan, self.owner, self.claim) = (id, plan, owner, claim)
      (self.since, self.seconds) = (since, seconds)
    }
  }

  /// An event that a hook did not accept in any of its attempts.
  public struct GivenUpHook: Equatable, Sendable {
    public let hook: String
    /// The key of the event.
    public let eventKey: String
    /// The last error, for people; one line.
    public let error: String

    public init(hook: String, eventKey: String, error: String) {
      (self.hook, self.eventKey, self.error) = (hook, eventKey, error)
    }
  }
}

extension QueueFact {
  /// An entry of `recurring` begins or ends. An entry adds rows only for times after its last
  /// beginning.
  public struct RecurringChange: Equatable, Sendable {
    public let name: String
    /// The times of the entry, in the form of `RecurringTimes.text`. If they change, the entry
    /// begins again.
    public let times: String
    public let state: State
    public let time: QueueTime

    public enum State: String, CaseIterable, Sendable { case began, ended }

    public init(name: String, times: String, state: State, time: QueueTime) {
      (self.name, self.times, self.state, self.time) = (name, times, state, time)
    }
  }
}

extension QueueFact {
  /// The beginning or the end of a pause of the queue.
  public struct QueuePause: Equatable, Sendable {
    /// Who began the pause.
    public let actor: String
    /// When the pause began.
    public let since: QueueTime
    /// Why the pause began; `nil` if nothing was said.
    public let reason: String?
    /// Who ended the pause; `nil` for its beginning.
    public let endedBy: String?

    public init(actor: String, since: QueueTime, reason: String?, endedBy: String? = nil) {
      (self.actor, self.since) = (actor, since)
      (self.reason, self.endedBy) = (reason, endedBy)
    }
  }
}

extension QueueFact {
  /// The kind of the event for this fact.
  public var kind: QueueEvent.Kind {
    switch self {
    case .proposal(let proposal):
      switch proposal.state {
      case .proposed: .planProposed
      case .rejected: .planRejected
      }
    case .planEnded(let end):
      switch end.state {
      case .done: .planDone
      case .failed: .planFailed
      case .blocked: .planBlocked
      case .cancelled: .planCancelled
      }
    case .workerPaused: .workerPaused
    case .budgetUsedUp: .budget
    case .reminder: .reminder
    case .longWork: .longWork
    case .hookGaveUp: .hookGaveUp
    case .recurring: .recurring
    case .queuePause(let pause): pause.endedBy == nil ? .queuePaused : .queueResumed
    }
  }

  /// Identifies the fact: equal only for repetitions of the fact.
  public var key: String {
    let (subject, occasion): (String, String) =
      switch self {
      case .proposal(let proposal): (proposal.plan, "\(proposal.number)")
      case .planEnded(let end): (end.plan, "\(end.version)@\(end.time.epochSeconds)")
      case .workerPaused(let pause): (pause.worker, "\(pause.until.epochSeconds)")
      // A limit that was raised may be used up again.
      case .budgetUsedUp(let excess):
        (
          excess.use.id ?? excess.use.key.rawValue,
          "\(excess.use.limit)" + (excess.end.map { "@\($0.epochSeconds)" } ?? "")
        )
      // The key has seconds and not the count, because the setting may change and with it the times
      // of reminders.
      case .reminder(let reminder):
        (reminder.id, "\(reminder.since.epochSeconds)+\(reminder.seconds)")
      // Once for each claim, even if the setting changes.
      case .longWork(let work):
        (work.id, work.claim.map { "\($0)" } ?? "@\(work.since.epochSeconds)")
      case .hookGaveUp(let hook): (hook.hook, hook.eventKey)
      case .recurring(let change):
        (change.name, "\(change.state.rawValue)@\(change.time.epochSeconds)")
      case .queuePause(let pause): (pause.actor, "\(pause.since.epochSeconds)")
      }
    return "\(subject)/\(occasion)/\(kind.rawValue)"
  }

  /// The row in the fact; `nil` if there is none.
  public var id: String? {
    switch self {
    case .reminder(let reminder): reminder.id
    case .longWork(let work): work.id
    case .budgetUsedUp(let excess): excess.use.id
    case .proposal, .planEnded, .workerPaused, .hookGaveUp, .recurring, .queuePause: nil
    }
  }

  /// The plan in the fact, or the plan of its row; `nil` if there is none.
  public var plan: String? {
    switch self {
    case .proposal(let proposal): proposal.plan
    case .planEnded(let end): end.plan
    case .reminder(let reminder): reminder.plan
    case .longWork(let work): work.plan
    case .workerPaused, .budgetUsedUp, .hookGaveUp, .recurring, .queuePause: nil
    }
  }
}
