import Door
import Model
import Monitoring
import Runner
import Text

/// `ops digest`: what happened in a period, and what a person has to do now.
struct DigestCommand: QueueCommand {
  static let name = "digest"
  static let summary = Sentence(
    "Say in twenty lines what happened, and what a person has to do",
    "무슨 일이 있었고 사람이 무엇을 해야 하는지 스무 줄로 말합니다")
  static let discussion = Sentence(
    """
    The first line counts the rows that ended in the last 24 hours, or since --since, and those that
    wait for a person now. The other lines show, if there are any: rows that ended badly, with the
    reason and the command that helps; the answers and approvals that people owe, the oldest first;
    rows that were started more than twice; plans that ended; the cost of agents; rows at work now;
    and the reasons that keep rows from starting. Long lists are cut so that everything fits into
    twenty lines. Nothing is changed.
    """,
    """
    첫 줄은 지난 24시간 또는 --since부터 끝난 행과 지금 사람을 기다리는 행의 수입니다. 그다음은 있을
    때만 나옵니다: 잘못 끝난 행과 그 이유, 도움이 되는 명령, 사람이 답해야 하는 것(오래된 순서),
    세 번 이상 시작한 행, 끝난 계획, 에이전트의 비용, 지금 작업 중인 것, 행의 시작을 막는 것. 모두
    스무 줄에 들어가도록 목록을 줄입니다. 아무것도 바꾸지 않습니다.
    """)
  static let result = """
    `2 done, 1 failed, 1 waiting for a person`, or `Nothing happened since TIME`, then at most \
    nineteen lines, each with the command that helps; a list that does not fit ends with \
    `and N more (COMMAND)`
    """
  static var answers: [any Shaped.Type] { [DigestAnswer.self] }
  static let examples = [
    Example("ops digest", Sentence("the last 24 hours", "지난 24시간")),
    Example("ops digest --since 3d", Sentence("after a weekend", "주말이 지난 뒤")),
    Example(
      "ops digest | mail -s 'The queue' ann@example.com",
      Sentence("by mail, from cron each morning", "cron이 아침마다 메일로")),
  ]
  static let options: [Option<DigestCommand>] = [
    .since(fallback: Sentence(same: "24h")) { $1.since = $0 },
    .ofPlan { $1.plan = $0 },
  ]
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var since = "24h"
  var plan: String?

  func run(in context: CommandContext) throws -> ExitStatus {
    let queue = context.taskQueue
    let now = try queue.now()
    let digest = try queue.digest(
      since: QueueTime(named: since, at: now) ?? now, ofPlan: plan, as: context.caller)
    if context.shared.isJSON {
      try context.print(DigestAnswer(digest, in: queue.zoneOfJSON, context.commandLine))
    } else {
      let text = DigestText(digest: digest, plan: plan, context: context)
      for line in text.lines { try context.print(line) }
    }
    return .success
  }
}
