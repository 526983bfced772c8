import Testing

/// What a terminal of a Korean locale shows; a pipe has English there, too.
@Suite struct KoreanTerminalTests {
  private static let locale = ["LANG": "ko_KR.UTF-8", "NO_COLOR": "1"]

  private static let rows = queueText(
    row("A", "PENDING", "P0", task: "로그인 고치기"),
    row("B", "IN_PROGRESS", task: "빌드", owner: "worker-a", started: "2026-01-31 10:00"))

  struct Line: CustomTestStringConvertible {
    let line, output: String
    var testDescription: String { line }
  }

  @Test(arguments: [
    Line(
      line: "$ORCH list",
      output: """
        ID    상태         순위  소유자     경과  작업
        A   . PENDING      P0                     로그인 고치기
        B   > IN_PROGRESS  P1    worker-a  8시간  빌드

        """),
    Line(line: "$OPS waiting", output: "답, 승인, 병합을 기다리는 행이 없습니다\n"),
    Line(
      line: "$OPS digest",
      output: """
        2026-01-30 18:00부터 아무 일도 없었습니다
        작업 중: B (worker-a, 10:00부터)

        """),
    Line(line: "$ORCH pick", output: "A\n"),
    Line(line: "$ORCH list | cat", output: "A\tPENDING\tP0\t로그인 고치기\nB\tIN_PROGRESS\tP1\t빌드\n"),
    Line(
      line: "LC_ALL=C $ORCH pick B",
      output: """
        ERROR: B is IN_PROGRESS, owned by worker-a
          only PENDING rows can be picked; orch release --id B --force frees it

        """),
  ])
  func `a terminal is Korean`(_ line: Line) throws {
    let scene = try Scene(file: Self.rows)
    try expect(scene.terminal(line.line, environment: Self.locale), is: line.output)
  }

  @Test func `a digest is Korean`() throws {
    let scene = try Scene(
      file: queueText(
        row("A"), row("C", notes: "plan=p"), row("D"), row("E", notes: "approval=start")))
    _ = try scene.orch("fail", "A", "--notes", "no disk", "--force")
    _ = try scene.orch("done", "C", "--notes", "ok", "--force")
    for _ in 0..<3 {
      _ = try scene.orch("release", "D", "--owner-session", "w")
      _ = try scene.orch("pick", "D", "--owner-session", "w")
    }
    _ = try scene.orch("pick", "E")
    try expect(
      scene.terminal("$OPS digest", environment: Self.locale),
      is: """
        완료 1, 실패 1, 사람을 기다림 1
        A FAILED: no disk (ops retry A)
        E 승인 대기: 작업을 시작하기 전입니다 (지금; orch approve E)
        D: 3번 시작했습니다 (orch history D)
        계획 p done: 행 1개 중 1개 완료 (orch plan show p)
        작업 중: D (w, 18:00부터)

        """)
  }
}
