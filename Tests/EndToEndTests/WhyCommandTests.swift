import TestSupport
import Testing

/// `ops why`, on both stores.
@Suite struct WhyCommandTests {
  private static let rows = queueText(
    row("R", "IN_PROGRESS", owner: "w-a", started: "2026-01-31 17:10", notes: "touches=Sources/"),
    row("F", "FAILED", notes: "it broke"), row("A", "PENDING", "P2", notes: "after=F"),
    row("B", notes: "after=A"), row("C", notes: "after=gone"),
    row("D", notes: "retry_not_before=\(Scene.nowEpoch + 300)"),
    row("E", notes: "touches=Sources/a.swift"), row("G", "PENDING", "P0"), row("H"),
    row("K", "DONE", notes: "idempotency_key=k"), row("L", notes: "idempotency_key=k"),
    row("r"))

  /// The scene with its rows in a database, too.
  private static func migrated(_ rows: String) throws -> Scene {
    let scene = try Scene(file: rows)
    #expect(try scene.orch("migrate", "--no-log", "--quiet").status == 0)
    return scene
  }

  @Test func `each command that is named changes the reason`() throws {
    for store in [[], ["--db", "db/queue.db"]] {
      let scene = try Self.migrated(Self.rows)
      scene.options = store
      func why(_ id: String) throws -> [String] {
        try scene.ops("why", id).output.split(separator: "\n").first
          .map { $0.split(separator: "\t").map(String.init) } ?? []
      }
      for id in ["B", "C", "G", "L"] {
        let explanation = try why(id)
        let command = try #require(explanation.last)
        let words = command.split(separator: " ").map(String.init)
        let program = words[0] == "ops" ? scene.opsPath : scene.orchPath
        let outcome = try scene.run(program, Array(words.dropFirst()))
        #expect(outcome.status == 0, "\(command): \(outcome)")
        try #expect(why(id) != explanation, "\(command)")
      }
    }
  }

  @Test func `leases are printed with the owner of the row`() throws {
    for store in [[], ["--db", "db/queue.db"]] {
      let scene = try Self.migrated(queueText(row("A"), row("B"), row("C")))
      scene.options = store
      let option = store.isEmpty ? "" : " --db db/queue.db"
      for (id, session) in [("A", "v"), ("B", "dispatcher")] {
        let outcome = try scene.orch("lease", "acquire", id, "--owner-session", session)
        #expect(outcome.status == 0, "\(outcome)")
      }
      try scene.orch("pick", "C", "--owner-session", "w").check()
      try expect(
        scene.ops("why"),
        is: .prints(
          "A\tleased to v until 18:15\torch release A --force\(option)\n"
            + "B\tis the next to pick\torch pick B\(option)\n"))
      try expect(
        scene.ops("why", "C"),
        is: .prints(
          "C\tIN_PROGRESS by w since 18:00, lease until 19:00\torch show C\(option)\n"))
      try expect(
        scene.ops("why", "A", environment: ["ORCH_MAX_WORKERS": "1"]),
        is: .prints("A\tleased to v until 18:15\torch release A --force\(option)\n"))
      try expect(
        scene.ops("why", "B", environment: ["ORCH_MAX_WORKERS": "1"]),
        is: .prints("B\tis the next to pick\torch pick B\(option)\n"))
      try expect(
        scene.ops(
          "why", "B", environment: later(minutes: 60).merging(["ORCH_MAX_WORKERS": "1"]) { $1 }),
        is: .prints("B\tit is behind 1 row\torch pick B\(option)\n"))
    }
  }

  @Test func `a row of a database that cannot be read is printed, too`() throws {
    let scene = try Self.migrated(queueText(row("A"), row("B", notes: "after=A")))
    try scene.execute(
      """
      UPDATE queue_items SET status = 'WAITING' WHERE id = 'A';
      INSERT INTO queue_items(id, status, priority, task, success_criteria, created_at, updated_at)
      VALUES('a/b', 'PENDING', 'P1', 't', 'c', '', '')
      """, in: "db/queue.db")
    scene.options = ["--db", "db/queue.db"]
    let malformed = """
      A\tmalformed row: unknown status 'WAITING': use PENDING, IN_PROGRESS, DONE, FAILED, BLOCKED\t\
      ops verify --db db/queue.db\n
      """
    let illFormed = """
      a/b\tmalformed row: the id 'a/b' is ill-formed: use up to 64 of A-Z a-z 0-9 . _ -, a letter or \
      digit first, no '..'\tops verify --db db/queue.db\n
      """
    let warning =
      "WARNING: A: unknown status 'WAITING': use PENDING, IN_PROGRESS, DONE, FAILED, BLOCKED, and 1 "
      + "more (such rows are left alone; ops verify lists them)\n"
    try expect(
      scene.ops("why"),
      is: .prints(
        "B\twaits for A (malformed row)\tops verify --db db/queue.db\n" + malformed + illFormed,
        warning: warning))
    try expect(scene.ops("why", "A"), is: .prints(malformed, warning: warning))
    try expect(scene.ops("why", "a/b"), is: .prints(illFormed, warning: warning))
  }

