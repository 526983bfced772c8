import Testing
import Text

@testable import Plans

/// What a plan of a planner has to keep, and how its JSON is found in an answer.
@Suite struct PlanRulesTests {
  private static let rules = PlanRules(
    name: "p", workers: ["sim": 3600, "fast": 60], mostTasks: 2, mostAttempts: 3, codeNeeds: "cmd:")

  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let plan: String
    let mistakes: [String]

    /// A plan `p` with one task of `sim`, and these members of the task.
    static func task(_ name: String, _ members: String, _ mistakes: String...) -> Case {
      Case(
        name: name,
        plan: #"{"plan":"p","tasks":[{"id":"a","task":"t",\#(members)}]}"#, mistakes: mistakes)
    }

    var testDescription: String { name }
  }

  private static let cases: [Case] = [
    .task("code with its check", #""worker":"sim","criteria":["it runs","cmd: test"]"#),
    .task("a document", #""worker":"sim","outputs":["docs/guide.md"]"#),
    .task(
      "code without a check", #""worker":"sim","touches":["src/a.c"]"#,
      ".tasks[0]: work on code needs a criterion that begins with cmd:, or outputs that are documents"
    ),
    .task(
      "a document and code", #""worker":"sim","outputs":["a.md"],"touches":["src"]"#,
      ".tasks[0]: work on code needs a criterion that begins with cmd:, or outputs that are documents"
    ),
    .task(
      "no file named", #""worker":"sim""#,
      ".tasks[0]: work on code needs a criterion that begins with cmd:, or outputs that are documents"
    ),
    .task(
      "another worker", #""worker":"root","criteria":["cmd: test"]"#,
      ".tasks[0].worker: 'root' is not one of fast, sim"),
    .task(
      "no worker", #""criteria":["cmd: test"]"#,
      ".tasks[0]: it names no worker: write one of fast, sim"),
    .task(
      "a longer time", #""worker":"fast","timeout":"2m","criteria":["cmd: test"]"#,
      ".tasks[0].timeout: orch.json limits it to 1m, which a planner can't raise"),
    .task(
      "more attempts", #""worker":"sim","max_attempts":4,"criteria":["cmd: test"]"#,
      ".tasks[0].max_attempts: orch.json limits it to 3, which a planner can't raise"),
    .task(
      "a check that is none", #""worker":"sim","criteria":["cmd: rm"]"#,
      ".tasks[0].criteria[0]: review.checks has no 'rm' (known: test)"),
    .task(
      "a program", #""worker":"sim","argv":["sh"],"criteria":["cmd: test"]"#,
      ".tasks[0].argv: unknown key (known: id, task, criteria, brief, outputs, tags, after, worker, "
        + "priority, max_attempts, timeout, repo, approval, on_failure, due_at, not_before, touches, "
        + "outputs_only, notes)"),
    .task(
      "hidden characters", #""worker":"sim","brief":"a\u202eb","criteria":["cmd: test"]"#,
      ".tasks[0].brief: U+202E is invisible or changes the direction of the text, so that people "
        + "do not see what agents read: remove it"),
    .task(
      "a way out of the project", #""worker":"sim","criteria":["cmd: test"],"outputs":["../a.md"]"#,
      ".tasks[0].outputs[0]: '../a.md' contains ..: write it without"),
    Case(
      name: "limits in defaults",
      plan: #"{"plan":"p","defaults":{"worker":"root","max_attempts":9},"#
        + #""tasks":[{"id":"a","task":"t","criteria":["cmd: test"]}]}"#,
      mistakes: [
        ".defaults.worker: 'root' is not one of fast, sim",
        ".defaults.max_attempts: orch.json limits it to 3, which a planner can't raise",
      ]),
    Case(
      name: "a time in defaults",
      plan: #"{"plan":"p","defaults":{"worker":"fast","timeout":"1h"},"#
        + #""tasks":[{"id":"a","task":"t","criteria":["cmd: test"]}]}"#,
      mistakes: [
        ".tasks[0].timeout: orch.json limits it to 1m, which a planner can't raise"
      ]),
    Case(
      name: "another name, too many tasks, and a mistake of the form",
      plan: #"{"plan":"q","tasks":[{"id":"a","task":"t","worker":"sim","criteria":["cmd: test"]},"#
        + #"{"id":"b","task":"t","worker":"sim","criteria":["cmd: test"]},"#
        + #"{"id":"c","task":"t","worker":"sim","criteria":["cmd: test"],"after":["d"]}]}"#,
      mistakes: [
        ".tasks[2].after[0]: there is no task 'd' (known: a, b, c)",
        ".plan: the plan must have the name 'p'",
        ".tasks: 3 tasks, and the limit is 2: split the plan",
      ]),
  ]

  @Test(arguments: cases)
  func `a plan keeps the rules, or each mistake has its place`(_ example: Case) {
    var found: [String] = []
    do {
      _ = try Plan(
        parsing: Array(example.plan.utf8), names: PlanNames(workers: nil, checks: ["test"]),
        keeping: Self.rules)
    } catch {
      found = error.kept.map(\.sentence.english)
    }
    #expect(found == example.mistakes)
  }

  private static let answers: [(answer: String, json: String)] = [
    (#"{"a":1}"#, #"{"a":1}"#),
    ("\n {\"a\":1}\n\n", #"{"a":1}"#),
    ("```json\n{\"a\":1}\n```", #"{"a":1}"#),
    ("```\n{\"a\":1}", #"{"a":1}"#),
    ("{\"a\":1}\n```", #"{"a":1}"#),
    ("Here {it} is:\n```json\n{\"a\":1}\n```\nGood luck!", #"{"a":1}"#),
    ("Here it is: {\"a\":1} Good luck!", #"{"a":1}"#),
    (#"```json\#n{"brief":"```sh\nls\n```"}\#n```"#, #"{"brief":"```sh\nls\n```"}"#),
    ("<think>{ no }</think>{\"a\":1}", #"{"a":1}"#),
    (#"{"brief":"a </think> b"}"#, #"{"brief":"a </think> b"}"#),
    (#"<think>x</think> {"brief":"a </think> b"}"#, #"{"brief":"a </think> b"}"#),
    // What is no JSON is named as such by its nearest part.
    ("```json\n{\"a\":", #"{"a":"#), ("I can't.", "I can't."), ("", ""), ("```", "```"),
    ("}{", "}{"),
  ]

  @Test(arguments: answers)
  func `the JSON is found in an answer`(_ answer: String, _ json: String) {
    #expect(String(decoding: AnsweredPlan.json(in: answer), as: UTF8.self) == json)
  }
}
