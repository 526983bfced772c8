public import Door
import Text
import Workers

/// `answers` in `orch.json`: the model that answers the questions of workers. Source:
/// `docs/dispatch.md`, "A model that answers".
public struct AnswerSettings: FeatureSettings, Equatable {
  /// The name of the worker that is asked; `nil` if only people answer.
  public private(set) var worker: String?
  /// How many questions of one row the model may answer.
  public private(set) var rounds = 2

  public init() {}

  private static let mostRounds = 1...10
  private static let workerForm = Sentence(
    "the name of a worker with the adapter llm and without rows",
    "어댑터가 llm이고 rows가 없는 워커의 이름")

  public static let keys = [
    SettingKey<AnswerSettings>(
      "answers",
      Sentence(
        #"an object, such as {"worker": "architect", "rounds": 2}"#,
        #"객체. 예: {"worker": "architect", "rounds": 2}"#),
      fallback: "only people answer",
      "the model that answers the questions of workers: `worker`, a worker with the adapter `llm`, "
        + "and `rounds` (2), how many questions of one row it may answer"
    ) { (value, settings) throws(SettingMistake) in
      guard let object = value.objectValue else { return false }
      try object.read(into: &settings, by: members, at: "answers")
      return true
    }
  ]

  private static let members: [SettingKey<AnswerSettings>] = [
    SettingKey("worker", workerForm, isRequired: true, \.worker) {
      $0.stringValue.map(Optional.some)
    },
    SettingKey("rounds", .wholeNumber(in: mostRounds), \.rounds) { $0.integer(in: mostRounds) },
  ]

  public func mistake(among settings: FileSettings) -> SettingMistake? {
    guard let worker, !settings.workers.planners.contains(where: { $0.name == worker }) else {
      return nil
    }
    return .value(.string(worker), key: "answers.worker", form: Self.workerForm)
  }
}

extension Workspace {
  /// The model that answers, and how many questions of one row it may answer; `nil` if `orch.json`
  /// names none.
  var answers: (planner: WorkerProfile, rounds: Int)? {
    let settings = AnswerSettings(reading: settings.given)
    guard let planner = profiles.planners.first(where: { $0.name == settings.worker }) else {
      return nil
    }
    return (planner, settings.rounds)
  }
}
