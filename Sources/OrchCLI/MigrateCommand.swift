import CommandLineKit
import Console
import Engine
import Facts
import JSON
import Mirroring
import QueueModel

/// `orch migrate`: imports the table into the database.
struct MigrateCommand: QueueCommand {
  static let name = "migrate"
  static let summary = "Import the table into the database"
  static let discussion = """
    The database is made where it is missing. A row becomes what the table says unless the
    database changed it since both last agreed: then it is kept, and the status is 1. Rows that
    only the database has stay. A second time nothing changes. A database belongs to one queue:
    that of another is refused. To work on the database from
    then on, add --db to each command, and set ORCH_QUEUE_MD_READ_ONLY=1.
    """
  static let result = """
    `Imported N rows into D`, then what became of a row, a line each: `added ID`, \
    `changed ID: FIELDS`, `kept ID: FIELDS`, `left out ID: gone from the database`, \
    `only in the database: ID`; with `--quiet` the first line alone; 1 where rows were kept or \
    left out
    """
  static let json = """
    imported: number, how many rows the table has
    database: text, the database
    rows: list of mirrored row, what became of the rows that did not stay as they were
    """
  static let examples = [
    Example("orch migrate", "into db/queue.db beside the queue"),
    Example("orch migrate --db /var/lib/team/queue.db", "into this database"),
    Example("orch migrate --force", "also rows that the database changed since"),
    Example("orch migrate --adopt", "after the folder .orch was lost"),
  ]
  static let options: [Option<MigrateCommand>] = [
    .force("also rows that the database changed, or lost, since") { $0.force = true },
    .flag("--adopt", "make a database this queue's that is another's, or of none") {
      $0.isAdopting = true
    },
  ]
  static let spansStores = true

  var shared = SharedOptions()
  var force = false
  var isAdopting = false

  func run(in context: CommandContext) throws -> ExitStatus {
    let (database, file) = try context.taskQueue.mirroredStores()
    let transition = try context.transitionContext()
    let report = try database.migrate(
      from: file, context: transition, force: force, isAdopting: isAdopting,
      notice: context.waitNotice, receive: context.show)
    let path = try context.taskQueue.databasePath()
    if context.shared.isJSON {
      try context.print([
        "imported": .integer(report.rows), "database": .string(path), "rows": report.json,
      ])
    } else {
      try context.print(.imported(rows: report.rows, database: path))
      if !context.shared.isQuiet { try printLines(of: report, in: context) }
    }
    return report.hasConflicts ? .refused : .success
  }

  private func printLines(of report: MirrorReport, in context: CommandContext) throws {
    for line in report.lines { try context.print(.mirrored(line)) }
    guard report.hasConflicts else { return }
    try context.print(.databaseGoesOn)
  }
}

extension MirrorReport {
  var json: JSONValue {
    .array(
      lines.map { line in
        [
          "id": .string(line.id), "action": .string(line.action.rawValue),
          "fields": .array(line.fields.map { .string($0.name) }),
        ]
      })
  }
}
