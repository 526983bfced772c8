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
  static let summary = Sentence("Align the table", "표의 열 너비를 맞춥니다")
  static let result = """
    `Aligned N lines of FILE`, or `FILE is aligned`; `--check` exits with 1 if the file is not \
    aligned. With `--ids`, first `Named ID` for each row that got an id
    """
  static let discussion = Sentence(
    """
    Each column becomes as wide as its widest cell; Korean characters and emoji count as two
    columns. A cell wider than 80 columns sticks out in its own row only. Rows with a wrong number
    of cells stay as they are. A status in small letters is written in capitals; no other text
    changes. Later changes keep the alignment as long as the texts fit. --ids also gives the next ids
    to rows that were written without one.
    """,
    """
    열의 너비는 가장 넓은 셀에 맞춥니다. 한글과 이모지는 두 칸으로 셉니다. 80보다 넓은 셀은 그 행에서만
    튀어나옵니다. 셀 수가 틀린 행은 그대로 둡니다. 소문자로 쓴 상태는 대문자로 쓰고, 다른 글은 바꾸지
    않습니다. 텍스트가 맞는 동안은 이후의 변경도 너비를 지킵니다. --ids가 있으면 id 없이 쓴 행에 다음
    id도 줍니다.
    """)
  static var answers: [any Shaped.Type] { [FormatAnswer.self] }
  static let examples = [
    Example("orch fmt", Sentence("before people read the file", "사람이 파일을 읽기 전에")),
    Example(
      "orch fmt --check",
      Sentence(
        "only says whether the file is aligned; exits with 1 if not", "열 너비가 맞는지만 말합니다. 아니면 상태 1")),
    Example(
      "orch fmt --ids", Sentence("after you wrote rows with an empty id", "id를 비워 두고 행을 쓴 뒤")),
  ]
  static let options: [Option<FormatCommand>] = [
    .flag(
      "--check",
      Sentence(
        "change nothing; exit with 1 if the file is not aligned", "아무것도 바꾸지 않고, 열 너비가 맞지 않으면 1로 종료")
    ) { $0.onlyChecks = true },
    .flag(
      "--ids", Sentence("also give the next ids to rows without one", "id가 없는 행에 다음 id도 줍니다")
    ) { $0.namesRows = true },
  ]

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .writing(times: false, newIDs: namesRows) }
  var onlyChecks = false
  var namesRows = false

  func run(in context: CommandContext) throws -> ExitStatus {
    if onlyChecks, namesRows {
      throw Problem.usage(
        "--check changes nothing, but --ids does", "--check는 아무것도 바꾸지 않고 --ids는 바꿉니다",
        hint: Sentence("leave one of them out", "둘 중 하나를 빼십시오"))
    }
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
      for id in named {
        try context.print("Named \(id.escaped)", "id를 주었습니다: \(id.escaped)")
      }
      try context.print(output(lines, file))
    }
    return onlyChecks && lines > 0 ? .refused : .success
  }

  private func output(_ lines: Int, _ file: String) -> Sentence {
    if lines == 0 { return Sentence("\(file) is aligned", "\(file): 열 너비가 맞습니다") }
    return onlyChecks
      ? Sentence(
        "\(file) is not aligned: orch fmt would change \(lines.counted("line"))",
        "\(file): 열 너비가 맞지 않습니다. orch fmt는 \(lines)줄을 바꿉니다")
      : Sentence("Aligned \(lines.counted("line")) of \(file)", "\(file): \(lines)줄의 너비를 맞췄습니다")
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
    fields.add("changed", \.isChanged, "whether the lines were changed; false with `--check`")
    fields.addIfAny("named", \.named, "with `--ids`, the ids of the rows that had none")
  }
}
