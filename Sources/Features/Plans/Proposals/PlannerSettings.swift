public import Door
import Text
import Workers

/// Who writes plans, and what the plans may ask for: `planner` in `orch.json`. Source:
/// `docs/planner.md`.
public struct PlannerSettings: FeatureSettings, Equatable {
  /// The name of the planner; `nil` if none is named.
  public var worker: String?
  /// The workers that plans of the planner may name; empty for all that work on rows.
  public var workers: [String] = []
  /// The largest number of tasks in a plan.
  public var mostTasks = 30
  /// The prefix that a criterion of each code task must have, such as `cmd:`; `nil` for none.
  public var codeNeeds: String?
  /// Whether `--auto-approve` applies a plan without a person.
  public var mayApproveItself = false

  public init() {}

  private static let mostTasksAllowed = 1...1000
  private static let workerForm = Sentence(
    "the name of a worker with the adapter llm and without rows",
    "어댑터가 llm이고 rows가 없는 워커의 이름")
  private static let workersForm = Sentence(
    "a list of names of workers that work on rows", "행을 맡는 워커 이름의 목록")
  private static let codeForm = Sentence(
    "the beginning of a criterion, such as cmd:", "기준의 시작. 예: cmd:")

  public static let keys = [
    SettingKey<PlannerSettings>(
      "planner",
      Sentence(
        #"an object, such as {"worker": "architect", "workers": ["claude"], "max_tasks": 30}"#,
        #"객체. 예: {"worker": "architect", "workers": ["claude"], "max_tasks": 30}"#),
      fallback: "{}",
      "who writes plans, and what the plans may ask for: `worker`, `workers`, `max_tasks` (30), "
        + "`code_needs` and `auto_approve` (false)"
    ) { (value, settings) throws(SettingMistake) in
      guard let object = value.objectValue else { return false }
      try object.read(into: &settings, by: members, at: "planner")
      return true
    }
  ]

  private static let members: [SettingKey<PlannerSettings>] = [
    SettingKey("worker", workerForm, \.worker) { $0.stringValue.map(Optional.some) },
    SettingKey("workers", workersForm, \.workers) {
      $0.stringValues.flatMap { $0.isEmpty ? nil : $0 }
    },
    SettingKey("max_tasks", .wholeNumber(in: mostTasksAllowed), \.mostTasks) {
      $0.integer(in: mostTasksAllowed)
    },
    SettingKey("code_needs", codeForm, \.codeNeeds) { value in
      value.stringValue.flatMap { $0.isEmpty ? nil : .some($0) }
    },
    .flag("auto_approve", \.mayApproveItself),
  ]

  public func mistake(among settings: FileSettings) -> SettingMistake? {
    let workers = settings.workers
    if let worker, !workers.planners.contains(where: { $0.name == worker }) {
      return .value(.string(worker), key: "planner.worker", form: Self.workerForm)
    }
    if let other = self.workers.first(where: { workers[$0] == nil }) {
      return .value(.string(other), key: "planner.workers", form: Self.workersForm)
    }
    return nil
  }
}

extension FileSettings {
  var planner: PlannerSettings { PlannerSettings(reading: given) }
}
