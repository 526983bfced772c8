import Door
import Model
import Runner
import Text
import Work

/// `orch dispatch`: claims rows for the workers that are free, and starts the work.
struct DispatchCommand: QueueCommand {
  static let name = "dispatch"
  static let summary = Sentence(
    "Claim rows for the workers that are free, and start the work on them",
    "빈 워커 수만큼 행을 배정하고 작업을 시작합니다")
  static let discussion = Sentence(
    """
    Claims rows as orch pick does, but only while fewer than --max-workers rows are IN_PROGRESS. The
    touches= paths of a claimed row do not overlap with those of a row at work. spawn in orch.json
    says what starts the work: a worker that orch supervises, or a command that passes the work on;
    each row then belongs to a session called orch-ID. Without spawn nothing is started: the caller
    starts the work on each printed row, and records the session of the work with orch assign. Until
    then the owner is --owner-session, or 'dispatcher'. orch watchdog takes back a row that shows no
    sign of life. If rows wait and none is claimed, a line on standard error says why.
    """,
    """
    orch pick처럼 행을 배정하되, IN_PROGRESS 행이 --max-workers보다 적을 때만, 그리고 touches=
    경로가 작업 중인 행과 겹치지 않을 때만 배정합니다. 무엇이 작업을 시작하는지는 orch.json의
    spawn에 적습니다: orch가 감독하는 워커, 또는 작업을 전달하는 명령입니다. 그러면 각 행은
    orch-ID라는 세션의 것이 됩니다. spawn이 없으면 아무것도 시작하지 않습니다. 호출한 쪽이 출력된
    행마다 작업을 시작하고, 그 세션을 orch assign으로 기록합니다. 그때까지 소유자는
    --owner-session, 없으면 'dispatcher'입니다. 살아 있다는 신호가 없는 행은 orch watchdog이
    거두어들입니다. 대기하는 행이 있는데 배정하지 않으면 표준 오류의 한 줄이 이유를 말합니다.
    """)
  static let result = "the claimed ids, one per line, or `NOOP`"
  static var answers: [any Shaped.Type] { [DispatchAnswer.self] }
  static let examples = [
    Example(
      "orch dispatch --parallel 2",
      Sentence("claims two rows, if two workers are free", "두 행을 배정합니다. 그만큼의 워커가 있을 때")),
    Example(
      "orch dispatch --json | jq -r '.claims[] | [.item.id, .attempt] | @tsv'",
      Sentence(
        "the claimed rows, with the token for each worker's ORCH_ATTEMPT",
        "각 워커의 ORCH_ATTEMPT에 쓸 토큰도")),
  ]
  static let options: [Option<DispatchCommand>] = [
    .maxWorkers { $1.limits.maxWorkers = $0 },
    .parallel { $1.limits.parallel = $0 },
    .flag("--exit-code", Sentence("exit with 3 when nothing is claimed", "배정한 행이 없으면 3으로 종료")) {
      $0.usesExitCode = true
    },
  ]

  var shared = SharedOptions()
  var limits = Dispatcher.Limits()
  var usesExitCode = false

  func run(in context: CommandContext) throws -> ExitStatus {
    let dispatched = try context.taskQueue.dispatch(limits, as: context.caller)
    let items = dispatched.items
    if context.shared.isJSON {
      try context.print(DispatchAnswer(dispatched, in: context.taskQueue.zoneOfJSON))
    } else if items.isEmpty {
      try context.print("NOOP")
    } else {
      for item in items { try context.print(item.id) }
    }
    try context.noticeClaims(dispatched)
    return dispatched.claims.isEmpty && usesExitCode ? .nothingToDo : .success
  }
}
