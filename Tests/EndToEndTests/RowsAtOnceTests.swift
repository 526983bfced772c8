import Foundation
import TestSupport
import Testing
import Text

/// Commands that take several rows: one change of the queue, whatever their number.
@Suite struct RowsAtOnceTests {
  private static let rows = [
    row("A"), row("B", "DONE"), row("C"),
    row("D", "BLOCKED", notes: "awaits=approval"), row("E", "BLOCKED", notes: "awaits=approval"),
  ]

  private func scene(_ kept: QueueKept) throws -> Scene {
    try Scene(kept, rows: Self.rows)
  }

  /// The numbers of a row's entries in the history.
  private func entries(of id: String, in scene: Scene) throws -> [Int] {
    let json = try JSONValue(
      parsing: Array(try scene.orch("history", id, "--json").output.utf8))
    return json.objectValue?["entries"]?.arrayValue?.compactMap {
      $0.objectValue?["seq"]?.integerValue
    } ?? []
  }

  @Test(arguments: QueueKept.allCases)
  func `a refused row stops none of the others, and each is undone by itself`(
    _ kept: QueueKept
  ) throws {
    let scene = try scene(kept)
    try expect(
      scene.orch("done", "A", "B", "GONE", "C"),
      is: Outcome(
        status: 1, output: "A -> DONE\nB -> DONE\nC -> DONE\n",
        errors: """
          ERROR: Row id not found: GONE (orch list shows the rows)
          ERROR: 1 of 4 rows was refused (each row's error says why; the other rows are not affected)

          """))
    if kept == .inFile {
      #expect(try entries(of: "A", in: scene).last == entries(of: "C", in: scene).last)
    }
    try expect(
      scene.orch("undo", "C").output.hasPrefix("C -> PENDING (took back done by "), is: true)
    try expect(scene.status("A"), is: "DONE")
    try expect(scene.status("C"), is: "PENDING")
  }

  @Test(arguments: QueueKept.allCases)
  func `rows are approved and edited together`(_ kept: QueueKept) throws {
    let scene = try scene(kept)
    try expect(
      scene.orch("approve", "D", "E"),
      is: .prints(
        """
        D -> DONE (f6efc28a5d6b6ce78ffde7d196e79bb4)
        E -> DONE (75878348a3a67ea2105045a3ff4db013)

        """))
    try expect(
      scene.orch("edit", "A", "C", "--priority", "P0", "--notes", "soon"),
      is: .prints(
        """
        Edited A
        priority: P1 -> P0
        notes: - -> soon
        Edited C
        priority: P1 -> P0
        notes: - -> soon

        """))
    try expect(
      scene.orch("edit", "A", "--append", "--notes", "today"),
      is: .prints("Edited A\nnotes: soon -> soon / today\n"))
    for fields in [["--criteria", "c"], ["--after", "C"], ["--brief", "-"], ["--editor"]] {
      let refused = try scene.run(
        scene.orchPath, ["edit", "A", "--append", "--notes", "now"] + fields)
      #expect(
        refused
          == .fails(
            64,
            "ERROR: --append adds to notes and labels only (change the other fields without it; "
              + "usage: orch edit ID… [options]; orch edit --help)"), "\(fields)")
    }
    let json = try scene.orch("edit", "A", "GONE", "--priority", "P2", "--json")
    #expect(json.status == 1 && json.output.contains(#""refused":[{"id":"GONE","#), "\(json)")
    try expect(scene.orch("edit", "A", "C", "--editor").status, is: 64)
  }

  @Test(arguments: QueueKept.allCases)
  func `any blocked row may be answered`(_ kept: QueueKept) throws {
    let scene = try scene(kept)
    try expect(scene.orch("block", "A", "--notes", "which disk?"), is: .prints("A -> BLOCKED\n"))
    try expect(scene.orch("answer", "A", "the second one"), is: .prints("A -> PENDING\n"))
    #expect(try scene.notes("A").hasPrefix("which disk? / answer: the second one ("))
    #expect(try scene.orch("task", "A").output.contains("answer: the second one ("))
    #expect(try scene.orch("block", "A", "--notes", "sure?").status == 0)
    try expect(
      scene.orch("answer", "A", "yes|no"),
      is: .prints(
        "A -> PENDING\n",
        warning: "WARNING: each | in the texts of A became /, because other programs split the "
          + "row there; its brief, tasks/A.md, can have any text: write it there\n"))
    #expect(try scene.orch("answer", "C", "what?").status == 1)
  }

  @Test func `a terminal is told why no row can be picked`() throws {
    let scene = try Scene(rows: row("A", "FAILED"), row("B", notes: "after=A"))
    let shown = try scene.terminal("$ORCH pick")
    #expect(shown.contains("No pending tasks\n"), "\(shown)")
    #expect(shown.contains("B waits for A (FAILED)"), "\(shown)")
    try expect(scene.orch("pick"), is: .prints("No pending tasks\n"))
    #expect(try !scene.terminal("$ORCH pick -q").contains("waits"))
  }

  @Test func `the members of rows in JSON can be chosen`() throws {
    let scene = try Scene(rows: row("A"), row("B", "DONE"))
    try expect(
      // By a shell: rows are checked against the document of whole ones elsewhere.
      scene.bash("$ORCH list --json --fields status,id"),
      is: .prints(
        #"{"items":[{"status":"PENDING","id":"A"},{"status":"DONE","id":"B"}]}"# + "\n"))
    let wrong = try scene.orch("list", "--json", "--fields", "statu")
    #expect(
      wrong.status == 64 && wrong.errors.contains("for --fields: did you mean status?"), "\(wrong)")
    let text = try scene.orch("list", "--fields", "id")
    #expect(
      text.status == 64 && text.errors.contains("--fields works only with --json"), "\(text)")
  }
}
