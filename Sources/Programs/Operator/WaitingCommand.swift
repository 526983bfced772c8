import Door
import Model
import Monitoring
import Plans
import Runner
import Text

/// `ops waiting`: the answers, approvals and merges that people owe.
struct WaitingCommand: QueueCommand {
  static let name = "waiting"
  static let summary = Sentence(
    "Show what waits for a person, the oldest first", "사람을 기다리는 것을 오래된 순서로 보여 줍니다")
  static let discussion = Sentence(
    """
    Shows each question of a worker, each row that a person must approve, and each pull request that
    is not merged, with the time of the wait and the command that helps. Proposed plans follow, then
    the rows that a person took long_work_after (4 hours) ago or earlier and still has, and the
    BLOCKED rows whose notes say that a person should look at them.
    """,
    """
    워커의 질문, 사람이 승인해야 하는 행, 병합되지 않은 풀 리퀘스트를, 기다린 시간과 도움이 되는
    명령과 함께 보여 줍니다. 이어서 제안된 계획, 사람이 맡은 지 long_work_after(4시간) 이상 지난 행, 메모에
    사람이 보아야 한다고 적힌 BLOCKED 행을 보여 줍니다.
    """)
  static let result =
    "a line for each row and each proposed plan, or `No row waits for an answer, an approval or a merge`"
  static var answers: [any Shaped.Type] { [OwedRepliesAnswer.self] }
  static let examples = [
    Example("ops waiting", Sentence("everything that waits for people", "사람이 답해야 하는 모든 것")),
    Example("ops waiting --plan login", Sentence("of one plan", "한 계획의 것만")),
  ]
  static let options: [Option<WaitingCommand>] = [
    .ofPlan { $1.plan = $0 }
  ]
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var plan: String?

  func run(in context: CommandContext) throws -> ExitStatus {
    let owed = try context.taskQueue.owedReplies(ofPlan: plan)
    if context.shared.isJSON {
      try context.print(OwedRepliesAnswer(owed, context.commandLine))
      return .success
    }
    if owed.isEmpty {
      try context.print(
        "No row waits for an answer, an approval or a merge", "답, 승인, 병합을 기다리는 행이 없습니다")
    }
    for reply in owed.rows {
      if context.isOnTerminal {
        let age = reply.age(at: owed.now).map { " (\($0(context.language)))" } ?? ""
        let elsewhere = reply.elsewhere.map { "; \($0.sentence(context.language))" } ?? ""
        try context.write(context.screen(of: reply.row, age: elsewhere + age))
      } else {
        try context.print(context.line(of: reply, at: owed.now))
      }
    }
    for proposal in owed.proposals { try context.print(context.line(of: proposal)) }
    for row in owed.held { try context.print(context.line(of: row, at: owed.now)) }
    for row in owed.stopped {
      if context.isOnTerminal {
        try context.write(context.screen(of: row))
      } else {
        try context.print(context.text(of: row))
      }
    }
    return .success
  }
}

extension CommandContext {
  /// `ORCH-7 asks: which one? (3 h; orch answer ORCH-7 TEXT)`.
  func line(of reply: OwedReply, at now: QueueTime) -> String {
    let age = reply.age(at: now).map { "\($0(language)); " } ?? ""
    let elsewhere = reply.elsewhere.map { "\($0.sentence(language)); " } ?? ""
    return "\(reply.row.item.id.escaped) \(reply.row.cause.shortSentence(language)) "
      + "(\(elsewhere)\(age)\(commandLine(reply.row.remedy)))"
  }

  /// `login is proposed: 2 tasks (orch plan show login)`.
  func line(of proposal: PlanProposal) -> String {
    "\(proposal.sentence(language)) (orch plan show \(proposal.name)\(placeOptions))"
  }

  /// `ORCH-7 is with a person (5 h; orch done ORCH-7, or orch release ORCH-7)`.
  fileprivate func line(of row: HeldRow, at now: QueueTime) -> Sentence {
    let (id, age) = (row.item.id.escaped, Age(seconds: row.seconds(at: now)).label)
    let commands = ["done", "release"].map { "orch \($0) \(id)\(placeOptions)" }
    return Sentence(
      "\(id) is with a person (\(age.english); \(commands[0]), or \(commands[1]))",
      "\(Korean.with(id, .topic)) 사람이 맡고 있습니다 (\(age.korean); \(commands[0]) 또는 \(commands[1]))")
  }
}

extension ApprovalElsewhere {
  /// `approved elsewhere by ann@laptop in 4f1d20c9ab (Ann)`
  fileprivate var sentence: Sentence {
    let (who, source) = (approver.escaped, source)
    let commit = source.map { "\($0.commit.prefix(10)) (\($0.author.escaped))" }
    return Sentence(
      "approved elsewhere by \(who)" + (commit.map { " in \($0)" } ?? ""),
      "\(who)이(가) 다른 곳에서 승인" + (commit.map { ": \($0)" } ?? ""))
  }
}

extension OwedReply {
  fileprivate func age(at now: QueueTime) -> Sentence? {
    seconds(at: now).map { Age(seconds: $0).label }
  }
}
