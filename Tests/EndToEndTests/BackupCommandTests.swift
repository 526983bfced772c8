import Foundation
import TestSupport
import Testing

@Suite struct BackupCommandTests {
  /// A queue with two rows, of which one is done, and a database with one.
  private func scene() throws -> Scene {
    let scene = try Scene(rows: row("A"), row("B"))
    try expect(scene.orch("done", "A", "--notes", "first"), is: .prints("A -> DONE\n"))
    try expect(
      scene.orch("init", "--db", "db/queue.db"),
      is: .prints("Created \(scene.path("db/queue.db"))\n"))
    try expect(
      scene.orch(
        "add", "--db", "db/queue.db", "--id", "D", "--priority", "P1", "--task", "t",
        "--success-criteria", "c"), is: .prints("Added D\n"))
    try scene.makeFolder("b")
    return scene
  }

  @Test func `a copy can be used in the place of what was copied`() throws {
    let scene = try scene()
    try scene.ops("backup", "--to", "b/mon.md").check()
    try expect(scene.names("b"), is: [".mon.md.orch", "mon.db", "mon.md"])
    let script = """
      rm -r QUEUE.md .orch db/queue.db*
      cp b/mon.md QUEUE.md && cp -r b/.mon.md.orch .orch && cp b/mon.db db/queue.db
      $ORCH undo A && $ORCH pick A && $ORCH pick --db db/queue.db && $ORCH history | wc -l
      """
    let outcome = try scene.bash(script, environment: ["ORCH_NOW": "2026-02-01 09:00"])
    expect(
      outcome.output.replacing(/tester@[\w-]+/, with: "tester"),
      is: """
        A -> PENDING (took back done by tester, 2026-01-31 18:00)
        A
        D
        3

        """)
  }

  private struct Refusal: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let script: String
    let status: Int32
    /// With `~` for the scene's folder.
    let error: String
  }

  private static let refusals = [
    Refusal(
      testDescription: "the database's copy is taken", script: "touch b/mon", status: 73,
      error: "~/b/mon exists (it was not changed; name another file with --to)"),
    Refusal(
      testDescription: "the queue's copy is taken", script: "ln -s nowhere b/mon.md", status: 73,
      error: "~/b/mon.md exists (it was not changed; name another file with --to)"),
    Refusal(
      testDescription: "the history's copy is taken", script: "mkdir b/.mon.md.orch", status: 73,
      error: "~/b/.mon.md.orch exists (it was not changed; name another file with --to)"),
    Refusal(
      testDescription: "there is no folder", script: "rmdir b", status: 73,
      error: "cannot create ~/b/mon: No such file or directory (check the folder, and whether the "
        + "disk is full)"),
    Refusal(
      testDescription: "the queue is malformed", script: "echo text > QUEUE.md", status: 65,
      error: "QUEUE.md:1:1: no table with the nine columns of a queue (add the header that orch "
        + "init writes)"),
    Refusal(
      testDescription: "the database is no database", script: "seq 999 > db/queue.db", status: 65,
      error: "~/db/queue.db is damaged: file is not a database (nothing was changed; ops verify "
        + "lists it all; restore a backup, or make it again with orch migrate)"),
  ]

  @Test(arguments: refusals)
  private func `what fails leaves nothing behind`(_ test: Refusal) throws {
    let scene = try scene()
    try scene.bash("rm db/queue.db-*; \(test.script)").check()
    let before = try (try? scene.names("b"), scene.names(), scene.names("db"))
    var outcome = try scene.ops("backup", "--to", "b/mon")
    outcome.errors = outcome.errors.replacing(scene.folder, with: "~")
    if test.status == 65, test.error.hasPrefix("QUEUE") {
      #expect(
        outcome.status == 65 && outcome.errors.hasPrefix("ERROR: QUEUE.md:1:1: "), "\(outcome)")
    } else {
      expect(outcome, is: .fails(test.status, "ERROR: \(test.error)"))
    }
    expect(try? scene.names("b"), is: before.0)
    try expect(scene.names(), is: before.1)
  }

  @Test func `copies have the permissions of what was copied`() throws {
    let scene = try scene()
    try #require(chmod(scene.queue, 0o640) == 0 && chmod(scene.path("db/queue.db"), 0o600) == 0)
    try scene.ops("backup", "--to", "b/mon").check()
    try expect(
      scene.bash("stat -c '%a %n' b/mon b/mon.md b/.mon.md.orch"),
      is: .prints("600 b/mon\n640 b/mon.md\n750 b/.mon.md.orch\n"))
  }
}
