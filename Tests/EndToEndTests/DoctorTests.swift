import Foundation
import TestSupport
import Testing

extension Scene {
  /// Where the programs are, links followed.
  static let binaries =
    URL(filePath: BuiltBinaries.ops).resolvingSymlinksInPath().deletingLastPathComponent().path

  /// Runs `ops doctor` where all is well but for what the scene did to it: the clock goes,
  /// and the programs are the first on the PATH. Paths are shown as `~` and `BIN`.
  func doctor(
    _ arguments: [String] = [], in subfolder: String = "", environment: [String: String] = [:],
    as user: Int? = nil
  ) throws -> Outcome {
    let healthy = ["ORCH_NOW": "", "PATH": "\(Scene.binaries):/usr/bin:/bin"]
    let prefix = user.map { ["setpriv"] + OtherUser.prefix($0, OtherUser.nobody) } ?? []
    let line = prefix + [BuiltBinaries.ops, "doctor"] + arguments
    var outcome = try run(
      line[0], Array(line.dropFirst()), in: subfolder,
      environment: healthy.merging(environment) { $1 })
    outcome.output = outcome.output
      .replacing(folder, with: "~").replacing(Scene.binaries, with: "BIN")
    return outcome
  }

  /// What it finds that is not well, a line each with single blanks, and its status last. What the
  /// machine's own disk is like is left out.
  func complaints(
    _ arguments: [String] = [], in subfolder: String = "", environment: [String: String] = [:],
    as user: Int? = nil
  ) throws -> [String] {
    let outcome = try doctor(arguments, in: subfolder, environment: environment, as: user)
    let lines = outcome.output.split(separator: "\n")
      .filter { $0.hasPrefix("warn") || $0.hasPrefix("fail") }
      .map { $0.split(separator: " ").joined(separator: " ") }
      .filter { !["warn file system", "warn space", "warn files"].contains(where: $0.hasPrefix) }
    return lines + ["status \(outcome.status)\(outcome.errors)"]
  }
}

/// `ops doctor` where all is well, and what it says in which form.
@Suite struct DoctorTests {
  private static let checks = """
    ok    version       ops 1.0.0, BIN/ops
    ok    installation  orch and ops are in one folder
    ok    PATH          orch is BIN/orch
    ok    PATH          ops is BIN/ops
    ok    queue         ~/QUEUE.md, found from the current folder
    ok    rows          2 rows, 282 bytes
    ok    file          one name, no link, not mounted
    ok    permissions   the queue is readable and writable (mode 0644)
    ok    owner         user \(geteuid())
    ok    folder        ~ is writable
    ok    sidecar       ~/.orch is writable
    ok    journal       1 entry
    ok    claims        none
    ok    lock          free
    ok    late saves    none
    ok    locks         only one process can hold a lock
    ok    swap          two files can be swapped in one step
    ok    writers       writers of an open file can be detected
    ok    times         recorded to the nanosecond
    ok    sync          files and folders are made durable
    ok    daemon        no daemon was started; use orch daemon, or a schedule that calls orch tick
    ok    run log       ~/logs/orch_runs.jsonl
    ok    git           the queue is not in a repository
    ok    locale        LANG=C.UTF-8
    ok    settings      76 settings, 0 of them given
    ok    workers       orch.json names no worker: orch dispatch claims rows for its caller, and orch tick and orch daemon claim none
    """

