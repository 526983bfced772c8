import Model
import Text
import Workers

/// The messages to a planner: the form of plans, the workers, the rules for checking work, and the
/// goal.
struct PlannerMessages {
  let goal: String
  /// The plan to change, and a person's feedback; `nil` for a new plan.
  var revision: (plan: Plan, feedback: String)?
  let rules: PlanRules
  let workers: [WorkerProfile]
  /// The names of `review.checks`.
  let checks: [String]
  let repositories: [String]
  /// The text of the profile's `prompt`; empty if there is none.
  let prompt: String

  var messages: [ChatRequest.Message] {
    [.init(.system, prompt + instructions), .init(.user, request)]
  }

  private var instructions: String {
    let workerLines = workers.map { profile in
      let limit =
        rules.workers[profile.name].map { ", at most \(DurationText.exactText($0)) a task" } ?? ""
      return "- \(profile.name): \(profile.about ?? "no description")\(limit)\n"
    }
    let code = rules.codeNeeds.map {
      "- A task whose outputs and touches are not all documents has a criterion that begins with "
        + "\($0)\n"
    }
    return """
      You divide a goal into tasks for other workers, and answer with one plan: a JSON object, and \
      nothing around it. You do no work yourself.

      The plan:
      - "plan" is "\(rules.name)". It has at most \(rules.mostTasks) tasks, each with an id of its own.
      - Each task has a worker, one of these:
      \(workerLines.joined())- "after" names the tasks that must be done before. There is no cycle.
      - A worker sees its own task alone: "brief" says all that it needs to know.
      - "criteria" say how one sees that a task is done, each by itself, without ; and |. \
      \(checkLine)
      - "outputs" are the files that a task leaves behind, "touches" those that it changes, by paths \
      from the project's folder.
      - max_attempts is at most \(rules.mostAttempts).
      \(code ?? "")\(repositoryLine)- Write no programs and no addresses that are to be called, \
      no invisible characters, and no other keys than those of this JSON Schema:

      \(Self.schema)
      """
  }

  static let schema: JSONValue =
    // A test checks that the schema can be parsed.
    (try? JSONValue(parsing: Array(PlanSchema.text.utf8))) ?? [:]

  private var checkLine: String {
    checks.isEmpty
      ? "There are no checks for cmd: criteria."
      : "A criterion cmd: NAME runs a check, one of: \(checks.joined(separator: ", "))."
  }

  private var repositoryLine: String {
    repositories.isEmpty ? "" : "- repo is one of: \(repositories.joined(separator: ", "))\n"
  }

  private var request: String {
    guard let revision else { return "The goal:\n\n\(goal)\n" }
    let plan = String(decoding: revision.plan.canonicalJSON, as: UTF8.self)
    return "The goal:\n\n\(goal)\n\nThe plan so far:\n\n\(plan)\n\n"
      + "Change it, and answer with the whole plan:\n\n\(revision.feedback)\n"
  }

  /// The reply to an answer with mistakes.
  ///
  /// - Parameter isCut: whether the answer ends at the model's limit of tokens.
  static func correction(of mistakes: PlanMistakes, isCut: Bool) -> String {
    let lines = mistakes.kept.map { "- \($0.sentence.english)\n" }.joined()
    let others = mistakes.sentenceOnOthers.map { "- \($0.english)\n" } ?? ""
    let cut =
      isCut ? "Your answer was cut at your limit of tokens: write a shorter plan.\n" : ""
    return "The plan has these mistakes:\n\(lines)\(others)\(cut)"
      + "Answer with the whole corrected plan."
  }
}
