import Door
import Model
import Plans
import QueueStore
import Runner
import Text
import Work

/// `orch wait`: waits for the end of rows and plans.
struct WaitCommand: QueueCommand {
  static let name = "wait"
  static let summary = Sentence(
    "Wait until rows or plans are done, or need a person",
    "행이나 계획이 끝나거나 사람이 필요할 때까지 기다립니다")
  static let discussion = Sentence(
    """
    The command ends when nothing more happens to the rows by itself. The status is 0 if all are
    DONE, 4 if a person is needed, and 5 if a row failed, is blocked or was cancelled and is not
    tried again; 4 takes precedence over 5. A person is needed for an answer or an approval, or if
    something keeps rows from starting: a pause, a folder without trust, a missing program or
    worker, a row that can't be read. The command keeps waiting for rows in progress, a backoff, a
    worker's pause, the day's budget, and rows that wait for these. After --timeout or Ctrl-C it
    ends with 75. Each argument is a row's id, or else a plan's name; rows that are added to the
    plan later count, too. An archived row counts with its status in the archive. A row that is
    deleted meanwhile is left out; if no row is left, the status is 5. The command changes and
    starts nothing: run orch daemon, or orch tick from cron, for that.
    """,
    """
    행에 저절로 일어날 일이 더 없으면 끝납니다. 모두 DONE이면 0, 사람이 필요하면 4, 실패했거나 막혔거나
    취소되어 다시 시도하지 않을 행이 있으면 5입니다. 4가 5보다 먼저입니다. 답변이나 승인을 기다리거나,
    일시 정지, 신뢰하지 않는 폴더, 없는 프로그램이나 워커, 읽을 수 없는 행처럼 시작을 막는 것이 있으면
    사람이 필요합니다. 작업 중인 행, 재시도 대기, 워커의 일시 정지, 하루 예산과 그 뒤의 행은 기다립니다.
    --timeout이 지나거나 Ctrl-C를 누르면 75로 끝납니다. 단어는 행의 id이거나, 아니면 계획의 이름입니다.
    나중에 계획에 들어온 행도 포함합니다. 보관한 행은 보관된 상태로 끝난 것으로 봅니다. 그 사이 삭제된
    행은 빼고, 남은 행이 없으면 상태는 5입니다. 아무것도 바꾸거나 시작하지 않습니다. 그것은 orch
    daemon이나, orch tick을 실행하는 cron이 합니다.
    """)
  static let result = """
    `N rows: 2 done, 1 failed`, then for each row that is not DONE `ID REASON (COMMAND)`. If \
    nothing has worked on the rows for a minute, a warning is printed once on standard error
    """
  static var answers: [any Shaped.Type] { [WaitAnswer.self] }
  static let examples = [
    Example("orch wait ORCH-007", Sentence("until this row has ended", "이 행이 끝날 때까지")),
    Example(
      "orch wait login --timeout 2h && ./deploy.sh",
      Sentence("all rows of a plan, for two hours at most", "계획의 모든 행을 최대 두 시간")),
    Example(
      "orch wait A B --json | jq -r '.rows[] | select(.command).command'",
      Sentence("what to do next, for a script", "다음에 할 일, 스크립트용")),
  ]
  static let options: [Option<WaitCommand>] = [
    .value(
      "ROW", "NAME|ID", Sentence("a row's id, or a plan's name", "행의 id 또는 계획의 이름"),
      required: true, repeatable: true, kind: .rowOrPlan
    ) {
      $1.words.append($0)
    },
    .value(
      "--timeout", "TIME",
      Sentence(
        "the longest wait: 90s, 30m, 2h; without it there is no limit",
        "가장 긴 대기 시간: 90s, 30m, 2h. 없으면 제한이 없습니다")
    ) { (text, command) throws(InvalidValue) in
      guard let seconds = DurationText.seconds(text, unit: .second) else {
        throw InvalidValue(
          Sentence(
            "use seconds, or a time such as 90s, 30m or 2h", "초 또는 90s, 30m, 2h 같은 시간을 쓰십시오"))
      }
      command.timeout = .seconds(seconds)
    },
  ]
  static let positional: String? = "ROW"
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var words: [String] = []
  var timeout: Duration?

