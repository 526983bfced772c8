import Foundation
import TestSupport
import Testing

/// kill -9 at every system call of what copies and moves databases.
@Suite(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
struct UpkeepCrashTests {
  private static let calls = [
    "pwrite64", "write", "fsync", "fdatasync", "unlink", "ftruncate", "rename", "renameat2",
    "fchmod",
    "openat", "exit_group",
  ]

  /// Lets the command run to its end, then anew from the beginning to each of its calls, or a
  /// sample of them.
  ///
  /// - Returns: how many calls there are.
  private func killEverywhere(
    _ arguments: [String], from scene: Scene, _ check: (Scene, String) throws -> Void
  ) throws -> Int {
    let command = TracedCommand(program: BuiltBinaries.ops, arguments: arguments, calls: Self.calls)
    {
      let copy = try Scene()
      try copy.bash("cp -a \(scene.folder)/. .").check()
      return copy
    }
    let trace = try command.run().trace
    try #require(trace.ending.status == 0, "\(trace.ending)")
    let changing = trace.calls.filter(\.isChanging)
    let sample = LongTests.sample(5, of: changing, named: "\(arguments)")
    try command.run(with: "signal=KILL", at: sample) { copy, _, story in try check(copy, story) }
    return changing.count
  }

  @Test func `a migration that is killed leaves the old database or the new one`() throws {
    let scene = try Scene()
    try PythonToolFiles.write(into: scene.folder)
    let columns = "SELECT count(*) FROM pragma_table_info('queue_items')"
    let rows = "SELECT id, status, notes FROM queue_items ORDER BY rowid"
    let before = try (scene.query(columns, in: "db/queue.db"), scene.query(rows, in: "db/queue.db"))
    let gc = ["gc", "--older-than", "4w", "--db", "db/queue.db", "--no-log"]
    let count = try killEverywhere(gc, from: scene) { copy, story in
      let version = try copy.query("PRAGMA user_version", in: "db/queue.db")
      let isOld = try copy.query(columns, in: "db/queue.db") == before.0
      #expect(version == [isOld ? "0" : "3"], "\(story)")
      try expectWhole(copy, rows, before.1, "db/queue", story)
      // The database is kept as it was before anything of it changes.
      guard !isOld else { return }
      #expect(try copy.query(rows, in: "db/queue.db.before-v3") == before.1, "\(story)")
    }
    #expect(count > 60)
  }

  @Test func `rows that are moved are in the queue, in the archive, or in both`() throws {
    let scene = try Scene()
    try scene.makeDatabase()
    try scene.execute(
      "UPDATE queue_items SET status = 'DONE' WHERE rowid <= 3; PRAGMA journal_mode = WAL")
    let rows = "SELECT id, status, notes FROM queue_items ORDER BY rowid"
    let before = try scene.query(rows)
    let count = try killEverywhere(
      ["gc", "--older-than", "4w", "--db", "q.db", "--no-log"], from: scene
    ) { copy, story in try expectWhole(copy, rows, before, "q", story) }
    #expect(count > 40)
  }

  /// Nothing is lost, and the next run completes the work.
  private func expectWhole(
    _ scene: Scene, _ sql: String, _ rows: [String], _ name: String, _ story: String
  ) throws {
    #expect(try Set(all(scene, sql, name)) == Set(rows), "\(story)")
    let again = try scene.ops("gc", "--older-than", "4w", "--db", "\(name).db", "--no-log")
    #expect(again.status == 0, "\(story): \(again)")
    #expect(try all(scene, sql, name).sorted() == rows.sorted(), "\(story)")
    for suffix in ["", "-archive"] {
      let found = try scene.ops("verify", "--db", "\(name)\(suffix).db")
      #expect(found.status == 0, "\(story): \(found)")
    }
  }

  private func all(_ scene: Scene, _ sql: String, _ name: String) throws -> [String] {
    let archive = scene.exists("\(name)-archive.db") ? "\(name)-archive.db" : nil
    return try scene.query(sql, in: "\(name).db")
      + (archive.map { try scene.query(sql, in: $0) } ?? [])
  }

  @Test func `a backup that is killed leaves no file under a name of its own`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.orch("done", "A", "--notes", "n").check()
    try scene.bash("mkdir db b; $ORCH init --db db/queue.db").check()
    try scene.write(#"{"plan": "p", "tasks": [{"id": "a", "task": "t"}]}"#, to: "p.json")
    try scene.orch("plan", "apply", "p.json").check()
    let whole = ["mon": "1 row", "mon.md": "2 rows"]
    let count = try killEverywhere(["backup", "--to", "b/mon"], from: scene) { copy, story in
      for name in try copy.names("b") where whole[name] != nil {
        let option = name == "mon" ? "--db" : "--queue"
        let found = try copy.ops("verify", option, "b/\(name)")
        #expect(found.status == 0, "\(story): \(found)")
      }
      if copy.exists("b/.mon.md.orch") {
        #expect(try copy.names("b/.mon.md.orch/plans/p") == ["1.json", "head.json"], "\(story)")
      }
    }
    #expect(count > 30)
  }
}
