import Door
import Interchange
import Runner
import Stores
import Text

/// `orch render`: writes the table from the database.
struct RenderCommand: QueueCommand {
  static let name = "render"
  static let summary = Sentence("Write the table from the database", "데이터베이스에서 표를 씁니다")
  static let discussion = Sentence(
    """
    The text around the table stays, and so do columns that you added. First, edits that were made
    in the table since both last agreed go into the database: task, criteria, priority, due time,
    notes, and new rows, which become PENDING. Status, owner and start come only from the database.
    The first time, the former contents of the table go into the history.
    """,
    """
    표 주변의 모든 것과 소유자가 더한 열은 남습니다. 둘이 마지막으로 일치한 뒤 표에 적힌 것은 먼저
    데이터베이스로 들어갑니다: 작업, 기준, 우선순위, 마감, notes, 그리고 PENDING이 되는 새 행입니다.
    상태, 소유자, 시작 시각은 데이터베이스의 것만 씁니다. 처음에는 표에 있던 내용이 이력으로 갑니다.
    """)
  static let result = """
    `rendered N rows`, then what became of a row, a line each: `added ID`, `changed ID: FIELDS`, \
    `removed ID`, `took ID: FIELDS`, `took ID: new in the table`, `not taken ID: FIELDS`, \
    `restored ID: deleted in the table`; with `--quiet` the first line alone
    """
  static var answers: [any Shaped.Type] { [RenderAnswer.self] }
  static let examples = [
    Example("orch render", Sentence("from db/queue.db beside the queue", "큐 옆의 db/queue.db에서")),
    Example(
      "orch render --db db/queue.db --queue /srv/www/QUEUE.md",
      Sentence("a copy for readers", "읽는 사람을 위한 사본")),
    Example(
      "orch render --db postgresql://db.example/team",
      Sentence("the table of a queue on a server, in this folder", "서버 큐의 표를 이 폴더에")),
  ]
  static let options: [Option<RenderCommand>] = [
    .flag(
      "--adopt",
      Sentence(
        "for a queue on a server: from now on take edits from this table, and from no other",
        "서버의 큐: 이제부터 이 표에서 고친 것을 받고 다른 표의 것은 받지 않습니다")
    ) { $0.isAdopting = true }
  ]
  static let spansStores = true

  var shared = SharedOptions()
  var isAdopting = false

  func run(in context: CommandContext) throws -> ExitStatus {
    let template = QueueTemplate.text(
      in: Language(localeIn: context.environment), try context.taskQueue.zone(),
      try context.taskQueue.timeHeadings())
    let (report, file) = try context.taskQueue.render(
      template: template, adopting: isAdopting, as: context.caller)
    if context.shared.isJSON {
      try context.print(RenderAnswer(report: report, file: file))
    } else {
      try context.print("rendered \(report.rows) rows", "\(report.rows)행을 썼습니다")
      if context.shared.isQuiet { return .success }
      for line in report.lines { try context.print(line.sentence) }
    }
    return .success
  }
}

private struct RenderAnswer: Shaped {
  let report: MirrorReport
  let file: String

  static var shapeName: StaticString { "render" }
  static func shape(_ fields: inout Fields<RenderAnswer>) {
    fields.add("rendered", \.report.rows, "how many rows the table has now")
    fields.add("file", \.file, "the queue file")
    fields.add("rows", \.report.lines, "what became of the rows that did not stay unchanged")
  }
}
