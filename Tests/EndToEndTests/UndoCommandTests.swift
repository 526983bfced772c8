import TestSupport
import Testing

/// `history`, `undo` and `restore`: rows that are gone, and limits.
@Suite struct UndoCommandTests {
  @Test(arguments: [
    ["show", "N"], ["undo", "N"], ["done", "N", "--notes", "x"], ["history", "M"],
  ])
  func `the error for a deleted row names the command that brings it back`(_ arguments: [String])
    throws
  {
    let scene = try Scene(rows: row("A"))
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

  // MARK: History

  @Test(arguments: ["0", "-1", "x", ""])
  func `a limit must be a number`(_ limit: String) throws {
    let scene = try Scene(rows: row("A"))
    try expect(
      scene.orch("history", "--limit", limit),
      is: .fails(
        64,
        "ERROR: invalid value '\(limit)' for --limit: use a number of 1 or more "
          + "(usage: orch history [ID] [options]; orch history --help)"))
  }
}
