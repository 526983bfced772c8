import Testing

/// What stops `ops kpi`.
@Suite struct KPIMistakeTests {
  private static let usage = "usage: ops kpi [options]; ops kpi --help"

  @Test(arguments: [
    (["--max-failure-rate", "x"], "'x' for --max-failure-rate: it must be a number from 0 to 1"),
    (
      ["--max-latency-p95-ms", "-1"],
      "'-1' for --max-latency-p95-ms: it must be a whole number, 0 or more"
    ),
    (
      ["--stale-minutes", "1.5"], "'1.5' for --stale-minutes: it must be a whole number, 0 or more"
    ),
  ])
  func `a limit that cannot be read is named`(_ words: [String], error: String) throws {
    let scene = try Scene(rows: [])
    try expect(
      scene.run(scene.opsPath, ["kpi"] + words),
      is: .fails(64, "ERROR: invalid value \(error) (\(Self.usage))"))
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
}
