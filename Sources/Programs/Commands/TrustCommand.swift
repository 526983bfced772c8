import Door
public import Events
import Host
import Model
import Runner
public import Text
import Work
public import Workers
import Worktrees

/// `orch trust`: allows this home's `orch.json` to start programs and to name places outside of home.
struct TrustCommand: QueueCommand {
  static let name = "trust"
  static let summary = Sentence(
    "Allow this project's orch.json to start programs", "이 프로젝트의 orch.json이 프로그램을 시작할 수 있게 합니다")
  static let discussion = Sentence(
    """
    The file may have come with a clone. Until a person trusts the file, orch starts no program and
    uses no place outside of home that the file names. Read what is printed, and read the files.
    When orch.json or a project file that it starts changes, you have to trust it again. Home and
    orch.json must belong to you, the started files to you or root, and no other user may be able to
    write them. Not every user may be able to write the queue or its tasks. The record is kept in
    ~/.config/orch/trust.json. Without a terminal, as in a container, set ORCH_TRUST to the hash
    that --hash prints; orch mcp and orch lsp ignore it.
    """,
    """
    이 파일은 클론에 딸려 왔을 수 있습니다. 사람이 신뢰하기 전에는 거기 적힌 프로그램을 시작하지 않고,
    home 밖의 경로를 쓰지 않습니다. 출력된 내용과 파일을 읽으십시오. orch.json이나 그것이 시작하는
    프로젝트의 파일이 바뀌면 다시 신뢰해야 합니다. home과 orch.json은 자신의 것, 시작되는 것은
    자신이나 root의 것이어야 하며 다른 사용자가 쓸 수 없어야 합니다. 큐와 tasks는 모든 사용자가 쓸 수
    있으면 안 됩니다. 신뢰 기록은 ~/.config/orch/trust.json에 있습니다. 컨테이너처럼 사람이 없는
    곳에서는 ORCH_TRUST에 --hash가 출력하는 해시를 넣습니다. orch mcp와 orch lsp는 이를 무시합니다.
    """)
  static let result = """
    the programs that `orch.json` names, which of them are files of the project, and what changed, \
    then `trusted HOME`; or `no longer trusted HOME`; with `--hash` 64 hexadecimal digits
    """
  static var answers: [any Shaped.Type] { [TrustAnswer.self, TrustHash.self] }
  static let examples = [
    Example(
      "orch trust",
      Sentence("after you read orch.json; asks for confirmation", "orch.json을 읽은 뒤. 신뢰하기 전에 묻습니다")),
    Example("orch trust --yes", Sentence("in a script of your own", "자신의 스크립트에서")),
    Example(
      "ORCH_TRUST=$(orch trust --hash) orch tick",
      Sentence("trusts orch.json for one command", "명령 하나에만 신뢰합니다")),
    Example(
      "orch trust --revoke", Sentence("orch.json can start nothing any more", "더 이상 아무것도 시작하지 않습니다")
    ),
  ]
  static let options: [Option<TrustCommand>] = [
    .flag(
      "--yes",
      Sentence(
        "trust without asking; needed if there is no terminal", "묻지 않고 신뢰. 터미널이 없는 곳에서 필요")
    ) {
      $0.isConfirmed = true
    },
    .flag(
      "--hash",
      Sentence(
        "print the hash of what would be trusted, and trust nothing",
        "신뢰할 내용의 해시를 출력하고 아무것도 신뢰하지 않음")
    ) {
      $0.showsHash = true
    },
    .flag("--revoke", Sentence("stop trusting it", "더 이상 신뢰하지 않음")) { $0.revokes = true },
  ]
  static let databaseOfSettings = DatabaseOfSettings.named
  static let isLogged = false

  var shared = SharedOptions()
  var isConfirmed = false
  var showsHash = false
  var revokes = false

