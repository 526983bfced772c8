import Model
import Plans
import TestSupport
import Testing
import Text

/// Plans in the shapes that other tools publish.
@Suite struct ForeignSampleTests {
  private static func names() -> PlanNames {
    var names = PlanNames(
      workers: ["codex", "claude"], repositories: ["shop": "/home/me/project/../shop"], checks: [])
    names.root = "/home/me/project"
    names.workerNames = WorkerNames([("claude-*", "claude"), ("codex-*", "codex")])
    names.callbackHosts = ["ci.example.com"]
    return names
  }

  private static func read(_ text: String, _ names: PlanNames?) throws(PlanMistakes) -> PlanFile {
    try PlanFile(parsing: Array(text.utf8), names: names)
  }

  private static func canonical(_ text: String, _ names: PlanNames? = names()) throws -> String {
    String(decoding: try read(text, names).plan.canonicalJSON, as: UTF8.self)
  }

  private static func mistakes(_ text: String, _ names: PlanNames? = names()) -> [String] {
    do throws(PlanMistakes) {
      _ = try read(text, names)
      return []
    } catch {
      return error.kept.map(\.sentence.english)
    }
  }

  static let devops = #"""
    {"planId": "health-001", "title": "Add a health check", "repo": "acme/shop", "repoPath": "../shop",
     "subtasks": [
      {"id": "t1", "routing": "codex-backend", "prompt": "Add /health | with tests.\nAnd more."},
      {"id": "t2", "title": "Show it", "routing": "claude-frontend", "prompt": "Show it.",
       "dependsOn": ["t1"], "worktreePath": "../shop-ui"}]}
    """#

  @Test func `a devops plan gets its workers by their first words, and its repository by its path`()
    throws
  {
    #expect(
      try Self.canonical(Self.devops)
        == #"{"plan":"health-001","title":"Add a health check","defaults":{"repo":"shop"},"tasks":["#
        + #"{"id":"t1","task":"Add /health with tests.","brief":"Add /health | with tests.\nAnd "#
        + #"more.","worker":"codex"},{"id":"t2","task":"Show it","brief":"Show it.","#
        + #""after":["t1"],"worker":"claude"}]}"#)
    #expect(try Self.read(Self.devops, Self.names()).tasksWithCheckout == ["t2"])
  }

  struct Place: CustomTestStringConvertible, Sendable {
    let members: String
    /// The name of the repository, or the mistake.
    let result: String
    var testDescription: String { members }
  }

  @Test(arguments: [
    Place(members: #""repo":"acme/shop""#, result: "shop"),
    Place(members: #""repo":"Acme/Shop""#, result: "shop"),
    Place(members: #""repo":"acme/project""#, result: "-"),
    Place(members: #""repoPath":"../shop/""#, result: "shop"),
    Place(members: #""repo_path":"/home/me/shop""#, result: "shop"),
    Place(members: #""repoPath":".""#, result: "-"),
    Place(members: #""worktreePath":"../shop","repoPath":".""#, result: "shop"),
    Place(members: #""repo":null,"repoPath":null"#, result: "-"),
    Place(
      members: #""repoPath":"../other""#,
      result: ".repoPath: orch.json has no repository at '../other' (shop): add the path to "
        + "repositories"),
    Place(
      members: #""repo":"acme/other""#,
      result: ".repo: 'acme/other' is not a name of a repository: add its path to repositories in "
        + "orch.json and write its name here, or nothing for this project"),
  ])
  func `a repository is found by path or name`(_ example: Place) throws {
    let plan = #"{"planId":"p",\#(example.members),"subtasks":[{"id":"a","prompt":"t"}]}"#
    let mistakes = Self.mistakes(plan)
    let found = mistakes.isEmpty ? try Self.read(plan, Self.names()).plan.defaults.repository : nil
    #expect(mistakes.first ?? found ?? "-" == example.result)
  }

  static let job = #"""
    {"schema_version": "1.0", "job_id": "0123456789abcdef0123456789abcdef",
     "created_at": "2026-02-18T12:00:00Z", "goal": "Show it", "workdir": "..",
     "source": {"type": "webhook", "meta": {}}, "tags": [], "metadata": {}, "callback_url": null,
     "context_window": [{"role": "user", "content": "hi"}], "project_id": "shop",
     "steps": [
      {"step_id": "01_hello", "agent": "codex", "role": "assistant", "prompt": "Say hello.",
       "timeout_sec": 60, "max_retries": 1, "on_failure": "stop", "input_artifacts": []},
      {"step_id": "02_check", "agent": "claude", "role": "reviewer", "prompt": "Check it.",
       "on_failure": "ask_human", "input_artifacts": ["01_hello/report.md"]}],
     "policy": {"sandbox": false, "network": "allow", "allowed_binaries": [],
       "requires_approval": true}}
    """#

  @Test func `a whole job is read`() throws {
    let policy =
      #"policy: {\"sandbox\":false,\"network\":\"allow\",\"allowed_binaries\":[],"#
      + #"\"requires_approval\":true}"#
    let context = #"context_window: [{\"role\":\"user\",\"content\":\"hi\"}]"#
    #expect(
      try Self.canonical(Self.job)
        == #"{"plan":"0123456789abcdef012345-3eb1bd43","goal":"Show it\n\nschema_version: 1.0\n"#
        + #"created_at: 2026-02-18T12:00:00Z\n"#
        + #"source: {\"type\":\"webhook\",\"meta\":{}}","#
        + #""source":"job:0123456789abcdef0123456789abcdef","defaults":{"repo":"shop"},"tasks":["#
        + #"{"id":"01_hello","task":"Say hello.","brief":"role: assistant\nworkdir: ..\n"#
        + #"\#(context)\n\#(policy)","worker":"codex","max_attempts":2,"timeout":"1m","#
        + #""approval":"start","on_failure":"cancel"},"#
        + #"{"id":"02_check","task":"Check it.","brief":"role: reviewer\n"#
        + #"input_artifacts: [\"01_hello/report.md\"]\nworkdir: ..\n\#(context)\n\#(policy)","#
        + #""after":["01_hello"],"worker":"claude"}]}"#)
  }

  @Test func `a goal without steps takes the pipeline of the settings`() throws {
    var names = Self.names()
    names.pipeline = [
      PlanTask(id: "plan", task: "Plan: {goal}"),
      PlanTask(id: "do", task: "Do it", brief: "The goal:\n{goal}", settings: .init()),
    ]
    let goal = #"{"goal": "Make it|\nfast", "tags": ["x"]}"#
    #expect(
      try Self.canonical(goal, names)
        == #"{"plan":"make-it-fast-e04a1679","goal":"Make it|\nfast","tasks":["#
        + #"{"id":"plan","task":"Plan: Make it","brief":"Make it|\nfast","tags":["x"]},"#
        + #"{"id":"do","task":"Do it","brief":"The goal:\nMake it|\nfast","tags":["x"],"#
        + #""after":["plan"]}]}"#)
    #expect(
      Self.mistakes(goal) == [
        "there are no steps, and orch.json has no plans.pipeline for goals without steps"
      ])
  }

  @Test func `a callback goes only to a host of the settings`() throws {
    func job(_ address: String) -> String {
      #"{"job_id":"p","callback_url":"\#(address)","steps":[{"step_id":"a","prompt":"t"}]}"#
    }
    #expect(
      try Self.read(job("https://ci.example.com:8443/x?y"), Self.names()).plan.callback
        == "https://ci.example.com:8443/x?y")
    #expect(
      Self.mistakes(job("https://evil.test/")) == [
        ".callback_url: plans.callback_hosts of orch.json does not have the host "
          + "'evil.test' (known: ci.example.com)"
      ])
    #expect(
      Self.mistakes(job("https://ci.example.com@evil.example.com/")) == [
        ".callback_url: 'https://ci.example.com@evil.example.com/' is not an address to call: use "
          + "https://HOST/PATH"
      ])
  }

  @Test func `the exit status decides tasks without criteria if the settings let it`() throws {
    var names = Self.names()
    names.acceptsExit = true
    let plan = try Self.read(Self.devops, names).plan
    #expect(plan.exitDecides)
    #expect(plan.rows(in: .fixed(0)).map(\.successCriteria) == ["exit: 0", "exit: 0"])
    #expect(try Plan(parsing: plan.canonicalJSON) == plan)
    let own = #"""
      {"plan":"p","defaults":{"criteria":"exit"},"tasks":[{"id":"a","task":"t"},
       {"id":"b","task":"t","outputs":["x"]}]}
      """#
    let read = try Plan(parsing: Array(own.utf8))
    #expect(read.rows(in: .fixed(0)).map(\.successCriteria) == ["exit: 0", "file: x"])
    #expect(read.warnings.isEmpty)
  }

  @Test(arguments: [
    ("t1", "t1"), ("a b", "a-b-c8687a08"), ("계획", "b0fe4ea3"),
    ("01.first/step", "01-first-step-55c317aa"),
    (
      "0123456789012345678901234567890123456789",
      "0123456789012345678901-fb526cd4"
    ),
  ])
  func `a name of another tool becomes one of ours`(_ name: String, _ ours: String) {
    #expect(PlanName.fitting(name) == ours)
    #expect(PlanName.isWellFormed(PlanName.fitting(name)))
  }
}
