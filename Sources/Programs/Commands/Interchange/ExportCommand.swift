import Door
import Host
import Interchange
import Model
import Runner
import Text

/// `orch export`: the rows in a form that other tools read.
struct ExportCommand: QueueCommand {
  static let name = "export"
  static let summary = Sentence("Export the rows for other tools", "행을 다른 도구의 형식으로 내보냅니다")
  static let discussion = Sentence(
    """
    json contains everything in rows and briefs, and orch import can read it. csv is for
    spreadsheets, beads is for Beads, and markdown is a list of tasks for an issue or a message.
    Without a file the output goes to standard output. An existing file is replaced only with
    --force.
    """,
    """
    json은 행과 브리프의 모든 내용을 담고 orch import가 다시 읽습니다. csv는 스프레드시트용, beads는
    Beads용이고, markdown은 이슈나 메시지에 붙일 할 일 목록입니다. 파일을 주지 않으면 표준 출력에
    씁니다. 이미 있는 파일은 --force가 없으면 그대로 둡니다.
    """)
  static let result = """
    the document, or with a file `Exported N rows to FILE`; rows that can't be read are left out, \
    with a warning
    """
  static var answers: [any Shaped.Type] { [ExportAnswer.self] }
  static let examples = [
    Example("orch export --to json queue.json", Sentence("all rows and briefs", "모든 행과 브리프")),
    Example(
      "orch export --to markdown | gh issue create --title Tasks --body-file -",
      Sentence("as an issue", "이슈로")),
  ]
  static let options: [Option<ExportCommand>] = [
    .choice(
      "--to", Sentence("the form", "형식"), ExportForm.allCases.map(\.rawValue), required: true
    ) { $1.form = ExportForm(rawValue: $0) ?? .json },
    .value(
      "FILE", "FILE", Sentence("a new file; else standard output", "새 파일. 없으면 표준 출력"), kind: .file
    ) { $1.file = $0 },
    .flag(
      "--all", Sentence("include archived rows; with json, the history, too", "보관된 행도. json: 이력까지")
    ) {
      $0.takesArchive = true
    },
    .force(Sentence("replace an existing file", "이미 있는 파일을 바꿈")) { $0.force = true },
  ]
  static let positional: String? = "FILE"
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var form = ExportForm.json
  var file: String?
  var takesArchive = false
  var force = false

  func run(in context: CommandContext) throws -> ExitStatus {
    let (bytes, rows, leftOut) = try document(in: context)
    if leftOut > 0 {
      context.warn(ImportOutput.rowsLeftOut(leftOut).sentence(context.languageForErrors))
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let file, file != "-" else {
      if shared.isJSON {
        let answer = ExportAnswer(
          form: form, rows: rows, leftOut: leftOut, file: nil, document: text)
        try context.print(answer)
      } else {
        try context.write(foreign: bytes)
      }
      return .success
    }
    let path = Path.join(context.currentDirectory, file)
    if let target = Path.resolved(path),
      target == Path.resolved(try context.taskQueue.storePath())
    {
      throw Problem.adapter(
        .usage, Sentence("\(file.escaped) is the queue itself", "\(file.escaped): 큐 자신입니다"),
        hint: Sentence("name another file", "다른 파일을 지정하십시오"))
    }
    if force, let status = try FileStatus.ifExists(path) {
      try NewFile.replace(path, text: text, permissions: status.permissions)
    } else {
      do throws(SystemError) { try NewFile.create(path, text: text) } catch {
        guard error.alreadyExists else { throw error }
        throw Problem.hinted(
          .system(error),
          Sentence("name a new file, or replace it with --force", "새 파일을 지정하거나 --force로 바꾸십시오"))
      }
    }
    try context.print(
      ExportAnswer(form: form, rows: rows, leftOut: leftOut, file: file, document: nil),
      or: ImportOutput.exported(rows: rows, path: file).sentence(context.language))
    return .success
  }

  /// The document, the number of its rows, and the number of malformed rows that are left out.
  private func document(
    in context: CommandContext
  ) throws -> (bytes: [UInt8], rows: Int, leftOut: Int) {
    if form == .json, takesArchive {
      let template = QueueTemplate.text(
        in: Language(localeIn: context.environment), try context.taskQueue.zone(),
        try context.taskQueue.timeHeadings())
      let whole = try context.taskQueue.wholeQueue(template: template, as: context.caller)
      return (whole.document, whole.rows, whole.leftOut)
    }
    let (rows, leftOut) = try context.taskQueue.exportedRows(withArchive: takesArchive)
    let policy = try context.taskQueue.policy()
    let lost = form.lostFields(of: rows, policy).joined(separator: ", ")
    if !lost.isEmpty {
      context.warn(
        "left out: \(lost); orch export --to json has everything",
        "빠진 것: \(lost). 모두 담으려면 orch export --to json")
    }
    return (form.document(of: rows, impliedAttempts: policy.maxAttempts), rows.count, leftOut)
  }
}
