import Door
import Host
import Model
import TestSupport
import Testing
import Text

@testable import Server

/// How long a row that a client's model claimed stays its own.
@Suite struct AgentLeaseTests {
  /// A server of a queue with the rows `A` and `B`, whose client may live or be gone.
  private struct Scene {
    let time = FakeClock()
    let opening: Opening
    let server: AgentQueue

    init(
      in folder: String, session: String? = "me", _ variables: [String: String] = [:]
    ) throws {
      let text = QueueFixture.text(QueueFixture.row("A"), QueueFixture.row("B"))
      try writeAged(text, to: "\(folder)/QUEUE.md")
      var variables = variables
      variables["HOME"] = folder
      let environment = Environment(variables)
      var opening = Opening(
        .file("\(folder)/QUEUE.md"), in: folder, environment: environment, program: "test",
        traceID: "trace", clock: time.clock)
      opening.writesLog = false
      self.opening = opening
      server = AgentQueue(
        session: session, claimToken: nil, environment, time.clock, { Problem($0) },
        opened: { [opening] _, body in body(TaskQueue.open(opening)) })
    }

    func call(_ tool: Tool, _ arguments: JSONObject = [:]) throws -> ToolResult {
      tool.call(try Arguments(arguments, tool.parameters, of: tool.name))
    }

    /// What the server does while its client says nothing for this long.
    func stay(for duration: Duration) {
      let end = time.waited + duration
      while time.waited < end {
        let rest = end - time.waited
        time.clock.sleep(min(server.renewDueLeases() ?? rest, rest))
      }
    }

    /// For how many seconds the row is leased.
    func lease(of id: String = "A") throws -> Int? {
      let end = try TaskQueue.open(opening).snapshot().item(id)?.claim?.lease?.expiresAt
      return end.map { $0 - time.now / 1_000_000_000 }
    }
  }

  private static func withScene(
    _ variables: [String: String] = [:], _ body: (Scene) throws -> Void
  ) throws {
    try withTemporaryDirectory { try body(Scene(in: $0, variables)) }
  }

  @Test func `a claim has a short lease, which is renewed while the client lives`() throws {
    try Self.withScene { scene in
      #expect(scene.server.renewDueLeases() == nil)
      _ = try scene.call(scene.server.claim)
      #expect(try scene.lease() == 900)
      #expect(scene.server.renewDueLeases() == .seconds(300))
      scene.stay(for: .seconds(3 * 3600 + 60))
      #expect(try scene.lease() == 840)
      // The client is gone.
      scene.time.clock.sleep(.seconds(840))
      #expect(try scene.lease() == 0)
      #expect(
        try TaskQueue.open(scene.opening).snapshot().item("A")?.claim?.lease?.hasHeartbeat == true)
    }
  }

  @Test func `a client that calls all the time keeps its rows, too`() throws {
    try Self.withScene { scene in
      _ = try scene.call(scene.server.claim, ["id": "A"])
      _ = try scene.call(scene.server.claim, ["id": "B"])
      for _ in 1...20 {
        scene.time.clock.sleep(.seconds(299))
        _ = scene.server.renewDueLeases()
      }
      #expect(try scene.lease(of: "A") ?? 0 > 300 && scene.lease(of: "B") ?? 0 > 300)
    }
  }

  @Test func `the setting says how long`() throws {
    try Self.withScene(["ORCH_LEASE_SECONDS": "60"]) { scene in
      _ = try scene.call(scene.server.claim)
      #expect(try scene.lease() == 60)
      #expect(scene.server.renewDueLeases() == .seconds(20))
    }
  }

  @Test func `a heartbeat does not shorten it, and a row that is handed back has none`() throws {
    try Self.withScene { scene in
      _ = try scene.call(scene.server.claim)
      scene.time.clock.sleep(.seconds(60))
      _ = try scene.call(scene.server.note, ["id": "A"])
      #expect(try scene.lease() == 900)
      _ = try scene.call(scene.server.note, ["id": "A", "release": true])
      scene.stay(for: .seconds(600))
      #expect(try scene.lease() == nil)
      #expect(scene.server.renewDueLeases() == nil)
    }
  }

  @Test func `a worker of orch keeps the lease that orch gave it`() throws {
    try Self.withScene(["ORCH_LABEL": "a", "ORCH_ITEM_ID": "A"]) { scene in
      _ = try scene.call(scene.server.claim)
      #expect(try scene.lease() == 3600)
      #expect(scene.server.renewDueLeases() == nil)
    }
  }

  @Test(arguments: [
    ("7dfce659-d944-446b-8bae-f45ed01fa9c7", "mcp-7dfce659"), ("7dfce65", nil), ("x; y -- z", nil),
  ])
  func `the session of Claude Code names that of its server`(_ id: String, _ name: String?) throws {
    try withTemporaryDirectory { folder in
      let scene = try Scene(in: folder, session: nil, ["CLAUDE_CODE_SESSION_ID": id])
      #expect((scene.server.session == name) == (name != nil))
      #expect(scene.server.session.hasPrefix("mcp-") && scene.server.session.utf8.count == 12)
    }
  }

  @Test func `both parts of a claim have the task message`() throws {
    try Self.withScene { scene in
      let result = try scene.call(scene.server.claim)
      let message = result.structured?.objectValue?["message"]?.stringValue ?? ""
      #expect(message.hasPrefix("[TASK A]\nTask: work\n") && message.contains("[REPORT A]"))
      #expect(result.text.hasSuffix(message) && result.text.hasPrefix("Claimed A. attempt: 1-"))
    }
  }
}
