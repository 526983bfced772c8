import Door
import Interchange
import Model
import QueueStore
import Runner
public import Stores
public import Text

/// `orch migrate`: imports the table into the database.
struct MigrateCommand: QueueCommand {
  static let name = "migrate"
  static let summary = Sentence("Import the table into the database", "표를 데이터베이스로 가져옵니다")
  static let discussion = Sentence(
    """
    The database is created if it is missing. Each row is imported as it is in the table. But if the
    database changed the row since table and database last agreed, the row of the database is kept,
    and the status is 1. Rows that only the database has stay. A second run changes nothing. A
    database belongs to one queue; the database of another queue is refused. To work on the database
    from then on, add --db to each command and set ORCH_QUEUE_MD_READ_ONLY=1. With --to, the whole
    queue is copied to a new table, database or server instead. Then the copy is read back and
    compared.
    """,
    """
    데이터베이스가 없으면 만듭니다. 행은 표에 적힌 대로 되지만, 둘이 마지막으로 일치한 뒤 데이터베이스가
    바꾼 행은 그대로 두고 상태는 1이 됩니다. 데이터베이스에만 있는 행은 남습니다. 두 번째에는
    아무것도 바뀌지 않습니다. 데이터베이스는 한 큐의 것이며 다른 큐의 것은 거절합니다. 그 뒤로
    데이터베이스에서 작업하려면 명령마다 --db를 더하고 ORCH_QUEUE_MD_READ_ONLY=1로 정하십시오.
    --to를 주면 그 대신 큐 전체를 새 표나 데이터베이스, 서버로 복사하고 사본을 다시 읽어 비교합니다.
    """)
  static let result = """
    `Imported N rows into D`, then what became of a row, a line each: `added ID`, \
    `changed ID: FIELDS`, `kept ID: FIELDS`, `left out ID: gone from the database`, \
    `only in the database: ID`; with `--quiet` the first line alone; status 1 if rows were kept \
    or left out. With `--to` `Copied N rows, N events and N archived rows to TARGET`; a target \
    that is in use is refused (73)
    """
  static var answers: [any Shaped.Type] { [MigrateAnswer.self, CopyAnswer.self] }
  static let examples = [
    Example("orch migrate", Sentence("into db/queue.db beside the queue", "큐 옆의 db/queue.db로")),
    Example(
      "orch migrate --db /var/lib/team/queue.db", Sentence("into this database", "이 데이터베이스로")),
    Example(
      "orch migrate --force",
      Sentence("import even rows that the database has changed meanwhile", "그 뒤에 데이터베이스가 바꾼 행도")),
    Example("orch migrate --adopt", Sentence("after the .orch folder was lost", ".orch 폴더를 잃은 뒤에")),
    Example(
      "orch migrate --db db/queue.db --to postgresql://db.example/team",
      Sentence("a whole queue to a server", "큐 전체를 서버로")),
    Example(
      "orch migrate --db postgresql://db.example/team --to back/QUEUE.md",
      Sentence("and back to a table", "다시 표로")),
  ]
  static let options: [Option<MigrateCommand>] = [
    .force(
      Sentence(
        "import even rows that the database has changed or lost meanwhile",
        "그 뒤에 데이터베이스가 바꾸거나 잃은 행도")
    ) { $0.force = true },
    .flag(
      "--adopt",
      Sentence(
        "take over a database that belongs to another queue, or to none",
        "다른 큐의 것이거나 주인이 없는 데이터베이스를 이 큐의 것으로")
    ) {
      $0.isAdopting = true
    },
    .value(
      "--to", "TARGET",
      Sentence(
        "copy the queue, with history and archive, to a new table (*.md), database or server",
        "큐를 이력, 보관된 행과 함께 새 표(*.md), 데이터베이스 또는 서버로 복사")
    ) { $1.target = $0 },
  ]
  static let spansStores = true

  var shared = SharedOptions()
  var force = false
  var isAdopting = false
  var target: String?

  var databases: [String] { [shared.database, target].compactMap(\.self) }

  func run(in context: CommandContext) throws -> ExitStatus {
    if let target { return try copy(to: target, in: context) }
    let report = try context.taskQueue.migrate(
      force: force, adopting: isAdopting, as: context.caller)
    let path = try context.taskQueue.databasePath()
    if context.shared.isJSON {
      try context.print(MigrateAnswer(report: report, database: path))
    } else {
      try context.print(
        "Imported \(report.rows) rows into \(path)", "\(report.rows)행을 가져왔습니다: \(path)")
      if !context.shared.isQuiet { try printLines(of: report, in: context) }
    }
    return report.hasConflicts ? .refused : .success
  }

