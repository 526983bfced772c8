import CommandLineKit
import Console
import Engine
import Facts
import JSON
import MarkdownStore
import Mirroring
import Wording

/// `orch render`: writes the table from the database.
struct RenderCommand: QueueCommand {
  static let name = "render"
  static let summary = "Write the table from the database"
  static let discussion = """
    Everything around the table stays, and so do the owner's own columns. What was written
    into the table since both last agreed goes into the database first: task, criteria,
    priority, due time, notes, and new rows, which come as PENDING. Status, owner and start are
    the database's alone. The first time, what the table said before goes to the history.
    """
  static let result = """
    `rendered N rows`, then what became of a row, a line each: `added ID`, `changed ID: FIELDS`, \
    `removed ID`, `took ID: FIELDS`, `took ID: new in the table`, `not taken ID: FIELDS`, \
    `restored ID: deleted in the table`; with `--quiet` the first line alone
    """
  static let json = """
    rendered: number, how many rows the table has now
    file: text, the queue file
    rows: list of mirrored row, what became of the rows that did not stay as they were
    """
  static let examples = [
    Example("orch render", "from db/queue.db beside the queue"),
    Example("orch render --db db/queue.db --queue /srv/www/QUEUE.md", "a copy for readers"),
  ]
  static let options: [Option<RenderCommand>] = []
  static let spansStores = true

  var shared = SharedOptions()

  func run(in context: CommandContext) throws -> ExitStatus {
    let template = QueueTemplate.text(
      in: Language(localeIn: context.environment), try context.taskQueue.zone(),
      try context.taskQueue.timeHeadings())
    let (database, file) = try context.taskQueue.mirroredStores()
    let transition = try context.transitionContext()
    let report = try database.render(
      into: file, context: transition, template: template,
      isCopy: context.taskQueue.chosenDatabase != nil, receive: context.show)
    if context.shared.isJSON {
      try context.print([
        "rendered": .integer(report.rows), "file": .string(file.path),
        "rows": report.json,
      ])
    } else {
      try context.print(.rendered(rows: report.rows))
      if context.shared.isQuiet { return .success }
      for line in report.lines { try context.print(.mirrored(line)) }
    }
    return .success
  }
}