  private static let settings = """
    setting  tz_offset = 9  (default)
    setting  tz = 9  (default)
    setting  lock_timeout = 10  (default)
    setting  db_path = db/queue.db  (default)
    setting  log_path = logs/orch_runs.jsonl  (default)
    setting  log_max_bytes = 10485760  (default)
    setting  log_keep = 5  (default)
    setting  top_in_progress = 5  (default)
    setting  queue_md_read_only = no  (default)
    setting  approve_pulled_rows = no  (default)
    setting  mirror = no  (default)
    setting  lease_seconds = 900  (default)
    setting  stale_minutes = 60  (default)
    setting  retry_backoff = 60,180,600  (default)
    setting  retry_failed = database  (default)
    setting  max_attempts = 3  (default)
    setting  max_workers = 3  (default)
    setting  token_soft_limit = 2000  (default)
    setting  token_hard_limit = 3500  (default)
    setting  report_max_characters = 8000  (default)
    setting  report_max_bullets = 10  (default)
    setting  kpi_max_failure_rate = 0.2  (default)
    setting  kpi_max_latency_p95_ms = 2000  (default)
    setting  kpi_max_stale_in_progress = 0  (default)
    setting  kpi_stale_minutes = 60  (default)
    setting  attention_after = 24h  (default)
    setting  long_work_after = 4h  (default)
    setting  id_prefix = ORCH  (default)
    setting  db = none  (default)
    setting  spawn.kind = none  (default)
    setting  spawn.argv = []  (default)
    setting  spawn.timeout_seconds = 5400  (default)
    setting  spawn.grace_seconds = 10  (default)
    setting  spawn.env = []  (default)
    setting  workers = {}  (default)
    setting  routes = []  (default)
    setting  repositories = {}  (default)
    setting  retry = {}  (default)
    setting  prices = {}  (default)
    setting  budget = no limit  (default)
    setting  retention.days = no limit  (default)
    setting  retention.bytes = no limit  (default)
    setting  review.checks = {}  (default)
    setting  review.run_checks = false  (default)
    setting  review.exit = false  (default)
    setting  review.checkout = clean  (default)
    setting  review.protected = [".github/workflows"]  (default)
    setting  review.judge = []  (default)
    setting  review.judge_may_pass = false  (default)
    setting  review.max_retries = as max_attempts  (default)
    setting  review.check_seconds = 600  (default)
    setting  root = the folder that holds .git, else home  (default)
    setting  env_file = none  (default)
    setting  worktrees.base = the branch that is checked out  (default)
    setting  worktrees.integration = orch/integration  (default)
    setting  worktrees.branch_prefix = orch/  (default)
    setting  worktrees.root = ~/.local/state/orch/worktrees  (default)
    setting  worktrees.min_free = 1GB  (default)
    setting  worktrees.setup = []  (default)
    setting  worktrees.setup_seconds = 600  (default)
    setting  worktrees.base_checks = []  (default)
    setting  worktrees.non_git = needs_human  (default)
    setting  worktrees.checkout = remark  (default)
    setting  forge.repo = the address of the remote  (default)
    setting  forge.remote = origin  (default)
    setting  forge.base = worktrees.base  (default)
    setting  planner = {}  (default)
    setting  plans.workers = {}  (default)
    setting  plans.pipeline = []  (default)
    setting  plans.callback_hosts = []  (default)
    setting  answers = only people answer  (default)
    setting  hooks = {}  (default)
    setting  otel.endpoint = nothing is sent  (default)
    setting  otel.headers = {}  (default)
    setting  otel.service_name = orch  (default)
    setting  recurring = {}  (default)
    """

  /// A queue that was used once.
  static func usedScene() throws -> Scene {
    let scene = try Scene(rows: row("A"), row("B"))
    try #require(chmod(scene.queue, 0o644) == 0)
    try expect(scene.ops("cancel", "B"), is: .prints("B -> BLOCKED\n"))
    return scene
  }

  /// The lines that say what this machine's disk and clock are like.
  private static func isOfMachine(_ line: Substring) -> Bool {
    let name = line.dropFirst(6).prefix(14)
    return ["file system", "space", "files", "clock"].contains { name == $0.padding(toLength: 14) }
  }