  private func copy(to target: String, in context: CommandContext) throws -> ExitStatus {
    if force || isAdopting {
      throw Problem.usage(
        "--force and --adopt can't be used with --to", "--force와 --adopt는 --to와 함께 쓸 수 없습니다",
        hint: Sentence("leave them out: a copy needs a new place", "빼십시오. 사본은 새 곳에만 만듭니다"))
    }
    let template = QueueTemplate.text(
      in: Language(localeIn: context.environment), try context.taskQueue.zone(),
      try context.taskQueue.timeHeadings())
    let (contents, leftOut) = try context.taskQueue.copyQueue(
      to: target, template: template, as: context.caller)
    let answer = CopyAnswer(contents: contents, target: target, leftOut: leftOut)
    try context.print(answer, or: [answer.sentence(context.language)])
    return leftOut == 0 ? .success : .refused
  }

  private func printLines(of report: MirrorReport, in context: CommandContext) throws {
    for line in report.lines { try context.print(line.sentence) }
    guard report.hasConflicts else { return }
    try context.print(
      "the database has changed these rows; use --force to take the table's version",
      "그 행들은 데이터베이스가 다릅니다. --force는 표의 내용을 택합니다")
  }
}

private struct MigrateAnswer: Shaped {
  let report: MirrorReport
  let database: String

  static var shapeName: StaticString { "migrate" }
  static func shape(_ fields: inout Fields<MigrateAnswer>) {
    fields.add("imported", \.report.rows, "how many rows the table has")
    fields.add("database", \.database, "the database")
    fields.add(
      "rows", \.report.lines, "what became of the rows that were changed, kept or left out")
  }
}

/// The answer of `--to`.
private struct CopyAnswer: Shaped {
  let contents: QueueContents
  let target: String
  /// The number of malformed rows, which are not copied.
  let leftOut: Int

  static var shapeName: StaticString { "copied queue" }
  static func shape(_ fields: inout Fields<CopyAnswer>) {
    fields.add("database", \.target, "the place to which the queue was copied")
    fields.add("rows", { $0.contents[.items].count })
    fields.add("events", { $0.contents[.events].count })
    fields.add("archived_rows", { $0.contents[.archivedItems].count })
    fields.add("archived_events", { $0.contents[.archivedEvents].count })
    fields.add("left_out", \.leftOut, "how many malformed rows of a table were not copied")
  }

  func sentence(_ language: Language) -> String {
    let (rows, events) = (contents[.items].count, contents[.events].count)
    let archived = contents[.archivedItems].count
    return Sentence(
      "Copied \(rows.counted("row")), \(events.counted("event")) and "
        + "\(archived.counted("archived row")) to \(target)",
      "\(target): \(rows)행, 이벤트 \(events)개, 보관된 \(archived)행을 복사했습니다")(language)
  }
}

extension MirrorReport.Line: Shaped {
  public static var shapeName: StaticString { "mirrored row" }
  public static func shape(_ fields: inout Fields<MirrorReport.Line>) {
    fields.add("id", \.id)
    fields.add(
      "action", \.action.rawValue,
      """
      by `migrate`: `added`, `changed`, `kept`, `gone`, `only_in_database`; by `render`: `added`, \
      `changed`, `removed`, `taken`, `taken_as_new`, `not_taken`, `restored`, `left`; by both: \
      `unreadable`
      """)
    fields.add(
      "fields",
      { $0.fields.map(\.name) }, "the columns that differ; empty if the whole row is meant")
  }
}

extension MirrorReport.Line {
  var sentence: Sentence {
    let id = id.escaped
    let fields = self.fields.map(\.name).joined(separator: ", ")
    return switch action {
    case .added: Sentence("added \(id)", "추가함: \(id)")
    case .changed: Sentence("changed \(id): \(fields)", "바꿈: \(id): \(fields)")
    case .removed: Sentence("removed \(id)", "제거함: \(id)")
    case .restored: Sentence("restored \(id): deleted in the table", "되살림: \(id): 표에서 삭제되었던 행")
    case .taken: Sentence("took \(id): \(fields)", "가져옴: \(id): \(fields)")
    case .takenAsNew: Sentence("took \(id): new in the table", "가져옴: \(id): 표에 새로 생긴 행")
    case .notTaken: Sentence("not taken \(id): \(fields)", "가져오지 않음: \(id): \(fields)")
    case .kept: Sentence("kept \(id): \(fields)", "그대로 둠: \(id): \(fields)")
    case .gone: Sentence("left out \(id): gone from the database", "제외함: \(id): 데이터베이스에서 없어진 행")
    case .onlyInDatabase: Sentence("only in the database: \(id)", "데이터베이스에만 있음: \(id)")
    case .left:
      Sentence(
        "left \(id): gone from the database, and edited since: \(fields)",
        "남겨 둠: \(id): 데이터베이스에서 없어졌고 그 뒤에 편집됨: \(fields)")
    case .unreadable:
      Sentence(
        "skipped \(id): a table cannot hold its id or status",
        "건너뜀: \(id): 표에 없는 형식의 id나 상태")
    }
  }
}
