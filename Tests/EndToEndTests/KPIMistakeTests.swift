import Testing

/// What stops `ops kpi`.
@Suite struct KPIMistakeTests {
  private static let usage = "usage: ops kpi [options]; ops kpi --help"

  @Test(arguments: [
    (["--max-failure-rate", "20"], "'20' for --max-failure-rate: it must be a number from 0 to 1"),
    (["--max-failure-rate", "x"], "'x' for --max-failure-rate: it must be a number from 0 to 1"),
    (
      ["--max-latency-p95-ms", "-1"],
      "'-1' for --max-latency-p95-ms: it must be a whole number, 0 or more"
    ),
    (
      ["--stale-minutes", "1.5"], "'1.5' for --stale-minutes: it must be a whole number, 0 or more"
    ),
    (
      ["--since", "soon"],
      "'soon' for --since: use a time such as 24h, 7d or 4w, or a date such as 2026-01-31"
    ),
  ])
  func `a limit that cannot be read is named`(_ words: [String], error: String) throws {
    let scene = try Scene(rows: [])
    try expect(
      scene.run(scene.opsPath, ["kpi"] + words),
      is: .fails(64, "ERROR: invalid value \(error) (\(Self.usage))"))
  }

  @Test func `a variable that cannot be read is named`() throws {
    let scene = try Scene(rows: [])
    try expect(
      scene.ops("kpi", environment: ["ORCH_KPI_STALE_MINUTES": "soon"]),
      is: .fails(
        64,
        "ERROR: invalid value 'soon' for ORCH_KPI_STALE_MINUTES "
          + "(it must be a whole number, 0 or more)"))
  }

  @Test func `a database that is not there is missing`() throws {
    let scene = try Scene(rows: [])
    try expect(
      scene.ops("kpi", "--db-path", "q.db"),
      is: .fails(
        66,
        "ERROR: no database at \(scene.path("q.db")) (orch migrate makes one from QUEUE.md, "
          + "orch init --db \(scene.path("q.db")) an empty one)"))
  }

  @Test(arguments: [["kpi"], ["metrics"], ["metrics", "--prometheus"]])
  func `a log that is a folder stops it`(_ words: [String]) throws {
    let scene = try Scene(rows: row("A"))
    try scene.makeFolder(Scene.log)
    try expect(
      scene.run(scene.opsPath, words),
      is: .fails(
        74,
        "ERROR: cannot read \(scene.path(Scene.log)): Is a directory "
          + "(name the file with --log-path)"))
  }

  @Test func `a malformed queue stops it`() throws {
    let scene = try Scene(file: "no table\n")
    #expect(try scene.ops("kpi").status == 65)
  }

  // MARK: Figures without a queue

  private static let noQueue = """
    (orch init creates one here; --queue PATH names one elsewhere)
    """

  @Test func `without a queue a log that was named is enough`() throws {
    let scene = try Scene()
    try scene.writeLog([runEnd("done", 100), runEnd("fail", 300)], to: "runs.jsonl")
    let figures = Outcome.prints(
      """
      kpi success_rate=50.00% latency_p95_ms=300 latency_avg_ms=200.00 retry_count=0 \
      stale_in_progress=-
      alert failure_rate=0.5000 exceeds 0.2000

      """)
    try expect(scene.ops("kpi", "--log-path", "runs.jsonl"), is: figures)
    try expect(scene.ops("kpi", environment: ["ORCH_LOG_PATH": "runs.jsonl"]), is: figures)
    let json = try scene.bash(
      "$OPS metrics --log-path runs.jsonl | jq -c '[.stale_in_progress,.rows]'")
    expect(json, is: .prints("[null,null]\n"))
  }

  @Test func `a queue that is missing is missed`() throws {
    let scene = try Scene()
    try scene.writeLog([runEnd("done", 100)])
    let folder = scene.folder
    let nothing = "ERROR: no QUEUE.md from \(folder) up to \(folder) \(Self.noQueue)"
    // No option names the log.
    try expect(scene.ops("kpi"), is: .fails(66, nothing))
    // There is no such log.
    try expect(scene.ops("kpi", "--log-path", "gone.jsonl"), is: .fails(66, nothing))
    // The queue was named.
    try expect(
      scene.ops("kpi", "--queue", "gone.md", "--log-path", Scene.log),
      is: .fails(
        66,
        "ERROR: no queue at \(folder)/gone.md (orch init --queue \(folder)/gone.md creates one)"))
    // There was one.
    _ = try scene.bash("ln -s gone.md QUEUE.md")
    try expect(
      scene.ops("kpi", "--log-path", Scene.log),
      is: .fails(
        66,
        "ERROR: \(folder)/QUEUE.md is a link to gone.md, which does not exist "
          + "(mend the link, or remove it)"))
  }
}
