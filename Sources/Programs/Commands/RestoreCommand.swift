import Door
import Model
import Runner
import Text

/// `orch restore`: brings a deleted row back.
struct RestoreCommand: TransitionCommand {
  static let name = "restore"
  static let summary = Sentence("Bring back a row that was deleted", "삭제된 행을 되살립니다")
  static let result = "`ID -> STATUS`: the row is back in its old place"
  static let discussion = Sentence(
    """
    The row comes back as it was, in its old place. A row that was deleted in an editor can be
    restored if orch had changed the table before; orch history lists such rows. Attempts that ops
    gc moved beside the archive come back, too.
    """,
    """
    행은 있던 자리에 있던 그대로 돌아옵니다. 편집기에서 삭제한 것은 그 전에 orch가 표를 바꾼 적이
    있으면 알 수 있습니다. orch history가 보여 줍니다. ops gc가 아카이브 옆으로 옮긴 시도도
    돌아옵니다.
    """)
  static let examples = [
    Example(
      "orch restore --id ORCH-001", Sentence("the row is in the table again", "행이 다시 표에 있습니다"))
  ]
  static let options: [Option<RestoreCommand>] = [
    .value("--id", "ID", Sentence("the row", "행"), required: true, kind: .deletedRow) { $1.id = $0 }
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var id = ""
  var itemID: String? { id }

  func perform(in context: CommandContext, reporting report: (Decision) throws -> Void) throws {
    try report(context.taskQueue.restore(id, as: context.caller))
  }
}
