import Model
package import Text
public import Workers

/// The keys of a profile in `workers` of `orch.json`.
public enum WorkerKey {
  static let adapterForm = Sentence(
    "report, command, openclaw, simulated, claude, codex, opencode or llm",
    "report, command, openclaw, simulated, claude, codex, opencode, llm")
  package static let words = Sentence(
    #"a list of words, such as ["scripts/worker.sh", "{id}"]"#,
    #"단어의 목록. 예: ["scripts/worker.sh", "{id}"]"#)
  package static let names = Sentence(
    #"a list of names, such as ["PATH", "ANTHROPIC_API_KEY"]"#,
    #"이름의 목록. 예: ["PATH", "ANTHROPIC_API_KEY"]"#)
  static let secretNames = Sentence("a list of names of its env", "env에 있는 이름의 목록")
  private static let programs: [WorkerProfile.Adapter] = [.report, .command, .openclaw]
  private static let agents: [WorkerProfile.Adapter] = [.claude, .codex, .opencode]
  private static let boxed = programs + agents + [.llm]
  private static let ofPrograms = WorkerProfile.Adapter.allCases.filter { !$0.isChat }

  /// All keys, in the order of the documents.
  public static let all: [SettingKey<WorkerProfile>] = [
    SettingKey("adapter", adapterForm, "how `orch` communicates with the program", isRequired: true)
    {
      value, _ in adapter(value) != nil
    },
    SettingKey(
      "argv", words,
      "the program and its arguments; `{id}`, `{label}`, `{message_file}` and "
        + "`{attempt_dir}` are replaced in all words but the first", for: programs,
      isRequired: true, \.argv, command),
    SettingKey(
      "args",
      Sentence(
        #"a list of words, such as ["--model", "opus"]"#, #"단어의 목록. 예: ["--model", "opus"]"#),
      "further arguments for an agent, with the same placeholders", for: agents, \.args
    ) { $0.stringValues.flatMap { words in words.contains { $0.utf8.contains(0) } ? nil : words } },
    SettingKey(
      "budget_usd",
      Sentence(
        "a number above 0, up to 1000000, with at most 6 decimals, such as 2.5",
        "0보다 크고 1000000 이하인 수, 소수점 아래 6자리까지. 예: 2.5"),
      "the maximum cost of an attempt in US dollars; no limit by default", for: [.claude],
      \.budgetMicrodollars
    ) { value in
      value.microdollars.flatMap { $0 > 0 ? .some($0) : nil }
    },
    .flag(
      "resume",
      "whether an attempt resumes the agent's session of the row's last attempt; "
        + "false by default",
      for: agents, \.resumesSession),
    SettingKey(
      "timeout", time,
      "the longest attempt, such as `90s` or `2h`, up to 7 days; 90m by default, and 10m for the "
        + "answer of an endpoint",
      \.timeoutSeconds
    ) {
      duration($0, upTo: 604_800)
    },
    SettingKey(
      "idle_timeout", time,
      "the longest silence; no limit by default. Agents are silent while a long tool runs",
      for: ofPrograms, \.idleSeconds
    ) { duration($0, upTo: 604_800).map(Optional.some) },
    SettingKey(
      "grace",
      Sentence("seconds, or a time such as 10s or 1m, up to 1h", "초 또는 10s, 1m 같은 시간, 1h까지"),
      "the time from `SIGTERM` to `SIGKILL`, up to 1 hour; 10s by default", for: ofPrograms,
      \.graceSeconds
    ) { duration($0, from: 0, upTo: 3600) },
    SettingKey(
      "max", .wholeNumber(in: Settings.workerCounts),
      "the maximum number of the worker's rows IN_PROGRESS, 1 to 64; `max_workers` by default",
      \.limit
    ) { $0.integer(in: Settings.workerCounts).map(Optional.some) },
    SettingKey(
      "env", names,
      "variables to pass on in addition to the usual ones; checks, judge and hooks never get "
        + "them", \.env,
      variables),
    SettingKey(
      "secret_env", secretNames,
      "the variables of `env` whose values are secret regardless of their names",
      \.secretEnv, variables),
    SettingKey(
      "about", Sentence("a line of text", "한 줄의 텍스트"), "one line for people and planners", \.about
    ) {
      line($0)
    },
    SettingKey(
      "prompt", Sentence("the path of a file below the project root", "프로젝트 루트 아래 파일의 경로"),
      "a file below the project root whose text precedes each message", \.prompt
    ) { value in
      value.stringValue.flatMap { isBelow($0) ? .some($0) : nil }
    },
    SettingKey(
      "program", Sentence("the name or path of a program", "프로그램의 이름이나 경로"),
      "the program that replaces `argv`'s first word, the agent's program, or `curl`",
      for: programs + agents + [.llm], \.program
    ) { line($0) },
    SettingKey(
      "min_version", Sentence("a version such as 2.1.0", "2.1.0 같은 버전"),
      "the oldest version of the program that may start, as `--version` prints it",
      for: programs + agents, \.minVersion
    ) { value in
      value.stringValue.flatMap { VersionNumber($0) }.map(Optional.some)
    },
    SettingKey(
      "class", classes, "the failure class of an exit status other than 0; `unknown` by default",
      for: [.command],
      \.failureClass
    ) { failureClass($0).map(Optional.some) },
    SettingKey(
      "exit_classes",
      Sentence(
        #"exit statuses with a class, such as {"75": "rate_limit"}: \#(classes.english)"#,
        #"종료 상태마다 실패 분류. 예: {"75": "rate_limit"}: \#(classes.korean)"#),
      "failure classes by exit status, such as `{\"75\": \"rate_limit\"}`",
      for: [.report, .command], \.exitClasses
    ) { $0.exitClasses(failureClass) },
    SettingKey(
      "sandbox",
      Sentence(
        #""bwrap", or a list of words, such as ["bwrap", "--unshare-net"]"#,
        #""bwrap" 또는 단어의 목록. 예: ["bwrap", "--unshare-net"]"#),
      "`bwrap` for the sandbox of `orch`, or words that precede `argv` and the row's checks, "
        + "such as `[\"bwrap\", …]`. If the sandbox cannot run, it is left out and `ops doctor` warns",
      for: boxed
    ) { value, profile in
      if value.stringValue == SandboxRules.program {
        profile.sandboxRules = SandboxRules()
        return true
      }
      guard let words = command(value) else { return false }
      profile.sandbox = words
      return true
    },
    .flag(
      "sandbox_required",
      "whether the worker does not start if its sandbox cannot run; false by default",
      for: boxed, \.requiresSandbox),
    SettingKey(
      "network", .boolean,
      "whether programs in the sandbox `bwrap` reach a network; true by default",
      for: boxed
    ) { value, profile in
      guard let isReached = value.boolValue else { return false }
      profile.sandboxRules?.cutsNetwork = !isReached
      return true
    },
    SettingKey(
      "writable",
      Sentence(
        #"a list of paths below the project root, such as ["build/"]"#,
        #"프로젝트 루트 아래 경로의 목록. 예: ["build/"]"#),
      "further paths in the project that programs in the sandbox may change, such as "
        + "`[\"build/\"]`; a folder, with `/` at its end, is created",
      for: boxed
    ) { value, profile in
      guard let paths = value.stringValues, paths.allSatisfy(isBelowOrFolder) else { return false }
      profile.sandboxRules?.writable = paths
      return true
    },
    SettingKey(
      "memory", Sentence("a size such as 512M or 4G, 16M or more", "16M 이상의 크기. 예: 512M, 4G"),
      "the maximum memory of all programs in the sandbox, such as `4G`; no limit by default",
      for: boxed
    ) { value, profile in
      guard let bytes = value.stringValue.flatMap(SandboxRules.bytes) else { return false }
      profile.sandboxRules?.memoryBytes = bytes
      return true
    },
    SettingKey(
      "processes", .wholeNumber(in: SandboxRules.processCounts),
      "the maximum number of processes and threads in the sandbox, 10 to 100000; no limit by default",
      for: boxed
    ) { value, profile in
      guard let count = value.integer(in: SandboxRules.processCounts) else { return false }
      profile.sandboxRules?.processes = count
      return true
    },
    .flag(
      "worktree",
      "whether the work on each row is done in its own git worktree; false by default",
      for: programs.filter { $0 != .openclaw } + agents + [.simulated], \.usesWorktree),
    SettingKey(
      "integrate", Sentence("none, merge or pr", "none, merge, pr"),
      "what happens to work in a worktree that passed its review; `none` by default",
      for: programs.filter { $0 != .openclaw } + agents + [.simulated], \.integration
    ) { $0.stringValue.flatMap(Integration.init) },
    .flag(
      "rows",
      "whether the model behind the endpoint works on rows, instead of writing plans; false by "
        + "default",
      for: [.llm], \.takesRows),
    SettingKey(
      "url",
      Sentence(
        "a whole address that begins with https://, or with http:// of this machine",
        "https://로 시작하는 전체 주소. 이 컴퓨터의 주소라면 http://도 됩니다"),
      "the full address of the endpoint, unless `LLM_URL` in `env` sets it", for: [.llm],
      \.url
    ) { value in
      value.stringValue.flatMap { ChatEndpoint.isAllowed($0) ? .some($0) : nil }
    },
    SettingKey(
      "model", Sentence("the name of a model", "모델의 이름"),
      "the model that is requested, unless `LLM_MODEL` in `env` sets it", for: [.llm],
      \.model
    ) { line($0) },
    SettingKey(
      "script",
      Sentence(
        "a list of steps: done, partial, question, fail, hang or garbage",
        "단계의 목록: done, partial, question, fail, hang, garbage"),
      "the steps of a simulated worker, one for each attempt", for: [.simulated], isRequired: true,
      \.script
    ) { value in
      guard let words = value.stringValues, !words.isEmpty else { return nil }
      let steps = words.compactMap(WorkerProfile.SimulatedStep.init)
      return steps.count == words.count ? steps : nil
    },
  ]

  /// The keys that are valid only with orch's own sandbox; they are read after `sandbox`.
  static let ofBubblewrap = ["network", "writable", "memory", "processes"]

  /// The keys that mean the same as this one for other adapters.
  static func counterparts(of key: String) -> [SettingKey<WorkerProfile>] {
    switch key {
    case "argv": all.filter { ["program", "args"].contains($0.key) }
    case "args": all.filter { $0.key == "argv" }
    default: []
    }
  }

  private static let time = Sentence(
    "seconds, or a time such as 90s, 30m or 2h, up to 168h", "초 또는 90s, 30m, 2h 같은 시간, 168h까지")
  private static let classes =
    Sentence(
      """
      lint, test, build, ci, review, agent, timeout, idle, rate_limit, service, auth, setting, budget \
      or unknown
      """,
      """
      lint, test, build, ci, review, agent, timeout, idle, rate_limit, service, auth, setting, \
      budget, unknown
      """)

  static func adapter(_ value: JSONValue) -> WorkerProfile.Adapter? {
    value.stringValue.flatMap(WorkerProfile.Adapter.init)
  }

  /// A program and its arguments. The program has no placeholder, because no text of a row may name
  /// a program.
  package static func command(_ value: JSONValue) -> [String]? {
    value.command.flatMap { words in
      Placeholder.allCases.contains { $0.isIn(words[0]) } ? nil : words
    }
  }

  package static func variables(_ value: JSONValue) -> [String]? {
    guard let names = value.stringValues else { return nil }
    let areNames = names.allSatisfy { name in
      !name.isEmpty && !name.utf8.contains { $0 == UInt8(ascii: "=") || $0 == 0 }
    }
    return areNames ? names : nil
  }

  package static func duration(_ value: JSONValue, from low: Int = 1, upTo high: Int) -> Int? {
    (value.integerValue ?? value.stringValue.flatMap { DurationText.seconds($0) })
      .flatMap { (low...high).contains($0) ? $0 : nil }
  }

  /// A text without control characters.
  private static func line(_ value: JSONValue) -> String?? {
    value.stringValue.flatMap { $0.isEmpty || $0.escaped != $0 ? nil : .some($0) }
  }

  private static func isBelow(_ path: String) -> Bool {
    let names = path.split(separator: "/", omittingEmptySubsequences: false)
    return path.escaped == path && !names.contains { $0.isEmpty || $0 == ".." }
  }

  /// Whether a text is a path below the project root; it may end with `/`.
  private static func isBelowOrFolder(_ path: String) -> Bool {
    isBelow(path.hasSuffix("/") ? String(path.dropLast()) : path)
  }

  /// A failure class that a program may report; `orch` itself determines the others.
  private static func failureClass(_ value: JSONValue) -> FailureClass? {
    guard let found = value.stringValue.flatMap(FailureClass.init) else { return nil }
    switch found {
    case .lint, .test, .build, .ci, .review, .agent, .timeout, .idle, .rateLimit, .service, .auth,
      .setting, .budget, .unknown:
      return found
    case .question, .spawn, .conflict, .interrupted, .lost: return nil
    }
  }
}
