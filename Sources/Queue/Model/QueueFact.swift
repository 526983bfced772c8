/// What happened to a queue and is no change of a row: an entry of the history of its own. Source:
/// `docs/events.md`, "Facts".
public enum QueueFact: Equatable, Sendable {
  case planEnded(PlanEnd)
  case workerPaused(PausedWorker)
  /// A limit of a budget does not allow a start, even where no other row is at work.
  case budgetUsedUp(BudgetExcess)
  case reminder(Reminder)
  case hookGaveUp(GivenUpHook)
  case recurring(RecurringChange)

  /// The end of a plan, until a person opens it again.
  public struct PlanEnd: Equatable, Sendable {
    public let plan: String
    public let state: State
    /// The number of the version that its rows follow.
    public let version: Int
    public let time: QueueTime
    /// The id of the row that the plan is a part of; `nil` for none.
    public let parent: String?

    public enum State: String, CaseIterable, Sendable { case done, failed, blocked, cancelled }

    public init(
      plan: String, state: State, version: Int, time: QueueTime, parent: String? = nil
    ) {
      (self.plan, self.state, self.version) = (plan, state, version)
      (self.time, self.parent) = (time, parent)
    }

    /// The note of the parent.
    public var note: String { "plan \(plan): \(state.rawValue)" }
  }

  /// A worker that starts nothing before a time.
  public struct PausedWorker: Equatable, Sendable {
    /// The name of its profile.
    public let worker: String
    public let until: QueueTime
    /// `spawn`, `auth` or `rate_limit`.
    public let failure: FailureClass
    /// What was wrong; one line.
    public let reason: String

    public init(worker: String, until: QueueTime, failure: FailureClass, reason: String) {
      (self.worker, self.until, self.failure, self.reason) = (worker, until, failure, reason)
    }
  }

  /// A person has owed a row an answer or an approval for long.
  public struct Reminder: Equatable, Sendable {
    public let id: String
    /// The name of the row's plan; `nil` for none.
    public let plan: String?
    public let awaited: Awaited
    /// When it began to wait.
    public let since: QueueTime
    /// How long it has waited at least: a multiple of what a person may take, in seconds.
    public let seconds: Int
    /// Which multiple: how often it was reminded of with this one.
    public let count: Int

    public init(
      id: String, plan: String?, awaited: Awaited, since: QueueTime, seconds: Int, count: Int
    ) {
      (self.id, self.plan, self.awaited) = (id, plan, awaited)
      (self.since, self.seconds, self.count) = (since, seconds, count)
    }
  }

  /// An event that a hook did not take, however often it was tried.
  public struct GivenUpHook: Equatable, Sendable {
    /// The name of the hook.
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
  /// An entry of `recurring` begins, or ends: what it adds comes after its last beginning.
  public struct RecurringChange: Equatable, Sendable {
    /// The name of the entry.
    public let name: String
    /// Its times, as `RecurringTimes.text` has them. With other times it begins anew.
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
  /// What it is called as an event.
  public var kind: QueueEvent.Kind {
    switch self {
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
    case .hookGaveUp: .hookGaveUp
    case .recurring: .recurring
    }
  }

  /// The same for each repeat of the fact, and for no other.
  public var key: String {
    let (subject, occasion): (String, String) =
      switch self {
      case .planEnded(let end): (end.plan, "\(end.version)@\(end.time.epochSeconds)")
      case .workerPaused(let pause): (pause.worker, "\(pause.until.epochSeconds)")
      // A limit that was raised may be used up once more.
      case .budgetUsedUp(let excess):
        (
          excess.use.id ?? excess.use.key.rawValue,
          "\(excess.use.limit)" + (excess.end.map { "@\($0.epochSeconds)" } ?? "")
        )
      // In seconds: another setting may remind at other times.
      case .reminder(let reminder):
        (reminder.id, "\(reminder.since.epochSeconds)+\(reminder.seconds)")
      case .hookGaveUp(let hook): (hook.hook, hook.eventKey)
      case .recurring(let change):
        (change.name, "\(change.state.rawValue)@\(change.time.epochSeconds)")
      }
    return "\(subject)/\(occasion)/\(kind.rawValue)"
  }

  /// The row that it is about; `nil` for none.
  public var id: String? {
    switch self {
    case .reminder(let reminder): reminder.id
    case .budgetUsedUp(let excess): excess.use.id
    case .planEnded, .workerPaused, .hookGaveUp, .recurring: nil
    }
  }

  /// The plan that it is about, by itself or by its row; `nil` for none.
  public var plan: String? {
    switch self {
    case .planEnded(let end): end.plan
    case .reminder(let reminder): reminder.plan
    case .workerPaused, .budgetUsedUp, .hookGaveUp, .recurring: nil
    }
  }
}
