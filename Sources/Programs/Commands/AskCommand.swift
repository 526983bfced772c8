import Door
import Model
import Runner
import Text
import Work

/// `orch ask`: asks the model of `answers` the questions of workers, in a process that a tick
/// starts.
struct AskCommand: QueueCommand {
  static let name = "ask"
  static let summary = Sentence(
    same: "Let a model answer the questions of workers; ticks start this by themselves")
  static let discussion = Sentence(
    same:
      "You need not run this command yourself: orch tick and orch daemon start it. Use ops why to see the result."
  )
  static let result = "a line for each question: `ID answered by NAME`, or why there is no answer"
  static let examples = [
    Example("orch ask --quiet", Sentence(same: "what a tick runs"))
  ]
  static let options: [Option<AskCommand>] = []

  static let isHidden = true
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .all }

  func run(in context: CommandContext) throws -> ExitStatus {
    for question in try context.taskQueue.answerQuestions(as: context.caller) {
      let said = question.asked?.sentence.english ?? "answered by \(question.worker)"
      try context.print("\(question.id.escaped) \(said)")
    }
    return .success
  }
}