  @Test func `where all is well each check and each setting has its line`() throws {
    let scene = try Self.usedScene()
    let names = try (scene.names(), scene.names(".orch"), scene.bytes())
    let outcome = try scene.doctor()
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
    let lines = outcome.output.split(separator: "\n")
    let steady = lines.filter { !Self.isOfMachine($0) }.dropLast()
    expect(steady.joined(separator: "\n"), is: Self.checks + "\n" + Self.settings)
    func count(_ state: String) -> Int { lines.count { $0.hasPrefix(state) } }
    let warnings = count("warn") == 1 ? "1 warning" : "\(count("warn")) warnings"
    expect(
      lines.last.map(String.init), is: "doctor: \(count("ok")) ok, \(warnings), 0 failures")
    // Nothing was changed, and nothing is left.
    try expect(scene.names(), is: names.0)
    try expect(scene.names(".orch"), is: names.1)
    try expect(scene.bytes(), is: names.2)
  }

  @Test func `json has the same, with null where nothing is to be mended`() throws {
    let scene = try Self.usedScene()
    let outcome = try scene.doctor(["--json"], environment: ["LANG": "C", "ORCH_TZ_OFFSET": "0"])
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
    for part in [
      #"{"checks":[{"name":"version","state":"ok","message":"ops 1.0.0, BIN/ops","mend":null},"#,
      #"{"name":"rows","state":"ok","message":"2 rows, 282 bytes","mend":null},"#,
      #"{"name":"locale","state":"warn","message":"LANG=C is not UTF-8: a terminal may not show "#
        + #"Korean or emoji","mend":"export LANG=C.UTF-8"},"#,
      #""mend":null}],"settings":[{"key":"tz_offset","variable":"ORCH_TZ_OFFSET","value":"0","#
        + #""source":"environment"},{"key":"tz","variable":"ORCH_TZ","value":"9","#
        + #""source":"default"},{"key":"lock_timeout","variable":"ORCH_LOCK_TIMEOUT","#
        + #""value":"10","source":"default"},"#,
    ] {
      #expect(outcome.output.contains(part), "\(part) in \(outcome)")
    }
  }

