import Door
import Model
import Monitoring
import Plans
import Runner
import Text
import Workers

/// `ops chat`: runs a command from a line of a chat.
struct ChatCommand: QueueCommand {
  static let name = "chat"
  static let summary = Sentence(
    "Run a command from a chat: !status, !retry, !cancel, !approve, !help",
    "채팅의 한 줄을 실행합니다: !status, !retry, !cancel, !approve, !help")
  static let discussion = Sentence(
    """
    Pass the line of the chat as one argument: !status, !retry ID, !cancel ID [reason],
    !replan ID [reason], !answer ID TEXT, !approve ID, !reject ID REASON, !help. Instead of the ID,
    !cancel also takes a session or label that works on exactly one row. Any other line of a chat
    changes nothing.
    """,
    """
    줄은 채팅에 적힌 그대로 인수 하나입니다: !status, !retry ID, !cancel ID [reason],
    !replan ID [reason], !answer ID TEXT, !approve ID, !reject ID REASON, !help. !cancel은 ID 대신
    세션이나 레이블도 받습니다. 그것이 작업하는 행이 하나일 때입니다. 채팅의 다른 글은 아무 일도 하지
    않습니다.
    """)
  static let result =
    "what `ops status`, `ops retry`, `ops cancel`, `ops replan`, `orch answer`, `orch approve` or "
    + "`orch reject` prints; with `!help` a line for each of them"
  static var answers: [any Shaped.Type] { [OverviewAnswer.self, ZonedChange.self, ChatHelp.self] }
  static let examples = [
    Example("ops chat '!status'", Sentence("the queue in a few lines", "큐를 몇 줄로")),
    Example("ops chat '!replan ORCH-001 split into two'", Sentence("with a reason", "이유와 함께")),
    Example(
      "ops chat '!cancel worker_b'",
      Sentence("the row that this session works on", "이 세션이 작업하는 행")),
  ]
  static let options: [Option<ChatCommand>] = [
    .value("LINE", "LINE", Sentence("the line", "줄"), required: true) { $1.line = $0 }
  ]
  static let action: String? = "LINE"

  var shared = SharedOptions()
  var line = ""
  var settingsNeed: SettingsNeed {
    switch try? ChatLine(line) {
    case .status: StatusCommand().settingsNeed
    case .retry: RetryCommand().settingsNeed
    case .cancel: CancelCommand().settingsNeed
    case .replan: ReplanCommand().settingsNeed
    case .answer: AnswerCommand().settingsNeed
    case .approve: ApproveCommand().settingsNeed
    case .reject: RejectCommand().settingsNeed
    case .help, nil: .reading
    }
  }

  func run(in context: CommandContext) throws -> ExitStatus {
    let command: ChatLine
    do { command = try ChatLine(line) } catch { throw error.problem }
    switch command {
    case .status:
      return try StatusCommand(shared: shared).run(in: context)
    case .help:
      let lines = ChatLine.help.map { $0(context.language) }
      try context.print(ChatHelp(lines: lines), or: lines)
      return .success
    case .retry(let id):
      return try RetryCommand(shared: shared, id: id).run(in: context)
    case .cancel(let name, let reason):
      let id = try id(ofRow: name, in: context)
      return try CancelCommand(shared: shared, id: id, reason: reason).run(in: context)
    case .replan(let name, let reason):
      var replan = ReplanCommand(shared: shared, id: name, reason: reason)
      let rows = try openRows(ofPlan: name, in: context)
      if !rows.isEmpty { replan.rows.ids = rows }
      return try replan.run(in: context)
    case .answer(let id, let text):
      var answer = AnswerCommand()
      answer.shared = shared
      answer.id = id
      answer.text = text
      return try answer.run(in: context)
    case .approve(let id):
      var approval = ApproveCommand()
      approval.shared = shared
      approval.ids = [id]
      approval.isUnseen = true
      return try approval.run(in: context)
    case .reject(let id, let reason):
      var rejection = RejectCommand()
      rejection.shared = shared
      rejection.id = id
      rejection.reason = reason
      return try rejection.run(in: context)
    }
  }

  /// The rows of a plan that are not DONE; none if a row has this name.
  private func openRows(ofPlan name: String, in context: CommandContext) throws -> [String] {
    if try context.taskQueue.read({ try $0.contains(name) }) { return [] }
    guard let plan = try? context.taskQueue.plan(name) else { return [] }
    return plan.rows.filter { $0.status.map { $0 != .done } ?? false }.map(\.id)
  }

