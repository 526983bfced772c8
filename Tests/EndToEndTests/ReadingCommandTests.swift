import TestSupport
import Testing

/// `list`, `show`, `status` and `workers`: everything that they print.
@Suite struct ReadingCommandTests {
  private static let rows = queueText(
    row("A", "PENDING", "P0", task: "first \\| task", notes: "after=D,B"),
    row("B", "IN_PROGRESS", "P2", owner: "w", started: "2026-01-31 10:00"),
    row("C", "IN_PROGRESS", "P1", owner: "v", started: "2026-01-31 09:00"),
    row("D", "DONE", owner: "w", started: "2026-01-30 09:00", due: "2026-02-01 00:00"),
    row("E", "FAILED", "P0"), row("F", "BLOCKED", notes: "labels=web"),
    row("G", "IN_PROGRESS", "P0", owner: "w", started: "soon"), row("H", "IN_PROGRESS", "P9"))

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
    ("list --sort due --limit 2", "DA"), ("list --sort -task", "BCDEFGHA"),
    ("list --sort labels", "FABCDEGH"),
  ])
  func `list prints a row a line, and filters`(_ line: String, ids: String) throws {
    let scene = try Scene(file: Self.rows)
    let arguments = line.split(separator: " ").map(String.init)
    let output = ids.compactMap { Self.lines[String($0)] }.joined()
    try expect(scene.run(BuiltBinaries.orch, arguments), is: .prints(output))
    try expect(scene.text(), is: Self.rows)
  }

  @Test func `list prints cells on one line, spelled out, and tabs as spaces`() throws {
    let scene = try Scene(
      rows: row("A", task: "a\tb \\| \u{1B}[1m\u{202E} <!-- x -->"), row("B", task: "-"))
    let output = "A\tPENDING\tP1\ta b | \\u{1B}[1m\\u{202E} <!-- x -->\nB\tPENDING\tP1\t\n"
    try expect(scene.orch("list"), is: .prints(output))
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
    try scene.orch(
      "block", "A", "--notes", "x", "--owner-session", "w",
      environment: ["ORCH_NOW": "2026-01-31 15:00"]
    ).check()
    try scene.orch("block", "B", "--notes", "x", "--owner-session", "v", "--trace-id", "t2").check()
    try scene.orch("block", "C", "--notes", "x", environment: ["LOGNAME": "kim"]).check()
    let words = ["history"] + line.split(separator: " ").map(String.init)
    let found = try scene.run(BuiltBinaries.orch, words).output.split(separator: "\n")
      .map { $0.split(separator: "\t")[1] }.joined()
    #expect(found == ids)
    let json = try scene.run(BuiltBinaries.orch, words + ["--json"]).output
    #expect(json.split(separator: "\"seq\"").count - 1 == ids.count)
  }
}
