import Testing

/// What `list` shows a person, and when there is colour.
@Suite struct TerminalTests {
  private static let rows = queueText(
    row("A", "PENDING", "P0", task: "한국어 작업"),
    row("LONG-ID-1", "IN_PROGRESS", task: "plain", owner: "w", started: "2026-01-31 10:00"),
    row("C", "FAILED", "P2", task: "e\u{1B}[31mred\u{202E}x 👩‍💻 e\u{301}"),
    row("D", "DONE", "weird", task: "a long task that goes on and on until the very end of it"),
    row("E", "BLOCKED", task: "漢字とひらがなの長い長い作業の名前がここにあります"))

  private static let plain = """
    ID           STATUS       PRI    OWNER  AGE  TASK
    A          . PENDING      P0                 한국어 작업
    LONG-ID-1  > IN_PROGRESS  P1     w      8 h  plain
    C          x FAILED       P2                 e\\u{1B}[31mred\\u{202E}x 👩‍💻 e\u{301}
    D          + DONE         weird              a long task that goes on an…
    E          ! BLOCKED      P1                 漢字とひらがなの長い長い作…

    """

  private static let coloured =
    plain
    .replacing("> IN_PROGRESS", with: "\u{1B}[34m>\u{1B}[0m \u{1B}[34mIN_PROGRESS\u{1B}[0m")
    .replacing("x FAILED", with: "\u{1B}[31mx\u{1B}[0m \u{1B}[31mFAILED\u{1B}[0m")
    .replacing("+ DONE", with: "\u{1B}[32m+\u{1B}[0m \u{1B}[32mDONE\u{1B}[0m")
    .replacing("! BLOCKED", with: "\u{1B}[33m!\u{1B}[0m \u{1B}[33mBLOCKED\u{1B}[0m")
    .replacing(
      "ID           STATUS       PRI    OWNER  AGE  TASK",
      with: "\u{1B}[1mID           STATUS       PRI    OWNER  AGE  TASK\u{1B}[0m")

  @Test(arguments: [
    ("$ORCH list --all", [:], coloured), ("$ORCH list --all --color auto", [:], coloured),
    ("$ORCH list --all --color never", [:], plain), ("$ORCH list --all", ["NO_COLOR": "1"], plain),
    ("$ORCH list --all", ["TERM": "dumb"], plain),
    ("$ORCH list --all", ["TERM": "xterm"], coloured),
    ("$ORCH list --all", ["TERM": "dumb", "CLICOLOR_FORCE": "1"], coloured),
    ("$ORCH list --all --color=always", ["NO_COLOR": "1"], coloured),
    ("$ORCH list --all", ["NO_COLOR": "", "CLICOLOR_FORCE": "0"], coloured),
  ])
  func `list is an aligned table of the terminal's width`(
    _ command: String, environment: [String: String], table: String
  ) throws {
    let scene = try Scene(file: Self.rows)
    try expect(scene.terminal(command, columns: 73, environment: environment), is: table)
  }

  /// Rows that have all there is to show.
  private static let full = queueText(
    row(
      "ORCH-001", "IN_PROGRESS", "P0", task: "로그인 버그를 고치고 다시 확인한다", owner: "worker-a",
      started: "2026-01-31 15:00", due: "2026-01-31 17:00"),
    row("ORCH-002", task: "short", due: "2026-02-01 12:00"),
    row("ORCH-003", "DONE", task: "done in time", owner: "worker-b", due: "2026-01-30 12:00"),
    row("ORCH-004", "FAILED", task: "no time", owner: "worker-b", due: "Friday"))

  @Test(arguments: [
    (
      200,
      """
      ID          STATUS       PRI  OWNER     AGE       DUE  TASK
      ORCH-001  > IN_PROGRESS  P0   worker-a  3 h  1 h late  로그인 버그를 고치고 다시 확인한다
      ORCH-002  . PENDING      P1                   in 18 h  short
      ORCH-003  + DONE         P1   worker-b        1 d ago  done in time
      ORCH-004  x FAILED       P1   worker-b         Friday  no time

      """
    ),
    (
      80,
      """
      ID          STATUS       PRI  OWNER     AGE       DUE  TASK
      ORCH-001  > IN_PROGRESS  P0   worker-a  3 h  1 h late  로그인 버그를 고치고 다…
      ORCH-002  . PENDING      P1                   in 18 h  short
      ORCH-003  + DONE         P1   worker-b        1 d ago  done in time
      ORCH-004  x FAILED       P1   worker-b         Friday  no time

      """
    ),
    (
      60,
      """
      ID          STATUS       PRI       DUE  TASK
      ORCH-001  > IN_PROGRESS  P0   1 h late  로그인 버그를 고치…
      ORCH-002  . PENDING      P1    in 18 h  short
      ORCH-003  + DONE         P1    1 d ago  done in time
      ORCH-004  x FAILED       P1     Friday  no time

      """
    ),
    (
      40,
      """
      ID          TASK
      ORCH-001  > 로그인 버그를 고치고 다시 …
      ORCH-002  . short
      ORCH-003  + done in time
      ORCH-004  x no time

      """
    ),
    (
      24,
      """
      ID          TASK
      ORCH-001  > 로그인 버그…
      ORCH-002  . short
      ORCH-003  + done in time
      ORCH-004  x no time

      """
    ),
  ])
  func `a narrow terminal shows less of the rows, and all of their ids`(
    _ columns: Int, table: String
  ) throws {
    let scene = try Scene(file: Self.full)
    try expect(scene.terminal("$ORCH list --all --color never", columns: columns), is: table)
  }

