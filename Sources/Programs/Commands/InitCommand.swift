import Door
import Host
import Interchange
import Model
import Runner
import Text

/// `orch init`: a queue file with the rules and an empty table.
struct InitCommand: QueueCommand {
  static let name = "init"
  static let summary = Sentence("Create a queue file", "큐 파일을 만듭니다")
  static let discussion = Sentence(
    """
    An existing file is refused and stays as it is. The rules in a new file are in Korean if your
    locale is Korean, else in English.

    With --git, git merges the file by cell when two branches changed it; for an existing queue the
    command only sets this up. The times in a new queue are in the zone of --tz, else of the
    machine, and tz in orch.json records the zone. If the machine is in UTC, as servers often are, a
    queue in Korean gets Korean times, UTC+9.

    --worker script writes an orch.json and a script that takes a task and gives a report, for an
    existing queue, too. --worker simulated writes three rows and an orch.json with workers that
    orch itself simulates. They start no program and need no trust. --worker claude, codex,
    opencode, aider, llm or mini (of mini-swe-agent) writes an orch.json that gives every row to
    that program, and orch.json.md, which explains it in the language of the rules;
    docs/quickstart-agents.md describes the next steps. llm only answers, and changes no file. An
    orch.json that has more than the settings that orch init writes for a queue is refused and stays
    as it is. If a queue on a server exists already, as on each further machine, --worker writes
    only the files, with the settings of --tz and --prefix.

    --skill writes what the agents of the project read, for an existing queue, too: the skill orch
    in .claude/skills and .agents/skills, and a .mcp.json that starts orch mcp. If codex or opencode
    is on the PATH, it also writes .codex/config.toml or opencode.json, and a part of AGENTS.md
    between two marks. All else that exists stays as it is.

    --python-shims writes scripts with the names of the Python tool's programs into
    automation/orchestrator, for an existing queue, too. They run orch and ops with the same
    arguments, so that cron lines such as python3 automation/orchestrator/orch.py pick go on. The
    queue is the one that other commands find; if there is none, it is created there. A file that
    exists stays as it is; if it is no such script, the status is 73.
    """,
    """
    이미 있는 파일은 그대로 두고 거절합니다. 새 파일의 규칙은 한국어 로캘이면 한국어로, 아니면
    영어로 씁니다.

    --git을 주면 두 브랜치가 파일을 바꿨을 때 git이 셀 단위로 병합합니다. 이미 있는 큐에는 이 설정만
    합니다. 새 큐의 시각은 --tz, 없으면 컴퓨터의 시간대를 따르며 그 값을 orch.json의 tz에 적습니다.
    서버처럼 UTC인 컴퓨터에서 한국어 큐는 한국 시각(UTC+9)입니다.

    --worker script는 orch.json과, 작업을 받아 보고서를 내는 스크립트를 씁니다. 이미 있는 큐에도 쓸 수
    있습니다. --worker simulated는 orch가 흉내 내는 워커의 orch.json과 행 세 개를 씁니다. 시작하는
    프로그램이 없으므로 신뢰가 필요 없습니다. --worker claude, codex, opencode, aider, llm,
    mini(mini-swe-agent의 프로그램)는 모든 행을 그 프로그램에 주는 orch.json과, 그것을 규칙과 같은
    언어로 설명하는 orch.json.md를 씁니다. 이어지는 안내는 docs/quickstart-agents.ko.md에 있습니다.
    llm은 답하기만 하고 파일을 고치지 않습니다. orch init이 쓴 것보다 많은 내용이 있는 orch.json은
    그대로 두고 거절합니다. 서버에 있는 큐의 다른 컴퓨터에서는 --worker가 파일만 쓰고, --tz와
    --prefix의 설정을 그 안에 적습니다.

    --skill은 프로젝트의 에이전트가 읽을 것을 씁니다. .claude/skills와 .agents/skills의 스킬 orch와
    orch mcp를 시작하는 .mcp.json이며, 이미 있는 큐에도 쓸 수 있습니다. codex나 opencode가 PATH에
    있으면 .codex/config.toml이나 opencode.json, 그리고 두 표시 사이에 AGENTS.md의 한 부분도 씁니다.
    이미 있는 다른 것은 그대로 둡니다.

    --python-shims는 파이썬 도구의 프로그램과 이름이 같은 스크립트를 automation/orchestrator에 씁니다.
    이미 있는 큐에도 쓸 수 있습니다. 같은 인자로 orch와 ops를 실행하므로 python3
    automation/orchestrator/orch.py pick 같은 cron의 줄을 그대로 쓸 수 있습니다. 큐는 다른
    명령이 찾는 큐이며, 없으면 그 폴더에 만듭니다. 이미 있는 파일은 그대로 두며, 이런 스크립트가 아니면
    상태가 73입니다.
    """)
  static let result = """
    `Created PATH`: the rules and an empty table, in `DIR/QUEUE.md`, else in the place that \
    `--queue`, `ORCH_QUEUE_MD` or `ORCH_BASE_DIR` names, else in the current folder. Missing \
    folders are created; an existing file is refused (73). With `--db D` an empty database is \
    created instead; with `--worker`, `D has a queue already` if the server had one. With `--git`, \
    for an existing queue, too, `git merges PATH by cell: .gitattributes, merge.orch.driver` says \
    what was written. In a zone other than +9, `times are in Europe/Berlin: tz in PATH (…)` names \
    `orch.json`, and the columns are `started_at` and `due_at`; with `--prefix`, `new ids are \
    WEB-001: id_prefix in PATH`. With `--worker`, also the other files, the rows, and the commands \
    to run next; with `--skill`, the files that agents read, `Added the part of orch to PATH` for \
    an `AGENTS.md` that existed, and `PATH stays as it is` for each other file that did; with \
    `--python-shims`, the scripts, likewise. In a bare \
    repository `worktrees of this repository use it`; with `--join` `commands here use QUEUE, not \
    PATH`, with the rows that only PATH has
    """
  static var answers: [any Shaped.Type] {
    [InitOutput.self, JoinedCopy.self, PrintedSettings.self]
  }
  static let examples = [
    Example("orch init", Sentence("QUEUE.md in the current folder", "현재 폴더의 QUEUE.md")),
    Example(
      "orch init --path automation/orchestrator",
      Sentence("in another folder, which is created if missing", "다른 폴더에. 없으면 만듭니다")),
    Example("orch init --lang ko", Sentence("with the rules in Korean", "규칙을 한국어로")),
    Example(
      "orch init --git",
      Sentence(
        "lets git merge two branches by cell; works later, too",
        "git이 두 브랜치를 셀 단위로 병합하게 합니다. 나중에 해도 됩니다")),
    Example(
      "orch init --tz Europe/Berlin",
      Sentence("with times in a zone other than the machine's", "컴퓨터와 다른 시간대의 시각으로")),
    Example(
      "orch init --prefix WEB",
      Sentence(
        "new ids are WEB-001 and so on, for a team or a branch", "팀이나 브랜치를 위해 새 id가 WEB-001부터 됩니다")),
    Example(
      "orch init --worker simulated",
      Sentence(
        "try the whole loop: orch daemon --until-idle", "루프 전체를 시험합니다: orch daemon --until-idle")),
    Example(
      "orch init --worker script",
      Sentence(
        "with a script to fill in, which orch starts for each row", "행마다 orch가 시작하는, 채워 넣을 스크립트와 함께"
      )),
    Example(
      "orch init --worker claude",
      Sentence("with Claude Code, installed and logged in", "설치하고 로그인한 Claude Code와 함께")),
    Example(
      "orch init --editor neovim",
      Sentence(
        "prints the settings of an editor, and creates nothing", "편집기의 설정을 출력하고 아무것도 만들지 않습니다")),
    Example(
      "orch init --skill",
      Sentence(
        "with the files that agents read to use orch mcp", "orch mcp로 작업할 에이전트가 읽을 파일과 함께")),
    Example(
      "orch init --python-shims",
      Sentence(
        "with orch.py, ops.py and so on, for cron lines of the Python tool",
        "파이썬 도구를 부르던 cron의 줄을 위한 orch.py, ops.py 등과 함께")),
    Example(
      "orch init --db db/queue.db", Sentence("an empty database, for --db", "--db로 쓸 빈 데이터베이스")),
  ]
  static let options: [Option<InitCommand>] = [
    .value(
      "--path", "DIR", Sentence("the folder; the current one by default", "폴더. 기본값은 현재 폴더"),
      kind: .folder
    ) {
      $1.folder = $0
    },
    .choice(
      "--lang",
      Sentence("the language of the rules; your locale's by default", "규칙의 언어. 기본값은 로캘의 언어"),
      Language.allCases.map(\.rawValue), environment: Language.variables
    ) { $1.language = Language(rawValue: $0) },
    .value(
      "--tz", "ZONE",
      Sentence(
        "the time zone of the table, written to orch.json; the machine's by default",
        "표에 적는 시각의 시간대. orch.json에 적습니다. 기본값은 컴퓨터의 시간대"),
      environment: [Settings.tz.description.variable]
    ) { (text, command) throws(InvalidValue) in
      guard Settings.tz.description.canRead(text) else {
        throw InvalidValue(
          Sentence(
            "use a time zone that this machine knows, such as Europe/Berlin, or hours east of UTC",
            "이 컴퓨터가 아는 시간대(예: Europe/Berlin) 또는 UTC보다 앞선 시간 수를 쓰십시오"))
      }
      command.setZone("--tz", text)
    },
    .value(
      "--tz-offset", "HOURS", Sentence("the time zone as hours east of UTC", "같은 뜻. UTC보다 앞선 시간 수"),
      environment: [Settings.tzOffset.description.variable]
    ) { (text, command) throws(InvalidValue) in
      guard Settings.tzOffset.description.canRead(text) else {
        throw InvalidValue(
          Sentence(
            "use hours east of UTC in quarters, such as 9, -3.5 or 5.75",
            "UTC보다 앞선 시간 수를 15분 단위로 쓰십시오. 예: 9, -3.5, 5.75"))
      }
      command.setZone("--tz-offset", text)
    },
    .value(
      "--prefix", "WEB",
      Sentence("the prefix of new ids, written to orch.json", "새 id의 앞부분. orch.json에 씁니다")
    ) {
      (text, command) throws(InvalidValue) in
      guard NumberedID.isPrefix(text) else {
        throw .otherForm(Settings.idPrefix.description.form)
      }
      command.prefix = text
    },
    .choice(
      "--editor",
      Sentence(
        "print the settings with which this editor uses orch lsp, and create nothing",
        "이 편집기가 orch lsp를 쓰는 설정을 출력하고 아무것도 만들지 않습니다"),
      EditorSettings.allCases.map(\.rawValue), placeholder: "NAME"
    ) { $1.editor = EditorSettings(rawValue: $0) },
    .choice(
      "--worker",
      Sentence(
        "write an orch.json with a worker: script, simulated, or an agent's program",
        "워커가 있는 orch.json을 씁니다: script, simulated 또는 에이전트의 프로그램"),
      WorkerExample.allCases.map(\.rawValue), placeholder: "KIND"
    ) { $1.worker = WorkerExample(rawValue: $0) },
    .flag(
      "--git",
      Sentence(
        "let git merge the file by cell: writes .gitattributes and git config",
        "git이 파일을 셀 단위로 병합하게 합니다: .gitattributes와 git config에 씁니다")
    ) {
      $0.configuresGit = true
    },
    .flag(
      "--join",
      Sentence(
        "in a linked git worktree, use the queue of the main worktree instead of the copy here",
        "git의 연결된 작업 트리에서, 여기서 쓰던 사본 대신 주 작업 트리의 큐를 씁니다")
    ) { $0.joinsMainQueue = true },
    .flag(
      "--skill",
      Sentence(
        "write the files that agents read: the skill orch and .mcp.json",
        "에이전트가 읽을 스킬 orch와 .mcp.json을 씁니다")
    ) { $0.writesSkill = true },
    .flag(
      "--openclaw",
      Sentence(
        "like --skill, and also skills/orch for OpenClaw", "--skill과 같고, OpenClaw용 skills/orch도")
    ) { ($0.writesSkill, $0.isForOpenClaw) = (true, true) },
    .flag(
      "--python-shims",
      Sentence(
        "write scripts with the names of the Python tool's programs, which run orch and ops",
        "파이썬 도구의 프로그램과 이름이 같고 orch와 ops를 실행하는 스크립트를 씁니다")
    ) { $0.writesShims = true },
  ]
  static let isLogged = false

