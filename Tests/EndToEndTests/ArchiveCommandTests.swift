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
    try scene.bash("mv logs/workers others; ln -s none logs/workers").check()
    let first = try scene.run(scene.orchPath, ["restore", "A"])
    #expect(first.status == 0 && first.errors.hasPrefix("WARNING: files of archived rows stay"))
    try scene.bash("rm logs/workers; mv others logs/workers").check()
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
    let warnings = kept.errors.split(separator: "\n")
    #expect(warnings.count == 2, "\(kept.errors)")
    #expect(warnings.first?.hasPrefix("WARNING: attempts are not packed: ") == true)
    #expect(warnings.last?.hasPrefix("WARNING: no attempts are removed: ") == true)
    try scene.bash("rm db/other.db").check()
    try expect(
      scene.run(scene.opsPath, last).errors,
      is: "removed 1 attempt of finished rows, 1 byte: retention in orch.json\n")
    #expect(!scene.exists(".orch/attempts/A") && scene.exists(".orch/attempts/B/2/report.md"))
  }

  @Test func `a daemon removes attempts by the retention once a day`() throws {
    let scene = try Scene(rows: row("A", "DONE"))
    try scene.write(#"{"retention": {"bytes": 1}}"#, to: "orch.json")
    for (time, isTrusted, goes) in [
      ("2026-01-31 17:00", false, false), ("2026-02-01 18:00", true, true),
      ("2026-02-02 17:59", true, false), ("2026-02-02 18:00", true, true),
      // After a clock that was ahead.
      ("2026-02-01 09:00", true, true),
    ] {
      try scene.makeFolder(".orch/attempts/A/1")
      try scene.write("rr", to: ".orch/attempts/A/1/report.md")
      if isTrusted { try scene.trust() }
      let daemon = try scene.orch("daemon", "--until-idle", environment: ["ORCH_NOW": time])
      let line =
        "\(time) daemon: removed 1 attempt of finished rows, 2 bytes: retention in orch.json\n"
      #expect(daemon.output.contains(line) == goes, "\(time): \(daemon)")
      #expect(scene.exists(".orch/attempts/A/1") != goes, "\(time): \(daemon)")
      let isWarned = daemon.errors.hasPrefix(
        "\(time) WARNING: no attempts are removed: retention in ")
      #expect(isWarned == !isTrusted, "\(time): \(daemon)")
    }
  }

  @Test func `a daemon packs attempts once a day`() throws {
    let scene = try Scene(rows: row("A", "DONE"))
    let result = #"{"schema":1,"id":"A","claim":1,"ended_at":"2026-01-31T17:00:00+09:00"}"#
    try scene.makeFolder(".orch/attempts/A/1")
    try scene.write(result, to: ".orch/attempts/A/1/result.json")
    let days: [(time: String, saved: String?)] = [
      ("2026-02-01 16:59", nil), ("2026-02-02 16:58", nil), ("2026-02-02 16:59", "8 KB"),
      ("2026-02-03 16:58", nil), ("2026-02-03 16:59", "12 KB"),
    ]
    for (time, saved) in days {
      // A late report adds a file.
      try scene.makeFolder(".orch/attempts/A/1")
      if saved == "12 KB" { try scene.write("late", to: ".orch/attempts/A/1/report.md") }
      let daemon = try scene.orch("daemon", "--until-idle", environment: ["ORCH_NOW": time])
      let line = "\(time) daemon: packed 1 attempt of finished rows, which saves \(saved ?? "")"
      #expect(daemon.output.contains(line) == (saved != nil), "\(time): \(daemon)")
      #expect(scene.exists(".orch/attempts/A") == (saved == nil), "\(time): \(daemon)")
    }
    let script = "import zipfile; print(*zipfile.ZipFile('.orch/packs/A.zip').namelist())"
    let names = try scene.run("/usr/bin/python3", ["-c", script]).output
    #expect(names == "1/result.json 1/report.md\n")
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
        "ERROR: invalid value '\(text)' for --older-than: \(reason) (usage: ops gc [options]; "
          + "ops gc --help)"))
  }
}
