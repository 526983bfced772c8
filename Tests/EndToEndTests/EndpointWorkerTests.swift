import TestSupport
import Testing
import Text

/// Rows that a model behind an endpoint works on, which a thread of the test plays.
@Suite struct EndpointWorkerTests {
  private static let key = "sk-blue-horse-battery"

  private static func report(_ claim: String) -> StandInEndpoint.Answer {
    .says("I thought about it.\n[REPORT ORCH-001]\nStatus: DONE\nCriteria:\n1. met: \(claim)\n")
  }

  private static let done = report("`make test` ran, 12 tests passed")

  /// A queue whose rows are for the model.
  private func scene(_ url: String, _ rest: String = "") throws -> Scene {
    let scene = try Scene(loop: .inFile)
    try scene.write(
      """
      {"workers": {"model": {"adapter": "llm", "rows": true, "url": "\(url)", "model": "m",
         "program": "./curl.sh", "env": ["LLM_API_KEY"]}},
       "routes": [{"worker": "model"}], "prices": {"model": {"input": 1, "output": 4}}\(rest)}
      """, to: "orch.json")
    try writeExecutable(
      """
      #!/bin/sh
      { echo "$*"; env; } >> started
      exec curl "$@"

      """, to: scene.path("curl.sh"))
    try scene.trust()
    return scene
  }

  private func tick(_ scene: Scene, _ words: String...) throws -> Outcome {
    try scene.run(
      scene.orchPath, ["tick"] + words,
      environment: scene.loopEnvironment.merging(["LLM_API_KEY": Self.key]) { $1 })
  }

  /// The lines of the ledger, each as its row, its requests and its tokens of output.
  private func booked(in scene: Scene) throws -> [String] {
    try scene.text(".orch/costs.jsonl").split(separator: "\n").map { line in
      let entry = try JSONValue(parsing: Array(line.utf8)).objectValue
      let output = entry?["usage"]?.objectValue?["output_tokens"]?.integerValue
      return "\(entry?["id"]?.stringValue ?? "-") \(entry?["calls"]?.integerValue ?? 0) "
        + (output.map { "\($0)" } ?? "unknown")
    }
  }

  @Test func `a model's report is routed, and its key is in no file`() throws {
    let endpoint = StandInEndpoint([Self.done])
    let scene = try scene(endpoint.url)
    try expect(
      scene.ops("worker", "list", environment: ["LLM_API_KEY": Self.key]),
      is: .prints("model\tllm\t./curl.sh\tready\t0/3\n"))
    try scene.submit("A thing")
    try expect(tick(scene), is: .prints("ORCH-001\n"))
    try scene.awaitWorkers()
    try expect(scene.status("ORCH-001"), is: "DONE")
    let request = try #require(endpoint.requests.first)
    #expect(request.head.contains("\r\nAuthorization: Bearer \(Self.key)\r\n"))
    let attempt = ".orch/attempts/ORCH-001/1"
    try expect(scene.text("\(attempt)/request.json"), is: request.body)
    let sent = try JSONValue(parsing: Array(request.body.utf8)).objectValue?["messages"]
    try expect(
      sent?.arrayValue?.first?.objectValue?["content"]?.stringValue,
      is: scene.text("\(attempt)/task.md"))
    try expect(scene.text("\(attempt)/report.md").hasPrefix("I thought about it.\n"), is: true)
    let log = try scene.workerLog("ORCH-001")
    #expect(log.contains("\nI thought about it.\n[REPORT ORCH-001]\nStatus: DONE\n"), "\(log)")
    #expect(!log.contains("HTTP/1.1"), "\(log)")
    let started = try scene.text("started")
    #expect(started.hasPrefix("-q -sS -i ") && !started.contains("LLM_"), "\(started)")
    try expect(scene.bash("grep -rl '\(Self.key)' .").output, is: "")
    try expect(booked(in: scene), is: ["ORCH-001 1 300"])
    let costs = try scene.ops("costs", "--by", "row")
    #expect(costs.output.hasPrefix("ORCH-001\t1\t1200\t-\t300\t0.0024\t"), "\(costs)")
  }

