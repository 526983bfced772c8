import TestSupport
import Testing

/// `list`, `show`, `status` and `workers`: everything that they print.
@Suite struct ReadingCommandTests {
  private static let rows = queueText(
    row("A", "PENDING", "P0", task: "first \\| task", notes: "after=D,B"),
    row("B", "IN_PROGRESS", "P2", owner: "w", started: "2026-01-31 10:00"),
    row("C", "IN_PROGRESS", "P1", owner: "v", started: "2026-01-31 09:00"),
    row("D", "DONE", owner: "w", started: "2026-01-30 09:00", due: "2026-02-01 00:00"),
    row("E", "FAILED", "P0"), row("F", "BLOCKED"),
    row("G", "IN_PROGRESS", "P0", owner: "w", started: "soon"), row("H", "IN_PROGRESS", "P9"))

  struct Query: CustomTestStringConvertible {
    let testDescription: String
    let arguments: [String]
    let output: String

    init(_ line: String, _ output: String) {
      testDescription = line
      arguments = line.split(separator: " ").map(String.init)
      self.output = output
    }
  }

  private static let lines = [
    "A": "A\tPENDING\tP0\tfirst | task\n", "B": "B\tIN_PROGRESS\tP2\twork\n",
    "C": "C\tIN_PROGRESS\tP1\twork\n", "D": "D\tDONE\tP1\twork\n", "E": "E\tFAILED\tP0\twork\n",
    "F": "F\tBLOCKED\tP1\twork\n", "G": "G\tIN_PROGRESS\tP0\twork\n",
    "H": "H\tIN_PROGRESS\tP9\twork\n",
  ]

  @Test(arguments: [
    ("list", "ABCDEFGH"), ("list --status DONE", "D"), ("list --status DONE --status=FAILED", "DE"),
    ("list --priority P0", "AEG"), ("list --priority P0 --status PENDING", "A"),
    ("list --owner w", "BDG"), ("list --owner -", "AEFH"), ("list --owner x", ""),
    ("list --owner w --status IN_PROGRESS --priority P2", "B"), ("--quiet list --", "ABCDEFGH"),
    ("list --all", "ABCDEFGH"), ("list --limit 3", "ABC"), ("list --blocked", "AF"),
    ("list --search=FIRST", "A"), ("list --search work --search=v", "C"), ("list --overdue", ""),
    ("list --sort priority", "AEGCDFBH"), ("list --sort status", "ABCGHFED"),
    ("list --sort owner", "CBDGAEFH"), ("list --sort age", "CBADEFGH"),
    ("list --sort due --limit 2", "DA"),
  ])
  func `list prints a row a line, and filters`(_ line: String, ids: String) throws {
    let scene = try Scene(file: Self.rows)
    let arguments = line.split(separator: " ").map(String.init)
    let output = ids.compactMap { Self.lines[String($0)] }.joined()
    try expect(scene.run(BuiltBinaries.orch, arguments), is: .prints(output))
    try expect(scene.text(), is: Self.rows)
  }

  @Test func `list prints cells on one line, as they are, and tabs as spaces`() throws {
    let scene = try Scene(
      rows: row("A", task: "a\tb \\| \u{1B}[1m\u{202E} <!-- x -->"), row("B", task: "-"))
    let output = "A\tPENDING\tP1\ta b | \u{1B}[1m\u{202E} <!-- x -->\nB\tPENDING\tP1\t\n"
    try expect(scene.orch("list"), is: .prints(output))
  }

  @Test func `list sorts numbers in ids as numbers`() throws {
    let ids = ["A-10", "B-1", "A-9", "A-09b", "A"]
    let scene = try Scene(file: queueText(ids.map { row($0) }))
    let sorted = ["A", "A-9", "A-09b", "A-10", "B-1"]
    try expect(
      scene.orch("list", "--sort", "id"),
      is: .prints(sorted.map { "\($0)\tPENDING\tP1\twork\n" }.joined()))
  }

