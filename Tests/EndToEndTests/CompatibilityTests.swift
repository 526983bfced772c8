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
}
