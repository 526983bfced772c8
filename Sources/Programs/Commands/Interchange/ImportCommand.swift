import Door
import Host
import Interchange
import Model
import Runner
import Text

/// `orch import`: rows from the tasks of another tool.
struct ImportCommand: QueueCommand {
  static let name = "import"
  static let summary = Sentence("Import tasks of another tool", "다른 도구의 할 일을 가져옵니다")
  static let discussion = Sentence(
    """
    Every task that can be read becomes a row, all in one write. A task keeps its id if that is a
    valid id and free. The note source names the task from which a row comes. A second import
    therefore adds only new tasks, changes the rows that were not touched since, and lists the
    others. An import removes nothing, and does not add rows again that were removed here. --all
    imports a whole queue with its history and archive into a new table (--queue) or database
    (--db). A warning names the place of everything that can't be imported unchanged, such as a line
    that can't be read. The command uses no network: GitHub issues are read from the output of gh.
    """,
    """
    읽을 수 있는 할 일을 모두 한 번에 행으로 씁니다. 할 일의 id는 행의 id가 될 수 있고 비어 있으면
    그대로 씁니다. 메모 source가 행의 출처를 알려 주므로, 다시 가져오면 새것은 추가하고 그 뒤 아무도
    건드리지 않은 행은 고치며 나머지는 알려 줍니다. 아무것도 지우지 않고, 여기서 지운 것은 다시 오지
    않습니다. --all을 주면 큐 전체가 이력, 보관된 행과 함께 새 표(--queue)나 데이터베이스(--db)로
    옵니다. 읽을 수 없는 줄처럼 그대로 오지 못하는 것은 위치와 함께 경고합니다. 네트워크는 쓰지
    않습니다. GitHub 이슈는 gh의 출력으로 가져옵니다.
    """)
  static let result = """
    `Imported FORM: N added, N changed, N left alone, N left out`, then a line for each row that \
    differs from its task; the status is 65 if nothing can be read, or with `--strict` if any \
    part can't be read
    """
  static var answers: [any Shaped.Type] { [ImportAnswer.self, WholeImportAnswer.self] }
  static let examples = [
    Example(
      "orch import --from beads .beads/issues.jsonl --dry-run",
      Sentence("shows what would be imported", "무엇이 될지 미리 봅니다")),
    Example(
      "gh issue list --json number,title,body,labels,state,url | orch import --from github -",
      Sentence("the open issues of a repository", "저장소의 열린 이슈")),
    Example(
      "orch import --from markdown TODO.md",
      Sentence("a table with other columns, or a check list", "다른 열이 있는 표나 체크리스트")),
    Example("orch import --from json queue.json", Sentence("rows of another queue", "다른 큐의 행")),
    Example(
      "orch import --from job var/queue", Sentence("jobs of a file queue", "파일 큐의 작업")),
  ]
  static let options: [Option<ImportCommand>] = [
    .choice(
      "--from",
      Sentence("the form: \(forms)", "형식: \(forms)"), InterchangeForm.allCases.map(\.rawValue),
      required: true, placeholder: "FORM"
    ) { $1.form = InterchangeForm(rawValue: $0) ?? .json },
    .value(
      "FILE", "FILE|DIR|-",
      Sentence("what is imported; - reads standard input", "가져올 것. -는 표준 입력을 읽습니다"),
      required: true, kind: .file
    ) { $1.file = $0 },
    .dryRun { $0.isDryRun = true },
    .flag(
      "--strict",
      Sentence("import nothing if any part can't be read", "읽을 수 없는 것이 있으면 아무것도 가져오지 않음")
    ) { $0.isStrict = true },
    .flag(
      "--all",
      Sentence(
        "json: import a whole queue with its history to a new place", "json: 큐 전체를 이력과 함께 새 곳으로")
    ) { $0.takesAll = true },
  ]
  static let positional: String? = "FILE"
  private static let forms = InterchangeForm.allCases.map(\.rawValue).joined(separator: " ")

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .writing(times: true, newIDs: true) }
  var form = InterchangeForm.json
  var file = ""
  var isDryRun = false
  var isStrict = false
  var takesAll = false
  /// With `--all` the queue is imported to a new place, so no queue has to exist.
  var isDry: Bool { takesAll }
  var isLoggedRun: Bool { !isDryRun && !takesAll }

  /// The most bytes of one file.
  private static let largest = ForeignFolder.largest

  func run(in context: CommandContext) throws -> ExitStatus {
    if takesAll { return try importAll(in: context) }
    let reading = try reading(in: context)
    if isStrict, let first = reading.losses.first(where: \.kind.isUnread) {
      warn(of: reading.losses.filter(\.kind.isUnread), in: context)
      throw Problem.adapter(
        .malformedTasks,
        Sentence(
          "nothing is imported, because some of it can't be read: \(first.sentence.english)",
          "모두 읽을 수 없어 아무것도 가져오지 않았습니다: \(first.sentence.korean)"),
        hint: Sentence(
          "correct the file, or import the rest without --strict",
          "파일을 고치거나, --strict 없이 나머지를 가져오십시오"))
    }
    if reading.tasks.isEmpty, let place = reading.losses.firstIndex(where: \.kind.isUnread) {
      var others = reading.losses
      let first = others.remove(at: place)
      warn(of: others, in: context)
      throw Problem.adapter(
        .malformedTasks,
        Sentence(
          "nothing is imported, because nothing can be read: \(first.sentence.english)",
          "아무것도 읽을 수 없어 가져오지 않았습니다: \(first.sentence.korean)"),
        hint: Sentence(
          "set --from to the tool of the file; orch import --help lists them",
          "--from이 파일의 형식을 정합니다. 형식은 orch import --help에 있습니다"))
    }
    let outcome = try outcome(of: reading, in: context)
    warn(of: outcome.losses, in: context)
    if context.shared.isJSON {
      try context.print(ImportAnswer(outcome: outcome, form: form, isDryRun: isDryRun))
      return .success
    }
    let summary = ImportOutput.summary(outcome, form, isDryRun: isDryRun)
    try context.print(summary.sentence(context.language))
    for row in outcome.rows {
      if let sentence = row.sentence { try context.print(sentence(context.language)) }
    }
    return .success
  }

  private func outcome(
    of reading: ForeignReading, in context: CommandContext
  ) throws -> ImportOutcome {
    let line = context.progressLine()
    defer { line.clear() }
    return try context.taskQueue.importTasks(
      reading, from: form, dryRun: isDryRun, as: context.caller
    ) { written, count in
      line.show("\(ImportOutput.briefs(written, of: count).sentence(context.languageForErrors))")
    }
  }

  private func importAll(in context: CommandContext) throws -> ExitStatus {
    guard form == .json, !isDryRun else {
      throw Problem.usage(
        "--all needs --from json, and can't be a dry run",
        "--all은 json에서 큐 전체를 가져오며 미리보기가 아닙니다",
        hint: Sentence(
          "leave out --all or --dry-run, or use --from json",
          "--all이나 --dry-run을 빼거나 --from json을 쓰십시오"))
    }
    let target = shared.database ?? shared.queue ?? "QUEUE.md"
    let language = Language(localeIn: context.environment)
    let rows = try context.taskQueue.importWholeQueue(
      try bytes(in: context), to: target, from: source,
      template: { QueueTemplate.text(in: language, $0, $1) }, as: context.caller)
    let answer = WholeImportAnswer(rows: rows, target: target)
    try context.print(
      answer, or: ImportOutput.wholeQueue(rows: rows, path: target).sentence(context.language))
    return .success
  }

  // MARK: Input

  private var source: String { file == "-" ? "standard input" : file }

  private func bytes(in context: CommandContext) throws -> [UInt8] {
    let bytes = try context.inputBytes(file, .tasks, limit: Self.largest)
    if bytes.count > Self.largest { throw tooLong(source) }
    return bytes
  }

  private func reading(in context: CommandContext) throws -> ForeignReading {
    let path = Path.join(context.currentDirectory, file)
    guard file != "-", !form.isDatabase, (try? FileStatus(of: path))?.kind == .directory else {
      let file = file == "-" ? nil : file
      let resolved = Path.resolved(path) ?? path
      let folder = file.map { _ in Path.name(of: Path.parent(of: resolved)) }
      let bytes = try bytes(in: context)
      if form.isDatabase, let file { try checkMerged(resolved, file) }
      return form.read([ForeignFile(path: file, in: folder, bytes: bytes)])
    }
    let folder = try ForeignFolder(path)
    if folder.isTooLarge { throw tooLong(file) }
    var reading = form.read(folder.files)
    reading.losses = folder.losses + reading.losses
    return reading
  }

  /// SQLite keeps changes in a file beside the database until a program merges them. It is looked
  /// for after reading, because a program may have begun to write meanwhile.
  ///
  /// - Parameter path: the database itself, not a link to it.
  private func checkMerged(_ path: String, _ file: String) throws {
    for ending in ["-wal", "-journal"] {
      guard let log = try? FileStatus(of: path + ending), log.identity.size > 0 else { continue }
      throw Problem.adapter(
        .malformedTasks,
        Sentence(
          "\(file) is not whole: \(Path.name(of: path))\(ending) beside it may have newer changes",
          "\(file)이(가) 온전하지 않습니다: 더 새로운 내용이 옆의 \(Path.name(of: path))\(ending)에 있을 수 있습니다"),
        hint: Sentence(
          "stop the programs that use it, then run orchestratorctl.py --db \(file) list: it merges them",
          "쓰는 프로그램을 멈춘 뒤 orchestratorctl.py --db \(file) list를 실행하면 합쳐집니다"))
    }
  }

  private func tooLong(_ source: String) -> Problem {
    .tooLong(source: source, megabytes: Self.largest >> 20, what: .tasks)
  }

  // MARK: Warnings

  /// Warns of up to 1000 unread lines and of the first 20 losses of each other kind, and says how
  /// many more there are.
  private func warn(of losses: [ForeignLoss], in context: CommandContext) {
    var counts: [String: Int] = [:]
    var others: [(code: String, loss: ForeignLoss, count: Int)] = []
    for loss in losses {
      let code = loss.kind.code
      counts[code, default: 0] += 1
      let isListed = counts[code, default: 0] <= (loss.kind.isUnread ? 1000 : 20)
      if isListed {
        context.warn(loss.sentence(context.languageForErrors))
      } else if let index = others.firstIndex(where: { $0.code == code }) {
        others[index].count += 1
      } else {
        others.append((code, loss, 0))
      }
    }
    for other in others {
      let more = ImportOutput.moreLosses(other.count, like: other.loss)
      context.warn(more.sentence(context.languageForErrors))
    }
  }
}
