// The words of the page. The English text is the name of each; the Korean twin stands beside it.

let language = storage.get("orch.language")
  ?? ((navigator.languages ?? [navigator.language]).some((each) => /^ko\b/i.test(each)) ? "ko" : "en");

/** The text in the language that was chosen, with `{name}` replaced by its value. */
function t(text, values = {}) {
  const chosen = language === "ko" ? korean[text] ?? text : text;
  return chosen.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? spelled(values[name]) : whole));
}

/** A number with its thousands apart. */
function count(n) {
  return n.toLocaleString("en-US");
}

/** The text for a number: English has two forms, and Korean that of several. */
function many(n, one, other) {
  return language !== "ko" && n === 1 ? one : t(other, { n: count(n) });
}

const korean = {
  // Actions
  "Answer": "답하기", "Approve": "승인", "Reject": "반려", "Retry": "다시 시도", "Edit": "편집", "Cancel the work": "작업 취소",
  "Not now": "지금은 할 수 없습니다", "{id} is {status}.": "{id}의 상태: {status}", "Answer the question": "질문에 답하기", "Your answer": "답",
  "Write an answer first.": "답을 먼저 쓰십시오.", "The next attempt is told the question and your answer.": "다음 시도에 질문과 답을 함께 전합니다.",
  "Send answer": "답 보내기", "Answered": "답했습니다", "Let the work begin?": "작업을 시작해도 됩니까?", "Approve the work?": "작업을 승인합니까?",
  "The row starts as soon as it can.": "시작할 수 있을 때 바로 시작합니다.",
  "The row becomes done, and work in a branch of its own is merged where the worker is set up so.":
    "행은 완료가 되고, 워커 설정에 따라 브랜치의 작업을 병합합니다.",
  "Approved": "승인했습니다", "Reject the work": "작업 반려", "Reason": "이유",
  "Say why, so that the next attempt can do better.": "다음 시도가 나아지도록 이유를 쓰십시오.",
  "The next attempt is told this, word for word.": "다음 시도에 이 내용을 그대로 전합니다.", "Rejected": "반려했습니다",
  "Cancel the work on this row?": "이 행의 작업을 취소합니까?",
  "Its worker is ended. The row becomes blocked until somebody retries it.": "워커를 끝냅니다. 행은 다시 시도할 때까지 막힙니다.",
  "The row becomes blocked until somebody retries it.": "행은 다시 시도할 때까지 막힙니다.", "Reason (optional)": "이유(선택)",
  "Cancelled": "취소됨", "Try this row again?": "이 행을 다시 시도합니까?", "Begin anew from the base": "베이스에서 새로 시작",
  "Its worktree is removed; its branch is kept under another name.": "작업 트리는 지우고, 브랜치는 다른 이름으로 남깁니다.",
  "Also if no attempt is left": "남은 시도가 없어도 다시 시도", "Waits for a worker again": "다시 워커를 기다립니다", "Move to": "옮기기", "There is no way from here but an edit.": "여기서는 편집만 할 수 있습니다.",
  "The same in a terminal": "터미널 명령", "Details": "내용", "Why it is not running": "실행되지 않는 이유", "Changes": "변경", "Log": "로그",
  "Approve the plan?": "계획을 승인합니까?", "Reject the plan": "계획 반려", "Say why.": "이유를 쓰십시오.", "Pause the queue?": "큐를 일시 정지합니까?",
  "Nothing new starts. What is at work goes on.": "새 작업은 시작하지 않고, 하던 작업은 계속합니다.", "Pause": "일시 정지",
  "The queue is paused": "큐를 일시 정지했습니다", "The queue goes on": "큐를 다시 시작했습니다",
  "Your {n} comments on the diff are part of the reason.": "변경에 남긴 의견 {n}개가 이유에 들어갑니다.", "{n} tasks": "할 일 {n}개",
  // Connection and login
  "Online again": "다시 연결했습니다", "Offline": "오프라인", "The server cannot be reached.": "서버에 연결할 수 없습니다.",
  "Nothing was sent. What you typed is kept.": "보내지 못했습니다. 입력한 내용은 남아 있습니다.",
  "The server answered with status {n}.": "서버가 상태 {n}로 답했습니다.", "offline": "오프라인", "Offline.": "오프라인입니다.",
  "This is how things were. What you type is kept, and the page catches up as soon as the server is there.":
    "마지막으로 받은 내용입니다. 입력한 내용은 남아 있고, 연결되면 바로 따라잡습니다.",
  "Try now": "지금 연결", "The program was updated. The page reloads as soon as you pause.": "프로그램이 업데이트되었습니다. 사용을 멈추면 페이지를 새로 고칩니다.",
  "Reload now": "지금 새로 고침", "The queue is paused.": "큐가 일시 정지되어 있습니다.", "Resume": "다시 시작", "Log out": "로그아웃",
  "Open the board from a terminal": "터미널에서 보드를 여십시오",
  "This command prints an address for one use. Open it in this browser.": "이 명령이 한 번 쓰는 주소를 출력합니다. 그 주소를 이 브라우저에서 여십시오.",
  "Your session has ended": "세션이 끝났습니다",
  "Run this command in a terminal, and open the address that it prints. What you typed is kept.":
    "터미널에서 이 명령을 실행하고, 출력한 주소를 여십시오. 입력한 내용은 남아 있습니다.",
  "This address does not work any more": "더는 쓸 수 없는 주소입니다",
  "An address is for one use and ten minutes. Run the command again for a new one.": "주소는 10분 안에 한 번만 쓸 수 있습니다. 명령을 다시 실행해 새 주소를 받으십시오.",
  "The server cannot be reached": "서버에 연결할 수 없습니다", "Is orch serve running?": "orch serve가 실행 중인지 확인하십시오.",
  "You are logged out": "로그아웃했습니다", "This command opens the board again.": "이 명령으로 보드를 다시 엽니다.", "Try again": "다시 시도",
  // Board and table
  "Waits for": "기다리는 행", "row": "행", "Nothing is pending.": "대기 중인 행이 없습니다.", "Nobody is at work.": "작업 중인 행이 없습니다.",
  "Nothing is blocked.": "막힌 행이 없습니다.", "Nothing failed.": "실패한 행이 없습니다.", "Nothing is done yet.": "완료된 행이 없습니다.", "No rows": "행이 없습니다",
  "{n} attempts ended without success": "성공하지 못한 시도 {n}번", "{n} more": "{n}개 더 보기", "Status": "상태", "Rows": "행", "No row fits": "맞는 행이 없습니다",
  "Other words or fewer filters may find it.": "다른 검색어를 쓰거나 필터를 줄여 보십시오.", "Clear the filters": "필터 지우기", "Only": "조건", "Overdue": "기한 지남",
  "Blocked, or waiting for others": "막혔거나 다른 행을 기다림", "Waiting for a person": "사람을 기다림", "Label": "라벨", "Remove this filter": "이 필터 지우기",
  "Filter": "필터", "Search": "검색", "Search rows": "행 검색", "{n} of {m}": "{m}개 가운데 {n}개", "{n} rows": "행 {n}개", "{n} entries": "{n}건",
  "Pending": "대기", "In progress": "진행 중", "Blocked": "막힘", "Failed": "실패", "Done": "완료", "Question": "질문", "Needs approval": "승인 대기",
  "now": "방금", "{n} min": "{n}분", "{n} h": "{n}시간", "{n} d": "{n}일", "{n} s": "{n}초", "{n} h {m} min": "{n}시간 {m}분",
  "overdue {date}": "{date} 기한 지남", "due {date}": "{date}까지",
  // Dialogs and forms
  "Close": "닫기", "y copies it": "y 키로 복사", "Copy the command": "명령 복사", "Copied": "복사했습니다", "Select the text, and copy it yourself": "내용을 선택해 직접 복사하십시오",
  "New row": "새 행", "Task": "할 일", "Say what is to be done.": "할 일을 쓰십시오.", "What is to be done?": "무엇을 해야 합니까?", "Criteria, one a line": "완료 기준, 한 줄에 하나",
  "How one sees that it is done. Without any, a person has to approve it.": "다 되었음을 무엇으로 아는지 씁니다. 없으면 사람이 승인해야 합니다.",
  "Priority": "우선순위", "urgent": "급함", "normal": "보통", "low": "낮음", "Due": "기한", "2d, tomorrow, 18:00": "2d, tomorrow, 18:00", "ID": "ID",
  "next free one": "다음 빈 번호", "Labels": "라벨", "Worker": "워커", "by the routes": "경로 규칙대로", "Notes": "메모", "Add row": "행 추가", "Added": "추가했습니다", "Open": "열기",
  "Discard what you typed?": "입력한 내용을 버립니까?", "Edit {id}": "{id} 편집", "Save": "저장", "Saved": "저장했습니다", "Changed meanwhile. It says now:": "그사이 바뀌었습니다. 지금 내용:",
  "(empty)": "(비어 있음)", "none": "없음", "Attempts at most": "최대 시도 수", "Time for an attempt": "시도 시간", "Paths that it changes": "바꾸는 경로", "Keep mine": "내 내용 유지", "Take theirs": "바뀐 내용 사용", "Put theirs below mine": "내 내용 아래에 붙이기",
  "Somebody else changed this row. Nothing was saved, and what you typed is still here.": "다른 사람이 이 행을 바꿨습니다. 저장하지 않았고, 입력한 내용은 그대로 있습니다.",
  "Decide for each field above, then save again.": "위의 칸마다 고른 다음 다시 저장하십시오.",
  // Inbox
  "Questions": "질문", "Approvals": "승인", "Proposed plans": "제안된 계획", "Ended badly": "실패하거나 막힌 행", "Can't start": "시작할 수 없는 행", "Operation": "운영",
  "Worker {name} is paused": "워커 {name} 일시 정지", "Worker {name} can't start": "워커 {name} 시작 불가", "Today's budget is used up": "오늘 예산을 다 썼습니다",
  "{n} % of today's budget is spent": "오늘 예산의 {n}%를 썼습니다", "Costs can't be read": "비용을 읽을 수 없습니다", "Hook {name} fails": "훅 {name} 실패", "No hook runs": "훅이 실행되지 않습니다",
  "Answer…": "답을 쓰십시오…", "Answer {id}": "{id}에 답하기", "This is no longer asked. Your text is kept here.": "이제 묻지 않는 질문입니다. 입력한 내용은 여기에 남아 있습니다.",
  "The work is ready and passed its review.": "작업이 끝났고 리뷰를 통과했습니다.", "All {n} criteria are met, {v} of them checked by orch.": "완료 기준 {n}개를 모두 충족했고, 그중 {v}개는 orch가 확인했습니다.",
  "All {n} criteria are met, as its report says.": "보고서에 따르면 완료 기준 {n}개를 모두 충족했습니다.", "The work is ready. No criteria say that it is done.": "작업이 끝났습니다. 완료 기준이 없어 사람이 판단해야 합니다.", "{usd} today": "오늘 {usd}", "Its work may not begin before you approve it.": "승인해야 작업을 시작할 수 있습니다.",
  "Review": "살펴보기", "Read the plan": "계획 읽기", "The queue is empty": "큐가 비어 있습니다",
  "Add a row, and say by which criteria one sees that it is done. Workers take it from there.": "행을 추가하고 완료 기준을 쓰십시오. 그다음은 워커가 맡습니다.",
  "Nothing waits for you": "기다리는 일이 없습니다", "{working} at work, {pending} pending, {done} done.": "진행 중 {working}개, 대기 {pending}개, 완료 {done}개입니다.",
  "Open the board": "보드 열기", "Loading": "불러오는 중", "{n} saves were in conflict": "저장 충돌 {n}건", "and {n} more": "외 {n}개",
  // Keys
  "Everywhere": "어디서나", "Commands and rows": "명령과 행", "Inbox": "처리할 일", "Board": "보드", "Table": "표", "Plans": "계획", "Workers": "워커", "History": "기록",
  "This help": "이 도움말", "In a list": "목록에서", "Next row": "다음 행", "Row before": "이전 행", "Column to the left": "왼쪽 열", "Column to the right": "오른쪽 열", "On a row": "행에서",
  "Approve, or answer": "승인하거나 답하기", "Reject, or retry": "반려하거나 다시 시도", "Move": "옮기기", "Copy the command of a button": "버튼의 명령 복사", "In changes": "변경에서",
  "Comment on the line": "줄에 의견 남기기", "Next line": "다음 줄", "Next file": "다음 파일", "File before": "이전 파일", "Keep comment, send": "의견 남기기, 보내기", "Keys": "단축키", "Got it": "확인",
  "Plan": "계획", "Resume the queue": "큐 다시 시작", "Pause the queue": "큐 일시 정지", "Light or dark": "밝은 화면, 어두운 화면",
  "A command, an ID or words of a row…": "명령, ID 또는 검색어 입력…", "Nothing found": "찾은 것이 없습니다", "Queue": "큐", "More": "더 보기", "Skip to the rows": "행으로 건너뛰기",
  // The open row
  "Row {id}": "행 {id}", "This row is not here any more": "이제 없는 행입니다", "Copy the address of this row": "이 행의 주소 복사", "At work": "작업 중", "Attempts": "시도", "Parts of the row": "행의 내용",
  "before its work begins": "작업을 시작하기 전", "once it is done": "작업이 끝난 뒤", "Cost": "비용", "tokens": "토큰", "Kept by orch": "orch가 적은 것", "Brief": "브리프",
  "None. Only a person can say that it is done.": "없습니다. 다 되었는지는 사람만 판단합니다.", "met": "충족", "not met": "미충족", "orch checks it": "orch가 확인",
  "Criteria": "완료 기준", "Owner": "소유자", "Approval": "승인", "live": "실시간", "Log of attempt {n}": "시도 {n}의 로그", "As text": "텍스트로 보기", "Raw": "원문", "Copy the log": "로그 복사",
  "It has printed nothing yet.": "아직 출력이 없습니다.", "Show {n} earlier lines": "앞의 {n}줄 보기", "runs": "실행 중", "No attempts yet": "아직 시도가 없습니다",
  "An attempt is the record of one claim: what was sent, said and decided.": "시도는 배정 한 번의 기록입니다. 보낸 것, 답한 것, 판정한 것을 담습니다.", "session": "세션", "This attempt has no log.": "이 시도에는 로그가 없습니다.",
  "a binary file": "바이너리 파일", "These lines are not in the changes any more:": "이제 변경에 없는 줄에 남긴 의견:", "The branch changes nothing": "브랜치에 변경이 없습니다", "Arrow keys go by line, Enter comments": "화살표로 줄 이동, Enter로 의견", "new": "새 파일", "deleted": "삭제", "added": "추가",
  "removed": "삭제한 줄", "unchanged": "그대로", "line": "줄", "line {n}": "{n}번째 줄", "Comment on line {n}": "{n}번째 줄에 의견", "What should be different?": "무엇을 고쳐야 합니까?", "Comment kept": "의견을 남겼습니다", "Keep comment": "의견 남기기",
  "Discard": "버리기", "Remove": "지우기", "No comments yet": "아직 의견이 없습니다", "Reject with comments": "의견과 함께 반려", "{n} files": "파일 {n}개", "{n} comments": "의견 {n}개",
  // Workers, costs, history, plans
  "No workers yet": "아직 워커가 없습니다", "Workers are programs that orch.json names. Sessions may take rows without one.": "워커는 orch.json에 적은 프로그램입니다. 세션은 워커 없이도 행을 가져갑니다.",
  "Sessions at work": "작업 중인 세션", "Today": "오늘", "In all": "모두", "Tokens, in and out": "토큰, 입력과 출력", "Budget of the day": "하루 예산", "Tokens of the day": "하루 토큰", "Requests of the day": "하루 요청", "By day": "날짜별",
  "Rows are handed out to workers that are ready.": "준비된 워커에게 행을 배정합니다.", "at work": "작업 중", "ready": "준비됨", "paused": "일시 정지", "can't start": "시작 불가", "Rows at work, and how many there may be": "작업 중인 행과 한도",
  "edited": "편집", "took": "가져감", "dispatched": "배정", "finished": "끝냄", "failed it": "실패 처리", "blocked": "막음", "answered": "답함", "approved": "승인", "rejected": "반려", "cancelled": "취소", "retried": "다시 시도",
  "gave back": "돌려줌", "reported": "보고", "saved the file": "파일 저장", "applied a plan": "계획 적용", "took back": "되돌림", "planned anew": "다시 계획", "review": "리뷰",
  "Nothing happened yet": "아직 기록이 없습니다", "Show older changes": "이전 기록 보기", "{n} attempts": "시도 {n}번", "{n} of unknown cost": "비용 모름 {n}번",
  "Proposed": "제안됨", "Waits for you": "사람을 기다림", "Running": "진행 중", "No plans yet": "아직 계획이 없습니다", "A plan is a file of tasks that belong together, and what each waits for.": "계획은 함께 묶인 할 일들과 각각이 기다리는 것을 적은 파일입니다.",
  "Tasks, in the order in which they can start": "시작할 수 있는 순서의 할 일", "On the critical path": "임계 경로에 있음", "{done} of {total} done": "{total}개 가운데 {done}개 완료", "version {n}": "버전 {n}",
  "What is proposed as the next version": "다음 버전으로 제안된 내용", "No task waits for another one: all may be worked at once.": "서로 기다리는 할 일이 없어 모두 함께 할 수 있습니다.", "This plan has no tasks": "할 일이 없는 계획입니다", "Critical path": "임계 경로",
};
