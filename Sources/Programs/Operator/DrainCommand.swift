import Door
import Model
import Runner
import Text
import Work

/// `ops drain`: pauses, and waits for the workers that orch started.
struct DrainCommand: QueueCommand {
  static let name = "drain"
  static let summary = Sentence(
    "Pause, and wait until no worker that orch started is at work",
    "일시 정지하고, orch가 시작한 워커의 작업이 끝날 때까지 기다립니다")
  static let discussion = Sentence(
    """
    While the command waits, it routes reports and settles the work that workers left, as orch tick
    does, so no daemon is needed. It does not wait for rows that people or sessions picked
    themselves. The queue stays paused until ops resume, even after Ctrl-C or when --timeout is
    over; both make the exit status
    75. If the pause is ended meanwhile, the exit status is 1.
    """,
    """
    기다리는 동안 orch tick처럼 보고서를 처리하고 워커가 남긴 것을 정리하므로, 데몬이 없어도 끝납니다.
    사람이나 세션이 스스로 맡은 행은 기다리지 않습니다. 큐는 어떤 경우에도 일시 정지된 채입니다. Ctrl-C
    뒤에도, --timeout이 지나도 그렇고 둘 다 75로 끝납니다. ops resume으로 계속합니다. 그 사이 일시
    정지가 끝났으면 상태는 1입니다.
    """)
  static let result = "`drained`"
  static var answers: [any Shaped.Type] { [DrainAnswer.self] }
  static let examples = [
    Example(
      "ops drain --timeout 600 && sudo reboot",
      Sentence("waits for ten minutes at most", "최대 10분 기다립니다")),
    Example("ops drain --reason 'new release'", Sentence("waits without a limit", "걸리는 만큼")),
  ]
  static let options: [Option<DrainCommand>] = [
    .number(
      "--timeout", "SECONDS",
      Sentence("the longest wait; without it there is no limit", "가장 긴 대기 시간. 없으면 제한이 없습니다"),
      in: 0...(.max)
    ) { $1.timeout = $0 },
    .text(
      "--reason", "R", Sentence("the reason, shown with the pause", "일시 정지를 알리는 곳마다 보이는 글"),
      required: false
    ) {
      $1.reason = $0
    },
  ]

  var shared = SharedOptions()
  var timeout: Int?
  var reason: String?

  func run(in context: CommandContext) throws -> ExitStatus {
    let progress = context.progressLine()
    defer { progress.clear() }
    let (pause, ending) = try context.taskQueue.drain(
      reason: reason, timeout: timeout.map { .seconds($0) }, as: context.caller
    ) { rows in
      progress.show(
        "waiting for \(rows.count.counted("row")): \(rows.joined(separator: ", ").escaped)")
    }
    progress.clear()
    if let problem = ending.problem { throw problem }
    try context.print(DrainAnswer(pause: pause), or: Sentence("drained", "작업 중인 워커가 없습니다"))
    if context.console.errors.isTerminal, !context.shared.isQuiet {
      context.printNotice(
        "the queue stays paused: nothing starts until ops resume",
        "큐는 멈춰 있습니다: ops resume까지 아무것도 시작하지 않습니다")
    }
    return .success
  }
}

private struct DrainAnswer: Shaped {
  let pause: Pause

  static var shapeName: StaticString { "drain" }
  static func shape(_ fields: inout Fields<DrainAnswer>) {
    fields.add("drained", { _ in true }, "true; anything else is an error")
    fields.add("paused", \.pause, "the pause that is in force")
  }
}

extension DrainWork.Ending {
  /// Why rows are still at work; `nil` if none is.
  fileprivate var problem: Problem? {
    switch self {
    case .drained: nil
    case .timedOut(let rows), .interrupted(let rows):
      .adapter(
        .notDrained,
        Sentence(
          "\(Self.listed(rows).english) still at work", "아직 작업 중입니다: \(Self.listed(rows).korean)"),
        hint: Sentence(
          "the queue stays paused; run ops drain to wait again, ops cancel ID to end one, ops resume "
            + "to end the pause",
          "큐는 일시 정지된 채입니다. ops drain은 다시 기다리고, ops cancel ID는 하나를 끝내고, "
            + "ops resume은 일시 정지를 끝냅니다"))
    case .resumed(let rows):
      .adapter(
        .resumed,
        Sentence(
          "the pause was ended while \(Self.listed(rows).english) at work",
          "작업 중인 행이 있는데 일시 정지가 끝났습니다: \(Self.listed(rows).korean)"),
        hint: Sentence(
          "ops drain pauses again; ops status shows what is at work",
          "ops drain은 다시 정지합니다. ops status가 작업 중인 것을 보여 줍니다"))
    }
  }

  /// `A is`, `A, B are`, `A, B, C and 4 more are`.
  private static func listed(_ rows: [String]) -> Sentence {
    let (first, more) = (rows.prefix(3).map(\.escaped).joined(separator: ", "), rows.count - 3)
    return more > 0
      ? Sentence("\(first) and \(more) more are", "\(first) 외 \(more)행")
      : Sentence("\(first) \(rows.count == 1 ? "is" : "are")", first)
  }
}
