import CommandLineKit
import CommandSupport
import Host
import JSON
import MarkdownStore
import QueueDocument
import QueueStore

/// `orch fmt`: aligns the table.
struct FormatCommand: QueueCommand {
  static let name = "fmt"
  static let summary = "Align the table, and change nothing else"
  static let result =
    "`Aligned N lines of FILE`, or `FILE is aligned`; `--check` exits with 1 where it is not"
  static let discussion = """
    A column becomes as wide as its widest cell; Korean characters and emoji count as two
    columns. A cell wider than 80 sticks out of its own row. Rows with a wrong number of cells
    stay as they are. Later changes keep the alignment as long as the texts fit.
    """
  static let json = """
    file: text, the queue file
    lines: number, how many lines are not aligned
    changed: true or false, whether they were changed; never with `--check`
    """
  static let examples = [
    Example("orch fmt", "before people read the file"),
    Example("orch fmt --check", "only say whether it is aligned; status 1 when not"),
  ]
  static let options: [Option<FormatCommand>] = [
    .flag("--check", "change nothing; exit with 1 when it is not aligned") { $0.onlyChecks = true }
  ]

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .writing(times: false) }
  var onlyChecks = false

  func run(in context: CommandContext) throws -> ExitStatus {
    let lines =
      onlyChecks
      ? try context.fileStore().document().alignment().count
      : try context.changingFile { store, now throws(StoreFailure) in try store.align(at: now) }
    let file = Path.name(of: try context.queuePath())
    try context.print(
      [
        "file": .string(file), "lines": .integer(lines), "changed": .bool(!onlyChecks && lines > 0),
      ], or: output(lines, file))
    return onlyChecks && lines > 0 ? .refused : .success
  }

  private func output(_ lines: Int, _ file: String) -> CommandOutput {
    if lines == 0 { return .aligned(file: file) }
    return onlyChecks ? .notAligned(file: file, lines: lines) : .alignedLines(lines, file: file)
  }
}
