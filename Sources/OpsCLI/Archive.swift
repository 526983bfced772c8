public import CommandLineKit
public import CommandSupport
import Host
import JSON
import QueueModel
import QueueStore

/// `ops gc`: moves finished rows to the archive.
public struct Archive: QueueCommand {
  public static let name = "gc"
  public static let summary = "Move rows that ended long ago to the archive; none is deleted"
  public static let discussion = """
    DONE and FAILED rows go to QUEUE-archive.md beside the queue, or with --db to
    queue-archive.db beside the database, with their events; both are queues that orch reads.
    A row stays while another that stays waits for it, while a session has a lease on it, and
    when it has the highest number; in a file also when it is DONE and has an idempotency key.
    orch restore brings a row back.
    """
  public static let result = "`archived N rows to FILE`, then the ids, a line each"
  public static let json = """
    path: text, the archive
    archived: list of text, the rows that went there, or would go
    dry_run: true or false, whether it is a dry run
    """
  public static let examples = [
    Example("ops gc --older-than 30d --dry-run", "which rows would go"),
    Example("ops gc --older-than 30d --db db/queue.db", "rows of a database, with their events"),
  ]
  public static let options: [Option<Archive>] = [
    .value("--older-than", "AGE", "rows that ended longer ago: 720h, 30d, 4w", required: true) {
      (text, command) throws(InvalidValue) in command.seconds = try seconds(in: text)
    },
    .flag("--dry-run", "change nothing, and show what would go") { $0.isTrial = true },
  ]

  public var shared = SharedOptions()
  var seconds = 0
  var isTrial = false

  public init() {}

  private static let units = ["h": 3600, "d": 86400, "w": 7 * 86400]

  private static func seconds(in text: String) throws(InvalidValue) -> Int {
    guard let unit = units[String(text.suffix(1))] else {
      throw InvalidValue("say hours, days or weeks, such as 720h, 30d or 4w")
    }
    // The limit, a hundred years, keeps the arithmetic from overflowing.
    guard let number = Int(text.dropLast()), (0...(100 * 366 * 24)).contains(number),
      number * unit <= 100 * 366 * 86400
    else { throw InvalidValue("use a whole number before the unit, such as 30d") }
    return number * unit
  }

  public func run(in context: CommandContext) throws -> ExitStatus {
    let outcome = try context.archive(olderThan: seconds, isTrial: isTrial)
    if context.shared.isJSON {
      try context.print([
        "path": .string(outcome.path), "archived": .array(outcome.ids.map { .string($0) }),
        "dry_run": .bool(isTrial),
      ])
      return .success
    }
    let verb = isTrial ? "would archive" : "archived"
    try context.print("\(verb) \(outcome.ids.count.counted("row")) to \(outcome.path.escaped)")
    for id in outcome.ids { try context.print(id.escaped) }
    return .success
  }
}
