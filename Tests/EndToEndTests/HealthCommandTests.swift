import TestSupport
import Testing

@Suite struct HealthCommandTests {
  private static let day = ["ORCH_NOW": "2026-01-31 18:00"]

  private func expectHealth(
    of scene: Scene, _ status: Int32, _ line: String, _ arguments: String...,
    environment: [String: String] = day
  ) throws {
    let outcome = try scene.run(
      BuiltBinaries.ops, ["health"] + arguments, environment: environment)
    expect(
      outcome, is: Outcome(status: status, output: line + "\n", errors: ""))
  }

  @Test func `a queue alone is healthy while its figures are`() throws {
    let scene = try Scene(rows: row("A"), row("B", "DONE"))
    try expectHealth(of: scene, 0, "HEALTH_OK")
    #expect(!scene.exists("logs") && !scene.exists(".orch"))
  }

  @Test func `a watch prints what changes, and ends with the worst`() throws {
    let scene = try Scene(file: queueText([row("A"), staleRow("B")]))
    let warning = "HEALTH_WARN kpi_alert stale_in_progress=1 exceeds 0"
    try expectHealth(
      of: scene, 20, "2026-01-31 18:00 \(warning)\n2026-01-31 18:00 watched 1s: HEALTH_WARN",
      "--watch", "1s")
    let json = try scene.run(
      BuiltBinaries.ops, ["health", "--watch", "1s", "--json"], environment: Self.day)
    let lines = json.output.split(separator: "\n")
    #expect(json.status == 20 && lines.count == 2, "\(json)")
    #expect(
      lines.last
        == #"{"at":"2026-01-31T18:00:00+09:00","health":"WARN","watched_seconds":1}"#)
    #expect(try scene.ops("health", "--watch", "0s").status == 64)
  }

  @Test func `a database that says otherwise is worse than an alert`() throws {
    let scene = try Scene(
      file: queueText([row("A"), staleRow("B")]))
    try expectHealth(of: scene, 20, "HEALTH_WARN kpi_alert stale_in_progress=1 exceeds 0")
    let imported = try scene.run(
      BuiltBinaries.orch, ["migrate", "--no-log"], environment: Self.day)
    #expect(imported.status == 0)
    try expectHealth(of: scene, 20, "HEALTH_WARN kpi_alert stale_in_progress=1 exceeds 0")
    let done = ["done", "A", "--notes", "n", "--no-log"]
    #expect(try scene.run(BuiltBinaries.orch, done, environment: Self.day).status == 0)
    try expectHealth(
      of: scene, 10,
      "HEALTH_FAIL consistency_mismatch missing_in_db=0 missing_in_md=0 field_mismatch=1")
  }

  @Test func `several alerts stand in one line`() throws {
    let scene = try Scene(file: queueText([staleRow("A")]))
    let log = #"{"event":"run_end","command":"fail","exit_code":0,"duration_ms":9000}"#
    try scene.write(log + "\n", to: "runs.jsonl")
    try expectHealth(
      of: scene, 20,
      "HEALTH_WARN kpi_alert failure_rate=1.0000 exceeds 0.2000; latency_p95_ms=9000 exceeds 2000; "
        + "stale_in_progress=1 exceeds 0", "--log-path", "runs.jsonl")
    let limits = [
      "ORCH_NOW": "2026-01-31 18:00", "ORCH_KPI_MAX_FAILURE_RATE": "1",
      "ORCH_KPI_MAX_LATENCY_P95_MS": "9000", "ORCH_KPI_MAX_STALE_IN_PROGRESS": "1",
    ]
    try expectHealth(
      of: scene, 0, "HEALTH_OK", "--log-path", "runs.jsonl", environment: limits)
  }

  @Test(arguments: QueueKept.allCases)
  func `rows that wait for a person for too long are a warning`(_ kept: QueueKept) throws {
    let scene = try Scene(kept)
    if kept == .inFile { try scene.write(queueText()) }
    let blocked = ["ORCH_NOW": "2026-01-28 17:00"]
    for id in ["A", "B"] { _ = try scene.add("--id", id) }
    for (id, time) in [("A", "2026-01-28 17:00"), ("B", "2026-01-31 17:00")] {
      let words = ["block", id, "--notes", "n", "--no-log"]
      let environment = blocked.merging(["ORCH_NOW": time]) { $1 }
      try expect(scene.run(scene.orchPath, words, environment: environment).status, is: 0)
    }
    func health(_ limit: String?) throws -> Outcome {
      var environment = Self.day
      environment["ORCH_ATTENTION_AFTER"] = limit
      return try scene.run(BuiltBinaries.ops, ["health"], environment: environment)
    }
    for (limit, rows) in [(nil, 1), ("72h", 1), ("59", 2)] as [(String?, Int)] {
      try expect(
        health(limit),
        is: Outcome(
          status: 20, output: "HEALTH_WARN attention rows=\(rows) oldest=A waits 3d\n",
          errors: ""))
    }
    for limit in ["0", "4d"] { try expect(health(limit), is: .prints("HEALTH_OK\n")) }
  }

  @Test func `a row that the history never recorded waits since its beginning`() throws {
    let scene = try Scene(rows: row("A", "BLOCKED"))
    let time = ["ORCH_NOW": "2026-01-28 17:00"]
    let words = ["add", "b", "--success-criteria", "c", "--no-log"]
    try expect(scene.run(scene.orchPath, words, environment: time).status, is: 0)
    try expectHealth(of: scene, 20, "HEALTH_WARN attention rows=1 oldest=A waits 3d")
  }

  @Test func `what cannot be read is an error of its own`() throws {
    let scene = try Scene(file: "no table\n")
    try expectHealth(
      of: scene, 30,
      "HEALTH_ERROR QUEUE.md:1:1: there is no queue table")
    try expectHealth(
      of: scene, 30, "HEALTH_ERROR no queue at \(scene.path("none.md"))", "--queue", "none.md")
  }

  @Test func `with json the answer names what was read`() throws {
    let scene = try Scene(file: queueText([staleRow("A")]))
    let outcome = try scene.run(BuiltBinaries.ops, ["health", "--json"], environment: Self.day)
    expect(
      outcome,
      is: Outcome(
        status: 20,
        output: #"{"health":"WARN","reason":"kpi_alert stale_in_progress=1 exceeds 0","#
          + #""consistency":null,"kpi":{"success_rate":null,"latency_p95_ms":null,"#
          + #""latency_avg_ms":null,"retry_count":0,"stale_in_progress":1,"ignored_lines":0,"#
          + #""alerts":[{"figure":"stale_in_progress","value":1,"limit":0}],"#
          + #""oldest_pending_seconds":null},"attention":null}"# + "\n", errors: ""))
  }

  /// A row that has been at work since the morning.
  private func staleRow(_ id: String) -> String {
    "| \(id) | IN_PROGRESS | P1 | work | it works | w | 2026-01-31 09:00 | - | |"
  }
}
