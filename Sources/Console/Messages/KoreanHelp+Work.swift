extension KoreanHelp {
  /// The commands of workers and their supervisors.
  static let work: KeyValuePairs<String, String> = [
    // orch dispatch
    "Claim rows for the workers that are free, and start the work on them":
      "빈 워커 수만큼 행을 배정하고 작업을 시작합니다",
    """
    Rows are claimed as by orch pick, but only while fewer than --max-workers are IN_PROGRESS,
    and none whose touches= paths overlap with those of a row at work. Spawn in orch.json says
    what starts the work: a worker that orch supervises, or a command that passes it on;
    each row then belongs to a session called orch-ID. Without it nothing is started: the
    caller starts the work on each row that is printed, and records the session that does it with
    orch assign; until then its owner is --owner-session, else 'dispatcher'. A row without
    a sign of life is taken back by orch watchdog. Where rows wait and none is claimed, a line on
    standard error says why.
    """:
      """
    orch pick처럼 행을 배정하되, IN_PROGRESS 행이 --max-workers보다 적을 때만, 그리고 touches=
    경로가 작업 중인 행과 겹치지 않을 때만 배정합니다. 무엇이 작업을 시작하는지는 orch.json의
    spawn에 적습니다: orch가 감독하는 워커, 또는 작업을 전달하는 명령입니다. 그러면 각 행은
    orch-ID라는 세션의 것이 됩니다. spawn이 없으면 아무것도 시작하지 않습니다. 호출한 쪽이 출력된
    행마다 작업을 시작하고, 그 세션을 orch assign으로 기록합니다. 그때까지 소유자는
    --owner-session, 없으면 'dispatcher'입니다. 살아 있다는 신호가 없는 행은 orch watchdog이
    거두어들입니다. 대기하는 행이 있는데 배정하지 않으면 표준 오류의 한 줄이 이유를 말합니다.
    """,
    "how many rows may be IN_PROGRESS afterwards": "그 뒤에 IN_PROGRESS일 수 있는 행의 수",
    "how many rows to claim at most": "최대 몇 행을 배정할지",
    "exit with 3 when nothing is claimed": "배정한 행이 없으면 3으로 종료",
    "claims two rows, where there are workers for them": "두 행을 배정합니다. 그만큼의 워커가 있을 때",
    "the token for each worker's ORCH_ATTEMPT, too": "각 워커의 ORCH_ATTEMPT에 쓸 토큰도",

    // orch watchdog
    "Take back the rows whose worker is gone": "워커가 사라진 행을 거두어들입니다",
    """
    A worker is gone when the lease that it renewed has ended, or when it sends no heartbeats
    and its row is IN_PROGRESS for longer than --stale-minutes; two minutes at least. Its row
    becomes PENDING; FAILED when its attempts are used up; and BLOCKED when three claims in a
    row ended without an outcome, which a person should look at. A row whose worker orch started
    on this machine is left alone as long as that runs, and taken back soon after it was killed.
    """:
      """
    연장하던 리스가 끝났거나, 하트비트가 없고 행이 --stale-minutes보다 오래 IN_PROGRESS이면
    워커가 사라진 것입니다. 최소 2분입니다. 그 행은 PENDING이 되고, 시도를 모두 썼으면 FAILED,
    세 번의 배정이 잇따라 결과 없이 끝났으면 BLOCKED가 되어 사람이 봐야 합니다. orch가 이 머신에서
    시작한 워커의 행은 워커가 실행되는 동안 그대로 두고, 강제 종료되면 곧 거두어들입니다.
    """,
    "how long a row without heartbeats may be IN_PROGRESS": "하트비트 없는 행이 IN_PROGRESS일 수 있는 시간",
    "the same in hours": "같은 값을 시간 단위로",
    "every ten minutes, in cron": "cron에서 10분마다",
    "where work without heartbeats takes long": "하트비트 없는 작업이 오래 걸리는 곳에서",

    // orch tick
    "Route the reports that wait, take back lost rows, start new work":
      "대기하는 보고서를 처리하고, 워커를 잃은 행을 거두어들이고, 새 작업을 시작합니다",
    """
    What cron calls every 30 minutes. It records edits of the file, routes the reports that wait
    as orch report --drain does, completes what a supervisor that was killed left undone and ends
    workers whose row was taken from them, takes back rows as orch watchdog does, and starts work
    as orch dispatch does, in this order; it never waits for work. A step that fails stops none of
    the others, and its error is printed at the end. With nothing to do it prints NOOP and
    succeeds; with --openclaw NO_REPLY, which an OpenClaw automation takes for silence. Where rows
    wait and none is started, a line on standard error says why; ops why says it of each row.
    Before orch trust it starts nothing and ends with 77; that is printed once a day, and each
    time on a terminal. Each row that work left FAILED or BLOCKED since the tick before is a line on
    standard error, once, also with --quiet, so that cron mails it; what a person stopped by hand
    is not.
    """:
      """
    cron이 30분마다 부릅니다. 파일의 편집을 기록하고, orch report --drain처럼 대기하는 보고서를
    처리하고, 강제 종료된 감독 프로세스가 남긴 일을 마치고, 행을 빼앗긴 워커를 종료하고, orch
    watchdog처럼 행을 거두어들이고, orch dispatch처럼 작업을 시작합니다. 이 순서대로 하며 작업을
    기다리지 않습니다. 한 단계가 실패해도 나머지는 계속하고, 오류는 끝에 출력합니다. 할 일이 없으면
    NOOP을 출력하고 성공합니다. --openclaw이면 NO_REPLY이며, OpenClaw 자동화는 이를 침묵으로
    봅니다. 대기하는 행이 있는데 시작하지 않으면 표준 오류의 한 줄이 이유를 말하고, ops why는 행마다
    이유를 말합니다. orch trust 전에는 아무것도 시작하지 않고 77로 종료합니다. 이는 하루에 한 번,
    터미널에서는 매번 출력합니다. 앞선 틱 뒤에 작업이 FAILED나 BLOCKED로 남긴 행은 --quiet이어도
    표준 오류의 한 줄로 한 번 출력하여 cron이 메일로 보냅니다. 사람이 직접 멈춘 행은 출력하지
    않습니다.
    """,
    "print NO_REPLY instead of NOOP": "NOOP 대신 NO_REPLY를 출력",
    "exit with 3 when there is nothing to do": "할 일이 없으면 3으로 종료",
    "in cron, every 30 minutes": "cron에서 30분마다",
    "starts up to three, and is patient": "최대 세 개를 시작하고, 오래 기다려 줍니다",
    "for an OpenClaw automation: silent when nothing happens": "OpenClaw 자동화에서: 아무 일도 없으면 침묵합니다",

    // orch daemon
    "Tick on a schedule, and whenever the queue changes, until it is ended":
      "끝낼 때까지 일정에 따라, 또 큐가 바뀔 때마다 틱을 돌립니다",
    """
    A service in the place of cron: it does what orch tick does, every --interval, at once when
    the queue, its reports or its workers change, and when a backoff or a lease ends. It prints
    a line for each thing it does, with the time. There is one for a queue. SIGTERM and SIGINT
    end it after the tick that it is in; workers go on, and report to the next one. Each tick
    reads orch.json; SIGHUP makes one come now, and says whether it can be read. As long as it
    can't nothing is done. Where orch.json names no program to start, it claims no rows. What
    goes wrong in a tick is said, once an hour, and tried again a minute later; a pause of a worker
    and a spent budget are said once, until they change. ops doctor says how it is.
    """:
      """
    cron을 대신하는 서비스입니다: orch tick이 하는 일을 --interval마다, 큐나 보고서나 워커가 바뀌면
    바로, 그리고 재시도 대기나 리스가 끝날 때 합니다. 한 일마다 시각과 함께 한 줄을 출력합니다.
    큐마다 하나만 있습니다. SIGTERM과 SIGINT를 받으면 하던 틱을 마치고 끝납니다. 워커는 계속
    일하고 다음 데몬에 보고합니다. 틱마다 orch.json을 읽습니다. SIGHUP은 지금 틱을 돌리고, 읽을 수
    있는지 말합니다. 읽을 수 없는 동안에는 아무것도 하지 않습니다. orch.json에 시작할 프로그램이
    없으면 행을 배정하지 않습니다. 틱에서 잘못된 것은 한 시간에 한 번 말하고 1분 뒤에 다시
    시도합니다. 워커의 일시 정지와 다 쓴 예산은 바뀔 때까지 한 번만 말합니다. 상태는 ops
    doctor가 말합니다.
    """,
    "longest time between ticks: 90s, 30m, 2h":
      "아무 일이 없을 때 다음 틱까지의 시간: 90s, 30m, 2h",
    "end when no row is at work, and nothing can start by itself": "작업 중인 행이 없고 저절로 시작될 것도 없으면 종료",
    "in a terminal, or as a service": "터미널에서, 또는 서비스로",
    "works on all that can be worked on, then ends": "할 수 있는 작업을 모두 하고 끝납니다",
    "looks more often, and does more at once": "더 자주 보고, 한 번에 더 많이 합니다",

    // orch schedule
    "Let cron, systemd or launchd call the tick, or run the daemon":
      "cron, systemd, launchd가 틱을 부르거나 데몬을 실행하게 합니다",
    """
    cron, systemd and launchd call orch tick every --every minutes; daemon makes orch daemon a
    service of systemd or, without that, of launchd. All are the user's own. There is one entry of a
    kind for a queue: another call replaces it. It gets the PATH and LANG of the shell that it is
    called from, because workers need them. Without a kind, or with show, it says what is
    installed for the queue. Programs in orch.json start once orch trust was said.
    """:
      """
    cron, systemd, launchd는 --every분마다 orch tick을 부릅니다. daemon은 orch daemon을 systemd의,
    없으면 launchd의 서비스로 만듭니다. 모두 사용자 자신의 것입니다. 한 큐에는 종류마다 항목이 하나이며,
    다시 부르면 바꿉니다. 부른 셸의 PATH와 LANG을 받습니다. 워커에게 필요하기 때문입니다. 종류가 없거나
    show이면 이 큐를 위해 무엇이 설치되어 있는지 말합니다. orch.json의 프로그램은 orch trust 뒤에
    시작됩니다.
    """,
    "what to install": "무엇을 설치할지",
    "the time between two ticks; it divides an hour": "두 틱 사이의 분. 60을 나누어떨어지게 하는 수",
    "remove what is installed, of this kind or of all": "설치된 것을 제거. 이 종류나 모두",
    "print what would be installed or removed, and change nothing":
      "무엇을 설치하거나 제거할지 출력하고 아무것도 바꾸지 않음",
    "a tick every 30 minutes, by the user's crontab": "사용자의 crontab으로 30분마다 틱",
    "what a service would be": "서비스가 어떤 것일지",
    "removes all that is installed for the queue": "이 큐를 위해 설치된 것을 모두 제거합니다",

    // orch task
    "Print the [TASK ID] message for a worker, or add a team's tasks":
      "워커에게 줄 [TASK ID] 메시지를 출력하거나 팀의 작업을 추가합니다",
    """
    The message says what the row asks for, by which criteria its report is judged, how many
    tokens there are, and how to report. It changes nothing: orch pick or orch dispatch claims
    the row first. With --from the tasks of a team are added from JSON, all or none of them: an
    object or an array of objects as in templates/team_task_template.json.
    """:
      """
    메시지에는 행이 요구하는 것, 보고서를 판정하는 기준, 쓸 수 있는 토큰, 보고하는 방법이 있습니다.
    아무것도 바꾸지 않습니다. 먼저 orch pick이나 orch dispatch가 행을 배정합니다. --from을 주면
    JSON에서 팀의 작업을 모두 추가하거나 하나도 추가하지 않습니다: templates/team_task_template.json
    같은 객체나 객체의 배열입니다.
    """,
    "the row to work on": "작업할 행",
    "who is to do it": "누가 할지",
    "the message, or the same as a JSON document with a JSON Schema of the report":
      "메시지, 또는 보고서의 JSON Schema가 든 JSON 문서",
    "text": "text",
    "add the tasks of this JSON; - reads standard input": "이 JSON의 작업을 추가. -는 표준 입력을 읽습니다",
    "what to send to a worker": "워커에게 보낼 것",
    "adds the tasks that a lead wrote": "리드가 쓴 작업을 추가합니다",

    // orch report
    "Take a worker's [REPORT ID] message: guard, review and route its row":
      "워커의 [REPORT ID] 메시지를 받아 검사하고, 판정하고, 행을 옮깁니다",
    """
    The message is written to the inbox beside the queue first, durably, and then judged, from its
    last line on that is just [REPORT ID]: its length and tokens, then its claims by the gate, as
    orch review does. With --spool it only waits there, which needs no lock; --drain judges all that
    wait. A report for a row that is not IN_PROGRESS, of a session that does not own it, or with
    the token of another claim, changes nothing: it is kept in refused/ with the reason. The token
    is --attempt or ORCH_ATTEMPT. A report that was routed is kept in .orch/attempts.
    """:
      """
    메시지를 먼저 큐 옆의 inbox에 안전하게 쓴 뒤, [REPORT ID]만 있는 마지막 줄부터 판정합니다:
    길이와 토큰, 그리고 orch review처럼 게이트가 주장을 판정합니다. --spool이면 그곳에서 기다리기만
    하므로 잠금이 필요 없고, --drain은 기다리는 것을 모두 판정합니다. IN_PROGRESS가 아닌 행,
    소유하지 않은 세션, 다른 배정의 토큰으로 온 보고서는 아무것도 바꾸지 않고 이유와 함께 refused/에
    남습니다. 토큰은 --attempt 또는 ORCH_ATTEMPT입니다. 처리된 보고서는 .orch/attempts에 남습니다.
    """,
    "the message": "메시지",
    "standard input": "표준 입력",
    "the tokens of the conversation": "대화의 토큰 수",
    "the row that the message is of, where it does not say": "메시지에 적혀 있지 않을 때, 어느 행의 것인지",
    "show the grounds for each criterion, too": "기준마다 근거도 보여 줌",
    "only keep it, for the next drain of the inbox": "보관만 하고 inbox를 다음에 비울 때 처리",
    "route the reports that wait": "대기하는 보고서를 처리",
    "also of a row that is not IN_PROGRESS, of another's, or with another claim's token":
      "IN_PROGRESS가 아닌 행, 다른 세션의 행, 다른 배정의 토큰도",
    "reports on one's own row": "자신의 행에 대해 보고합니다",
    "leaves a report for the next tick": "다음 틱이 처리할 보고서를 남깁니다",
    "routes what waits": "대기하는 것을 처리합니다",

    // orch guard
    "Check a report and its tokens against the guardrails": "보고서와 토큰을 가드레일로 검사합니다",
    """
    A report has the header [REPORT ID], the sections Status, Files, Diff-Summary, Validation,
    Risks and Next in this order, bullets under Files and Diff-Summary, no pasted code, and a
    limited length. BLOCK, for tokens above the hard limit or a violation of high severity,
    moves a row that is PENDING or IN_PROGRESS to BLOCKED; SUMMARIZE and ALLOW change no row.
    Every decision is recorded in the history as an event guardrail. A dry run writes nothing and
    needs no queue.
    """:
      """
    보고서에는 머리글 [REPORT ID]와 Status, Files, Diff-Summary, Validation, Risks, Next 절이 이
    순서로 있고, Files와 Diff-Summary에는 항목 표시가 있으며, 붙여 넣은 코드가 없고, 길이가
    제한됩니다. 토큰이 하드 한도를 넘거나 심각한 위반이 있으면 BLOCK이며, PENDING이나 IN_PROGRESS
    행을 BLOCKED로 옮깁니다. SUMMARIZE와 ALLOW는 행을 바꾸지 않습니다. 모든 결정은 이력에 guardrail
    이벤트로 기록됩니다. 시험 실행은 아무것도 쓰지 않으며 큐가 필요 없습니다.
    """,
    "the row that is reported on": "보고된 행",
    "the report; - reads standard input": "보고서. -는 표준 입력을 읽습니다",
    "the tokens above which to summarize": "이보다 많은 토큰이면 요약",
    "the tokens above which to stop the row": "이보다 많은 토큰이면 행을 멈춤",
    "say what would become of it, and write nothing": "어떻게 될지 말하고 아무것도 쓰지 않음",
    "checks a report": "보고서를 검사합니다",
    "what would be said, without a queue": "큐 없이, 무엇이라고 할지",

    // orch review
    "Judge a report by the row's success criteria, and route the row":
      "행의 완료 기준으로 보고서를 판정하고 행을 옮깁니다",
    """
    PASS, when the report shows every criterion as met: the row becomes DONE. RETRY, when one is
    not met, or the report has a fault: PENDING, without owner and start, and the attempt counts.
    BLOCK, when something outside the worker stops the work, or the attempts are used up, and
    QUESTION, when the worker asks something: BLOCKED. In doubt it is RETRY, with the reason.
    The criteria are those that the row had when it was claimed. One that says file:, grep:,
    json: or cmd: proves itself with --run-checks; what cmd: names is an entry of review.checks
    in orch.json, which must be trusted. A dry run changes nothing, and with --success-criteria it
    needs no queue.
    """:
      """
    보고서가 모든 기준의 충족을 보이면 PASS: 행은 DONE이 됩니다. 하나라도 충족되지 않거나 보고서에
    결함이 있으면 RETRY: 소유자와 시작 시각 없이 PENDING이 되고 시도를 셉니다. 워커 밖의 무언가가
    작업을 막거나 시도를 모두 쓰면 BLOCK, 워커가 물으면 QUESTION: BLOCKED가 됩니다. 확실하지 않으면
    이유와 함께 RETRY입니다. 기준은 행이 배정될 때의 것입니다. file:, grep:, json:, cmd:가 있는
    기준은 --run-checks에서 스스로 증명합니다. cmd:의 이름은 orch.json에 있는 review.checks의
    항목이며, 신뢰를 받아야 합니다. 시험 실행은 아무것도 바꾸지 않고, --success-criteria가 있으면
    큐가 필요 없습니다.
    """,
    "in place of the row's own": "행의 기준 대신",
    "how many attempts there may be": "시도할 수 있는 횟수",
    "how many attempts there were": "시도한 횟수",
    "let criteria prove themselves": "기준이 스스로 증명하게 함",
    "show the grounds for and against each criterion": "기준마다 충족과 미충족의 근거를 보여 줌",
    "a page to look at, too: http://, https:// or file://":
      "함께 볼 페이지: http://, https:// 또는 file://",
    "a text that the page must show": "페이지에 있어야 하는 텍스트",
    "the seconds that each program of a browser may take": "브라우저의 각 프로그램에 주는 초",
    "the browser session of playwright-cli": "playwright-cli의 브라우저 세션",
    "what drives the browser; auto: what is there": "브라우저를 움직이는 것. auto는 있는 것",
    "judges and routes": "판정하고 행을 옮깁니다",
    "says why, without a queue": "큐 없이 이유를 말합니다",

    // orch answer
    "Answer the question of a row's worker: the row becomes PENDING":
      "워커의 질문에 답합니다: 행은 PENDING이 됩니다",
    """
    A worker that reports QUESTION leaves its row BLOCKED, with awaits=answer in the notes. The
    answer stands in the next message to a worker of this row, beside the question; no attempt
    is counted. A question is answered once. Any other BLOCKED row may be answered as well.
    """:
      """
    QUESTION을 보고한 워커의 행은 notes의 awaits=answer와 함께 BLOCKED로 남습니다. 답은 이 행의
    다음 워커가 받는 메시지에 질문과 나란히 들어갑니다. 시도는 세지 않습니다. 질문에는 한 번 답합니다.
    다른 BLOCKED 행에도 답할 수 있습니다.
    """,
    "the row whose worker asked": "워커가 질문한 행",
    "the answer": "답",
    "refuse unless it waits with this question": "이 질문을 기다리는 것이 아니면 거절",
    "answers the last question": "마지막 질문에 답합니다",

    // orch approve
    "Accept the reports of rows that await approval: they become DONE":
      "승인을 기다리는 행의 보고서를 받아들입니다: 행은 DONE이 됩니다",
    """
    The report of a row without success criteria ends BLOCKED, with awaits=approval in the
    notes: without criteria only a person can decide that it is done.
    """:
      """
    완료 기준이 없는 행의 보고서는 notes의 awaits=approval과 함께 BLOCKED로 끝납니다. 기준이 없으면
    끝났는지 사람만 정할 수 있습니다.
    """,
    "the row that awaits approval": "승인을 기다리는 행",
    "the row that awaits approval; several may be named": "승인을 기다리는 행. 여럿을 지정할 수 있습니다",
    "the same for two rows": "두 행에 대해 똑같이",
    "accepts what was reported": "보고된 내용을 받아들입니다",

    // orch reject
    "Send back a row that awaits approval, with a reason": "승인을 기다리는 행을 이유와 함께 돌려보냅니다",
    """
    The row becomes PENDING, no attempt is counted, and the reason stands in the notes that the
    next worker reads.
    """:
      "행은 PENDING이 되고, 시도는 세지 않으며, 이유는 다음 워커가 읽는 notes에 남습니다.",
    "what is missing": "부족한 것",
    "sends it back": "돌려보냅니다",

    // orch ui-check
    "Open a page in a browser, and look for texts in it": "브라우저로 페이지를 열고 텍스트를 찾습니다",
    """
    playwright-cli opens the page and takes a snapshot; with --ui-driver chromium, headless
    Chromium prints what became of the page. Every text must appear, whatever its case. It
    needs no queue.
    """:
      """
    playwright-cli가 페이지를 열고 스냅샷을 만듭니다. --ui-driver chromium이면 헤드리스 Chromium이
    페이지의 결과를 출력합니다. 모든 텍스트가 대소문자와 관계없이 있어야 합니다. 큐가 필요 없습니다.
    """,
    "the page: http://, https:// or file://": "페이지: http://, https:// 또는 file://",
    "the seconds that each program may take": "각 프로그램에 주는 초",
    "the page is up": "페이지가 열립니다",
    "without playwright-cli": "playwright-cli 없이",
  ]
}
