import Model
import TestSupport
import Testing
import Workers

@testable import Door
@testable import Runner

/// `workers`, `routes` and `spawn` of `orch.json`.
@Suite struct WorkerSettingsTests {
  private static func worker(_ adapter: String, _ members: String = "") -> String {
    #"{"workers": {"a": {"adapter": "\#(adapter)"\#(members.isEmpty ? "" : ", ")\#(members)}}}"#
  }

  private static func report(_ members: String) -> String {
    worker("report", #""argv": ["x"], \#(members)"#)
  }

  private static func claude(_ members: String) -> String { worker("claude", members) }

  private static func route(_ members: String) -> String {
    #"{"workers": {}, "routes": [{"worker": "a"}, {\#(members)}]}"#
  }

  private static let time = "it must be seconds, or a time such as 90s, 30m or 2h, up to 168h"
  private static let classes =
    "it must be lint, test, build, ci, review, agent, timeout, idle, rate_limit, service, auth, "
    + "setting, budget or unknown"
  private static let exits =
    #"it must be exit statuses with a class, such as {"75": "rate_limit"}: lint, test, build, ci, "#
    + "review, agent, timeout, idle, rate_limit, service, auth, setting, budget or unknown"
  private static let steps =
    "it must be a list of steps: done, partial, question, fail, hang or garbage"
  private static let path = "it must be the path of a file below the project root"
  private static let priorities = "it must be P0, P1 or P2"

  @Test(arguments: [
    (#"{"workers": []}"#, "invalid value [] for 'workers'", profiles),
    (
      #"{"workers": {"my agent": {"adapter": "report"}}}"#,
      #"invalid value "my agent" for 'workers'"#,
      "it must be a name of up to 64 letters, digits, '.', '_' and '-', a letter or digit first"
    ),
    (#"{"workers": {"a": 5}}"#, "invalid value 5 for 'workers.a'", "it must be an object"),
    (#"{"workers": {"a": {}}}"#, "'workers.a.adapter' is missing", adapters),
    (worker("clode"), #"invalid value "clode" for 'workers.a.adapter'"#, adapters),
    (worker("report"), "'workers.a.argv' is missing", words),
    (worker("simulated"), "'workers.a.script' is missing", steps),
    (
      worker("simulated", #""script": ["done", "nap"]"#),
      #"invalid value ["done","nap"] for 'workers.a.script'"#, steps
    ),
    (worker("report", #""argv": []"#), "invalid value [] for 'workers.a.argv'", words),
    (
      worker("report", #""argv": ["{attempt_dir}/x"]"#),
      #"invalid value ["{attempt_dir}/x"] for 'workers.a.argv'"#, words
    ),
    (report(#""timeuot": "5m""#), "unknown key 'workers.a.timeuot'", "did you mean timeout?"),
    (report(#""yes": true"#), "unknown key 'workers.a.yes'", "docs/cli.md lists the settings"),
    (
      report(#""resume": true"#), "'workers.a.resume' can't be used with adapter report",
      "it is for claude, codex, opencode"
    ),
    (
      claude(#""resume": "yes""#), #"invalid value "yes" for 'workers.a.resume'"#,
      "it must be true or false"
    ),
    (
      report(#""args": ["-v"]"#), "'workers.a.args' can't be used with adapter report",
      "it is for claude, codex, opencode; report has argv"
    ),
    (
      worker("codex", #""argv": ["codex"]"#), "'workers.a.argv' can't be used with adapter codex",
      "it is for report, command, openclaw; codex has args and program"
    ),
    (
      worker("codex", #""budget_usd": 3"#),
      "'workers.a.budget_usd' can't be used with adapter codex", "it is for claude"
    ),
    (claude(#""args": "-v""#), #"invalid value "-v" for 'workers.a.args'"#, arguments),
    (
      claude(#""args": ["a\u0000b"]"#),
      #"invalid value ["a\u0000b"] for 'workers.a.args'"#, arguments
    ),
    (claude(#""budget_usd": 0"#), "invalid value 0 for 'workers.a.budget_usd'", dollars),
    (claude(#""budget_usd": -1.5"#), "invalid value -1.5 for 'workers.a.budget_usd'", dollars),
    (
      claude(#""budget_usd": 0.0000001"#), "invalid value 1e-07 for 'workers.a.budget_usd'", dollars
    ),
    (
      claude(#""budget_usd": 1000000.5"#), "invalid value 1000000.5 for 'workers.a.budget_usd'",
      dollars
    ),
    (claude(#""budget_usd": "3""#), #"invalid value "3" for 'workers.a.budget_usd'"#, dollars),
    (
      report(#""script": ["done"]"#), "'workers.a.script' can't be used with adapter report",
      "it is for simulated"
    ),
    (
      report(#""class": "test""#), "'workers.a.class' can't be used with adapter report",
      "it is for command"
    ),
    (report(#""timeout": "90""#), #"invalid value "90" for 'workers.a.timeout'"#, time),
    (report(#""timeout": 0"#), "invalid value 0 for 'workers.a.timeout'", time),
    (report(#""timeout": "8d""#), #"invalid value "8d" for 'workers.a.timeout'"#, time),
    (report(#""idle_timeout": true"#), "invalid value true for 'workers.a.idle_timeout'", time),
    (
      report(#""grace": "2h""#), #"invalid value "2h" for 'workers.a.grace'"#,
      "it must be seconds, or a time such as 10s or 1m, up to 1h"
    ),
    (
      report(#""max": 65"#), "invalid value 65 for 'workers.a.max'",
      "it must be a whole number, 1 to 64"
    ),
    (report(#""env": ["A=B"]"#), #"invalid value ["A=B"] for 'workers.a.env'"#, names),
    (report(#""secret_env": "A""#), #"invalid value "A" for 'workers.a.secret_env'"#, secrets),
    (
      report(#""env": ["A"], "secret_env": ["A", "AA"]"#),
      #"invalid value "AA" for 'workers.a.secret_env'"#, secrets
    ),
    (
      report(#""about": "a\nb""#), #"invalid value "a\nb" for 'workers.a.about'"#,
      "it must be a line of text"
    ),
    (report(#""prompt": "../x.md""#), #"invalid value "../x.md" for 'workers.a.prompt'"#, path),
    (
      report(#""prompt": "/etc/passwd""#), #"invalid value "/etc/passwd" for 'workers.a.prompt'"#,
      path
    ),
    (
      report(#""program": """#), #"invalid value "" for 'workers.a.program'"#,
      "it must be the name or path of a program"
    ),
    (
      report(#""min_version": "2.x""#), #"invalid value "2.x" for 'workers.a.min_version'"#,
      "it must be a version such as 2.1.0"
    ),
    (
      worker("command", #""argv": ["x"], "class": "lost""#),
      #"invalid value "lost" for 'workers.a.class'"#, classes
    ),
    (
      report(#""exit_classes": {"0": "test"}"#),
      #"invalid value {"0":"test"} for 'workers.a.exit_classes'"#, exits
    ),
    (
      report(#""exit_classes": {"75": "interrupted"}"#),
      #"invalid value {"75":"interrupted"} for 'workers.a.exit_classes'"#, exits
    ),
    (
      report(#""sandbox": [""]"#), #"invalid value [""] for 'workers.a.sandbox'"#,
      #"it must be "bwrap", or a list of words, such as ["bwrap", "--unshare-net"]"#
    ),
    (
      report(#""sandbox": "firejail""#), #"invalid value "firejail" for 'workers.a.sandbox'"#,
      #"it must be "bwrap", or a list of words, such as ["bwrap", "--unshare-net"]"#
    ),
    (
      report(#""sandbox": ["bwrap"], "network": false"#),
      "'workers.a.network' needs 'workers.a.sandbox'", #"it must be "bwrap""#
    ),
    (
      report(#""processes": 64"#), "'workers.a.processes' needs 'workers.a.sandbox'",
      #"it must be "bwrap""#
    ),
    (
      report(#""sandbox": "bwrap", "network": "no""#),
      #"invalid value "no" for 'workers.a.network'"#, "it must be true or false"
    ),
    (
      report(#""sandbox": "bwrap", "writable": ["../x"]"#),
      #"invalid value ["../x"] for 'workers.a.writable'"#,
      #"it must be a list of paths below the project root, such as ["build/"]"#
    ),
    (
      report(#""sandbox": "bwrap", "memory": "4GB""#),
      #"invalid value "4GB" for 'workers.a.memory'"#,
      "it must be a size such as 512M or 4G, 16M or more"
    ),
    (
      report(#""sandbox": "bwrap", "processes": 9"#), "invalid value 9 for 'workers.a.processes'",
      "it must be a whole number, 10 to 100000"
    ),
    (
      report(#""sandbox_required": "yes""#),
      #"invalid value "yes" for 'workers.a.sandbox_required'"#, "it must be true or false"
    ),
    (
      #"{"repositories": {"a b": "../web"}}"#,
      #"invalid value {"a b":"../web"} for 'repositories'"#,
      #"it must be paths by name, such as {"web": "../web"}"#
    ),
    (
      #"{"repositories": {"web": ""}}"#, #"invalid value {"web":""} for 'repositories'"#,
      #"it must be paths by name, such as {"web": "../web"}"#
    ),
    (#"{"routes": [{"worker": "a"}]}"#, "'routes' needs 'workers'", profiles),
    (
      #"{"workers": {}, "routes": {}}"#, "invalid value {} for 'routes'",
      #"it must be a list of routes, such as [{"id": "DOC-*", "worker": "notes"}]"#
    ),
    (#"{"workers": {}, "routes": [5]}"#, "invalid value 5 for 'routes[0]'", "it must be an object"),
    (route(#""id": "X""#), "'routes[1].worker' is missing", "it must be the name of a worker"),
    (route(#""worker": "a", "ids": "X""#), "unknown key 'routes[1].ids'", "did you mean id?"),
    (
      route(#""worker": "a", "id": """#), #"invalid value "" for 'routes[1].id'"#,
      "it must be a pattern of ids, such as DOC-*"
    ),
    (
      route(#""worker": "a", "priority": 0"#), "invalid value 0 for 'routes[1].priority'",
      priorities
    ),
    (
      route(#""worker": "a", "priority": "p0""#), #"invalid value "p0" for 'routes[1].priority'"#,
      priorities
    ),
    (
      route(#""worker": "a", "role": []"#), "invalid value [] for 'routes[1].role'",
      "it must be a role such as worker_a"
    ),
    (
      route(#""worker": "a", "words": []"#), "invalid value [] for 'routes[1].words'",
      #"it must be a list of words, such as ["css", "layout"]"#
    ),
    (
      #"{"spawn": {"argv": ["x"]}}"#, "'spawn.argv' needs 'spawn.kind'",
      "it must be none, command or worker"
    ),
    (
      #"{"workers": {"default": {"adapter": "report", "argv": ["x"]}}, "spawn": {"kind": "worker"}}"#,
      "'workers.default' and 'spawn.kind' are the same worker", "remove one of them"
    ),
  ])
  func `a value that can't be read is an error with its place`(
    _ text: String, problem: String, hint: String
  ) throws {
    try withScene(nil) { scene in
      try writeAged(text, to: "\(scene.folder)/orch.json")
      let problems = Configuration(reading: scene.folder, with: Opening.allFeatures).problems.map {
        scene.text(.setting($0))
      }
      #expect(problems == ["bad_setting 64: ~/orch.json: \(problem) (\(hint))"])
    }
  }

  private static let profiles =
    #"it must be profiles by name, such as {"tests": {"adapter": "command", "argv": ["make", "test"]}}"#
  private static let adapters =
    "it must be report, command, openclaw, simulated, claude, codex, opencode or llm"
  private static let arguments = #"it must be a list of words, such as ["--model", "opus"]"#
  private static let dollars =
    "it must be a number above 0, up to 1000000, with at most 6 decimals, such as 2.5"
  private static let words = #"it must be a list of words, such as ["scripts/worker.sh", "{id}"]"#
  private static let secrets = "it must be a list of names of its env"
  private static let names = #"it must be a list of names, such as ["PATH", "ANTHROPIC_API_KEY"]"#

  @Test func `a profile has the sandbox that its object says`() throws {
    let settings = try settings(
      #"""
      {"workers": {"a": {"adapter": "report", "argv": ["x"], "sandbox": "bwrap", "sandbox_required": true,
        "network": false, "writable": ["build/", "a/b"], "memory": "4G", "processes": 256},
        "b": {"adapter": "claude", "sandbox": "bwrap", "network": true}}}
      """#)
    var rules = SandboxRules()
    (rules.cutsNetwork, rules.writable) = (true, ["build/", "a/b"])
    (rules.memoryBytes, rules.processes) = (4 << 30, 256)
    #expect(settings.workers["a"]?.sandboxRules == rules)
    #expect(rules.rungs == [.files, .network, .memory, .processes])
    #expect(settings.workers["b"]?.sandboxRules == SandboxRules())
    #expect(SandboxRules().rungs == [.files])
  }

  @Test func `a profile has all that its object says`() throws {
    let settings = try settings(
      #"""
      {"workers": {"a": {"adapter": "command", "argv": ["make", "{id}"], "timeout": "90m", "idle_timeout": 600,
        "grace": "0s", "max": 2, "env": ["A_KEY", "B"], "secret_env": ["B"], "about": "tests", "prompt": "docs/p.md",
        "program": "gmake", "min_version": "4.3", "class": "test", "exit_classes": {"75": "rate_limit", "2": "build"},
        "sandbox": ["bwrap", "--ro-bind", "/", "/"], "sandbox_required": true},
        "b": {"adapter": "simulated", "script": ["fail", "done"]}},
       "routes": [{"id": "A-*", "priority": "P0", "role": "lead", "words": ["x", "y z"], "worker": "a"}, {"worker": "b"}]}
      """#)
    var a = WorkerProfile(name: "a", adapter: .command)
    a.argv = ["make", "{id}"]
    (a.timeoutSeconds, a.idleSeconds, a.graceSeconds, a.limit) = (5400, 600, 0, 2)
    (a.env, a.secretEnv, a.about, a.prompt) = (["A_KEY", "B"], ["B"], "tests", "docs/p.md")
    (a.program, a.minVersion, a.failureClass) = ("gmake", VersionNumber("4.3"), .test)
    a.exitClasses = [75: .rateLimit, 2: .build]
    (a.sandbox, a.requiresSandbox) = (["bwrap", "--ro-bind", "/", "/"], true)
    var b = WorkerProfile(name: "b", adapter: .simulated)
    b.script = [.fail, .done]
    var route = WorkerRoute(worker: "a")
    (route.id, route.priority, route.role, route.words) = ("A-*", .p0, "lead", ["x", "y z"])
    #expect(settings.workers.profiles == [a, b])
    #expect(settings.workers.routes == [route, WorkerRoute(worker: "b")])
    #expect(settings.workers.isNamed)
    #expect(
      Settings.inFileOnly.flatMap { $0.programs(settings) } == [
        NamedProgram(key: "workers.a.argv", words: ["make", "{id}"]),
        NamedProgram(key: "workers.a.sandbox", words: ["bwrap", "--ro-bind", "/", "/"]),
        NamedProgram(key: "workers.a.program", words: ["gmake"]),
        NamedProgram(key: "workers.a.prompt", file: "docs/p.md"),
      ])
  }

  @Test func `an agent has arguments, a budget, and a program without a word of it`() throws {
    let settings = try settings(
      #"""
      {"workers": {
        "a": {"adapter": "claude", "args": ["--mcp-config", "{attempt_dir}/m.json"], "budget_usd": 2.000001},
        "b": {"adapter": "codex", "program": "bin/codex", "args": ["-s", "read-only"], "min_version": "0.44"},
        "c": {"adapter": "opencode", "args": [], "resume": true},
        "d": {"adapter": "claude", "budget_usd": 3, "resume": false}}}
      """#)
    let profiles = settings.workers.profiles
    #expect(profiles.map(\.resumesSession) == [false, false, true, false])
    #expect(profiles[0].args == ["--mcp-config", "{attempt_dir}/m.json"])
    #expect(profiles.map(\.budgetMicrodollars) == [2_000_001, nil, nil, 3_000_000])
    // What `orch trust` is asked about.
    #expect(
      Settings.inFileOnly.flatMap { $0.programs(settings) } == [
        NamedProgram(
          key: "workers.a.adapter", words: ["claude", "--mcp-config", "{attempt_dir}/m.json"]),
        NamedProgram(key: "workers.b.program", words: ["bin/codex", "-s", "read-only"]),
        NamedProgram(key: "workers.c.adapter", words: ["opencode"]),
        NamedProgram(key: "workers.d.adapter", words: ["claude"]),
      ])
  }

  @Test(arguments: [
    ("{}", []), (#"{"spawn": {"kind": "none", "argv": ["x"]}}"#, []), (#"{"workers": {}}"#, []),
    (#"{"spawn": {"kind": "worker", "argv": ["x"]}}"#, ["default report spawn"]),
    (
      #"{"spawn": {"kind": "command", "argv": ["x"]}, "workers": {"a": {"adapter": "report", "argv": ["x"]}}}"#,
      ["default openclaw spawn", "a report workers.a"]
    ),
    (
      #"{"spawn": {"kind": "none"}, "workers": {"default": {"adapter": "report", "argv": ["x"]}}}"#,
      ["default report workers.default"]
    ),
  ])
  func `spawn is the worker default`(_ text: String, _ workers: [String]) throws {
    let profiles = try settings(text).workers.profiles
    #expect(profiles.map { "\($0.name) \($0.adapter.rawValue) \($0.key)" } == workers)
  }

  private func settings(_ text: String) throws -> FileSettings {
    var settings = FileSettings()
    try withScene(nil) { scene in
      try writeAged(text, to: "\(scene.folder)/orch.json")
      let configuration = Configuration(reading: scene.folder, with: Opening.allFeatures)
      #expect(configuration.problems.map { scene.text(.setting($0)) } == [])
      settings = configuration.inFileOnly
    }
    return settings
  }
}
