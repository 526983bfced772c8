import Model
import Runner
import Text
import Worktrees

/// `ops replan`: blocks rows in progress, and makes other rows PENDING.
struct ReplanCommand: RowsCommand {
  static let name = "replan"
  static let summary = Sentence(
    "Take rows out of the work in hand, with a reason", "하던 작업에서 행을 이유와 함께 뺍니다")
  static let discussion = Sentence(
    """
    A row IN_PROGRESS becomes BLOCKED; any other row becomes PENDING, without owner and start.
    A DONE row needs --force; --all, --match and --added-by leave DONE rows out.
    """,
    """
    IN_PROGRESS 행은 BLOCKED가 되고, 다른 행은 소유자와 시작 시각 없이 PENDING이 됩니다. DONE은
    --force가 필요하며, --all, --match, --added-by는 DONE을 뺍니다.
    """)
  static let result = """
    `ID -> BLOCKED` for each row that was IN_PROGRESS, `ID -> PENDING` for the other rows; clears \
    owner and start; adds the note `replan:N`; DONE needs `--force`; `NOOP` if no row is chosen. A \
    refused row does not stop the others, but makes the exit status 1
    """
  static let examples = [
    Example(
      "ops replan --id ORCH-001 --notes 'split into two'",
      Sentence("adds the note replan:split into two", "notes에 replan:split into two")),
    Example(
      "ops replan --status BLOCKED --notes 'the host is back'",
      Sentence("every blocked row", "막힌 모든 행")),
  ]
  static let statuses = RowsChange.replan(reason: "").statuses
  static let options =
    Option<ReplanCommand>.rows(of: .all) + [
      .text(
        "--notes", also: "--reason", "N",
        Sentence("the reason, added to the notes", "이유. notes에 더합니다"), repeatable: true
      ) { $1.reason = $1.reason.gathering($0, by: "; ") },
      .force(Sentence("replan DONE rows, too", "DONE인 행도")) { $0.force = true },
    ]

  var shared = SharedOptions()
  var rows = RowSelection()
  var reason = ""
  var force = false
  var change: RowsChange { .replan(reason: reason, force: force) }
}

extension ReplanCommand {
  init(shared: SharedOptions, id: String, from: Status? = nil, reason: String) {
    self.init(shared: shared, rows: RowSelection(id, from: from), reason: reason)
  }
}
