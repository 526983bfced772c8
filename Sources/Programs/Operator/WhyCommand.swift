import Door
import Model
import Plans
import Runner
import Text
import Work
import Worktrees

/// `ops why`: why rows are not running, and what would change that.
struct WhyCommand: QueueCommand {
  static let name = "why"
  static let summary = Sentence(
    "Say why each PENDING row is not running, and what would change that",
    "PENDING 행마다 왜 실행되지 않는지, 무엇을 하면 되는지 말합니다")
  static let discussion = Sentence(
    """
    Shows the first reason that a dispatch meets for each row, in the order in which the rows would
    start: the row is malformed, leased or a duplicate, waits for others, backs off, finds all
    workers busy, or overlaps with a row at work. If a row waits for a row that itself waits, the
    reason shows the whole chain, and the command is for the last row of the chain. If no program
    starts because of trust, permissions or orch.json, or because the queue is paused, the output
    says so. Nothing is changed.
    """,
    """
    행마다 dispatch가 처음 만나는 이유 하나를, 행이 시작할 순서대로 말합니다: 형식이 잘못되었거나,
    리스되었거나, 중복이거나, 다른 행을 기다리거나, 재시도를 미루거나, 워커가 모두 바쁘거나, 작업 중인
    행과 겹칩니다. 대기하는 행을 다시 기다리면 이유를 끝까지 말하고, 명령은 그곳의 행을 위한 것입니다.
    신뢰, 권한, orch.json 때문에 프로그램이 시작되지 않거나 큐가 일시 정지되었으면 그것을 말합니다.
    아무것도 바꾸지 않습니다.
    """)
  static let result = """
    a line `id⇥reason⇥command` for each reason, or `no PENDING rows`; on a terminal the reasons are \
    aligned, and none is cut. Rows with the same reason and command share a line, as `A, B`; more \
    than twenty are shown as `A … Z (26 rows)`. With an ID, the reason of that row, or its state \
    if it is not PENDING
    """
  static var answers: [any Shaped.Type] { [WhyAnswer.self] }
  static let examples = [
    Example("ops why", Sentence("every row that waits, and what for", "대기하는 모든 행과 그 이유")),
    Example("ops why ORCH-007", Sentence("one row", "행 하나")),
    Example(
      "ops why --json | jq -r '.rows[] | select(.reason.code == \"waits\") | .command'",
      Sentence("the commands that would free rows that wait for others", "다른 행을 기다리는 행을 풀어 줄 방법")),
  ]
  static let options: [Option<WhyCommand>] = [
    .row(Sentence("this row and no other", "다른 행이 아니라 이 행"), of: .all, required: false) {
      $1.id = $0
    },
    .ofPlan { $1.plan = $0 },
  ]
  static let positional: String? = "--id"
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var id: String?
  var plan: String?

  func run(in context: CommandContext) throws -> ExitStatus {
    let inquired = try context.taskQueue.why(id, as: context.caller)
    let ids = try plan.map(context.taskQueue.ids(ofPlan:))
    let explanations = inquired.explanations.filter { row in
      ids.map { ids in row.id.map(ids.contains) ?? false } ?? true
    }
    func line(_ row: Explanation) -> ReasonLine {
      ReasonLine(
        row, at: inquired.now, command: row.remedy.map(context.commandLine))
    }
    if context.shared.isJSON {
      let zone = context.taskQueue.zoneOfJSON
      try context.print(WhyAnswer(inquired, of: explanations, in: zone, context.commandLine))
      return .success
    }
    let groups = ReasonGroup.groups(of: explanations, line)
    if groups.isEmpty {
      try context.print("no PENDING rows", "PENDING 행이 없습니다")
    } else if context.isOnTerminal {
      let screen = ReasonScreen(groups: groups, language: context.language)
      try context.write(screen.text(width: context.width, context.paint))
    } else {
      for group in groups { try context.print(group.text(in: context.language)) }
    }
    return .success
  }
}