  func run(in context: CommandContext) throws -> ExitStatus {
    if showsHash, revokes || isConfirmed {
      throw Problem.usage(
        "--hash can't be used with --yes or --revoke",
        "--hash는 --yes, --revoke와 함께 쓸 수 없습니다", hint: .leaveOneOut)
    }
    if revokes { return try revoke(in: context) }
    guard try context.taskQueue.settingsFile() != nil || !context.taskQueue.placesOutside().isEmpty
    else {
      let home = try context.taskQueue.trust().home
      throw Problem.adapter(
        .noSettings, Sentence("no orch.json in \(home)", "\(home): orch.json이 없습니다"),
        hint: Sentence(
          "nothing needs trust; docs/cli.md describes the file",
          "신뢰할 것이 없습니다. 내용은 docs/cli.md에 있습니다"))
    }
    return showsHash ? try showHash(in: context) : try trust(in: context)
  }

  private func showHash(in context: CommandContext) throws -> ExitStatus {
    let trust = try context.taskQueue.trust()
    let hash = try trusting(context) { () throws(TrustRefusal) in try trust.files().hash }
    try context.print(TrustHash(home: trust.home, hash: hash), or: hash)
    return .success
  }

  // MARK: Trusting

  private func trust(in context: CommandContext) throws -> ExitStatus {
    try context.checkIsNoWorker(
      Sentence("a worker can't decide what to trust", "워커는 무엇을 신뢰할지 정할 수 없습니다"))
    if let session = context.session?.escaped {
      throw Problem.adapter(
        .refused(.needsPerson),
        Sentence(
          "session \(session) can't decide what to trust",
          "세션 \(session)은(는) 무엇을 신뢰할지 정할 수 없습니다"),
        hint: Sentence(
          "a person must run orch trust, in a shell without ORCH_OWNER_SESSION",
          "사람이 ORCH_OWNER_SESSION이 없는 자신의 셸에서 orch trust를 실행합니다"))
    }
    let trust = try context.taskQueue.trust()
    let store = try store(in: context)
    let (files, before) = try trusting(context) { () throws(TrustRefusal) in
      try trust.checkOwnership()
      return (try trust.files(), try trust.trustedFiles())
    }
    let settings = try context.taskQueue.gitSettings()
    if !context.shared.isJSON { try show(trust, files, settings, since: before, in: context) }
    if context.shared.isJSON, !isConfirmed {
      throw Problem.usage(
        "--json can't ask for confirmation", "--json과 함께는 동의를 물을 수 없습니다",
        hint: Sentence("add --yes", "--yes를 더하십시오"))
    }
    let isAgreed = isConfirmed ? true : try confirm(trust, in: context)
    guard isAgreed else {
      throw Problem.adapter(
        .notTrusted, Sentence("\(trust.home) is not trusted", "\(trust.home): 신뢰하지 않습니다"),
        hint: Sentence("nothing was changed", "아무것도 바꾸지 않았습니다"))
    }
    let trusted = TrustedFiles(files.files, gitSettings: settings.map(\.setting))
    try storing { () throws(TrustStoreError) in try store.trust(trust.home, trusted) }
    context.taskQueue.wakeDaemon()
    do {
      try context.taskQueue.beginHooks(afterFirstTrust: before == nil, as: context.caller)
    } catch {
      let problem = context.problem(error)
      context.warn(
        "new hooks begin with the next tick, and get no earlier events: \(problem.message)",
        "새 훅은 다음 틱부터 시작하며 그 전의 이벤트를 받지 않습니다: \(problem.sentence.korean)")
    }
    try context.print(
      TrustAnswer(
        home: trust.home, programs: context.taskQueue.namedPrograms(),
        hooks: context.taskQueue.hooks(), files: trusted),
      or: Sentence("trusted \(trust.home.escaped)", "신뢰합니다: \(trust.home.escaped)"))
    return .success
  }

