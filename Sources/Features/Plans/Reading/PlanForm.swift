import Text

/// The form of a plan that another tool wrote. Source: `docs/plans.md`, "Plans of other tools".
public enum PlanForm: String, CaseIterable, Sendable {
  /// `planId` with `subtasks`, each of which names the subtasks that it waits for.
  case devops
  /// `job_id` with `steps`, each of which waits for the one before it.
  case job

  /// The form of a plan, detected by its keys; `nil` for our own form.
  init?(of value: JSONValue) {
    guard let object = value.objectValue, object[PlanKey.tasks.rawValue] == nil,
      let form = Self.allCases.first(where: { $0.required.contains { object[$0] != nil } })
    else { return nil }
    self = form
  }

  var tasksKey: String {
    switch self {
    case .devops: "subtasks"
    case .job: "steps"
    }
  }

  /// The key with the tasks that a task waits for; `nil` if the order of the tasks says it.
  var afterKey: String? {
    switch self {
    case .devops: "dependsOn"
    case .job: nil
    }
  }

  private var nameKey: String {
    switch self {
    case .devops: "planId"
    case .job: "job_id"
    }
  }

  private var retriesKey: String {
    switch self {
    case .devops: TaskSettingKey.maxAttempts.rawValue
    case .job: "max_retries"
    }
  }

  var required: [String] { [nameKey, tasksKey] }
  static let requiredOfTask = ["id", "title"]
  static let policyKey = "policy"

  // MARK: What the keys say

  enum PlanWord {
    case name, title, goal, tasks
    /// The labels for all tasks.
    case tags
    /// A line at the end of the goal.
    case kept
    case shared(Word)
  }

  enum TaskWord {
    case task(TaskKey)
    /// If true, a person approves the start of the task.
    case approval
    case shared(Word)
  }

  /// What a key means that may stand in a task, or in a plan for all its tasks.
  enum Word {
    case setting(TaskSettingKey)
    /// The worker, for which there are two keys.
    case worker
    /// The name of a repository; other tools have an address there.
    case repository
    /// The timeout, as a number of seconds.
    case seconds
    /// A line at the end of the brief.
    case told
  }

  var planWords: [(key: String, word: PlanWord)] {
    [
      (nameKey, .name), ("title", .title), ("goal", .goal), (tasksKey, .tasks), ("tags", .tags),
      ("schema_version", .kept), ("created_at", .kept), ("metadata", .kept),
    ] + words.map { ($0.key, .shared($0.word)) }
  }

  var taskWords: [(key: String, word: TaskWord)] {
    let own: [(key: String, word: TaskWord)] =
      switch self {
      case .devops: [("dependsOn", .task(.after)), ("approval", .shared(.setting(.approval)))]
      case .job: [("requires_approval", .approval), ("ask_human", .approval)]
      }
    let common: [(key: String, word: TaskWord)] = [
      ("id", .task(.id)), ("title", .task(.task)), ("prompt", .task(.brief)),
      ("criteria", .task(.criteria)), ("outputs", .task(.outputs)), ("tags", .task(.tags)),
      ("goal", .shared(.told)), ("metadata", .shared(.told)),
    ]
    return common + own + words.map { ($0.key, .shared($0.word)) }
  }

  /// The refusal of a key that asks for something that no row can do.
  func refusal(of key: String) -> PlanMistake.Refusal? {
    switch key {
    case "goto": .jump(retriesKey: retriesKey)
    case "callback_url": .callback
    default: nil
    }
  }

  private var words: [(key: String, word: Word)] {
    let ours: [TaskSettingKey] = [.priority, .onFailure, .dueAt, .notBefore, .touches, .notes]
    return [
      ("agent", .worker), ("routing", .worker), ("timeout_sec", .seconds),
      (retriesKey, .setting(.maxAttempts)), ("repo", .repository), ("role", .told),
      ("input_artifacts", .told), ("workdir", .told), (Self.policyKey, .told),
    ] + ours.map { ($0.rawValue, .setting($0)) }
  }
}
