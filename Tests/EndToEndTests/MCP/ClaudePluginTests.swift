import TestSupport
import Testing

/// What the hooks of `templates/claude-plugin` say, for the events of Claude Code 2.1.332.
@Suite struct ClaudePluginTests {
  private static let hooks = "\(Project.folder)/templates/claude-plugin/hooks/orch.sh"
  private static let stop =
    #"{"hook_event_name":"Stop","stop_hook_active":false,"background_tasks":[],"session_crons":[]}"#

  /// What a hook prints, both streams together, and its status.
  private func answer(
    _ hook: String, _ event: String, in scene: Scene, _ variables: [String: String] = [:]
  ) throws -> String {
    let environment = [
      "PATH": "\(Scene.binaries):/usr/bin:/bin", "HOOKS": Self.hooks, "EVENT": event,
      "CLAUDE_PROJECT_DIR": scene.folder, "CLAUDE_PLUGIN_DATA": scene.path("data"),
      "CLAUDE_CODE_SESSION_ID": "7dfce659-d944-446b-8bae-f45ed01fa9c7",
    ]
    let outcome = try scene.run(
      "/bin/sh", ["-c", #"printf '%s' "$EVENT" | sh "$HOOKS" \#(hook) 2>&1; echo "status $?""#],
      environment: environment.merging(variables) { $1 })
    return outcome.output
  }

  @Test func `a session begins with the state of the queue`() throws {
    let scene = try Scene(rows: row("A", task: "Fix it"))
    try expect(
      answer("start", #"{"hook_event_name":"SessionStart","source":"startup"}"#, in: scene),
      is: """
        orch works a task queue: rows go PENDING -> IN_PROGRESS -> DONE, FAILED or BLOCKED.
        You are mcp-7dfce659 and have no row.
        PENDING=1 IN_PROGRESS=0 BLOCKED=0 FAILED=0 DONE=0
        At work: nothing
        Next: A (P1): Fix it
        The skill orch says how to work a row; the tools are orch_ready, orch_claim, orch_report.
        status 0

        """)
  }

  @Test func `a session that stops is reminded of each of its rows once`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    func reminder(_ event: String = Self.stop) throws -> String {
      try answer("stop", event, in: scene)
    }
    try expect(reminder(), is: "status 0\n")
    try scene.orch("pick", "A", "--owner-session", "mcp-7dfce659").check()
    for (name, value) in [
      (#""stop_hook_active":false"#, #""stop_hook_active":true"#),
      (#""background_tasks":[]"#, #""background_tasks":[{"id":"b1"}]"#),
    ] {
      try expect(reminder(Self.stop.replacing(name, with: value)), is: "status 0\n")
    }
    let end = ": report with orch_report, or hand back with orch_note and release.\nstatus 2\n"
    try expect(reminder(), is: "You still have A" + end)
    try expect(reminder(), is: "status 0\n")
    try scene.orch("pick", "B", "--owner-session", "mcp-7dfce659").check()
    try expect(reminder(), is: "You still have B" + end)
  }

  @Test func `what lint finds follows an edit of the queue`() throws {
    let scene = try Scene(rows: row("A"))
    func said(of name: String) throws -> String {
      let event = """
        {"hook_event_name":"PostToolUse","tool_name":"Edit","tool_input":{"file_path":\
        "\(scene.path(name))","old_string":"\\"file_path\\":\\"/x/QUEUE.md\\""}}
        """
      return try answer("edit", event, in: scene).replacing(scene.folder, with: "~")
    }
    try expect(said(of: "QUEUE.md"), is: "status 0\n")
    try scene.write(queueText(row("A")) + "| bad |\n", to: "QUEUE.md")
    let found = try said(of: "QUEUE.md")
    #expect(found.hasPrefix("orch lint finds in ~/QUEUE.md:\nQUEUE.md:"), "\(found)")
    #expect(found.hasSuffix("[cell-count]\nstatus 2\n"), "\(found)")
    try expect(said(of: "README.md"), is: "status 0\n")
  }

  @Test(arguments: ["start", "edit", "stop"])
  func `a worker of orch and a project without a queue hear nothing`(_ hook: String) throws {
    let scene = try Scene(rows: row("A", "IN_PROGRESS", owner: "mcp-7dfce659", started: Scene.now))
    try expect(answer(hook, Self.stop, in: scene, ["ORCH_LABEL": "a"]), is: "status 0\n")
    try scene.makeFolder("elsewhere")
    try expect(
      answer(
        hook, Self.stop, in: scene,
        ["CLAUDE_PROJECT_DIR": scene.path("elsewhere"), "HOME": scene.path("elsewhere")]),
      is: "status 0\n")
  }
}