  @Test func `list as json`() throws {
    let scene = try Scene(file: Self.rows)
    let items = [
      itemJSON("E", "FAILED", "P0", line: 9),
      itemJSON(
        "G", "IN_PROGRESS", "P0", owner: "w", started: "soon", line: 11),
    ]
    try expect(
      scene.orch(
        "list", "--json", "--priority", "P0", "--status", "FAILED", "--status",
        "IN_PROGRESS"), is: .prints("{\"items\":[\(items.joined(separator: ","))]}\n"))
    try expect(scene.orch("list", "--json", "--owner", "nobody"), is: .prints("{\"items\":[]}\n"))
    try expect(
      scene.orch(
        "list", "--json", "--priority", "P0", "--sort", "status", "--limit", "1",
        "--search", "SOON"), is: .prints("{\"items\":[]}\n"))
  }

  @Test func `show prints every field, what the row waits for, and its history`() throws {
    let scene = try Scene(file: Self.rows)
    _ = try scene.orch("done", "A", "--notes", "no", "--owner-session", "w")
    _ = try scene.ops("replan", "A", "--notes", "yes", "--force", "--owner-session", "v")
    let text = """
      id                A
      status            PENDING
      priority          P0
      task              first | task
      success_criteria  it works
      owner_session     -
      started_at_kst    -
      due_at_kst        -
      notes             no / after=D,B / replan:yes
      after             D, B
      waits_for         B (IN_PROGRESS)
      line              5
      history
        2026-01-31 18:00 done by w: status PENDING -> DONE; notes after=D,B -> no / after=D,B
        2026-01-31 18:00 replan by v: status DONE -> PENDING; notes no / after=D,B -> \
      no / after=D,B / replan:yes

      """
    try expect(scene.orch("show", "--id", "A"), is: .prints(text))
  }

  @Test(arguments: [
    ("--since 2h", "BC"), ("--since=2026-01-31", "ABC"), ("--since 1w --limit 1", "C"),
    ("--who w", "A"), ("--who kim", "C"), ("--who k", ""), ("--trace t2", "B"),
    ("B --since 1m --who v", "B"), ("C --trace t2", ""),
  ])
  func `history shows the changes since a time, of a name, of a trace`(
    _ line: String, ids: String
  ) throws {
    let scene = try Scene(rows: row("A"), row("B"), row("C"))
    _ = try scene.orch(
      "block", "A", "--notes", "x", "--owner-session", "w",
      environment: ["ORCH_NOW": "2026-01-31 15:00"])
    _ = try scene.orch("block", "B", "--notes", "x", "--owner-session", "v", "--trace-id", "t2")
    _ = try scene.orch("block", "C", "--notes", "x", environment: ["LOGNAME": "kim"])
    let words = ["history"] + line.split(separator: " ").map(String.init)
    let found = try scene.run(BuiltBinaries.orch, words).output.split(separator: "\n")
      .map { $0.split(separator: "\t")[1] }.joined()
    #expect(found == ids)
    let json = try scene.run(BuiltBinaries.orch, words + ["--json"]).output
    #expect(json.split(separator: "\"seq\"").count - 1 == ids.count)
  }

  @Test func `show as json`() throws {
    let scene = try Scene(file: Self.rows)
    _ = try scene.orch("done", "A", "--notes", "no", "--owner-session", "w")
    let item = itemJSON(
      "A", "DONE", "P0", task: "first | task", notes: "no / after=D,B", after: "\"D\",\"B\"",
      line: 5)
    let json = """
      {"item":\(item),"waits_for":[],"history":[{"seq":1,"ts":"2026-01-31T18:00:00+09:00",\
      "trace":"trace-test","command":"done","actor":"w","id":"A","before":{"status":"PENDING",\
      "notes":"after=D,B"},"after":{"status":"DONE","notes":"no / after=D,B"}}],"brief":null,\
      "evidence":null,"log":null,"attempts":{}}\n
      """
    try expect(scene.orch("show", "A", "--json"), is: .prints(json))
  }

