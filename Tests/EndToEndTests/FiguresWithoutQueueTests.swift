import Testing

/// What `ops` prints where there is a run log, and no queue.
@Suite struct FiguresWithoutQueueTests {
  private static let noQueue = """
    (orch init creates one here; --queue PATH names one elsewhere)
    """

  @Test func `without a queue a log that was named is enough`() throws {
    let scene = try Scene()
    try scene.writeLog([runEnd("done", 100), runEnd("fail", 300)], to: "runs.jsonl")
    let told = Outcome.prints(
      """
      kpi success_rate=50.00% latency_p95_ms=300 latency_avg_ms=200.00 retry_count=0 \
      stale_in_progress=-
      alert failure_rate=0.5000 exceeds 0.2000

      """)
    try expect(scene.ops("kpi", "--log-path", "runs.jsonl"), is: told)
    try expect(scene.ops("kpi", environment: ["ORCH_LOG_PATH": "runs.jsonl"]), is: told)
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