  var shared = SharedOptions()
  var folder: String?
  var language: Language?
  var configuresGit = false
  var joinsMainQueue = false
  var writesSkill = false
  var isForOpenClaw = false
  var writesShims = false
  /// The option `--tz` or `--tz-offset`, and its value.
  private(set) var zone: (option: String, text: String)?
  /// Whether both options are given.
  private var hasTwoZones = false
  var prefix: String?
  var worker: WorkerExample?
  var editor: EditorSettings?

  private mutating func setZone(_ option: String, _ text: String) {
    if let zone, zone.option != option { hasTwoZones = true }
    zone = (option, text)
  }

  func run(in context: CommandContext) throws -> ExitStatus {
    if hasTwoZones {
      throw Problem.usage(
        "--tz and --tz-offset both set the time zone", "--tz와 --tz-offset은 둘 다 시간대를 정합니다",
        hint: .leaveOneOut)
    }
    if joinsMainQueue {
      let joined = try context.taskQueue.joinMainQueue()
      try context.print(
        joined,
        or: Sentence(
          "commands here use \(joined.queue), not \(joined.path)"
            + (joined.missing.isEmpty
              ? ""
              : "; merge the branch to get rows that only the copy has: \(joined.missing.joined(separator: ", "))"),
          "이곳의 명령은 \(joined.path) 대신 \(joined.queue)을(를) 씁니다"
            + (joined.missing.isEmpty
              ? "" : ". 사본에만 있는 행: \(joined.missing.joined(separator: ", ")). 브랜치를 병합하면 들어갑니다")))
      return .success
    }
    if let editor {
      try context.print(
        PrintedSettings(editor: editor), or: Sentence(same: String(editor.text.dropLast())))
      return .success
    }
    if writesShims { try context.taskQueue.refuseDatabase(for: .queueFile) }
    let path = try path(in: context)
    try Path.checkText(of: path)
    let repository = configuresGit ? try workTree(of: path, in: context) : nil
    let isOnServer = context.taskQueue.isOnServer
    let isThere =
      isOnServer
      ? try context.taskQueue.isThereOnServer() : (try? FileStatus(of: path)) != nil
    // Only a new queue gets example rows.
    let mayBeThere = worker.map(\.rows.isEmpty) ?? (configuresGit || writesSkill || writesShims)
    // Settings are written only for a new queue, and on each machine of a queue on a server.
    let isNewHere = !isThere || isOnServer
    if isThere, !mayBeThere || !isNewHere && (zone != nil || prefix != nil) {
      throw Problem.exists(path: path, context.taskQueue.chosenDatabase == nil ? .folder : .path)
    }
    let files = try worker?.writeFiles(forQueueAt: path, language(in: context), in: context)
    let unusableZone =
      !isNewHere || zone != nil ? nil : context.unusableMachineZone(forQueue: path)
    let isKoreanInUTC = isNewHere && zone == nil && context.isInUTC(forQueue: path)
    // The settings are written before the queue, so that a crash in between leaves no queue with
    // another zone.
    let written =
      isNewHere
      ? try context.writeZone(
        ofQueue: path, given: zone, in: language(in: context)) : nil
    let file = try prefix.map { try context.writePrefix(ofQueue: path, $0) }
    if !isThere { try create(path, in: context) }
    let made = Path.resolved(path) ?? path
    var output = InitOutput(path: made, isNew: !isThere, isOnServer: isOnServer, zone: written)
    output.unusableZone = unusableZone
    output.isKoreanInUTC = isKoreanInUTC && written == nil
    if let prefix, let file { output.prefix = (prefix, file) }
    if let worker, let files {
      let rows = try worker.addRows(toQueueAt: made, in: context)
      output.worker = (files, rows, worker.nextSteps(forQueueAt: made, in: context))
    }
    if let repository {
      let missing = try repository.missingMergeParts(for: made)
      for part in missing { try repository.write(part, for: made) }
      output.merging = missing
    }
    if !isThere, context.taskQueue.chosenDatabase == nil, !context.shared.usesCopy {
      output.sharedSettings = try context.taskQueue.nameQueueForWorktrees(made)
    }
    if writesSkill {
      output.agentFiles = try AgentFiles(
        forQueueAt: made, isForOpenClaw: isForOpenClaw, in: context)
    }
    if writesShims { output.shims = try PythonShims(forQueueAt: made).write() }
    if !isThere, context.taskQueue.chosenDatabase == nil {
      output.taskLists = TaskLists.names(in: Path.parent(of: made), besides: Path.name(of: made))
      output.isElsewhere = Path.parent(of: made) != Path.resolved(context.currentDirectory)
    }
    try context.print(output, or: output.lines.map { $0(context.language) })
    if let others = output.shims?.others, !others.isEmpty { throw Problem.noShims(others) }
    return .success
  }

