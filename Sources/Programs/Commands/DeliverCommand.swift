import Door
import Events
import Model
import Runner
import Text

/// `orch deliver`: gives hooks the events that are due.
struct DeliverCommand: QueueCommand {
  static let name = "deliver"
  static let summary = Sentence(
    "Run the hooks of orch.json with the events that are due", "전달할 이벤트로 orch.json의 훅을 실행합니다")
  static let discussion = Sentence(
    """
    A hook is a program in orch.json. On standard input it reads each event that its 'on' names, as
    the document that 'orch events --json' prints. orch tick, orch daemon and the supervisors of
    workers run this command when there is something to deliver; run it yourself to see what is
    wrong with a hook. Each event is delivered at least once, and in order: a hook that fails is run
    again with the same event after 1m, 5m and 30m, and then that event is given up. Hooks run side
    by side and do not wait for each other. Before orch trust no hook runs, and the exit status is
    77. If a hook fails, the exit status is 1. A hook that has not yet read the history begins at
    the end of the history.
    """,
    """
    훅은 orch.json에 있는 프로그램이며, 'on'에 적은 이름의 이벤트마다 'orch events --json'의 문서를
    표준 입력으로 받습니다. 전달할 것이 있으면 orch tick, orch daemon과 워커의 감독 프로세스가 이
    명령을 저절로 시작합니다. 직접 실행하면 훅의 문제를 볼 수 있습니다. 이벤트마다 적어도 한 번,
    순서대로 전달합니다. 실패한 훅은 같은 이벤트로 1분, 5분, 30분 뒤에 다시 실행하고, 그 뒤에는 그
    이벤트를 포기합니다. 훅은 서로를 기다리지 않고 나란히 실행됩니다. orch trust 전에는 실행하지
    않으며 상태는 77이고, 실패한 훅이 있으면 1입니다. 아직 기록에 자리가 없는 훅은 그 끝에서
    시작합니다.
    """)
  static let result = """
    `HOOK: delivered N events` for each hook that got events, `HOOK: gave up on EVENT of ID` for \
    each event that the hook never accepted, `hook HOOK fails since TIME, and is tried again at \
    TIME: REASON` if it fails, `HOOK: begins here` if it had not yet read this history; `NOOP` if \
    nothing was due
    """
  static var answers: [any Shaped.Type] { [DeliverAnswer.self] }
  static let examples = [
    Example(
      "orch deliver", Sentence("delivers what is due, as each tick does", "전달할 것을, 틱이 하는 것처럼")),
    Example(
      "orch deliver --now",
      Sentence("tries again at once, after you have fixed a hook", "고친 뒤, 실패한 것을 바로 다시")),
  ]
  static let options: [Option<DeliverCommand>] = [
    .flag(
      "--now",
      Sentence(
        "also deliver events that wait for their next try", "다음 시도를 기다리는 것도")
    ) { $0.triesNow = true }
  ]
  static let isLogged = false

  var shared = SharedOptions()
  var triesNow = false

  func run(in context: CommandContext) throws -> ExitStatus {
    let deliveries = try context.taskQueue.deliver(tryingNow: triesNow, as: context.caller) {
      $0.jsonText
    }
    let now = try context.taskQueue.now()
    let lines = deliveries.flatMap { $0.lines(at: now) }.map { $0(context.language) }
    let isIdle = lines.isEmpty && !deliveries.contains(where: \.hasFailed)
    try context.print(DeliverAnswer(deliveries: deliveries), or: isIdle ? ["NOOP"] : lines)
    if let problem = deliveries.lazy.compactMap(\.problem).first { throw problem }
    return deliveries.contains(where: \.hasFailed) ? .refused : .success
  }
}

extension HookDelivery {
  /// The lines that people see.
  fileprivate func lines(at now: QueueTime) -> [Sentence] {
    var lines: [Sentence] = []
    if begins {
      lines.append(
        Sentence(
          "\(hook): begins here: it had not yet read this history",
          "\(hook): 이 기록에 자리가 없어 여기서 시작합니다"
        ))
    }
    if delivered > 0 {
      lines.append(
        Sentence(
          "\(hook): delivered \(delivered.counted("event"))", "\(hook): 이벤트 \(delivered)개를 전달했습니다"))
    }
    lines += givenUp.map {
      Sentence(
        "\(hook): gave up on \($0.kind.rawValue) of \(($0.entry.id ?? "-").escaped)",
        "\(hook): 전달을 포기한 이벤트: \(($0.entry.id ?? "-").escaped)의 \($0.kind.rawValue)")
    }
    if isElsewhere {
      lines.append(
        Sentence("\(hook): another process delivers to it now", "\(hook): 지금 다른 프로세스가 전달하고 있습니다"))
    }
    if let failing { lines.append(failing.sentence(of: hook, at: now)) }
    return lines
  }
}

struct DeliverAnswer: Shaped {
  let deliveries: [HookDelivery]

  static var shapeName: StaticString { "deliver" }
  static func shape(_ fields: inout Fields<DeliverAnswer>) {
    fields.add("hooks", \.deliveries, "the hooks of `orch.json`, by name")
  }
}
