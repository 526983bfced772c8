import Attempts
import Door
import Events
import Model
import Monitoring
import Runner
import Text

/// `ops status`: the counts of the rows by status, and the rows in progress.
struct StatusCommand: QueueCommand {
  static let name = "status"
  static let summary = Sentence(
    "Count the rows by status, and show what is in progress", "상태별로 행을 세고, 작업 중인 행을 보여 줍니다")
  static let discussion = Sentence(
    """
    Shows up to ORCH_TOP_IN_PROGRESS rows that are IN_PROGRESS, five by default, by priority, then
    in the order of the table. Under 'stuck:' it shows rows that can't start until a person acts:
    they wait for a FAILED or BLOCKED row, no worker starts on them, for example because a program is
    missing or not trusted, or their own budget is spent.
    Then it shows up to the same number of BLOCKED and of FAILED rows, each with its reason and the
    command that helps.
    """,
    """
    IN_PROGRESS 행을 우선순위, 그다음 표의 순서로 ORCH_TOP_IN_PROGRESS개까지 보여 줍니다. 기본값은
    다섯입니다. 사람이 나서야 시작하는 행, 곧 FAILED나 BLOCKED 행을 기다리거나, 워커가 시작하지
    않거나, 행의 예산을 다 쓴 행이 'stuck:' 아래에 이어지고, 그다음 같은 수의 BLOCKED와 FAILED
    행이 이유와, 그 행을 움직이는 명령과 함께 이어집니다.
    """)
  static let result = """
    `summary PENDING=… IN_PROGRESS=… BLOCKED=… FAILED=… DONE=…`, then `top_in_progress:` and up \
    to `ORCH_TOP_IN_PROGRESS` rows by priority, or `top_in_progress: none`; if rows wait for a \
    FAILED or BLOCKED row, no worker starts on them, or their `usd_per_row` is spent, `stuck:` and \
    a line for each; if there are BLOCKED or FAILED rows, `blocked:` and `failed:` with lines \
    `- ID REASON (COMMAND)`, and `- and N more`. While the queue is paused, the second line is \
    `paused by …`. Further lines warn of a worker whose starts fail (`worker NAME is paused until \
    …`), a daily limit of which 80 % are spent (`budget: …`), a ledger of costs that can't be read \
    or written (`what agents took …`), and a hook that fails (`hook NAME fails since …`). \
    ` conflicts=N` after the summary counts the conflicts between saves and commands, until `orch \
    history --conflicts` has shown them
    """
  static var answers: [any Shaped.Type] { [OverviewAnswer.self] }
  static let examples = [
    Example("ops status", Sentence("the queue in a few lines", "큐를 몇 줄로")),
    Example(
      "ops status --json | jq .summary.FAILED",
      Sentence("one figure, for a script", "수치 하나. 스크립트에서")),
  ]
  static let options: [Option<StatusCommand>] = []
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }

  func run(in context: CommandContext) throws -> ExitStatus {
    let overview = try context.taskQueue.overview(
      limit: try context.taskQueue.value(Settings.topInProgress))
    if context.shared.isJSON {
      try context.print(
        OverviewAnswer(overview, in: context.taskQueue.zoneOfJSON, context.commandLine))
      return .success
    }
    try context.print(Self.summary(overview.counts, overview.conflicts, context.paint))
    if let pause = overview.pause {
      try context.print(context.paint("\(context.text(of: pause)) (ops resume)", .yellow))
    }
    for worker in overview.pausedWorkers {
      let command = context.commandLine(.resumeWorker(worker.name))
      try context.print(context.paint("\(context.text(of: worker)) (\(command))", .yellow))
    }
    for sentence in overview.budget.sentences + overview.hooks.sentences(at: overview.now) {
      try context.print(context.paint(sentence(context.language), .yellow))
    }
    let stuck = overview.stuck.map {
      (row: $0, reason: $0.stuckReason(at: overview.now, in: context))
    }
    if context.isOnTerminal {
      let screen = StatusScreen(
        overview: overview, stuck: stuck, ages: try context.ages(), language: context.language)
      try context.write(screen.text(width: context.width, context.paint))
      for rows in overview.stopped { try context.write(stoppedScreen(rows, context)) }
    } else {
      let stops = overview.startStops.map { $0.sentence(at: overview.now).english }
      for line in lines(overview.inProgress, stuck, stops)
        + overview.stopped.flatMap({ lines(of: $0, in: context) })
      {
        try context.print(line)
      }
    }
    return .success
  }

  private static func summary(
    _ counts: [Status: Int], _ conflicts: Int, _ paint: Paint
  ) -> String {
    let unread = conflicts > 0 ? [paint("conflicts=\(conflicts)", Status.blocked.color)] : []
    return (counts.words(paint) + unread).reduce("summary") { "\($0) \($1)" }
  }

  private func lines(
    _ top: [QueueItem], _ stuck: [StatusScreen.Stuck], _ stops: [String]
  ) -> [String] {
    let inProgress =
      top.isEmpty ? ["top_in_progress: none"] : ["top_in_progress:"] + top.map(line)
    let stuckLines = stuck.map { row, reason in
      "- \(row.idText) \(row.waits ? "waits for " : "")\(reason.english)"
    }
    let all = stuckLines + stops.map { "- \($0)" }
    return inProgress + (all.isEmpty ? [] : ["stuck:"] + all)
  }

  private func line(_ item: QueueItem) -> String {
    let owner = item.ownerSession ?? "-"
    let start = item.startedAt ?? "-"
    return "- \(item.id) \(item.priority.text) owner=\(owner) started=\(start) \(item.task ?? "-")"
      .escaped
  }

  private func lines(of rows: StoppedRows, in context: CommandContext) -> [String] {
    if rows.count == 0 { return [] }
    return ["\(rows.name):"] + rows.first.map { "- \(context.text(of: $0))" }
      + (rows.more > 0 ? ["- and \(rows.more) more"] : [])
  }

  /// The stopped rows for a terminal: rows are wrapped, and each command can be copied.
  private func stoppedScreen(_ rows: StoppedRows, _ context: CommandContext) -> String {
    if rows.count == 0 { return "" }
    var text = "\(rows.name):\n" + rows.first.map { context.screen(of: $0) }.joined()
    if rows.more > 0 {
      text +=
        context.paint.dim(
          "  " + Sentence("and \(rows.more) more", "그 밖에 \(rows.more)행")(context.language)) + "\n"
    }
    return text
  }
}