  /// Returns the work tree, before anything is created.
  private func workTree(
    of path: String, in context: CommandContext
  ) throws -> GitWorkTree {
    try context.taskQueue.refuseDatabase(for: .merging)
    let folder = Path.parent(of: Path.resolved(path) ?? path)
    return try GitWorkTree(
      holding: Path.nearestExisting(from: folder), environment: context.environment)
  }

  private func create(_ path: String, in context: CommandContext) throws {
    if context.taskQueue.chosenDatabase == nil {
      let times = context.timesOfNewTable(at: path)
      try create(path, QueueTemplate.text(in: language(in: context), times.zone, times.headings))
    } else if context.taskQueue.isOnServer {
      guard try context.taskQueue.createOnServer(as: context.caller) else {
        throw Problem.exists(path: path, .path)
      }
    } else {
      do { try TaskQueue.createDatabase(at: path) } catch {
        guard case .system(let reason) = error, reason.alreadyExists else { throw error }
        throw Problem.exists(path: path, .path)
      }
    }
  }

  private func language(in context: CommandContext) -> Language {
    language ?? Language(localeIn: context.environment)
  }

  private func create(_ path: String, _ text: String) throws {
    try Directory.createWithParents(Path.parent(of: path))
    do {
      try NewFile.create(path, text: text)
    } catch {
      guard error.alreadyExists else { throw error }
      throw Problem.exists(path: path, .folder)
    }
  }

  private func path(in context: CommandContext) throws -> String {
    if context.taskQueue.isOnServer { return try context.taskQueue.shownStorePath() }
    if let database = context.taskQueue.chosenDatabase { return database }
    if folder == nil, let named = context.taskQueue.namedQueuePath { return named }
    let path = Path.join(Path.join(context.currentDirectory, folder ?? ""), "QUEUE.md")
    if folder == nil, writesShims {
      return context.taskQueue.hasNoQueue
        ? Path.join(PythonShims(forQueueAt: path).folder, "QUEUE.md")
        : try context.taskQueue.queueFound().path
    }
    return folder == nil ? try context.taskQueue.sharedQueue(inPlaceOf: path) ?? path : path
  }
}
