import Foundation
import TestSupport
import Testing

/// `edit` and `rm`: all that they print, and what becomes of the file.
@Suite struct EditCommandTests {
  struct Wrong: CustomTestStringConvertible {
    let line: String
    let status: Int32
    let error: String
    var testDescription: String { line }

    init(_ line: String, _ status: Int32, _ error: String) {
      (self.line, self.status, self.error) = (line, status, error)
    }
  }

  @Test(arguments: [
    Wrong("edit A --task -", 64, "invalid value '-' for --task: it must not be empty"),
    Wrong("edit A --touches 'a|b'", 64, "use paths without |, several with commas"),
    Wrong("edit A --max-attempts x", 64, "use a whole number from 0 on"),
    Wrong("edit A --timeout 8d", 64, "use a time such as 90s, 30m or 2h, up to 168h"),
    Wrong(
      "edit A --worker a", 64, "there is no orch.json to name the workers (orch init --worker"),
    Wrong(
      "edit A --worker -", 64, "there is no orch.json to name the workers (orch init --worker"),
  ])
  func `what edit refuses`(_ wrong: Wrong) throws {
    let scene = try Scene(rows: row("A"))
    let outcome = try scene.bash("$ORCH \(wrong.line)")
    #expect(outcome.status == wrong.status, "\(outcome)")
    #expect(outcome.errors.contains(wrong.error), "\(outcome)")
    try expect(scene.text(), is: queueText(row("A")))
  }

  @Test(arguments: [
    ("sed -i 's/^priority.*/priority: P7/'", 65, "line 5 of the form: invalid value 'P7'"),
    ("sed -i 's/^after/afther/'", 65, "line 9 of the form: unknown field: afther"),
    (
      "$ORCH edit A --task meanwhile -q; sed -i 's/^task.*/task: mine/'", 1,
      "A was changed meanwhile"
    ),
  ])
  func `a form that is refused is kept`(_ editor: String, _ status: Int32, _ error: String) throws {
    let scene = try Scene(rows: row("A"))
    let outcome = try scene.orch("edit", "A", "--editor", environment: ["VISUAL": editor])
    #expect(outcome.status == status && outcome.errors.contains(error), "\(outcome)")
    #expect(outcome.errors.contains("the form is kept in /"), "\(outcome)")
    let path = try #require(outcome.errors.split(separator: "kept in ").last)
    let form = URL(filePath: String(path.prefix { $0 != ")" && $0 != ";" && $0 != "\n" }))
    defer { try? FileManager.default.removeItem(at: form.deletingLastPathComponent()) }
    #expect(try contents(of: form.path).contains("success_criteria: it works"), "\(outcome)")
  }

  @Test func `a form that is gone is not called kept, and a byte order mark is no field`() throws {
    let scene = try Scene(rows: row("A"))
    let gone = try scene.orch("edit", "A", "--editor", environment: ["VISUAL": "rm -f"])
    #expect(gone.status != 0 && !gone.errors.contains("kept"), "\(gone)")
    #expect(gone.errors.contains("the editor left no form; nothing was changed"), "\(gone)")
    let editor = #"sed -i '1s/^/\xEF\xBB\xBF/; s/^task.*/task: mine/'"#
    #expect(try scene.orch("edit", "A", "--editor", environment: ["VISUAL": editor]).status == 0)
    try expect(scene.text(), is: queueText(row("A", task: "mine")))
  }

