import Testing

@Suite struct KPICommandTests {
  /// An hour and a minute ago, in progress since then.
  private static let stale = row("S", "IN_PROGRESS", owner: "w", started: "2026-01-31 16:59")
  private static let older = row("O", "IN_PROGRESS", owner: "w", started: "2025-12-24 10:00")
  private static let fresh = row("F", "IN_PROGRESS", owner: "w", started: "2026-01-31 17:01")

  struct Report: CustomTestStringConvertible {
    let testDescription: String
    var rows: [String] = []
    var log = [runEnd("done", 100), runEnd("fail", 300)]
    var words: [String] = []
    var environment: [String: String] = [:]
    var file = "{}"
    var status: Int32 = 0
    let output: String
  }

  private static let half =
    "kpi success_rate=50.00% latency_p95_ms=300 latency_avg_ms=200.00 retry_count=0 stale_in_progress=0"

  @Test(arguments: [
    Report(
      testDescription: "the limits of the Python tool",
      output: "\(half)\nalert failure_rate=0.5000 exceeds 0.2000\n"),
    Report(
      testDescription: "limits that hold",
      words: ["--max-failure-rate", "0.6", "--max-latency-p95-ms", "1000", "--fail-on-alert"],
      output: "\(half)\n"),
    Report(
      testDescription: "a figure at its limit is within it",
      words: ["--max-failure-rate", "0.5", "--max-latency-p95-ms=300", "--fail-on-alert"],
      output: "\(half)\n"),
    Report(
      testDescription: "all at once", rows: [stale],
      log: [runEnd("fail", 9999), runEnd("retry", 1), runEnd("retry", 1, exitCode: 1)],
      words: ["--max-failure-rate", "0.1", "--max-latency-p95-ms", "100", "--fail-on-alert"],
      status: 2,
      output: """
        kpi success_rate=0.00% latency_p95_ms=9999 latency_avg_ms=3333.67 retry_count=1 \
        stale_in_progress=1
        alert failure_rate=1.0000 exceeds 0.1000
        alert latency_p95_ms=9999 exceeds 100
        alert stale_in_progress=1 exceeds 0

        """),
    Report(
      testDescription: "rows in progress", rows: [stale, fresh, older, row("P"), row("D", "DONE")],
      log: [runEnd("done", 2), runEnd("done", 1), runEnd("fail", 3)],
      words: ["--max-stale-in-progress", "1", "--max-failure-rate", "0.3334"],
      output: """
        kpi success_rate=66.67% latency_p95_ms=3 latency_avg_ms=2.00 retry_count=0 \
        stale_in_progress=2
        alert stale_in_progress=2 exceeds 1

        """),
    Report(
      testDescription: "another number of minutes", rows: [stale, fresh], log: [],
      words: ["--stale-minutes", "59", "--max-stale-in-progress", "2"],
      output:
        "kpi success_rate=- latency_p95_ms=- latency_avg_ms=- retry_count=0 stale_in_progress=2\n"),
    Report(
      testDescription: "nothing that ran, and nothing is wrong", log: [],
      words: ["--fail-on-alert"],
      output:
        "kpi success_rate=- latency_p95_ms=- latency_avg_ms=- retry_count=0 stale_in_progress=0\n"),
    Report(
      testDescription: "torn and foreign lines",
      log: ["{\"event\":\"run_e", "", "[1]", runEnd("done", 5)],
      output: """
        kpi success_rate=100.00% latency_p95_ms=5 latency_avg_ms=5.00 retry_count=0 \
        stale_in_progress=0

        """),
    Report(
      testDescription: "limits of the environment", rows: [stale],
      environment: [
        "ORCH_KPI_MAX_FAILURE_RATE": "1", "ORCH_KPI_MAX_LATENCY_P95_MS": "299",
        "ORCH_KPI_STALE_MINUTES": "62",
      ], output: "\(half)\nalert latency_p95_ms=300 exceeds 299\n"),
    Report(
      testDescription: "limits of the file, and one of the command line", rows: [stale, older],
      words: ["--max-failure-rate", "0.9"],
      file: #"{"kpi_max_failure_rate": 0, "kpi_max_stale_in_progress": 1}"#,
      output: """
        kpi success_rate=50.00% latency_p95_ms=300 latency_avg_ms=200.00 retry_count=0 \
        stale_in_progress=2
        alert stale_in_progress=2 exceeds 1

        """),
  ])
  func `the figures, and what is beyond its limit`(_ report: Report) throws {
    let scene = try Scene(rows: report.rows, log: report.log)
    try scene.write(report.file, to: "orch.json")
    let log = try scene.text(Scene.log)
    try expect(
      scene.run(scene.opsPath, ["kpi"] + report.words, environment: report.environment),
      is: Outcome(status: report.status, output: report.output, errors: ""))
    // It writes no line itself.
    try expect(scene.text(Scene.log), is: log)
  }

  @Test func `each row that the watchdog takes back is a retry`() throws {
    let scene = try Scene(
      rows: row("A", "IN_PROGRESS", owner: "w", started: "2026-01-31 12:00"),
      row("B", "IN_PROGRESS", owner: "w", started: "2026-01-31 12:00"))
    try expect(scene.orch("watchdog"), is: .prints("RESET A,B\n"))
    let kpi = try scene.ops("kpi")
    #expect(kpi.output.contains(" retry_count=2 "), "\(kpi)")
  }

  @Test func `as json`() throws {
    let scene = try Scene(rows: [Self.stale], log: [runEnd("fail", 2500), "torn"])
    try expect(
      scene.ops("kpi", "--json", "--max-latency-p95-ms", "3000", "--fail-on-alert"),
      is: Outcome(
        status: 2,
        output: """
          {"success_rate":0.0,"latency_p95_ms":2500,"latency_avg_ms":2500.0,"retry_count":0,\
          "stale_in_progress":1,"ignored_lines":1,"failure_rate_24h":1.0,"latency_p95_ms_24h":2500,"alerts":[\
          {"figure":"failure_rate","value":1.0,"limit":0.2},\
          {"figure":"stale_in_progress","value":1,"limit":0}],"oldest_pending_seconds":null,"rows":null}

          """, errors: ""))
    try expect(
      Scene(rows: [], log: []).ops("kpi", "--json"),
      is: .prints(
        """
        {"success_rate":null,"latency_p95_ms":null,"latency_avg_ms":null,"retry_count":0,\
        "stale_in_progress":0,"ignored_lines":0,"failure_rate_24h":null,\
        "latency_p95_ms_24h":null,"alerts":[],\
        "oldest_pending_seconds":null,"rows":null}

        """))
  }

  @Test func `on a terminal an alert is red`() throws {
    let scene = try Scene(rows: [])
    try expect(
      scene.terminal("$OPS kpi", columns: 200),
      is: "\(Self.half)\n\u{1B}[31malert\u{1B}[0m failure_rate=0.5000 exceeds 0.2000\n")
  }
}
