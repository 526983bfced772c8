/// One change of the queue, as a value: what somebody asks for, before any
/// store is asked whether it can be had.
///
/// Every store decides it by the same rules, `Transition.decide(in:context:)`.
public enum Transition: Equatable, Sendable {
  case add(NewItem)
  /// Adds the rows in this order, all or none. Their `after` may name each other; in a
  /// sequence each waits for the one before it, too.
  case addAll([NewItem], inSequence: Bool)
  /// Claims the named row, or the first one that may be picked.
  case pick(id: String?)
  case finish(Finish)
  /// Hands an IN_PROGRESS row to another session; `from` is who must own it now.
  case assign(id: String, to: String, from: String?, force: Bool)
  case release(id: String, force: Bool)
  /// `from` is the status that it was asked for in; a row of any, for `nil`.
  case cancel(id: String, from: Status? = nil)
  case replan(id: String, reason: String, force: Bool)
  case retry(id: String, force: Bool)
  /// Takes the last transition of a row back, or without an id the speaker's own
  /// last one.
  case undo(id: String?)
  /// Brings back a row that went.
  case restore(id: String)
  case lease(LeaseRequest)
  /// Takes back the rows whose worker is gone; a row without a heartbeat is so after
  /// `staleSeconds`, unless its worker is known. `nil`: nobody looked for workers.
  case rescue(staleSeconds: Int, workers: KnownWorkers? = nil)
  case dispatch(Dispatch)
  /// Lets what was found of a report decide what becomes of its row.
  case judge(Judge)
  /// Says what a row waits for from a person.
  case reply(Reply)

  /// A row to be added. Without an id it gets the next free `ORCH-NNN`.
  public struct NewItem: Equatable, Sendable {
    public var id: String?
    public var priority: Priority
    public var task: String
    public var successCriteria: String
    public var dueAt: QueueTime?
    public var notes: String
    public var after: [String]
    /// Free of spaces and pipes.
    public var idempotencyKey: String?
    /// How often it may be tried; `nil` for as often as all.
    public var maxAttempts: Int?

    public init(
      id: String? = nil, priority: Priority, task: String, successCriteria: String,
      dueAt: QueueTime? = nil, notes: String = "", after: [String] = [],
      idempotencyKey: String? = nil, maxAttempts: Int? = nil
    ) {
      self.id = id
      self.priority = priority
      self.task = task
      self.successCriteria = successCriteria
      self.dueAt = dueAt
      self.notes = notes
      self.after = after
      self.idempotencyKey = idempotencyKey
      self.maxAttempts = maxAttempts
    }
  }

  /// What `done`, `fail` and `block` say of a row.
  public struct Finish: Equatable, Sendable {
    public enum Ending: Equatable, Sendable {
      case done, blocked
      /// Tried without success; a permanent failure is not retried.
      case failed(isPermanent: Bool)

      public var status: Status {
        switch self {
        case .done: .done
        case .blocked: .blocked
        case .failed: .failed
        }
      }
    }

    public var id: String
    public var ending: Ending
    public var notes: String
    /// Adds a segment instead of replacing the prose.
    public var appends: Bool
    public var force: Bool

    public init(
      id: String, as ending: Ending, notes: String, appends: Bool = false, force: Bool = false
    ) {
      self.id = id
      self.ending = ending
      self.notes = notes
      self.appends = appends
      self.force = force
    }
  }

  /// What a session asks for a lease, or gives one back.
  public struct LeaseRequest: Equatable, Sendable {
    public enum Action: Equatable, Sendable {
      /// For as many seconds from now; `nil` for as long as the policy says.
      case acquire(seconds: Int?)
      case renew(seconds: Int?)
      case release
      /// Writes down that the lease has ended, whatever the clock says later.
      case expire
    }

    public let id: String
    public let action: Action

    public init(id: String, _ action: Action) {
      self.id = id
      self.action = action
    }
  }

  /// Claims several rows at once, as far as there are workers for them.
  public struct Dispatch: Equatable, Sendable {
    /// How many rows may be IN_PROGRESS afterwards.
    public let maxWorkers: Int
    /// How many rows are claimed at most.
    public let limit: Int
    /// For how many seconds each claim is leased to the worker that orch starts for it, by
    /// its label; `nil` where somebody else starts the work.
    public let leaseOfWorkers: Int?

    public init(maxWorkers: Int, limit: Int, leaseOfWorkers: Int? = nil) {
      self.maxWorkers = maxWorkers
      self.limit = limit
      self.leaseOfWorkers = leaseOfWorkers
    }
  }
}

extension Transition {
  /// What the rules must know of what happened before; `nil` for nothing.
  public var history: HistoryScope? {
    switch self {
    case .undo(let id): id.map(HistoryScope.row) ?? .recent
    case .restore(let id): .row(id)
    // Only what was judged by the row's own criteria asks what they were.
    case .judge(let judge): judge.criteria == nil ? nil : .row(judge.id)
    case .add, .addAll, .pick, .finish, .assign, .release, .cancel, .replan, .retry, .lease,
      .rescue, .dispatch, .reply:
      nil
    }
  }
}
