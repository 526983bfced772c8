import Gate
public import Model

/// Tasks that belong together, with the tasks for which each waits. Applying the plan makes each
/// task a row.
///
/// A plan that was read from bytes satisfies the rules of `Plan(parsing:)`.
public struct Plan: Equatable, Sendable {
  /// The size of the largest file that is read, in bytes.
  public static let byteLimit = 64 << 20
  public static let taskLimit = 1000
  /// The length of the longest text, in Unicode scalars.
  public static let textLimit = 20_000

  /// A name that `PlanName` accepts.
  public var name: String
  public var title: String?
  public var goal: String?
  /// The id of the row that the plan belongs to.
  public var parent: String?
  /// Where the plan comes from, if its name there could not be its name here: `job:0123abcd…`.
  public var source: String?
  /// The address that gets the result when the plan ends; `nil` for none.
  public var callback: String?
  /// Whether a task without criteria and outputs is done when its worker's program ends with
  /// status 0: `"criteria": "exit"` of `defaults`.
  public var exitDecides = false
  /// The settings for tasks that do not have their own.
  public var defaults: PlanSettings
  /// The tasks: at least one, each with a unique id.
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

  /// The settings of a task, with the defaults for settings that it does not have.
  public func settings(of task: PlanTask) -> PlanSettings { task.settings.over(defaults) }

  /// The name that the plan has elsewhere, without the form.
  var foreignID: String? {
    source.map { text in String(decoding: text.utf8.drop { $0 != 0x3A }.dropFirst(), as: UTF8.self)
    }
  }

  static let exitWord = "exit"

  /// The criteria of a task's row.
  func criteria(of task: PlanTask) -> [String] {
    if task.isUnchecked { return exitDecides ? [Proof.exitText] : [] }
    let isWhole = settings(of: task).outputsOnly != true || task.outputs.isEmpty
    return task.criteria + (isWhole ? [] : [Proof.text(only: task.outputs)])
  }

  /// The ids of the tasks that are done when their worker's program ends with status 0.
  var tasksDecidedByExit: [String] {
    tasks.filter { criteria(of: $0).contains { Proof.parse($0) == .exit } }.map(\.id)
  }

  /// The id of the row of a task.
  public func rowID(of task: String) -> String { "\(name).\(task)" }
}

/// A task of a plan.
public struct PlanTask: Equatable, Sendable {
  /// An id within the plan, in the form of a plan's name.
  public var id: String
  /// What is to be done, on one line.
  public var task: String
  /// The criteria, each as the gate reads it: the gate splits none of them.
  public var criteria: [String]
  /// More text for the worker, byte for byte.
  public var brief: String?
  /// The paths of files that the work produces. Each becomes a criterion `file: PATH`.
  public var outputs: [String]
  /// The labels of the row.
  public var tags: [String]
  /// The ids of tasks in the plan that must be DONE first.
  public var after: [String]
  public var settings: PlanSettings

  /// Whether it has neither criteria nor outputs.
  var isUnchecked: Bool { criteria.isEmpty && outputs.isEmpty }

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

/// Settings of a task, or of a plan for all its tasks. They have the same meaning as on rows.
public struct PlanSettings: Equatable, Sendable {
  /// The name of a worker.
  public var worker: String?
  public var priority: Priority?
  /// How many attempts the row may take.
  public var maxAttempts: Int?
  /// The longest time that an attempt may take, in seconds.
  public var timeoutSeconds: Int?
  /// The name of the repository in which the work is done.
  public var repository: String?
  public var approval: Approval?
  public var failurePolicy: FailurePolicy?
  /// The due time, `YYYY-MM-DD HH:MM` in the queue's zone.
  public var dueAt: String?
  /// The time before which the row does not start, in the same form.
  public var notBefore: String?
  /// The paths that work on the task touches.
  public var touches: [String] = []
  /// Whether the work may change no other files than the outputs.
  public var outputsOnly: Bool?
  /// Notes on one line.
  public var notes: String?

  public init() {}

  /// These settings, with the values of `others` for those that are missing.
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
    settings.outputsOnly = outputsOnly ?? others.outputsOnly
    settings.notes = notes ?? others.notes
    return settings
  }
}