  @Test func `status counts, and shows what is in progress by priority`() throws {
    let scene = try Scene(file: Self.rows)
    let summary = "summary PENDING=1 IN_PROGRESS=4 BLOCKED=1 FAILED=1 DONE=1\ntop_in_progress:\n"
    let top = [
      "- G P0 owner=w started=soon work\n", "- C P1 owner=v started=2026-01-31 09:00 work\n",
      "- B P2 owner=w started=2026-01-31 10:00 work\n", "- H P9 owner=- started=- work\n",
    ]
    let stopped =
      "blocked:\n- F no reason is noted (ops retry F)\nfailed:\n- E no reason is noted (ops retry E)\n"
    try expect(scene.ops("status"), is: .prints(summary + top.joined() + stopped))
    try expect(
      scene.ops("status", environment: ["ORCH_TOP_IN_PROGRESS": "1"]),
      is: .prints(summary + top[0] + stopped))
    let item = itemJSON("G", "IN_PROGRESS", "P0", owner: "w", started: "soon", line: 11)
    let json = """
      {"summary":{"PENDING":1,"IN_PROGRESS":4,"BLOCKED":1,"FAILED":1,"DONE":1},\
      "top_in_progress":[\(item)],"stuck":[],"conflicts":0,\
      "blocked":[{"id":"F","status":"BLOCKED","reason":"no reason is noted","command":"ops retry F"}],\
      "failed":[{"id":"E","status":"FAILED","reason":"no reason is noted","command":"ops retry E"}]}\n
      """
    try expect(
      scene.ops("status", "--json", environment: ["ORCH_TOP_IN_PROGRESS": "1"]), is: .prints(json))
  }

  @Test func `workers shows each session with its rows and its oldest start`() throws {
    let scene = try Scene(file: Self.rows)
    let text = """
      workers_active=2 in_progress=4
      - - tasks=1 p0=0 p1=0 p2=0 ids=H oldest_start=-
      - v tasks=1 p0=0 p1=1 p2=0 ids=C oldest_start=2026-01-31 09:00
      - w tasks=2 p0=1 p1=0 p2=1 ids=B,G oldest_start=2026-01-31 10:00

      """
    try expect(scene.ops("workers"), is: .prints(text))
    let json = """
      {"workers_active":2,"in_progress":4,"workers":[\
      {"owner":"-","tasks":1,"p0":0,"p1":0,"p2":0,"ids":["H"],"oldest_start":null},\
      {"owner":"v","tasks":1,"p0":0,"p1":1,"p2":0,"ids":["C"],\
      "oldest_start":"2026-01-31 09:00"},\
      {"owner":"w","tasks":2,"p0":1,"p1":0,"p2":1,"ids":["B","G"],\
      "oldest_start":"2026-01-31 10:00"}]}\n
      """
    try expect(scene.ops("workers", "--json"), is: .prints(json))
  }

  @Test func `an empty queue`() throws {
    let scene = try Scene(file: queueText())
    try expect(scene.orch("list"), is: .prints(""))
    try expect(scene.orch("list", "--json"), is: .prints("{\"items\":[]}\n"))
    try expect(scene.orch("pick"), is: .prints("No pending tasks\n"))
    try expect(scene.orch("lint"), is: .prints(""))
    try expect(scene.orch("lint", "--json"), is: .prints("{\"problems\":[]}\n"))
    try expect(
      scene.ops("status"),
      is: .prints(
        "summary PENDING=0 IN_PROGRESS=0 BLOCKED=0 FAILED=0 DONE=0\ntop_in_progress: none\n"))
    try expect(
      scene.ops("status", "--json"),
      is: .prints(
        """
        {"summary":{"PENDING":0,"IN_PROGRESS":0,"BLOCKED":0,"FAILED":0,"DONE":0},\
        "top_in_progress":[],"stuck":[],"conflicts":0,"blocked":[],"failed":[]}\n
        """))
    try expect(scene.ops("workers"), is: .prints("workers_active=0 in_progress=0\nworkers: none\n"))
    try expect(
      scene.ops("workers", "--json"),
      is: .prints("{\"workers_active\":0,\"in_progress\":0,\"workers\":[]}\n"))
  }
}
