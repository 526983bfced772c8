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

  /// The outcome with `HOST` for the name of the machine.
  private func normalized(_ outcome: Outcome) -> Outcome {
    var outcome = outcome
    outcome.output = outcome.output.replacing(#/tester@[\w-]+/#, with: "tester@HOST")
    return outcome
  }

  @Test func `a wrong done is undone, and the file is what it was`() throws {
    let scene = try wrongDone()
    try expect(
      normalized(scene.orch("undo")),
      is: .prints("A -> PENDING (took back done by tester@HOST, 2026-01-31 18:00)\n"))
    try expect(scene.text(), is: queueText(Self.rows) + "\nThe end.\n")
  }

  @Test func `undo as json says what it took back`() throws {
    let scene = try wrongDone()
    let undone = """
      "undone":{"seq":1,"ts":"2026-01-31T18:00:00+09:00","trace":"trace-test","command":"done",\
      "actor":"tester@HOST","id":"A","before":{"status":"PENDING","notes":"-"},\
      "after":{"status":"DONE","notes":"not really"}}
      """
    try expect(
      normalized(scene.orch("undo", "--json")),
      is: .prints(
        "{\"id\":\"A\",\"from\":\"DONE\",\"to\":\"PENDING\",\"item\":\(itemJSON("A", line: 5)),\(undone)}\n"
      ))
  }

  @Test func `an added row goes when it is undone, and can be restored`() throws {
    let scene = try Scene(rows: Self.rows[0], Self.rows[1], Self.rows[2])
    let before = try scene.text()
    _ = try scene.orch(
      "add", "--id", "N", "--priority", "P0", "--task", "로그인", "--success-criteria", "c")
    let after = try scene.text()
    try expect(
      normalized(scene.orch("undo")),
      is: .prints("N is removed (took back add by tester@HOST, 2026-01-31 18:00)\n"))
    try expect(scene.text(), is: before)
    try expect(scene.orch("restore", "N"), is: .prints("N -> PENDING\n"))
    try expect(scene.text(), is: after)
    try expect(
      scene.orch("undo", "--json").output.hasPrefix(
        #"{"id":"N","from":"PENDING","to":null,"item":null"#),
      is: true)
  }

  @Test func `what was written in an editor since is taken back first`() throws {
    let scene = try wrongDone()
    let done = try scene.text()
    try scene.write(done.replacing("not really", with: "really"))
    try expect(
      scene.orch("undo", "A"),
      is: .prints("A -> DONE (took back external_edit by external, 2026-01-31 18:00)\n"))
    try expect(scene.text(), is: done)
    try expect(
      scene.orch("undo", "A").output.hasPrefix("A -> PENDING (took back done by "), is: true)
    try expect(scene.text(), is: queueText(Self.rows) + "\nThe end.\n")
  }

  @Test func `a row that was deleted in an editor comes back`() throws {
    let scene = try wrongDone()
    try scene.write(queueText(Self.rows[1], Self.rows[2]) + "\nThe end.\n")
    try expect(
      scene.orch("history", "A"),
      is: .prints(
        try scene.orch("history", "A", "--quiet").output,
        warning:
          "WARNING: the file was edited since; the next change records the edit\n"))
    try expect(
      scene.orch("undo", "--merge"),
      is: .prints(
        "took back the merge of \(Scene.now): A\n",
        warning: "WARNING: A: put back; it was deleted, but it changed since the editor loaded "
          + "QUEUE.md (orch undo --merge takes the file as it was saved)\n"))
    try expect(scene.orch("restore", "--id", "A"), is: .prints("A -> DONE\n"))
    let restored = row("A", "DONE", notes: "not really")
    try expect(
      scene.text(), is: queueText(restored, Self.rows[1], Self.rows[2]) + "\nThe end.\n")
  }

  @Test(arguments: [
    ["show", "N"], ["undo", "N"], ["done", "N", "--notes", "x"], ["history", "M"],
  ])
  func `the error for a deleted row names the command that brings it back`(_ arguments: [String])
    throws
  {
    let scene = try Scene(rows: Self.rows[0])
    _ = try scene.orch(
      "add", "--id", "N", "--priority", "P0", "--task", "t", "--success-criteria", "c")
    _ = try scene.orch("undo")
    let hint =
      arguments[1] == "N"
      ? "it was deleted; orch restore --id N brings it back" : "orch list shows the rows"
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
      error: "There is nothing to undo of C (orch history --id C shows what happened to it)"),
    Refused(line: "undo --id Z", error: "Row id not found: Z (orch list shows the rows)"),
    Refused(
      line: "undo --owner-session w",
      error: "There is nothing of yours to undo (orch history shows what happened; "
        + "orch undo --id ID takes a row's last change back)"),
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

  @Test func `a row that was changed since is refused`() throws {
    let scene = try wrongDone()
    try scene.write(try scene.text().replacing("not really", with: "quite"))
    try expect(
      scene.orch("undo"),
      is: .fails(
        1,
        "ERROR: A was changed since done: notes is now quite "
          + "(orch history --id A shows both; change the row itself)"))
  }

  @Test func `another session's change is not taken back`() throws {
    let scene = try Scene(rows: Self.rows[0])
    _ = try scene.orch("pick", "--owner-session", "w1")
    try expect(
      scene.orch("undo", "--id", "A", "--owner-session", "w2"),
      is: .fails(
        1,
        "ERROR: The last change of A, pick, was made by w1 "
          + "(a person may take it back: leave the session out)"))
    try expect(
      scene.orch("undo", "--owner-session", "w1"),
      is: .prints("A -> PENDING (took back pick by w1, 2026-01-31 18:00)\n"))
  }

  // MARK: History

  @Test func `history lists changes with their actors, newest last`() throws {
    let scene = try wrongDone()
    _ = try scene.orch("pick", "--id", "B", "--owner-session", "w")
    _ = try scene.ops("cancel", "B")
    _ = try scene.orch("undo", "--id", "A")
    let lines = """
      2026-01-31 18:00\tA\tdone\ttester@HOST\tstatus PENDING -> DONE; notes - -> not really
      2026-01-31 18:00\tB\tcancel\ttester@HOST\tstatus IN_PROGRESS -> BLOCKED; notes - -> cancelled_by_operator
      2026-01-31 18:00\tA\tundo\ttester@HOST\tstatus DONE -> PENDING; notes not really -> -

      """
    try expect(normalized(scene.orch("history")), is: .prints(lines))
    let last = lines.split(separator: "\n").last.map { "\($0)\n" } ?? ""
    try expect(normalized(scene.orch("history", "--limit", "1")), is: .prints(last))
    try expect(normalized(scene.orch("history", "C")), is: .prints(""))
  }

  @Test func `history as json`() throws {
    let scene = try Scene(rows: Self.rows[0])
    _ = try scene.orch("pick", "--owner-session", "w1")
    let entry = """
      {"seq":1,"ts":"2026-01-31T18:00:00+09:00","trace":"trace-test","command":"pick","actor":"w1",\
      "id":"A","before":{"status":"PENDING","owner_session":"-","started_at_kst":"-"},\
      "after":{"status":"IN_PROGRESS","owner_session":"w1","started_at_kst":"2026-01-31 18:00"}}
      """
    try expect(scene.orch("history", "--json"), is: .prints("{\"entries\":[\(entry)]}\n"))
  }

  @Test func `a queue without a history has an empty one`() throws {
    let scene = try Scene(rows: Self.rows[0])
    try expect(scene.orch("history"), is: .prints(""))
    try expect(scene.orch("history", "--json"), is: .prints("{\"entries\":[]}\n"))
  }

  @Test(arguments: ["0", "-1", "x", ""])
  func `a limit must be a number`(_ limit: String) throws {
    let scene = try Scene(rows: Self.rows[0])
    try expect(
      scene.orch("history", "--limit", limit),
      is: .fails(
        64,
        "ERROR: invalid value '\(limit)' for --limit: use a number from 1 on "
          + "(usage: orch history [ID] [options]; orch history --help)"))
  }

  // MARK: Restore

  @Test func `the rows that are missing are named`() throws {
    let scene = try Scene(rows: row("A"), row("B", notes: "after=A,C"), row("C"), row("D"))
    try expect(scene.orch("block", "D", "--notes", "n").status, is: 0)
    try scene.write(queueText(row("C"), row("D", "BLOCKED", notes: "n")))
    try expect(scene.add("--id", "E").status, is: 0)
    let outcome = try scene.orch("restore", "B")
    expect(
      outcome,
      is: .prints(
        "B -> PENDING\n",
        warning: "WARNING: B waits for A, which the queue does not have: orch restore brings back "
          + "what was deleted, else take it out of 'after'\n"))
    try expect(scene.orch("restore", "A"), is: .prints("A -> PENDING\n"))
  }
}