  @Test(arguments: [
    (0, ["COLUMNS": "24"], 24), (0, [:], 80), (0, ["COLUMNS": "many"], 80),
    (0, ["COLUMNS": "-3"], 80), (60, ["COLUMNS": "24"], 60),
  ])
  func `where a terminal has no width COLUMNS counts, else it is 80`(
    _ columns: Int, environment: [String: String], same: Int
  ) throws {
    let scene = try Scene(file: Self.full)
    try expect(
      scene.terminal("$ORCH list", columns: columns, environment: environment),
      is: scene.terminal("$ORCH list", columns: same))
  }

  @Test func `only what is late and unfinished is red`() throws {
    let scene = try Scene(file: Self.full)
    let table = try scene.terminal("$ORCH list --all")
    #expect(table.contains("  \u{1B}[31m1 h late\u{1B}[0m  "))
    #expect(table.contains("in 18 h  short"))
    #expect(table.contains("1 d ago  done"))
  }

  @Test(arguments: [
    (
      "list --status DONE --status FAILED",
      """
      ID          STATUS  PRI  OWNER         DUE  TASK
      ORCH-003  + DONE    P1   worker-b  1 d ago  done in time
      ORCH-004  x FAILED  P1   worker-b   Friday  no time
      2 of 4 rows

      """
    ),
    (
      "list --owner - --quiet",
      """
      ID          STATUS   PRI      DUE  TASK
      ORCH-002  . PENDING  P1   in 18 h  short

      """
    ),
    ("list --status BLOCKED", "No rows\n  orch list --all shows all rows\n"),
    ("list --status BLOCKED -q", "No rows\n"),
    (
      "list",
      """
      ID          STATUS       PRI  OWNER     AGE       DUE  TASK
      ORCH-001  > IN_PROGRESS  P0   worker-a  3 h  1 h late  로그인 버그를 고치고 다…
      ORCH-002  . PENDING      P1                   in 18 h  short
      ORCH-004  x FAILED       P1   worker-b         Friday  no time
      1 more finished (--all)

      """
    ),
    (
      "list --owner worker-b",
      """
      ID          STATUS  PRI  OWNER        DUE  TASK
      ORCH-004  x FAILED  P1   worker-b  Friday  no time
      1 of 4 rows, 1 more finished (--all)

      """
    ),
    (
      "list --overdue",
      """
      ID          STATUS       PRI  OWNER     AGE       DUE  TASK
      ORCH-001  > IN_PROGRESS  P0   worker-a  3 h  1 h late  로그인 버그를 고치고 다…
      1 of 4 rows

      """
    ),
    (
      "list --all --sort due --limit 2",
      """
      ID          STATUS       PRI  OWNER     AGE       DUE  TASK
      ORCH-003  + DONE         P1   worker-b        1 d ago  done in time
      ORCH-001  > IN_PROGRESS  P0   worker-a  3 h  1 h late  로그인 버그를 고치고 다…
      2 of 4 rows

      """
    ),
    ("list --search 'time DONE'", "No rows\n  1 more finished (--all)\n"),
    ("list --owner workera", "No rows\n  did you mean --owner worker-a?\n"),
    ("list --owner worker-a --status DONE", "No rows\n  orch list --all shows all rows\n"),
    ("list --owner somebody", "No rows\n  orch list --all shows all rows\n"),
  ])
  func `what a filter leaves is counted`(_ line: String, output: String) throws {
    let scene = try Scene(file: Self.full)
    try expect(scene.terminal("$ORCH \(line) --color never"), is: output)
    #expect(try scene.bash("$ORCH \(line)").errors.isEmpty)
  }

  @Test func `an empty queue says how to begin, on a terminal only`() throws {
    let scene = try Scene(file: queueText())
    try expect(
      scene.terminal("$ORCH list"),
      is:
        "No rows\n  \u{1B}[2morch add --priority P1 --task T --success-criteria C adds one\u{1B}[0m\n"
    )
    try expect(scene.orch("list"), is: .prints(""))
  }

  @Test(arguments: [(20, ""), (21, "21 rows\n")])
  func `a long list is counted below`(_ count: Int, summary: String) throws {
    let rows = (1...count).map { row("R-\($0)") }
    let scene = try Scene(file: queueText(rows))
    let lines = (1...count).map { "R-\($0)\($0 < 10 ? " " : "")  . PENDING  P1   work\n" }.joined()
    try expect(
      scene.terminal("NO_COLOR=1 $ORCH list"),
      is: "ID      STATUS   PRI  TASK\n\(lines)\(summary)")
  }

  @Test func `json is the same on a terminal`() throws {
    let scene = try Scene(file: Self.rows)
    try expect(
      scene.terminal("$ORCH list --json"), is: scene.orch("list", "--json").output)
  }

  @Test func `without a terminal list stays lines, also with colour`() throws {
    let scene = try Scene(
      rows: row("A", "FAILED", "P1"), row("B", "PENDING", "odd", task: "a \\| b\u{1B}"),
      row("C", "DONE"))
    let plain = "A\tFAILED\tP1\twork\nB\tPENDING\todd\ta | b\\u{1B}\nC\tDONE\tP1\twork\n"
    let coloured = plain.replacing("FAILED", with: "\u{1B}[31mFAILED\u{1B}[0m")
      .replacing("DONE", with: "\u{1B}[32mDONE\u{1B}[0m")
    try expect(scene.orch("list"), is: .prints(plain))
    try expect(scene.orch("list", "--color", "always"), is: .prints(coloured))
    try expect(
      scene.orch("list", environment: ["CLICOLOR_FORCE": "1"]), is: .prints(coloured))
    try expect(
      scene.orch("list", "--status", "DONE", "--color=always"),
      is: .prints("C\t\u{1B}[32mDONE\u{1B}[0m\tP1\twork\n"))
  }
}
