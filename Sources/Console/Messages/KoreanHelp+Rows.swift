extension KoreanHelp {
  /// The commands that change rows, and those that show them.
  static let rows: KeyValuePairs<String, String> = [
    // orch
    "work a task queue that is a Markdown table": "Markdown 표로 된 작업 큐로 일합니다",

    // orch init
    "Create a queue file": "큐 파일을 만듭니다",
    """
    A file that is there already is left as it is, and refused. The rules in it are written in
    Korean for a Korean locale, else in English. With --git a queue that is there already gets
    the merge driver alone, which git then calls wherever two branches changed the file. The times
    in a new queue are those of --tz, else of the machine, as tz in orch.json says from then on;
    in UTC, as servers have it, and without a zone they are Korean, UTC+9.
    --worker script writes an orch.json and a script that takes a task and gives a report, also
    for a queue that is there; --worker simulated an orch.json with workers that orch plays, which
    start no program and need no trust, and three rows for them; --worker claude, codex or
    opencode an orch.json that gives every row to that agent, and orch.json.md, which explains it in
    the language of the rules: docs/quickstart-agents.md goes on there. An orch.json that is there
    is left as it is, and refused.
    """:
      """
    이미 있는 파일은 그대로 두고 거절합니다. 파일 안의 규칙은 한국어 로캘이면 한국어로, 아니면
    영어로 씁니다. --git을 주면 이미 있는 큐에는 병합 드라이버만 설정하며, git은 두 브랜치가
    파일을 바꾼 곳에서 이 드라이버를 부릅니다. 새 큐의 시각은 --tz, 없으면 머신의 시간대를 따르며 그 값을
    orch.json의 tz에 적습니다. 서버처럼 UTC이거나 시간대를 알 수 없으면 한국 시각(UTC+9)입니다.
    --worker script는 orch.json과, 작업을 받아 보고서를 내는 스크립트를
    씁니다. 이미 있는 큐에도 쓸 수 있습니다. --worker simulated는 orch가 흉내 내는 워커의 orch.json과
    행 세 개를 씁니다. 시작하는 프로그램이 없으므로 신뢰가 필요 없습니다. --worker claude, codex,
    opencode는 모든 행을 그 에이전트에게 주는 orch.json과, 그것을 규칙과 같은 언어로 설명하는
    orch.json.md를 씁니다. 이어지는 안내는 docs/quickstart-agents.ko.md에 있습니다. 이미 있는
    orch.json은 그대로 두고 거절합니다.
    """,
    "the folder; the current one by default": "폴더. 기본값은 현재 폴더",
    "the language of the rules; your locale's by default": "규칙의 언어. 기본값은 로캘의 언어",
    "the time zone of the table's times, for orch.json; the machine's by default":
      "표에 적는 시각의 시간대. orch.json에 적습니다. 기본값은 머신의 시간대",
    "the same as hours east of UTC": "같은 뜻. UTC보다 앞선 시간 수",
    "let git merge the file by cell: writes .gitattributes and git config":
      "git이 파일을 셀 단위로 병합하게 합니다: .gitattributes와 git config에 씁니다",
    "what new ids begin with, for orch.json": "새 id의 앞부분. orch.json에 씁니다",
    "new ids are WEB-001 and so on, for a team or a branch": "팀이나 브랜치를 위해 새 id가 WEB-001부터 됩니다",
    "write an orch.json with a worker: script, simulated, claude, codex or opencode":
      "워커가 있는 orch.json을 씁니다: script, simulated, claude, codex, opencode 중 하나",
    "try the whole loop: orch daemon --until-idle": "루프 전체를 시험합니다: orch daemon --until-idle",
    "with a script to fill in, which orch starts for each row":
      "행마다 orch가 시작하는, 채워 넣을 스크립트와 함께",
    "with Claude Code, which is installed and logged in": "설치하고 로그인한 Claude Code와 함께",
    "QUEUE.md in the current folder": "현재 폴더의 QUEUE.md",
    "in another folder, made when missing": "다른 폴더에. 없으면 만듭니다",
    "with the rules in Korean": "규칙을 한국어로",
    "and let git merge two branches of it by cell, also later":
      "git이 두 브랜치를 셀 단위로 병합하게 합니다. 나중에 해도 됩니다",
    "with the times of another zone than the machine's": "머신과 다른 시간대의 시각으로",
    "an empty database, for --db": "--db로 쓸 빈 데이터베이스",

    // orch list
    "List the rows": "행을 나열합니다",
    """
    On a terminal each status has a mark: . PENDING, > IN_PROGRESS, + DONE, x FAILED,
    ! BLOCKED, and DONE rows are only counted, without --status and --all. Filters of one
    kind widen the list, of different kinds narrow it; but a row must have each --label that is
    given. --search looks into id, task, criteria, owner, notes and labels, regardless of case;
    each of its words must be there.
    """:
      """
    터미널에서는 상태마다 표시가 있습니다: . PENDING, > IN_PROGRESS, + DONE, x FAILED, ! BLOCKED.
    --status와 --all이 없으면 DONE 행은 세기만 합니다. 같은 종류의 필터는 목록을 넓히고, 다른
    종류의 필터는 좁힙니다. 다만 --label을 여러 개 주면 모두 있는 행만 남습니다. --search는 id, 작업,
    완료 기준, 소유자, notes, 라벨에서 대소문자 구분 없이 찾으며, 모든 단어가 있어야 합니다.
    """,
    "only rows with this label; with several, rows that have them all":
      "이 라벨이 있는 행만. 여러 개면 모두 있는 행만",
    "the rows that have both labels": "두 라벨이 모두 있는 행",
    "only rows with these words; several are looked for together":
      "이 단어들이 있는 행만. 여러 번 쓰면 함께 찾습니다",
    "only unfinished rows whose due time has passed": "끝나지 않았고 마감이 지난 행만",
    "only BLOCKED rows, and PENDING ones that wait for others":
      "BLOCKED 행과, 다른 행을 기다리는 PENDING 행만",
    "the order, in place of that of the table; -due turns it round": "표의 순서 대신 쓸 순서. -due는 거꾸로",
    "only the first N rows": "처음 N행만",
    "with --json: only these members of each row, in this order":
      "--json과 함께: 각 행의 이 항목만 이 순서로",
    "on a terminal DONE rows, too; elsewhere they are listed anyway":
      "터미널에서 DONE 행도. 다른 곳에서는 언제나 나열합니다",
    "every row that has both words": "두 단어가 모두 있는 행",
    "what is late, the latest first": "마감이 지난 행, 가장 늦은 것부터",
    "only rows with this status; several with commas": "이 상태의 행만. 여럿은 쉼표로",
    "only rows that wait for an answer or an approval": "답변이나 승인을 기다리는 행만",
    "comma-separated values, after a line with the columns": "쉼표로 구분한 값. 첫 줄은 열",
    "what waits, P0 last": "기다리는 것. P0이 마지막",
    "what waits for you": "당신을 기다리는 것",
    "only rows with this priority": "이 우선순위의 행만",
    "only rows of this session; - for rows without an owner": "이 세션의 행만. -는 소유자가 없는 행",
    "what is urgent and waits": "급하고 대기 중인 행",
    "the ids, for a script": "스크립트에서 쓸 id",
    "what a script needs of each row": "스크립트에 필요한 항목만",

    // orch show
    "Show one row: its fields, what it waits for, who has it, its history":
      "한 행을 보여 줍니다: 필드, 기다리는 행, 소유자, 이력",
    "the row to show": "보여 줄 행",
    "everything about a row": "행의 모든 내용",
    "what keeps it waiting, for a script": "무엇을 기다리는지, 스크립트에서",

    // orch add
    "Add a row": "행을 추가합니다",
    """
    The task may stand without --task: orch add 'Fix the login'. The row is PENDING and stands
    behind the table's last. Line breaks, tabs and pipes in the texts become spaces and slashes.
    Nothing shows that a row without success criteria is done: a report on it waits for
    orch approve. A row with --after waits until those are DONE. Of rows with one
    --idempotency-key the first is worked on; when it is DONE, orch pick closes the others as
    DONE, too. What takes more than a cell is its brief: it is written to tasks/ID.md beside the
    queue, for people to edit, and stands in what a worker is sent.
    """:
      """
    할 일은 --task 없이 쓸 수 있습니다: orch add 'Fix the login'. 행은 PENDING 상태로 표의 맨 끝에
    놓입니다. 텍스트의 줄 바꿈, 탭, 파이프는 공백과 슬래시가
    됩니다. 완료 기준이 없는 행은 끝났음을 보일 수 없어, 보고서가 orch approve를 기다립니다.
    --after가 있는 행은 그 행들이 DONE이 될 때까지 기다립니다. --idempotency-key가 같은
    행은 첫 번째만 작업하고, 그것이 DONE이 되면 orch pick이 나머지도 DONE으로 닫습니다. 셀에
    담기에 긴 내용은 브리프입니다: 큐 옆의 tasks/ID.md에 쓰이며, 사람이 고칠 수 있고, 워커가
    받는 메시지에 들어갑니다.
    """,
    "its id; else the next free PREFIX-NNN, by id_prefix":
      "행의 id. 없으면 id_prefix에 따라 다음 빈 PREFIX-NNN",
    "how urgent it is": "얼마나 급한지",
    "what is to be done": "할 일",
    "how one sees that it is done": "끝난 것을 알 수 있는 기준",
    "all that a worker has to know, as tasks/ID.md": "워커가 알아야 할 모든 것. tasks/ID.md로 씁니다",
    "when it is due: 2026-11-30 18:00, 2026-11-30, 18:00, tomorrow or 2d":
      "마감: 2026-11-30 18:00, 2026-11-30, 18:00, tomorrow, 2d 형식",
    "what else to know": "그 밖에 알아 둘 것",
    "a row that must be DONE first; several with commas": "먼저 DONE이 되어야 하는 행. 여럿이면 쉼표로",
    "marks rows as the same work, which is done once": "같은 작업인 행을 표시. 한 번만 합니다",
    "how many attempts it may take": "시도할 수 있는 횟수",
    "who does the work, of workers in orch.json": "작업할 워커, orch.json의 workers 중 하나",
    "how long an attempt may take: 90s, 30m, 2h": "시도 한 번의 제한 시간: 90s, 30m, 2h",
    "the same": "같은 옵션",
    "a P1 row without criteria; orch edit adds them": "완료 기준이 없는 P1 행. orch edit으로 기준을 더합니다",
    "a row with the next free id": "다음 빈 id로 행을 추가",
    "a row that waits for another": "다른 행을 기다리는 행",

    // orch edit
    "Change the fields of rows": "행의 필드를 고칩니다",
    "the same change of two rows": "두 행을 똑같이 고칩니다",
    "adds to the notes": "notes에 덧붙입니다",
    """
    Only the named fields change; an empty text and - clear one that may be empty. --notes
    replaces what people wrote, and --label the labels; with --append both are added to what is
    there. Other fields in the notes stay. With --editor the row is a form in VISUAL, EDITOR or
    vi; one that is left as it is changes nothing. Status and owner are changed by other commands.
    A session may not edit the row that another one works on. An id never changes, but for one
    that several rows have: --line says which row gets a new one. The others keep the id with all
    that waits for it; the brief is copied.
    """:
      """
    지정한 필드만 바뀝니다. 빈 텍스트와 -는 비어도 되는 필드를 비웁니다. --notes는 사람이 쓴 것을,
    --label은 라벨을 바꾸며, --append가 있으면 둘 다 덧붙입니다. notes에 있는 다른 필드는 남습니다.
    --editor를 주면 행이 VISUAL, EDITOR 또는 vi의 양식이 되며, 그대로 두면 아무것도 바뀌지 않습니다. 상태와 소유자는 다른 명령이 바꿉니다.
    세션은 다른 세션이 작업 중인 행을 고칠 수 없습니다. id는 바뀌지 않지만, 여러 행의 id가 같으면
    --line으로 새 id를 받을 행을 정합니다. 나머지 행은 id와 그것을 기다리는 행을 그대로 두고,
    브리프는 복사됩니다.
    """,
    "the rows that must be DONE first, with commas": "먼저 DONE이 되어야 하는 행. 쉼표로 나눕니다",
    "the paths that work on it changes, with commas": "작업이 바꾸는 경로. 쉼표로 나눕니다",
    "the row; several may be named; with --line its new id, too":
      "행. 여럿을 지정할 수 있습니다. --line이 있으면 새 id도",
    "the line of the row, where several rows have its id": "여러 행의 id가 같을 때 그 행의 줄",
    "where two rows have one id, line 12's is new": "두 행의 id가 같을 때 12번째 줄의 행에 새 id를 줍니다",
    "edit all fields as a form": "모든 필드를 양식으로 고칩니다",
    "also while another session works on it": "다른 세션이 작업 중이어도",
    "only these two change": "이 둘만 바뀝니다",
    "waits for another; has no notes": "다른 행을 기다리고, notes를 비웁니다",
    "the row as a form": "행을 양식으로",

    // orch rm
    "Remove rows; orch restore brings each back": "행을 제거합니다. orch restore로 되살립니다",
    """
    All of them go, or none. A row IN_PROGRESS and one for which others wait stay, unless with
    --force; its worker is then ended, as by ops cancel. The brief tasks/ID.md
    stays, and no other row gets the id.
    """:
      """
    모두 제거하거나 하나도 제거하지 않습니다. IN_PROGRESS 행과 다른 행이 기다리는 행은 --force가
    없으면 남습니다. --force를 주면 제거하고 그 워커를 ops cancel처럼 종료합니다. 브리프
    tasks/ID.md는 남고, 다른 행은 그 id를 받지 않습니다.
    """,
    "a row; several as words or with commas": "행. 여럿이면 단어나 쉼표로",
    "also a row IN_PROGRESS, and one for which others wait":
      "IN_PROGRESS 행과 다른 행이 기다리는 행도",
    "both go; orch restore ORCH-001 brings one back": "둘 다 제거. orch restore ORCH-001로 하나를 되살립니다",
    "whether it may go": "제거할 수 있는지",

    // orch intake
    "Turn a request in plain words into rows": "말로 쓴 요청을 행으로 바꿉니다",
    """
    plan shows the rows and needs no queue; submit adds all of them in one change, or none.
    Entries of a list are a row each; other text is divided where one task ends and another
    begins. A request that is one task is one row; with --phases, or --parallel above 1, it
    becomes phases, which wait for each other. Checked entries are no work. A sequence that the
    request states makes each row wait for the one before it. Words such as "urgent" and "by
    tomorrow 18:00" fill the priority and the due time of their row, unless an option does. A
    request with invisible characters is refused, with their places.
    """:
      """
    plan은 행을 보여 주며 큐가 필요 없습니다. submit은 모두 한 번에 추가하거나 하나도 추가하지
    않습니다. 목록의 항목은 각각 한 행이 되고, 다른 글은 작업이 끝나고 시작하는 곳에서 나눕니다.
    작업 하나인 요청은 한 행입니다. --phases를 주거나 --parallel이 1보다 크면 서로를 기다리는
    단계들이 됩니다. 체크된 항목은 작업이 아닙니다. 요청에 순서가 적혀 있으면 각 행이 앞 행을
    기다립니다. "긴급", "내일 18:00까지" 같은 말은 옵션이 없는 한 그 행의 우선순위와 마감이
    됩니다. 보이지 않는 문자가 있는 요청은 그 위치와 함께 거절합니다.
    """,
    "what to do with the request": "요청으로 할 일",
    "what is to be done; - reads standard input": "할 일. -는 표준 입력을 읽습니다",
    "a file that says it": "할 일이 적힌 파일",
    "divide a single task into so many phases at most": "작업 하나를 최대 이만큼의 단계로 나눔",
    "divide a single task into phases: as --parallel 3": "작업 하나를 단계로 나눔. --parallel 3과 같음",
    "how urgent the rows are, else as the request says, else P1":
      "행의 우선순위. 없으면 요청에 적힌 대로, 그것도 없으면 P1",
    "when the rows are due, as of add, else as the request says":
      "행의 마감, add와 같은 형식. 없으면 요청에 적힌 대로",
    "how one sees that each of them is done": "각각이 끝난 것을 알 수 있는 기준",
    "take a request with hidden characters, too": "보이지 않는 문자가 있는 요청도 받음",
    "what would be added": "무엇이 추가될지",
    "a list in a file": "파일에 든 목록",

    // orch pick
    "Claim the next row and print its id": "다음 행을 맡고 그 id를 출력합니다",
    """
    The next row is the PENDING one with the highest priority that stands first in the table,
    waits for nothing, does not back off and is leased to no other session. It becomes IN_PROGRESS;
    however many pick at once, each row is handed out once. A session gets a lease with it,
    and with --json the claim's token: who names it with --attempt is refused once the claim
    is over. With nothing to pick it prints 'No pending tasks' and succeeds; also while the queue
    is paused, which a warning says then.
    """:
      """
    다음 행은 아무것도 기다리지 않고, 재시도를 미루지 않으며, 다른 세션에 리스되지 않은 PENDING 행
    가운데 우선순위가 가장 높고 표에서 가장 앞에 있는 것입니다. 그 행은 IN_PROGRESS가 되며, 동시에
    몇이 요청하더라도 한 번만 배정됩니다. 세션은 리스를 함께 받고, --json에서는 배정의 토큰도
    받습니다. --attempt로 토큰을 지정하면 배정이 끝난 뒤에는 거절됩니다. 맡을 행이 없으면
    'No pending tasks'(터미널에서는 한국어)를 출력하고 성공합니다. 큐가 일시 정지된 동안에도 그러하며, 경고가 이를 알립니다.
    """,
    "also while the queue is paused": "큐가 일시 정지된 동안에도",
    "this row and no other": "다른 행이 아니라 이 행",
    "exit with 3 when there is nothing to pick": "맡을 행이 없으면 3으로 종료",
    "claims a row for a session": "세션이 행을 맡습니다",
    "in a script: stop when there is nothing": "스크립트에서: 맡을 것이 없으면 멈춥니다",

    // orch done
    "Mark rows as DONE": "행을 DONE으로 표시합니다",
    "Without --notes the notes stay as they are; a session has to say what became of its row.":
      "--notes가 없으면 notes는 그대로입니다. 세션은 행이 어떻게 되었는지 적어야 합니다.",
    "two rows that a person finished": "사람이 끝낸 두 행",
    "the row": "행",
    "what became of it; replaces the notes, which stay in the history":
      "결과. notes를 대신하며, 이전 notes는 이력에 남습니다",
    "add to notes and labels instead of replacing them": "notes와 라벨을 대신하지 않고 덧붙임",
    "words to sort rows by, with commas": "행을 분류하는 낱말, 쉼표로 구분",
    "a word to sort rows by; several with commas": "행을 분류하는 낱말. 여러 개는 쉼표로 구분",
    "a brief for a row without one": "브리프가 없는 행에 브리프를 줍니다",
    "one more label of each": "행마다 라벨을 하나 더합니다",
    "add to the notes instead of replacing them": "notes를 대신하지 않고 덧붙임",
    "also when it is finished, or another session's": "끝난 행이나 다른 세션의 행도",
    "the work is finished": "작업이 끝났습니다",
    "adds to the notes that are there": "있던 notes에 덧붙입니다",

    // orch fail
    "Mark a row as FAILED": "행을 FAILED로 표시합니다",
    "not to be tried again; notes failure=permanent": "다시 시도하지 않음. notes에 failure=permanent",
    "ops retry takes it back": "ops retry로 다시 대기시킬 수 있습니다",
    "not to be tried again": "다시 시도하지 않습니다",

    // orch block
    "Mark a row as BLOCKED until a person moves it": "사람이 옮길 때까지 행을 BLOCKED로 표시합니다",
    "a person has to act": "사람이 움직여야 합니다",

    // orch assign
    "Give an IN_PROGRESS row to a session": "IN_PROGRESS 행을 세션에 줍니다",
    """
    The session is --owner-session. A row that has an owner changes hands only when --from
    names that owner, or with --force.
    """:
      """
    세션은 --owner-session입니다. 소유자가 있는 행은 --from이 그 소유자일 때, 또는 --force로만
    넘어갑니다.
    """,
    "who must own it now": "지금의 소유자",
    "also a row of another owner": "다른 소유자의 행도",
    "hands it over": "행을 넘겨줍니다",

    // orch release
    "Hand an IN_PROGRESS row back, so that anybody may pick it":
      "IN_PROGRESS 행을 놓아주어 누구나 맡을 수 있게 합니다",
    "its owner hands it back": "소유자가 놓아줍니다",
    "frees a row whose owner is gone": "소유자가 사라진 행을 풀어 줍니다",

    // orch lease
    "Take, renew or give back the lease of a session on a row": "행에 대한 세션의 리스를 얻거나, 연장하거나, 돌려줍니다",
    """
    A lease keeps other sessions off a row until it ends. orch pick gives one that lasts as
    long as work without heartbeats may; who renews it is judged by that from then on, and
    should do so well before it ends. acquire takes a lease on any unfinished row that no
    other session holds, and with it the work on a row that is IN_PROGRESS. A lease that has ended is
    not renewed: the work may have passed to another session. The session is --owner-session.
    """:
      """
    리스는 끝날 때까지 다른 세션이 행을 가져가지 못하게 합니다. orch pick은 하트비트 없이 일할 수
    있는 시간만큼의 리스를 줍니다. 연장하는 세션은 그때부터 리스로 판단되므로 끝나기 한참 전에
    연장해야 합니다. acquire는 다른 세션이 갖지 않은 끝나지 않은 행의 리스를 얻으며, IN_PROGRESS
    행이면 작업도 이어받습니다. 끝난 리스는 연장되지 않습니다. 작업이 다른 세션으로 넘어갔을 수
    있기 때문입니다. 세션은 --owner-session입니다.
    """,
    "what to do with the lease": "리스로 할 일",
    "how long it lasts from now on": "지금부터의 길이",
    "a heartbeat, in a loop": "하트비트. 반복하여 부릅니다",
    "takes over the work of a session whose lease has ended": "리스가 끝난 세션의 작업을 이어받습니다",
  ]
}