  /// Asks whether to trust the home; throws if there is no terminal to ask at.
  private func confirm(_ trust: Trust, in context: CommandContext) throws -> Bool {
    let errors = context.console.errors
    guard StandardInput.isTerminal, errors.isTerminal else {
      throw Problem.adapter(
        .noTerminal, Sentence("there is no terminal to ask at", "물어볼 터미널이 없습니다"),
        hint: Sentence(
          "read the lines above, then run: orch trust --yes", "위의 내용을 읽은 뒤 실행하십시오: orch trust --yes"
        ))
    }
    try context.flush()
    let question = Sentence(
      "Trust \(trust.home.escaped)? [y/N]", "신뢰하시겠습니까: \(trust.home.escaped)? [y/N]")
    errors.writeIfPossible(question(context.languageForErrors) + " ")
    // On a Korean keyboard the key y types ㅛ.
    return ["y", "yes", "ㅛ"].contains(try StandardInput.line()?.lowercased())
  }

  private func show(
    _ trust: Trust, _ files: TrustedFiles,
    _ settings: [(setting: TrustedFiles.File, value: String)], since before: TrustedFiles?,
    in context: CommandContext
  ) throws {
    let programs = try context.taskQueue.namedPrograms()
    try context.print(
      "\(trust.file.escaped) names \(!programs.isEmpty ? "these programs:" : "no programs")",
      !programs.isEmpty ? "\(trust.file.escaped)에 적힌 프로그램:" : "\(trust.file.escaped): 적힌 프로그램이 없습니다"
    )
    let hooks = try context.taskQueue.hooks()
    for program in programs {
      try context.print("  \(program.key): \(program.words.jsonText)".escaped.withoutPasswords)
      // The events and the variables that the hook gets.
      guard let hook = hooks.first(where: { $0.argvKey == program.key }) else { continue }
      try context.print("  hooks.\(hook.name).on: \(hook.kinds.map(\.rawValue).jsonText)")
      if hook.env.isEmpty { continue }
      try context.print("  hooks.\(hook.name).env: \(hook.env.jsonText)".escaped.withoutPasswords)
    }
    let own = files.files.dropFirst()
    if !own.isEmpty {
      try context.print("project files among them:", "그중 프로젝트의 파일:")
    }
    for file in own { try context.print("  \(file.path.escaped)") }
    if !settings.isEmpty {
      try context.print(
        "settings of its git repositories that name programs or lead elsewhere:",
        "프로그램이나 다른 곳을 가리키는 git 저장소 설정:")
    }
    for (setting, value) in settings {
      try context.print("  \(setting.path): \(value)".escaped.withoutPasswords)
    }
    for word in trust.uncoveredWords {
      try context.print(
        "trust does not cover what is read from \(word.escaped)",
        "\(word.escaped)에서 읽는 것은 신뢰하는 내용에 들어가지 않습니다")
    }
    for (key, obstacle) in trust.obstacles {
      try context.print(
        "\(key.escaped): \(obstacle.sentence.english.escaped); once it is installed, run orch trust again",
        "\(key.escaped): \(obstacle.sentence.korean.escaped). 나중에 생기는 파일은 다시 묻습니다")
    }
    for place in context.taskQueue.placesOutside() {
      try context.print(
        "\(place.key) is outside of home: \(place.path.escaped)",
        "\(place.key): home 밖의 \(place.path.escaped)을(를) 가리킵니다")
    }
    let changes =
      before.map { before in
        trust.changes(of: files, since: before)
          + settings.map(\.setting).filter { !before.gitSettings.contains($0) }.map(\.path)
      } ?? []
    if !changes.isEmpty {
      try context.print(
        "changed since it was trusted: \(changes.map(\.escaped).joined(separator: ", "))",
        "신뢰한 뒤 바뀐 것: \(changes.map(\.escaped).joined(separator: ", "))")
    }
  }

  // MARK: Revoking

