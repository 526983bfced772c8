import Foundation
import TestSupport
import Testing

/// A queue that is brought to another place, and back.
@Suite struct QueueCopyTests {
  enum Place: CaseIterable { case database, server }

  /// A day's work: what was removed, archived, edited in an editor, undone, claimed and planned.
  private func workedScene() throws -> Scene {
    let scene = try Scene()
    try scene.write(
      #"{"plan": "p", "tasks": [{"id": "a", "task": "plan it", "criteria": ["c"]}]}"#, to: "p.json")
    try scene.bash(
      """
      set -e
      $ORCH init
      $ORCH add one --criteria c --key k1
      $ORCH add two --criteria c --after ORCH-001
      $ORCH add 'three | 셋' --criteria 'x; y' --priority P0
      $ORCH pick --owner-session w
      $ORCH done ORCH-003 --owner-session w --notes ok
      $ORCH pick ORCH-001 --owner-session w
      $ORCH add four --criteria c
      $ORCH rm ORCH-004
      $ORCH add five --criteria c --idempotency-key same
      $ORCH plan apply p.json
      $ORCH add old --criteria c
      $ORCH pick ORCH-006 --owner-session w
      $ORCH done ORCH-006 --owner-session w --notes ok
      ORCH_NOW='2026-03-31 18:00' $OPS gc --older-than 30d
      $ORCH add seven --criteria c --after ORCH-001
      $OPS cancel ORCH-007 --reason 'not now'
      $ORCH edit ORCH-005 --priority P2
      $ORCH undo
      sed -i 's/| two /| two, edited /' QUEUE.md
      touch -d '1 minute ago' QUEUE.md
      $ORCH edit ORCH-002 --priority P2
      mkdir -p tasks; echo 'the brief' > tasks/ORCH-002.md
      """
    ).check()
    return scene
  }

  @Test func `a row with an unknown status is no row of a table, and is not left behind`() throws {
    let scene = try Scene()
    try scene.bash(
      """
      $ORCH init --db queue.db && $ORCH add one --criteria c --db queue.db
      sqlite3 queue.db "UPDATE queue_items SET status = 'LATER'"
      $ORCH export --to json --all --db queue.db | $ORCH import --from json --all - --db again.db
      """
    ).check()
    for command in [
      "migrate --to there/QUEUE.md --db again.db",
      "import --from json --all - --queue there/QUEUE.md",
    ] {
      let outcome = try scene.bash("$ORCH export --to json --all --db again.db | $ORCH \(command)")
      expect(
        outcome.errors,
        is: """
          ERROR: The row ORCH-001 cannot be changed: unknown status 'LATER': use PENDING, IN_PROGRESS, \
          DONE, FAILED, BLOCKED (fix the row in the database; ops verify lists malformed rows)

          """)
      #expect(outcome.status != 0 && !scene.exists("there/QUEUE.md"))
    }
  }

  private static let questions = """
    $ORCH list --json $DB | jq -c '.items[]
      | del(.line, .updated_at, .created_at, .max_attempts)
      # In a database it is a column, and a table has control behind the rest.
      | .notes |= ((. // "") | split(" / ") | map(select(. != "idempotency_key=same")) | sort)'
    $ORCH history --json $DB | jq -c '.entries[] | select(.command != "copy") | del(.seq, .undoes)'
    for id in ORCH-003 ORCH-004 ORCH-006; do
      $ORCH history $id --json $DB | jq -c '.entries[] | select(.command != "copy") | del(.seq, .undoes)'
    done
    $ORCH plan list --json $DB | jq -c 'del(.. | .folder?)'
    $ORCH show ORCH-002 $DB | grep "the brief"
    """

  @Test(arguments: Place.allCases)
  func `rows, history, archive, keys, briefs and plans go along and come back`(
    _ place: Place
  ) throws {
    let scene = try workedScene()
    let database =
      place == .server ? try PostgresServer.newSchema("copied") : scene.path("there/queue.db")
    let before = try scene.bash(Self.questions, environment: ["DB": ""])
    try scene.makeFolder("there")
    try scene.makeFolder("back")
    try scene.bash("$ORCH migrate --to '\(database)'").check()
    try scene.bash("$OPS verify --db '\(database)'").check()
    let there = try scene.run(
      "/bin/bash", ["-c", Self.questions], in: "there", environment: ["DB": "--db \(database)"])
    try scene.bash(
      "cd there && $ORCH migrate --db '\(database)' --to \(scene.path("back/QUEUE.md"))"
    ).check()
    let back = try scene.run(
      "/bin/bash", ["-c", Self.questions], in: "back", environment: ["DB": ""])
    #expect(before.errors.isEmpty && before.output.contains("the brief"), "\(before)")
    for answers in [there, back] where answers.output != before.output {
      Issue.record("\(try Transcript.difference(before.output, answers.output))")
    }
    let archives = try ["", "back/"].map { try scene.text("\($0)QUEUE-archive.md") }
    #expect(archives[0] == archives[1])
    let rows = try scene.bash(
      """
      cd back && $OPS verify && $ORCH lint && $ORCH add again --criteria c
      $ORCH add one --criteria c --key k1; $ORCH done ORCH-001 --owner-session w --notes ok
      $ORCH undo && $ORCH plan apply ../p.json
      """)
    #expect(
      rows.output.contains("Added ORCH-008\nAdded ORCH-001\nORCH-001 -> DONE"), "\(rows)")
    try expect(
      scene.bash("$ORCH migrate --to '\(database)'"),
      is: .fails(
        73,
        "ERROR: \(database) has a queue that was used "
          + "(nothing was changed; name a new table or database, or a schema of its own on the server)"
      ))
  }

  @Test func `an archived row with an idempotency key is a row of the table again`() throws {
    let scene = try Scene()
    try scene.bash(
      """
      set -e
      $ORCH init --db queue.db
      $ORCH add first --criteria c --db queue.db
      $ORCH add keyed --criteria c --idempotency-key same --db queue.db
      $ORCH done ORCH-002 --notes ok --db queue.db
      ORCH_NOW='2026-03-31 18:00' $OPS gc --older-than 30d --db queue.db
      $ORCH migrate --db queue.db --to back/QUEUE.md
      """
    ).check()
    let rows = try scene.bash(
      """
      cd back && $ORCH list && $ORCH add keyed --criteria c --idempotency-key same --priority P0
      $ORCH pick && $ORCH list --status DONE
      """)
    // The new row is the same work as the one that came back, and the pick closes it.
    #expect(
      rows.output
        == "ORCH-001\tPENDING\tP1\tfirst\nORCH-002\tDONE\tP1\tkeyed\nAdded ORCH-003\n"
        + "ORCH-001\nORCH-002\tDONE\tP1\tkeyed\nORCH-003\tDONE\tP0\tkeyed\n", "\(rows)")
  }

  @Test func `a copy that can't be made leaves nothing in its place`() throws {
    let scene = try workedScene()
    // No file can be longer.
    let failed = try scene.bash("ulimit -f 1; $ORCH migrate --to copy/QUEUE.md --no-log")
    #expect(failed.status != 0, "\(failed)")
    #expect(!scene.exists("copy/QUEUE.md") && !scene.exists("copy/.orch"))
    try scene.bash("$ORCH migrate --to copy/QUEUE.md").check()
    try scene.bash(
      "$ORCH history --json | jq .entries > a; cd copy; $ORCH history --json | jq .entries > b"
    )
    .check()
    #expect(try scene.text("copy/b").contains("external_edit"))
  }
}
