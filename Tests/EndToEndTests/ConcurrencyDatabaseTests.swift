import Foundation
import SQLite
import TestSupport
import Testing

/// Many processes at once on one database.
struct ConcurrencyDatabaseTests {
  @Test func `each of 160 rows is handed out once to one of eight processes`() throws {
    try DatabaseRace.with(rows: 160) { race in
      let (pickers, reader) = try race.shells.run(
        (1...8).map { ConcurrencyRace.picker("w\($0)") })
      #expect((pickers + [reader]).filter { $0.status != 0 || $0.errors != "" } == [])
      let given = zip(1..., pickers).flatMap { number, picker in
        picker.output.split(separator: "\n").map { "\($0) to w\(number)" }
      }
      let state = try race.state
      #expect(DatabaseRace.wrongs(given: given, in: state) == [])
      #expect(state.rows.count == 160 && state.lastClaim == 160)
      #expect(state.events.map(\.type) == Array(repeating: "picked", count: 160))
    }
  }

  /// A picker that reads first and writes later, with SQLite's lock between or without, and a
  /// pick in the meantime. It shows that the test above would notice.
  @Test(arguments: [true, false])
  func `without the lock from the beginning a row is handed out twice`(isLocked: Bool) throws {
    try DatabaseRace.with(rows: 2) { race in
      let database = try Database(opening: race.path, for: .readingAndWriting)
      if isLocked { try database.begin(.immediate) }
      let id = try database.prepare("SELECT id FROM queue_items WHERE status = 'PENDING' LIMIT 1")
        .first { $0.text(0) }
      let meanwhile = try race.orch("pick", "--owner-session", "w1", "--lock-timeout", "0")
      try database.run(
        "UPDATE queue_items SET status = 'IN_PROGRESS', owner_session = 'late' WHERE id = ?", id)
      if isLocked { try database.commit() }
      let later = try race.orch("pick", "--owner-session", "w2", "--lock-timeout", "0")
      let given =
        ["\(id ?? "") to late"]
        + zip(["w1", "w2"], [meanwhile, later]).filter { $1.status == 0 }
        .map { "\($1.output.dropLast()) to \($0)" }
      #expect(
        given == (isLocked ? ["R1 to late", "R2 to w2"] : ["R1 to late", "R1 to w1", "R2 to w2"]))
      #expect(try DatabaseRace.wrongs(given: given, in: race.state).isEmpty == isLocked)
    }
  }

  @Test func `a command that does not get the lock ends with an error, and the rows stay`() throws {
    try DatabaseRace.with(rows: 1) { race in
      let database = try Database(opening: race.path, for: .readingAndWriting)
      try database.begin(.immediate)
      // The minute only keeps a test that fails from hanging.
      let late = try run(
        "timeout",
        ["-s", "KILL", "60", BuiltBinaries.orch, "pick", "--db", race.path, "--no-log"]
          + ["--lock-timeout", "0.2"], in: race.folder)
      #expect(late.status == 75 && late.output == "", "\(late)")
      #expect(
        late.errors == "ERROR: \(race.path) is locked by another program "
          + "(try again, or wait longer with --lock-timeout)\n")
      let list = try race.orch("list", "--lock-timeout", "0")
      #expect(list.output == "R1\tPENDING\tP1\twork\n" && list.errors == "", "\(list)")
      try database.rollback()
      #expect(try race.orch("pick").output == "R1\n")
    }
  }

  @Test func `a long read sees one state, and blocks no other command`() throws {
    try DatabaseRace.with(rows: 3) { race in
      // From the first change on there is a write-ahead log.
      #expect(try race.orch("pick").output == "R1\n")
      let reader = try Database(opening: race.path, for: .reading)
      try reader.begin(.deferred)
      let before = try DatabaseState(of: reader)
      #expect(try race.orch("pick", "--lock-timeout", "0").output == "R2\n")
      let done = try race.orch("done", "R2", "--notes", "ok", "--lock-timeout", "0")
      #expect(done.output == "R2 -> DONE\n" && done.errors == "", "\(done)")
      #expect(try DatabaseState(of: reader) == before)
      try reader.commit()
      #expect(try DatabaseState(of: reader).row("R2")?["status"] == "DONE")
      #expect(try race.state.contradictions == [])
    }
  }

  @Test func `of eight processes that make one database one does`() throws {
    try withTemporaryDirectory { folder in
      let race = DatabaseRace(folder: folder)
      let endings = try race.run(processes: 8) { _ in ["init"] }
      let (made, refused) = (endings.filter { $0.status == 0 }, endings.filter { $0.status != 0 })
      #expect(made.map(\.output) == ["Created \(race.path)\n"])
      let error = "ERROR: \(race.path) exists (it was not changed; choose another path)\n"
      #expect(refused.map(\.errors) == Array(repeating: error, count: 7))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["q.db"])
    }
  }

  /// As the Python tool makes it, with a write-ahead log and without.
  @Test(arguments: ["WAL", "DELETE"])
  func `of eight processes that open a database of the Python tool one keeps a copy`(
    journal: String
  ) throws {
    try withTemporaryDirectory { folder in
      let race = DatabaseRace(folder: folder)
      let database = try Database(opening: race.path, for: .creating)
      try database.execute(
        PythonToolFiles.database.replacingOccurrences(of: "= WAL", with: "= \(journal)"))
      let old = try DatabaseState(of: database)
      let endings = try race.run(processes: 8) { CrashScene.addition("N\($0)", task: "new") }
      let added = (1...8).map { "Added N\($0)\n" }
      #expect(endings.map(\.output) == added)
      let copy = "\(race.path).before-v3"
      let notice =
        "WARNING: \(race.path) was upgraded to version 3; the former one is kept as \(copy)\n"
      #expect(endings.map(\.errors).filter { $0 != "" } == [notice])
      #expect(try DatabaseState(of: copy) == old)
      let copies = try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { $0.contains("before") && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }
      #expect(copies == ["q.db.before-v3"])
      let state = try race.state
      #expect(state.contradictions == [])
      #expect(state.rows.count == old.rows.count + 8 && state.events.count == 8)
    }
  }

  @Test(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
  func `a journal that another process removes meanwhile is no obstacle`() throws {
    try withTemporaryDirectory { folder in
      let race = DatabaseRace(folder: folder)
      let database = try Database(opening: race.path, for: .creating)
      // Its journal stays when a change is over.
      try database.execute(
        PythonToolFiles.database.replacingOccurrences(of: "= WAL", with: "= PERSIST"))
      let journal = "\(race.path)-journal"
      #expect(FileManager.default.fileExists(atPath: journal))
      let trace = try Strace.run(
        BuiltBinaries.orch,
        CrashScene.addition("N1", task: "new") + ["--db", race.path, "--no-log"], in: folder,
        environment: TestEnvironment.base(home: folder), tracing: [],
        injecting: ["openat:error=ENOENT:when=1"], concerning: [journal])
      #expect(trace.calls.first?.result == -1)
      #expect(trace.ending.status == 0 && trace.ending.output == "Added N1\n", "\(trace.ending)")
    }
  }
}
