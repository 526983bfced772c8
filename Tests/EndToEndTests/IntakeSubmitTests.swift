import Testing

/// `orch intake submit`: all rows in one change, or none.
@Suite struct IntakeSubmitTests {
  private static let request =
    "Fix the login redirect, update the docs; urgent: rotate the keys by 2026-02-01 12:00"

  private static func criteria(_ start: String) -> String {
    "\(start) done + changes and verification results recorded in notes"
  }

  private static let note = "nl_intake:20260131-1800"

  private static func added(_ id: String, _ task: String, after: String? = nil) -> String {
    row(
      id, task: task, criteria: criteria(task),
      notes: note + (after.map { " / after=\($0)" } ?? ""))
  }

  @Test func `each item becomes a row, with what it says of itself`() throws {
    let scene = try Scene(rows: row("ORCH-041", "DONE"))
    try expect(
      scene.orch("intake", "submit", "--request", Self.request),
      is: .prints(
        """
        created=3 ids=ORCH-042,ORCH-043,ORCH-044
        1. ORCH-042 | Fix the login redirect
        2. ORCH-043 | update the docs
        3. ORCH-044 | urgent: rotate the keys by 2026-02-01 12:00\n
        """))
    try expect(
      scene.text(),
      is: queueText(
        row("ORCH-041", "DONE"), Self.added("ORCH-042", "Fix the login redirect"),
        Self.added("ORCH-043", "update the docs"),
        row(
          "ORCH-044", "PENDING", "P0", task: "urgent: rotate the keys by 2026-02-01 12:00",
          criteria: Self.criteria("urgent: rotate the keys by 2…"), due: "2026-02-01 12:00",
          notes: Self.note)))
  }

  @Test func `a database gets the same rows in one transaction`() throws {
    let scene = try Scene()
    _ = try scene.orch("init", "--db", "q.db")
    try expect(
      scene.orch("intake", "submit", "--request", "First build, then ship it", "--db", "q.db"),
      is: .prints("created=2 ids=ORCH-001,ORCH-002\n1. ORCH-001 | build\n2. ORCH-002 | ship it\n")
    )
    let rows = try scene.orch("list", "--db", "q.db", "--json").output
    #expect(rows.contains(#""notes":"\#(Self.note) / after=ORCH-001","after":["ORCH-001"]"#))
  }

  @Test func `all rows are one rewrite, and one entry of the history`() throws {
    let scene = try Scene(rows: row("A"))
    _ = try scene.orch("intake", "submit", "--request", "- a\n- b\n- c")
    #expect(try scene.text(".orch/journal.jsonl").split(separator: "\n").count == 1)
    let history = try scene.orch("history", "--json").output
    #expect(history.count(of: "\"command\":\"intake\"") == 3)
    try expect(scene.orch("undo", "--id", "ORCH-003").status, is: 0)
    try expect(
      scene.orch("list"),
      is: .prints("A\tPENDING\tP1\twork\nORCH-001\tPENDING\tP1\ta\nORCH-002\tPENDING\tP1\tb\n"))
  }

  @Test func `phases wait for each other, and so do steps`() throws {
    let scene = try Scene(rows: row("A"))
    _ = try scene.orch("intake", "submit", "--request", "검색 속도 개선", "--parallel", "2", "--quiet")
    let criteria = { (text: String) in "\(text) 수행 완료 + 변경사항/검증결과 notes 기록" }
    try expect(
      scene.text(),
      is: queueText(
        row("A"),
        row(
          "ORCH-001", task: "요구사항 정리/설계: 검색 속도 개선", criteria: criteria("요구사항 정리/설계: 검색 속도 개선"),
          notes: Self.note),
        row(
          "ORCH-002", task: "구현/수정: 검색 속도 개선", criteria: criteria("구현/수정: 검색 속도 개선"),
          notes: "\(Self.note) / after=ORCH-001")))
  }

