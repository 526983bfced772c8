import Testing

/// Queues as the Python tool and its users have written them.
@Suite struct CompatibilityTests {
  private static let file = """
    # ORCH Queue

    Rules: edit by hand, or use `orch`.

    ## Tasks

    | id | status | priority | task | success_criteria | owner_session | started_at_kst | \
    due_at_kst | notes |
    | --- | --- | --- | --- | --- | --- | --- | --- | --- |
    | ORCH-101 | DONE | P1 | Draft plan | plan exists | agent:main | 2026-01-01 09:00 | EOD | \
    ok / Skipped duplicate / by hand |
    | ORCH-102 | IN_PROGRESS | P2 | Build API | tests pass; coverage > 80% | agent:main / sub | \
    2026-01-01 10:00 | next week | retry_not_before=1767225600 / owner asked / review_attempts=2 |
    | ORCH-103 | PENDING | P3 | Nice to have | - | - | - | someday | |
    | ORCH-104 | PENDING | HIGH | 긴급 확인 | 확인됨 | - | - | 오늘 | a / b / c |
    | TEAM-7.a | FAILED | P0 | Ship | shipped | | | | boom / failure=timeout |

    ## Notes

    | date | note |
    | --- | --- |
    | 2026-01-01 | started |

    """

  @Test func `it is read as it is, without a word`() throws {
    let scene = try Scene(file: Self.file)
    let list = """
      ORCH-101\tDONE\tP1\tDraft plan
      ORCH-102\tIN_PROGRESS\tP2\tBuild API
      ORCH-103\tPENDING\tP3\tNice to have
      ORCH-104\tPENDING\tHIGH\t긴급 확인
      TEAM-7.a\tFAILED\tP0\tShip

      """
    try expect(scene.orch("list"), is: .prints(list))
    try expect(
      scene.ops("status"),
      is: .prints(
        """
        summary PENDING=2 IN_PROGRESS=1 BLOCKED=0 FAILED=1 DONE=1
        top_in_progress:
        - ORCH-102 P2 owner=agent:main / sub started=2026-01-01 10:00 Build API
        failed:
        - TEAM-7.a boom (ops retry TEAM-7.a)

        """))
    let json = try scene.orch("list", "--json", "--status", "IN_PROGRESS").output
    #expect(json.contains(#""attempt_count":2,"#), "\(json)")
  }

  @Test func `lint warns of what it may mean, and fails nothing`() throws {
    let scene = try Scene(file: Self.file)
    let warnings = [
      "9:85: warning: unreadable time 'EOD': use YYYY-MM-DD HH:MM [unreadable-time]",
      "10:112: warning: unreadable time 'next week': use YYYY-MM-DD HH:MM [unreadable-time]",
      "11:24: warning: unknown priority 'P3' sorts after P2: use P0, P1, P2 [unknown-priority]",
      "11:56: warning: unreadable time 'someday': use YYYY-MM-DD HH:MM [unreadable-time]",
      "12:24: warning: unknown priority 'HIGH' sorts after P2: use P0, P1, P2 [unknown-priority]",
      "12:53: warning: unreadable time '오늘': use YYYY-MM-DD HH:MM [unreadable-time]",
    ]
    try expect(
      scene.orch("lint"), is: .prints(warnings.map { "QUEUE.md:\($0)\n" }.joined()))
  }

  @Test func `a day's work changes its cells and nothing else`() throws {
    let scene = try Scene(file: Self.file)
    try expect(scene.orch("pick", "--owner-session", "agent:x"), is: .prints("ORCH-103\n"))
    try expect(
      scene.orch("done", "ORCH-102", "--notes", "shipped it"), is: .prints("ORCH-102 -> DONE\n"))
    try expect(scene.ops("retry", "TEAM-7.a"), is: .prints("TEAM-7.a -> PENDING\n"))
    try expect(scene.orch("pick"), is: .prints("TEAM-7.a\n"))
    try expect(scene.orch("pick"), is: .prints("ORCH-104\n"))
    try expect(scene.orch("pick"), is: .prints("No pending tasks\n"))
    try expect(
      scene.orch("fail", "ORCH-104", "--notes", "later", "--append"),
      is: .prints("ORCH-104 -> FAILED\n"))
    try expect(scene.add(), is: .prints("Added ORCH-105\n"))
    let after =
      Self.file
      .replacing("IN_PROGRESS | P2", with: "DONE | P2")
      .replacing(
        "retry_not_before=1767225600 / owner asked / review_attempts=2", with: "shipped it"
      )
      .replacing(
        "PENDING | P3 | Nice to have | - | - | - |",
        with: "IN_PROGRESS | P3 | Nice to have | - | agent:x | 2026-01-31 18:00 |"
      )
      .replacing(
        "PENDING | HIGH | 긴급 확인 | 확인됨 | - | - | 오늘 | a / b / c |",
        with: "FAILED | HIGH | 긴급 확인 | 확인됨 | - | 2026-01-31 18:00 | 오늘 | a / b / c / later |"
      )
      .replacing(
        "FAILED | P0 | Ship | shipped | | | | boom / failure=timeout |",
        with:
          "IN_PROGRESS | P0 | Ship | shipped | | 2026-01-31 18:00 | | "
          + "boom / retry_requested / review_attempts=1 |\n" + row("ORCH-105"))
    try expect(scene.text(), is: after)
  }

  @Test func `rows of 60 KB are rows`() throws {
    let long = String(repeating: "단계 하나 / step ", count: 3000)
    let rows = (1...5).map { row("R-\($0)", task: "\(long)\($0)", notes: "\(long)note") }
    let scene = try Scene(file: queueText(rows))
    try expect(scene.orch("pick"), is: .prints("R-1\n"))
    try expect(
      scene.orch("done", "R-3", "--append", "--notes", "end"), is: .prints("R-3 -> DONE\n"))
    var after = rows
    after[0] = row(
      "R-1", "IN_PROGRESS", task: "\(long)1", started: Scene.now, notes: "\(long)note")
    after[2] = row("R-3", "DONE", task: "\(long)3", notes: "\(long)note / end")
    #expect(try scene.text() == queueText(after))
    try expect(scene.orch("lint"), is: .prints(""))
    let shown = try scene.orch("show", "R-3")
    #expect(shown.status == 0 && shown.output.contains("\(long)note / end"))
  }

  @Test func `numbers go on after the highest`() throws {
    let scene = try Scene(rows: row("ORCH-099"), row("ORCH-7"), row("X-500"), row("ORCH-12a"))
    try expect(scene.add(), is: .prints("Added ORCH-100\n"))
    try expect(scene.add(), is: .prints("Added ORCH-101\n"))
  }
}
