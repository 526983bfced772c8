public import Model

/// Tasks that belong together, and what each waits for. Applied, each task is a row.
///
/// One that was read from bytes keeps the rules of the form: `Plan(parsing:)` says which.
public struct Plan: Equatable, Sendable {
  /// Bytes of the longest file that is read.
  public static let byteLimit = 64 << 20
  public static let taskLimit = 1000
  /// Unicode scalars of the longest text.
  public static let textLimit = 20_000

  /// A name by `PlanName`.
  public var name: String
  public var title: String?
  public var goal: String?
  /// The id of the row that the plan is for.
  public var parent: String?
  /// What holds for each task that does not say it itself.
  public var defaults: PlanSettings
  /// At least one, each with an id of its own.
  public var tasks: [PlanTask]

  public init(
    name: String, title: String? = nil, goal: String? = nil, parent: String? = nil,
    defaults: PlanSettings = PlanSettings(), tasks: [PlanTask]
  ) {
    self.name = name
    self.title = title
    self.goal = goal
    self.parent = parent
    self.defaults = defaults
    self.tasks = tasks
  }

  /// The settings of a task: its own, and the defaults where it has none.
  public func settings(of task: PlanTask) -> PlanSettings { task.settings.over(defaults) }

  /// The id of the row of a task.
  public func rowID(of task: String) -> String { "\(name).\(task)" }
}

/// A task of a plan.
public struct PlanTask: Equatable, Sendable {
  /// An id within the plan, of the form of a plan's name.
  public var id: String
  /// What is to be done, on one line.
  public var task: String
  /// Each as the gate reads it: none of them is split in the row's cell.
  public var criteria: [String]
  /// More text for the worker, byte for byte.
  public var brief: String?
  /// The paths of files that the work leaves behind: one criterion `file: PATH` each.
  public var outputs: [String]
  /// The labels of the row.
  public var tags: [String]
  /// The ids of tasks of the plan that must be DONE first.
  public var after: [String]
  public var settings: PlanSettings

  public init(
    id: String, task: String, criteria: [String] = [], brief: String? = nil,
    outputs: [String] = [], tags: [String] = [], after: [String] = [],
    settings: PlanSettings = PlanSettings()
  ) {
    self.id = id
    self.task = task
    self.criteria = criteria
    self.brief = brief
    self.outputs = outputs
    self.tags = tags
    self.after = after
    self.settings = settings
  }
}

/// What a task says itself, or a plan for all of its tasks. The words mean what they mean on rows.
public struct PlanSettings: Equatable, Sendable {
  /// The name of a worker.
  public var worker: String?
  public var priority: Priority?
  /// How many attempts the row may take.
  public var maxAttempts: Int?
  /// The most seconds that an attempt may take.
  public var timeoutSeconds: Int?
  /// The name of the repository in which the task is worked.
  public var repository: String?
  public var approval: Approval?
  public var failurePolicy: FailurePolicy?
  /// `YYYY-MM-DD HH:MM` by the queue's clock.
  public var dueAt: String?
  /// The time before which the row does not start, in the same form.
  public var notBefore: String?
  /// The paths that work on the task touches.
  public var touches: [String] = []
  /// On one line.
  public var notes: String?

  public init() {}

  /// These settings, and those of `others` where these have none.
  func over(_ others: PlanSettings) -> PlanSettings {
    var settings = self
    settings.worker = worker ?? others.worker
    settings.priority = priority ?? others.priority
    settings.maxAttempts = maxAttempts ?? others.maxAttempts
    settings.timeoutSeconds = timeoutSeconds ?? others.timeoutSeconds
    settings.repository = repository ?? others.repository
    settings.approval = approval ?? others.approval
    settings.failurePolicy = failurePolicy ?? others.failurePolicy
    settings.dueAt = dueAt ?? others.dueAt
    settings.notBefore = notBefore ?? others.notBefore
    settings.touches = touches.isEmpty ? others.touches : touches
    settings.notes = notes ?? others.notes
    return settings
  }
}
