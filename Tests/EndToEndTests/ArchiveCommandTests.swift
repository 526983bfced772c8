import TestSupport
import Testing

/// `ops gc`.
@Suite struct ArchiveCommandTests {
  private static let rows = [
    row("ORCH-001", "DONE", owner: "w", started: "2025-12-01 09:00", notes: "ok"),
    row("ORCH-002", "FAILED", owner: "w", started: "2025-12-02 09:00", notes: "no"),
    row("ORCH-003", "DONE", owner: "w", started: "2025-12-02 09:00", notes: "waited for"),
    row("ORCH-004", notes: "after=ORCH-003"), row("ORCH-005", "DONE", started: "2025-12-01 09:00"),
  ]

  @Test func `rows go to the archive, which is a queue that orch reads`() throws {
    let scene = try Scene(file: queueText(Self.rows))
    let archive = scene.path("QUEUE-archive.md")
    try expect(
      scene.ops("gc", "--older-than", "30d", "--dry-run"),
      is: .prints("would archive 2 rows to \(archive)\nORCH-001\nORCH-002\n"))
    try expect(scene.text(), is: queueText(Self.rows))
    try expect(
      scene.ops("gc", "--older-than", "30d"),
      is: .prints("archived 2 rows to \(archive)\nORCH-001\nORCH-002\n"))
    try expect(scene.text(), is: queueText(Array(Self.rows.dropFirst(2))))
    try expect(
      scene.text("QUEUE-archive.md"),
      is: "# Archive of QUEUE.md\n\n" + QueueFixture.header + Self.rows[0] + "\n" + Self.rows[1]
        + "\n")
    try expect(
      scene.orch("list", "--queue", "QUEUE-archive.md", "--no-log"),
      is: .prints("ORCH-001\tDONE\tP1\twork\nORCH-002\tFAILED\tP1\twork\n"))
    try expect(
      scene.ops("gc", "--older-than", "4w"), is: .prints("archived 0 rows to \(archive)\n"))
    try expect(scene.orch("restore", "ORCH-001"), is: .prints("ORCH-001 -> DONE\n"))
    try expect(
      scene.ops("gc", "--older-than", "720h", "--json"),
      is: .prints("{\"path\":\"\(archive)\",\"archived\":[],\"dry_run\":false,\"files\":0}\n"))
    try expect(scene.ops("verify").status, is: 0)
  }

  @Test(arguments: QueueKept.allCases)
  func `attempts, logs, evidence and refused reports go along, and come back`(_ kept: QueueKept)
    throws
  {
    let scene = try Scene(kept)
    let early = ["ORCH_NOW": "2025-12-01 09:00"]
    if kept == .inFile { try scene.write(queueText()) }
    for id in ["A", "B"] {
      let words = ["add", "--id", id, "--priority", "P1", "--task", "t", "--success-criteria", "c"]
      try expect(scene.run(scene.orchPath, words, environment: early).status, is: 0)
    }
    try expect(
      scene.run(scene.orchPath, ["done", "A", "--notes", "ok"], environment: early).status, is: 0)
    let head =
      #"{"received":"r","store":"\#(kept.name)","session":null,"attempt":null,"#
      + #""trace":"t","current_tokens":null,"id":"A"}"#
    for (name, text) in [
      ("logs/workers/A-1.log", "a"), ("logs/workers/B-2.log", "b"), (".orch/evidence/A/1.txt", "e"),
      (".orch/evidence/B/1.txt", "e"), (".orch/inbox/refused/1-a.report", head + "\nm"),
      (".orch/attempts/A/1/report.md", "r"), (".orch/attempts/B/2/report.md", "r"),
    ] {
      try scene.makeFolder(String(name[..<(name.lastIndex(of: "/") ?? name.endIndex)]))
      try scene.write(text, to: name)
    }
    let gc = ["gc", "--older-than", "30d"]
    let trial = try scene.run(scene.opsPath, gc + ["--dry-run"])
    expect(trial.errors, is: "would move 4 files of archived rows\n")
    let outcome = try scene.run(scene.opsPath, gc)
    expect(outcome.errors, is: "moved 4 files of archived rows\n")
    #expect(!scene.exists("logs/workers/A-1.log") && !scene.exists(".orch/evidence/A"))
    #expect(!scene.exists(".orch/attempts/A") && scene.exists(".orch/attempts/B/2/report.md"))
    #expect(scene.exists("logs/workers/B-2.log") && scene.exists(".orch/evidence/B/1.txt"))
    // Files that can't come back with the row come with the next call.
    _ = try scene.bash("mv logs/workers others; ln -s none logs/workers")
    let first = try scene.run(scene.orchPath, ["restore", "A"])
    #expect(first.status == 0 && first.errors.hasPrefix("WARNING: files of archived rows stay"))
    _ = try scene.bash("rm logs/workers; mv others logs/workers")
    #expect(try scene.run(scene.orchPath, ["restore", "A"]).status != 0)
    try expect(scene.text("logs/workers/A-1.log"), is: "a")
    try expect(scene.text(".orch/evidence/A/1.txt"), is: "e")
    #expect(scene.exists(".orch/inbox/refused/1-a.report"))
    try expect(scene.text(".orch/attempts/A/1/report.md"), is: "r")
    // Only those of a row that has ended are removed.
    try scene.write(#"{"retention": {"bytes": 1}}"#, to: "orch.json")
    let last = ["gc", "--older-than", "900w"]
    let untrusted = try scene.run(scene.opsPath, last)
    #expect(
      untrusted.errors.hasPrefix(
        "WARNING: no attempts are removed: retention in orch.json is ignored: "),
      "\(untrusted.errors)")
    #expect(scene.exists(".orch/attempts/A"))
    try scene.trust()
    let expired = try scene.run(scene.opsPath, last + ["--dry-run", "--json"])
    #expect(expired.output.contains(#""expired":1}"#), "\(expired)")
    // The rows are archived by then: another queue that can't be read is only a warning.
    try scene.makeFolder("db")
    try scene.write("no database, however long the text in it may be", to: "db/other.db")
    let kept = try scene.run(scene.opsPath, last)
    #expect(kept.status == 0 && kept.output.hasPrefix("archived 0 rows"))
    #expect(kept.errors.hasPrefix("WARNING: no attempts are removed: "), "\(kept.errors)")
    _ = try scene.bash("rm db/other.db")
    try expect(
      scene.run(scene.opsPath, last).errors,
      is: "removed 1 attempt of finished rows, 1 byte: retention in orch.json\n")
    #expect(!scene.exists(".orch/attempts/A") && scene.exists(".orch/attempts/B/2/report.md"))
  }

