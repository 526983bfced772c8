import Foundation
import TestSupport
import Testing
import Text

/// An agent that knows nothing but the skill file and the tools.
@Suite struct AgentPlayTests {
  /// The agent: for each criterion `file: NAME` of a task message it writes that file, and reports by
  /// the form that the message ends with. Of a task with a question mark it asks first.
  private struct Agent {
    let client: AgentClient
    let scene: Scene
    private(set) var log: [String] = []

    mutating func work() throws {
      while true {
        let claim = try client.call("orch_claim")
        guard let id = claim.structured["item"]?.objectValue?["id"]?.stringValue else {
          log.append(claim.text)
          return
        }
        let lines = claim.text.split(separator: "\n").map(String.init)
        let task = lines.first { $0.hasPrefix("Task: ") } ?? ""
        let isAnswered = lines.contains { $0.hasPrefix("Answer: ") }
        var report = "[REPORT \(id)]\nStatus: DONE\nCriteria:\n"
        if task.contains("?"), !isAnswered {
          report = "[REPORT \(id)]\nStatus: QUESTION\nQuestion: Which colour?\n"
        } else {
          for (place, line) in lines.filter({ $0.contains("file: ") && $0.first?.isNumber == true })
            .enumerated()
          {
            let name = line.split(separator: " ").dropFirst(2).first.map(String.init) ?? ""
            try scene.write("work\n", to: name)
            report += "\(place + 1). met: \(name) is written\n"
          }
        }
        if task.contains("garden") {
          let found = try client.call(
            "orch_add", ["rows": [["task": "Mend the gate", "criteria": ["file: gate.txt"]]]])
          log.append(found.text)
        }
        let verdict = try client.call(
          "orch_report",
          [
            "id": .string(id), "attempt": claim.structured["attempt"] ?? nil,
            "report": .string(report),
          ])
        log.append(verdict.text)
      }
    }
  }

  @Test(arguments: AgentClient.Era.allCases)
  func `it works three rows, asks one question, and adds a row that it found`(
    _ era: AgentClient.Era
  ) throws {
    let scene = try Scene(
      rows: row("A", task: "Dig the garden", criteria: "file: garden.txt"),
      row("B", task: "Paint the fence? Which colour", criteria: "file: fence.txt"),
      row("C", task: "Rake the path", criteria: "file: path.txt; file: edge.txt"))
    try scene.orch("init", "--skill").check()
    let skill = try scene.text(".claude/skills/orch/SKILL.md")
    let client = try AgentClient(of: scene, era)
    // What the skill names is there.
    let tools = try client.result(of: "tools/list").objectValue?["tools"]?.arrayValue ?? []
    for tool in tools.compactMap({ $0.objectValue?["name"]?.stringValue }) where tool != "orch_get"
    {
      #expect(skill.contains("`\(tool)`"), "\(tool)")
    }
    var agent = Agent(client: client, scene: scene)
    try agent.work()
    expect(
      agent.log,
      is: [
        "Added ORCH-001",
        "A -> DONE (PASS)\n1. file: garden.txt: met: garden.txt: 5 bytes, changed since the claim",
        """
        B -> BLOCKED (QUESTION)
        1. file: fence.txt: not met: fence.txt: no such file
        The worker asks: Which colour? (orch answer B TEXT)
        That is for a person to do. Go on with another row.
        """,
        """
        C -> DONE (PASS)
        1. file: path.txt: met: path.txt: 5 bytes, changed since the claim
        2. file: edge.txt: met: edge.txt: 5 bytes, changed since the claim
        """,
        "ORCH-001 -> DONE (PASS)\n1. file: gate.txt: met: gate.txt: 5 bytes, changed since the claim",
        "Nothing to claim: no row is PENDING.\nWaiting for a person: 1 (B)",
      ])
    #expect(try scene.text().contains("found_by=A"))
    try scene.orch("answer", "B", "blue").check()
    agent = Agent(client: client, scene: scene)
    try agent.work()
    expect(
      agent.log,
      is: [
        "B -> DONE (PASS)\n1. file: fence.txt: met: fence.txt: 5 bytes, changed since the claim",
        "Nothing to claim: no row is PENDING.",
      ])
    expect(client.end().status, is: 0)
    // The history says who did it.
    let history = try scene.orch("history", "B").output
    #expect(
      history.contains("\tpick\tagent\t") && history.contains("\treport\tagent\t"), "\(history)")
  }

  @Test func `eight servers claim two hundred rows, each once`() throws {
    let scene = try Scene(file: queueText((1...200).map { row("R-\($0)") }))
    try scene.bash(
      #"""
      call='{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"orch_claim"}}'
      for server in 1 2 3 4 5 6 7 8; do
        for n in $(seq 50); do echo "$call"; done | $ORCH mcp --no-log > $server.out &
      done
      wait
      """#
    ).check()
    let output = try (1...8).map { try scene.text("\($0).out") }.joined()
    let claims = output.matches(of: /"text":"Claimed (R-[0-9]+)\./).map { String($0.1) }
    expect(claims.sorted(), is: (1...200).map { "R-\($0)" }.sorted())
    // Each server has a session of its own.
    let owners = Set(try scene.text().matches(of: /mcp-[0-9a-f]{8}/).map { String($0.0) })
    #expect(owners.count > 1)
  }

  @Test func `a client that dies leaves a claim, which the watchdog takes back`() throws {
    let scene = try Scene(rows: row("A"))
    let client = try AgentClient(of: scene)
    #expect(try client.call("orch_claim").text.hasPrefix("Claimed A. attempt: "))
    client.end(by: SIGKILL)
    expect(try scene.orch("watchdog"), is: .prints("NOOP\n"))
    let tick = try scene.orch("tick", environment: later(minutes: 24 * 60))
    #expect(tick.output.hasPrefix("RESET A\n"), "\(tick)")
    try scene.orch("release", "A", "--force", environment: later(minutes: 24 * 60)).check()
    let next = try AgentClient(
      of: scene, session: "next", environment: later(minutes: 24 * 60 + 30))
    #expect(try next.call("orch_claim", ["id": "A"]).text.hasPrefix("Claimed A. attempt: "))
  }
}
