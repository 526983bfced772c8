import Door
import Host
import Model
import Runner
import Stores
import Table
import Text

/// `orch fmt`: aligns the table.
struct FormatCommand: QueueCommand {
  static let name = "fmt"
  static let summary = Sentence(
    "Align the table, and change nothing else", "표를 정렬하고 다른 것은 바꾸지 않습니다")
  static let result = """
    `Aligned N lines of FILE`, or `FILE is aligned`; `--check` exits with 1 where it is not. With \
    `--ids` first `Named ID` for each row that got one
    """
  static let discussion = Sentence(
    """
    A column becomes as wide as its widest cell; Korean characters and emoji count as two
    columns. A cell wider than 80 sticks out of its own row. Rows with a wrong number of cells
    stay as they are. Later changes keep the alignment as long as the texts fit. With --ids the
    rows that were written without an id get the next ones, too.
    """,
    """
    열의 너비는 가장 넓은 셀에 맞춥니다. 한글과 이모지는 두 칸으로 셉니다. 80보다 넓은 셀은 그 행에서만
    튀어나옵니다. 셀 수가 틀린 행은 그대로 둡니다. 텍스트가 맞는 동안은 이후의 변경도 정렬을
    지킵니다. --ids가 있으면 id 없이 쓴 행에 다음 id도 줍니다.
    """)
  static var answers: [any Shaped.Type] { [FormatAnswer.self] }
  static let examples = [
    Example("orch fmt", Sentence("before people read the file", "사람이 파일을 읽기 전에")),
    Example(
      "orch fmt --check",
      Sentence("only say whether it is aligned; status 1 when not", "정렬되어 있는지만 말합니다. 아니면 상태 1")),
    Example(
      "orch fmt --ids", Sentence("after you wrote rows with an empty id", "id를 비워 두고 행을 쓴 뒤")),
  ]
  static let options: [Option<FormatCommand>] = [
    .flag(
      "--check",
      Sentence(
        "change nothing; exit with 1 when it is not aligned", "아무것도 바꾸지 않고, 정렬되어 있지 않으면 1로 종료")
    ) { $0.onlyChecks = true },
    .flag(
      "--ids", Sentence("give the rows without an id the next ones, too", "id가 없는 행에 다음 id도 줍니다")
    ) { $0.namesRows = true },
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
      try context.print(
        FormatAnswer(
          file: file, lines: lines, isChanged: !onlyChecks && lines > 0,
          named: namesRows ? named : nil))
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

private struct FormatAnswer: Shaped {
  let file: String
  let lines: Int
  let isChanged: Bool
  let named: [String]?

  static var shapeName: StaticString { "fmt" }
  static func shape(_ fields: inout Fields<FormatAnswer>) {
    fields.add("file", \.file, "the queue file")
    fields.add("lines", \.lines, "how many lines are not aligned")
    fields.add("changed", \.isChanged, "whether they were changed; never with `--check`")
    fields.addIfAny("named", \.named, "with `--ids`, the ids of the rows that had none")
  }
}
