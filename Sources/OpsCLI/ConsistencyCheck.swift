public import CommandLineKit
public import CommandSupport
import JSON
import Mirroring
import QueueModel

/// `ops consistency-check`: whether the table and the database say the same.
public struct ConsistencyCheck: QueueCommand {
  public static let name = "consistency-check"
  public static let summary = "Compare the table with the database"
  public static let discussion = """
    Compares status, priority, owner, start and due time row by row, and writes nothing. With
    --all also task, criteria and notes, where a difference is shown as diff -u does.
    """
  public static let result = """
    `consistency ok total=N`, or `consistency mismatch missing_in_db=A missing_in_md=B \
    field_mismatch=C` and a line each: `- missing_in_db ID`, `- missing_in_md ID`, \
    `- mismatch ID:FIELD:md=X db=Y`, and exit with 1
    """
  public static let json = """
    consistent: true or false, whether table and database have the same rows
    total: number, how many rows there are
    missing_in_db: list of text, the rows that only the table has
    missing_in_md: list of text, the rows that only the database has
    mismatches: list of mismatch, the cells that differ

    mismatch:
    id: text
    field: text, the column
    md: text or null, what the table has
    db: text or null, what the database has
    """
  public static let examples = [
    Example("ops consistency-check", "QUEUE.md and db/queue.db beside it"),
    Example("ops consistency-check --all", "the texts, too"),
  ]
  public static let options: [Option<ConsistencyCheck>] = [
    .value("--queue-path", "Q", "the queue file, as --queue names it", kind: .file) {
      $1.shared.queue = $0
    },
    .value("--db-path", "D", "the database, as --db names it", kind: .file) {
      $1.shared.database = $0
    },
    .flag("--all", "compare task, criteria and notes, too") { $0.comparesTexts = true },
  ]
  public static let isLogged = false
  public static let spansStores = true

  public var shared = SharedOptions()
  var comparesTexts = false

  public init() {}

  public func run(in context: CommandContext) throws(CommandError) -> ExitStatus {
    let consistency = try context.consistency(withTexts: comparesTexts)
    if context.shared.isJSON {
      try context.print(consistency.json)
    } else {
      for line in consistency.lines { try context.print(line) }
    }
    return consistency.isConsistent ? .success : .refused
  }
}
