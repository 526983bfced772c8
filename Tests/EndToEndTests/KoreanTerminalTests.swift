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
    Line(
      line: "$OPS status",
      output: """
        summary PENDING=1 IN_PROGRESS=1 BLOCKED=0 FAILED=0 DONE=0
        top_in_progress:
        ID  순위  소유자     경과  시작              작업
        B   P1    worker-a  8시간  2026-01-31 10:00  빌드

        """),
    Line(line: "$OPS waiting", output: "답, 승인, 병합을 기다리는 행이 없습니다\n"),
    Line(
      line: "$OPS digest",
      output: """
        2026-01-30 18:00부터 아무 일도 없었습니다
        작업 중: B (worker-a, 10:00부터)

        """),
    Line(line: "$OPS why A", output: "A  다음에 가져갈 행입니다: orch pick A\n"),
    Line(line: "$ORCH pick", output: "A\n"),
    Line(
      line: "$ORCH done nope --notes x",
      output: """
        오류: 행 id를 찾을 수 없습니다: nope
          orch list로 행을 볼 수 있습니다

        """),
    Line(
      line: "$ORCH done B --notes x --owner-session v",
      output: """
        오류: B: 소유자는 worker-a입니다 (v 아님)
          --force를 주면 소유자와 관계없이 바꿉니다

        """),
    Line(
      line: "$ORCH fmt --chek",
      output: """
        오류: 알 수 없는 옵션 '--chek'
          혹시 --check입니까?
          사용법: orch fmt [options]; orch fmt --help

        """),
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

  @Test func `the help is Korean`() throws {
    let scene = try Scene()
    try expect(
      scene.terminal("$ORCH fmt --help", environment: Self.locale),
      is: """
        orch fmt - 표를 정렬하고 다른 것은 바꾸지 않습니다

        사용법: orch fmt [--check] [--ids] [options]

        열의 너비는 가장 넓은 셀에 맞춥니다. 한글과 이모지는 두 칸으로 셉니다. 80보다 넓은 셀은 그 행에서만
        튀어나옵니다. 셀 수가 틀린 행은 그대로 둡니다. 텍스트가 맞는 동안은 이후의 변경도 정렬을
        지킵니다. --ids가 있으면 id 없이 쓴 행에 다음 id도 줍니다.

        옵션:
          --check  아무것도 바꾸지 않고, 정렬되어 있지 않으면 1로 종료
          --ids    id가 없는 행에 다음 id도 줍니다

        모든 명령의 옵션:
          --queue PATH               큐 파일 (ORCH_QUEUE_MD, ORCH_BASE_DIR; 위쪽 폴더로 올라가며 찾음)
          --here                     git의 연결된 작업 트리에서 그곳에 있는 큐의 사본
          --db PATH                  대신 작업할 데이터베이스: SQLite 파일 또는 postgresql://…
          --owner-session S          실행하는 세션 (ORCH_OWNER_SESSION; 사람)
          --attempt TOKEN            작업 중인 배정의 토큰. orch pick --json이 줍니다 (ORCH_ATTEMPT)
          --lock-timeout SECONDS     큐의 잠금을 기다리는 시간 (ORCH_LOCK_TIMEOUT; 10)
          --log-path PATH            실행 로그 (ORCH_LOG_PATH; 큐 옆의 logs/orch_runs.jsonl)
          --no-log                   실행 로그를 쓰지 않음
          --trace-id ID              로그와 저널에서 이 실행의 이름 (ORCH_TRACE_ID; trace-와 16진수)
          --json                     텍스트 대신 JSON 문서 하나
          --color auto|always|never  색. auto는 터미널에서만 (NO_COLOR, CLICOLOR_FORCE; auto)
          --quiet                    표준 오류에 경고와 알림을 쓰지 않음 (-q)
          --help                     이 도움말을 보여 줍니다 (-h)
          --version                  버전을 출력합니다

        예:
          orch fmt
              사람이 파일을 읽기 전에
          orch fmt --check
              정렬되어 있는지만 말합니다. 아니면 상태 1
          orch fmt --ids
              id를 비워 두고 행을 쓴 뒤

        """)
  }
}
