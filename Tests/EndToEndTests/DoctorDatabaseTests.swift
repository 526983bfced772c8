import Foundation
import TestSupport
import Testing

/// What `ops doctor` says of a database.
@Suite struct DoctorDatabaseTests {
  private func scene() throws -> Scene {
    let scene = try DoctorTests.usedScene()
    try scene.makeFolder("db")
    try scene.orch("init", "--db", "db/queue.db").check()
    return scene
  }

  private func lines(_ arguments: [String], _ scene: Scene) throws -> [String] {
    let names = ["database", "integrity", "write-ahead log", "db permissions", "queue", "rows"]
    return try scene.doctor(arguments).output.split(separator: "\n").map {
      $0.split(separator: " ").joined(separator: " ")
    }.filter { line in names.contains { line.dropFirst(line.hasPrefix("ok") ? 3 : 5).hasPrefix($0) }
    }
  }

  @Test func `the database beside the queue is looked at, too`() throws {
    let scene = try scene()
    let before = try scene.bytes("db/queue.db")
    try expect(
      lines([], scene),
      is: [
        "ok queue ~/QUEUE.md, found from the current folder", "ok rows 2 rows, 282 bytes",
        "ok database ~/db/queue.db, beside the queue; 0 rows, 0 events, version 3",
        "ok integrity nothing is damaged", "ok write-ahead log begins with the next change",
        "ok db permissions the database and its folder are writable",
      ])
    try expect(scene.bytes("db/queue.db"), is: before)
  }

  @Test func `with --db no queue file is looked for`() throws {
    let scene = try scene()
    try scene.bash("rm -r QUEUE.md .orch").check()
    try scene.orch(
      "add", "--db", "db/queue.db", "--id", "A", "--priority", "P1", "--task", "t",
      "--success-criteria", "c"
    ).check()
    try expect(
      lines(["--db", "db/queue.db"], scene),
      is: [
        "ok database ~/db/queue.db, named by --db; 1 row, 1 event, version 3",
        "ok integrity nothing is damaged",
        "ok write-ahead log 0 bytes are not yet in the database",
        "ok db permissions the database and its folder are writable",
      ])
    try expect(scene.complaints(["--db", "db/queue.db"]), is: ["status 0"])
    try expect(
      scene.complaints(["--db", "none.db"]),
      is: [
        "fail database no database at ~/none.db (orch migrate makes one from QUEUE.md, orch init "
          + "--db ~/none.db an empty one)", "status 1",
      ])
  }

  @Test func `a database of the Python tool waits for its first change`() throws {
    let scene = try Scene()
    try PythonToolFiles.write(into: scene.folder)
    try expect(
      lines([], scene)[2],
      is: "ok database ~/db/queue.db, beside the queue; 5 rows, 0 events, version 0: the first "
        + "change upgrades it to 3 and keeps a copy")
  }

  private struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let script: String
    let complaints: [String]
    var status = 1
  }

  private static let cases = [
    Case(
      testDescription: "it may not be written", script: "chmod 444 db/queue.db",
      complaints: [
        "fail db permissions ~/db/queue.db is not writable (chmod u+w ~/db/queue.db, or ask its "
          + "owner)"
      ]),
    Case(
      testDescription: "a later version", script: "sqlite3 db/queue.db 'PRAGMA user_version = 99'",
      complaints: [
        "fail database ~/db/queue.db has version 99, made by a later orch (nothing was changed; "
          + "use that version, or a later one)"
      ]),
    Case(
      testDescription: "a start in the future",
      script: """
        sqlite3 db/queue.db "INSERT INTO queue_items(id, status, priority, task, success_criteria,
          started_at_kst, created_at, updated_at) VALUES
          ('A', 'IN_PROGRESS', 'P1', 't', 'c', '2098-01-01 09:00', '', ''),
          ('B', 'IN_PROGRESS', 'P1', 't', 'c', '2020-01-01 09:00', '', '')"
        """,
      complaints: [
        "warn clock IN_PROGRESS in the database with a start in the future: A (release the row with "
          + "orch release --force: until then its time counts from when ops watchdog first sees it)"
      ], status: 0),
    Case(
      testDescription: "it is damaged",
      script: "printf 'xxxxxxxx' | dd of=db/queue.db bs=1 seek=4096 conv=notrunc status=none",
      complaints: [
        "fail integrity Page 2: btreeInitPage() returns error code 11, and 1 more (ops verify lists "
          + "it all; restore a backup)"
      ]),
  ]

  @Test(arguments: cases)
  private func `what is wrong with it is said`(_ test: Case) throws {
    let scene = try scene()
    let done = try scene.bash(test.script)
    #expect(done.status == 0, "\(done)")
    try expect(scene.complaints(), is: test.complaints + ["status \(test.status)"])
  }
}
