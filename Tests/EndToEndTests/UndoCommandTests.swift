import TestSupport
import Testing

/// `history`, `undo` and `restore`: everything that they print.
@Suite struct UndoCommandTests {
  private static let rows = [row("A"), row("B", "IN_PROGRESS", owner: "w"), row("C", "DONE")]

  /// The queue in which a row was called done by mistake.
  private func wrongDone() throws -> Scene {
    let scene = try Scene(file: queueText(Self.rows) + "\nThe end.\n")
    try expect(scene.orch("done", "A", "--notes", "not really"), is: .prints("A -> DONE\n"))
    return scene
  }

  @Test(arguments: [
    ["show", "N"], ["undo", "N"], ["done", "N", "--notes", "x"], ["history", "M"],
  ])
  func `the error for a deleted row names the command that brings it back`(_ arguments: [String])
    throws
  {
    let scene = try Scene(rows: Self.rows[0])
    try scene.orch(
      "add", "--id", "N", "--priority", "P0", "--task", "t", "--success-criteria", "c"
    ).check()
    try scene.orch("undo").check()
    let hint =
      arguments[1] == "N"
      ? "it was deleted; run orch restore --id N to bring it back" : "orch list shows the rows"
    let id = arguments[1]
    try expect(
      scene.run(scene.orchPath, arguments),
      is: .fails(1, "ERROR: Row id not found: \(id) (\(hint))"))
  }

  struct Refused: CustomTestStringConvertible {
    let line: String
    let error: String
    var testDescription: String { line }
  }

  @Test(arguments: [
    Refused(
      line: "undo --id C",
      error: "There is nothing to undo for C (orch history --id C shows what happened to it)"),
    Refused(line: "undo --id Z", error: "Row id not found: Z (orch list shows the rows)"),
    Refused(
      line: "undo --owner-session w",
      error: "You have nothing to undo (orch history shows what happened; "
        + "orch undo --id ID takes back a row's last change)"),
    Refused(
      line: "restore A", error: "Row id already exists: A (it is in the table, not deleted)"),
    Refused(
      line: "restore Z",
      error: "Row id not found: Z (the history has no deleted row with this id)"),
    Refused(line: "history Z", error: "Row id not found: Z (orch list shows the rows)"),
  ])
  func `what cannot be taken back is refused`(_ refused: Refused) throws {
    let scene = try wrongDone()
    let before = try scene.text()
    let arguments = refused.line.split(separator: " ").map(String.init)
    try expect(scene.run(scene.orchPath, arguments), is: .fails(1, "ERROR: \(refused.error)"))
    try expect(scene.text(), is: before)
  }

  // MARK: History

  @Test(arguments: ["0", "-1", "x", ""])
  func `a limit must be a number`(_ limit: String) throws {
    let scene = try Scene(rows: Self.rows[0])
    try expect(
      scene.orch("history", "--limit", limit),
      is: .fails(
        64,
        "ERROR: invalid value '\(limit)' for --limit: use a number of 1 or more "
          + "(usage: orch history [ID] [options]; orch history --help)"))
  }
}
