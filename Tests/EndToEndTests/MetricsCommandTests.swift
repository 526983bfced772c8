import Testing

@Suite struct MetricsCommandTests {
  private static let rows = [
    row("A", "PENDING", "P0"), row("B", "PENDING", "P0"), row("C", "PENDING", "HIGH"),
    row("D", "IN_PROGRESS", "P1", owner: "w", started: "2026-01-30 10:00"),
    row("E", "IN_PROGRESS", "P2", owner: "w", started: "2026-01-31 17:59"),
    row("F", "DONE", "P1"), row("G", "FAILED", "P2"), row("H", "BLOCKED", "P0"),
    row("I", "LOST", "P0"),
  ]

  private static let log = [
    runEnd("done", 100), runEnd("done", 50), runEnd("fail", 300), runEnd("retry", 20), "torn",
    runEnd("list", 1).replacing("run_end", with: "run_start"),
  ]

  /// The warning about the row that cannot be read.
  private static let warning = """
    WARNING: QUEUE.md:13:7: unknown status 'LOST': use PENDING, IN_PROGRESS, DONE, FAILED, BLOCKED \
    [unknown-status] (such rows are left alone; orch lint lists them)

    """

  private static let prometheus = """
    \(prometheusOfBuild)\
    # HELP orch_rows Rows of the queue by status and priority.
    # TYPE orch_rows gauge
    orch_rows{status="PENDING",priority="P0"} 2
    orch_rows{status="PENDING",priority="P1"} 0
    orch_rows{status="PENDING",priority="P2"} 0
    orch_rows{status="PENDING",priority="other"} 1
    orch_rows{status="IN_PROGRESS",priority="P0"} 0
    orch_rows{status="IN_PROGRESS",priority="P1"} 1
    orch_rows{status="IN_PROGRESS",priority="P2"} 1
    orch_rows{status="IN_PROGRESS",priority="other"} 0
    orch_rows{status="BLOCKED",priority="P0"} 1
    orch_rows{status="BLOCKED",priority="P1"} 0
    orch_rows{status="BLOCKED",priority="P2"} 0
    orch_rows{status="BLOCKED",priority="other"} 0
    orch_rows{status="FAILED",priority="P0"} 0
    orch_rows{status="FAILED",priority="P1"} 0
    orch_rows{status="FAILED",priority="P2"} 1
    orch_rows{status="FAILED",priority="other"} 0
    orch_rows{status="DONE",priority="P0"} 0
    orch_rows{status="DONE",priority="P1"} 1
    orch_rows{status="DONE",priority="P2"} 0
    orch_rows{status="DONE",priority="other"} 0
    # HELP orch_stale_rows Rows in progress for longer than they should be.
    # TYPE orch_stale_rows gauge
    orch_stale_rows 1
    # HELP orch_oldest_waiting_seconds The longest time that a row has waited for a person.
    # TYPE orch_oldest_waiting_seconds gauge
    orch_oldest_waiting_seconds 0
    # HELP orch_paused Whether the queue is paused: 1 or 0.
    # TYPE orch_paused gauge
    orch_paused 0
    # HELP orch_disk_free_bytes The free space of the disk with the files of the queue.
    # TYPE orch_disk_free_bytes gauge
    orch_disk_free_bytes N

    """

  private static let prometheusOfRuns = """
    # HELP orch_runs Runs in the run log that ended.
    # TYPE orch_runs gauge
    orch_runs 4
    # HELP orch_started_runs Runs in the run log that began.
    # TYPE orch_started_runs gauge
    orch_started_runs 1
    # HELP orch_finished_rows Rows that runs in the run log finished, by result.
    # TYPE orch_finished_rows gauge
    orch_finished_rows{result="success"} 2
    orch_finished_rows{result="failure"} 1
    # HELP orch_success_ratio Successes among the finished rows, from 0 to 1.
    # TYPE orch_success_ratio gauge
    orch_success_ratio 0.6667
    # HELP orch_retries How often a row was taken back.
    # TYPE orch_retries gauge
    orch_retries 1
    # HELP orch_ignored_lines Lines of the run log that are torn or were not written by orch.
    # TYPE orch_ignored_lines gauge
    orch_ignored_lines 1
    # HELP orch_run_latency_average_seconds The average time of a run.
    # TYPE orch_run_latency_average_seconds gauge
    orch_run_latency_average_seconds 0.1175
    # HELP orch_run_latency_p95_seconds The time that 95 of 100 runs did not exceed.
    # TYPE orch_run_latency_p95_seconds gauge
    orch_run_latency_p95_seconds 0.3

    """