  @Test func `files that may be another queue's stay`() throws {
    let ended = ["A", "B", "C", "D"].map {
      row($0, "DONE", owner: "w", started: "2025-12-01 09:00", notes: "ok")
    }
    let scene = try Scene(file: queueText(ended))
    try expect(scene.orch("migrate").status, is: 0)
    try scene.write(queueText([row("A")]), to: "TEAM.md")
    try expect(scene.orch("pick", "--queue", "TEAM.md", "--owner-session", "w").status, is: 0)
    try expect(scene.orch("init", "--db", "q.db").status, is: 0)
    let words = ["add", "--db", "q.db", "--id", "B", "--priority", "P1", "--task", "t"]
    try expect(
      scene.run(scene.orchPath, words + ["--success-criteria", "c"]).status, is: 0)
    let report =
      #"{"received":"r","store":"else/q.db","session":null,"attempt":null,"trace":"t","id":"C"}"#
    let files = [
      ("logs/workers/A-1.log", "a"), (".orch/evidence/B/1.txt", "b"),
      (".orch/evidence/C/1.txt", "c"), (".orch/evidence/C/1.report", report + "\nm"),
    ]
    for (name, text) in files {
      try scene.makeFolder(String(name[..<(name.lastIndex(of: "/") ?? name.endIndex)]))
      try scene.write(text, to: name)
    }
    // Of the copy in db/queue.db they are not another's.
    try scene.write("d", to: "logs/workers/D-1.log")
    let outcome = try scene.run(scene.opsPath, ["gc", "--older-than", "30d"])
    expect(outcome.errors, is: "moved 1 file of archived rows\n")
    #expect(outcome.output.hasPrefix("archived 4 rows"))
    for (name, _) in files { #expect(scene.exists(name), "\(name)") }
    #expect(!scene.exists("logs/workers/D-1.log"))
  }

  @Test func `an archive that is damaged is named, and no row is moved`() throws {
    let scene = try Scene()
    try scene.makeDatabase()
    try scene.execute("UPDATE queue_items SET status = 'DONE'")
    try scene.write("no database, however long the text in it may be", to: "q-archive.db")
    try expect(
      scene.ops("gc", "--db", "q.db", "--older-than", "1d"),
      is: .fails(
        65,
        "ERROR: \(scene.path("q-archive.db")) is damaged: file is not a database (nothing was "
          + "changed; ops verify lists it all; restore a backup, or make it again with orch "
          + "migrate)"))
    try expect(scene.query("SELECT count(*) FROM queue_items"), is: ["400"])
  }

  @Test func `rows of a database go to a database, with their events`() throws {
    let scene = try Scene()
    _ = try scene.orch("init", "--db", "q.db")
    for id in ["A", "B"] {
      _ = try scene.orch(
        "add", "--db", "q.db", "--id", id, "--priority", "P1", "--task", "t", "--success-criteria",
        "c", environment: ["ORCH_NOW": "2025-12-01 09:00"])
    }
    _ = try scene.orch(
      "done", "A", "--db", "q.db", "--notes", "ok", environment: ["ORCH_NOW": "2025-12-01 10:00"])
    let archive = scene.path("q-archive.db")
    try expect(
      scene.ops("gc", "--db", "q.db", "--older-than", "30d", "--dry-run", "--json"),
      is: .prints("{\"path\":\"\(archive)\",\"archived\":[\"A\"],\"dry_run\":true,\"files\":0}\n"))
    try expect(
      scene.ops("gc", "--db", "q.db", "--older-than", "30d"),
      is: .prints("archived 1 row to \(archive)\nA\n"))
    try expect(scene.orch("list", "--db", "q.db"), is: .prints("B\tPENDING\tP1\tt\n"))
    try expect(scene.orch("list", "--db", "q-archive.db"), is: .prints("A\tDONE\tP1\tt\n"))
    try expect(
      scene.bash("$ORCH history --db q-archive.db | cut -f 1-3"),
      is: .prints("2025-12-01 09:00\tA\tadd\n2025-12-01 10:00\tA\tdone\n"))
    for name in ["q.db", "q-archive.db"] {
      try expect(scene.ops("verify", "--db", name).status, is: 0)
    }
    try expect(scene.orch("restore", "A", "--db", "q.db"), is: .prints("A -> DONE\n"))
    try expect(
      scene.bash("$ORCH history A --db q.db | cut -f 1-3"),
      is: .prints("2026-01-31 18:00\tA\tgc\n2026-01-31 18:00\tA\trestore\n"))
  }

  @Test(arguments: [
    ("30", "say hours, days or weeks, such as 720h, 30d or 4w"),
    ("30m", "say hours, days or weeks, such as 720h, 30d or 4w"),
    ("d", "use a whole number before the unit, such as 30d"),
    ("-1d", "use a whole number before the unit, such as 30d"),
    ("1.5d", "use a whole number before the unit, such as 30d"),
    ("99999999999999999999w", "use a whole number before the unit, such as 30d"),
    ("800000w", "use a whole number before the unit, such as 30d"),
  ])
  func `an age needs its unit`(_ text: String, _ reason: String) throws {
    let scene = try Scene(rows: row("A"))
    try expect(
      scene.ops("gc", "--older-than", text),
      is: .fails(
        64,
        "ERROR: invalid value '\(text)' for --older-than: \(reason) (usage: ops gc --older-than AGE "
          + "[options]; ops gc --help)"))
  }

  @Test func `an archive without one of the columns gets no row`() throws {
    let scene = try Scene(
      file: """
        | id | status | priority | task | success_criteria | owner_session | started_at_kst | \
        due_at_kst | notes | team |
        |---|---|---|---|---|---|---|---|---|---|
        | A | DONE | P1 | t | c | w | 2025-01-01 09:00 | - | n | red |

        """)
    try scene.write(queueText(), to: "QUEUE-archive.md")
    try expect(
      scene.ops("gc", "--older-than", "30d"),
      is: .fails(
        65,
        "ERROR: QUEUE-archive.md has no column 'team' (nothing was changed; add what the queue has "
          + "to the header of QUEUE-archive.md)"))
  }

  @Test func `in read-only mode nothing is moved`() throws {
    let scene = try Scene(file: queueText(Self.rows))
    let environment = ["ORCH_QUEUE_MD_READ_ONLY": "1"]
    let outcome = try scene.ops("gc", "--older-than", "30d", environment: environment)
    #expect(outcome.status == 1 && outcome.errors.hasPrefix("ERROR: QUEUE.md is read-only"))
    try expect(scene.text(), is: queueText(Self.rows))
    let trial = try scene.ops("gc", "--older-than", "30d", "--dry-run", environment: environment)
    #expect(trial.status == 0)
  }

  @Test func `the mirror follows, and the archive is the file's`() throws {
    let scene = try Scene(file: queueText(Self.rows))
    try scene.write(#"{"mirror": true}"#, to: "orch.json")
    try expect(scene.orch("migrate").status, is: 0)
    try expect(scene.ops("gc", "--older-than", "30d").status, is: 0)
    let left = "ORCH-003\nORCH-004\nORCH-005\n"
    try expect(scene.bash("$ORCH list --db db/queue.db | cut -f 1"), is: .prints(left))
    #expect(!scene.exists("db/queue-archive.db"))
    try expect(scene.ops("verify").status, is: 0)
    // Also when the database knew the file as the command found it.
    try expect(scene.ops("replan", "ORCH-004", "--notes", "n").status, is: 0)
    _ = try scene.ops(
      "gc", "--older-than", "4w", environment: ["ORCH_NOW": "2026-02-01 09:00"])
    try expect(scene.orch("undo", "ORCH-004").status, is: 0)
    try expect(scene.bash("$ORCH list --db db/queue.db | cut -f 1"), is: .prints(left))
  }
}