  @Test func `each setting says where it came from`() throws {
    let scene = try Self.usedScene()
    try scene.write(
      #"{"lock_timeout": 3, "top_in_progress": 7, "retry_backoff": [1, 2]}"#, to: "orch.json")
    let outcome = try scene.doctor(
      ["--log-path", "my log"],
      environment: ["ORCH_TOP_IN_PROGRESS": "8", "ORCH_LOG_PATH": "other"])
    let given = outcome.output.split(separator: "\n")
      .filter { $0.hasPrefix("setting ") && !$0.hasSuffix("(default)") }
    expect(
      given.joined(separator: "\n"),
      is: """
        setting  lock_timeout = 3  (orch.json)
        setting  log_path = my log  (option)
        setting  top_in_progress = 8  (environment)
        setting  retry_backoff = 1,2  (orch.json)
        """)
    #expect(outcome.output.contains("ok    run log       ~/my log\n"), "\(outcome)")
    #expect(outcome.output.contains("76 settings, 4 of them given\n"), "\(outcome)")
  }

  @Test func `what an untrusted folder does not use is named`() throws {
    let scene = try Self.usedScene()
    try scene.makeFolder("project")
    let queue = scene.path("project/QUEUE.md")
    try scene.write(scene.text(), to: "project/QUEUE.md")
    try scene.write(
      """
      {"db_path": "../q.db", "log_path": "../log.jsonl", "root": "..",
       "workers": {"a": {"adapter": "report", "argv": ["/bin/true"]}}, "routes": [{"worker": "a"}],
       "review": {"checks": {"test": ["make", "test"]}}, "retention": {"days": 3}}
      """, to: "project/orch.json")
    let outcome = try scene.run(scene.opsPath, ["doctor", "--queue", queue])
    let line = outcome.output.split(separator: "\n").first { $0.contains("  trust  ") } ?? ""
    #expect(
      line.hasPrefix(
        "warn  trust         this folder is not trusted, and these are not used: "
          + "db_path \(scene.folder)/q.db, log_path \(scene.folder)/log.jsonl, root \(scene.folder), "
      ), "\(outcome)")
    for key in ["workers.a.argv", "review.checks.test", "retention (read its orch.json"] {
      #expect(line.contains(", \(key)"), "\(outcome)")
    }
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test func `agents are asked for their versions once, after the folder is trusted`() throws {
    let scene = try Self.usedScene()
    try scene.write(
      """
      {"workers": {"a": {"adapter": "claude", "program": "./claude"}, "b": {"adapter": "codex", "program": "./mute"},
        "c": {"adapter": "opencode"}, "d": {"adapter": "report", "argv": ["./mute"]},
        "e": {"adapter": "report", "argv": ["./claude"], "min_version": "3"},
        "f": {"adapter": "simulated", "script": ["done"]}}, "routes": [{"worker": "a"}]}
      """, to: "orch.json")
    for (name, word) in [("claude", "2.1.9 (Claude Code)"), ("mute", "")] {
      try writeExecutable(
        "#!/bin/sh\necho . >> \(name).asked\necho '\(word)'\n", to: scene.path(name))
    }
    func lines(_ arguments: [String] = ["--workers"]) throws -> [String] {
      try scene.doctor(arguments).output.split(separator: "\n")
        .map { $0.split(separator: " ").joined(separator: " ") }
        .filter { $0.contains(/^(ok|warn|fail) (program|worker)\b/) }
    }
    let missing =
      "~/orch.json: workers.c.adapter: cannot run opencode: no such program in BIN, "
      + "/usr/bin, /bin (no row is claimed for it: install it, or name its path in workers.c.program)"
    let untrusted =
      "not asked for its version: the folder is not trusted (orch trust lets the program start)"
    try expect(
      lines(),
      is: [
        "warn program a (claude): ~/./claude, \(untrusted)",
        "warn program b (codex): ~/./mute, \(untrusted)",
        "warn program \(missing)",
        "ok program d (report): ~/./mute, not asked for its version: it has no min_version",
        "warn program e (report): ~/./claude, \(untrusted)", "ok program f (simulated): no program",
      ])
    try scene.trust()
    try expect(lines([]), is: ["fail worker \(missing)"])
    try expect(scene.names().filter { $0.hasSuffix(".asked") }, is: [])
    for _ in 1...2 {
      try expect(
        lines(),
        is: [
          "fail worker \(missing)",
          "fail worker ~/orch.json: workers.e: ~/./claude is version 2.1.9, and min_version is 3 "
            + "(update it, or lower min_version; no row is claimed for it)",
          "ok program a (claude): ~/./claude, 2.1.9",
          "warn program b (codex): ~/./mute, no version: it prints nothing "
            + "(~/./mute --version must print the version)",
          "ok program d (report): ~/./mute, not asked for its version: it has no min_version",
          "ok program e (report): ~/./claude, 2.1.9", "ok program f (simulated): no program",
        ])
    }
    try expect(scene.text("claude.asked"), is: ".\n")
    let json = try scene.doctor(["--workers", "--json"]).output
    let workers =
      #""workers":[{"name":"a","adapter":"claude","program":"./claude","path":"~/./claude","version":"2.1.9"},"#
      + #"{"name":"b","adapter":"codex","program":"./mute","path":"~/./mute","version":null},"#
      + #"{"name":"c","adapter":"opencode","program":"opencode","path":null,"version":null},"#
    #expect(json.contains(workers), "\(json)")
  }

  @Test func `on a terminal the words have colours`() throws {
    let scene = try Self.usedScene()
    try #require(chmod(scene.queue, 0o444) == 0)
    let output = try scene.terminal("$OPS doctor", environment: ["LANG": "C"])
    let esc = "\u{1B}["
    for part in [
      "\(esc)32mok  \(esc)0m  owner ", "\(esc)33mwarn\(esc)0m  locale ",
      "\(esc)31mfail\(esc)0m  permissions ", "\(esc)31m1 failure\(esc)0m\n",
    ] {
      #expect(output.contains(part), "\(part) in \(output)")
    }
    let plain = try scene.terminal("$OPS doctor --color never")
    #expect(!plain.contains(esc))
  }
}

extension String {
  fileprivate func padding(toLength length: Int) -> String {
    self + String(repeating: " ", count: length - count)
  }
}