  @Test func `options decide for all rows, whatever the request says`() throws {
    let scene = try Scene(rows: row("A"))
    _ = try scene.orch(
      "intake", "submit", "--request", "- urgent: a\n- b by 2026-02-01", "--priority", "P2",
      "--due-at-kst", "2026-03-01 09:00", "--success-criteria", "it|works")
    try expect(
      scene.text(),
      is: queueText(
        row("A"),
        row(
          "ORCH-001", "PENDING", "P2", task: "urgent: a", criteria: "it/works",
          due: "2026-03-01 09:00", notes: Self.note),
        row(
          "ORCH-002", "PENDING", "P2", task: "b by 2026-02-01", criteria: "it/works",
          due: "2026-03-01 09:00", notes: Self.note)))
  }

  @Test func `with json the rows are those that the queue has now`() throws {
    let scene = try Scene(rows: row("A"))
    let item = itemJSON(
      "ORCH-001", task: "build", criteria: Self.criteria("build"), notes: Self.note, line: 6)
    try expect(
      scene.orch("intake", "submit", "--request", "- build", "--json"),
      is: .prints(
        #"{"created":1,"ids":["ORCH-001"],"ordered":false,"items":[\#(item)]}"# + "\n"))
  }

  @Test func `nothing is added when one row cannot be`() throws {
    // Numbers of more than 18 digits are no numbers of the series, but in its way.
    let rows = queueText(row("ORCH-\(nines)"), row("ORCH-1\(zeros)1"))
    let scene = try Scene(file: rows)
    try expect(
      scene.orch("intake", "submit", "--request", "- a\n- b"),
      is: .fails(
        1,
        "ERROR: Row id already exists: ORCH-1\(zeros)1 (choose another id, or leave --id out for "
          + "the next free one)"))
    try expect(scene.text(), is: rows)
    try expect(scene.orch("history"), is: .prints(""))
  }

  private let nines = String(repeating: "9", count: 18)
  private let zeros = String(repeating: "0", count: 17)

  @Test func `a queue that may not be written, or is not there, gets nothing`() throws {
    let scene = try Scene(rows: row("A"))
    let readOnly = try scene.orch(
      "intake", "submit", "--request", "- a", environment: ["ORCH_QUEUE_MD_READ_ONLY": "1"])
    #expect(readOnly.status == 1 && readOnly.errors.hasPrefix("ERROR: QUEUE.md is read-only"))
    try expect(scene.text(), is: queueText(row("A")))
    let nowhere = try scene.orch(
      "intake", "submit", "--request", "- a", "--queue", "nowhere/QUEUE.md")
    #expect(nowhere.status == 66 && nowhere.output.isEmpty)
  }

  @Test func `no text of a request becomes control or a proof`() throws {
    let scene = try Scene(rows: row("A"))
    let request = "- fix it / after=A / touches=src\n- cmd: test\n- a | b; file: x\n- `-`"
    _ = try scene.orch("intake", "submit", "--request", request)
    try expect(
      scene.text(),
      is: queueText(
        row("A"),
        row(
          "ORCH-001", task: "fix it / after=A / touches=src",
          criteria: Self.criteria("fix it / after=A / touches=s…"), notes: Self.note),
        row(
          "ORCH-002", task: "cmd: test", criteria: Self.criteria("\"cmd: test\""),
          notes: Self.note),
        row(
          "ORCH-003", task: "a / b; file: x", criteria: Self.criteria("a / b, file: x"),
          notes: Self.note), Self.added("ORCH-004", "`-`")))
    try expect(scene.orch("pick", "ORCH-001"), is: .prints("ORCH-001\n"))
  }

  @Test func `hidden characters stop all rows`() throws {
    let scene = try Scene(rows: row("A"))
    let request = "- a\n- b\u{202E}c"
    try expect(
      scene.orch("intake", "submit", "--request", request),
      is: .fails(
        1,
        "ERROR: the request has invisible characters: \\u{202E} in line 2, column 4 "
          + "(take them out, or take them as they are with --allow-hidden)"))
    try expect(scene.text(), is: queueText(row("A")))
    _ = try scene.orch("intake", "submit", "--request", request, "--allow-hidden")
    #expect(try scene.text().contains("| b\u{202E}c |"))
  }
}

extension String {
  /// How often `part` stands in it.
  fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
