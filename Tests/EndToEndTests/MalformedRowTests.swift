import Testing

/// Rows that cannot be read are left alone; the others are worked on.
@Suite struct MalformedRowTests {
  private static let rows = [
    "| B | PENDING | P0 |", row("A"), row("C", "PENDING", "P0", task: "a | b"),
    row("D", "WAITING", "P0"), row("", "PENDING", "P0"), row("e/e", "PENDING", "P0"),
    row("F", "PENDING", "P0"), row("F", "DONE", "P0"),
  ]
  private static let text = queueText(rows)
  private static let warning =
    "WARNING: QUEUE.md:5:21: expected 9 cells, found 3 [cell-count], and 6 more "
    + "(such rows are left alone; orch lint lists them)\n"

  @Test func `every command that reads warns once`() throws {
    let scene = try Scene(file: Self.text)
    let list = """
      A\tPENDING\tP1\twork
      e/e\tPENDING\tP0\twork
      F\tPENDING\tP0\twork
      F\tDONE\tP0\twork

      """
    try expect(scene.orch("list"), is: .prints(list, warning: Self.warning))
    try expect(scene.orch("list", "--quiet"), is: .prints(list))
    try expect(
      scene.ops("status"),
      is: .prints(
        "summary PENDING=3 IN_PROGRESS=0 BLOCKED=0 FAILED=0 DONE=1\ntop_in_progress: none\n",
        warning: Self.warning))
    try expect(
      scene.ops("workers"),
      is: .prints("workers_active=0 in_progress=0\nworkers: none\n", warning: Self.warning))
    let shown = try scene.orch("show", "A")
    #expect(shown.status == 0 && shown.errors == Self.warning, "\(shown)")
    let json = try scene.orch("list", "--json", "--owner", "nobody")
    #expect(json == .prints("{\"items\":[]}\n", warning: Self.warning))
    let quiet = try scene.orch("-q", "show", "A")
    #expect(quiet.status == 0 && quiet.errors.isEmpty, "\(quiet)")
  }

  @Test func `commands on the other rows go on, and no malformed row is picked`() throws {
    let scene = try Scene(file: Self.text)
    try expect(scene.orch("pick"), is: .prints("A\n", warning: Self.warning))
    try expect(scene.orch("pick"), is: .prints("No pending tasks\n", warning: Self.warning))
    try expect(scene.add(), is: .prints("Added ORCH-001\n", warning: Self.warning))
    try expect(scene.add("--quiet"), is: .prints("Added ORCH-002\n"))
    var rows = Self.rows
    rows[1] = row("A", "IN_PROGRESS", started: Scene.now)
    try expect(scene.text(), is: queueText(rows + [row("ORCH-001"), row("ORCH-002")]))
  }

  @Test(arguments: [
    ("B", "The row B in line 5 cannot be changed: expected 9 cells, found 3"),
    (
      "C",
      #"The row C in line 7 cannot be changed: expected 9 cells, found 10: "#
        + #"a pipe inside a cell is written \|"#
    ),
    (
      "D",
      "The row D in line 8 cannot be changed: unknown status 'WAITING': "
        + "use PENDING, IN_PROGRESS, DONE, FAILED, BLOCKED"
    ),
  ])
  func `a command on a row that cannot be read says why`(_ id: String, error: String) throws {
    let scene = try Scene(file: Self.text)
    let expected = Outcome.fails(
      1, "ERROR: \(error) (mend the line in the file; orch lint shows where)")
    try expect(scene.orch("done", id, "--notes", "x", "--quiet"), is: expected)
    try expect(scene.orch("pick", id, "--quiet"), is: expected)
    try expect(scene.ops("cancel", id, "--quiet"), is: expected)
    try expect(scene.orch("show", id, "--quiet"), is: expected)
    try expect(
      scene.add("--id", id, "--quiet"),
      is: .fails(
        1,
        "ERROR: Row id already exists: \(id) "
          + "(choose another id, or leave --id out for the next free one)"))
    try expect(scene.text(), is: Self.text)
  }

  @Test func `a command on a repeated id is refused with the lines of both`() throws {
    let scene = try Scene(file: Self.text)
    let hint = "orch edit F --line 12 --id NEW gives one of them another id"
    let message = "Row id stands in several rows: F, lines 11 and 12"
    let commands = [
      ["done", "F", "--notes", "x", "--force"], ["pick", "F"], ["show", "F"], ["release", "F"],
    ]
    for command in commands {
      try expect(
        scene.run(scene.orchPath, command + ["--quiet"]),
        is: .fails(1, "ERROR: \(message) (\(hint))"))
    }
    try expect(
      scene.orch("block", "F", "--notes", "x", "--json", "--quiet"),
      is: .fails(
        1,
        """
        {"error":{"code":"repeated_id","message":"\(message)","hint":"\(hint)"}}
        """))
    try expect(scene.text(), is: Self.text)
  }

  @Test func `a row with an ill-formed id can be finished, not started`() throws {
    let scene = try Scene(file: Self.text)
    let refused = Outcome.fails(
      1,
      "ERROR: Row id is ill-formed: e/e "
        + "(use up to 64 of A-Z a-z 0-9 . _ -, a letter or digit first, no '..')")
    try expect(scene.orch("pick", "e/e", "--quiet"), is: refused)
    try expect(scene.orch("assign", "e/e", "--owner-session", "w", "--quiet"), is: refused)
    try expect(scene.orch("done", "e/e", "--notes", "by hand", "-q"), is: .prints("e/e -> DONE\n"))
    var rows = Self.rows
    rows[5] = row("e/e", "DONE", "P0", notes: "by hand")
    try expect(scene.text(), is: queueText(rows))
  }
}
