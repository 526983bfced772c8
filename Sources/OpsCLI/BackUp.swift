public import CommandLineKit
public import CommandSupport
import Host
import JSON
import Mirroring
import QueueModel

/// `ops backup`: copies the queue.
public struct BackUp: QueueCommand {
  public static let name = "backup"
  public static let summary = "Copy the database and the queue file, and compare"
  public static let discussion = """
    FILE is the database's copy; that of the queue file is called FILE.md, and its history goes
    into the folder beside it, where orch finds it. A FILE that ends in .md is the queue file's
    copy, and the database's then ends in .db. What is not there is not copied; with --db only
    that database is. Others go on working meanwhile. Nothing is written over.
    """
  public static let result =
    "a line for each copy: `Backed up SOURCE to FILE: N rows, N events`; nothing is left "
    + "behind by one that fails"
  public static let json = """
    copies: list of copy, what was made

    copy:
    kind: text, `database` or `queue`
    source: text, what was copied
    path: text, the copy
    rows: number
    events: number, its events, or the changes in its history
    history: text or null, the folder with the history
    """
  public static let examples = [
    Example("ops backup --to backups/monday", "the queue file, and the database if there is one"),
    Example("ops backup --db db/queue.db --to backups/monday.db", "one database"),
  ]
  public static let options: [Option<BackUp>] = [
    .value("--to", "FILE", "the copy, where nothing is yet", required: true, kind: .file) {
      (text, command) throws(InvalidValue) in
      guard !Path.name(of: text).isEmpty else {
        throw InvalidValue("name the file that is to be made")
      }
      command.file = text
    }
  ]
  public static let isLogged = false

  public var shared = SharedOptions()
  var file = ""

  public init() {}

  public func run(in context: CommandContext) throws -> ExitStatus {
    let parts = try context.backUp(
      to: BackupPaths(named: Path.join(context.currentDirectory, file)))
    if context.shared.isJSON {
      try context.print(["copies": .array(parts.map(\.json))])
    } else {
      for part in parts { try context.print(part.text.escaped) }
    }
    return .success
  }
}

extension Backup.Part {
  fileprivate var text: String {
    let what =
      switch kind {
      case .database: events.counted("event")
      case .queue:
        history.map { "\(events.counted("change")) in \($0)" } ?? "no history"
      }
    return "Backed up \(source) to \(path): \(rows.counted("row")), \(what)"
  }

  fileprivate var json: JSONValue {
    [
      "kind": .string(kind.rawValue), "source": .string(source), "path": .string(path),
      "rows": .integer(rows), "events": .integer(events), "history": JSONValue(history),
    ]
  }
}
