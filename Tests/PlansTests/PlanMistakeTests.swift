import Testing
import Text

@testable import Plans

/// What each mistake says, in both languages.
@Suite struct PlanMistakeTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let plan: String
    let english: String
    let korean: String

    init(_ name: String, _ plan: String, _ english: String, _ korean: String) {
      (self.name, self.plan, self.english, self.korean) = (name, plan, english, korean)
    }

    var testDescription: String { name }

    /// A plan of the task `a` with these members.
    static func task(
      _ name: String, _ members: String, _ english: String, _ korean: String
    ) -> Case {
      let plan = #"{"plan":"p","tasks":[{"id":"a","task":"t",\#(members)}]}"#
      return Case(name, plan, ".tasks[0]" + english, ".tasks[0]" + korean)
    }
  }

  @Test(arguments: form + texts + values + criteria + relations)
  func `a mistake is said with its place`(_ example: Case) throws {
    let mistakes = mistakes(in: example.plan)
    #expect(mistakes.kept.map(\.sentence.english) == [example.english])
    #expect(mistakes.kept.map(\.sentence.korean) == [example.korean])
  }

  // MARK: What a project has

  @Test func `workers and checks that the project lacks are named`() {
    let plan = #"""
      {"plan":"p","defaults":{"worker":"cluade"},"tasks":[
        {"id":"a","task":"t","worker":"other","criteria":["cmd: tst","`cmd: lint`","it builds"]},
        {"id":"b","task":"t","worker":"codex","repo":"wbe","criteria":["cmd: test"]}]}
      """#
    let names = PlanNames(
      workers: ["claude", "codex"], repositories: ["web": "/p/web"], checks: ["test"])
    #expect(
      mistakes(in: plan, names).kept.map(\.sentence.english) == [
        ".defaults.worker: there is no worker 'cluade'; did you mean claude?",
        ".tasks[0].worker: there is no worker 'other' (known: claude, codex)",
        ".tasks[0].criteria[0]: review.checks has no 'tst'; did you mean test?",
        ".tasks[0].criteria[1]: review.checks has no 'lint' (known: test)",
        ".tasks[1].repo: repositories has no 'wbe'; did you mean web?",
      ])
    // A queue without workers takes any name.
    #expect(
      mistakes(in: plan, PlanNames(workers: nil, checks: [])).kept.map(\.sentence.korean) == [
        ".tasks[0].criteria[0]: review.checks에 'tst'이(가) 없습니다 (등록된 것 없음)",
        ".tasks[0].criteria[1]: review.checks에 'lint'이(가) 없습니다 (등록된 것 없음)",
        ".tasks[1].repo: repositories에 'wbe'이(가) 없습니다 (등록된 것 없음)",
        ".tasks[1].criteria[0]: review.checks에 'test'이(가) 없습니다 (등록된 것 없음)",
      ])
  }

  @Test func `a plan that was read is checked later, too`() throws {
    let plan = try Plan(
      parsing: Array(#"{"tasks":[{"task":"t","id":"a","worker":"x"}],"plan":"p"}"#.utf8))
    let thrown = #expect(throws: PlanMistakes.self) {
      try Plan(parsing: plan.canonicalJSON, names: PlanNames(workers: ["y"], checks: []))
    }
    #expect(
      thrown?.kept.map(\.sentence.english)
        == [".tasks[0].worker: there is no worker 'x' (known: y)"])
    let names = PlanNames(workers: ["x"], checks: [])
    #expect(try Plan(parsing: plan.canonicalJSON, names: names) == plan)
  }

  // MARK: All at once

  @Test func `all mistakes of a plan are named, in the order of its text`() {
    let plan = #"""
      {"tasks": [
         {"task": "", "priority": "P9", "after": ["b", 3, "c"], "id": "a"},
         {"id": "b", "after": ["a", "b"], "criteria": ["x;y", "cmd:"], "prio": 1},
         {"id": "b", "task": "a|b", "outputs": ["../x", "/y"], "timeout": "soon"}],
       "defaults": {"due_at": "now", "touches": "db/"}, "goal": 1, "plan": "no name"}
      """#
    #expect(
      mistakes(in: plan).kept.map(\.path) == [
        ".tasks[0].task", ".tasks[0].priority", ".tasks[0].after[0]", ".tasks[0].after[1]",
        ".tasks[0].after[2]", ".tasks[1]", ".tasks[1].after[1]", ".tasks[1].criteria[0]",
        ".tasks[1].criteria[1]", ".tasks[1].prio", ".tasks[2].id", ".tasks[2].task",
        ".tasks[2].outputs[0]", ".tasks[2].outputs[1]", ".tasks[2].timeout", ".defaults.due_at",
        ".defaults.touches", ".goal", ".plan",
      ])
  }

  @Test func `of very many mistakes the first hundred are kept`() {
    let tasks = (0..<300).map { #"{"id":"t\#($0)","task":"t","after":["none"]}"# }
    let mistakes = mistakes(in: #"{"plan":"p","tasks":[\#(tasks.joined(separator: ","))]}"#)
    #expect(mistakes.kept.count == 100 && mistakes.others == 200)
    #expect(mistakes.kept.last?.path == ".tasks[99].after[0]")
    #expect(mistakes.sentenceOnOthers?.english == "and 200 more mistakes")
    #expect(mistakes.sentenceOnOthers?.korean == "그 밖에 잘못된 곳이 200곳 더 있습니다")
  }

  @Test func `a long cycle is shown by its ends`() {
    let tasks = (0..<500).map { #"{"id":"t\#($0)","task":"t","after":["t\#(($0 + 1) % 500)"]}"# }
    let mistakes = mistakes(in: #"{"plan":"p","tasks":[\#(tasks.joined(separator: ","))]}"#)
    let start = (0..<19).map { "t\($0)" }.joined(separator: " → ")
    #expect(
      mistakes.kept.map(\.sentence.english)
        == [
          ".tasks[0].after[0]: these tasks wait for each other: \(start) → … → t0 (500); remove one "
            + "of these dependencies"
        ])
  }

  @Test func `tasks that all wait for all take no more room than their text`() {
    let ids = (0..<400).map { "t\($0)" }
    let tasks = ids.map { id in
      let others = ids.filter { $0 != id }.map { "\"\($0)\"" }.joined(separator: ",")
      return #"{"id":"\#(id)","task":"t","after":[\#(others)]}"#
    }
    let mistakes = mistakes(in: #"{"plan":"p","tasks":[\#(tasks.joined(separator: ","))]}"#)
    // There are 79,800 that a search meets.
    #expect(mistakes.kept.count == 100 && mistakes.others == 0)
    #expect(mistakes.kept.first?.fact == .cycle(["t0", "t1", "t0"]))
  }

  // MARK: Limits

  @Test func `more than 1,000 tasks and more than 64 MB are refused`() {
    let tasks = (0...1000).map { #"{"id":"t\#($0)","task":"t"}"# }.joined(separator: ",")
    #expect(
      mistakes(in: #"{"plan":"p","tasks":[\#(tasks)]}"#).kept.map(\.sentence.english)
        == [".tasks: 1001 tasks, and the limit is 1000: split the plan"])
    let bytes = [UInt8](repeating: UInt8(ascii: " "), count: Plan.byteLimit + 1)
    let thrown = #expect(throws: PlanMistakes.self) { try Plan(parsing: bytes) }
    #expect(
      thrown?.kept.map(\.sentence.english) == ["a plan may have up to 64 MB: split it"])
  }

  @Test func `a text that is not UTF-8 is said with its place`() {
    let thrown = #expect(throws: PlanMistakes.self) {
      try Plan(parsing: Array("{\n\"plan\":\"".utf8) + [0xFF])
    }
    #expect(
      thrown?.kept.map(\.sentence.english)
        == ["not JSON: line 2, column 9: a byte that is not UTF-8"])
  }

  private func mistakes(in plan: String, _ names: PlanNames? = nil) -> PlanMistakes {
    do throws(PlanMistakes) {
      _ = try Plan(parsing: Array(plan.utf8), names: names)
      return PlanMistakes()
    } catch {
      return error
    }
  }
}
