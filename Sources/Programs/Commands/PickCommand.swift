import Door
import Model
import Runner
import Text
import Worktrees

/// `orch pick`: claims a row.
struct PickCommand: QueueCommand {
  static let name = "pick"
  static let summary = Sentence("Claim the next row and print its id", "다음 행을 맡고 그 id를 출력합니다")
  static let discussion = Sentence(
    """
    The next row is the first PENDING row of the highest priority that waits for nothing, does not
    back off and is not leased to another session. It becomes IN_PROGRESS. If several sessions pick
    at once, each row is still handed out only once. A session also gets a lease, and with --json
    the token of the claim. A command that passes the token as --attempt is refused after the claim
    is over. What a person picks, without a session, stays theirs until they finish or release it.
    A row that a person must approve before its work begins becomes BLOCKED instead, until
    orch approve. If there is nothing to pick, or the queue is paused, the command prints
    'No pending tasks' and succeeds; a warning names the pause.
    """,
    """
    다음 행은 아무것도 기다리지 않고, 재시도를 미루지 않으며, 다른 세션에 리스되지 않은 PENDING 행
    가운데 우선순위가 가장 높고 표에서 가장 앞에 있는 것입니다. 그 행은 IN_PROGRESS가 되며, 동시에
    몇이 요청하더라도 한 번만 배정됩니다. 세션은 리스를 함께 받고, --json에서는 배정의 토큰도
    받습니다. --attempt로 토큰을 지정하면 배정이 끝난 뒤에는 거절됩니다. 세션 없이 사람이 맡은 행은
    끝내거나 놓아줄 때까지 그 사람의 것입니다. 작업을 시작하기 전에 사람이
    승인해야 하는 행은 orch approve 전까지 BLOCKED가 됩니다. 맡을 행이 없으면
    'No pending tasks'(터미널에서는 한국어)를 출력하고 성공합니다. 큐가 일시 정지된 동안에도 그러하며, 경고가 이를 알립니다.
    """)
  static let result = "the id, or `No pending tasks`"
  static var answers: [any Shaped.Type] { [ClaimAnswer.self] }
  static let examples = [
    Example(
      "orch pick --owner-session worker-a", Sentence("claims a row for a session", "세션이 행을 맡습니다")),
    Example(
      "id=$(orch pick --exit-code) || exit 0",
      Sentence("in a script: stop if there is nothing to pick", "스크립트에서: 맡을 것이 없으면 멈춥니다")),
  ]
  static let options: [Option<PickCommand>] = [
    .row(Sentence("this row and no other", "다른 행이 아니라 이 행"), of: .pending, required: false) {
      $1.id = $0
    },
    .flag("--exit-code", Sentence("exit with 3 when there is nothing to pick", "맡을 행이 없으면 3으로 종료"))
    { $0.usesExitCode = true },
    .force(Sentence("pick even while the queue is paused", "큐가 일시 정지된 동안에도")) { $0.force = true },
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .writing(times: true) }
  var id: String?
  var usesExitCode = false
  var force = false
  var itemID: String? { id }

  func run(in context: CommandContext) throws -> ExitStatus {
    let item = try context.taskQueue.pick(id, force: force, as: context.caller)
    let answer = ClaimAnswer(item, in: context.taskQueue.zoneOfJSON)
    if let item {
      try context.print(answer, or: item.id)
    } else {
      try context.print(answer, or: Sentence("No pending tasks", "맡을 수 있는 행이 없습니다"))
      if context.console.errors.isTerminal, !context.shared.isQuiet {
        try context.taskQueue.warnOfIdleRows(as: context.caller)
      }
    }
    return item == nil && usesExitCode ? .nothingToDo : .success
  }
}
