import Foundation
import TestSupport
import Testing

/// Imports that are large, come from folders, or bring whole queues.
@Suite struct ImportCommandTests {
  /// A day's work: what was removed, archived, edited in an editor, undone and claimed.
  private static let work = """
    set -e
    $ORCH add one --criteria c --key k1
    $ORCH add two --criteria c --after ORCH-001 --label ui,web
    $ORCH add 'three | 셋' --criteria 'x; y' --priority P0 --max-attempts 2
    $ORCH pick --owner-session w
    $ORCH done ORCH-003 --owner-session w --notes ok
    $ORCH pick ORCH-001 --owner-session w
    $ORCH fail ORCH-001 --owner-session w --notes no
    $OPS retry ORCH-001
    $ORCH add four --criteria c
    $ORCH rm ORCH-004
    $ORCH add five --criteria c --idempotency-key same
    $ORCH add old --criteria c
    $ORCH done ORCH-006 --notes ok
    ORCH_NOW='2026-03-31 18:00' $OPS gc --older-than 30d
    $ORCH add seven --criteria c --after ORCH-001
    $OPS cancel ORCH-007 --reason 'not now'
    $ORCH edit ORCH-005 --priority P2
    $ORCH undo
    $ORCH pick ORCH-005 --owner-session v
    """

  /// Of a table the first row is then edited by hand.
  private static let edit = """
    sed -i 's/| two /| two, edited /' QUEUE.md
    touch -d '1 minute ago' QUEUE.md
    $ORCH edit ORCH-002 --priority P2
    """

  @Test(arguments: [false, true])
  func `a whole queue is the same again, byte for byte`(inDatabase: Bool) throws {
    let scene = try Scene()
    // The commands get the option behind their words.
    let functions = """
      db="\(inDatabase ? "--db queue.db" : "")"
      orch() { "$ORCH" "$@" $db; }
      ops() { "$OPS" "$@" $db; }

      """
    let work = Self.work.replacing("$ORCH", with: "orch").replacing("$OPS", with: "ops")
    try scene.bash(functions + "orch init\n" + work).check()
    if !inDatabase { try scene.bash(Self.edit).check() }
    let place = inDatabase ? "--db new/queue.db" : "--queue new/QUEUE.md"
    try scene.bash(
      functions + """
        mkdir -p new tasks
        echo 'the brief' > tasks/ORCH-002.md
        orch export --to json --all all.json
        $ORCH import --from json --all all.json \(place)
        """
    ).check()
    let again = try scene.bash("$ORCH export --to json --all \(place)")
    #expect(again.output == (try scene.text("all.json")))
    let verified = try scene.bash("$OPS verify \(place)")
    #expect(verified.status == 0, "\(verified)")
    #expect(try scene.text("new/tasks/ORCH-002.md") == "the brief\n")
    let text = try scene.text("all.json")
    #expect(text.contains("\"archived_rows\":[\n{\"id\":\"ORCH-003\""))
    #expect(text.contains("\"requests\":[\n{\"key\":\"k1\""))
  }

  @Test func `ten thousand tasks are one change, and the same again none`() throws {
    let scene = try Scene(rows: row("X"))
    let issues = (1...10_000).map { number in
      let after =
        number == 1
        ? "" : #","dependencies":[{"depends_on_id":"b\#(number - 1)","type":"blocks"}]"#
      let text = number % 100 == 0 ? #","description":"Text \#(number).""# : ""
      return #"{"id":"b\#(number)","title":"Task \#(number)","status":"open"\#(text)\#(after)}"#
    }
    try scene.write(issues.joined(separator: "\n"), to: "issues.jsonl")
    let first = try scene.orch("import", "--from", "beads", "issues.jsonl")
    #expect(
      first == .prints("Imported beads: 10000 added, 0 changed, 0 left alone, 0 left out\n"),
      "\(first)")
    let second = try scene.orch("import", "--from", "beads", "issues.jsonl")
    #expect(
      second == .prints("Imported beads: 0 added, 0 changed, 10000 left alone, 0 left out\n"),
      "\(second)")
    let rows = try scene.text().split(separator: "\n").filter { $0.hasPrefix("| b") }
    #expect(rows.count == 10_000)
    let briefs = try FileManager.default.contentsOfDirectory(atPath: scene.path("tasks"))
    #expect(briefs.count == 100)
  }

  @Test func `no link leads out of a folder`() throws {
    let scene = try Scene(rows: row("X"))
    try scene.bash(
      """
      mkdir -p in/sub out
      printf '# Tasks\\n\\n- [ ] T001 One\\n' > in/tasks.md
      printf -- '- [ ] T002 Two\\n' > out/tasks.md
      ln -s ../../out/tasks.md in/sub/tasks.md
      ln -s ../out in/other
      """
    ).check()
    let outcome = try scene.orch("import", "--from", "speckit", "in")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(
      outcome.errors.contains(
        "other: the link other is not followed: it leads to a folder, or out of the imported folder"
      ),
      "\(outcome)")
    #expect(outcome.errors.contains("the link sub/tasks.md is not followed"), "\(outcome)")
    #expect(outcome.output.hasPrefix("Imported speckit: 1 added"), "\(outcome)")
  }

  @Test(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
  func `what can't be read in a folder is named, and the rest goes in`() throws {
    let scene = try Scene(rows: row("X"))
    let outcome = try scene.bash(
      """
      mkdir -p in/sub
      printf '# Tasks\\n\\n- [ ] T001 One\\n' > in/tasks.md
      printf -- '- [ ] T002 Two\\n' > in/sub/tasks.md
      strace -qq -o /dev/null -P "$PWD/in/sub/tasks.md" -e inject=openat:error=EACCES \\
        "$ORCH" import --from speckit in
      """)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(
      outcome.errors.contains("sub/tasks.md: not read: Permission denied"), "\(outcome)")
    #expect(outcome.output.hasPrefix("Imported speckit: 1 added"), "\(outcome)")
  }

  @Test func `a text of a megabyte is a brief`() throws {
    let scene = try Scene(rows: row("X"))
    let text = String(repeating: "0123456789abcdef ", count: 1 << 16)
    try scene.write(#"{"id":"A","title":"T","description":"\#(text)"}"#, to: "i.jsonl")
    let outcome = try scene.orch("import", "--from", "beads", "i.jsonl")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try scene.text("tasks/A.md") == text.dropLast() + "\n")
  }
}