  func run(in context: CommandContext) throws -> ExitStatus {
    let progress = context.progressLine()
    defer { progress.clear() }
    let answer: WaitForRows.Answer
    do throws(Problem) {
      answer = try context.taskQueue.wait(for: words, timeout: timeout, as: context.caller) {
        switch $0 {
        case .waits(let rows, let total): progress.show(Self.progress(rows, total))
        case .deleted(let ids):
          progress.clear()
          context.warn(
            "deleted, so no longer waited for: \(ids.joined(separator: ", ").escaped) "
              + "(orch restore brings a row back)",
            "삭제되어 더 기다리지 않습니다: \(ids.joined(separator: ", ").escaped) (orch restore로 되살릴 수 있습니다)")
        case .nothingWorks:
          progress.clear()
          context.warn(Sentence.nothingWorks)
        }
      }
    } catch {
      guard let proposed = context.proposedPlan(in: words) else {
        throw context.unknownWord(error)
      }
      progress.clear()
      // The plan has no rows to wait for until a person approves the proposal.
      try context.print(
        WaitAnswer(outcome: .person, rows: []),
        or: ["\(proposed.sentence(context.language)) (orch plan show \(proposed.name))"])
      return .waiting
    }
    progress.clear()
    let rows = answer.rows.map {
      ReasonLine($0, at: answer.now, command: $0.remedy.map(context.commandLine))
    }
    var lines = [WaitSummary(answer.rows).sentence(context.language)]
    for row in rows where row.explanation.reason != .done {
      // `A FAILED: exit 3 (ops retry A)`.
      let line = "\(row.id) \(row.message(context.language))"
      lines.append(row.command.map { "\(line) (\($0))" } ?? line)
    }
    try context.print(WaitAnswer(outcome: answer.outcome, rows: rows), or: lines)
    return answer.outcome.exitStatus
  }

  /// `waiting for 3 of 12 rows: A (IN_PROGRESS), B (PENDING)`.
  private static func progress(_ rows: [Explanation], _ total: Int) -> String {
    let names = rows.prefix(10).map { "\($0.idText) (\($0.status?.rawValue ?? "-"))" }
    return "waiting for \(rows.count) of \(total.counted("row")): \(names.joined(separator: ", "))"
  }
}

extension CommandContext {
  /// The first plan among the words that is only proposed and therefore has no rows.
  fileprivate func proposedPlan(in words: [String]) -> PlanDetails? {
    words.lazy.compactMap { try? self.taskQueue.plan($0) }.first { $0.state == .proposed }
  }

  /// The error for a word that names no row; its hint adds that no plan has this name either.
  fileprivate func unknownWord(_ error: Problem) -> Problem {
    guard case .store(.refused(.notFound(let word))) = error else { return error }
    if let plan = try? taskQueue.plan(word), plan.hasNoRowsLeft {
      return .adapter(
        error.kind, Sentence("plan \(plan.name) has no rows left", "계획 \(plan.name)에 남은 행이 없습니다"),
        hint: Sentence(
          "orch plan show \(plan.name) lists what they were; orch restore --id ID brings one back",
          "행의 목록: orch plan show \(plan.name). 되살리기: orch restore --id ID"))
    }
    let hint = addingSuggestion(to: error).hint
    return .hinted(
      error,
      Sentence(
        "no plan has this name either; \(hint.english)", "그런 이름의 계획도 없습니다. \(hint.korean)"))
  }
}

extension WaitOutcome {
  fileprivate var exitStatus: ExitStatus {
    switch self {
    case .done: .success
    case .person: .waiting
    case .failed: .rowsFailed
    case .timeout, .interrupted: .temporaryFailure
    }
  }
}

struct WaitAnswer: Shaped {
  let outcome: WaitOutcome
  let rows: [ReasonLine]

  static var shapeName: StaticString { "wait" }
  static func shape(_ fields: inout Fields<WaitAnswer>) {
    fields.add(
      "outcome", \.outcome.rawValue,
      "`done`, `person`, `failed`, `timeout` or `interrupted`: status 0, 4, 5, 75 and 75")
    fields.add("rows", \.rows, "the rows, in the order of the words, then of the table")
  }
}
