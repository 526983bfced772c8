import TestSupport
import Testing

@Suite struct WatchdogCommandTests {
  private static func started(
    _ id: String, _ time: String, owner: String = "w", notes: String = ""
  ) -> String {
    row(id, "IN_PROGRESS", owner: owner, started: time, notes: notes)
  }

  @Test(arguments: [
    (["--stale-minutes", "61"], [:], "NOOP\n"), (["--stale-minutes=60"], [:], "RESET A\n"),
    (["--stale-hours", "2"], [:], "NOOP\n"), (["--stale-hours", "1"], [:], "RESET A\n"),
    ([], ["ORCH_STALE_MINUTES": "61"], "NOOP\n"), ([], ["ORCH_STALE_MINUTES": "5"], "RESET A\n"),
    (["--stale-hours", "1"], ["ORCH_STALE_MINUTES": "61"], "RESET A\n"),
  ])
  func `the option says how long work may take, else the setting`(
    _ options: [String], environment: [String: String], output: String
  ) throws {
    let scene = try Scene(rows: Self.started("A", "2026-01-31 17:00"))
    try expect(
      scene.run(scene.orchPath, ["watchdog"] + options, environment: environment),
      is: .prints(output))
  }

  @Test func `a worker that sends heartbeats is judged by them`() throws {
    let scene = try Scene(rows: row("A"))
    _ = try scene.claimedToken(by: "w")
    // The first one is too early to make the claim's hour longer, and does not make it shorter.
    for minutes in [5, 50] {
      try scene.orch(
        "lease", "renew", "A", "--owner-session", "w", environment: later(minutes: minutes)
      ).check()
      try expect(scene.orch("watchdog", environment: later(minutes: 59)), is: .prints("NOOP\n"))
    }
    try expect(scene.orch("watchdog", environment: later(minutes: 64)), is: .prints("NOOP\n"))
    try expect(scene.orch("watchdog", environment: later(minutes: 65)), is: .prints("RESET A\n"))
  }

  @Test(arguments: [
    (QueueKept.inFile, nil, false), (.inFile, "yes", true), (.inFile, "no", false),
    (.inDatabase, nil, true), (.inDatabase, "no", false),
  ])
  func `a failed row is retried in a database, or as the setting says`(
    _ kept: QueueKept, setting: String?, isRetried: Bool
  ) throws {
    let scene = try Scene(kept)
    if kept == .inFile { try scene.write(queueText()) }
    #expect(try scene.add("--id", "A").status == 0)
    try scene.orch("fail", "A", "--notes", "no").check()
    let environment = setting.map { ["ORCH_RETRY_FAILED": $0] } ?? [:]
    try expect(
      scene.orch("watchdog", environment: environment),
      is: .prints(isRetried ? "RESET A\n" : "NOOP\n"))
  }

  @Test func `a row whose three claims ended in silence is left to a person`() throws {
    let scene = try Scene(rows: row("A", notes: "max_attempts=9"), row("B"))
    for round in 0..<3 {
      _ = try scene.claimedToken(by: "w", minutes: round * 100)
      try expect(
        scene.orch("watchdog", environment: later(minutes: round * 100 + 60)),
        is: .prints(round < 2 ? "RESET A\n" : "BLOCKED A\n"))
    }
    let text = try scene.text()
    #expect(text.contains("needs_human: 3 claims ended without an outcome"), "\(text)")
  }
}
