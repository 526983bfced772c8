import Testing

/// What `show` shows a person, and what scripts get.
@Suite struct TerminalShowTests {
  private static let esc = "\u{1B}["
  private static let rows = queueText(
    row(
      "A", "IN_PROGRESS", "P0", task: "e\u{1B}[31mred\u{202E}x 👩‍💻 e\u{301}", owner: "w",
      started: "2026-01-31 15:00", due: "2026-01-31 17:00",
      notes: "first thing that was found / second thing is a longer text that goes on / 셋째"),
    row("B", due: "someday", notes: "after=A"))

  private static func field(_ name: String, _ text: String) -> String {
    let padding = String(repeating: " ", count: 18 - name.count)
    return "\(esc)2m\(name)\(padding)\(esc)0m\(text)\n"
  }

  @Test func `names are dim, the status coloured, times have ages, notes are broken`() throws {
    let scene = try Scene(file: Self.rows)
    let indent = String(repeating: " ", count: 18)
    let screen = [
      Self.field("id", "A"),
      Self.field("status", "\(Self.esc)34m> IN_PROGRESS\(Self.esc)0m"),
      Self.field("priority", "P0"),
      Self.field("task", "e\\u{1B}[31mred\\u{202E}x 👩‍💻 e\u{301}"),
      Self.field("success_criteria", "it works"), Self.field("owner_session", "w"),
      Self.field("started_at_kst", "2026-01-31 15:00 (3 h)"),
      Self.field("due_at_kst", "\(Self.esc)31m2026-01-31 17:00 (1 h late)\(Self.esc)0m"),
      Self.field("notes", "first thing that was found"),
      "\(indent)/ second thing is a longer text that goes\n\(indent)on / 셋째\n",
      Self.field("line", "5"),
    ]
    try expect(scene.terminal("$ORCH show A", columns: 60), is: screen.joined())
  }

  @Test func `where notes have room they stay one line`() throws {
    let scene = try Scene(file: Self.rows)
    let screen = try scene.terminal("$ORCH show A --color never", columns: 200)
    #expect(
      screen.contains(
        "\nnotes             first thing that was found / second thing is a longer text that "
          + "goes on / 셋째\n"))
  }

  @Test func `the history has ages, and is broken between cells`() throws {
    let scene = try Scene(rows: row("A"))
    let session = ["ORCH_OWNER_SESSION": "worker-a"]
    try scene.orch(
      "pick", environment: session.merging(["ORCH_NOW": "2026-01-31 15:00"]) { $1 }
    ).check()
    try scene.orch("done", "A", "--notes", "로그인을 고쳤고 모든 테스트가 통과했다", environment: session).check()
    let screen = try scene.terminal("$ORCH show A --color never", columns: 60)
    let history = screen.split(separator: "\n").drop { $0 != "history" }.joined(separator: "\n")
    expect(
      history,
      is: """
        history
          2026-01-31 15:00 (3 h) pick by worker-a:
            status PENDING -> IN_PROGRESS;
            owner_session - -> worker-a;
            started_at_kst - -> 2026-01-31 15:00
          2026-01-31 18:00 (now) done by worker-a:
            status IN_PROGRESS -> DONE;
            notes - -> 로그인을 고쳤고 모든 테스트가 통과했다
        """)
  }

  @Test func `a row that waits`() throws {
    let scene = try Scene(file: Self.rows)
    try expect(
      scene.terminal("$ORCH show B --color never"),
      is: """
        id                B
        status            . PENDING
        priority          P1
        task              work
        success_criteria  it works
        owner_session     -
        started_at_kst    -
        due_at_kst        someday
        notes             -
        after             A
        waits_for         A (IN_PROGRESS)
        line              6

        """)
  }

  @Test func `a row that was tried, and is leased`() throws {
    let notes = "review_attempts=1 / max_attempts=2 / idempotency_key=k\u{202E}1"
    let scene = try Scene(rows: row("A", notes: notes))
    try scene.orch(
      "pick", "--owner-session", "w", environment: ["ORCH_NOW": "2026-01-31 17:30"]
    ).check()
    let screen = try scene.terminal("$ORCH show A --color never")
    let fields = screen.split(separator: "\n").drop { !$0.hasPrefix("attempt_count") }
    expect(
      fields.prefix(5).joined(separator: "\n"),
      is: """
        attempt_count     1
        max_attempts      2
        idempotency_key   k\\u{202E}1
        lease             w until 2026-01-31 18:30 (in 30 min)
        line              5
        """)
  }

  @Test func `without a terminal a row is printed as lines`() throws {
    let scene = try Scene(file: Self.rows)
    let text = """
      id                A
      status            IN_PROGRESS
      priority          P0
      task              e\\u{1B}[31mred\\u{202E}x 👩‍💻 e\u{301}
      success_criteria  it works
      owner_session     w
      started_at_kst    2026-01-31 15:00
      due_at_kst        2026-01-31 17:00
      notes             first thing that was found / second thing is a longer text that goes on / 셋째
      line              5

      """
    try expect(scene.orch("show", "A"), is: .prints(text))
    try expect(
      scene.orch("show", "A", "--color", "always", environment: ["COLUMNS": "30"]),
      is: .prints(
        text.replacing("  IN_PROGRESS", with: "  \(Self.esc)34mIN_PROGRESS\(Self.esc)0m")))
  }
}
