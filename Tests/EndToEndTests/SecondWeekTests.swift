import TestSupport
import Testing

/// The second week of four users, on a terminal in both languages: a person with an editor, a
/// lead with a chat, a reviewer, and an operator with cron.
@Suite struct SecondWeekTests {
  enum Language: String, CaseIterable {
    case english = "C.UTF-8"
    case korean = "ko_KR.UTF-8"
  }

  /// What is typed, and what the terminal shows.
  private struct Step {
    let line: String
    let english: String
    let korean: String

    /// - Parameter korean: `nil` where it is the same.
    init(_ line: String, _ english: String, _ korean: String? = nil) {
      (self.line, self.english, self.korean) = (line, english, korean ?? english)
    }
  }

  private func play(_ steps: [Step], in scene: Scene, _ language: Language) throws {
    let options = scene.options.joined(separator: " ")
    let functions = ["orch", "ops"].map {
      #"\#($0)() { $\#($0.uppercased()) "$@" \#(options); }; "#
    }
    for step in steps {
      let shown = try scene.terminal(
        functions.joined() + step.line, columns: 100,
        environment: [
          "LC_ALL": language.rawValue, "NO_COLOR": "1", "USER": "ann",
          "PATH": "\(scene.path("bin")):/usr/bin:/bin",
        ]
      )
      .replacing(#/ann@[^\s,]+/#, with: "ann@host")
      .replacing(" --db queue.db", with: "").replacing("retry PAGE --force", with: "retry PAGE")
      .replacing("retry LOGO --force", with: "retry LOGO")
      let expected = language == .english ? step.english : step.korean
      #expect(shown == (expected.isEmpty ? "" : expected + "\n"), "\(step.line)")
    }
  }

  // MARK: An editor

  @Test(arguments: Language.allCases)
  func `a person writes rows, and saves an old buffer over newer ones`(_ language: Language) throws
  {
    let scene = try Scene(file: queueText([]))
    try play(
      [
        Step(
          "orch add 'Fix the login'",
          """
          WARNING: ORCH-001 has no success criteria: nothing can show that it is done, so its \
          report will wait for orch approve (orch edit ORCH-001 --criteria C adds some)
          Added ORCH-001
          """,
          """
          경고: ORCH-001: 완료 기준이 없어 다 되었는지 확인할 수 없습니다. 보고가 오면 사람이 orch approve로 \
          승인해야 합니다 (기준 추가: orch edit ORCH-001 --criteria C)
          추가했습니다: ORCH-001
          """),
        Step(
          "orch add 'Write the | guide' -q --criteria 'file: guide.md' --priority p0",
          "Added ORCH-002", "추가했습니다: ORCH-002"),
        Step(
          "orch edit ORCH-001 --criteria 'tests pass' --due '2026-01-30 12:00'",
          """
          Edited ORCH-001
          success_criteria: - -> tests pass
          due_at_kst: - -> 2026-01-30 12:00
          """,
          """
          고쳤습니다: ORCH-001
          success_criteria: - -> tests pass
          due_at_kst: - -> 2026-01-30 12:00
          """),
        Step(
          "orch list --overdue",
          """
          ID          STATUS   PRI       DUE  TASK
          ORCH-001  . PENDING  P1   1 d late  Fix the login
          1 of 2 rows
          """,
          """
          ID          상태     순위      마감  작업
          ORCH-001  . PENDING  P1    1일 지남  Fix the login
          2행 중 1행
          """),
      ], in: scene, language)
    let buffer = try scene.text()
    try expect(scene.orch("pick", "--owner-session", "w1"), is: .prints("ORCH-002\n"))
    try scene.write(buffer)
    try play(
      [
        Step(
          "orch list",
          """
          WARNING: QUEUE.md lacks newer changes; the shown queue has them, and the next command \
          writes it
          ID          STATUS       PRI  OWNER  AGE       DUE  TASK
          ORCH-001  . PENDING      P1               1 d late  Fix the login
          ORCH-002  > IN_PROGRESS  P0   w1     now            Write the / guide
          """,
          """
          경고: QUEUE.md에 더 새로운 변경이 없습니다. 다음 명령이 쓸 병합된 큐를 보여 줍니다
          ID          상태         순위  소유자  경과      마감  작업
          ORCH-001  . PENDING      P1                  1일 지남  Fix the login
          ORCH-002  > IN_PROGRESS  P0    w1      지금            Write the / guide
          """),
        Step("echo Guide > guide.md", ""),
        Step("orch done -q ORCH-002 --owner-session w1 --notes guide.md", "ORCH-002 -> DONE"),
        Step("orch rm ORCH-001", "Removed ORCH-001", "제거했습니다: ORCH-001"),
        Step(
          "orch list", "No rows\n  1 more finished (--all)", "행이 없습니다\n  끝난 행 1개가 더 있습니다 (--all)"),
        Step("orch restore ORCH-001", "ORCH-001 -> PENDING"),
        Step(
          "orch ls",
          """
          ERROR: unknown command 'ls'
            did you mean list?
            usage: orch <command> [options]; orch --help
          """,
          """
          오류: 알 수 없는 명령 'ls'
            혹시 list입니까?
            사용법: orch <command> [options]; orch --help
          """),
      ], in: scene, language)
    // The highest id was deleted by hand, and isn't used again.
    try scene.write(scene.text().split(separator: "\n").dropLast().joined(separator: "\n") + "\n")
    try expect(
      scene.orch("add", "--task", "Next", "--criteria", "c").output, is: "Added ORCH-003\n")
  }

  // MARK: A lead and a reviewer

  private static func team(_ kept: QueueKept) throws -> Scene {
    let scene = try Scene(kept, ids: "LOGO", "PAGE", "SHIP")
    try expect(
      scene.orch("edit", "SHIP", "--after", "PAGE").output, is: "Edited SHIP\nafter: - -> PAGE\n")
    return scene
  }

  @Test(arguments: Language.allCases, QueueKept.allCases)
  func `a lead stops and retries work in a chat, and removes rows`(
    _ language: Language, _ kept: QueueKept
  ) throws {
    try play(
      [
        Step("orch pick LOGO -q --owner-session worker_b", "LOGO"),
        Step("ops chat '!cancel worker_b out of time'", "LOGO -> BLOCKED"),
        Step(
          "ops status | cat",
          """
          summary PENDING=2 IN_PROGRESS=0 BLOCKED=1 FAILED=0 DONE=0
          top_in_progress: none
          blocked:
          - LOGO cancelled by an operator: out of time (ops retry LOGO)
          """),
        Step("ops retry -q LOGO PAGE --force 2> /dev/null", "LOGO -> PENDING"),
        Step(
          "ops cancel --match work --dry-run",
          """
          LOGO -> BLOCKED
          PAGE -> BLOCKED
          SHIP -> BLOCKED
          """),
        Step(
          "orch rm PAGE",
          """
          ERROR: SHIP waits for PAGE
            remove PAGE from the 'after' of those rows first, or use orch rm --force
          """,
          """
          오류: PAGE: 이 행을 기다리는 행이 있습니다: SHIP
            먼저 그 행들의 after에서 PAGE를 빼십시오. 그래도 제거하기: orch rm --force
          """),
        Step("orch rm LOGO", "Removed LOGO", "제거했습니다: LOGO"),
        Step(
          "orch undo", "LOGO -> PENDING (took back rm by ann@host, 2026-01-31 18:00)",
          "LOGO -> PENDING (되돌린 변경: rm by ann@host, 2026-01-31 18:00)"),
        Step(
          "orch list --blocked",
          """
          ID      STATUS   PRI  TASK
          SHIP  . PENDING  P1   work
          1 of 3 rows
          """,
          """
          ID      상태     순위  작업
          SHIP  . PENDING  P1    work
          3행 중 1행
          """),
      ], in: Self.team(kept), language)
  }

  @Test(arguments: Language.allCases, QueueKept.allCases)
  func `a reviewer answers a question, and learns from a tick what was blocked`(
    _ language: Language, _ kept: QueueKept
  ) throws {
    let scene = try Self.team(kept)
    try scene.write(
      "[REPORT PAGE]\nStatus: QUESTION\nQuestion: English or Korean?\n", to: "report.txt")
    try play(
      [
        Step("orch pick PAGE -q --owner-session w", "PAGE"),
        Step(
          "< report.txt orch report -q --owner-session w", "PAGE -> BLOCKED (QUESTION)"),
        Step(
          "ops status",
          """
          summary PENDING=2 IN_PROGRESS=0 BLOCKED=1 FAILED=0 DONE=0
          top_in_progress: none
          stuck:
          ID    WAITS FOR
          SHIP  PAGE (BLOCKED)
          blocked:
            PAGE asks: English or Korean?
              orch answer PAGE TEXT
          """,
          """
          summary PENDING=2 IN_PROGRESS=0 BLOCKED=1 FAILED=0 DONE=0
          top_in_progress: none
          stuck:
          ID    기다리는 행
          SHIP  PAGE (BLOCKED)
          blocked:
            PAGE 질문: English or Korean?
              orch answer PAGE TEXT
          """),
        Step("orch answer PAGE 'Korean, please'", "PAGE -> PENDING"),
        Step("orch pick PAGE -q --owner-session w", "PAGE"),
        Step("orch block PAGE -q --owner-session w --notes 'no font'", "PAGE -> BLOCKED"),
        Step("ops pause --reason 'new disk' -q > /dev/null", ""),
        Step(
          "orch tick -q", "NOOP\nPAGE BLOCKED worker: no font (ops retry PAGE)",
          "NOOP\nPAGE BLOCKED 워커: no font (ops retry PAGE)"),
        Step("orch tick -q", "NOOP"),
        Step(
          "orch pick",
          """
          WARNING: the queue is paused by ann@host since 18:00: new disk (ops resume continues)
          No pending tasks
          """,
          """
          경고: 아무것도 시작하지 않습니다. 일시 정지: ann@host, 18:00부터 (new disk) (ops resume으로 끝냅니다)
          맡을 수 있는 행이 없습니다
          """),
        Step("ops resume", "resumed", "일시 정지를 끝냈습니다"),
        Step(
          "ORCH_NOW='2026-02-03 18:00' ops health; echo $?",
          """
          HEALTH_WARN attention rows=1 oldest=PAGE waits 3d; a row waits, and none has been taken for 1d: \
          orch tick claims none without a worker in orch.json (orch pick takes one)
          20
          """,
          """
          HEALTH_WARN attention rows=1 oldest=PAGE waits 3d; 대기하는 행이 1개인데 1d 동안 아무도 맡지 않았습니다: \
          orch.json에 워커가 없으면 orch tick은 배정하지 않습니다 (orch pick은 행을 맡습니다)
          20
          """),
      ], in: scene, language)
  }

  // MARK: An operator

  @Test(arguments: Language.allCases)
  func `an operator names ids, drains, schedules, and mends settings`(_ language: Language) throws {
    let scene = try Scene()
    try scene.makeFolder("bin")
    try writeExecutable(
      """
      #!/bin/sh
      case $1 in
        -l) [ -e crontab ] || { echo no crontab for ann >&2; exit 1; }; cat crontab ;;
        *) cat > crontab ;;
      esac
      """, to: scene.path("bin/crontab"))
    try expect(scene.orch("init", "--prefix", "WEB").status, is: 0)
    try play(
      [
        Step("orch add Logo -q", "Added WEB-001", "추가했습니다: WEB-001"),
        Step("orch rm WEB-001", "Removed WEB-001", "제거했습니다: WEB-001"),
        Step(
          "orch add 'Draw it' -q --notes 'in blue'", "Added WEB-002", "추가했습니다: WEB-002"),
        Step(
          "EDITOR='sed -i s/blue/red/' orch edit WEB-002 --editor",
          "Edited WEB-002\nnotes: in blue -> in red", "고쳤습니다: WEB-002\nnotes: in blue -> in red"),
        Step(
          "orch history WEB-002 --who ann | tail -n 1",
          "2026-01-31 18:00\tWEB-002\tedit\tann@host\tnotes in blue -> in red"),
        Step(
          "ops drain --timeout 1",
          "the queue stays paused: nothing starts until ops resume\ndrained",
          "큐는 멈춰 있습니다: ops resume까지 아무것도 시작하지 않습니다\n작업 중인 워커가 없습니다"),
        Step("orch tick -q", "NOOP"),
        Step("ops resume", "resumed", "일시 정지를 끝냈습니다"),
        // A tick that starts nothing is not installed.
        Step(
          """
          cp orch.json kept
          echo '{"workers": {"w": {"adapter": "simulated", "script": ["done"]}}}' > orch.json
          orch schedule cron | cut -c 1-28
          """, "cron\tcrontab: */30 * * * * P"),
        Step(
          "orch schedule --remove --dry-run | head -n 1 | cut -c 1-32",
          "would remove cron\tcrontab: */30 "),
        Step(
          "orch schedule --remove | cut -c 1-20; mv kept orch.json",
          "removed cron\tcrontab\nnothing is scheduled"),
        Step("orch pick -q --owner-session w", "WEB-002"),
        Step(
          "ORCH_NOW='2026-01-31 18:10' orch fail WEB-002 -q --owner-session w --notes 'no ink'",
          "WEB-002 -> FAILED"),
        Step(
          "ops kpi | tail -n 1",
          """
          rows ended=1 done=0 success_rate=0.00% attempts_avg=1.00 recovered=0 lead_p50_s=- \
          lead_p95_s=- work_p50_s=600 work_p95_s=600
          """),
        Step("ops chat '!retry WEB-002'", "WEB-002 -> PENDING"),
        Step(
          "echo '{\"spawm\": 1}' > orch.json; orch list -q",
          """
          ID         STATUS   PRI  TASK
          WEB-002  . PENDING  P1   Draw it
          """,
          """
          ID         상태     순위  작업
          WEB-002  . PENDING  P1    Draw it
          """),
        Step(
          "orch tick | sed 's/^/out: /'",
          """
          ERROR: \(scene.path("orch.json")): unknown key 'spawm'
            did you mean spawn?
          """,
          """
          오류: \(scene.path("orch.json")): 알 수 없는 키 'spawm'
            혹시 spawn입니까?
          """),
      ], in: scene, language)
  }
}
