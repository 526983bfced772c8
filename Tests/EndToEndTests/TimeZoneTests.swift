import TestSupport
import Testing

/// A queue in a zone with daylight saving, through every path.
@Suite struct TimeZoneTests {
  private static let newYork = ["TZ": "America/New_York"]
  private static let header = """
    | id | status | priority | task | success_criteria | owner_session | started_at | due_at | notes |
    |---|---|---|---|---|---|---|---|---|

    """

  /// A folder with `orch.json`, and a queue whose columns have a zone.
  private static func scene(_ zone: String = "\"America/New_York\"", rows: String...) throws
    -> Scene
  {
    let scene = try Scene(file: "# Queue\n\n" + header + rows.map { $0 + "\n" }.joined())
    try scene.write("{\"tz\": \(zone)}\n", to: "orch.json")
    return scene
  }

  /// 01:30 in New York, for the first and for the second time.
  private static let first = ["ORCH_NOW": "1793511000"]
  private static let second = ["ORCH_NOW": "1793514600"]

  // MARK: init

  @Test(
    arguments: [
      (
        "en", "times are in America/New_York: tz in",
        "Times are YYYY-MM-DD HH:MM, in America/New_York. An empty cell"
      ),
      (
        "ko", "times are in America/New_York: tz in",
        "시각은 America/New_York 기준이며 YYYY-MM-DD HH:MM으로 씁니다."
      ),
    ])
  func `a new queue is in the machine's zone, and says so`(
    _ language: String, line: String, rule: String
  ) throws {
    let scene = try Scene()
    try expect(
      scene.orch("init", "--lang", language, environment: Self.newYork),
      is: .prints(
        "Created \(scene.queue)\n\(line) \(scene.path("orch.json")) "
          + "(for another zone change it there)\n"))
    try expect(scene.text("orch.json"), is: "{\"tz\": \"America/New_York\"}\n")
    let text = try scene.text()
    #expect(text.contains(rule) && text.hasSuffix("\n\n" + Self.header))
    try expect(scene.orch("lint"), is: .prints(""))
  }

  @Test func `a Korean terminal reads it in Korean`() throws {
    let scene = try Scene()
    let said = try scene.terminal(
      "$ORCH init", columns: 200, environment: Self.newYork.merging(["LANG": "ko_KR.UTF-8"]) { $1 })
    #expect(
      said.contains(
        "시각은 America/New_York 기준입니다: \(scene.path("orch.json"))의 tz (다른 시간대는 거기서 바꾸십시오)\n"),
      "\(said)")
  }

  // MARK: Settings

  @Test(arguments: [("", "UTC+9", "18:00"), (#"{"tz_offset": 1}"#, "UTC+1", "10:00")])
  func `a table with started_at and without tz says which times it has`(
    _ settings: String, used: String, start: String
  ) throws {
    let scene = try Scene(file: "# Queue\n\n" + Self.header + row("A") + "\n")
    if !settings.isEmpty { try scene.write(settings, to: "orch.json") }
    let now = ["ORCH_NOW": String(Scene.nowEpoch)]
    let found =
      "the table has started_at and due_at, but no tz sets their time zone: times are \(used)"
    let fix = #"(set tz in orch.json, such as "Europe/Berlin", instead of tz_offset)"#
    let warning = "WARNING: \(found) \(fix)\n"
    try expect(
      scene.orch("list", environment: now),
      is: .prints("A\tPENDING\tP1\twork\n", warning: warning))
    try expect(
      scene.orch("pick", "--owner-session", "w", environment: now),
      is: .prints("A\n", warning: warning))
    #expect(try scene.text().contains("| w | 2026-01-31 \(start) |"))
    let doctor = try scene.ops("doctor", environment: now)
    #expect(doctor.output.contains("  \(found) \(fix)\n"), "\(doctor)")
    try expect(
      scene.orch("list", environment: now.merging(["ORCH_TZ": "1"]) { $1 }),
      is: .prints("A\tIN_PROGRESS\tP1\twork\n"))
  }

  @Test(
    arguments: [
      (
        #"{"tz": "Europe/Berlin", "tz_offset": 1}"#, "'tz' and 'tz_offset' both set the time zone",
        "keep tz if the table has started_at, tz_offset if it has started_at_kst"
      ),
      (#"{"tz": "Mars/Olympus"}"#, "invalid value \"Mars/Olympus\" for 'tz'", form),
      (#"{"tz": "../../etc/localtime"}"#, "invalid value \"../../etc/localtime\" for 'tz'", form),
      (#"{"tz": "/etc/localtime"}"#, "invalid value \"/etc/localtime\" for 'tz'", form),
      (#"{"tz": "Europe"}"#, "invalid value \"Europe\" for 'tz'", form),
      (#"{"tz": 15}"#, "invalid value 15 for 'tz'", form),
      (#"{"tzz": "Europe/Berlin"}"#, "unknown key 'tzz'", "did you mean tz?"),
    ])
  func `a zone that is unknown stops what writes times, and readers go on`(
    _ settings: String, problem: String, hint: String
  ) throws {
    let scene = try Self.scene(rows: row("A"))
    try scene.write(settings, to: "orch.json")
    let before = try scene.text()
    try expect(
      scene.orch("pick", "--owner-session", "w"),
      is: .fails(64, "ERROR: \(scene.path("orch.json")): \(problem) (\(hint))"))
    #expect(try scene.orch("add", "t", "--criteria", "c", "--due", "2d").status == 64)
    try expect(scene.text(), is: before)
    let listed = try scene.orch("list")
    #expect(listed.status == 0 && listed.errors.contains(problem), "\(listed)")
    #expect(
      try scene.orch("add", "t", "--criteria", "c", "--due", "2026-11-30 18:00").status == 0)
  }

  private static let form =
    "it must be a time zone that this machine knows, such as Europe/Berlin, or hours east of UTC"

  // MARK: --due

  @Test(arguments: [
    ("2026-11-30 18:00", "2026-11-30 18:00"), ("2026-11-30", "2026-11-30 23:59"),
    ("18:00", "2026-11-01 18:00"), ("01:30", "2026-11-02 01:30"), ("tomorrow", "2026-11-02 23:59"),
    ("2d", "2026-11-03 01:30"), ("1w", "2026-11-08 01:30"), ("90m", "2026-11-01 02:00"),
    ("24h", "2026-11-02 00:30"), ("1440m", "2026-11-02 00:30"),
    ("-", "-"),
  ])
  func `a due time as a person types it`(_ text: String, cell: String) throws {
    for option in ["--due", "--due-at-kst"] {
      let scene = try Self.scene(rows: row("A", due: "2026-01-31 18:00"))
      #expect(
        try scene.orch("add", "t", "--criteria", "c", option, text, environment: Self.first).status
          == 0)
      #expect(try scene.orch("edit", "A", option, text, environment: Self.first).status == 0)
      let cells = try scene.text().split(separator: "\n").suffix(2)
        .map { $0.split(separator: " | ")[7] }
      #expect(cells == [cell[...], cell[...]])
    }
  }
}
