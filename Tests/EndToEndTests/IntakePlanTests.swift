import Testing

/// `orch intake plan`: what would be added, without a queue.
@Suite struct IntakePlanTests {
  private func plan(_ request: String, _ words: String...) throws -> Outcome {
    let scene = try Scene()
    let outcome = try scene.run(
      scene.orchPath, ["intake", "plan", "--request", request] + words)
    #expect(!scene.exists("logs") && !scene.exists("QUEUE.md"))
    return outcome
  }

  @Test func `one task is one row, or phases where they are asked for`() throws {
    try expect(
      plan("Speed up the search"),
      is: .prints("request: Speed up the search\nparallel: 3\n1. Speed up the search\n"))
    try expect(
      plan("Speed up the search", "--parallel", "1"),
      is: .prints("request: Speed up the search\nparallel: 1\n1. Speed up the search\n"))
    try expect(
      plan("Speed up the search", "--phases"),
      is: .prints(
        """
        request: Speed up the search
        parallel: 3
        1. Design: Speed up the search
        2. Implement: Speed up the search
        3. Verify and document: Speed up the search\n
        """))
    let two = try plan("Speed up the search", "--parallel", "2")
    #expect(two.errors == "WARNING: --parallel 2 leaves out: Verify and document\n", "\(two)")
    try expect(
      plan("Speed up the search", "--parallel", "2", "--quiet"),
      is: .prints(
        """
        request: Speed up the search
        parallel: 2
        1. Design: Speed up the search
        2. Implement: Speed up the search\n
        """))
  }

  @Test func `on a terminal what else the rows say stands beside`() throws {
    let scene = try Scene()
    let shown = try scene.terminal(
      "$ORCH intake plan --color never --request 'urgent: fix it by tomorrow 18:00, then ship it'")
    expect(
      shown,
      is: """
        request: urgent: fix it by tomorrow 18:00, then ship it
        parallel: 3
            PRI  DUE               AFTER  TASK
        1.  P0   2026-02-01 18:00         urgent: fix it by tomorrow 18:00
        2.  P0                     1.     ship it\n
        """)
  }

  private static let usage =
    "orch intake plan|submit [options]; orch intake --help)"

  struct Refused: CustomTestStringConvertible {
    let testDescription: String
    let script: String
    let status: Int32
    let error: String
  }

  @Test(arguments: [
    Refused(
      testDescription: "punctuation", script: "--request '- ,'", status: 64,
      error: "the request is empty (describe what to do; usage: \(usage)"),
    Refused(
      testDescription: "not UTF-8", script: #"--from - < <(printf 'a\xff')"#, status: 65,
      error: "standard input is not UTF-8 (convert it with iconv -t utf-8)"),
    Refused(
      testDescription: "too long", script: "--from - < <(head -c 17000000 /dev/zero 2>/dev/null)",
      status: 65,
      error: "standard input is larger than 16 MB (a request should be a text of a few pages)"),
    Refused(
      testDescription: "hidden characters",
      script: #"--request $'pay\u202Elia and\nsh\u200Bip'"#, status: 1,
      error: "the request has invisible characters: \\u{202E} in line 1, column 4, "
        + "\\u{200B} in line 2, column 3 (remove them, or accept them with "
        + "--allow-hidden)"),
  ])
  func `what cannot be read is refused with what to do`(_ row: Refused) throws {
    try expect(
      Scene().bash("$ORCH intake plan \(row.script)", environment: ["LC_ALL": "C.UTF-8"]),
      is: .fails(row.status, "ERROR: \(row.error)"))
  }

  @Test func `a request of a megabyte is read like any other`() throws {
    let scene = try Scene()
    let pages = (1...24_000).map { "- \($0) 페이지의 문구 수정 및 점검\n" }.joined()
    #expect(pages.utf8.count > 1_000_000)
    try scene.write(pages, to: "pages.txt")
    let lines = try scene.orch("intake", "plan", "--from", "pages.txt").output
      .split(separator: "\n")
    #expect(lines.count == 24_002 && lines.last == "24000. 24000 페이지의 문구 수정 및 점검")
  }
}
