import Foundation
import TestSupport
import Testing

/// The automation and the recipes of `automation/openclaw`, tried against a stand-in.
@Suite struct OpenClawTests {
  /// Runs the printed command as a person does, `… | sh`.
  private static func add(_ scheduling: Scheduling, _ options: [String] = []) throws -> Outcome {
    try writeExecutable(OpenClawStandIn.script, to: "\(scheduling.programs)/openclaw")
    let arguments = ["openclaw", "--queue", scheduling.queue] + options
    let words = arguments.map { "'\($0.replacing("'", with: "'\\''"))'" }.joined(separator: " ")
    return try scheduling.scene.bash(
      "/bin/bash \(Scheduling.automation)/schedule.sh \(words) | sh",
      environment: ["PATH": scheduling.path, "LANG": "ko_KR.UTF-8"])
  }

  private static func runNow(_ scheduling: Scheduling) throws -> Outcome {
    // The gateway is a service, and has a short PATH.
    try scheduling.scene.run("\(scheduling.programs)/openclaw", ["cron", "run"])
  }

  @Test func `the printed command adds an automation that runs one tick`() throws {
    let scheduling = try Scheduling(orch: Scheduling.recording)
    let added = try Self.add(scheduling, ["--", "--channel", "telegram", "--to", "it's 12"])
    #expect(added.status == 0 && added.errors.isEmpty, "\(added)")
    let job = try #require(
      JSONSerialization.jsonObject(with: Data(added.output.utf8)) as? [String: Any])
    #expect(job["every"] as? String == "30m")
    #expect(job["channel"] as? String == "telegram")
    #expect(job["to"] as? String == "it's 12")
    #expect((job["name"] as? String)?.hasPrefix("orch tick ") == true)
    #expect(job["cwd"] as? String == String(scheduling.queue.dropLast("/QUEUE.md".count)))

    try expect(Self.runNow(scheduling), is: .prints("stdout: NOOP stderr: a mistake\n"))
    try expect(
      scheduling.ran(),
      is: [
        scheduling.path, "ko_KR.UTF-8", "tick", "--openclaw", "--quiet", "--queue",
        scheduling.queue,
      ])
  }

  @Test func `a tick that has nothing to say is silent`() throws {
    let scheduling = try Scheduling(orch: "#!/bin/sh\necho NO_REPLY\n")
    #expect(try Self.add(scheduling).status == 0)
    try expect(Self.runNow(scheduling), is: .prints(""))
  }

  @Test(.enabled(if: Tick.isThere, Tick.reason))
  func `a tick prints nothing while there is no work, and what it claimed otherwise`() throws {
    let scheduling = try Scheduling()
    #expect(try Self.add(scheduling).status == 0)
    try expect(Self.runNow(scheduling), is: .prints(""))
    let name = String(scheduling.queue.dropFirst(scheduling.scene.folder.count + 1))
    // A row that may not start costs no message either.
    try scheduling.scene.write(queueText(row("A", notes: "after=B"), row("B", "FAILED")), to: name)
    try expect(Self.runNow(scheduling), is: .prints(""))
    try scheduling.scene.write(queueText(row("A")), to: name)
    let told = try Self.runNow(scheduling)
    #expect(told.status == 0 && told.output.contains("A"), "\(told)")
  }

  // MARK: Recipes

  /// The words of a recipe, with what a spawner puts into them.
  private static func words(_ recipe: String, message: String) throws -> [String] {
    let data = try Data(contentsOf: URL(filePath: "\(Scheduling.automation)/openclaw/\(recipe)"))
    let settings = try JSONSerialization.jsonObject(with: data) as? [String: [String: Any]]
    let argv = try #require(settings?["spawn"]?["argv"] as? [String])
    return argv.map {
      $0.replacing("{label}", with: "orch-a-1").replacing("{message_file}", with: message)
    }
  }

  private static func turn(_ words: [String], in scene: Scene) throws -> Outcome {
    try writeExecutable(OpenClawStandIn.script, to: scene.path("openclaw"))
    return try scene.run(
      words[0], Array(words.dropFirst()),
      environment: ["PATH": "\(scene.folder):/usr/bin:/bin"])
  }

  @Test(arguments: [("orch.json", "{\n"), ("orch-worker.json", "[REPORT A-1]\n")])
  func `a recipe starts a turn with the task in the row's session`(
    _ recipe: String, start: String
  ) throws {
    let scene = try Scene()
    try scene.write("[TASK A-1]\nTask: 로그인\n", to: "a message.txt")
    try scene.write("[REPORT A-1]\nStatus: DONE\n", to: "reply")
    let words = try Self.words(recipe, message: scene.path("a message.txt"))
    let turn = try Self.turn(["env"] + words, in: scene)
    #expect(turn.status == 0 && turn.errors.isEmpty, "\(turn)")
    #expect(turn.output.hasPrefix(start), "\(turn)")
    try expect(scene.text("session"), is: "agent:main:orch-a-1\n")
    try expect(scene.text("message"), is: "[TASK A-1]\nTask: 로그인\n")
  }

  @Test(arguments: [
    (["agent", "--sesion-key", "agent:main:x"], "unknown option '--sesion-key'"),
    (
      ["agent", "--message", "x", "y"],
      "too many arguments for 'agent --message'. "
        + "Expected 0 arguments but got 1."
    ),
    (
      ["agent", "--session-key", "agent:main:x"], "Pass exactly one of --message or --message-file"
    ),
    (["agent", "--message", "x"], "Pass a session selector"),
    (["agent", "--message", "x", "--session-key", "main"], "malformed session key 'main'"),
    (["agents", "--message", "x"], "unknown command 'agents'"),
    (["cron", "add", "--name", "x", "--every", "30m"], "Choose exactly one payload"),
    (["cron", "add", "--name", "x", "--every", "30", "--command-argv", "[]"], "Invalid --every"),
    (
      ["cron", "add", "--name", "x", "--every", "30m", "--command-argv", "orch tick"],
      "--command-argv must be a JSON array of strings"
    ),
  ])
  func `the stand-in refuses what OpenClaw does not document`(
    _ arguments: [String], message: String
  ) throws {
    let outcome = try Self.turn(["env", "openclaw"] + arguments, in: Scene())
    #expect(outcome.status == 1 && outcome.errors.hasSuffix("error: \(message)\n"), "\(outcome)")
  }

  @Test(.enabled(if: Tick.isThere, Tick.reason))
  func `the answer of a turn is the report of its row`() throws {
    let scene = try Scene(rows: row("A-1", task: "Add the page", criteria: "the page is there"))
    try writeExecutable(OpenClawStandIn.script, to: scene.path("openclaw"))
    try scene.write(
      """
      [REPORT A-1]
      Status: DONE
      Files:
      - page.md
      Diff-Summary:
      - Added the page: it is there
      Validation:
      - opened the page: it is there
      Risks:
      - None
      Next:
      - None

      """, to: "reply")
    try scene.write(
      contents(of: "\(Scheduling.automation)/openclaw/orch-worker.json"), to: "orch.json")
    let outcome = try scene.bash(
      """
      umask 022; chmod go-w . orch.json; $ORCH trust --yes > /dev/null
      $ORCH tick --queue QUEUE.md &&
        timeout 30 bash -c 'until $ORCH list --status DONE --no-log | grep -q A-1; do :; done'
      """, environment: ["PATH": "\(scene.folder):/usr/bin:/bin"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try scene.text("message").hasPrefix("[TASK A-1]\n"))
    try expect(scene.text("session"), is: "agent:main:orch-a-1\n")
  }
}
