/// The Korean of the forms of values, by the English: those of settings, what inputs are,
/// and the reasons of options.
package enum KoreanForms {
  /// The Korean; the English where there is none.
  package static func text(_ english: String) -> String {
    twins.first { $0.key == english }?.value ?? english
  }

  package static let twins: KeyValuePairs<String, String> = [
    // Settings.
    "hours east of UTC, such as 9 or -3.5": "UTC보다 앞선 시간 수. 예: 9, -3.5",
    "a time zone that this machine knows, such as Europe/Berlin, or hours east of UTC":
      "이 머신이 아는 시간대(예: Europe/Berlin) 또는 UTC보다 앞선 시간 수",
    "seconds, 0 to 86400": "초, 0부터 86400까지",
    "seconds with commas, such as 60,180,600": "쉼표로 나눈 초. 예: 60,180,600",
    "yes, no or database": "yes, no, database",
    #"rules by failure class, such as {"timeout": {"retries": 2}}"#:
      #"실패 종류별 규칙. 예: {"timeout": {"retries": 2}}"#,
    #"a list of seconds or times, such as [30, "5m"]"#: #"초나 시간의 목록. 예: [30, "5m"]"#,
    "FAILED or BLOCKED": "FAILED, BLOCKED",
    #"prices by worker or model, such as {"codex": {"input": 1.25, "output": 10}}"#:
      #"워커나 모델별 가격. 예: {"codex": {"input": 1.25, "output": 10}}"#,
    "a number from 0 to 1000000, with at most 6 decimals, such as 1.25":
      "0부터 1000000까지의 수, 소수점 아래 6자리까지. 예: 1.25",
    "the name of a worker or a model": "워커나 모델의 이름",
    #"limits, such as {"usd_per_day": 20, "usd_per_row": 3}"#:
      #"한도. 예: {"usd_per_day": 20, "usd_per_row": 3}"#,
    "a whole number, 0 to 1000000000000000": "0부터 1000000000000000까지의 정수",
    "a number from 0 to 1": "0부터 1까지의 수",
    "a path": "경로",
    "up to 16 letters and digits, a letter first, such as WEB":
      "글자로 시작하는 영문자와 숫자 16자까지. 예: WEB",
    "minutes, or a time such as 90m, 24h or 3d": "분, 또는 90m, 24h, 3d 같은 시간",
    "a whole number, 0 or more": "0 이상의 정수",
    "a whole number, 1 or more": "1 이상의 정수",
    "a whole number, 1 to 36500": "1부터 36500까지의 정수",
    "a whole number, 1 to 31536000": "1부터 31536000까지의 정수",
    "a whole number, 0 to 525600": "0부터 525600까지의 정수",
    "seconds, 1 to 604800": "초, 1부터 604800까지",
    "seconds, 0 to 3600": "초, 0부터 3600까지",
    "seconds, 1 to 86400": "초, 1부터 86400까지",
    "a text or a number": "텍스트나 수",
    "it must be epoch seconds, YYYY-MM-DD HH:MM, or xN@EPOCH for N times as fast":
      "epoch 초, YYYY-MM-DD HH:MM, 또는 N배 빠른 xN@EPOCH이어야 합니다",
    "1, true, yes or on, or 0, false, no or off": "1, true, yes, on 또는 0, false, no, off",
    "true or false": "true 또는 false",
    "none, command or worker": "none, command, worker",
    #"a list of words, such as ["scripts/worker.sh", "{id}"]"#:
      #"단어의 목록. 예: ["scripts/worker.sh", "{id}"]"#,
    #"a list of names, such as ["PATH", "ANTHROPIC_API_KEY"]"#:
      #"이름의 목록. 예: ["PATH", "ANTHROPIC_API_KEY"]"#,
    "a list of names of its env": "env에 있는 이름의 목록",
    #"lists of words by name, such as {"test": ["swift", "test"]}"#:
      #"이름마다 단어의 목록. 예: {"test": ["swift", "test"]}"#,
    "lint, test, build, ci or review": "lint, test, build, ci, review",
    "a list of paths": "경로의 목록",
    #"a list of words, such as ["scripts/judge.sh"]"#: #"단어의 목록. 예: ["scripts/judge.sh"]"#,
    "an object": "객체",
    #"profiles by name, such as {"tests": {"adapter": "command", "argv": ["make", "test"]}}"#:
      #"이름마다 프로필. 예: {"tests": {"adapter": "command", "argv": ["make", "test"]}}"#,
    #"a list of routes, such as [{"id": "DOC-*", "worker": "notes"}]"#:
      #"규칙의 목록. 예: [{"id": "DOC-*", "worker": "notes"}]"#,
    "a name of up to 64 letters, digits, '.', '_' and '-', a letter or digit first":
      "영문자나 숫자로 시작하는 영문자, 숫자, '.', '_', '-' 64자까지의 이름",
    "report, command, openclaw, simulated, claude, codex or opencode":
      "report, command, openclaw, simulated, claude, codex, opencode",
    #"a list of words, such as ["--model", "opus"]"#: #"단어의 목록. 예: ["--model", "opus"]"#,
    "a number above 0, up to 1000000, with at most 6 decimals, such as 2.5":
      "0보다 크고 1000000 이하인 수, 소수점 아래 6자리까지. 예: 2.5",
    "seconds, or a time such as 10s or 1m, up to 1h": "초 또는 10s, 1m 같은 시간, 1h까지",
    "a whole number, 1 to 64": "1부터 64까지의 정수",
    "a line of text": "한 줄의 텍스트",
    "the path of a file below the project root": "프로젝트 루트 아래 파일의 경로",
    "the name or path of a program": "프로그램의 이름이나 경로",
    "a version such as 2.1.0": "2.1.0 같은 버전",
    "lint, test, build, ci, review, agent, timeout, idle, rate_limit, auth or unknown":
      "lint, test, build, ci, review, agent, timeout, idle, rate_limit, auth, unknown",
    #"exit statuses with a class, such as {"75": "rate_limit"}: lint, test, build, ci, review, agent, timeout, idle, rate_limit, auth or unknown"#:
      #"종료 상태마다 실패 분류. 예: {"75": "rate_limit"}: lint, test, build, ci, review, agent, timeout, idle, rate_limit, auth, unknown"#,
    #"a list of words, such as ["bwrap", "--unshare-net"]"#:
      #"단어의 목록. 예: ["bwrap", "--unshare-net"]"#,
    "a list of steps: done, partial, question, fail, hang or garbage":
      "단계의 목록: done, partial, question, fail, hang, garbage",
    "the name of a worker": "워커의 이름",
    "a pattern of ids, such as DOC-*": "id의 패턴. 예: DOC-*",
    "P0, P1 or P2": "P0, P1, P2",
    "a role such as worker_a": "worker_a 같은 역할",
    #"a list of words, such as ["css", "layout"]"#: #"단어의 목록. 예: ["css", "layout"]"#,

    // Inputs.
    "report": "보고서",
    "request": "요청",
    "brief": "브리프",
    "order": "지시",
    "version": "버전",
    "file of tasks": "작업 파일",

    // Options.
    "use the name of a worker": "워커의 이름을 쓰십시오",
    "use a time such as 90s, 30m or 2h, up to 168h": "90s, 30m, 2h 같은 시간을 쓰십시오, 168h까지",
    "use a time such as 24h, 7d or 4w, or a date such as 2026-01-31":
      "24h, 7d, 4w 같은 시간이나 2026-01-31 같은 날짜를 쓰십시오",
    "it must not be empty": "비워 둘 수 없습니다",
    "use a time such as 2026-01-31 18:00, 2026-01-31, 18:00, tomorrow or 2d":
      "2026-01-31 18:00, 2026-01-31, 18:00, tomorrow, 2d 같은 시각을 쓰십시오",
    "use a time zone that this machine knows, such as Europe/Berlin, or hours east of UTC":
      "이 머신이 아는 시간대(예: Europe/Berlin) 또는 UTC보다 앞선 시간 수를 쓰십시오",
    "use hours east of UTC in quarters, such as 9, -3.5 or 5.75":
      "UTC보다 앞선 시간 수를 15분 단위로 쓰십시오. 예: 9, -3.5, 5.75",
    "seconds, or a time such as 90s, 30m or 2h, up to 168h": "초 또는 90s, 30m, 2h 같은 시간, 168h까지",
    "use a number from 1 on": "1 이상의 수를 쓰십시오",
    "say hours, days or weeks, such as 720h, 30d or 4w":
      "시간, 일, 주로 쓰십시오. 예: 720h, 30d, 4w",
    "use a whole number before the unit, such as 30d": "단위 앞에 정수를 쓰십시오. 예: 30d",
    "use YYYY-MM-DD HH:MM, YYYY-MM-DD, or how long ago: 30m, 2h, 3d, 1w":
      "YYYY-MM-DD HH:MM, YYYY-MM-DD, 또는 얼마 전인지 쓰십시오: 30m, 2h, 3d, 1w",
    "name the file that is to be made": "만들 파일의 이름을 쓰십시오",
    "say seconds, minutes or hours, such as 90s, 30m or 2h":
      "초, 분, 시간으로 쓰십시오. 예: 90s, 30m, 2h",
    "use a whole number before the unit, from 1s to 168h":
      "단위 앞에 정수를 쓰십시오. 1s부터 168h까지",
    "use 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 or 60":
      "1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60 가운데 하나를 쓰십시오",
  ]
}
