import Model
import Runner
import Text
import Worktrees

/// `orch assign`: gives an IN_PROGRESS row to another session.
struct AssignCommand: TransitionCommand {
  static let name = "assign"
  static let summary = Sentence("Give an IN_PROGRESS row to a session", "IN_PROGRESS 행을 세션에 줍니다")
  static let discussion = Sentence(
    """
    --owner-session names the session. If the row already has an owner, --from has to name that
    owner, or --force is needed.
    """,
    """
    세션은 --owner-session입니다. 소유자가 있는 행은 --from이 그 소유자일 때, 또는 --force로만
    넘어갑니다.
    """)
  static let result = "`ID -> S`; `S` is the session of `--owner-session`"
  static let examples = [
    Example(
      "orch assign --id ORCH-001 --owner-session worker-b --from worker-a",
      Sentence("hands the row over", "행을 넘겨줍니다"))
  ]
  static let options: [Option<AssignCommand>] = [
    .row(Sentence("the row", "행"), of: .inProgress) { $1.id = $0 },
    .value(
      "--from", "OLD", Sentence("the session that must own the row now", "지금의 소유자"), kind: .session
    ) {
      $1.from = $0
    },
    .force(Sentence("take the row even from another owner", "다른 소유자의 행도")) { $0.force = true },
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var id = ""
  var from: String?
  var force = false
  var itemID: String? { id }

  func perform(in context: CommandContext, reporting report: (Decision) throws -> Void) throws {
    let session = try context.requiredSession(
      or: Sentence("name the session that gets the row", "행을 받을 세션을 지정하십시오"))
    try context.taskQueue.perform(
      .assign(id: id, to: session, from: from, force: force), as: context.caller,
      reporting: report)
  }

  func output(for item: QueueItem) -> Sentence? {
    Sentence(same: "\(item.id.escaped) -> \((item.ownerSession ?? "-").escaped)")
  }
}