  @Test func `nothing waits`() throws {
    let scene = try Scene(rows: row("A", "DONE"), row("B", "IN_PROGRESS", owner: "w"))
    try expect(scene.ops("why"), is: .prints("no PENDING rows\n"))
    try expect(
      scene.ops("why", "--json"),
      is: .prints(
        "{\"rows\":[],\"busy\":{\"max_workers\":3,\"rows\":[{\"id\":\"B\",\"owner_session\":\"w\","
          + "\"started_at_kst\":null,\"started_at\":null}]}}\n"))
    try expect(scene.terminal("$OPS why"), is: "no PENDING rows\n")
  }

  @Test func `a row's text cannot change the line, or the command`() throws {
    let scene = try Scene(
      rows: row("A", "FAILED", notes: "a\tb\u{1B}[2J"), row("B", notes: "after=x;reboot"))
    try scene.makeFolder("a b")
    try scene.write(scene.text(), to: "a b/q.md")
    try expect(
      scene.ops("why", "A"), is: .prints("A\tFAILED: a b\\u{1B}[2J\tops retry A\n"))
    try expect(
      scene.ops("why", "--queue", "a b/q.md").output.hasSuffix("--queue a\\ b/q.md\n"), is: true)
  }

  // MARK: On a terminal

  private static let esc = "\u{1B}["

  @Test func `on a terminal the ids are aligned, and nothing is cut`() throws {
    let scene = try Scene(
      rows: row("ORCH-001", "FAILED"), row("ORCH-002", notes: "after=ORCH-001"), row("C"),
      row(
        "D", "PENDING", "P2",
        notes: "after=ORCH-002 / touches=a-long-path/that-goes-on/and-on/and-on"),
      row("E", "PENDING", "P2"))
    let screen = """
      ORCH-002  \(Self.esc)33mwaits for ORCH-001 (FAILED)\(Self.esc)0m: \
      \(Self.esc)1mops retry ORCH-001\(Self.esc)0m
      C         \(Self.esc)32mis the next to pick\(Self.esc)0m: \
      \(Self.esc)1morch pick C\(Self.esc)0m
      D         \(Self.esc)33mwaits for ORCH-002 (PENDING), which waits for\(Self.esc)0m
                \(Self.esc)33mORCH-001 (FAILED)\(Self.esc)0m
                \(Self.esc)1mops retry ORCH-001\(Self.esc)0m
      E         it is behind 1 row: \(Self.esc)1morch pick E\(Self.esc)0m

      """
    try expect(scene.terminal("$OPS why", columns: 60), is: screen)
    var plain = screen
    for code in ["33m", "32m", "1m", "0m"] { plain = plain.replacing(Self.esc + code, with: "") }
    try expect(scene.terminal("$OPS why --color never", columns: 60), is: plain)
    try expect(
      scene.terminal("$OPS why ORCH-001", columns: 60),
      is:
        "ORCH-001  \(Self.esc)31mFAILED\(Self.esc)0m: \(Self.esc)1mops retry ORCH-001\(Self.esc)0m\n"
    )
  }

  @Test func `on a terminal rows with one reason and one command stand together`() throws {
    let rows = [row("ORCH-001", "FAILED"), row("ORCH-002", notes: "after=ORCH-001"), row("C")]
    let others = ["D", "E", "F", "G"].map { row($0, "PENDING", "P2") }
    let scene = try Scene(
      file: queueText(rows + others + [row("H", "PENDING", "P2", notes: "after=ORCH-001")]))
    let screen = """
      ORCH-002, H
                waits for ORCH-001 (FAILED): ops retry ORCH-001
      C         is the next to pick: orch pick C
      D, E, F, G
                1 to 4 rows are ahead of them: orch pick D

      """
    try expect(scene.terminal("$OPS why --color never", columns: 60), is: screen)
  }
}
