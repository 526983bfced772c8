import TestSupport
import Testing

@Suite struct PrimeCommandTests {
  private static let rows = queueText(
    row(
      "A", "IN_PROGRESS", "P0", task: "Fix the login", criteria: "the test passes; docs say so",
      owner: "w", started: "2026-01-31 17:00"),
    row("B", task: "Update the docs", notes: "after=A"), row("C", "PENDING", "P2", task: "Tidy up"),
    row("D", "DONE"))

  /// What every text says of these rows.
  private static let state = """
    PENDING=2 IN_PROGRESS=1 BLOCKED=0 FAILED=0 DONE=1
    At work: A (w)
    Next: C (P2): Tidy up
    Waiting: B waits for A (IN_PROGRESS)

    """

  /// The form of a report of a row, and what else there is to do, with these options.
  private static func form(_ id: String, _ options: String) -> String {
    """
    Do the row and nothing else, check each criterion, then write report.txt, a line for each:
    [REPORT \(id)]
    Status: DONE
    Criteria:
    1. met: what shows it: a command and its result, a file, a URL
    Send it: orch report --file report.txt\(options)
    Not met? Say so, and why. Stopped from outside? Status: BLOCKED: by what. A question first?
    Status: QUESTION, and a line Question: what. The answer comes with the row's next task.
    Hand it back: orch release \(id)\(options)
    Why nothing runs: ops why\(options)
    Never touch rows of others or the queue's file, or call met what no check has shown.

    """
  }

  private static let title =
    "orch works a task queue: rows go PENDING -> IN_PROGRESS -> DONE, FAILED or BLOCKED.\n"

  @Test func `a caller without a session gets a name and a row to pick`() throws {
    let scene = try Scene(file: Self.rows)
    let options = " --owner-session lead"
    try expect(
      scene.orch("prime"),
      is: .prints(
        """
        \(Self.title)You have no session name; the commands below use 'lead'. Choose another if several agents work here.
        \(Self.state)Pick: orch pick\(options)
        Its task: orch task C\(options)
        \(Self.form("C", options))
        """))
  }

  @Test func `a session without a row gets a row to pick`() throws {
    let scene = try Scene(file: Self.rows)
    try expect(
      scene.orch("prime", environment: ["ORCH_OWNER_SESSION": "lead-1"]),
      is: .prints(
        """
        \(Self.title)You are lead-1, without a row.
        \(Self.state)Pick: orch pick
        Its task: orch task C
        \(Self.form("C", ""))
        """))
  }

  @Test(arguments: [["ORCH_OWNER_SESSION": "w"], ["ORCH_OWNER_SESSION": "w", "ORCH_ITEM_ID": "A"]])
  func `a worker gets its row and its criteria`(_ environment: [String: String]) throws {
    let scene = try Scene(file: Self.rows)
    try expect(
      scene.orch("prime", environment: environment),
      is: .prints(
        """
        \(Self.title)You are w and work on A (P0): Fix the login
        It is DONE when:
        - the test passes
        - docs say so
        \(Self.state)\(Self.form("A", ""))
        """))
  }

  @Test(arguments: [
    (["ORCH_ITEM_ID": "A", "ORCH_OWNER_SESSION": "v"], "A belongs to w, not to v"),
    (
      ["ORCH_ITEM_ID": "A", "ORCH_OWNER_SESSION": "w", "ORCH_ATTEMPT": "7-3fa92c"],
      "The attempt 7-3fa92c of A is over: the row is IN_PROGRESS, owned by w"
    ),
    (["ORCH_ITEM_ID": "C", "ORCH_OWNER_SESSION": "w"], "C is PENDING"),
    (["ORCH_ITEM_ID": "D", "ORCH_OWNER_SESSION": "w"], "D is DONE"),
    (["ORCH_ITEM_ID": "Z", "ORCH_OWNER_SESSION": "w"], "Row id not found: Z"),
  ])
  func `a worker that has lost its row is asked to stop`(
    _ environment: [String: String], reason: String
  ) throws {
    let scene = try Scene(file: Self.rows)
    let id = environment["ORCH_ITEM_ID"] ?? ""
    let session = environment["ORCH_OWNER_SESSION"] ?? ""
    try expect(
      scene.orch("prime", environment: environment),
      is: .prints(
        """
        \(Self.title)You are \(session) and were to work on \(id). That is over: \(reason). \
        Stop, and report nothing.
        \(Self.state)Ask: orch show \(id)

        """))
  }

