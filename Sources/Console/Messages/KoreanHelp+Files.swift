extension KoreanHelp {
  /// The commands for histories, files and shells.
  static let files: KeyValuePairs<String, String> = [
    // orch trust
    "Allow this project's orch.json to start programs": "이 home의 orch.json이 프로그램을 시작할 수 있게 합니다",
    """
    The file may have come with a clone. Before a person has trusted it, no program that it names
    starts, and no place outside of home that it names is used. Read what is printed, and the
    files. When orch.json changes, or a file of the project that it starts, it has to be trusted
    again. Home and orch.json must be yours, what is started yours or root's, and no other user may
    write them. What is trusted is kept in ~/.config/orch/trust.json. Without a terminal, as in a
    container, ORCH_TRUST holds the hash that --hash prints.
    """:
      """
    이 파일은 클론에 딸려 왔을 수 있습니다. 사람이 신뢰하기 전에는 거기 적힌 프로그램을 시작하지 않고,
    home 밖의 경로를 쓰지 않습니다. 출력된 내용과 파일을 읽으십시오. orch.json이나 그것이 시작하는
    프로젝트의 파일이 바뀌면 다시 신뢰해야 합니다. home과 orch.json은 자신의 것, 시작되는 것은
    자신이나 root의 것이어야 하며 다른 사용자가 쓸 수 없어야 합니다. 신뢰 기록은
    ~/.config/orch/trust.json에 있습니다. 컨테이너처럼 사람이 없는 곳에서는 ORCH_TRUST에 --hash가
    출력하는 해시를 넣습니다.
    """,
    "trust without asking; needed where there is no terminal": "묻지 않고 신뢰. 터미널이 없는 곳에서 필요",
    "print the hash of what would be trusted, and trust nothing": "신뢰할 내용의 해시를 출력하고 아무것도 신뢰하지 않음",
    "trust it no longer": "더 이상 신뢰하지 않음",
    "after reading orch.json; asks before it trusts": "orch.json을 읽은 뒤. 신뢰하기 전에 묻습니다",
    "in a script of your own": "자신의 스크립트에서",
    "trusts for one command": "명령 하나에만 신뢰합니다",
    "it starts nothing any more": "더 이상 아무것도 시작하지 않습니다",

    // orch prime
    "Print an agent's instructions, with the state of the queue": "에이전트에게 줄 지시와 큐의 상태를 출력합니다",
    """
    For the start of an agent's prompt, in less than 2 KB whatever the queue holds: who one is,
    the row that one works on and its criteria, what is at work, what comes next and what waits,
    and how to pick, report and hand back. Who one is say --owner-session and --attempt or their
    variables, and ORCH_ITEM_ID, which workers have that orch started. With --lead it is for who
    puts work in and hands it out: what waits for a person, and how to task, review and answer.
    It changes nothing.
    """:
      """
    에이전트 프롬프트의 첫머리에 쓰며, 큐에 무엇이 있든 2 KB보다 작습니다: 자신이 누구인지, 작업
    중인 행과 그 기준, 작업 중인 것, 다음 것과 대기하는 것, 그리고 맡고 보고하고 돌려주는 방법입니다.
    누구인지는 --owner-session과 --attempt 또는 그 변수, 그리고 orch가 시작한 워커에게 있는
    ORCH_ITEM_ID로 압니다. --lead는 일을 넣고 나누어 주는 쪽을 위한 것입니다: 사람을 기다리는 것과,
    작업을 주고 리뷰하고 답하는 방법입니다. 아무것도 바꾸지 않습니다.
    """,
    "for a lead: what waits for people, how to task, review and answer":
      "리드용: 사람을 기다리는 것, 작업을 주고 리뷰하고 답하는 방법",
    "what to put before an agent's prompt": "에이전트의 프롬프트 앞에 둘 내용",
    "the same for the agent that leads others": "다른 에이전트를 이끄는 에이전트용",
    "what lead would pick": "lead가 맡게 될 것",

    // orch history
    "Show who changed what, and when": "누가 언제 무엇을 바꿨는지 보여 줍니다",
    """
    A line for each change, newest last: time, id, command, who, and the cells that changed,
    with tabs between them; on a terminal an aligned table, where a long text that changed
    is shown as [-words that went-] and {+new words+}. 'external_edit' is a save by another
    program. Who is the session, else user@host. With --conflicts only
    what a save and commands both changed: ops status counts it until it was shown.
    """:
      """
    변경마다 한 줄이며 최신이 마지막입니다: 시각, id, 명령, 누가, 바뀐 셀을 탭으로 나누고, 터미널에서는
    정렬된 표로 보여 주며, 바뀐 긴 텍스트는 [-사라진 단어-]와 {+새 단어+}로 보여 줍니다.
    'external_edit'은 다른 프로그램의 저장입니다. 누가 바꿨는지는 세션으로, 없으면 user@host로
    적습니다. --conflicts이면 저장과 명령이 함께 바꾼 것만 보여 줍니다. ops status는 보여 줄 때까지
    그것을 셉니다.
    """,
    "only this row": "이 행만",
    "only the last N changes": "마지막 N개의 변경만",
    "only changes since then: '2026-01-31 18:00', 2026-01-31, 2h, 3d":
      "그 뒤의 변경만: '2026-01-31 18:00', 2026-01-31, 2h, 3d",
    "only changes by this session or person; of user@host the user is enough":
      "이 세션이나 사람의 변경만. user@host에서 user만 써도 됩니다",
    "only changes of commands with this trace id": "이 추적 id를 가진 명령의 변경만",
    "on a terminal whole texts, old and new; elsewhere they are whole anyway":
      "터미널에서 이전 텍스트와 새 텍스트 전체. 다른 곳에서는 언제나 전체입니다",
    "what a session did in the last two hours": "한 세션이 지난 두 시간 동안 한 일",
    "only what was kept over what when a save was merged": "저장을 병합할 때 무엇 대신 무엇을 남겼는지만",
    "the last twenty changes": "마지막 스무 개의 변경",
    "what happened to one row": "한 행에 있었던 일",
    "what was kept over what when saves were merged": "저장을 병합할 때 무엇 대신 무엇을 남겼는지",
    "what was finished, for a script": "끝난 것. 스크립트에서",

    // orch undo
    "Take the last change of a row back": "행의 마지막 변경을 되돌립니다",
    """
    Without an id it is your own last change: the last one of your user's, or with
    --owner-session of that session's. Taking back is a change of its own, and the history
    keeps both; undoing again goes one further back. A row that was changed since is refused.
    With --merge it is what orch put back or kept when an editor saved the file: then the file is
    as it was saved, but for what happened since.
    """:
      """
    id가 없으면 자신의 마지막 변경입니다: 사용자의 마지막 변경, --owner-session이 있으면 그 세션의
    것입니다. 되돌리기도 하나의 변경이며 이력에는 둘 다 남습니다. 다시 되돌리면 그 이전의
    변경을 되돌립니다. 그 뒤에 바뀐 행은 거절합니다. --merge이면 편집기가 파일을 저장했을 때 orch가 되돌려
    놓거나 남긴 것입니다: 그러면 파일은 그 뒤에 일어난 일 말고는 저장된 대로입니다.
    """,
    "the row; else the one that you changed last": "행. 없으면 자신이 마지막으로 바꾼 행",
    "take the last merge of a save back: the file is as it was saved":
      "저장의 마지막 병합을 되돌림: 파일은 저장된 대로 됩니다",
    "takes back what you did last": "자신이 마지막에 한 일을 되돌립니다",
    "takes back the row's last change; a session only its own": "행의 마지막 변경을 되돌립니다. 세션은 자신의 것만",
    "the file as it was saved, when a merge was not what you want": "병합이 원하던 것이 아닐 때, 저장된 그대로의 파일",

    // orch restore
    "Bring back a row that was deleted": "삭제된 행을 되살립니다",
    """
    The row comes back as it was, where it stood. What was deleted in an editor is known
    when orch had changed the table before; orch history lists it. Attempts that ops gc
    moved beside the archive come back, too.
    """:
      """
    행은 있던 자리에 있던 그대로 돌아옵니다. 편집기에서 삭제한 것은 그 전에 orch가 표를 바꾼 적이
    있으면 알 수 있습니다. orch history가 보여 줍니다. ops gc가 아카이브 옆으로 옮긴 시도도
    돌아옵니다.
    """,
    "the row stands in the table again": "행이 다시 표에 있습니다",

    // orch lint
    "Check the queue file": "큐 파일을 검사합니다",
    """
    A problem stops its row and makes the exit status 1; a warning stops nothing. Nothing is
    printed for a file without either. With workers in orch.json a worker that is not there is a
    problem, too, and so is a brief that can't be read; a criterion with a check that
    review.checks does not have is a warning.
    """:
      """
    문제는 그 행을 멈추고 종료 상태를 1로 만듭니다. 경고는 아무것도 멈추지 않습니다. 둘 다 없으면
    아무것도 출력하지 않습니다. orch.json에 workers가 있으면 없는 워커와 읽을 수 없는
    브리프도 문제입니다. review.checks에 없는 검사를 쓰는 완료 기준은 경고입니다.
    """,
    "each finding as file:line:column": "발견한 것마다 file:line:column",
    "before a commit": "커밋하기 전에",

    // orch fmt
    "give the rows without an id the next ones, too": "id가 없는 행에 다음 id도 줍니다",
    "after you wrote rows with an empty id": "id를 비워 두고 행을 쓴 뒤",
    "Align the table, and change nothing else": "표를 정렬하고 다른 것은 바꾸지 않습니다",
    """
    A column becomes as wide as its widest cell; Korean characters and emoji count as two
    columns. A cell wider than 80 sticks out of its own row. Rows with a wrong number of cells
    stay as they are. Later changes keep the alignment as long as the texts fit. With --ids the
    rows that were written without an id get the next ones, too.
    """:
      """
    열의 너비는 가장 넓은 셀에 맞춥니다. 한글과 이모지는 두 칸으로 셉니다. 80보다 넓은 셀은 그 행에서만
    튀어나옵니다. 셀 수가 틀린 행은 그대로 둡니다. 텍스트가 맞는 동안은 이후의 변경도 정렬을
    지킵니다. --ids가 있으면 id 없이 쓴 행에 다음 id도 줍니다.
    """,
    "change nothing; exit with 1 when it is not aligned": "아무것도 바꾸지 않고, 정렬되어 있지 않으면 1로 종료",
    "before people read the file": "사람이 파일을 읽기 전에",
    "only say whether it is aligned; status 1 when not": "정렬되어 있는지만 말합니다. 아니면 상태 1",

    // orch migrate
    "Import the table into the database": "표를 데이터베이스로 가져옵니다",
    """
    The database is made where it is missing. A row becomes what the table says unless the
    database changed it since both last agreed: then it is kept, and the status is 1. Rows that
    only the database has stay. A second time nothing changes. A database belongs to one queue:
    that of another is refused. To work on the database from
    then on, add --db to each command, and set ORCH_QUEUE_MD_READ_ONLY=1.
    """:
      """
    데이터베이스가 없으면 만듭니다. 행은 표에 적힌 대로 되지만, 둘이 마지막으로 일치한 뒤 데이터베이스가
    바꾼 행은 그대로 두고 상태는 1이 됩니다. 데이터베이스에만 있는 행은 남습니다. 두 번째에는
    아무것도 바뀌지 않습니다. 데이터베이스는 한 큐의 것이며 다른 큐의 것은 거절합니다. 그 뒤로
    데이터베이스에서 작업하려면 명령마다 --db를 더하고 ORCH_QUEUE_MD_READ_ONLY=1로 정하십시오.
    """,
    "also rows that the database changed, or lost, since": "그 뒤에 데이터베이스가 바꾸거나 잃은 행도",
    "make a database this queue's that is another's, or of none":
      "다른 큐의 것이거나 주인이 없는 데이터베이스를 이 큐의 것으로",
    "into db/queue.db beside the queue": "큐 옆의 db/queue.db로",
    "into this database": "이 데이터베이스로",
    "also rows that the database changed since": "그 뒤에 데이터베이스가 바꾼 행도",
    "after the folder .orch was lost": ".orch 폴더를 잃은 뒤에",

    // orch render
    "Write the table from the database": "데이터베이스에서 표를 씁니다",
    """
    Everything around the table stays, and so do the owner's own columns. What was written
    into the table since both last agreed goes into the database first: task, criteria,
    priority, due time, notes, and new rows, which come as PENDING. Status, owner and start are
    the database's alone. The first time, what the table said before goes to the history.
    """:
      """
    표 주변의 모든 것과 소유자가 더한 열은 남습니다. 둘이 마지막으로 일치한 뒤 표에 적힌 것은 먼저
    데이터베이스로 들어갑니다: 작업, 기준, 우선순위, 마감, notes, 그리고 PENDING이 되는 새 행입니다.
    상태, 소유자, 시작 시각은 데이터베이스의 것만 씁니다. 처음에는 표에 있던 내용이 이력으로 갑니다.
    """,
    "from db/queue.db beside the queue": "큐 옆의 db/queue.db에서",
    "a copy for readers": "읽는 사람을 위한 사본",

    // orch merge-driver
    "Merge two versions of a queue file for git, cell by cell": "큐 파일의 두 버전을 git을 위해 셀 단위로 병합합니다",
    """
    git calls it where .gitattributes says 'QUEUE.md merge=orch' and git config has
    merge.orch.driver 'orch merge-driver %O %A %B %P'; orch init --git writes both. What comes
    of the merge is written over OURS, and is a whole table. A cell that both sides changed
    keeps what OURS says; the row's notes keep what THEIRS said, and the status is 1, so that
    git calls the file conflicted. Of two rows that were added with one id such as ORCH-002, the
    one that is PENDING, without owner and start, gets the next id, and keeps the old one in its
    notes, was=ORCH-002, for later merges. It needs no queue.
    """:
      """
    .gitattributes에 'QUEUE.md merge=orch', git config의 merge.orch.driver에
    'orch merge-driver %O %A %B %P'가 있는 곳에서 git이 부릅니다. orch init --git이 둘 다 씁니다.
    병합 결과는 OURS 위에 쓰며 온전한 표입니다. 양쪽이 바꾼 셀은 OURS의 것을 남기고, THEIRS의
    것은 행의 notes에 남기며, 상태가 1이므로 git은 파일을 충돌로 봅니다. 양쪽에서 같은 id(예: ORCH-002)로
    추가한 두 행 가운데 소유자와 시작 시각이 없는 PENDING 행이 다음 id를 받고, 옛 id를 notes에
    was=ORCH-002로 남겨 다음 병합에서 씁니다. 큐가 필요 없습니다.
    """,
    "what both go back to; an empty file where each side made it": "둘의 공통 조상. 각각 새로 만들었으면 빈 파일",
    "the version that one is on; it is written over": "현재 브랜치의 버전. 이 파일 위에 씁니다",
    "the version that comes in": "들어오는 버전",
    "what messages call the file; OURS by default": "메시지에서 파일의 이름. 기본값은 OURS",
    "what git config merge.orch.driver says": "git config merge.orch.driver에 적는 것",
    "by hand: writes over ours.md": "직접 실행: ours.md 위에 씁니다",

    // orch torture
    "Show on this disk that no work is lost": "이 디스크에서 작업이 사라지지 않음을 보여 줍니다",
    """
    Makes a queue of its own in a folder beside yours, .orch-torture-…, in which many processes
    add, pick and finish rows as fast as they can, while an editor saves old buffers over them:
    truncates and writes, also with a pause in the middle; writes another file and renames it;
    moves the file to a backup, then creates it; appends. Then it counts: what was acknowledged
    and is lost, what was handed out twice, what was never written, what was typed and is gone.
    Where a count is not 0 the status is 1, and the folder stays for you to look at. Your own
    queue and its run log are not touched.
    """:
      """
    자신의 큐 옆 폴더 .orch-torture-…에 따로 큐를 만듭니다. 그곳에서 많은 프로세스가 최대한 빨리 행을
    추가하고 맡고 끝내는 동안, 편집기가 예전 내용을 그 위에 저장합니다: 파일을 비우고 쓰거나 중간에
    쉬고, 다른 파일을 쓰고 이름을 바꾸고, 파일을 백업으로 옮긴 뒤 새로 만들고, 덧붙입니다. 그다음
    셉니다: 확인받았는데 사라진 것, 두 번 배정된 것, 쓴 적이 없는 것, 입력했는데 없어진 것입니다.
    하나라도 0이 아니면 상태가 1이고, 볼 수 있도록 폴더를 남깁니다. 자신의 큐와 실행 로그는 건드리지
    않습니다.
    """,
    "how long it takes": "걸리는 시간",
    "how many processes work at a time": "동시에 일하는 프로세스의 수",
    "the same choices as another time; when they come is the machine's":
      "지난번과 같은 선택. 시점은 머신에 달려 있습니다",
    "ten seconds on the disk that holds the queue": "큐가 있는 디스크에서 10초",
    "longer, and with more at a time": "더 오래, 동시에 더 많이",
    "one figure, for a script": "수치 하나. 스크립트에서",

    // orch completion
    "Print the script that completes words with the tab key": "탭 키로 단어를 완성하는 스크립트를 출력합니다",
    """
    The shell then offers commands, options and their values: statuses, files, sessions, and
    the ids of the rows that a command may work on, with their task text. It asks the queue
    without a lock.
    """:
      """
    그러면 셸이 명령, 옵션과 그 값을 제안합니다: 상태, 파일, 세션, 그리고 명령이 다룰 수 있는 행의
    id와 작업 내용입니다. 잠금 없이 큐를 읽습니다.
    """,
    "whose script": "어느 셸의 스크립트인지",
    "in ~/.bashrc": "~/.bashrc에",
    "in ~/.zshrc, behind compinit": "~/.zshrc에, compinit 뒤에",
    "or a file in a folder of fpath": "또는 fpath의 폴더에 있는 파일로",
    "in ~/.config/fish/config.fish": "~/.config/fish/config.fish에",
  ]
}
