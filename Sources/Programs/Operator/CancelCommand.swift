import Model
import Runner
import Text
import Worktrees

/// `ops cancel`: blocks unfinished rows, and ends their workers.
struct CancelCommand: RowsCommand {
  static let name = "cancel"
  static let summary = Sentence(
    "Stop unfinished rows: they become BLOCKED", "끝나지 않은 행을 멈춥니다: BLOCKED가 됩니다")
  static let discussion = Sentence(
    """
    If orch started a worker for a row on this machine, the command ends the worker and every
    process that the worker started. It asks the processes to end, and kills them after the grace
    of the worker.
    """,
    """
    orch가 이 컴퓨터에서 그 행을 위해 시작한 워커를, 그것이 시작한 모든 것과 함께 종료합니다. 먼저 요청하고,
    워커의 grace보다 오래 걸리면 강제로 종료합니다.
    """)
  static let result = """
    `ID -> BLOCKED` for each row; adds the note `cancelled_by_operator`, followed by `: N`; \
    refuses DONE and FAILED; `NOOP` if no row is chosen. A refused row does not stop the others, \
    but makes the exit status 1
    """
  static let examples = [
    Example(
      "ops cancel --id ORCH-001",
      Sentence(
        "adds the note cancelled_by_operator; ops retry makes the row PENDING again",
        "notes에 cancelled_by_operator. ops retry가 다시 PENDING으로 만듭니다")),
    Example(
      "ops cancel --match login --dry-run", Sentence("shows which rows would be stopped", "무엇이 멈출지")
    ),
    Example(
      "ops cancel --added-by agent-7",
      Sentence("all that a session has added, by the history", "이력에 따라 한 세션이 추가한 모든 행")),
  ]
  static let statuses = RowsChange.cancel().statuses
  static let options =
    Option<CancelCommand>.rows(of: .unfinished) + [
      .text(
        "--notes", also: "--reason", "N",
        Sentence("the reason, added to the note", "이유. notes에 더합니다"), required: false,
        repeatable: true
      ) {
        $1.reason = ($1.reason ?? "").gathering($0, by: "; ")
      }
    ]

  var shared = SharedOptions()
  var rows = RowSelection()
  var reason: String?
  var change: RowsChange { .cancel(reason: reason) }
}

extension CancelCommand {
  init(shared: SharedOptions, id: String, from: Status? = nil, reason: String? = nil) {
    self.init(shared: shared, rows: RowSelection(id, from: from), reason: reason)
  }
}
