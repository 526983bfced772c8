// The keys of a plan's JSON, each in the order of the canonical form.

enum PlanKey: String, CaseIterable {
  /// For editors; orch does not read it.
  case schema = "$schema"
  case plan, title, goal, parent, defaults, tasks

  static let required: [PlanKey] = [.plan, .tasks]
}

/// The keys of a task besides its settings.
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
  case touches, notes
}
