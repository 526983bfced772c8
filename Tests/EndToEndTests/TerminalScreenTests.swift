import Testing

/// What `status`, `workers` and `show` show a person, and what scripts get.
@Suite struct TerminalScreenTests {
  private static let rows = queueText(
    row(
      "ORCH-001", "IN_PROGRESS", "P1", task: "로그인 버그를 고치고 다시 확인한다", owner: "worker-a",
      started: "2026-01-31 15:00", due: "2026-01-31 17:00"),
    row("B", "IN_PROGRESS", "P0", task: "a\u{1B}[2J", owner: "w\u{202E}", started: "soon"),
    row("C", "IN_PROGRESS", "P2", owner: "worker-a", started: "2026-01-17 18:00"),
    row("D", "IN_PROGRESS"), row("E", "FAILED"), row("F", notes: "after=E,B"), row("G"))

  private static let esc = "\u{1B}["
  private static let summary = """
    summary PENDING=2 \(esc)34mIN_PROGRESS=4\(esc)0m \(esc)33mBLOCKED=0\(esc)0m \
    \(esc)31mFAILED=1\(esc)0m \(esc)32mDONE=0\(esc)0m
    top_in_progress:
    - B P0 owner=w\\u{202E} started=soon a\\u{1B}[2J
    - ORCH-001 P1 owner=worker-a started=2026-01-31 15:00 로그인 버그를 고치고 다시 확인한다
    - D P1 owner=- started=- work
    - C P2 owner=worker-a started=2026-01-17 18:00 work
    stuck:
    - F waits for E (FAILED)
    failed:
    - E no reason is noted (ops retry E)

    """
  private static let colourless = ["34m", "33m", "31m", "32m", "0m"].reduce(summary) {
    $0.replacing(esc + $1, with: "")
  }

