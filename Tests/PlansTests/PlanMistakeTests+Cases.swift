// The mistakes in plans, each with its sentences.

extension PlanMistakeTests {
  static let form: [Case] = [
    Case(
      "no JSON", "{\"plan\": ",
      "not JSON: line 1, column 10: unexpected end of JSON",
      "JSON이 아닙니다: line 1, column 10: unexpected end of JSON"),
    Case(
      "a key twice", #"{"plan":"p","plan":"q"}"#,
      #"not JSON: line 1, column 13: the object has the key "plan" already"#,
      #"JSON이 아닙니다: line 1, column 13: the object has the key "plan" already"#),
    Case(
      "too deep", String(repeating: "[", count: 200),
      "not JSON: line 1, column 129: more than 128 arrays and objects inside one another",
      "JSON이 아닙니다: line 1, column 129: more than 128 arrays and objects inside one another"),
    Case("a list", "[]", "it must be an object, not a list", "객체를 써야 하는데 목록입니다"),
    Case(
      "no name", #"{"tasks":[{"id":"a","task":"t"}]}"#, "'plan' is missing", "'plan'이(가) 없습니다"),
    Case("no tasks", #"{"plan":"p"}"#, "'tasks' is missing", "'tasks'이(가) 없습니다"),
    Case(
      "an empty list of tasks", #"{"plan":"p","tasks":[]}"#, ".tasks: the plan has no task",
      ".tasks: 할 일이 하나도 없습니다"),
    Case(
      "no id", #"{"plan":"p","tasks":[{"task":"t"}]}"#, ".tasks[0]: 'id' is missing",
      ".tasks[0]: 'id'이(가) 없습니다"),
    Case(
      "a task that is none", #"{"plan":"p","tasks":["t"]}"#,
      ".tasks[0]: it must be an object, not a text", ".tasks[0]: 객체를 써야 하는데 텍스트입니다"),
    Case(
      "null", #"{"plan":"p","goal":null,"tasks":[{"id":"a","task":"t"}]}"#,
      ".goal: it must be a text, not null", ".goal: 텍스트를 써야 하는데 null입니다"),
    Case(
      "a misspelled key of the plan", #"{"plan":"p","titel":"x","tasks":[{"id":"a","task":"t"}]}"#,
      ".titel: unknown key; did you mean title?", ".titel: 알 수 없는 키입니다. 혹시 title입니까?"),
    Case(
      "a setting of tasks beside them",
      #"{"plan":"p","worker":"x","tasks":[{"id":"a","task":"t"}]}"#,
      ".worker: unknown key (known: $schema, plan, title, goal, parent, source, "
        + "callback_url, defaults, tasks)",
      ".worker: 알 수 없는 키입니다 (있는 것: $schema, plan, title, goal, parent, source, "
        + "callback_url, defaults, tasks)"),
    Case(
      "criteria as a default",
      #"{"plan":"p","defaults":{"timeouts":"1h"},"tasks":[{"id":"a","task":"t"}]}"#,
      ".defaults.timeouts: unknown key; did you mean timeout?",
      ".defaults.timeouts: 알 수 없는 키입니다. 혹시 timeout입니까?"),
    .task(
      "an odd key", #""odd \u202e key":1"#,
      #"["odd \u202e key"]: unknown key (known: id, task, criteria, brief, outputs, tags, after, "#
        + "worker, priority, max_attempts, timeout, repo, approval, on_failure, due_at, not_before, "
        + "touches, outputs_only, notes)",
      #"["odd \u202e key"]: 알 수 없는 키입니다 (있는 것: id, task, criteria, brief, outputs, tags, after, "#
        + "worker, priority, max_attempts, timeout, repo, approval, on_failure, due_at, not_before, "
        + "touches, outputs_only, notes)"),
    .task(
      "a key that looks like another", "\"task\u{200B}\":1",
      #"["task\u{200B}"]: unknown key; did you mean task?"#,
      #"["task\u{200B}"]: 알 수 없는 키입니다. 혹시 task입니까?"#),
    .task(
      "a text for a list", #""after":"b""#, ".after: it must be a list, not a text",
      ".after: 목록을 써야 하는데 텍스트입니다"),
    .task(
      "a number in a list", #""tags":[1]"#, ".tags[0]: it must be a text, not a number",
      ".tags[0]: 텍스트를 써야 하는데 숫자입니다"),
    .task(
      "true for a number", #""max_attempts":true"#,
      ".max_attempts: it must be a number, not true or false",
      ".max_attempts: 숫자를 써야 하는데 참이나 거짓입니다"),
    .task(
      "an element twice", #""tags":["ui","ui"]"#, ".tags[1]: 'ui' is in the list twice: remove one",
      ".tags[1]: 'ui'이(가) 목록에 두 번 있습니다. 하나를 지우십시오"),
  ]

  static let texts: [Case] = [
    Case(
      "a title of two lines", #"{"plan":"p","title":"a\nb","tasks":[{"id":"a","task":"t"}]}"#,
      ".title: a title is one line; goal can have more",
      ".title: title은 한 줄로 쓰십시오. goal에는 여러 줄을 쓸 수 있습니다"),
    .task(
      "an empty brief", #""brief":" \n""#, ".brief: it must not be empty", ".brief: 비워 둘 수 없습니다"),
    .task(
      "a bar for no text", #""notes":"-""#, ".notes: it must not be empty", ".notes: 비워 둘 수 없습니다"),
    .task(
      "a long text", #""brief":"\#(String(repeating: "가", count: 20_001))""#,
      ".brief: 20001 characters, and the limit is 20000: shorten it",
      ".brief: 20001자입니다. 20000자까지 쓸 수 있습니다. 줄이십시오"),
    .task(
      "a pipe", #""notes":"a|b""#, ".notes: a | is not allowed in a row, but is allowed in a brief",
      ".notes: 행에 쓸 수 없는 것: |. 브리프에는 쓸 수 있습니다"),
    .task(
      "a line break", #""notes":"a\nb""#,
      ".notes: a line break is not allowed in a row, but is allowed in a brief",
      ".notes: 행에 쓸 수 없는 것: 줄 바꿈. 브리프에는 쓸 수 있습니다"),
    .task(
      "a tab", #""notes":"a\tb""#,
      ".notes: a tab is not allowed in a row, but is allowed in a brief",
      ".notes: 행에 쓸 수 없는 것: 탭. 브리프에는 쓸 수 있습니다"),
    .task(
      "NUL", #""brief":"a\u0000b""#,
      #".brief: the control character \u{0} is not allowed in a text"#,
      #".brief: 제어 문자 \u{0}은(는) 쓸 수 없습니다"#),
  ]

  static let values: [Case] = [
    Case(
      "a name with a dot", #"{"plan":"a.b","tasks":[{"id":"a","task":"t"}]}"#,
      ".plan: 'a.b' is not a valid name of a plan: use up to 31 letters, digits, - and _, beginning with a "
        + "letter or a digit",
      ".plan: 'a.b'은(는) 계획의 이름으로 쓸 수 없습니다: 영문자나 숫자로 시작해 31자까지, 영문자, 숫자, -, _만 쓰십시오"),
    Case(
      "an id with 32 letters", #"{"plan":"p","tasks":[{"id":"\#(longID)","task":"t"}]}"#,
      ".tasks[0].id: '\(longID)' is not a valid id of a task: use up to 31 letters, digits, - and _, "
        + "beginning with a letter or a digit",
      ".tasks[0].id: '\(longID)'은(는) 할 일의 id로 쓸 수 없습니다: "
        + "영문자나 숫자로 시작해 31자까지, 영문자, 숫자, -, _만 쓰십시오"),
    Case(
      "a parent that is no id", #"{"plan":"p","parent":"a b","tasks":[{"id":"a","task":"t"}]}"#,
      ".parent: 'a b' is not a valid id of a row: use up to 64 of A-Z a-z 0-9 . _ -, a letter or digit first, "
        + "no '..'",
      ".parent: 'a b'은(는) 행의 id로 쓸 수 없습니다: A-Z a-z 0-9 . _ - 를 64자까지 쓰고, 글자나 숫자로 시작하며, "
        + "'..'은 쓸 수 없습니다"),
    .task(
      "a worker with a blank", #""worker":"c x""#,
      ".worker: 'c x' is not a valid name of a worker: use up to 64 of A-Z a-z 0-9 . _ -, a letter or digit "
        + "first, no '..'",
      ".worker: 'c x'은(는) 워커의 이름으로 쓸 수 없습니다: A-Z a-z 0-9 . _ - 를 64자까지 쓰고, 글자나 숫자로 시작하며, "
        + "'..'은 쓸 수 없습니다"),
    .task(
      "a repository by its path", #""repo":"../web""#,
      ".repo: '../web' is not a valid name of a repository: use up to 31 letters, digits, - and _, "
        + "beginning with a letter or a digit",
      ".repo: '../web'은(는) 저장소의 이름으로 쓸 수 없습니다: 영문자나 숫자로 시작해 31자까지, 영문자, 숫자, -, _만 쓰십시오"),
    .task(
      "a fourth priority", #""priority":"P3""#, ".priority: 'P3' is not one of P0, P1, P2",
      ".priority: 'P3': P0, P1, P2 중 하나여야 합니다"),
    .task(
      "another approval", #""approval":"yes""#, ".approval: 'yes' is not one of start, done",
      ".approval: 'yes': start, done 중 하나여야 합니다"),
    .task(
      "another policy", #""on_failure":"stop""#,
      ".on_failure: 'stop' is not one of continue, cancel",
      ".on_failure: 'stop': continue, cancel 중 하나여야 합니다"),
    .task(
      "half an attempt", #""max_attempts":1.5"#, ".max_attempts: use a whole number from 0 on",
      ".max_attempts: 0 이상의 정수를 쓰십시오"),
    .task(
      "less than none", #""max_attempts":-1"#, ".max_attempts: use a whole number from 0 on",
      ".max_attempts: 0 이상의 정수를 쓰십시오"),
    .task(
      "more than a week", #""timeout":"8d""#,
      ".timeout: '8d' is not a duration: use 90s, 30m or 2h, up to 168h",
      ".timeout: '8d': 시간의 길이가 아닙니다. 90s, 30m, 2h처럼 168h까지 쓰십시오"),
    .task(
      "a day that is none", #""due_at":"2026-02-30 10:00""#,
      ".due_at: '2026-02-30 10:00' is not a time: use YYYY-MM-DD HH:MM",
      ".due_at: '2026-02-30 10:00': YYYY-MM-DD HH:MM 형식의 시각을 쓰십시오"),
    .task(
      "a word for a time", #""not_before":"tomorrow""#,
      ".not_before: 'tomorrow' is not a time: use YYYY-MM-DD HH:MM",
      ".not_before: 'tomorrow': YYYY-MM-DD HH:MM 형식의 시각을 쓰십시오"),
    .task(
      "an absolute path", #""outputs":["/etc/passwd"]"#,
      ".outputs[0]: '/etc/passwd' is absolute: write it relative to the project folder",
      ".outputs[0]: '/etc/passwd': 프로젝트 폴더부터의 경로를 쓰십시오"),
    .task(
      "a path that leads out", #""touches":["src/../.."]"#,
      ".touches[0]: 'src/../..' contains ..: write it without",
      ".touches[0]: 'src/../..': .. 없이 쓰십시오"),
    .task(
      "a touched path with a blank", #""touches":["my docs/"]"#,
      ".touches[0]: 'my docs/' would end too early in the row: leave out blanks, commas, semicolons "
        + "and marks",
      ".touches[0]: 'my docs/': 행에서 끝까지 읽히지 않습니다. 공백, 쉼표, 세미콜론, 부호를 빼십시오"),
    .task(
      "an output with a semicolon", #""outputs":["a","b; c"]"#,
      ".outputs[1]: 'b; c' would end too early in the row: leave out blanks, commas, semicolons and "
        + "marks",
      ".outputs[1]: 'b; c': 행에서 끝까지 읽히지 않습니다. 공백, 쉼표, 세미콜론, 부호를 빼십시오"),
    .task(
      "a label of two words", #""tags":["two words"]"#,
      ".tags[0]: 'two words' is not a label: use a word without blanks and commas",
      ".tags[0]: 'two words': 공백과 쉼표가 없는 낱말을 쓰십시오"),
  ]

  static let criteria: [Case] = [
    .task(
      "two criteria", #""criteria":["tests pass; docs are there"]"#,
      ".criteria[0]: the gate reads this as 2 criteria: 'tests pass', 'docs are there'; write "
        + "each as its own criterion",
      ".criteria[0]: 게이트는 이것을 기준 2개로 읽습니다: 'tests pass', 'docs are there'. 하나씩 별도의 기준으로 쓰십시오"),
    .task(
      "four with bullets", #""criteria":["a • b • c • d"]"#,
      ".criteria[0]: the gate reads this as 4 criteria: 'a', 'b', 'c' and 1 more; write each as "
        + "its own criterion",
      ".criteria[0]: 게이트는 이것을 기준 4개로 읽습니다: 'a', 'b', 'c' 외 1개. 하나씩 별도의 기준으로 쓰십시오"),
    .task(
      "numbers inside", #""criteria":["1) build 2) test"]"#,
      ".criteria[0]: the gate reads this as 2 criteria: 'build', 'test'; write each as its own "
        + "criterion",
      ".criteria[0]: 게이트는 이것을 기준 2개로 읽습니다: 'build', 'test'. 하나씩 별도의 기준으로 쓰십시오"),
    .task(
      "a list mark", #""criteria":["- [ ] it builds"]"#,
      ".criteria[0]: the gate reads this as 'it builds': write that instead",
      ".criteria[0]: 게이트는 이것을 'it builds'(으)로 읽습니다. 그렇게 쓰십시오"),
    .task(
      "nothing but dashes", #""criteria":["---"]"#,
      ".criteria[0]: it does not say anything that can be judged", ".criteria[0]: 판정할 내용이 없습니다"),
    .task(
      "a bracket that the next one closes", #""criteria":["ok","see (docs","it builds)"]"#,
      ".criteria[1]: a quotation mark, bracket or backtick in it is closed only after its end, so "
        + "the gate does not see where it ends: close it",
      ".criteria[1]: 따옴표, 괄호, 백틱이 뒤에 오는 텍스트에서야 닫혀 기준의 끝을 알 수 없습니다. 이 안에서 닫으십시오"),
    .task(
      "half a proof", #""criteria":["grep: TODO"]"#,
      ".criteria[0]: 'grep: TODO' looks like a proof, but can never be met: write file: PATH, "
        + "grep: TEXT in FILE, json: FILE, cmd: NAME, ci: NAME, only: FILES, or exit: 0, "
        + "with paths in the project",
      ".criteria[0]: 'grep: TODO'은(는) 증거처럼 보이지만, 이대로는 결코 충족되지 않습니다: file: PATH, "
        + "grep: TEXT in FILE, json: FILE, cmd: NAME, ci: NAME, only: FILES, exit: 0 형식과 프로젝트 안의 경로로 쓰십시오"
    ),
    .task(
      "a pipe in prose", #""criteria":["a|b is printed"]"#,
      ".criteria[0]: a | is not allowed in a row, but is allowed in a brief",
      ".criteria[0]: 행에 쓸 수 없는 것: |. 브리프에는 쓸 수 있습니다"),
  ]

  static let relations: [Case] = [
    Case(
      "an id twice", #"{"plan":"p","tasks":[{"id":"a","task":"t"},{"id":"a","task":"u"}]}"#,
      ".tasks[1].id: .tasks[0] has the id a too", ".tasks[1].id: id a은(는) .tasks[0]에도 있습니다"),
    Case(
      "a misspelled id",
      #"{"plan":"p","tasks":[{"id":"schema","task":"t"},{"id":"b","task":"t","after":["schma"]}]}"#,
      ".tasks[1].after[0]: there is no task 'schma'; did you mean schema?",
      ".tasks[1].after[0]: 할 일 'schma'이(가) 없습니다. 혹시 schema입니까?"),
    .task(
      "an unknown id", #""after":["other"]"#, ".after[0]: there is no task 'other' (known: a)",
      ".after[0]: 할 일 'other'이(가) 없습니다 (있는 것: a)"),
    .task("itself", #""after":["a"]"#, ".after[0]: it waits for itself", ".after[0]: 자기 자신을 기다립니다"),
    Case(
      "a cycle",
      #"{"plan":"p","tasks":[{"id":"x","task":"t","after":["b"]},{"id":"a","task":"t","after":["x"]},"#
        + #"{"id":"b","task":"t","after":["a"]}]}"#,
      ".tasks[0].after[0]: these tasks wait for each other: x → b → a → x; remove one of these dependencies",
      ".tasks[0].after[0]: 서로를 기다리는 할 일들입니다: x → b → a → x. 이 가운데 의존 관계 하나를 지우십시오"),
  ]

  private static let longID = String(repeating: "a", count: 32)
}
