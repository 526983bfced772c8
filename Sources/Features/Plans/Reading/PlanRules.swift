import Model

/// Rules for plans that a planner wrote, in addition to the form of all plans: `planner` in
/// `orch.json`. The plan must not name other workers, and must not raise a limit.
public struct PlanRules: Equatable, Sendable {
  /// The name that the plan must have.
  public var name: String
  /// The workers that tasks may name, with the longest time of an attempt in seconds. If it is
  /// empty, sessions take the rows, and no task names a worker.
  public var workers: [String: Int]
  public var mostTasks: Int
  /// The largest number of attempts that a task may ask for.
  public var mostAttempts: Int
  /// The prefix that a criterion of each code task must have; `nil` for none.
  public var codeNeeds: String?

  public init(
    name: String, workers: [String: Int], mostTasks: Int, mostAttempts: Int, codeNeeds: String?
  ) {
    (self.name, self.workers, self.mostTasks) = (name, workers, mostTasks)
    (self.mostAttempts, self.codeNeeds) = (mostAttempts, codeNeeds)
  }

  func check(_ plan: Plan, noting mistakes: inout PlanMistakes) {
    let tasks = JSONPlace.whole.member(PlanKey.tasks.rawValue)
    if plan.name != name {
      mistakes.append(
        .otherName(expected: name), at: .whole.member(PlanKey.plan.rawValue))
    }
    if plan.tasks.count > mostTasks {
      mistakes.append(.tooManyTasks(plan.tasks.count, limit: mostTasks), at: tasks)
    }
    // The worker of a task decides how long an attempt may take, so the defaults are checked for
    // each task.
    check(plan.defaults, of: nil, at: .whole.member(PlanKey.defaults.rawValue), &mistakes)
    for (index, task) in plan.tasks.enumerated() {
      let place = tasks.element(index)
      let settings = plan.settings(of: task)
      check(task.settings, of: settings, at: place, &mistakes)
      if settings.worker == nil, !workers.isEmpty {
        mistakes.append(.noWorker(allowed: workers.keys.sorted()), at: place)
      }
      guard let codeNeeds, task.isOfCode(touching: settings.touches) else { continue }
      if !task.criteria.contains(where: { $0.hasPrefix(codeNeeds) }) {
        mistakes.append(.codeWithoutProof(codeNeeds), at: place)
      }
    }
  }

  /// - Parameters:
  ///   - settings: the settings at the place.
  ///   - all: the settings together with the defaults; `nil` for the defaults themselves.
  private func check(
    _ settings: PlanSettings, of all: PlanSettings?, at place: JSONPlace,
    _ mistakes: inout PlanMistakes
  ) {
    if let worker = settings.worker, workers[worker] == nil {
      mistakes.append(
        workers.isEmpty
          ? .unknownWorker(worker, known: []) : .notOneOf(worker, workers.keys.sorted()),
        at: place.member(TaskSettingKey.worker.rawValue))
    }
    if let all, let seconds = all.timeoutSeconds, let limit = all.worker.flatMap({ workers[$0] }),
      seconds > limit
    {
      mistakes.append(
        .aboveLimit(DurationText.exactText(limit)),
        at: place.member(TaskSettingKey.timeout.rawValue))
    }
    if let attempts = settings.maxAttempts, attempts > mostAttempts {
      mistakes.append(
        .aboveLimit(String(mostAttempts)), at: place.member(TaskSettingKey.maxAttempts.rawValue))
    }
  }
}

extension PlanTask {
  /// Whether the work is code: the task produces or touches a file that is not a document, or it
  /// names no file at all.
  fileprivate func isOfCode(touching touches: [String]) -> Bool {
    let paths = outputs + touches
    return paths.isEmpty || !paths.allSatisfy(Self.isDocument)
  }

  private static func isDocument(_ path: String) -> Bool {
    let name = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).last
    let parts = name?.split(separator: UInt8(ascii: ".")) ?? []
    guard parts.count > 1, let ending = parts.last else { return false }
    return documents.contains(String(decoding: ending, as: UTF8.self).lowercased())
  }

  /// The extensions of files that checks do not run.
  private static let documents: Set = [
    "md", "markdown", "rst", "adoc", "txt", "csv", "tsv", "pdf", "png", "jpg", "jpeg", "svg",
  ]
}

extension Plan {
  /// Reads the JSON of a plan that a planner wrote.
  ///
  /// - Parameters:
  ///   - bytes: as for `Plan(parsing:)`.
  ///   - names: the names that the project defines. Its workers are not used, because the rules
  ///     name them.
  ///   - rules: the rules for the plan.
  /// - Throws: all mistakes.
  public init(
    parsing bytes: [UInt8], names: PlanNames, keeping rules: PlanRules
  ) throws(PlanMistakes) {
    var names = names
    // The rules report each worker that they do not allow.
    names.workers = nil
    var reader = PlanReader(names)
    guard let value = reader.json(bytes), let plan = reader.plan(value) else {
      throw reader.mistakes
    }
    rules.check(plan, noting: &reader.mistakes)
    guard reader.mistakes.isEmpty else { throw reader.mistakes }
    self = plan
  }
}
