import Testing

/// What a person sees on a terminal, and when there is colour.
@Suite struct TerminalTests {
  private static let rows = queueText(
    row("A", "PENDING", "P0", task: "한국어 작업"),
    row("LONG-ID-1", "IN_PROGRESS", task: "plain", owner: "w", started: "2026-01-31 10:00"),
    row("C", "FAILED", "P2", task: "e\u{1B}[31mred\u{202E}x 👩‍💻 e\u{301}"),
    row("D", "DONE", "weird", task: "a long task that goes on and on until the very end of it"),
    row("E", "BLOCKED", task: "漢字とひらがなの長い長い作業の名前がここにあります"))

  private static let plain = """
    ID         STATUS       PRI    TASK
    A          PENDING      P0     한국어 작업
    LONG-ID-1  IN_PROGRESS  P1     plain
    C          FAILED       P2     e\\u{1B}[31mred\\u{202E}x 👩‍💻 e\u{301}
    D          DONE         weird  a long task that goes on and…
    E          BLOCKED      P1     漢字とひらがなの長い長い作業…

    """

  private static let coloured =
    plain
    .replacing("IN_PROGRESS  ", with: "\u{1B}[34mIN_PROGRESS  \u{1B}[0m")
    .replacing("FAILED       ", with: "\u{1B}[31mFAILED       \u{1B}[0m")
    .replacing("DONE         ", with: "\u{1B}[32mDONE         \u{1B}[0m")
    .replacing("BLOCKED      ", with: "\u{1B}[33mBLOCKED      \u{1B}[0m")
    .replacing(
      "ID         STATUS       PRI    TASK",
      with: "\u{1B}[1mID         \u{1B}[0m\u{1B}[1mSTATUS       \u{1B}[0m"
        + "\u{1B}[1mPRI    \u{1B}[0m\u{1B}[1mTASK\u{1B}[0m")

  @Test(arguments: [
    ("$ORCH list", [:], coloured), ("$ORCH list --color auto", [:], coloured),
    ("$ORCH list --color never", [:], plain), ("$ORCH list", ["NO_COLOR": "1"], plain),
    ("$ORCH list --color=always", ["NO_COLOR": "1"], coloured),
    ("$ORCH list", ["NO_COLOR": "", "CLICOLOR_FORCE": "0"], coloured),
  ])
  func `list is an aligned table of the terminal's width`(
    _ command: String, environment: [String: String], table: String
  ) throws {
    let scene = try Scene(file: Self.rows)
    try expect(scene.terminal(command, columns: 60, environment: environment), is: table)
  }

  @Test func `columns of a narrow terminal keep some of the task`() throws {
    let scene = try Scene(rows: row("A", task: "a long task"), row("B", task: "작업 작업 작업"))
    let table = """
      ID  STATUS   PRI  TASK
      A   PENDING  P1   a long …
      B   PENDING  P1   작업 작…

      """
    try expect(scene.terminal("$ORCH list --color never", columns: 10), is: table)
  }

  private static let esc = "\u{1B}["
  private static let summary = """
    summary PENDING=1 \(esc)34mIN_PROGRESS=1\(esc)0m \(esc)33mBLOCKED=1\(esc)0m \
    \(esc)31mFAILED=1\(esc)0m \(esc)32mDONE=1\(esc)0m
    top_in_progress:
    - LONG-ID-1 P1 owner=w started=2026-01-31 10:00 plain

    """
  private static let colourless = """
    summary PENDING=1 IN_PROGRESS=1 BLOCKED=1 FAILED=1 DONE=1
    top_in_progress:
    - LONG-ID-1 P1 owner=w started=2026-01-31 10:00 plain

    """

  @Test(arguments: [
    ("status", [:], colourless), ("status --color always", [:], summary),
    ("status", ["CLICOLOR_FORCE": "1"], summary), ("status", ["CLICOLOR_FORCE": "0"], colourless),
    ("status", ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], colourless),
    ("status --color never", ["CLICOLOR_FORCE": "1"], colourless),
  ])
  func `where there is no terminal colour is asked for`(
    _ command: String, environment: [String: String], output: String
  ) throws {
    let scene = try Scene(file: Self.rows)
    try expect(scene.bash("$OPS \(command)", environment: environment), is: .prints(output))
  }

  @Test func `on a terminal status, warnings and errors are coloured`() throws {
    let scene = try Scene(file: Self.rows + "| bad |\n")
    let warning = """
      \(Self.esc)33mWARNING:\(Self.esc)0m QUEUE.md:10:8: expected 9 cells, found 1 [cell-count] \
      (such rows are left alone; orch lint lists them)

      """
    try expect(scene.terminal("$OPS status"), is: warning + Self.summary)
    try expect(
      scene.terminal("$ORCH done nope --notes x"),
      is: warning
        + "\(Self.esc)31mERROR:\(Self.esc)0m Row id not found: nope (orch list shows the rows)\n")
    try expect(
      scene.terminal("NO_COLOR=1 $ORCH done nope --notes x"),
      is: """
        WARNING: QUEUE.md:10:8: expected 9 cells, found 1 [cell-count] \
        (such rows are left alone; orch lint lists them)
        ERROR: Row id not found: nope (orch list shows the rows)

        """)
  }

  @Test func `on a terminal show colours the status and escapes the rest`() throws {
    let scene = try Scene(file: Self.rows)
    let text = """
      id                C
      status            \(Self.esc)31mFAILED\(Self.esc)0m
      priority          P2
      task              e\\u{1B}[31mred\\u{202E}x 👩‍💻 e\u{301}
      success_criteria  it works
      owner_session     -
      started_at_kst    -
      due_at_kst        -
      notes             -
      line              7

      """
    try expect(scene.terminal("$ORCH show C"), is: text)
  }

  @Test func `json is the same on a terminal`() throws {
    let scene = try Scene(file: Self.rows)
    try expect(
      scene.terminal("$ORCH list --json"), is: scene.orch("list", "--json").output)
  }

  @Test func `without a terminal list stays lines, also with colour`() throws {
    let scene = try Scene(rows: row("A", "FAILED"))
    try expect(
      scene.orch("list", "--color", "always"), is: .prints("A\tFAILED\tP1\twork\n"))
  }
}
