public import CommandLineKit
public import CommandSupport
import JSON
import Mirroring

/// `orch render`: writes the table from the database.
public struct Render: QueueCommand {
  public static let name = "render"
  public static let summary = "Write the table from the database"
  public static let discussion = """
    Everything around the table stays, and so do the owner's own columns. What somebody wrote
    into the table since both last agreed goes into the database first: task, criteria,
    priority, due time, notes, and new rows, which come as PENDING. Status, owner and start are
    the database's alone. The first time, what the table said before goes to the history.
    """
  public static let result = """
    `rendered N rows`, then what became of a row, a line each: `added ID`, `changed ID: FIELDS`, \
    `removed ID`, `took ID: FIELDS`, `took ID: new in the table`, `not taken ID: FIELDS`, \
    `restored ID: deleted in the table`; with `--quiet` the first line alone
    """
  public static let json = """
    rendered: number, how many rows the table has now
    file: text, the queue file
    rows: list of mirrored row, what became of the rows that did not stay as they were
    """
  public static let examples = [
    Example("orch render", "from db/queue.db beside the queue"),
    Example("orch render --db db/queue.db --queue /srv/www/QUEUE.md", "a copy for readers"),
  ]
  public static let options: [Option<Render>] = []
  public static let spansStores = true

  public var shared = SharedOptions()

  public init() {}

  public func run(in context: CommandContext) throws -> ExitStatus {
    let language = QueueLanguage(localeIn: context.environment)
    let report = try context.render(template: QueueTemplate.text(in: language))
    if context.shared.isJSON {
      try context.print([
        "rendered": .integer(report.rows), "file": .string(try context.tablePath()),
        "rows": report.json,
      ])
    } else {
      try context.print("rendered \(report.rows) rows")
      if context.shared.isQuiet { return .success }
      for line in report.lines { try context.print(line.text) }
    }
    return .success
  }
}
