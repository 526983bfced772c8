import Testing

/// The rules text that `init` writes, in two languages.
@Suite struct InitLanguageTests {
  private static let english = """
    # Queue

    People edit this table in any editor; agents and cron change its rows with `orch`.

    - `orch add`, `edit` and `rm` change the table; `orch pick` claims a row, `orch done`, `fail` and
      `block` end it, `ops retry` opens it again. See `orch --help`.
    - status: PENDING, IN_PROGRESS, DONE, FAILED or BLOCKED. priority: P0 before P1 before P2.
      Times are YYYY-MM-DD HH:MM, Korean time. An empty cell and `-` both mean none.
    - A cell has no pipe: use `/`, or the brief `tasks/ID.md`. `orch lint` names a malformed line;
      such a row is left alone until it is repaired. `orch fmt` aligns the table.
    - To free a row of another session, use `orch release --id ID --force` rather than clearing its
      cells here. `orch history` shows who changed what; `orch undo` takes back your last change.

    | id | status | priority | task | success_criteria | owner_session | started_at_kst | due_at_kst | notes |
    |---|---|---|---|---|---|---|---|---|

    """

  private static let korean = """
    # 작업 큐

    이 표는 사람이 어떤 편집기로든 직접 고칠 수 있습니다. 에이전트와 cron은 `orch`로 행을 바꿉니다.

    - `orch add`, `edit`, `rm`으로 행을 추가하고 고치고 지웁니다. `orch pick`으로 다음 행을 맡아 `orch done`, `fail`,
      `block`으로 마무리하고, `ops retry`로 실패하거나 막힌 행을 다시 대기시킵니다. 자세한 내용은 `orch --help`에 있습니다.
    - status는 PENDING, IN_PROGRESS, DONE, FAILED, BLOCKED 중 하나입니다. priority는 P0, P1, P2 순으로 급합니다.
      시각은 한국 시간이며 YYYY-MM-DD HH:MM으로 씁니다. 빈 셀과 `-`는 모두 값이 없다는 뜻입니다.
    - 셀 안에는 파이프 대신 `/`를 쓰거나, 브리프 `tasks/ID.md`에 쓰십시오. `orch lint`는 형식이 잘못된 줄을 알려 줍니다.
      그런 행은 바로잡을 때까지 건드리지 않고 그대로 둡니다. `orch fmt`는 표의 열 너비를 맞춥니다.
    - 다른 세션이 맡은 행을 풀어 주려면 여기서 셀을 지우지 말고 `orch release --id ID --force`를 쓰십시오.
      `orch history`는 누가 무엇을 바꿨는지 보여 주고, `orch undo`는 자신의 마지막 변경을 되돌립니다.

    | id | status | priority | task | success_criteria | owner_session | started_at_kst | due_at_kst | notes |
    |---|---|---|---|---|---|---|---|---|

    """

  @Test(arguments: [("en", english), ("ko", korean)])
  func `the whole file in each language`(_ language: String, text: String) throws {
    let scene = try Scene()
    let outcome = try scene.orch("init", "--lang", language)
    #expect(outcome == .prints("Created \(scene.queue)\n"))
    try expect(scene.text(), is: text)
    try expect(scene.orch("lint"), is: .prints(""))
  }

  /// What decides, from the option down.
  struct Choice: CustomTestStringConvertible {
    let name: String
    var arguments: [String] = []
    let environment: [String: String]
    let isKorean: Bool
    var testDescription: String { name }
  }

  @Test(arguments: [
    Choice(name: "no locale", environment: ["LANG": ""], isKorean: false),
    Choice(name: "LANG", environment: ["LANG": "ko_KR.UTF-8"], isKorean: true),
    Choice(name: "the language alone", environment: ["LANG": "ko"], isKorean: true),
    Choice(name: "another language", environment: ["LANG": "ja_JP.UTF-8"], isKorean: false),
    Choice(name: "Konkani", environment: ["LANG": "kok_IN"], isKorean: false),
    Choice(
      name: "LC_MESSAGES before LANG",
      environment: ["LC_MESSAGES": "ko_KR.UTF-8", "LANG": "en_US.UTF-8"], isKorean: true),
    Choice(
      name: "LC_MESSAGES before a Korean LANG",
      environment: ["LC_MESSAGES": "en_US.UTF-8", "LANG": "ko_KR.UTF-8"], isKorean: false),
    Choice(
      name: "LC_ALL before both",
      environment: ["LC_ALL": "C", "LC_MESSAGES": "ko_KR.UTF-8", "LANG": "ko_KR.UTF-8"],
      isKorean: false),
    Choice(
      name: "an empty variable is none",
      environment: ["LC_ALL": "", "LC_MESSAGES": "", "LANG": "ko_KR.UTF-8"], isKorean: true),
    Choice(
      name: "the option before all", arguments: ["--lang", "en"],
      environment: ["LC_ALL": "ko_KR.UTF-8"], isKorean: false),
    Choice(
      name: "the option before an English locale", arguments: ["--lang", "ko"],
      environment: ["LC_ALL": "en_US.UTF-8"], isKorean: true),
  ])
  func `the option counts before the locale`(_ choice: Choice) throws {
    let scene = try Scene()
    let outcome = try scene.run(
      scene.orchPath, ["init"] + choice.arguments, environment: choice.environment)
    #expect(outcome == .prints("Created \(scene.queue)\n"))
    try expect(scene.text(), is: choice.isKorean ? Self.korean : Self.english)
  }
}