  /// A model changes no file, whatever it says.
  @Test(arguments: [
    ("it is done", StandInEndpoint.Answer.says("All done."), "no_report"),
    ("file: a.txt", report("a.txt is written"), "a.txt"),
  ])
  func `an answer alone makes no row DONE`(
    _ criteria: String, _ answer: StandInEndpoint.Answer, _ reason: String
  ) throws {
    let endpoint = StandInEndpoint([answer])
    let scene = try scene(endpoint.url)
    try scene.submit("A thing", criteria)
    try expect(tick(scene), is: .prints("ORCH-001\n"))
    try scene.awaitWorkers()
    let item = try scene.item("ORCH-001")
    expect(item["status"]?.stringValue, is: "PENDING")
    expect(item["attempt_count"]?.integerValue, is: 1)
    #expect(try scene.notes("ORCH-001").contains(reason), "\(item)")
    try expect(booked(in: scene), is: ["ORCH-001 1 300"])
  }

  @Test(arguments: [
    (StandInEndpoint.Answer.refuses(429, "slow down") as StandInEndpoint.Answer?, "rate_limit"),
    (.refuses(503, "try later"), "service"), (.refuses(401, "no such key"), "auth"),
    (.refuses(404, "no such model"), "setting"), (nil, "service"),
  ])
  func `what keeps the endpoint from answering pauses the worker, and costs the row nothing`(
    _ answer: StandInEndpoint.Answer?, _ failure: String
  ) throws {
    let endpoint = answer.map { StandInEndpoint([$0]) }
    // Nothing listens on port 1.
    let scene = try scene(endpoint?.url ?? "http://127.0.0.1:1/v1/chat/completions")
    try scene.submit("A thing")
    try expect(tick(scene), is: .prints("ORCH-001\n"))
    try scene.awaitWorkers()
    let item = try scene.item("ORCH-001")
    expect(item["status"]?.stringValue, is: "PENDING")
    expect(item["attempt_count"]?.integerValue, is: 0)
    let result = try scene.text(".orch/attempts/ORCH-001/1/result.json")
    #expect(result.contains("\"class\":\"\(failure)\""), "\(result)")
    try scene.submit("Another thing")
    let paused = try tick(scene)
    #expect(paused.status == 78, "\(paused)")
    #expect(paused.errors.contains("worker model is paused until "), "\(paused)")
    #expect((endpoint?.requests.count ?? 1) == 1)
    try expect(booked(in: scene), is: ["ORCH-001 1 0"])
  }

  @Test func `the budget of calls counts the rows at work`() throws {
    let endpoint = StandInEndpoint([Self.done])
    let scene = try scene(endpoint.url, #", "budget": {"calls_per_day": 1}"#)
    try scene.submit("A thing")
    try scene.submit("Another thing")
    try expect(tick(scene, "--parallel", "2").output, is: "ORCH-001\n")
    try scene.awaitWorkers()
    let spent = try tick(scene)
    #expect(spent.status == 78, "\(spent)")
    #expect(
      spent.errors.contains("budget.calls_per_day: 1 of 1 requests sent today; until "), "\(spent)")
    #expect(endpoint.requests.count == 1)
  }

  @Test func `a cancelled request is ended, and booked once`() throws {
    let endpoint = StandInEndpoint([.silent])
    let scene = try scene(endpoint.url)
    try scene.submit("A thing")
    try expect(tick(scene), is: .prints("ORCH-001\n"))
    try expect(scene.ops("cancel", "ORCH-001"), is: .prints("ORCH-001 -> BLOCKED\n"))
    try scene.awaitWorkers()
    try expect(tick(scene), is: .prints("NOOP\n"))
    try expect(booked(in: scene), is: ["ORCH-001 1 unknown"])
    #expect(endpoint.requests.count <= 1)
  }
}
