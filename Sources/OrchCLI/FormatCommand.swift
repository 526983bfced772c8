import CommandLineKit
import Console
import Engine
import Facts
import Host
import JSON
import MarkdownStore
import QueueDocument
import QueueModel
import QueueStore
import Settings

/// `orch fmt`: aligns the table.
struct FormatCommand: QueueCommand {
  static let name = "fmt"
  static let summary = "Align the table, and change nothing else"
  static let result = """
    `Aligned N lines of FILE`, or `FILE is aligned`; `--check` exits with 1 where it is not. With \
    `--ids` first `Named ID` for each row that got one
    """
  static let discussion = """
    A column becomes as wide as its widest cell; Korean characters and emoji count as two
    columns. A cell wider than 80 sticks out of its own row. Rows with a wrong number of cells
    stay as they are. Later changes keep the alignment as long as the texts fit. With --ids the
    rows that were written without an id get the next ones, too.
    """
  static let json = """
    file: text, the queue file
    lines: number, how many lines are not aligned
    changed: true or false, whether they were changed; never with `--check`
    named?: list of text, with `--ids`, the ids of the rows that had none
    """
  static let examples = [
    Example("orch fmt", "before people read the file"),
    Example("orch fmt --check", "only say whether it is aligned; status 1 when not"),
    Example("orch fmt --ids", "after you wrote rows with an empty id"),
  ]
  static let options: [Option<FormatCommand>] = [
    .flag("--check", "change nothing; exit with 1 when it is not aligned") { $0.onlyChecks = true },
    .flag("--ids", "give the rows without an id the next ones, too") { $0.namesRows = true },
  ]

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .writing(times: false, newIDs: namesRows) }
  var onlyChecks = false
  var namesRows = false

  func run(in context: CommandContext) throws -> ExitStatus {
    if onlyChecks, namesRows { throw Problem.usage(.checkWithIDs) }
    let named = namesRows ? try context.taskQueue.nameRows(as: context.caller) : []
    let lines =
      onlyChecks
      ? try context.taskQueue.fileStore().document().alignment().count
      : try context.taskQueue.align(as: context.caller)
    let file = Path.name(of: try context.taskQueue.queuePath())
    if context.shared.isJSON {
      var object: JSONObject = [
        "file": .string(file), "lines": .integer(lines), "changed": .bool(!onlyChecks && lines > 0),
      ]
      if namesRows { object["named"] = .array(named.map { .string($0) }) }
      try context.print(.object(object))
    } else {
      for id in named { try context.print(.named(id: id.escaped)) }
      try context.print(output(lines, file))
    }
    return onlyChecks && lines > 0 ? .refused : .success
  }

  private func output(_ lines: Int, _ file: String) -> CommandOutput {
    if lines == 0 { return .aligned(file: file) }
    return onlyChecks ? .notAligned(file: file, lines: lines) : .alignedLines(lines, file: file)
  }
}