  private func revoke(in context: CommandContext) throws -> ExitStatus {
    let folder = try context.taskQueue.home()
    let home = Path.resolved(folder) ?? folder
    let store = try store(in: context)
    try storing { () throws(TrustStoreError) in _ = try store.revoke(home) }
    try context.print(
      TrustAnswer(home: home, programs: [], hooks: [], files: nil),
      or: Sentence("no longer trusted \(home.escaped)", "더 이상 신뢰하지 않습니다: \(home.escaped)"))
    return .success
  }

  private func store(in context: CommandContext) throws -> TrustStore {
    if let store = TrustStore(environment: context.environment) { return store }
    throw Problem.adapter(
      .noHome,
      Sentence(
        "neither XDG_CONFIG_HOME nor HOME is set to an absolute path",
        "XDG_CONFIG_HOME과 HOME에 절대 경로의 폴더가 없습니다"),
      hint: Sentence(
        "set HOME: the trust record is kept there", "HOME을 정하십시오. 신뢰 기록을 그곳에 둡니다"))
  }

  private func trusting<Answer>(
    _ context: CommandContext, _ body: () throws(TrustRefusal) -> Answer
  ) throws -> Answer {
    do { return try body() } catch { throw Problem.untrusted(.trusting, error) }
  }

  private func storing(_ body: () throws(TrustStoreError) -> Void) throws {
    do { try body() } catch { throw Problem(error) }
  }
}

// MARK: JSON

private struct TrustAnswer: Shaped {
  let home: String
  let programs: [NamedProgram]
  let hooks: [Hook]
  /// `nil` if the home is no longer trusted.
  let files: TrustedFiles?

  static var shapeName: StaticString { "trust" }
  static func shape(_ fields: inout Fields<TrustAnswer>) {
    fields.add("home", \.home, "the folder of `orch.json`")
    fields.add("trusted", { $0.files != nil }, "whether the home is trusted now")
    fields.add("programs", \.programs, "the programs that may start; empty with `--revoke`")
    fields.addIfNotEmpty("hooks", \.hooks, "the programs that get events, each with its events")
    fields.addIfAny(
      "files", \.files?.files, "the files that must stay unchanged; not with `--revoke`")
    fields.addIfNotEmpty(
      "git_settings", { $0.files?.gitSettings ?? [] },
      """
      settings of git repositories that name programs or lead elsewhere, if a worker has \
      `worktree`
      """)
    fields.addIfAny(
      "hash", \.files?.hash, "the hash of everything that is trusted; not with `--revoke`")
  }
}

private struct TrustHash: Shaped {
  let home, hash: String

  static var shapeName: StaticString { "trust --hash" }
  static func shape(_ fields: inout Fields<TrustHash>) {
    fields.add("home", \.home, "the folder of `orch.json`")
    fields.add("hash", \.hash, "the hash, which is the value for `ORCH_TRUST`")
  }
}

extension Hook: Shaped {
  public static var shapeName: StaticString { "hook" }
  public static func shape(_ fields: inout Fields<Hook>) {
    fields.add("name", \.name)
    fields.add("on", { $0.kinds.map(\.rawValue) }, "the events that the hook gets")
    fields.add("argv", \.argv, "its words")
    fields.add("timeout", \.timeoutSeconds, "seconds")
    fields.add("env", \.env, "the variables that the hook gets in addition to the usual ones")
  }
}

extension NamedProgram: Shaped {
  public static var shapeName: StaticString { "named program" }
  public static func shape(_ fields: inout Fields<NamedProgram>) {
    fields.add("key", \.key, "the key of `orch.json` that names the program")
    fields.add("argv", \.words, "its words")
  }
}

extension TrustedFiles.File: Shaped {
  public static var shapeName: StaticString { "trusted file" }
  public static func shape(_ fields: inout Fields<TrustedFiles.File>) {
    fields.add("path", \.path)
    fields.add("sha256", \.digest)
  }
}
