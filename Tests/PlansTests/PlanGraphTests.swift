import TestSupport
import Testing
import Text

@testable import Plans

@Suite struct PlanGraphTests {
  /// Tasks by what they wait for: `a`, `b<a`, `c<a,b`; `c:db/` touches `db/`.
  private func plan(_ words: String) -> Plan {
    let tasks = words.split(separator: " ").map { word in
      let parts = word.split(separator: ":").map(String.init)
      let ids = parts[0].split(separator: "<").map(String.init)
      var task = PlanTask(id: ids[0], task: "t", criteria: ["c"])
      task.after = ids.dropFirst().flatMap { $0.split(separator: ",").map(String.init) }
      task.settings.touches = Array(parts.dropFirst())
      return task
    }
    return Plan(name: "p", tasks: tasks)
  }

  @Test(
    arguments: [
      ("a", [["a"]], ["a"], 1),
      ("a b c", [["a", "b", "c"]], ["a"], 3),
      ("a b<a c<b", [["a"], ["b"], ["c"]], ["a", "b", "c"], 1),
      ("d<b,c b<a c<a a", [["a"], ["b", "c"], ["d"]], ["a", "b", "d"], 2),
      // A task may begin long before the next level.
      ("a b<a c<b x y<x", [["a", "x"], ["b", "y"], ["c"]], ["a", "b", "c"], 2),
      // What is waited for through another task, too, is on no longer chain.
      ("a b<a c<a,b", [["a"], ["b"], ["c"]], ["a", "b", "c"], 1),
    ] as [(String, [[String]], [String], Int)])
  func `a graph has levels, a longest chain and a width`(
    _ words: String, _ levels: [[String]], _ path: [String], _ width: Int
  ) {
    let graph = PlanGraph(plan(words))
    #expect(graph.levels == levels)
    #expect(graph.criticalPath == path)
    #expect(graph.greatestWidth == width)
  }

  @Test(
    arguments: [
      (0, [1, 2, 4, 5]), (1, [4, 5]), (2, [4, 5]), (3, []), (5, []),
    ] as [(Int, [Int])])
  func `what follows a task follows it through others, too`(_ task: Int, _ expected: [Int]) {
    let followers = PlanGraph(plan("a b<a c<a x d<b,c e<d")).downstream()[task]
    #expect((0..<6).filter(followers.contains) == expected)
  }

  @Test func `a graph is drawn for people and for Graphviz`() {
    let graph = PlanGraph(plan("schema api<schema page<schema ship<api,page readme"))
    #expect(
      graph.text == """
        p.schema → p.api, p.page
        p.api → p.ship
        p.page → p.ship
        p.readme

        """)
    #expect(
      graph.dot == """
        digraph "p" {
          rankdir=LR;
          "p.schema";
          "p.schema" -> "p.api";
          "p.schema" -> "p.page";
          "p.api";
          "p.api" -> "p.ship";
          "p.page";
          "p.page" -> "p.ship";
          "p.ship";
          "p.readme";
        }

        """)
  }

  @Test func `levels, chain and followers are those that the definitions say`() {
    var random = SeededGenerator(seed: 14)
    for _ in 0..<1000 {
      let plan = random.plan()
      let graph = PlanGraph(plan)
      let after = Dictionary(uniqueKeysWithValues: plan.tasks.map { ($0.id, $0.after) })
      func depth(_ id: String) -> Int { after[id]?.map { depth($0) + 1 }.max() ?? 0 }
      func waits(_ id: String, for other: String) -> Bool {
        after[id]?.contains { $0 == other || waits($0, for: other) } ?? false
      }
      let ids = plan.tasks.map(\.id)
      #expect(graph.levels.flatMap(\.self).sorted() == ids.sorted())
      for (level, members) in graph.levels.enumerated() {
        #expect(members.allSatisfy { depth($0) == level })
      }
      let path = graph.criticalPath
      #expect(path.count == graph.levels.count)
      #expect(zip(path, path.dropFirst()).allSatisfy { after[$1]?.contains($0) ?? false })
      for (id, followers) in zip(ids, graph.downstream()) {
        #expect(
          ids.indices.filter(followers.contains).map { ids[$0] }
            == ids.filter { waits($0, for: id) })
      }
    }
  }

  @Test func `a chain of 1,000 tasks is no deeper than the stack`() {
    let words = (0..<1000).map { $0 == 0 ? "t0" : "t\($0)<t\($0 - 1)" }.joined(separator: " ")
    let graph = PlanGraph(plan(words))
    #expect(graph.criticalPath.count == 1000 && graph.greatestWidth == 1)
    #expect((0..<1000).count(where: graph.downstream()[0].contains) == 999)
  }

  // MARK: Warnings

  @Test(
    arguments: [
      ("a b<a", []),
      (
        "a b<a c<b",
        [
          "each of the 3 tasks waits for the one before it: no two run at once",
          "할 일 3개가 모두 앞의 것을 기다립니다. 동시에 진행되는 것이 없습니다",
        ]
      ),
      ("a b<a c<a", []),
      (
        "a:src/ b:src/api/ c<a:src/x",
        [
          "a and b both touch src/api/: they do not run at once, although neither waits for the other",
          "a, b: 둘 다 src/api/에 손댑니다. 서로 기다리지 않지만 동시에 진행되지 않습니다",
        ]
      ),
      // One waits for the other through a third.
      ("a:src/ b<a c<b:src/ d", []),
    ] as [(String, [String])])
  func `what may not be meant is a warning`(_ words: String, _ expected: [String]) {
    #expect(plan(words).warnings.flatMap { [$0.sentence.english, $0.sentence.korean] } == expected)
  }

  @Test func `tasks that nothing can check are named`() {
    var plan = plan("a b c d e f g h")
    plan.tasks[1].criteria = []
    plan.tasks[1].outputs = ["x"]
    for index in plan.tasks.indices.dropFirst(2) { plan.tasks[index].criteria = [] }
    #expect(
      plan.warnings.map(\.sentence.english) == [
        "without criteria and outputs nothing shows that a task is done, and its report waits for "
          + "orch approve: c, d, e, f, g and 1 more; give them criteria"
      ])
    #expect(
      plan.warnings.map(\.sentence.korean) == [
        "기준도 산출물도 없는 할 일은 끝났음을 보일 수 없어 보고서가 orch approve를 기다립니다: c, d, e, f, g 외 1개. "
          + "기준을 적으십시오"
      ])
  }

  @Test func `tasks that no worker takes are named in both languages`() {
    let sentence = PlanWarning.noWorker(tasks: ["a", "b"]).sentence
    #expect(
      sentence.english
        == "no worker of orch.json takes these tasks: a, b; give them a worker, or add a "
        + "matching route or a worker named default")
    #expect(
      sentence.korean
        == "이 할 일을 맡을 워커가 orch.json에 없습니다: a, b. 할 일에 worker를 적거나, 맞는 경로 또는 default라는 "
        + "워커를 추가하십시오")
  }

  @Test func `of very many overlaps the first are named`() {
    var plan = plan((0..<1000).map { "t\($0)" }.joined(separator: " "))
    plan.defaults.touches = ["src/"]
    let warnings = plan.warnings
    #expect(warnings.count == 21)
    #expect(warnings.first == .overlap("t0", "t1", path: "src/"))
    #expect(
      warnings.last?.sentence.english == "499480 more pairs of tasks touch the same paths")
    #expect(warnings.last?.sentence.korean == "같은 경로에 손대는 할 일의 쌍이 499480개 더 있습니다")
  }
}
