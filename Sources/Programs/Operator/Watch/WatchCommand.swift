import Door
import Host
import Monitoring
import Runner
import Text

/// `ops watch`: shows the queue live, on the whole screen.
struct WatchCommand: QueueCommand {
  static let name = "watch"
  static let summary = Sentence(
    "Show the queue live, on the whole screen", "큐를 전체 화면에서 실시간으로 보여 줍니다")
  static let discussion = Sentence(
    """
    Shows counts, rows at work with their leases, rows that wait and why, rows that failed, rows
    that are done, and the last changes. A change appears within a second. The arrows choose a row;
    enter shows everything about the row, e its last report, and l its log, which is followed. /
    searches, f and s filter. Other keys answer, approve, reject, retry, cancel and replan the row,
    as the commands of these names do, and ask first. ? shows the keys, q quits. With --json, or if
    standard output is not a terminal or TERM is dumb, the command runs ops status once. If standard
    input is not a terminal, keys
    are read from the terminal where the command was started, if there is one.
    """,
    """
    개수, 작업 중인 행과 리스, 대기하는 행과 이유, 실패한 것, 끝난 것, 마지막 변경을 보여 줍니다. 변경은
    1초 안에 나타납니다. 화살표로 행을 고르고, enter는 그 행의 모든 것을, e는 마지막 보고서를, l은 로그를
    보여 주며 따라갑니다. /는 찾고 f와 s는 거릅니다. 키로 질문에 답하고, 승인, 반려, 재시도, 취소, 재계획을
    그 이름의 명령처럼 하며 먼저 묻습니다. ?는 키를 보여 주고 q는 끝냅니다. 표준 출력이 터미널이 아니거나,
    TERM이 dumb이거나, --json이면 ops status 한 번입니다. 표준 입력이 터미널이 아니면 명령을 시작한
    터미널이 있는 경우 그곳에서 키를 읽습니다.
    """)
  static let result = """
    the screen, until `q`; if standard output is not a terminal, what `ops status` prints, once
    """
  static var answers: [any Shaped.Type] { [OverviewAnswer.self] }
  static let examples = [
    Example("ops watch", Sentence("until q", "q를 누를 때까지")),
    Example(
      "ops watch --label release",
      Sentence("only these rows; esc shows all", "이 행들만. esc를 누르면 모두 보입니다")),
    Example(
      "ops watch | head -n 1",
      Sentence("without a terminal: the first line of ops status", "터미널 없이: ops status의 첫 줄")),
  ]
  static let options: [Option<WatchCommand>] = [
    .label(
      Sentence(
        "only rows with this label; of several, rows with all of them",
        "이 라벨이 있는 행만. 여러 개면 모두 있는 행만")
    ) {
      $1.labels.formUnion($0)
    },
    .ofPlan { $1.plan = $0 },
  ]
  static let isLogged = false

  var shared = SharedOptions()
  var labels: Set<String> = []
  var plan: String?
  var settingsNeed: SettingsNeed { .reading }

  func run(in context: CommandContext) throws -> ExitStatus {
    if context.shared.isJSON || !context.canFillScreen {
      if !labels.isEmpty || plan != nil {
        let (option, value) = labels.isEmpty ? ("--plan", "NAME") : ("--label", "LABEL")
        throw Problem.usage(
          "\(option) narrows the screen, which needs a terminal", "\(option): 터미널이 필요한 화면을 좁힙니다",
          hint: Sentence(
            "use orch list \(option) \(value)", "orch list \(option) \(value)을(를) 쓰십시오"))
      }
      return try StatusCommand(shared: shared).run(in: context)
    }
    // Errors of the first read are printed like the errors of other commands.
    let output = OutputBuffer()
    let queue = try WatchedQueue(reading: context.refreshed(on: .collecting(output)), output)
    let terminal = try Terminal()
    let filter = RowFilter(labels: labels, plan: plan)
    try WatchLoop(queue, filter, on: terminal, context).run()
    return .success
  }
}

extension CommandContext {
  /// Whether standard output is a terminal that can be drawn on.
  fileprivate var canFillScreen: Bool {
    isOnTerminal && environment["TERM"].map { $0 != "dumb" } ?? false
  }
}
