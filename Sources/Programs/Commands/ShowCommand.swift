import Attempts
import Door
import Runner
import Text
import Work

/// `orch show`: prints one row with everything that belongs to it.
struct ShowCommand: QueueCommand {
  static let name = "show"
  static let summary = Sentence(
    "Show one row: its fields, its owner, its history, and what it waits for",
    "한 행을 보여 줍니다: 필드, 기다리는 행, 소유자, 이력")
  static let discussion = Sentence(
    """
    With --attempts it prints the row's attempts instead, with --report the last report, with --task
    the message that the worker was sent.
    """,
    """
    --attempts는 대신 행의 시도를, --report는 마지막 보고서의 내용을, --task는 워커에게 보낸 것을
    출력합니다.
    """)
  static let result = """
    every field, what the row waits for, its attempts, its lease, its history; with `--attempts` \
    a line per attempt, oldest first: `claim⇥worker⇥started⇥took⇥status⇥class⇥reason`, and if an \
    agent reports them `⇥usd⇥input_tokens⇥output_tokens⇥model⇥session`, with `-` for an unknown \
    value; with `--report` and `--task` the text
    """
  static var answers: [any Shaped.Type] {
    [RowDetails.self, AttemptsAnswer.self, ShownReport.self, ShownTask.self]
  }
  static let examples = [
    Example("orch show --id ORCH-001", Sentence("everything about a row", "행의 모든 내용")),
    Example(
      "orch show ORCH-001 --attempts",
      Sentence("who tried the row, and how each attempt ended", "누가 시도했고 각 시도가 어떻게 끝났는지")),
    Example(
      "orch show ORCH-001 --report --claim 2",
      Sentence("the report of an earlier attempt", "앞선 시도에서 보고된 것")),
    Example(
      "orch show ORCH-001 --json | jq .waits_for",
      Sentence("what the row waits for, for a script", "무엇을 기다리는지, 스크립트에서")),
  ]
  static let options: [Option<ShowCommand>] = [
    .row(Sentence("the row to show", "보여 줄 행"), of: .all) { $1.id = $0 },
    .flag("--attempts", Sentence("show the row's attempts instead", "대신 행의 시도")) {
      $0.parts.append(.attempts)
    },
    .flag(
      "--report",
      Sentence("show the row's last report instead, as it was received", "대신 마지막 보고서, 읽은 그대로")
    ) {
      $0.parts.append(.report)
    },
    .flag("--task", Sentence("show the message to the row's worker instead", "대신 워커에게 보낸 메시지")) {
      $0.parts.append(.task)
    },
    .claim(
      Sentence("the one of this attempt, named by the number of its claim", "이 시도의 것. 배정의 번호로")
    ) {
      $1.claim = $0
    },
  ]
  static let positional: String? = "--id"
  static let isLogged = false

  /// The part that is shown instead of the row.
  enum Part { case attempts, report, task }

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var id = ""
  var parts: [Part] = []
  var claim: Int?

  func run(in context: CommandContext) throws -> ExitStatus {
    if parts.count > 1 {
      throw Problem.usage(
        "--attempts, --report and --task can't be combined",
        "--attempts, --report, --task는 함께 쓸 수 없습니다",
        hint: Sentence("choose one of them", "하나만 고르십시오"))
    }
    switch parts.first {
    case .attempts: try printAttempts(in: context)
    case .report: try printReport(in: context)
    case .task: try printTask(in: context)
    case nil: try printRow(in: context)
    }
    return .success
  }

  private func printRow(in context: CommandContext) throws {
    if claim != nil {
      throw Problem.usage(
        "--claim needs another option", "--claim에는 다른 옵션이 필요합니다",
        hint: Sentence(
          "add --attempts, --report or --task", "--attempts, --report, --task 중 하나를 더하십시오"))
    }
    let row = try context.taskQueue.details(ofRow: id)
    if let warning = try context.taskQueue.briefWarning(ofRow: id) {
      context.warn(warning.sentence(queueOption: context.queueOptions)(context.languageForErrors))
    }
    if context.shared.isJSON {
      try context.print(row)
    } else if context.isOnTerminal {
      let screen = row.screen(width: context.width, context.paint, try context.ages())
      try context.write(screen)
    } else {
      try context.write(row.text(context.paint))
    }
  }
}
