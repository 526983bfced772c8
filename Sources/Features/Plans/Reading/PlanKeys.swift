// The keys of a plan's JSON, each in the order of the canonical form.

enum PlanKey: String, CaseIterable {
  /// The schema for editors, which orch does not read.
  case schema = "$schema"
  case plan, title, goal, parent, source
  case callback = "callback_url"
  case defaults, tasks

  static let required: [PlanKey] = [.plan, .tasks]
}

/// The keys of a task, apart from its settings.
enum TaskKey: String, CaseIterable {
  case id, task, criteria, brief, outputs, tags, after

  static let required: [TaskKey] = [.id, .task]
}

/// The keys of `defaults`, which a task may have, too.
enum TaskSettingKey: String, CaseIterable {
  case worker, priority
  case maxAttempts = "max_attempts"
  case timeout
  case repository = "repo"
  case approval
  case onFailure = "on_failure"
  case dueAt = "due_at"
  case notBefore = "not_before"
  case touches
  case outputsOnly = "outputs_only"
  case notes
}
