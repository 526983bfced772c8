import Text

/// The form of a plan that another tool wrote. Source: `docs/plans.md`, "Plans of other tools".
public enum PlanForm: String, CaseIterable, Sendable {
  /// `planId` with `subtasks`, each of which names the subtasks for which it waits.
  case devops
  /// `job_id` with `steps`, each of which waits for the step before it.
  case job

  /// The form of a plan, detected by its keys; `nil` for our own form. A goal without tasks is a
  /// job whose steps the settings have.
  init?(of value: JSONValue) {
    guard let object = value.objectValue, object[PlanKey.tasks.rawValue] == nil,
      object[PlanKey.plan.rawValue] == nil
    else { return nil }
    let form = Self.allCases.first { form in
      ([form.nameKeys[0], form.tasksKey]).contains { object[$0] != nil }
    }
    guard let form = form ?? (object["goal"] == nil ? nil : .job) else { return nil }
    self = form
  }

  var tasksKey: String {
    switch self {
    case .devops: "subtasks"
    case .job: "steps"
    }
  }

  /// The key with the tasks for which a task waits; `nil` if the order of the tasks decides that.
  var afterKey: String? {
    switch self {
    case .devops: "dependsOn"
    case .job: nil
    }
  }

  /// The keys of the plan's name; the first one that a plan has counts.
  var nameKeys: [String] {
    switch self {
    case .devops: ["planId", "id"]
    case .job: ["job_id"]
    }
  }

  /// The keys of a task's id, as for `nameKeys`.
  var idKeys: [String] {
    switch self {
    case .devops: ["id"]
    case .job: ["step_id", "id"]
    }
  }

  var retriesKey: String {
    switch self {
    case .devops: TaskSettingKey.maxAttempts.rawValue
    case .job: "max_retries"
    }
  }

  static let titleKey = "title"
  static let promptKey = "prompt"
  static let policyKey = "policy"

  // MARK: The meaning of keys

  enum PlanWord {
    case name, title, goal, tasks, callback
    /// The labels for all tasks.
    case tags
    /// A line at the end of the goal.
    case kept
    case shared(Word)
  }

  enum TaskWord {
    case id
    case task(TaskKey)
    /// If true, a person approves the start of the task.
    case approval
    case shared(Word)
  }

  /// The meaning of a key that a task may have, or a plan for all its tasks.
  enum Word {
    case setting(TaskSettingKey)
    /// The worker, for which there are two keys.
    case worker
    /// A repository: its name, or `OWNER/NAME`.
    case repository
    /// The path of a repository.
    case repositoryPath
    /// The path of a checkout in which the work is done.
    case checkout
    /// The timeout, as a number of seconds.
    case seconds
    /// How often the task is tried again after the first attempt.
    case retries
    /// What happens after a failure, in the words of a job.
    case failure
    /// A line at the end of the brief.
    case told
  }

  var planWords: [(key: String, word: PlanWord)] {
    let own: [(key: String, word: PlanWord)] =
      switch self {
      case .devops: []
      case .job:
        [
          ("source", .kept), ("context_window", .shared(.told)),
          ("context_strategy", .shared(.told)), ("artifact_handoff", .shared(.told)),
          ("callback_url", .callback),
        ]
      }
    return nameKeys.map { ($0, .name) }
      + [
        (Self.titleKey, .title), ("goal", .goal), (tasksKey, .tasks), ("tags", .tags),
        ("schema_version", .kept), ("created_at", .kept), ("metadata", .kept),
      ] + own + words.map { ($0.key, .shared($0.word)) }
  }

  var taskWords: [(key: String, word: TaskWord)] {
    let own: [(key: String, word: TaskWord)] =
      switch self {
      case .devops: [("dependsOn", .task(.after)), ("approval", .shared(.setting(.approval)))]
      case .job:
        [
          ("requires_approval", .approval), ("ask_human", .approval),
          ("retry_backoff_sec", .shared(.told)), ("apply_patches_from", .shared(.told)),
          ("allowed_tools", .shared(.told)),
        ]
      }
    let common: [(key: String, word: TaskWord)] = [
      (Self.titleKey, .task(.task)), (Self.promptKey, .task(.brief)),
      ("criteria", .task(.criteria)), ("outputs", .task(.outputs)), ("tags", .task(.tags)),
      ("goal", .shared(.told)), ("metadata", .shared(.told)),
    ]
    return idKeys.map { ($0, .id) } + common + own + words.map { ($0.key, .shared($0.word)) }
  }

  /// The refusal of a key that asks for something that no row can do.
  func refusal(of key: String) -> PlanMistake.Refusal? {
    key == Self.jumpKey ? .jump(retriesKey: retriesKey) : nil
  }

  static let jumpKey = "goto"
  /// The word of `on_failure` that begins a jump.
  static let jumpStart = "goto:"
  /// The words of `on_failure` in a job.
  static let failureWords = [stop, "ask_human"]
  package static let stop = "stop"

  private var words: [(key: String, word: Word)] {
    let ours: [TaskSettingKey] = [
      .priority, .dueAt, .notBefore, .touches, .outputsOnly, .notes,
    ]
    let own: [(key: String, word: Word)] =
      switch self {
      case .devops:
        [
          (retriesKey, .setting(.maxAttempts)), ("repoPath", .repositoryPath),
          ("repo_path", .repositoryPath), ("worktreePath", .checkout),
          ("worktree_path", .checkout), (Self.failureKey, .setting(.onFailure)),
        ]
      case .job:
        [
          (retriesKey, .retries), ("project_id", .repository), (Self.failureKey, .failure),
        ]
      }
    return [
      ("agent", .worker), ("routing", .worker), ("timeout_sec", .seconds),
      ("repo", .repository), ("role", .told),
      ("input_artifacts", .told), ("workdir", .told), (Self.policyKey, .told),
    ] + own + ours.map { ($0.rawValue, .setting($0)) }
  }

  private static let failureKey = TaskSettingKey.onFailure.rawValue
}