  /// The id of the row with this name; if there is none, the id of the only row that the session
  /// or label of this name works on.
  private func id(ofRow name: String, in context: CommandContext) throws -> String {
    let rows = try context.taskQueue.read { table -> [String] in
      if try table.contains(name) { return [] }
      return try table.items(.inProgress).filter {
        $0.ownerSession == name || WorkerLabel.label(for: $0.id) == name
      }.map(\.id)
    }
    if rows.count > 1 {
      let names = rows.map(\.escaped).joined(separator: ", ")
      throw Problem.adapter(
        .severalRows,
        Sentence(
          "\(name.escaped) is at work on \(rows.count) rows: \(names)",
          "\(name.escaped)의 작업 중인 행이 \(rows.count)개입니다: \(names)"),
        hint: Sentence("name the row", "행을 지정하십시오"))
    }
    return rows.first ?? name
  }
}

extension ChatLine {
  static var help: [Sentence] {
    [
      Sentence(
        "!status: shows the counts of the rows, and what is in progress",
        "!status: 행의 수와 작업 중인 것"),
      Sentence(
        "!retry ID: tries a FAILED or BLOCKED row again",
        "!retry ID: FAILED나 BLOCKED 행을 다시 시도합니다"),
      Sentence(
        "!cancel ID [reason]: makes an unfinished row BLOCKED, and ends its worker; you can also name "
          + "the session or label that is at work on the row",
        "!cancel ID [reason]: 끝나지 않은 행이 BLOCKED가 되고 워커가 종료됩니다. ID 대신 그 행을 작업하는 "
          + "세션이나 레이블도 됩니다"),
      Sentence(
        "!replan ID [reason]: makes a row in progress BLOCKED, and any other row PENDING; you can also "
          + "name a plan, for its rows that are not DONE",
        "!replan ID [reason]: 작업 중인 행은 BLOCKED, 다른 행은 PENDING이 됩니다. ID 대신 계획을 쓰면 DONE이 "
          + "아닌 행 모두입니다"),
      Sentence(
        "!answer ID TEXT: answers the question of the row's worker",
        "!answer ID TEXT: 그 행의 워커가 물은 것에 답합니다"),
      Sentence(
        "!approve ID: accepts the result of the row, or lets its work begin",
        "!approve ID: 행의 결과를 받아들이거나 작업을 시작하게 합니다"),
      Sentence(
        "!reject ID REASON: sends the row back, or keeps its work from beginning",
        "!reject ID REASON: 행을 돌려보내거나 작업을 시작하지 못하게 합니다"),
      Sentence("!help: these lines", "!help: 이 줄들"),
    ]
  }
}

private struct ChatHelp: Shaped {
  let lines: [String]

  static var shapeName: StaticString { "chat help" }
  static func shape(_ fields: inout Fields<ChatHelp>) {
    fields.add("commands", \.lines, "the commands of a chat")
  }
}

extension ChatLine.Problem {
  fileprivate var problem: Door.Problem {
    let known = ChatLine.names.joined(separator: ", ")
    return switch self {
    case .noCommand:
      .usage(
        "the line is not a command", "명령이 아닌 줄입니다",
        hint: Sentence(
          "begin it with one of \(known); !help says more",
          "다음 중 하나로 시작합니다: \(known). !help에 설명이 있습니다"))
    case .unknown(let word):
      .usage(
        "unknown chat command '\(word.escaped)'", "알 수 없는 채팅 명령 '\(word.escaped)'",
        hint: Spelling.nearest(to: word, in: ChatLine.names).map {
          Sentence("did you mean \($0)? !help says more", "혹시 \($0)입니까? !help에 설명이 있습니다")
        }
          ?? Sentence(
            "use one of \(known); !help says more", "쓸 수 있는 명령: \(known). !help에 설명이 있습니다")
      )
    case .missingID(let word):
      .usage(
        "\(word) names no row", "\(word): 행이 없습니다",
        hint: Sentence("write the row's id after the command", "그 뒤에 행의 id를 적으십시오"))
    case .missingAnswer:
      .usage(
        "!answer has no answer", "!answer: 답이 없습니다",
        hint: Sentence("write the answer after the id", "id 뒤에 답을 적으십시오"))
    case .missingReason:
      .usage(
        "!reject gives no reason", "!reject: 이유가 없습니다",
        hint: Sentence("write the reason after the id", "id 뒤에 이유를 적으십시오"))
    case .surplus(let command, let words):
      .usage(
        "\(command) does not take '\(words.escaped)'", "\(command): '\(words.escaped)'은(는) 받지 않습니다",
        hint: Sentence("leave it out", "빼십시오"))
    }
  }
}