  @Test(arguments: [
    ("status", [:], colourless), ("status --color always", [:], summary),
    ("status", ["CLICOLOR_FORCE": "1"], summary), ("status", ["CLICOLOR_FORCE": "0"], colourless),
    ("status", ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], colourless),
    ("status --color never", ["CLICOLOR_FORCE": "1"], colourless),
    ("status", ["CLICOLOR_FORCE": "1", "TERM": "dumb", "COLUMNS": "20"], summary),
  ])
  func `where there is no terminal colour is asked for, and the lines stay`(
    _ command: String, environment: [String: String], output: String
  ) throws {
    let scene = try Scene(file: Self.rows)
    try expect(scene.bash("$OPS \(command)", environment: environment), is: .prints(output))
  }

  @Test(arguments: [
    (
      80,
      """
      summary PENDING=2 IN_PROGRESS=4 BLOCKED=0 FAILED=1 DONE=0
      top_in_progress:
      ID        PRI  OWNER       AGE  STARTED           TASK
      B         P0   w\\u{202E}        soon              a\\u{1B}[2J
      ORCH-001  P1   worker-a    3 h  2026-01-31 15:00  로그인 버그를 고치고 다시 확…
      D         P1                                      work
      C         P2   worker-a   2 wk  2026-01-17 18:00  work
      stuck:
      ID  WAITS FOR
      F   E (FAILED)
      failed:
        E no reason is noted
          ops retry E

      """
    ),
    (
      40,
      """
      summary PENDING=2 IN_PROGRESS=4 BLOCKED=0 FAILED=1 DONE=0
      top_in_progress:
      ID        PRI  TASK
      B         P0   a\\u{1B}[2J
      ORCH-001  P1   로그인 버그를 고치고 다…
      D         P1   work
      C         P2   work
      stuck:
      ID  WAITS FOR
      F   E (FAILED)
      failed:
        E no reason is noted
          ops retry E

      """
    ),
  ])
  func `status is aligned on a terminal`(_ columns: Int, screen: String) throws {
    let scene = try Scene(file: Self.rows)
    try expect(scene.terminal("$OPS status --color never", columns: columns), is: screen)
  }

  @Test func `status is coloured on a terminal`() throws {
    let scene = try Scene(file: Self.rows)
    let screen = try scene.terminal("$OPS status", environment: ["ORCH_TOP_IN_PROGRESS": "1"])
    expect(
      screen,
      is: """
        summary PENDING=2 \(Self.esc)34mIN_PROGRESS=4\(Self.esc)0m \(Self.esc)33mBLOCKED=0\(Self.esc)0m \(Self.esc)31mFAILED=1\(Self.esc)0m \(Self.esc)32mDONE=0\(Self.esc)0m
        top_in_progress:
        \(Self.esc)1mID  PRI  OWNER      STARTED  TASK\(Self.esc)0m
        B   P0   w\\u{202E}  soon     a\\u{1B}[2J
        \(Self.esc)2m1 of 4 rows in progress\(Self.esc)0m
        stuck:
        \(Self.esc)1mID  WAITS FOR\(Self.esc)0m
        F   E (FAILED)
        failed:
          \(Self.esc)31mE no reason is noted\(Self.esc)0m
            \(Self.esc)1mops retry E\(Self.esc)0m

        """)
  }

  @Test func `what waits for a person is wrapped, with its age and a command to copy`() throws {
    let scene = try Scene(
      file: queueText(
        row("A", notes: "approval=start"),
        row("B", "BLOCKED", started: "2026-01-31 15:00", notes: "awaits=answer / question=1")))
    try expect(
      scene.bash("$ORCH pick A", environment: ["ORCH_NOW": "2026-01-31 16:00"]),
      is: .fails(
        1,
        "ERROR: A needs a person's approval before its work begins (orch approve A, or orch reject A "
          + "--reason R)"))
    try expect(
      scene.terminal("$OPS waiting --color never", columns: 40),
      is: """
          B asks a question (3 h)
            orch answer B TEXT
          A waits for approval before its work
            begins (2 h)
            orch approve A

        """)
  }

  @Test func `status of a queue at rest is the counts`() throws {
    let scene = try Scene(rows: row("A"), row("B", "DONE"))
    try expect(
      scene.terminal("$OPS status --color never"),
      is: """
        summary PENDING=1 IN_PROGRESS=0 BLOCKED=0 FAILED=0 DONE=1
        top_in_progress: none

        """)
  }

  @Test(arguments: [
    (
      80,
      """
      WHEN              AGE  ID  COMMAND  WHO       CHANGE
      2026-01-31 15:00  3 h  A   pick     worker-a  status PENDING -> IN_PROGRESS;
                                                    owner_session - -> worker-a;
                                                    started_at_kst - -> 2026-01-31
                                                    15:00
      2026-01-31 18:00  now  A   release  worker-a  status IN_PROGRESS -> PENDING;
                                                    owner_session worker-a -> -;
                                                    started_at_kst 2026-01-31 15:00 ->
                                                    -

      """
    ),
    (
      40,
      """
      AGE  ID  COMMAND  CHANGE
      3 h  A   pick     status PENDING ->
                        IN_PROGRESS;
                        owner_session - ->
                        worker-a;
                        started_at_kst - ->
                        2026-01-31 15:00
      now  A   release  status IN_PROGRESS ->
                        PENDING;
                        owner_session worker-a
                        -> -;
                        started_at_kst
                        2026-01-31 15:00 -> -

      """
    ),
  ])
  func `history fits a terminal`(_ columns: Int, screen: String) throws {
    let scene = try Scene(rows: row("A"))
    try expect(scene.terminal("$ORCH history"), is: "No changes\n")
    let session = ["ORCH_OWNER_SESSION": "worker-a"]
    try scene.orch(
      "pick", environment: session.merging(["ORCH_NOW": "2026-01-31 15:00"]) { $1 }
    ).check()
    try scene.orch("release", "A", environment: session).check()
    try expect(scene.terminal("$ORCH history --color never", columns: columns), is: screen)
  }

  private static let workers = """
    workers_active=2 in_progress=4
    - - tasks=1 p0=0 p1=1 p2=0 ids=D oldest_start=-
    - worker-a tasks=2 p0=0 p1=1 p2=1 ids=ORCH-001,C oldest_start=2026-01-17 18:00
    - w\\u{202E} tasks=1 p0=1 p1=0 p2=0 ids=B oldest_start=-

    """

  @Test func `workers stay lines where there is no terminal`() throws {
    let scene = try Scene(file: Self.rows)
    try expect(scene.ops("workers"), is: .prints(Self.workers))
    try expect(scene.ops("workers", "--color", "always"), is: .prints(Self.workers))
  }

  @Test(arguments: [
    (
      80,
      """
      workers_active=2 in_progress=4
      OWNER      TASKS  P0  P1  P2   AGE  OLDEST START      IDS
      -              1   0   1   0                          D
      worker-a       2   0   1   1  2 wk  2026-01-17 18:00  ORCH-001,C
      w\\u{202E}      1   1   0   0                          B

      """
    ),
    (
      40,
      """
      workers_active=2 in_progress=4
      OWNER      TASKS  P2   AGE  IDS
      -              1   0        D
      worker-a       2   1  2 wk  ORCH-001,C
      w\\u{202E}      1   0        B

      """
    ),
  ])
  func `workers are aligned on a terminal`(_ columns: Int, screen: String) throws {
    let scene = try Scene(file: Self.rows)
    try expect(scene.terminal("$OPS workers --color never", columns: columns), is: screen)
  }
}
