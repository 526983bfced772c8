public import Door
import Model
import Text
import Workers

/// How files of plans are read: `plans` in `orch.json`. Source: `docs/plans.md`, "Plans of other
/// tools".
public struct PlanFileSettings: FeatureSettings, Equatable {
  /// The workers that replace names of other tools.
  public var workers = WorkerNames()
  /// The tasks for a goal without steps; `{goal}` in their texts is the goal.
  public var pipeline: [PlanTask] = []
  /// The hosts that a plan may name in `callback_url`.
  public var callbackHosts: Set<String> = []

  public init() {}

  public static let keys = [
    SettingKey<PlanFileSettings>(
      "plans.workers",
      Sentence(
        #"workers by the names that replace them, such as {"codex-*": "codex"}"#,
        #"이름마다 워커. 예: {"codex-*": "codex"}"#),
      fallback: "{}",
      "the workers for names in plans that are not names of workers; `*` is any text and `?` one "
        + "character", \.workers
    ) { value in
      let members = value.objectValue?.members.map { name, worker in
        (name: name, worker: worker.stringValue ?? "")
      }
      guard let members, members.allSatisfy({ ItemID.isWellFormed($0.worker) }) else { return nil }
      return WorkerNames(members)
    },
    SettingKey<PlanFileSettings>(
      "plans.pipeline",
      Sentence(
        #"a list of tasks of a plan, such as [{"id": "plan", "task": "Plan: {goal}", "worker": "claude"}]"#,
        #"계획의 할 일 목록. 예: [{"id": "plan", "task": "계획: {goal}", "worker": "claude"}]"#),
      fallback: "[]",
      "the tasks for a goal without steps, each of which waits for the one before it; `{goal}` is "
        + "the goal", \.pipeline
    ) { value in
      guard let tasks = value.arrayValue, !tasks.isEmpty,
        let bytes = Optional(Array("\(["plan": "p", "tasks": value] as JSONValue)".utf8)),
        let plan = try? Plan(parsing: bytes)
      else { return nil }
      return plan.tasks
    },
    SettingKey<PlanFileSettings>(
      "plans.callback_hosts", Sentence("a list of host names", "호스트 이름의 목록"), fallback: "[]",
      "the hosts to which the result of a plan with `callback_url` may be sent", \.callbackHosts
    ) { value in
      guard let hosts = value.stringValues, hosts.allSatisfy({ !$0.isEmpty }) else { return nil }
      return Set(hosts.map { $0.lowercased() })
    },
  ]

  public func mistake(among settings: FileSettings) -> SettingMistake? {
    let known = settings.workers
    guard known.isNamed else { return nil }
    let other = workers.replacements.first { known[$0.worker] == nil }
    return other.map {
      .value(
        .string($0.worker), key: "plans.workers.\($0.name)",
        form: Sentence("the name of a worker", "워커의 이름"))
    }
  }
}

extension FileSettings {
  var planFiles: PlanFileSettings { PlanFileSettings(reading: given) }
}
