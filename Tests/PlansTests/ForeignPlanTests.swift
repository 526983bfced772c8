import Plans
import TestSupport
import Testing
import Text

/// Plans of other tools.
@Suite struct ForeignPlanTests {
  static let devops = #"""
    {"planId": "login", "title": "Log in", "goal": "Users log in.", "schema_version": 1.5,
     "created_at": "2026-01-31T09:00:00Z", "metadata": {"ticket": ["A-1"]}, "tags": ["web"],
     "routing": "claude", "timeout_sec": 3600, "workdir": "app",
     "subtasks": [
       {"id": "schema", "title": "Add the table", "prompt": "Write it.\n", "tags": ["db", "web"],
        "role": "writer", "input_artifacts": ["a.md", "b.md"], "goal": "It is there.",
        "criteria": ["cmd: test"], "outputs": ["db.sql"], "policy": {"network": false}},
       {"id": "api", "title": "Serve it", "dependsOn": ["schema"], "agent": "codex",
        "timeout_sec": 90, "max_attempts": 2, "repo": "web", "approval": "done", "workdir": "api",
        "priority": "P0", "on_failure": "continue", "due_at": "2026-11-30 18:00",
        "not_before": "2026-02-01 06:30", "touches": ["src/"], "notes": "see docs",
        "metadata": null, "policy": {}}]}
    """#

  static let job = #"""
    {"job_id": "release", "max_retries": 1, "policy": "read-only", "steps": [
       {"id": "build", "title": "Build it", "requires_approval": false},
       {"id": "look", "title": "Look at it", "agent": "codex", "routing": "codex", "ask_human": true},
       {"id": "ship", "title": "Ship it", "max_retries": 0, "requires_approval": true,
        "ask_human": false}]}
    """#

  private static func read(
    _ text: String, _ form: PlanForm? = nil, _ names: PlanNames? = nil,
    mapping workers: WorkerNames = WorkerNames()
  ) throws(PlanMistakes) -> PlanFile {
    try PlanFile(parsing: Array(text.utf8), in: form, names: names, mappingWorkers: workers)
  }

  private static func mistakes(
    _ text: String, _ form: PlanForm? = nil, _ names: PlanNames? = nil,
    mapping workers: WorkerNames = WorkerNames()
  ) -> [Sentence] {
    do throws(PlanMistakes) {
      _ = try read(text, form, names, mapping: workers)
      return []
    } catch {
      return error.kept.map(\.sentence)
    }
  }

  // MARK: What the keys say

  @Test func `each key of a devops plan is read`() throws {
    let file = try Self.read(Self.devops)
    #expect(
      String(decoding: file.plan.canonicalJSON, as: UTF8.self)
        == #"{"plan":"login","title":"Log in","goal":"Users log in.\n\nschema_version: 1.5\n"#
        + #"created_at: 2026-01-31T09:00:00Z\nmetadata: {\"ticket\":[\"A-1\"]}","#
        + #""defaults":{"worker":"claude","timeout":"1h"},"tasks":["#
        + #"{"id":"schema","task":"Add the table","criteria":["cmd: test"],"#
        + #""brief":"Write it.\n\nrole: writer\ninput_artifacts: [\"a.md\",\"b.md\"]\n"#
        + #"goal: It is there.\npolicy: {\"network\":false}\nworkdir: app","#
        + #""outputs":["db.sql"],"tags":["db","web"]},"#
        + #"{"id":"api","task":"Serve it","brief":"workdir: api","#
        + #""tags":["web"],"after":["schema"],"worker":"codex","priority":"P0","max_attempts":2,"#
        + #""timeout":"90s","repo":"web","approval":"done","on_failure":"continue","#
        + #""due_at":"2026-11-30 18:00","not_before":"2026-02-01 06:30","touches":["src/"],"#
        + #""notes":"see docs"}]}"#)
    #expect(file.workers == ["claude", "codex"])
    #expect(file.tasksWithPolicy == ["schema"])
  }

  @Test func `each step of a job waits for the one before it`() throws {
    let file = try Self.read(Self.job)
    #expect(
      String(decoding: file.plan.canonicalJSON, as: UTF8.self)
        == #"{"plan":"release","defaults":{"max_attempts":2},"tasks":["#
        + #"{"id":"build","task":"Build it","brief":"policy: read-only"},"#
        + #"{"id":"look","task":"Look at it","brief":"policy: read-only","after":["build"],"#
        + #""worker":"codex","approval":"start"},"#
        + #"{"id":"ship","task":"Ship it","brief":"policy: read-only","after":["look"],"#
        + #""max_attempts":1,"approval":"start"}]}"#)
    #expect(file.tasksWithPolicy == ["build", "look", "ship"])
  }

  @Test func `a file of ours is read as before`() throws {
    let text = #"{"plan":"p","tasks":[{"id":"a","task":"t","worker":"w"}]}"#
    let file = try Self.read(text)
    #expect(try file.plan == Plan(parsing: Array(text.utf8)))
    #expect(file.workers == ["w"] && file.tasksWithPolicy.isEmpty)
  }

  @Test func `a plan that was applied is one of ours`() {
    #expect(throws: PlanMistakes.self) { try Plan(parsing: Array(Self.devops.utf8)) }
  }

  // MARK: Mistakes

  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let plan: String
    let form: PlanForm?
    let english: String
    let korean: String

    init(
      _ name: String, _ plan: String, as form: PlanForm? = nil, _ english: String, _ korean: String
    ) {
      (self.name, self.plan, self.form) = (name, plan, form)
      (self.english, self.korean) = (english, korean)
    }

    var testDescription: String { name }

    /// The second subtask of a plan, with these members.
    static func subtask(
      _ name: String, _ members: String, _ english: String, _ korean: String
    ) -> Case {
      let plan = #"""
        {"planId":"p","subtasks":[{"id":"a","title":"t"},{"id":"b","title":"t",\#(members)}]}
        """#
      return Case(name, plan, ".subtasks[1]" + english, ".subtasks[1]" + korean)
    }

    static func step(_ name: String, _ members: String, _ english: String, _ korean: String)
      -> Case
    {
      let plan = #"{"job_id":"p","steps":[{"id":"a","title":"t",\#(members)}]}"#
      return Case(name, plan, ".steps[0]" + english, ".steps[0]" + korean)
    }
  }

  @Test(arguments: forms + refusals + values)
  func `a mistake is said with its place in the foreign text`(_ example: Case) throws {
    let found = Self.mistakes(example.plan, example.form)
    #expect(found.map(\.english) == [example.english])
    #expect(found.map(\.korean) == [example.korean])
  }

  static let forms: [Case] = [
    Case(
      "no name of a plan", #"{"subtasks":[{"id":"a","title":"t"}]}"#, "'planId' is missing",
      "'planId'이(가) 없습니다"),
    Case("no subtasks", #"{"planId":"p"}"#, "'subtasks' is missing", "'subtasks'이(가) 없습니다"),
    Case(
      "no name of a job", #"{"steps":[{"id":"a","title":"t"}]}"#, "'job_id' is missing",
      "'job_id'이(가) 없습니다"),
    Case("no steps", #"{"job_id":"p"}"#, "'steps' is missing", "'steps'이(가) 없습니다"),
    Case(
      "no step in the list", #"{"job_id":"p","steps":[]}"#, ".steps: the plan has no task",
      ".steps: 할 일이 하나도 없습니다"),
    Case(
      "a step that is none", #"{"job_id":"p","steps":["t"]}"#,
      ".steps[0]: it must be an object, not a text", ".steps[0]: 객체를 써야 하는데 텍스트입니다"),
    Case(
      "a list", "[]", as: .job, "it must be an object, not a list", "객체를 써야 하는데 목록입니다"),
    Case(
      "neither a prompt nor a title", #"{"job_id":"p","steps":[{"id":"a"}]}"#,
      ".steps[0]: 'prompt' is missing", ".steps[0]: 'prompt'이(가) 없습니다"),
    Case(
      "no id", #"{"job_id":"p","steps":[{"prompt":"a"}]}"#, ".steps[0]: 'step_id' is missing",
      ".steps[0]: 'step_id'이(가) 없습니다"),
    Case(
      "a goal without steps", #"{"goal":"Ship it"}"#,
      "there are no steps, and orch.json has no plans.pipeline for goals without steps",
      "steps가 없고, 단계 없는 목표에 쓸 plans.pipeline도 orch.json에 없습니다"),
    Case(
      "a key that the plan's form has not",
      #"{"planId":"p","defaults":{},"subtasks":[{"id":"a","title":"t"}]}"#,
      ".defaults: unknown key (known: planId, id, title, goal, subtasks, tags, "
        + "schema_version, created_at, metadata, agent, routing, timeout_sec, repo, "
        + "role, input_artifacts, workdir, policy, max_attempts, repoPath, repo_path, "
        + "worktreePath, worktree_path, on_failure, priority, due_at, not_before, "
        + "touches, outputs_only, notes)",
      ".defaults: 알 수 없는 키입니다 (있는 것: planId, id, title, goal, subtasks, tags, "
        + "schema_version, created_at, metadata, agent, routing, timeout_sec, repo, "
        + "role, input_artifacts, workdir, policy, max_attempts, repoPath, repo_path, "
        + "worktreePath, worktree_path, on_failure, priority, due_at, not_before, "
        + "touches, outputs_only, notes)"),
    .subtask(
      "a misspelled key", #""dependson":["a"]"#, ".dependson: unknown key; did you mean dependsOn?",
      ".dependson: 알 수 없는 키입니다. 혹시 dependsOn입니까?"),
    .step(
      "a key of the other form", #""max_attempts":1"#,
      ".max_attempts: unknown key (known: step_id, id, title, prompt, criteria, "
        + "outputs, tags, goal, metadata, requires_approval, ask_human, "
        + "retry_backoff_sec, apply_patches_from, allowed_tools, agent, routing, "
        + "timeout_sec, repo, role, input_artifacts, workdir, policy, max_retries, "
        + "project_id, on_failure, priority, due_at, not_before, touches, outputs_only, notes)",
      ".max_attempts: 알 수 없는 키입니다 (있는 것: step_id, id, title, prompt, criteria, "
        + "outputs, tags, goal, metadata, requires_approval, ask_human, "
        + "retry_backoff_sec, apply_patches_from, allowed_tools, agent, routing, "
        + "timeout_sec, repo, role, input_artifacts, workdir, policy, max_retries, "
        + "project_id, on_failure, priority, due_at, not_before, touches, outputs_only, notes)"),
  ]

  static let refusals: [Case] = [
    .subtask(
      "a jump", #""goto":"a""#,
      ".goto: a plan can't go back to a task: remove it; max_attempts sets how often a task is "
        + "tried again",
      ".goto: 계획은 다른 할 일로 되돌아가지 않습니다. 지우십시오. 다시 시도할 횟수는 max_attempts에 씁니다"),
    .step(
      "a jump of a job", #""goto":"a""#,
      ".goto: a plan can't go back to a task: remove it; max_retries sets how often a task is "
        + "tried again",
      ".goto: 계획은 다른 할 일로 되돌아가지 않습니다. 지우십시오. 다시 시도할 횟수는 max_retries에 씁니다"),
    .step(
      "a jump after a failure", #""on_failure":"goto:a""#,
      ".on_failure: a plan can't go back to a task: remove it; max_retries sets how often a task "
        + "is tried again",
      ".on_failure: 계획은 다른 할 일로 되돌아가지 않습니다. 지우십시오. 다시 시도할 횟수는 max_retries에 씁니다"),
    Case(
      "a callback that is no address",
      #"{"job_id":"p","callback_url":"file:///x","steps":[{"id":"a","title":"t"}]}"#,
      ".callback_url: 'file:///x' is not an address to call: use https://HOST/PATH",
      ".callback_url: 'file:///x': 호출할 주소가 아닙니다. https://HOST/PATH 형식으로 쓰십시오"),
    .subtask(
      "a foreign repository", #""repo":"https://example.com/we b.git""#,
      ".repo: 'https://example.com/we b.git' is not a name of a repository: add its path to "
        + "repositories in orch.json and write its name here, or nothing for this project",
      ".repo: 'https://example.com/we b.git'은(는) 저장소의 이름이 아닙니다. orch.json의 repositories에 경로를 "
        + "넣고 여기에는 그 이름을 쓰십시오. 이 프로젝트라면 쓰지 않습니다"),
    .subtask(
      "two workers", #""agent":"codex","routing":"claude""#,
      ".routing: the worker is 'codex' already: write either agent or routing",
      ".routing: 워커가 이미 'codex'입니다. agent와 routing 가운데 하나만 쓰십시오"),
  ]

  static let values: [Case] = [
    .subtask(
      "half a second", #""timeout_sec":0.5"#,
      ".timeout_sec: use whole seconds from 1 to 604800, a week",
      ".timeout_sec: 1부터 일주일인 604800까지 정수로 된 초를 쓰십시오"),
    .subtask(
      "more than a week", #""timeout_sec":604801"#,
      ".timeout_sec: use whole seconds from 1 to 604800, a week",
      ".timeout_sec: 1부터 일주일인 604800까지 정수로 된 초를 쓰십시오"),
    .subtask(
      "seconds as a text", #""timeout_sec":"600""#, ".timeout_sec: it must be a number, not a text",
      ".timeout_sec: 숫자를 써야 하는데 텍스트입니다"),
    .step(
      "less than no retry", #""max_retries":-1"#, ".max_retries: use a whole number from 0 on",
      ".max_retries: 0 이상의 정수를 쓰십시오"),
    .step(
      "a question for a person", #""ask_human":"Ship it?""#,
      ".ask_human: it must be true or false, not a text", ".ask_human: 참이나 거짓을 써야 하는데 텍스트입니다"),
    Case(
      "a title of two lines", #"{"planId":"p","subtasks":[{"id":"a","title":"a\nb"}]}"#,
      ".subtasks[0].title: a line break is not allowed in a row, but is allowed in a brief",
      ".subtasks[0].title: 행에 쓸 수 없는 것: 줄 바꿈. 브리프에는 쓸 수 있습니다"),
    .subtask(
      "an empty prompt", #""prompt":" ""#, ".prompt: it must not be empty", ".prompt: 비워 둘 수 없습니다"),
    .subtask(
      "a hidden character", #""role":"x\u202ey""#,
      ".role: U+202E is invisible or changes the direction of the text, so that people do not see "
        + "what agents read: remove it",
      ".role: U+202E은(는) 보이지 않거나 글의 방향을 바꾸는 문자라서, 사람이 보는 것과 에이전트가 읽는 것이 다릅니다. "
        + "지우십시오"),
    .subtask(
      "a brief that becomes too long",
      #""prompt":"\#(String(repeating: "x", count: 19_995))","role":"y""#,
      ": 20004 characters, and the limit is 20000: shorten it",
      ": 20004자입니다. 20000자까지 쓸 수 있습니다. 줄이십시오"),
    .subtask(
      "an unknown task", #""dependsOn":["c"]"#,
      ".dependsOn[0]: there is no task 'c' (known: a, b)",
      ".dependsOn[0]: 할 일 'c'이(가) 없습니다 (있는 것: a, b)"),
    .subtask(
      "itself", #""dependsOn":["b"]"#, ".dependsOn[0]: it waits for itself",
      ".dependsOn[0]: 자기 자신을 기다립니다"),
    Case(
      "a cycle",
      #"{"planId":"p","subtasks":[{"id":"a","title":"t","dependsOn":["b"]},"#
        + #"{"id":"b","title":"t","dependsOn":["a"]}]}"#,
      ".subtasks[0].dependsOn[0]: these tasks wait for each other: a → b → a; remove one of these "
        + "dependencies",
      ".subtasks[0].dependsOn[0]: 서로를 기다리는 할 일들입니다: a → b → a. 이 가운데 의존 관계 하나를 지우십시오"),
    Case(
      "an id twice", #"{"job_id":"p","steps":[{"id":"a","title":"t"},{"id":"a","title":"u"}]}"#,
      ".steps[1].id: .steps[0] has the id a too", ".steps[1].id: id a은(는) .steps[0]에도 있습니다"),
    .subtask(
      "a criterion that is two", #""criteria":["a; b"]"#,
      ".criteria[0]: the gate reads this as 2 criteria: 'a', 'b'; write each as its own criterion",
      ".criteria[0]: 게이트는 이것을 기준 2개로 읽습니다: 'a', 'b'. 하나씩 별도의 기준으로 쓰십시오"),
  ]

  @Test func `a form that was named is read, whatever the keys say`() {
    #expect(
      Self.mistakes(#"{"job_id":"p","steps":[{"id":"a","title":"t"}],"subtasks":[]}"#, .job)
        .map(\.english) == [
          ".subtasks: unknown key (known: job_id, title, goal, steps, tags, "
            + "schema_version, created_at, metadata, source, context_window, "
            + "context_strategy, artifact_handoff, callback_url, agent, routing, "
            + "timeout_sec, repo, role, input_artifacts, workdir, policy, max_retries, "
            + "project_id, on_failure, priority, due_at, not_before, touches, outputs_only, notes)"
        ])
  }

  // MARK: Names of the project

  @Test func `all workers that the project lacks are named at their places, also mapped ones`() {
    let plan = #"""
      {"planId":"p","agent":"codex-backend","subtasks":[
        {"id":"a","title":"t","routing":"gpt 5"}, {"id":"b","title":"t","agent":"gemini"}]}
      """#
    let names = PlanNames(workers: ["claude", "codex"], checks: [])
    #expect(
      Self.mistakes(plan, nil, names, mapping: WorkerNames([("gpt 5", "codex")])).map(\.english)
        == [
          ".agent: there is no worker 'codex-backend' (known: claude, codex)",
          ".subtasks[1].agent: there is no worker 'gemini' (known: claude, codex)",
        ])
    #expect(
      Self.mistakes(
        plan, nil, names,
        mapping: WorkerNames([("gpt 5", "codx"), ("gemini", "codex"), ("codex-*", "codex")])
      ).map(\.english) == [
        ".subtasks[0].routing: there is no worker 'codx'; did you mean codex?"
      ])
  }

  @Test func `a policy that nothing enforces is said`() {
    let warning = PlanWarning.policyWithoutSandbox(
      tasks: ["a", "b"], profile: "workers.codex")
    #expect(
      warning.sentence.english
        == "the policy of these tasks is only told to their worker, because workers.codex has no "
        + "sandbox: "
        + "a, b; set workers.codex.sandbox in orch.json")
    #expect(
      warning.sentence.korean
        == "workers.codex에 sandbox가 없어 다음 할 일의 policy는 워커에게 전해질 뿐 강제되지 않습니다: a, b. orch.json에 "
        + "workers.codex.sandbox를 적으십시오")
  }

  // MARK: Any text

  @Test(arguments: [devops, job])
  func `changed foreign plans are plans of ours or have mistakes with places`(
    _ text: String
  ) throws {
    var random = SeededGenerator(seed: 21)
    let value = try JSONValue(parsing: Array(text.utf8))
    var (read, refused) = (0, 0)
    for _ in 0..<1500 {
      var changed = value
      for _ in 0..<Int.random(in: 1...2, using: &random) { random.change(&changed) }
      do throws(PlanMistakes) {
        let plan = try Self.read("\(changed)").plan
        #expect(try Plan(parsing: plan.canonicalJSON) == plan)
        read += 1
      } catch {
        refused += 1
        #expect(!error.kept.isEmpty && error.kept.allSatisfy { $0.path.hasPrefix(".") })
      }
    }
    #expect(read > 150 && refused > 300, "\(read) \(refused)")
  }
}

extension SeededGenerator {
  /// Changes, moves or removes a value anywhere in a JSON text.
  fileprivate mutating func change(_ value: inout JSONValue) {
    let others: [JSONValue] = [
      nil, true, 0, 7, -1.5, "", "x", "a|b", "a\n", "codex", [], ["schema"], [nil, "x"], [:],
      ["id": "x"],
    ]
    if Int.random(in: 0..<4, using: &self) > 0 {
      if let object = value.objectValue, !object.members.isEmpty {
        var members = object.members
        let place = Int.random(in: members.indices, using: &self)
        switch Int.random(in: 0..<8, using: &self) {
        case 0: members.remove(at: place)
        case 1: members.shuffle(using: &self)
        case 2: members[place].key += "s"
        default: change(&members[place].value)
        }
        value = .object(JSONObject(members: members))
        return
      }
      if var elements = value.arrayValue, !elements.isEmpty {
        let place = Int.random(in: elements.indices, using: &self)
        switch Int.random(in: 0..<8, using: &self) {
        case 0: elements.remove(at: place)
        case 1: elements.append(elements[place])
        case 2: elements.shuffle(using: &self)
        default: change(&elements[place])
        }
        value = .array(elements)
        return
      }
    }
    value = others.randomElement(using: &self) ?? .null
  }
}