  private static let prometheusOfBuild = """
    # HELP orch_build_info The version of the program.
    # TYPE orch_build_info gauge
    orch_build_info{version="1.0.0"} 1

    """

  private static let prometheusOfAttempts = """
    # HELP orch_attempts_total Attempts that ended, by failure class or by the result for the \
    row.
    # TYPE orch_attempts_total counter
    # HELP orch_attempt_duration_seconds From the claim of a row to the end of the attempt.
    # TYPE orch_attempt_duration_seconds histogram
    orch_attempt_duration_seconds_bucket{le="60"} 0
    orch_attempt_duration_seconds_bucket{le="300"} 0
    orch_attempt_duration_seconds_bucket{le="900"} 0
    orch_attempt_duration_seconds_bucket{le="1800"} 0
    orch_attempt_duration_seconds_bucket{le="3600"} 0
    orch_attempt_duration_seconds_bucket{le="7200"} 0
    orch_attempt_duration_seconds_bucket{le="14400"} 0
    orch_attempt_duration_seconds_bucket{le="28800"} 0
    orch_attempt_duration_seconds_bucket{le="+Inf"} 0
    orch_attempt_duration_seconds_sum 0
    orch_attempt_duration_seconds_count 0
    # HELP orch_cost_usd_total The known cost of ended attempts, in US dollars.
    # TYPE orch_cost_usd_total counter
    orch_cost_usd_total 0
    # HELP orch_cost_unknown_total Ended attempts with an unknown cost.
    # TYPE orch_cost_unknown_total counter
    orch_cost_unknown_total 0

    """

  @Test func `the same for Prometheus`() throws {
    let scene = try Scene(rows: Self.rows, log: Self.log)
    var outcome = try scene.ops("metrics", "--prometheus")
    outcome.output.replace(/orch_disk_free_bytes \d+/, with: "orch_disk_free_bytes N")
    expect(
      outcome,
      is: .prints(
        Self.prometheus + Self.prometheusOfRuns + Self.prometheusOfAttempts,
        warning: Self.warning))
    try expect(
      Scene(rows: Self.rows, log: Self.log).bash(
        "mv logs/orch_runs.jsonl .; rm QUEUE.md; $OPS metrics --prometheus --log-path orch_runs.jsonl"
      ),
      is: .prints(Self.prometheusOfBuild + Self.prometheusOfRuns))
  }

  @Test func `a file of Prometheus follows its rules, whatever the queue holds`() throws {
    let hostile = "\"} 1\\n# TYPE x\u{1B}[2J"
    let scenes = [
      try Scene(rows: Self.rows, log: Self.log), try Scene(rows: [], log: []),
      try Scene(
        rows: [row(hostile, "PENDING", hostile, task: hostile, owner: hostile)],
        log: [runEnd(hostile.replacing("\"", with: "\\\""), 5), runEnd("done", 123_456_789)]),
    ]
    for scene in scenes {
      let text = try scene.ops("metrics", "--prometheus", "--quiet").output
      let exposition = try Exposition(parsing: text)
      #expect(exposition.complaints == [])
      #expect(exposition.samples["orch_rows"]?.count == 20)
      #expect(!text.contains("\u{1B}") && !text.contains("2J"))
    }
  }

  @Test func `the minutes of stale rows are those of the setting`() throws {
    let scene = try Scene(rows: Self.rows, log: [])
    let stale = try scene.bash(
      "$OPS metrics -q | jq .stale_in_progress", environment: ["ORCH_KPI_STALE_MINUTES": "1"])
    expect(stale, is: .prints("2\n"))
  }
}
