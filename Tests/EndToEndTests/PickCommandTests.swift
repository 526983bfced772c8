import TestSupport
import Testing

@Suite struct PickCommandTests {
  /// The row after a claim.
  private static func claimed(_ id: String, _ priority: String = "P1", by owner: String = "-")
    -> String
  {
    row(id, "IN_PROGRESS", priority, owner: owner, started: Scene.now)
  }

  @Test func `rows are handed out by priority, then by place, until there are none`() throws {
    let before = queueText(
      row("C", "PENDING", "P2"), row("B1"), row("A", "PENDING", "P0"),
      row("U", "PENDING", "urgent"),
      row("B2"), row("D", "DONE", "P0"))
    let scene = try Scene(file: before)
    for id in ["A", "B1", "B2", "C", "U"] {
      try expect(scene.orch("pick"), is: .prints("\(id)\n"))
    }
    try expect(scene.orch("pick"), is: .prints("No pending tasks\n"))
    let after = queueText(
      Self.claimed("C", "P2"), Self.claimed("B1"), Self.claimed("A", "P0"),
      Self.claimed("U", "urgent"), Self.claimed("B2"), row("D", "DONE", "P0"))
    try expect(scene.text(), is: after)
  }

  @Test func `the session that speaks becomes the owner`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    try expect(scene.orch("pick", "--owner-session", "flag"), is: .prints("A\n"))
    let byVariable = try scene.orch("pick", environment: ["ORCH_OWNER_SESSION": "variable"])
    #expect(byVariable == .prints("B\n"))
    let after = queueText(
      Self.claimed("A", by: "flag"), Self.claimed("B", by: "variable"))
    try expect(scene.text(), is: after)
  }

  @Test func `with json pick prints the row, or null`() throws {
    let scene = try Scene(rows: row("A"))
    let item = itemJSON(
      "A", "IN_PROGRESS", owner: "w", started: Scene.now, lease: ("w", Scene.nowEpoch + 3600),
      line: 5)
    let picked = try scene.orch("--json", "pick", "--owner-session", "w")
    expect(picked.withoutNonces, is: .prints("{\"item\":\(item),\"attempt\":\"1-xxxxxx\"}\n"))
    // Once more by its own session it is the same claim.
    try expect(scene.orch("--json", "pick", "A", "--owner-session", "w"), is: picked)
    try expect(scene.orch("pick", "--json"), is: .prints("{\"item\":null}\n"))
  }

  @Test func `a person gets a token, and no lease`() throws {
    let scene = try Scene(rows: row("A"), row("B", "IN_PROGRESS", owner: "w"))
    let item = itemJSON("A", "IN_PROGRESS", started: Scene.now, line: 5)
    let picked = try scene.orch("pick", "--json")
    expect(picked.withoutNonces, is: .prints("{\"item\":\(item),\"attempt\":\"1-xxxxxx\"}\n"))
    // A claim that was typed by hand has none.
    let byHand = itemJSON("B", "IN_PROGRESS", owner: "w", line: 6)
    try expect(
      scene.orch("pick", "B", "--owner-session", "w", "--json"),
      is: .prints("{\"item\":\(byHand),\"attempt\":null}\n"))
  }

  @Test func `nothing to pick is status 3 only where that was asked for`() throws {
    let scene = try Scene(rows: row("A", "DONE"))
    let nothing = Outcome(status: 3, output: "No pending tasks\n", errors: "")
    try expect(scene.orch("pick", "--exit-code"), is: nothing)
    let json = Outcome(status: 3, output: "{\"item\":null}\n", errors: "")
    try expect(scene.orch("pick", "--exit-code", "--json"), is: json)
    try expect(scene.orch("pick"), is: .prints("No pending tasks\n"))
  }

  @Test func `a row can be picked by its id, again by the same session`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    try expect(scene.orch("pick", "--id", "B", "--owner-session", "w"), is: .prints("B\n"))
    let once = try scene.bytes()
    try expect(scene.orch("pick", "B", "--owner-session", "w"), is: .prints("B\n"))
    try expect(scene.bytes(), is: once)
  }

  @Test func `a row waits until what it comes after is done`() throws {
    let scene = try Scene(rows: row("B", notes: "after=A"), row("A"))
    try expect(scene.orch("pick"), is: .prints("A\n"))
    try expect(scene.orch("pick"), is: .prints("No pending tasks\n"))
    _ = try scene.orch("done", "A", "--notes", "x")
    try expect(scene.orch("pick"), is: .prints("B\n"))
  }

  struct Refused: CustomTestStringConvertible {
    let testDescription: String
    let row: String
    let error: String

    init(_ description: String, _ row: String, _ error: String) {
      (testDescription, self.row, self.error) = (description, row, error)
    }
  }

  @Test(arguments: [
    Refused("no such row", row("B"), "Row id not found: A (orch list shows the rows)"),
    Refused(
      "done", row("A", "DONE"),
      "A is DONE (only PENDING rows are picked; ops replan --id A --force opens it again)"),
    Refused(
      "failed", row("A", "FAILED"),
      "A is FAILED (only PENDING rows are picked; ops retry --id A takes it back)"),
    Refused(
      "blocked", row("A", "BLOCKED"),
      "A is BLOCKED (only PENDING rows are picked; ops retry --id A takes it back)"),
    Refused(
      "another session's", row("A", "IN_PROGRESS", owner: "v"),
      "A is IN_PROGRESS, owned by v "
        + "(only PENDING rows are picked; orch release --id A --force frees it)"),
    Refused(
      "it waits", row("A", notes: "after=B,Z") + "\n" + row("B", "FAILED"),
      "A waits for B (FAILED), Z (no readable row) (finish B, Z first)"),
    Refused(
      "it failed a moment ago", row("A", notes: "retry_not_before=\(Scene.nowEpoch + 60)"),
      "A is not tried again before 2026-01-31 18:01 "
        + "(wait, or let it start at once: ops retry A)"),
    Refused(
      "without an owner, asked for by a session", row("A", "IN_PROGRESS"),
      "A is IN_PROGRESS (only PENDING rows are picked; orch release --id A --force frees it)"),
  ])
  func `picking a row that cannot be had says why`(_ refused: Refused) throws {
    let scene = try Scene(rows: refused.row)
    let outcome = try scene.orch("pick", "--id", "A", "--owner-session", "w")
    #expect(outcome == .fails(1, "ERROR: \(refused.error)"))
    try expect(scene.text(), is: queueText(refused.row))
  }

  @Test func `a row that failed is handed out when its time has come`() throws {
    let waiting = row("A", notes: "retry_not_before=\(Scene.nowEpoch + 60)")
    let scene = try Scene(rows: waiting)
    try expect(scene.orch("pick"), is: .prints("No pending tasks\n"))
    let later = ["ORCH_NOW": String(Scene.nowEpoch + 60)]
    try expect(scene.orch("pick", environment: later), is: .prints("A\n"))
  }

  // MARK: The engine in another program

  @Test func `another program claims rows as orch does`() throws {
    let scene = try Scene(rows: row("A"), row("B", "PENDING", "P0"))
    func claim(_ session: String) throws -> String {
      try scene.run(BuiltBinaries.claim, [scene.queue, session]).output
    }
    #expect(try claim("worker-a") == "B\n")
    #expect(try scene.orch("pick", "--owner-session", "worker-b").output == "A\n")
    #expect(try claim("worker-c") == "nothing to claim\n")
    let rows = try scene.orch("list").output
    #expect(rows.split(separator: "\n").allSatisfy { $0.contains("IN_PROGRESS") })
    #expect(try scene.orch("history", "--id", "B").output.contains("worker-a"))
  }
}
