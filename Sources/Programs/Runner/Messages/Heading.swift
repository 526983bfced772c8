package import Text

/// The heading of a column on a terminal.
package enum Heading: Sendable {
  case id, status, priority, owner, age, due, labels, task, started, waitsFor, after, tasks,
    oldestStart, ids, when, command, who, change, claim, worker, took, failure, reason, cost,
    tokens, model, day, plan, attempts, input, cached, output, estimated, unknown, total, adapter,
    program, running, state, criteria, lease, why, branch, merged, size, remarks,
    name, times, next, last

  package var label: Sentence {
    switch self {
    case .id: Sentence("ID", "ID")
    case .status: Sentence("STATUS", "상태")
    case .priority: Sentence("PRI", "순위")
    case .owner: Sentence("OWNER", "소유자")
    case .age: Sentence("AGE", "경과")
    case .due: Sentence("DUE", "마감")
    case .labels: Sentence("LABELS", "라벨")
    case .task: Sentence("TASK", "작업")
    case .started: Sentence("STARTED", "시작")
    case .waitsFor: Sentence("WAITS FOR", "기다리는 행")
    case .after: Sentence("AFTER", "먼저")
    case .tasks: Sentence("TASKS", "작업 수")
    case .oldestStart: Sentence("OLDEST START", "가장 이른 시작")
    case .ids: Sentence("IDS", "ID 목록")
    case .when: Sentence("WHEN", "시각")
    case .command: Sentence("COMMAND", "명령")
    case .who: Sentence("WHO", "누가")
    case .change: Sentence("CHANGE", "변경")
    case .claim: Sentence("CLAIM", "배정")
    case .worker: Sentence("WORKER", "워커")
    case .took: Sentence("TOOK", "걸린 시간")
    case .failure: Sentence("CLASS", "분류")
    case .reason: Sentence("REASON", "이유")
    case .cost: Sentence("COST", "비용")
    case .tokens: Sentence("TOKENS", "토큰")
    case .model: Sentence("MODEL", "모델")
    case .day: Sentence("DAY", "날짜")
    case .plan: Sentence("PLAN", "계획")
    case .attempts: Sentence("ATTEMPTS", "시도")
    case .input: Sentence("INPUT", "입력")
    case .cached: Sentence("CACHED", "캐시")
    case .output: Sentence("OUTPUT", "출력")
    case .estimated: Sentence("ESTIMATED", "추정")
    case .unknown: Sentence("UNKNOWN", "모름")
    case .total: Sentence("TOTAL", "합계")
    case .adapter: Sentence("ADAPTER", "어댑터")
    case .program: Sentence("PROGRAM", "프로그램")
    case .running: Sentence("RUNNING", "작업 중")
    case .state: Sentence("STATE", "상태")
    case .criteria: Sentence("SUCCESS CRITERIA", "완료 기준")
    case .lease: Sentence("LEASE", "리스")
    case .why: Sentence("WHY", "이유")
    case .branch: Sentence("BRANCH", "브랜치")
    case .merged: Sentence("MERGED", "병합")
    case .size: Sentence("SIZE", "크기")
    case .remarks: Sentence("REMARKS", "비고")
    case .name: Sentence("NAME", "이름")
    case .times: Sentence("TIMES", "시각")
    case .next: Sentence("NEXT", "다음")
    case .last: Sentence("LAST", "마지막")
    }
  }
}