  @Test func `where nothing may start there is nothing to report`() throws {
    let scene = try Scene(rows: row("A", notes: "after=B"), row("B", "FAILED"))
    try expect(
      scene.orch("prime", "--owner-session", "me"),
      is: .prints(
        """
        \(Self.title)You are me, without a row.
        PENDING=1 IN_PROGRESS=0 BLOCKED=0 FAILED=1 DONE=0
        At work: nothing
        Next: nothing may start now
        Waiting: A waits for B (FAILED)
        Pick later: orch pick --owner-session me
        Why nothing runs: ops why --owner-session me

        """))
  }

  @Test(arguments: QueueKept.allCases)
  func `it changes nothing and leaves no line in the run log`(_ kept: QueueKept) throws {
    let scene = try Scene(kept, ids: "A", "B")
    _ = try scene.claimedToken(by: "w")
    func state() throws -> Outcome {
      // What a reader does to the files of a database changes nothing that it holds.
      try scene.bash(
        """
        find . -type f ! -name 'queue.db*' -exec sha256sum {} + | sort
        if [ -e queue.db ]; then sqlite3 queue.db .dump | sha256sum; fi
        """)
    }
    let before = try state()
    #expect(try scene.orch("prime").status == 0)
    #expect(try scene.orch("prime", "--json").status == 0)
    #expect(try state() == before)
  }

  @Test func `json has the paths, the session and the rows`() throws {
    let scene = try Scene(rows: row("A", notes: "after=B"), row("B"))
    try scene.makeFolder(".git")
    try expect(
      scene.orch("prime", "--json", "--owner-session", "me", environment: ["ORCH_ITEM_ID": "B"]),
      is: .prints(
        """
        {"queue":"\(scene.queue)","home":"\(scene.folder)","root":"\(scene.folder)",\
        "run_log":"\(scene.folder)/logs/orch_runs.jsonl",\
        "you":{"session":"me","state":"over","id":"B","reason":"B is PENDING"},\
        "summary":{"PENDING":2,"IN_PROGRESS":0,"BLOCKED":0,"FAILED":0,"DONE":0},\
        "next":\(itemJSON("B", line: 6)),\
        "waiting":[{"id":"A","reason":"A waits for B (PENDING)"}],"in_progress":[],\
        "instructions":"\(Self.title.dropLast())\\nYou are me and were to work on B. That is over: \
        B is PENDING. Stop, and report nothing.\\nPENDING=2 IN_PROGRESS=0 BLOCKED=0 FAILED=0 DONE=0\
        \\nAt work: nothing\\nNext: B (P1): work\\nWaiting: A waits for B (PENDING)\
        \\nAsk: orch show B --owner-session me\\n"}

        """))
  }

  @Test func `a lead sees what waits for people, and the printed commands work`() throws {
    let scene = try Scene(
      file: queueText(
        row(
          "Q", "BLOCKED", "P0",
          notes: "question=1 / awaits=answer / review:QUESTION question:which?"),
        row("P", "BLOCKED", task: "Tidy up", notes: "awaits=approval"), row("B", "BLOCKED")))
    let text = try scene.orch("prime", "--lead", "--queue", "QUEUE.md")
    #expect(text.output.utf8.count < 2048 && text.status == 0, "\(text)")
    #expect(
      text.output.contains(
        """
        PENDING=0 IN_PROGRESS=0 BLOCKED=3 FAILED=0 DONE=0
        For a person:
        - Q asks: which?
        - P awaits approval: Tidy up

        """), "\(text)")
    let options = " --queue \(scene.path("QUEUE.md"))"
    for line in text.output.split(separator: "\n")
    where line.contains(": orch ") || line.contains(": ops ") {
      #expect(line.hasSuffix(options), "\(line)")
    }
    #expect(text.output.contains("\nAnswer: orch answer ID 'TEXT'\(options)\n"), "\(text)")
    try expect(
      scene.orch("prime", "--lead", "--json").output.hasPrefix(
        #"{"summary":{"PENDING":0,"IN_PROGRESS":0,"BLOCKED":3,"FAILED":0,"DONE":0},"awaiting":["#
          + #"{"id":"Q","awaits":"answer","question":"which?"},"#
          + #"{"id":"P","awaits":"approval","question":null}],"instructions":"#), is: true)
  }
}
