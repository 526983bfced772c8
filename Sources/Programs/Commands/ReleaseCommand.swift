import Model
import Runner
import Text
import Worktrees

/// `orch release`: makes an IN_PROGRESS row PENDING again.
struct ReleaseCommand: TransitionCommand {
  static let name = "release"
  static let summary = Sentence(
    "Hand back an IN_PROGRESS row, so that any session can pick it",
    "IN_PROGRESS 행을 놓아주어 누구나 맡을 수 있게 합니다")
  static let result = "`ID -> PENDING`"
  static let examples = [
    Example(
      "orch release --id ORCH-001 --owner-session worker-a",
      Sentence("the owner hands the row back", "소유자가 놓아줍니다")),
    Example(
      "orch release ORCH-001 --force",
      Sentence("frees a row whose owner is gone", "소유자가 사라진 행을 풀어 줍니다")),
  ]
  static let options: [Option<ReleaseCommand>] = [
    .row(Sentence("the row", "행"), of: .inProgress) { $1.id = $0 },
    .force(Sentence("release even a row of another owner", "다른 소유자의 행도")) { $0.force = true },
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var id = ""
  var force = false
  var itemID: String? { id }

  func perform(in context: CommandContext, reporting report: (Decision) throws -> Void) throws {
    try context.taskQueue.perform(
      .release(id: id, force: force), as: context.caller, reporting: report)
  }
}