  @Test(arguments: [[], ["--db", "q.db"]])
  func `removed rows come back by restore and undo`(_ options: [String]) throws {
    let scene = try Scene(rows: row("A"), row("B"), row("C", notes: "after=B"))
    try scene.orch("migrate", "--db", "q.db").check()
    scene.options = options
    for nothing in ["", ","] {
      let outcome = try scene.orch("rm", nothing)
      #expect(outcome.status == 64 && outcome.errors.contains("it must not be empty"), "\(outcome)")
    }
    try expect(scene.orch("rm", "B", "--force", "--dry-run"), is: .prints("would remove B\n"))
    #expect(
      try scene.orch(
        "rm", "B", "--force", "--dry-run", environment: ["ORCH_QUEUE_MD_READ_ONLY": "1"]
      ).status == (options.isEmpty ? 1 : 0))
    try expect(scene.orch("rm", "B,C", "A"), is: .prints("Removed B\nRemoved C\nRemoved A\n"))
    try expect(scene.orch("list"), is: .prints(""))
    try expect(
      scene.orch("show", "A"),
      is: .fails(
        1, "ERROR: Row id not found: A (it was deleted; run orch restore --id A to bring it back)"))
    try scene.orch("undo").check()
    let all = Outcome.prints(
      "A\tPENDING\tP1\twork\nB\tPENDING\tP1\twork\nC\tPENDING\tP1\twork\n")
    try expect(scene.orch("list"), is: all)
    try scene.orch("rm", "B", "C", "--force").check()
    try expect(scene.orch("restore", "B"), is: .prints("B -> PENDING\n"))
    try scene.orch("undo", "C").check()
    try expect(scene.orch("list"), is: all)
    try scene.orch("rm", "A", "B", "--force").check()
    for id in ["A", "B"] { try scene.orch("restore", id).check() }
    try expect(scene.orch("list"), is: all)
    try expect(
      scene.orch("rm", "A", "--json").output.prefix(35).description,
      is: #"{"removed":[{"id":"A","status":"PEN"#)
  }

  @Test(arguments: ["sed -i '/ORCH-003/d' QUEUE.md", "$ORCH rm ORCH-003 -q", "$ORCH undo -q"])
  func `no id is used twice, whatever became of its row`(_ deletion: String) throws {
    let scene = try Scene(rows: row("ORCH-001"))
    for _ in 1...2 { try scene.add().check() }
    try scene.bash(deletion).check()
    try expect(scene.add("--quiet"), is: .prints("Added ORCH-004\n"))
    try scene.bash("$ORCH rm ORCH-004 -q").check()
    try expect(
      scene.orch("intake", "submit", "--request", "Rewrite it").output.prefix(22).description,
      is: "created=1 ids=ORCH-005")
    try scene.makeFolder("tasks")
    try scene.write("old", to: "tasks/ORCH-011.md")
    try expect(scene.add(), is: .prints("Added ORCH-012\n"))
  }

  @Test func `of two rows with one id one gets another, and a copy of the brief`() throws {
    let rows = [row("A"), row("A", task: "other"), row("B", notes: "after=A")]
    let scene = try Scene(file: queueText(rows))
    try scene.makeFolder("tasks")
    try scene.write("brief", to: "tasks/A.md")
    for (line, error) in [
      (
        "A --line 7 --id N",
        "Line 7 is not one of several rows with the id A (they are in lines 5 and 6)"
      ),
      ("A --line 6 --id B", "Row id already exists: B (choose another id)"),
      ("A --line 6", "--line needs the new id of the row (add --id NEW"),
      ("A --id N --line 6 --id M", "--line changes the id of one row only"),
      (
        "B --line 7 --id N",
        "Line 7 is not one of several rows with the id B (only an id that several rows"
      ),
    ] {
      let outcome = try scene.bash("$ORCH edit \(line) -q")
      #expect(outcome.status != 0 && outcome.errors.contains(error), "\(outcome)")
      #expect(!scene.exists("tasks/N.md"))
    }
    try expect(scene.text(), is: queueText(rows))
    try expect(
      scene.orch("edit", "-q", "A", "--line", "6", "--id", "N"), is: .prints("Line 6: A -> N\n"))
    try expect(scene.text(), is: queueText(rows[0], row("N", task: "other"), rows[2]))
    try expect(scene.text("tasks/N.md"), is: "brief")
    try expect(scene.orch("pick"), is: .prints("A\n"))
    try expect(scene.orch("undo", "N").status, is: 1)
    try scene.orch("migrate", "--db", "q.db").check()
    try expect(scene.ops("consistency-check", "--db", "q.db").status, is: 0)
  }
}
