import TestSupport
import Testing
import Text

/// A goal in a file that is planned by a model, approved, worked and told of: nobody types a row.
@Suite struct PlannerPlayTests {
  private static let settings = """
    {"workers": {"sim": {"adapter": "simulated", "script": ["done"], "about": "writes code"},
                 "architect": {"adapter": "llm", "env": ["LLM_URL", "LLM_MODEL", "LLM_API_KEY"]}},
     "planner": {"worker": "architect", "workers": ["sim"]},
     "hooks": {"told": {"on": ["plan_done"], "argv": ["sh", "-c", "cat >> told"]}}}
    """

  private static func plan(_ tasks: (id: String, after: String)...) -> StandInEndpoint.Answer {
    let texts = tasks.map { id, after in
      """
      {"id": "\(id)", "task": "do \(id)", "worker": "sim", "criteria": ["it is done"], "after": [\(after)]}
      """
    }
    return .says(#"{"plan": "goal", "tasks": [\#(texts.joined(separator: ", "))]}"#)
  }

  @Test func `from a goal in a file to its digest nobody types a row`() throws {
    let endpoint = StandInEndpoint([
      // Its first answer goes round in a circle.
      Self.plan(("a", #""b""#), ("b", #""a""#)),
      Self.plan(("a", ""), ("b", #""a""#), ("c", #""a", "b""#)),
    ])
    let scene = try Scene(rows: "")
    try scene.write(Self.settings, to: "orch.json")
    try scene.write("Do a, then b, then c.\n", to: "goal.md")
    try scene.trust()
    let variables = [
      "LLM_URL": endpoint.url, "LLM_MODEL": "stand-in", "LLM_API_KEY": "sk-0123456789abcdef",
    ]
    func orch(_ words: String...) throws -> Outcome {
      try scene.run(scene.orchPath, words, environment: variables)
    }
    try expect(orch("plan", "propose", "--goal-file", "goal.md").status, is: 0)
    #expect(endpoint.requests.count == 2)
    try expect(scene.orch("list").output, is: "")
    let shown = try scene.orch("plan", "show", "goal").output
    let hash = try #require(shown.firstMatch(of: /sha256 ([0-9a-f]{64})/)).output.1
    try expect(orch("plan", "approve", "goal", "--hash", String(hash)).status, is: 0)
    try expect(orch("daemon", "--until-idle").status, is: 0)
    try expect(scene.orch("wait", "goal").output, is: "3 rows: 3 done\n")
    try expect(
      scene.ops("digest").output.split(separator: "\n").first.map(String.init), is: "3 done")
    try scene.awaitWorkers()
    try scene.orch("deliver").check()
    let told = try JSONValue(parsing: Array(scene.text("told").utf8)).objectValue
    #expect(told?["event"]?.stringValue == "plan_done" && told?["plan"]?.stringValue == "goal")
  }
}