extension CommandContext {
  /// A FAILED or BLOCKED row for a terminal: the text is wrapped, and the command can be copied.
  ///
  /// - Parameter age: the text after the reason.
  func screen(of row: StoppedRow, age: String = "") -> String {
    let text = "\(row.item.id.escaped) \(row.cause.shortSentence(language))\(age)"
    let wrapped = Paragraph(text).lines(width: max(width - 4, 20)).enumerated().map { index, line in
      (index == 0 ? "  " : "    ") + paint(line, row.item.status.color)
    }
    return (wrapped + ["    " + paint.bold(commandLine(row.remedy))]).map { $0 + "\n" }.joined()
  }
}

extension Explanation {
  /// Whether the row waits for other rows.
  fileprivate var waits: Bool { !reason.blockers.isEmpty }

  /// `ORCH-1 (FAILED)`, the budget and how to raise it, or another reason that keeps the row from
  /// starting.
  fileprivate func stuckReason(at now: QueueTime, in context: CommandContext) -> Sentence {
    switch reason {
    case .waits(let blockers, _, _): return blockers.labels
    case .overBudget(let excess):
      let (sentence, hint) = (excess.sentence, excess.use.key.hint)
      return Sentence(
        "\(sentence.english) (\(hint.english))", "\(sentence.korean) (\(hint.korean))")
    default:
      let command = remedy.map { " (\(context.commandLine($0)))" } ?? ""
      return sentence(at: now).map { $0 + command }
    }
  }
}

extension StoppedRows {
  /// `blocked`: the heading.
  fileprivate var name: String { status.rawValue.lowercased() }
}

/// The tables of `ops status` for a terminal.
struct StatusScreen {
  typealias Stuck = (row: Explanation, reason: Sentence)

  let overview: Overview
  let stuck: [Stuck]
  let ages: Ages
  var language = Language.english

  private var top: [QueueItem] { overview.inProgress }

  func text(width: Int, _ paint: Paint) -> String {
    var text = "top_in_progress: none\n"
    if !top.isEmpty {
      text = "top_in_progress:\n" + topTable.rendered(width: width, paint: paint) + more(paint)
    }
    if stuck.isEmpty, overview.startStops.isEmpty { return text }
    let waiting = stuck.filter(\.row.waits)
    let table = waiting.isEmpty ? "" : self.table(of: waiting).rendered(width: width, paint: paint)
    text += "stuck:\n" + table
    let reasons =
      stuck.filter { !$0.row.waits }.map { "\($0.row.idText) \($0.reason(language))" }
      + overview.startStops.map { $0.sentence(at: overview.now)(language) }
    for reason in reasons {
      let lines = Paragraph(reason).lines(width: max(width - 4, 20))
      for (index, line) in lines.enumerated() { text += "\(index == 0 ? "  " : "    ")\(line)\n" }
    }
    return text
  }

  /// The line that says that more rows are in progress than are shown.
  private func more(_ paint: Paint) -> String {
    let inProgress = overview.counts[.inProgress] ?? 0
    if top.count >= inProgress { return "" }
    return paint.dim(
      Sentence(
        "\(top.count) of \(inProgress.counted("row")) in progress",
        "작업 중인 \(inProgress)행 중 \(top.count)행")(language))
      + "\n"
  }

  private var topTable: TextTable {
    var table = TextTable([
      .init(Heading.id.label(language)), .init(Heading.priority.label(language), dropOrder: 4),
      .init(Heading.owner.label(language), minimum: 8, dropOrder: 3),
      .init(Heading.age.label(language), .right, minimum: 8, dropOrder: 2),
      .init(Heading.started.label(language), minimum: 16, dropOrder: 1),
      .init(Heading.task.label(language), minimum: 20),
    ])
    for item in top {
      let age = item.startedAt.flatMap(ages.age(of:)).map { $0.label(language) }
      let texts = [
        item.id.escaped, item.priority.text.escaped, item.ownerSession?.escaped, age,
        item.startedAt?.escaped, item.task?.escaped ?? "-",
      ]
      table.append(texts.map { TextTable.Cell($0 ?? "") })
    }
    return table
  }

  private func table(of stuck: [Stuck]) -> TextTable {
    var table = TextTable([
      .init(Heading.id.label(language)), .init(Heading.waitsFor.label(language), minimum: 20),
    ])
    for (row, reason) in stuck { table.append([.init(row.idText), .init(reason(language))]) }
    return table
  }
}
