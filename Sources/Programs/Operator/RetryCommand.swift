import Runner
import Text
import Worktrees

/// `ops retry`: puts FAILED and BLOCKED rows back to PENDING.
struct RetryCommand: RowsCommand {
  static let name = "retry"
  static let summary = Sentence(
    "Take FAILED or BLOCKED rows back to PENDING", "FAILED나 BLOCKED 행을 PENDING으로 되돌립니다")
  static let result = """
    `ID -> PENDING` for each row that was FAILED or BLOCKED; clears owner and start; adds the note \
    `retry_requested`; a PENDING row that backs off may start at once; a permanent failure, or a \
    row whose attempts are used up, needs `--force`; `NOOP` if no row is chosen. A refused row \
    does not stop the others, but makes the exit status 1
    """
  static let examples = [
    Example(
      "ops retry --id ORCH-001", Sentence("adds the note retry_requested", "notes에 retry_requested")
    ),
    Example(
      "ops retry ORCH-001 --force",
      Sentence("even if the failure was marked as permanent", "영구 실패로 표시된 행도")),
    Example(
      "ops retry ORCH-001 --fresh",
      Sentence("without the work so far in its worktree", "지금까지의 작업 트리 없이")),
    Example(
      "ops retry --status FAILED --match login --dry-run",
      Sentence("shows which rows would be tried again", "무엇을 다시 시도할지")),
  ]
  static let statuses = RowsChange.retry().statuses
  static let options =
    Option<RetryCommand>.rows(of: .stopped) + [
      .force(
        Sentence(
          "retry even if the failure is permanent or the attempts are used up",
          "영구 실패이거나 시도를 모두 쓴 행도")
      ) { $0.force = true },
      .flag(
        "--fresh",
        Sentence(
          "start over from the base: remove the worktree, keep its branch as BRANCH@N",
          "처음부터 다시 시작. 작업 트리는 지우고 브랜치는 BRANCH@N으로 남김")
      ) { $0.fresh = true },
    ]

  var shared = SharedOptions()
  var rows = RowSelection()
  var force = false
  var fresh = false
  var change: RowsChange { .retry(force: force, fresh: fresh) }
}

extension RetryCommand {
  init(shared: SharedOptions, id: String) { self.init(shared: shared, rows: RowSelection(id)) }
}
