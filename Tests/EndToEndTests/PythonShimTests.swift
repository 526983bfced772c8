import Foundation
import TestSupport
import Testing

/// The scripts that `orch init --python-shims` writes for callers of the Python tool.
@Suite struct PythonShimTests {
  private static let python = "/usr/bin/python3"
  private static let hasPython = FileManager.default.isExecutableFile(atPath: python)
  private static let isInstalled =
    FileManager.default.isExecutableFile(atPath: "/usr/local/bin/orch")
  private static let place = "automation/orchestrator"
  private static let names = [
    "orch.py", "ops.py", "nl_intake.py", "dispatcher.py", "watchdog.py", "enforce_guardrails.py",
    "review_and_route.py", "ui_validate.py", "migrate_md_to_db.py", "render_queue_md.py",
    "metrics_aggregate.py", "check_consistency.sh",
  ]

  private static func created(_ names: [String], in scene: Scene) -> String {
    names.map { "Created \(scene.path("\(place)/\($0)"))\n" }.joined()
  }

  private static func kept(_ names: [String], in scene: Scene) -> String {
    names.map { "\(scene.path("\(place)/\($0)")) stays as it is\n" }.joined()
  }

  @Test func `no file is replaced`() throws {
    let scene = try Scene()
    try scene.makeFolder(Self.place)
    try scene.write("print('mine')\n", to: "\(Self.place)/watchdog.py")
    let others = Self.names.filter { $0 != "watchdog.py" }
    let refusal =
      "ERROR: other files have the names of shims: watchdog.py "
      + "(move the files away, and run this command again)"
    var outcome = Outcome.fails(73, refusal)
    outcome.output =
      Self.created(["QUEUE.md"] + others, in: scene) + Self.kept(["watchdog.py"], in: scene)
    try expect(scene.orch("init", "--python-shims"), is: outcome)
    try expect(scene.text("\(Self.place)/watchdog.py"), is: "print('mine')\n")

    outcome.output = Self.kept(Self.names, in: scene)
    try expect(scene.orch("init", "--python-shims"), is: outcome)
    try FileManager.default.removeItem(atPath: scene.path("\(Self.place)/watchdog.py"))
    let again = try scene.orch("init", "--python-shims", "--json")
    let watchdog = scene.path("\(Self.place)/watchdog.py")
    #expect(
      again.status == 0 && again.output.contains(#""python_shims":["\#(watchdog)"],"kept":["#),
      "\(again)")
    let found = "ok shims ~/\(Self.place): \(Self.names.joined(separator: ", "))"
    let checks = try scene.doctor().output.split(separator: "\n")
      .map { $0.split(separator: " ").joined(separator: " ") }
    #expect(checks.contains(found), "\(checks)")
    try expect(
      scene.orch("init", "--python-shims", "--db", "q.db"),
      is: .fails(
        64,
        "ERROR: init works on a queue file, not on a database (name the file with --queue alone; "
          + "usage: orch init [options]; orch init --help)"))
  }

  /// The arguments after the name of a script, and what the old tool's users expect to see.
  private static let calls: [(script: String, arguments: [String], printed: String)] = [
    (
      "orch.py",
      ["add", "--id", "O-1", "--priority", "P1", "--task", "t", "--success-criteria", "c"],
      "Added O-1\n"
    ),
    (
      "nl_intake.py", ["submit", "--request", "Fix the login, update the docs", "--parallel", "3"],
      "created=2 ids=ORCH-001,ORCH-002\n1. ORCH-001 | Fix the login\n2. ORCH-002 | update the docs\n"
    ),
    ("orch.py", ["pick", "--owner-session", "agent:a"], "O-1\n"),
    ("orch.py", ["done", "--id", "O-1", "--notes", "ok"], "O-1 -> DONE\n"),
    ("dispatcher.py", ["--owner-session", "cron"], "ORCH-001\n"),
    ("watchdog.py", ["--stale-minutes", "60"], "NOOP\n"),
    (
      "ops.py", ["workers"],
      """
      workers_active=1 in_progress=1
      - cron tasks=1 p0=0 p1=1 p2=0 ids=ORCH-001 oldest_start=2026-01-31 18:00

      """
    ),
    ("ops.py", ["cancel", "--id", "ORCH-001"], "ORCH-001 -> BLOCKED\n"),
    (
      "review_and_route.py",
      ["--id", "ORCH-002", "--success-criteria", "docs are up", "--report", "The docs are up."],
      "ORCH-002 -> DONE (PASS)\n"
    ),
  ]

  @Test(.enabled(if: hasPython, "needs python3"), arguments: [false, true])
  func `scripts do what the old programs did, from any folder`(_ queueIsAbove: Bool) throws {
    let scene = try Scene()
    if queueIsAbove { try scene.orch("init").check() }
    try scene.orch("init", "--python-shims").check()
    expect(scene.exists("\(Self.place)/QUEUE.md"), is: !queueIsAbove)
    let variables = ["PATH": "\(BuiltBinaries.folder):/usr/bin:/bin"]
    for call in Self.calls {
      let outcome = try scene.run(
        Self.python, [scene.path("\(Self.place)/\(call.script)")] + call.arguments,
        in: Self.place, environment: variables)
      #expect(outcome.status == 0 && outcome.output == call.printed, "\(call.script): \(outcome)")
    }
    let module = ["-m", "automation.orchestrator.orch", "list", "--status", "DONE"]
    try expect(
      scene.run(Self.python, module, environment: variables).output.split(separator: "\t").first,
      is: "O-1")
    try expect(
      scene.run(scene.path("\(Self.place)/check_consistency.sh"), [], environment: variables)
        .output.prefix(7).description, is: "HEALTH_")
    // --queue is relative to the caller's folder, and a variable names a queue.
    try scene.write(queueText([row("B")]), to: "b.md")
    let list = [scene.path("\(Self.place)/orch.py"), "list"]
    let rows = Outcome.prints("B\tPENDING\tP1\twork\n")
    try expect(
      scene.run(Self.python, list + ["--queue", "b.md"], environment: variables), is: rows)
    let named = variables.merging(["ORCH_QUEUE_MD": scene.path("b.md")]) { $1 }
    try expect(scene.run(Self.python, list, in: Self.place, environment: named), is: rows)
  }

  @Test(.enabled(if: hasPython && !isInstalled, "needs python3, and no /usr/local/bin/orch"))
  func `a script without its program says what to do`() throws {
    let scene = try Scene()
    try scene.orch("init", "--python-shims").check()
    let folders = "/nowhere:\(scene.path(".local/bin")):/usr/local/bin"
    let remedy = "(install orch, or add its folder to PATH)"
    try expect(
      scene.run(
        Self.python, [scene.path("\(Self.place)/orch.py")], environment: ["PATH": "/nowhere"]),
      is: .fails(127, "ERROR: there is no orch in \(folders) \(remedy)"))
  }
}
