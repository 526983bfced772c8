import Testing

/// Rows that cannot be read are left alone; the others are worked on.
@Suite struct MalformedRowTests {
  private static let rows = [
    "| B | PENDING | P0 |", row("A"), row("C", "PENDING", "P0", task: "a | b"),
    row("D", "WAITING", "P0"), row("", "PENDING", "P0"), row("e/e", "PENDING", "P0"),
    row("F", "PENDING", "P0"), row("F", "DONE", "P0"),
  ]
  private static let text = queueText(rows)

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
      1, "ERROR: \(error) (fix the line in the file; orch lint shows where)")
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
}
