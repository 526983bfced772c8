extension KoreanHelp {
  /// The commands on attempts.
  static let attempts: KeyValuePairs<String, String> = [
    // orch logs
    "Show what a row's worker printed, in its last attempt or another one":
      "행의 워커가 출력한 것을 보여 줍니다. 마지막 시도나 다른 시도의 것",
    """
    The output is that of standard output and standard error together, without what looks like a
    secret. Into a pipe it goes as it is; on a terminal control characters are spelled out and
    colours left out. An agent's JSON lines become text: what it says, and which tool it uses on
    what; --raw prints them as they are. --follow goes on until the attempt has ended, which need
    not be by DONE: orch show ID --attempts says how.
    """:
      """
    표준 출력과 표준 오류를 합친 출력이며, 비밀로 보이는 것은 없습니다. 파이프에는 그대로 나가고,
    터미널에서는 제어 문자를 풀어 쓰고 색을 뺍니다. 에이전트의 JSON 줄은 말한 것과 쓴 도구를 보여 주는
    글이 됩니다. --raw는 그대로 출력합니다. --follow는 시도가 끝날 때까지 계속합니다. 꼭
    DONE으로 끝나지는 않습니다. 어떻게 끝났는지는 orch show ID --attempts가 말합니다.
    """,
    "an agent's JSON lines as they are": "에이전트의 JSON 줄을 그대로",
    "an agent's JSON lines, for a script": "에이전트의 JSON 줄, 스크립트용",
    "the row that is worked on": "작업하는 행",
    "the attempt, by the number of its claim": "시도. 배정의 번호로",
    "the last": "마지막",
    "go on until the attempt has ended": "시도가 끝날 때까지 계속",
    "only the last N lines of what is there": "있는 것 중 마지막 N줄만",
    "what its worker prints, until it ends": "워커가 끝날 때까지 출력하는 것",
    "the end of an earlier attempt": "앞선 시도의 끝부분",

    // ops costs
    "Show what agents cost: tokens and US dollars by day, row, worker or model":
      "에이전트의 비용을 보여 줍니다: 날짜, 행, 워커, 모델별 토큰과 미국 달러",
    """
    Each attempt of an agent is booked once in the ledger, as its program counts it, or by the
    prices of orch.json. What is unknown is shown as '-', and not as 0: a sum is of the attempts whose
    cost is known, and the others are counted beside it. Tokens from the cache are a part of the
    input. Days are those of the queue's time, on which an attempt ended.
    """:
      """
    에이전트의 시도는 장부에 한 번씩, 그 프로그램이 센 대로 또는 orch.json의 가격으로 적힙니다. 알 수 없는
    값은 0이 아니라 '-'입니다. 합계는 비용을 아는 시도의 것이고, 나머지는 그 옆에 셉니다. 캐시에서 온
    토큰은 입력의 일부입니다. 날짜는 큐의 시간으로 시도가 끝난 날입니다.
    """,
    "what makes a line": "한 줄로 묶는 기준",
    "count from this day on: 2026-01-31, 7d, 4w": "이날부터 셈: 2026-01-31, 7d, 4w",
    "a line for each day of the last week": "지난 한 주의 날마다 한 줄",
    "the dearest rows first": "비용이 큰 행부터",
    "all of it, for a script": "스크립트에서 쓸 전체 금액",

    // orch show
    """
    With --attempts it prints the row's attempts instead, with --report what the last report said,
    with --task what a worker was sent.
    """:
      """
    --attempts는 대신 행의 시도를, --report는 마지막 보고서의 내용을, --task는 워커에게 보낸 것을
    출력합니다.
    """,
    "its attempts instead": "대신 행의 시도",
    "its last report instead, as it was read": "대신 마지막 보고서, 읽은 그대로",
    "the message that its worker was sent instead": "대신 워커에게 보낸 메시지",
    "of this attempt, by the number of its claim": "이 시도의 것. 배정의 번호로",
    "who tried it, and how each attempt ended": "누가 시도했고 각 시도가 어떻게 끝났는지",
    "what was reported of an earlier attempt": "앞선 시도에서 보고된 것",

    // orch check
    "Run a row's proofs now, and change nothing": "행의 증명을 지금 실행하고 아무것도 바꾸지 않습니다",
    """
    Runs what the row's criteria name (file:, grep:, json:, and cmd: with its entry of
    review.checks in orch.json, which must be trusted), with the limits of a review and by the
    criteria of the row's claim. Neither the row nor its evidence changes, and no attempt counts. A
    criterion without a proof needs a claim in the report. It exits with 1 where a proof does not
    hold.
    """:
      """
    행의 기준에 적힌 것(file:, grep:, json:, 그리고 orch.json의 review.checks에 항목이 있는 cmd:.
    신뢰를 받아야 합니다)을 검토와 같은 제한으로, 배정할 때의 기준에 따라 실행합니다. 행도 증거도
    바뀌지 않고 시도도 세지 않습니다. 증명이 없는 기준은 보고서의 주장이 필요합니다. 성립하지 않는
    증명이 있으면 1로 종료합니다.
    """,
    "the row to check": "확인할 행",
    "what a review would find, before the report": "보고하기 전에, 검토가 찾을 것",
    "what is not met, for a script": "스크립트에서, 충족되지 않은 것",
  ]
}
