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
    Never touch rows of others or the queue's file; call no criterion met without a check.

    """
  }

  private static let title =
    "orch works a task queue: rows go PENDING -> IN_PROGRESS -> DONE, FAILED or BLOCKED.\n"

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
}
