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
    A hook is a program of orch.json that gets each event of the names in its 'on', as the document
    of 'orch events --json' on its standard input. orch tick, orch daemon and the supervisors of
    workers start this by themselves when there is something to deliver; by hand it shows what is
    wrong with a hook. Each event comes at least once, and in order: a hook that fails is tried
    again after 1m, 5m and 30m with the same event, which is then given up on. Hooks run beside each
    other, and none waits for another. Before orch trust none runs, and the status is 77; it is 1
    where a hook fails. What has no place in the history yet begins at its end.
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
    `HOOK: delivered N events` for each hook that got events, `HOOK: gave up on EVENT of ID` for each \
    event that it never took, `hook HOOK fails since TIME, and is tried again at TIME: REASON` where it \
    fails, `HOOK: begins here` where it had no place in the history; `NOOP` where nothing was due
    """
  static var answers: [any Shaped.Type] { [DeliverAnswer.self] }
  static let examples = [
    Example("orch deliver", Sentence("what is due, as each tick does", "전달할 것을, 틱이 하는 것처럼")),
    Example(
      "orch deliver --now",
      Sentence("tries at once what failed, after you have mended it", "고친 뒤, 실패한 것을 바로 다시")),
  ]
  static let options: [Option<DeliverCommand>] = [
    .flag(
      "--now",
      Sentence(
        "also what waits for its next try", "다음 시도를 기다리는 것도")
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
    let lines = deliveries.flatMap { $0.lines(at: now) }.map { $0.sentence(context.language) }
    let isIdle = lines.isEmpty && !deliveries.contains(where: \.hasFailed)
    try context.print(DeliverAnswer(deliveries: deliveries), or: isIdle ? ["NOOP"] : lines)
    if let problem = deliveries.lazy.compactMap(\.problem).first { throw problem }
    return deliveries.contains(where: \.hasFailed) ? .refused : .success
  }
}

extension HookDelivery {
  /// What people are told of it.
  fileprivate func lines(at now: QueueTime) -> [CommandOutput] {
    var lines: [CommandOutput] = []
    if begins { lines.append(.hookBegins(hook)) }
    if delivered > 0 { lines.append(.hookDelivered(hook, delivered)) }
    lines += givenUp.map {
      .hookGaveUp(hook, event: $0.kind.rawValue, id: ($0.entry.id ?? "-").escaped)
    }
    if isElsewhere { lines.append(.hookElsewhere(hook)) }
    if let failing { lines.append(.hookFails(failing.sentence(of: hook, at: now))) }
    return lines
  }
}

struct DeliverAnswer: Shaped {
  let deliveries: [HookDelivery]

  static var shapeName: StaticString { "deliver" }
  static func shape(_ fields: inout Fields<DeliverAnswer>) {
    fields.add("hooks", \.deliveries, "those of `orch.json`, by name")
  }
}
