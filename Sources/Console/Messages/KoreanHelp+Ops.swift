extension KoreanHelp {
  /// The commands of operators.
  static let ops: KeyValuePairs<String, String> = [
    // ops
    "operate a task queue that is a Markdown table": "Markdown 표로 된 작업 큐를 운영합니다",

    // ops status
    "Count the rows by status, and show what is in progress": "상태별로 행을 세고, 작업 중인 행을 보여 줍니다",
    """
    Shows the rows that are IN_PROGRESS by priority, then by place in the table; as many as
    ORCH_TOP_IN_PROGRESS says, five by default. Rows that can't start before a person acts, because
    they wait for a FAILED or BLOCKED one, no worker starts on them, or their own budget is spent,
    follow, under 'stuck:', then as many BLOCKED and FAILED rows, each with its reason and the
    command that moves it on.
    """:
      """
    IN_PROGRESS 행을 우선순위, 그다음 표의 순서로 ORCH_TOP_IN_PROGRESS개까지 보여 줍니다. 기본값은
    다섯입니다. 사람이 나서야 시작하는 행, 곧 FAILED나 BLOCKED 행을 기다리거나, 워커가 시작하지
    않거나, 행의 예산을 다 쓴 행이 'stuck:' 아래에 이어지고, 그다음 같은 수의 BLOCKED와 FAILED
    행이 이유와, 그 행을 움직이는 명령과 함께 이어집니다.
    """,
    "the queue in a few lines": "큐를 몇 줄로",

    // ops watch
    "Show the queue live, on the whole screen": "큐를 전체 화면에서 실시간으로 보여 줍니다",
    """
    Counts, the rows at work with their leases, those that wait and why, what failed, what is
    done, and the last changes; a change shows within a second. The arrows choose a row, enter
    shows all about it, e its last report, l its log, which is followed; / searches, f and s
    filter. Keys answer, approve, reject, retry, cancel and replan the row, as the commands of
    these names do, and ask first; ? shows the keys, q leaves. Where standard output is no
    terminal, or TERM is dumb, and with --json it is one ops status. Where standard input is no
    terminal, keys are read from the one that the command was started at, if any.
    """:
      """
    개수, 작업 중인 행과 리스, 대기하는 행과 이유, 실패한 것, 끝난 것, 마지막 변경을 보여 줍니다. 변경은
    1초 안에 나타납니다. 화살표로 행을 고르고, enter는 그 행의 모든 것을, e는 마지막 보고서를, l은 로그를
    보여 주며 따라갑니다. /는 찾고 f와 s는 거릅니다. 키로 질문에 답하고, 승인, 반려, 재시도, 취소, 재계획을
    그 이름의 명령처럼 하며 먼저 묻습니다. ?는 키를 보여 주고 q는 끝냅니다. 표준 출력이 터미널이 아니거나,
    TERM이 dumb이거나, --json이면 ops status 한 번입니다. 표준 입력이 터미널이 아니면 명령을 시작한
    터미널이 있는 경우 그곳에서 키를 읽습니다.
    """,
    "only these rows; esc shows all": "이 행들만. esc를 누르면 모두 보입니다",
    "until q": "q를 누를 때까지",
    "no terminal: the first line of ops status": "터미널 없이: ops status의 첫 줄",

    // ops workers
    "Show who works on what": "누가 무엇을 작업하는지 보여 줍니다",
    "A row in progress without an owner is listed under the owner '-'.":
      "소유자가 없는 작업 중인 행은 소유자 '-' 아래에 있습니다.",
    "a line per session, with its rows and its oldest start": "세션마다 한 줄: 행의 수와 가장 이른 시작",

    // ops why
    "Say why each PENDING row is not running, and what would change that":
      "PENDING 행마다 왜 실행되지 않는지, 무엇을 하면 되는지 말합니다",
    """
    Of each row the one reason that a dispatch meets first, in the order in which the rows
    would start: it is malformed, leased, a duplicate, waits for others, backs off, finds all
    workers busy, or is in the way of a row at work. Where it waits for a row that waits, too,
    the reason is given in full, and the command is for the row there. Where no program starts,
    because of trust, permissions or orch.json, or the queue is paused, it says that. Nothing is
    changed.
    """:
      """
    행마다 dispatch가 처음 만나는 이유 하나를, 행이 시작할 순서대로 말합니다: 형식이 잘못되었거나,
    리스되었거나, 중복이거나, 다른 행을 기다리거나, 재시도를 미루거나, 워커가 모두 바쁘거나, 작업 중인
    행과 겹칩니다. 대기하는 행을 다시 기다리면 이유를 끝까지 말하고, 명령은 그곳의 행을 위한 것입니다.
    신뢰, 권한, orch.json 때문에 프로그램이 시작되지 않거나 큐가 일시 정지되었으면 그것을 말합니다.
    아무것도 바꾸지 않습니다.
    """,
    "every row that waits, and what for": "대기하는 모든 행과 그 이유",
    "one row": "행 하나",
    "what would free the rows that wait for others": "다른 행을 기다리는 행을 풀어 줄 방법",

    // ops chat
    "Carry out a line of a chat: !status, !retry, !cancel, !help":
      "채팅의 한 줄을 실행합니다: !status, !retry, !cancel, !help",
    """
    The line is one argument, as the chat has it: !status, !retry ID, !cancel ID [reason],
    !replan ID [reason], !answer ID TEXT, !help. !cancel also takes a session or label in place of
    the ID, for the one row that it has at work. No other text of a chat does anything.
    """:
      """
    줄은 채팅에 적힌 그대로 인수 하나입니다: !status, !retry ID, !cancel ID [reason],
    !replan ID [reason], !answer ID TEXT, !help. !cancel은 ID 대신 세션이나 레이블도 받습니다. 그것이
    작업하는 행이 하나일 때입니다. 채팅의 다른 글은 아무 일도 하지 않습니다.
    """,
    "the row that this session has at work": "이 세션이 작업하는 행",
    "the line": "줄",
    "with a reason": "이유와 함께",

    // ops cancel
    "Stop unfinished rows: they become BLOCKED": "끝나지 않은 행을 멈춥니다: BLOCKED가 됩니다",
    "the row; several may be named": "행. 여럿을 지정할 수 있습니다",
    "all rows with this status": "이 상태의 모든 행",
    "all rows with this text in id, task or notes; case is ignored":
      "id, task, notes에 이 글이 있는 모든 행. 대소문자는 가리지 않습니다",
    "all rows that the command takes": "이 명령이 받는 모든 행",
    "say what would become of the rows, and change nothing": "행이 어떻게 될지 말하고 아무것도 바꾸지 않음",
    "the reason, added to the note": "이유. notes에 더합니다",
    "what would be stopped": "무엇이 멈출지",
    """
    A worker that orch started for a row on this machine is ended, with all that it started:
    it is asked to, and killed when it takes longer than spawn.grace_seconds.
    """:
      """
    orch가 이 머신에서 그 행을 위해 시작한 워커를, 그것이 시작한 모든 것과 함께 종료합니다. 먼저 요청하고,
    spawn.grace_seconds보다 오래 걸리면 강제로 종료합니다.
    """,
    "notes cancelled_by_operator; ops retry takes it back":
      "notes에 cancelled_by_operator. ops retry로 다시 대기시킬 수 있습니다",

    // ops replan
    "Take rows out of the work in hand, with a reason": "하던 작업에서 행을 이유와 함께 뺍니다",
    "every blocked row": "막힌 모든 행",
    """
    A row IN_PROGRESS becomes BLOCKED; every other one becomes PENDING, without owner and
    start. DONE needs --force; --all and --match leave it out.
    """:
      """
    IN_PROGRESS 행은 BLOCKED가 되고, 다른 행은 소유자와 시작 시각 없이 PENDING이 됩니다. DONE은
    --force가 필요하며, --all과 --match는 DONE을 뺍니다.
    """,
    "the reason, added to the notes": "이유. notes에 더합니다",
    "also when it is DONE": "DONE인 행도",
    "notes replan:split into two": "notes에 replan:split into two",

    // ops retry
    "Take FAILED or BLOCKED rows back to PENDING": "FAILED나 BLOCKED 행을 PENDING으로 되돌립니다",
    "also when its failure is permanent, or its attempts are used up": "영구 실패이거나 시도를 모두 쓴 행도",
    "notes retry_requested": "notes에 retry_requested",
    "also a failure that was called permanent": "영구 실패로 표시된 행도",
    "what would be tried again": "무엇을 다시 시도할지",

    // ops worker
    "Show the workers of orch.json, end a worker's pause, or try a worker":
      "orch.json의 워커를 보여 주고, 일시 정지를 끝내거나, 워커를 시험합니다",
    """
    list says of each worker whether it can start now, and how many rows it has. A worker whose
    starts fail three times in a row, or whose login is not valid, is paused for five minutes, then
    for twice as long, up to four hours; resume ends that. test sends a worker a task of one line,
    outside the queue, and says what it answers and whether its report can be read: an agent costs
    what a run costs. A worker that is paused can be tested; that ends no pause.
    """:
      """
    list는 워커마다 지금 시작할 수 있는지와 맡은 행의 수를 보여 줍니다. 시작이 세 번 연속 실패하거나
    로그인이 유효하지 않은 워커는 5분 동안, 다음에는 그 두 배씩 네 시간까지 일시 정지됩니다. resume이
    그것을 끝냅니다. test는 큐와 관계없이 워커에게 한 줄짜리 작업을 보내고, 무엇을 답하는지와 보고서를
    읽을 수 있는지를 말합니다. 에이전트는 한 번 실행하는 만큼 비용이 듭니다. 일시 정지된 워커도 시험할
    수 있으며, 그것으로 일시 정지가 끝나지는 않습니다.
    """,
    "what to do": "할 일",
    "the worker, as orch.json names it": "orch.json에 적힌 워커의 이름",
    "which workers can start now": "지금 시작할 수 있는 워커",
    "when its login works again": "로그인이 다시 될 때",
    "before the first row": "첫 행 전에",

    // ops pause, ops resume, ops drain
    "Hand out no rows until ops resume; what is at work goes on":
      "ops resume까지 행을 배정하지 않습니다. 작업 중인 것은 계속합니다",
    """
    orch dispatch, orch tick and orch daemon start nothing, and orch pick hands out nothing without
    --force. Reports are routed and lost rows taken back as ever. ops status, ops why, ops watch,
    ops health, ops doctor and orch list say that the queue is paused. It is kept beside the
    queue, for every user, until ops resume. A pause that has begun already stays as it is.
    """:
      """
    orch dispatch, orch tick, orch daemon은 아무것도 시작하지 않고, orch pick은 --force 없이 아무것도
    배정하지 않습니다. 보고서 처리와, 워커를 잃은 행을 거두어들이는 일은 그대로입니다. ops status, ops why, ops watch,
    ops health, ops doctor, orch list가 일시 정지를 알립니다. 큐 옆에 저장되어 모든 사용자에게
    ops resume까지 유효합니다. 이미 시작된 일시 정지는 그대로 둡니다.
    """,
    "what is shown wherever the pause is": "일시 정지를 알리는 곳마다 보이는 글",
    "before work on the machine": "머신을 손보기 전에",
    "in a script: 0 also when it was paused before": "스크립트에서: 이미 일시 정지였어도 0",
    "End a pause: rows are handed out again": "일시 정지를 끝냅니다: 행을 다시 배정합니다",
    """
    A daemon goes on at once, cron with its next tick. Any user who may change the queue may end
    a pause of another one.
    """:
      """
    데몬은 바로, cron은 다음 틱에 계속합니다. 큐를 바꿀 수 있는 사용자는 다른 사용자의 일시 정지도
    끝낼 수 있습니다.
    """,
    "after ops pause, ops drain": "ops pause, ops drain 뒤에",
    "Pause, and wait until no worker that orch started is at work":
      "일시 정지하고, orch가 시작한 워커의 작업이 끝날 때까지 기다립니다",
    """
    While it waits it routes reports and settles what workers left, as orch tick does, so that it
    ends without a daemon, too. Rows that people or sessions picked themselves are not waited for.
    The queue stays paused in any case, also after Ctrl-C and when --timeout is over, which both
    end it with 75; ops resume goes on. Where the pause is ended meanwhile, the status is 1.
    """:
      """
    기다리는 동안 orch tick처럼 보고서를 처리하고 워커가 남긴 것을 정리하므로, 데몬이 없어도 끝납니다.
    사람이나 세션이 스스로 맡은 행은 기다리지 않습니다. 큐는 어떤 경우에도 일시 정지된 채입니다. Ctrl-C
    뒤에도, --timeout이 지나도 그렇고 둘 다 75로 끝납니다. ops resume으로 계속합니다. 그 사이 일시
    정지가 끝났으면 상태는 1입니다.
    """,
    "the longest wait; without it there is no limit": "가장 긴 대기 시간. 없으면 제한이 없습니다",
    "waits for ten minutes at most": "최대 10분 기다립니다",
    "as long as it takes": "걸리는 만큼",

    // ops consistency-check
    "Compare the table with the database": "표와 데이터베이스를 비교합니다",
    """
    Compares status, priority, owner, start and due time row by row, and writes nothing. With
    --all also task, criteria and notes, where a difference is shown as diff -u does.
    """:
      """
    상태, 우선순위, 소유자, 시작, 마감을 행마다 비교하고 아무것도 쓰지 않습니다. --all이면 작업, 기준,
    notes도 비교하며, 차이는 diff -u처럼 보여 줍니다.
    """,
    "the queue file, as --queue names it": "큐 파일. --queue와 같음",
    "the database, as --db names it": "데이터베이스. --db와 같음",
    "compare task, criteria and notes, too": "작업, 기준, notes도 비교",
    "QUEUE.md and db/queue.db beside it": "QUEUE.md와 그 옆의 db/queue.db",
    "the texts, too": "텍스트도",

    // ops kpi
    "Print the figures that operators watch, and alert": "운영자가 지켜보는 수치를 출력하고 경보를 냅니다",
    """
    Success is the share of done in all done and fail that succeeded, by the run log and its
    older files. Latency is of all runs: the average, and what 95 of 100 did not exceed.
    Retries are the retry that succeeded, and in a database all rows taken back. A row is stale
    when it has been IN_PROGRESS for --stale-minutes or longer. What is unknown is shown as '-',
    and never alerts. Where there is no queue, and --log-path or ORCH_LOG_PATH names a log, the
    figures come from that alone. Those count commands; where the history has rows that ended, a
    line at the end counts rows: how many are DONE, how often they were claimed, the time from the
    addition to DONE, and that of the last claim. Where attempts of workers failed, one more line
    counts them by class; where agents worked, the last line has what they cost today and in all,
    and a DONE row on average, with all its attempts. Attempts of unknown cost are counted there.
    """:
      """
    성공률은 실행 로그와 그 예전 파일에서 done과 fail 가운데 성공한 done의 비율입니다. 지연 시간은 모든
    실행의 평균과, 100개 가운데 95개가 넘지 않은 값입니다. 재시도는 성공한 retry이며 데이터베이스에서는
    거두어들인 모든 행입니다. 행이 --stale-minutes 이상 IN_PROGRESS이면 오래된 것입니다. 알 수 없는
    값은 '-'이며 경보를 내지 않습니다. 큐가 없고 --log-path나 ORCH_LOG_PATH가 로그를 가리키면 수치는
    그 로그에서만 나옵니다. 이 수치는 명령을 셉니다. 이력에 끝난 행이 있으면 마지막 줄이 행을
    셉니다: DONE이 몇인지, 몇 번 배정되었는지, 추가에서 DONE까지의 시간과 마지막 배정의 시간.
    워커의 시도가 실패했으면 한 줄을 더해 종류마다 셉니다. 에이전트가 일했으면 마지막 줄이 오늘과 전체의
    비용, 그리고 DONE 행 하나의 모든 시도에 든 평균 비용을 말합니다. 비용을 모르는 시도는 거기서 셉니다.
    """,
    "the share of finished rows that may have failed": "끝난 행 가운데 실패해도 되는 비율",
    "the milliseconds that 95 of 100 runs stay below": "실행 100개 가운데 95개가 넘지 않아야 하는 시간(밀리초)",
    "how many stale rows may be in progress": "작업 중일 수 있는 오래된 행의 수",
    "the minutes after which a row in progress is stale": "작업 중인 행을 오래된 것으로 보는 시간(분)",
    "exit with 2 when there is an alert": "경보가 있으면 2로 종료",
    "count stale rows and retries in this database": "이 데이터베이스에서 오래된 행과 재시도를 셈",
    "count rows that ended since: 24h, 7d, 4w, or 2026-01-31":
      "이때부터 끝난 행을 셈: 24h, 7d, 4w 또는 2026-01-31",
    "of the rows that ended in the last week": "지난 한 주에 끝난 행",
    "the figures, and what is wrong with them": "수치와, 무엇이 잘못되었는지",
    "in a script: report what is beyond its limit": "스크립트에서: 한도를 넘은 것을 알립니다",

    // ops metrics
    "Print all figures, as JSON or for Prometheus": "모든 수치를 JSON이나 Prometheus 형식으로 출력합니다",
    """
    The figures are those of 'ops kpi', with the counts behind them. --prometheus prints the
    text format of Prometheus, for a collector that reads files; nothing in it is an id, or
    text that a person wrote. The run log forgets its oldest file when it rotates, so all
    metrics are gauges.
    """:
      """
    'ops kpi'의 수치에 그 바탕이 되는 개수를 더한 것입니다. --prometheus는 파일을 읽는 수집기를 위해
    Prometheus의 텍스트 형식을 출력합니다. id나 사람이 쓴 글은 들어 있지 않습니다. 실행 로그는
    회전할 때 가장 오래된 파일을 잊으므로 모든 지표는 gauge입니다.
    """,
    "the text exposition format of Prometheus": "Prometheus의 텍스트 형식",
    "count the rows of this database": "이 데이터베이스의 행을 셈",
    "for the textfile collector of node_exporter": "node_exporter의 textfile 수집기용",

    // ops health
    "look each minute for so long, such as 1h": "그 시간 동안 1분마다 봅니다. 예: 1h",
    "the hour after a new release, in a script": "새 버전을 낸 뒤 한 시간, 스크립트에서",
    "Say in one line, and by the status, whether all is well": "모두 정상인지 한 줄과 종료 상태로 말합니다",
    """
    Where there is a database beside the queue file, both are compared, as by 'ops
    consistency-check'. Then the figures are held against their limits, as by 'ops kpi': those
    of the file, or with --db, or ORCH_QUEUE_MD_READ_ONLY, of the database. Rows that wait for a
    person for longer than attention_after, a day by default, are a warning, too: BLOCKED ones,
    also for an answer or an approval, and FAILED ones that no watchdog retries. With --watch it
    looks each minute for so long, prints a line with the time whenever the answer changes, and
    ends with the worst status.
    """:
      """
    큐 파일 옆에 데이터베이스가 있으면 'ops consistency-check'처럼 둘을 비교합니다. 그다음 'ops kpi'처럼
    수치를 한도와 비교합니다: 파일의 수치, 또는 --db나 ORCH_QUEUE_MD_READ_ONLY가 있으면
    데이터베이스의 수치입니다. attention_after(기본값 하루)보다 오래 사람을 기다리는 행도
    경고입니다: 답변이나 승인을 기다리는 것을 포함한 BLOCKED 행과, watchdog이 다시 시도하지 않는
    FAILED 행입니다.
    --watch는 그 시간 동안 1분마다 보고, 답이 바뀔 때마다 시각과 함께 한 줄을 출력하며, 가장 나쁜 상태로
    끝납니다.
    """,
    "for a monitor: 0, 10, 20 or 30": "모니터용: 0, 10, 20 또는 30",
    "what it looked at": "무엇을 보았는지",

    // ops backup
    "Copy the database and the queue file, and compare": "데이터베이스와 큐 파일을 복사하고 비교합니다",
    """
    FILE is the database's copy; that of the queue file is called FILE.md, and its history goes
    into the folder beside it, where orch finds it. A FILE that ends in .md is the queue file's
    copy, and the database's then ends in .db. What is not there is not copied; with --db only
    that database is. Others go on working meanwhile. Nothing is written over.
    """:
      """
    FILE은 데이터베이스의 사본입니다. 큐 파일의 사본은 FILE.md이며, 그 이력은 옆의 폴더에 두어 orch가
    찾을 수 있습니다. FILE이 .md로 끝나면 큐 파일의 사본이고, 데이터베이스의 것은 .db로 끝납니다.
    없는 것은 복사하지 않습니다. --db이면 그 데이터베이스만 복사합니다. 다른 명령은 그동안 계속
    일합니다. 이미 있는 파일 위에는 쓰지 않습니다.
    """,
    "the copy, where nothing is yet": "사본. 아직 아무것도 없는 경로",
    "the queue file, and the database if there is one": "큐 파일과, 있으면 데이터베이스",
    "one database": "데이터베이스 하나",

    // ops verify
    "Check the queue file and the database against their histories": "큐 파일과 데이터베이스를 이력과 맞춰 검사합니다",
    """
    The file is checked as orch lint does, and against the journal's last entry; a database as
    SQLite itself checks it, then row by row, and against the event log. With --db only that
    database is looked at. Nothing is written. A problem makes the exit status 1; a warning
    does not.
    """:
      """
    파일은 orch lint처럼, 또 저널의 마지막 항목과 맞춰 검사합니다. 데이터베이스는 SQLite의 자체 검사,
    그다음 행마다, 그리고 이벤트 로그와 맞춰 검사합니다. --db이면 그 데이터베이스만 봅니다. 아무것도
    쓰지 않습니다. 문제가 있으면 종료 상태가 1이고, 경고는 아닙니다.
    """,
    "one database, for example a backup": "데이터베이스 하나. 예를 들어 백업",

    // ops gc
    "Move rows that ended long ago to the archive; none is deleted":
      "오래전에 끝난 행을 아카이브로 옮깁니다. 삭제하지 않습니다",
    """
    DONE and FAILED rows go to QUEUE-archive.md beside the queue, or with --db to
    queue-archive.db beside the database, with their events; both are queues that orch reads.
    A row stays while another that stays waits for it, while a session has a lease on it, and
    when it has the highest number; in a file also when it is DONE and has an idempotency key.
    The attempts of archived rows, and their refused reports, go into the folder beside the
    archive, .QUEUE-archive.md.orch; briefs stay. orch restore brings a row back, with its files.
    With retention in a trusted orch.json the oldest attempts of finished rows are removed.
    """:
      """
    DONE과 FAILED 행은 큐 옆의 QUEUE-archive.md로, --db이면 이벤트와 함께 데이터베이스 옆의
    queue-archive.db로 갑니다. 둘 다 orch가 읽는 큐입니다. 남아 있는 다른 행이 기다리는 행, 세션이
    리스한 행, 번호가 가장 높은 행은 남습니다. 파일에서는 DONE이고 멱등 키가 있는 행도 남습니다.
    보관한 행의 시도와 거절된 보고서는 아카이브 옆의 폴더 .QUEUE-archive.md.orch로 갑니다.
    브리프는 남습니다. orch restore로 행을 파일과 함께 되살립니다. 신뢰한 orch.json에 retention이
    있으면 끝난 행의 시도를 오래된 것부터 지웁니다.
    """,
    "rows that ended longer ago: 720h, 30d, 4w": "이보다 오래전에 끝난 행: 720h, 30d, 4w",
    "change nothing, and show what would go": "아무것도 바꾸지 않고 옮길 것을 보여 줌",
    "which rows would go": "어느 행이 옮겨질지",
    "rows of a database, with their events": "데이터베이스의 행과 그 이벤트",

    // ops doctor
    "Check the installation, the files and the settings": "설치, 파일, 설정을 점검합니다",
    """
    Each line says ok, warn or fail, with what to do in parentheses; then come the settings,
    each with where it came from. Locks, swaps and times are tried in a folder of their own,
    which is removed; nothing of the queue is changed. A failed check makes the status 1.
    --workers also runs the programs of agents, and those with a min_version, with --version, each
    once as long as its file is the same, and says where they are and which version they have.
    """:
      """
    줄마다 ok, warn, fail과 괄호 안의 할 일이 있습니다. 그 뒤에 설정과 그 출처가 이어집니다. 잠금, 파일
    교체, 시각은 따로 만든 폴더에서 시험하고 지웁니다. 큐의 것은 아무것도 바꾸지 않습니다. 실패한
    점검이 있으면 상태가 1입니다. --workers는 에이전트의 프로그램과 min_version이 있는 프로그램을
    --version으로 실행해 어디에 있고 어느 버전인지 말합니다. 파일이 같은 동안 한 번만 묻습니다.
    """,
    "ask the programs of agents for their versions": "에이전트의 프로그램에 버전을 묻습니다",
    "whether the agents are installed, and which versions": "에이전트가 설치되어 있는지, 어느 버전인지",
    "before the first run on a new machine, or when something is odd":
      "새 머신에서 처음 실행하기 전에, 또는 무언가 이상할 때",
    "what is not well, for a script": "정상이 아닌 것만. 스크립트에서",
  ]
}
