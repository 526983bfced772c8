import TestSupport
import Testing

/// `orch wait` beside a daemon, and on a terminal.
@Suite struct WaitCommandTests {
  private static let settings = """
    {"workers": {"default": {"adapter": "simulated", "script": ["done"]},
                 "asks": {"adapter": "simulated", "script": ["question"]}},
     "routes": [{"priority": "P2", "worker": "asks"}]}
    """

  @Test(arguments: QueueKept.allCases)
  func `it waits for what a daemon works on`(_ kept: QueueKept) throws {
    let scene = try Scene(loop: kept)
    try scene.write(Self.settings, to: "orch.json")
    let add = ["add", "--plan", "login", "--task", "t", "--success-criteria", "it is done"]
    for words in [
      ["--id", "A", "--priority", "P1"], ["--id", "B", "--priority", "P1", "--after", "A"],
      ["--id", "C", "--priority", "P2", "--after", "A"],
    ] {
      try scene.run(scene.orchPath, add + words).check()
    }
    let daemon = try DaemonProcess(of: scene, "--interval", "168h")
    _ = try daemon.line()
    try expect(scene.orch("wait", "A", "B"), is: .prints("2 rows: 2 done\n"))
    let options = kept == .inDatabase ? " --db \(kept.name)" : ""
    try expect(
      scene.orch("wait", "login"),
      is: Outcome(
        status: 4,
        output: """
          3 rows: 2 done, 1 waits for an answer
          C BLOCKED: asks: The simulated worker asks how to go on with C. (orch answer C TEXT --queue QUEUE.md\(options))

          """, errors: ""))
    #expect(daemon.end().status == 0)
    try scene.awaitWorkers()
  }

  @Test func `a Korean terminal shows it in Korean`() throws {
    let scene = try Scene(rows: row("A", "DONE"), row("B", "FAILED", notes: "no disk"))
    let shown = try scene.terminal(
      "$ORCH wait A B; echo $?", environment: ["LC_ALL": "ko_KR.UTF-8"])
    #expect(shown == "2행: 완료 1, 실패 1\nB FAILED: no disk (ops retry B)\n5\n")
  }

  @Test func `a terminal shows what it waits for, and takes that away`() throws {
    let scene = try Scene(rows: row("A", "DONE"), row("B", notes: "plan=login"))
    let shown = try scene.terminal("$ORCH wait A login --timeout 1; echo $?")
    #expect(
      shown == """
        \r\u{1B}[Kwaiting for 1 of 2 rows: B (PENDING)\r\u{1B}[K2 rows: 1 done, 1 not started
        B is the next to pick (orch pick B)
        75

        """)
  }
}
