import Attempts
import Door
import Model
import Runner
import Text

/// `ops pause`: nothing new starts until `ops resume`.
struct PauseCommand: QueueCommand {
  static let name = "pause"
  static let summary = Sentence(
    "Hand out no rows until ops resume; rows at work continue",
    "ops resume까지 행을 배정하지 않습니다. 작업 중인 것은 계속합니다")
  static let discussion = Sentence(
    """
    orch dispatch, orch tick and orch daemon start nothing, and orch pick hands out nothing without
    --force. Reports are still routed, and lost rows are still taken back. ops status, ops why,
    ops watch, ops health, ops doctor and orch list say that the queue is paused. The pause is
    stored beside the queue and holds for every user until ops resume. If the queue is paused
    already, the existing pause stays unchanged.
    """,
    """
    orch dispatch, orch tick, orch daemon은 아무것도 시작하지 않고, orch pick은 --force 없이 아무것도
    배정하지 않습니다. 보고서 처리와, 워커를 잃은 행을 거두어들이는 일은 그대로입니다. ops status, ops why, ops watch,
    ops health, ops doctor, orch list가 일시 정지를 알립니다. 큐 옆에 저장되어 모든 사용자에게
    ops resume까지 유효합니다. 이미 시작된 일시 정지는 그대로 둡니다.
    """)
  static let result = """
    `paused by WHO since WHEN: REASON`, without the last part if there is no reason
    """
  static var answers: [any Shaped.Type] { [PauseAnswer.self] }
  static let examples = [
    Example(
      "ops pause --reason 'disk is full'", Sentence("before work on the machine", "컴퓨터를 손보기 전에")),
    Example(
      "ops pause && crontab -e",
      Sentence(
        "in a script: succeeds even if the queue was paused already", "스크립트에서: 이미 일시 정지였어도 0")),
  ]
  static let options: [Option<PauseCommand>] = [
    .text(
      "--reason", "R", Sentence("the reason, shown with the pause", "일시 정지를 알리는 곳마다 보이는 글"),
      required: false
    ) {
      $1.reason = $0
    }
  ]

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .writing(times: false) }
  var reason: String?

  func run(in context: CommandContext) throws -> ExitStatus {
    let pause = try context.taskQueue.pause(reason: reason, as: context.caller)
    try context.print(PauseAnswer(pause: pause), or: context.text(of: pause))
    return .success
  }
}

/// `ops resume`: ends a pause.
struct ResumeCommand: QueueCommand {
  static let name = "resume"
  static let summary = Sentence(
    "End a pause: rows are handed out again", "일시 정지를 끝냅니다: 행을 다시 배정합니다")
  static let discussion = Sentence(
    """
    A daemon continues at once; with cron, work continues at the next tick. Any user who may change
    the queue can end
    the pause of another user.
    """,
    """
    데몬은 바로, cron은 다음 틱에 계속합니다. 큐를 바꿀 수 있는 사용자는 다른 사용자의 일시 정지도
    끝낼 수 있습니다.
    """)
  static let result = "`resumed`, or `not paused`; both succeed"
  static var answers: [any Shaped.Type] { [ResumeAnswer.self] }
  static let examples = [
    Example("ops resume", Sentence("after ops pause, ops drain", "ops pause, ops drain 뒤에"))
  ]
  static let options: [Option<ResumeCommand>] = []

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .writing(times: false) }

  func run(in context: CommandContext) throws -> ExitStatus {
    let pause = try context.taskQueue.resume(as: context.caller)
    try context.print(
      ResumeAnswer(pause: pause),
      or: pause == nil
        ? Sentence("not paused", "일시 정지 상태가 아닙니다") : Sentence("resumed", "일시 정지를 끝냈습니다"))
    return .success
  }
}

private struct PauseAnswer: Shaped {
  let pause: Pause

  static var shapeName: StaticString { "pause" }
  static func shape(_ fields: inout Fields<PauseAnswer>) {
    fields.add("paused", \.pause, "the pause that is in force")
  }
}

private struct ResumeAnswer: Shaped {
  let pause: Pause?

  static var shapeName: StaticString { "resume" }
  static func shape(_ fields: inout Fields<ResumeAnswer>) {
    fields.add("was", \.pause, "the pause that ended; null if there was none")
  }
}
