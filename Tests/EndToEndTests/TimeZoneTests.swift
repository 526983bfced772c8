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
      is: .prints("Created \(scene.queue)\n\(line) \(scene.path("orch.json"))\n"))
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
      said.contains("시각은 America/New_York 기준입니다: \(scene.path("orch.json"))의 tz\n"), "\(said)")
  }

  @Test func `init says the zone to programs`() throws {
    let scene = try Scene()
    try expect(
      scene.orch("init", "--json", "--tz", "Europe/Berlin", environment: Self.newYork),
      is: .prints(#"{"path":"\#(scene.queue)","tz":"Europe/Berlin"}"# + "\n"))
    // A second queue of the home has the same zone.
    try expect(
      scene.orch("init", "--queue", "b.md", environment: Self.newYork),
      is: .prints("Created \(scene.path("b.md"))\n"))
    #expect(try scene.text("b.md").hasSuffix("\n\n" + Self.header))
    try expect(
      scene.orch("init", "--queue", "c.md", "--tz", "9"),
      is: .fails(
        64,
        "ERROR: invalid value '9' for --tz (it must be Europe/Berlin, which "
          + "\(scene.path("orch.json")) has as tz)"))
  }

  @Test func `Korean time has the columns that it always had`() throws {
    let scene = try Scene()
    let file = scene.path("orch.json")
    try expect(
      scene.orch("init", "--tz", "Asia/Seoul"),
      is: .prints("Created \(scene.queue)\ntimes are in UTC+9: tz_offset in \(file)\n"))
    try expect(scene.text("orch.json"), is: "{\"tz_offset\": 9}\n")
    #expect(try scene.text().contains("| started_at_kst | due_at_kst | notes |"))
  }

  // MARK: Work

  @Test func `a row is added, claimed, shown, linted, aligned, done and taken back`() throws {
    let scene = try Self.scene()
    try expect(
      scene.orch("add", "t", "--criteria", "c", "--due", "2026-11-30", environment: Self.first),
      is: .prints("Added ORCH-001\n"))
    try expect(
      scene.orch("pick", "--owner-session", "w", environment: Self.second),
      is: .prints("ORCH-001\n"))
    try expect(
      scene.text(),
      is: "# Queue\n\n\(Self.header)"
        + "| ORCH-001 | IN_PROGRESS | P1 | t | c | w | 2026-11-01 01:30 | 2026-11-30 23:59 | |\n")
    let item = """
      "started_at_kst":"2026-11-01 01:30","due_at_kst":"2026-11-30 23:59","notes":null,\
      "started_at":"2026-11-01T01:30:00-05:00","due_at":"2026-11-30T23:59:00-05:00",
      """
    for arguments in [["show", "ORCH-001"], ["list"]] {
      let shown = try scene.run(scene.orchPath, arguments + ["--json"], environment: Self.second)
      #expect(shown.output.contains(item), "\(shown)")
    }
    let shown = try scene.orch("show", "ORCH-001", environment: Self.second)
    #expect(shown.output.contains("started_at        2026-11-01 01:30\n"), "\(shown)")
    #expect(shown.output.contains("due_at            2026-11-30 23:59\n"), "\(shown)")
    try expect(scene.orch("lint"), is: .prints(""))
    #expect(try scene.orch("fmt", environment: Self.second).status == 0)
    #expect(try scene.text().contains("| started_at       | due_at           | notes |\n"))
    // It began an hour ago, not two: the claim knows.
    let hour = ["ORCH_NOW": "1793518140"]
    try expect(scene.orch("watchdog", environment: hour), is: .prints("NOOP\n"))
    try expect(
      scene.orch("done", "ORCH-001", "--notes", "n", "--owner-session", "w", environment: hour),
      is: .prints("ORCH-001 -> DONE\n"))
    let history = try scene.orch("history", "--json", environment: hour).output
    #expect(history.contains(#""ts":"2026-11-01T01:30:00-05:00""#), "\(history)")
    #expect(
      history.contains(#""after":{"status":"IN_PROGRESS","owner_session":"w","started_at_kst":"#))
    #expect(try scene.orch("undo", "ORCH-001", environment: hour).status == 0)
    #expect(try scene.text().contains("| IN_PROGRESS |"))
  }

  @Test func `a row goes to the archive and comes back`() throws {
    let scene = try Self.scene(
      rows: row("A", "DONE", owner: "w", started: "2026-01-02 09:00", due: "2026-01-03 09:00"))
    let before = try scene.text()
    _ = try scene.ops("gc", "--older-than", "1d")
    let archive = try scene.text("QUEUE-archive.md")
    #expect(archive.contains("| started_at | due_at |"))
    #expect(archive.contains("| 2026-01-02 09:00 | 2026-01-03 09:00 |"))
    let restored = try scene.orch("restore", "A")
    #expect(restored.status == 0, "\(restored)")
    try expect(scene.text(), is: before)
  }

  @Test func `the database gets the rows, and a new table the same columns`() throws {
    let scene = try Self.scene(
      rows: row("A", "IN_PROGRESS", owner: "w", started: "2026-11-01 01:30"),
      row("B", due: "2026-11-30 18:00"))
    let table = try scene.text()
    let imported = try scene.orch("migrate", environment: Self.second)
    #expect(imported.status == 0 && imported.output.hasPrefix("Imported 2 rows"), "\(imported)")
    let listed = try scene.orch(
      "list", "--db", "db/queue.db", "--json", environment: Self.second
    ).output
    #expect(listed.contains(#""due_at":"2026-11-30T18:00:00-05:00""#), "\(listed)")
    _ = try scene.orch("edit", "B", "--due", "2d", "--db", "db/queue.db", environment: Self.first)
    let rendered = try scene.orch("render", environment: Self.second)
    #expect(rendered.status == 0, "\(rendered)")
    try expect(
      scene.text(), is: table.replacing("| 2026-11-30 18:00 |", with: "| 2026-11-03 01:30 |"))
    try expect(scene.bash("rm -r QUEUE.md .orch*"), is: .prints(""))
    #expect(try scene.orch("render", "--queue", "QUEUE.md", environment: Self.second).status == 0)
    #expect(try scene.text().contains("| started_at | due_at | notes |"))
  }

  @Test func `branches merge by cell`() throws {
    let scene = try Self.scene(rows: row("A"))
    let base = try scene.text()
    try scene.write(base, to: "base.md")
    try scene.write(base.replacing("| work |", with: "| other |"), to: "theirs.md")
    try scene.write(
      base.replacing(row("A"), with: row("A", "IN_PROGRESS", owner: "w", started: Scene.now)),
      to: "ours.md")
    try expect(scene.orch("merge-driver", "base.md", "ours.md", "theirs.md"), is: .prints(""))
    try expect(
      scene.text("ours.md"),
      is: base.replacing(
        row("A"),
        with: row("A", "IN_PROGRESS", task: "other", owner: "w", started: Scene.now)))
  }

  @Test func `a request has the due time of the zone`() throws {
    let scene = try Self.scene()
    // 23:00 on 7 March in New York; on 8 March the clocks skip 02:00 to 03:00.
    let now = ["ORCH_NOW": "1772942400"]
    _ = try scene.orch(
      "intake", "submit", "--request", "fix the login by tomorrow 02:30", environment: now)
    #expect(try scene.text().contains("| 2026-03-08 03:30 |"))
    let plan = try scene.orch(
      "intake", "plan", "--json", "--request", "fix the login by tomorrow", environment: now)
    #expect(plan.output.contains(#""due_at":"2026-03-08T23:59:00-04:00""#), "\(plan)")
  }

  // MARK: Settings

  @Test func `a table in Korean time does not use tz, and warns`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.write("{\"tz\": \"Europe/Berlin\"}\n", to: "orch.json")
    let warning = """
      WARNING: tz is Europe/Berlin, but times are UTC+9, because the table has started_at_kst and \
      due_at_kst (rename these headings to started_at and due_at)

      """
    try expect(
      scene.orch("pick", "--owner-session", "w"), is: .prints("A\n", warning: warning))
    #expect(try scene.text().contains("| w | 2026-01-31 18:00 |"))
  }

  @Test(arguments: [("", "UTC+9", "18:00"), (#"{"tz_offset": 1}"#, "UTC+1", "10:00")])
  func `a table with started_at and without tz says which times it has`(
    _ settings: String, used: String, start: String
  ) throws {
    let scene = try Scene(file: "# Queue\n\n" + Self.header + row("A") + "\n")
    if !settings.isEmpty { try scene.write(settings, to: "orch.json") }
    let now = ["ORCH_NOW": String(Scene.nowEpoch)]
    let found =
      "the table has started_at and due_at, but no tz says their time zone: times are \(used)"
    let fix = #"(set tz in orch.json, such as "Europe/Berlin", in the place of tz_offset)"#
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

  @Test func `a day of costs ends at local midnight, and hours are a zone, too`() throws {
    let scene = try Self.scene("-3.5", rows: row("A"))
    _ = try scene.orch("pick", "--owner-session", "w", environment: ["ORCH_NOW": "0"])
    #expect(try scene.text().contains("| w | 1969-12-31 20:30 |"))
  }

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
