import CommandLineKit
import Console
import Engine
import Facts
import JSON
import Representation
import Settings

/// `ops pause`: nothing new starts until `ops resume`.
struct PauseCommand: QueueCommand {
  static let name = "pause"
  static let summary = "Hand out no rows until ops resume; what is at work goes on"
  static let discussion = """
    orch dispatch, orch tick and orch daemon start nothing, and orch pick hands out nothing without
    --force. Reports are routed and lost rows taken back as ever. ops status, ops why, ops watch,
    ops health, ops doctor and orch list say that the queue is paused. It is kept beside the
    queue, for every user, until ops resume. A pause that has begun already stays as it is.
    """
  static let result = """
    `paused by WHO since WHEN: REASON`, without the last part where there is no reason
    """
  static let json = "paused: queue pause, the pause that is in force"
  static let examples = [
    Example("ops pause --reason 'disk is full'", "before work on the machine"),
    Example("ops pause && crontab -e", "in a script: 0 also when it was paused before"),
  ]
  static let options: [Option<PauseCommand>] = [
    .text("--reason", "R", "what is shown wherever the pause is", required: false) {
      $1.reason = $0
    }
  ]

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .writing(times: false) }
  var reason: String?

  func run(in context: CommandContext) throws -> ExitStatus {
    let pause = try context.taskQueue.pause(reason: reason, as: context.caller)
    try context.print(["paused": pause.json], or: context.text(of: pause))
    return .success
  }
}

/// `ops resume`: ends a pause.
struct ResumeCommand: QueueCommand {
  static let name = "resume"
  static let summary = "End a pause: rows are handed out again"
  static let discussion = """
    A daemon goes on at once, cron with its next tick. Any user who may change the queue may end
    a pause of another one.
    """
  static let result = "`resumed`, or `not paused`; both succeed"
  static let json = "was: queue pause or null, the pause that ended; null where there was none"
  static let examples = [Example("ops resume", "after ops pause, ops drain")]
  static let options: [Option<ResumeCommand>] = []

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .writing(times: false) }

  func run(in context: CommandContext) throws -> ExitStatus {
    let pause = try context.taskQueue.resume(as: context.caller)
    try context.print(
      ["was": pause?.json ?? .null], or: pause == nil ? .notPaused : .resumed)
    return .success
  }
}
