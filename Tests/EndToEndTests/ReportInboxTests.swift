import Foundation
import TestSupport
import Testing

/// The inbox of `orch report` on the built program: reports that are spooled, drained, refused.
@Suite struct ReportInboxTests {
  @Test(arguments: QueueKept.allCases)
  func `what is spooled waits without the queue's lock, and is drained once`(
    _ kept: QueueKept
  ) throws {
    let scene = try Scene(reporting: kept)
    let spooled = try scene.orch(
      "report", "--spool", "--file", "r.txt", "--owner-session", "w")
    #expect(spooled.status == 0 && spooled.output.hasPrefix("spooled "), "\(spooled)")
    try expect(scene.field("status"), is: "IN_PROGRESS")
    // The process that drains is not the one that reported.
    try expect(
      scene.orch("report", "--drain", environment: ["ORCH_OWNER_SESSION": "cron"]),
      is: .prints("A -> DONE (PASS)\n"))
    try expect(scene.orch("report", "--drain"), is: .prints("NOOP\n"))
  }

  @Test func `a refused report does not keep the others waiting`() throws {
    let scene = try Scene(reporting: .inFile)
    try scene.write("nothing", to: "bad.txt")
    let warned = try scene.orch("report", "--spool", "--file", "bad.txt")
    #expect(
      warned.errors
        == "WARNING: the report does not name its row and will be refused\n", "\(warned)")
    try scene.orch("report", "--spool", "--file", "r.txt", "--owner-session", "w").check()
    let drained = try scene.orch("report", "--drain")
    let lines = drained.output.split(separator: "\n")
    #expect(
      lines.count == 2
        && lines[0].hasPrefix("refused -: the message has no report, or does not name its row")
        && lines[1] == "A -> DONE (PASS)", "\(drained)")
  }

  @Test func `a report of a row that can't be read waits, and keeps no other waiting`() throws {
    let scene = try Scene(rows: row("A", "IN_PROGRESS"), row("B", "IN_PROGRESS"))
    for id in ["A", "B"] {
      try scene.write("[REPORT \(id)]\nStatus: DONE\n1. met: done, 3 of 3\n", to: "\(id).txt")
      try scene.orch("report", "--spool", "--file", "\(id).txt").check()
    }
    try scene.bash("sed -i 's/^| A |/| A | one cell too many |/' QUEUE.md").check()
    let drained = try scene.orch("report", "--drain")
    #expect(drained.status == 1 && drained.output == "B -> DONE (PASS)\n", "\(drained)")
    #expect(drained.errors.contains("the report waits; run orch report --drain"), "\(drained)")
    try scene.bash("sed -i 's/^| A | one cell too many |/| A |/' QUEUE.md").check()
    try expect(scene.orch("report", "--drain"), is: .prints("A -> DONE (PASS)\n"))
  }

  @Test func `a report of a database does not go to the table beside it`() throws {
    let scene = try Scene(reporting: .inFile)
    try scene.orch("init", "--db", "queue.db").check()
    try scene.orch("report", "--spool", "--file", "r.txt", "--db", "queue.db").check()
    try expect(
      scene.orch("report", "--drain"),
      is: .prints(
        "NOOP\n",
        warning: "WARNING: reports of queue.db still wait: 1 (run orch report --drain with that "
          + "queue or database)\n"))
    let drained = try scene.orch("report", "--drain", "--db", "queue.db")
    #expect(drained.output.hasPrefix("refused A: Row id not found: A"), "\(drained)")
  }

  @Test func `a queue that may not be changed lets the report wait`() throws {
    let scene = try Scene(reporting: .inFile)
    try scene.orch("report", "--spool", "--file", "r.txt", "--owner-session", "w").check()
    let outcome = try scene.orch(
      "report", "--drain", environment: ["ORCH_QUEUE_MD_READ_ONLY": "1"])
    #expect(outcome.status == 1 && outcome.errors.contains("QUEUE.md is read-only"), "\(outcome)")
    try expect(scene.orch("report", "--drain"), is: .prints("A -> DONE (PASS)\n"))
  }

  @Test func `two that drain at once route each report once`() throws {
    let scene = try Scene()
    let ids = (1...12).map { "R\($0)" }
    try scene.write(
      queueText(
        ids.map {
          row(
            $0, "IN_PROGRESS", criteria: ReportCommandTests.criteria, owner: "w", started: Scene.now
          )
        })
    )
    for id in ids {
      try scene.write(ReportCommandTests.report(id), to: "r.txt")
      try scene.orch("report", "--spool", "--file", "r.txt", "--owner-session", "w").check()
    }
    let both = try scene.bash(
      "$ORCH report --drain > one & first=$!; $ORCH report --drain > two; wait $first; cat one two")
    let routed = both.output.split(separator: "\n").filter { $0 != "NOOP" }.sorted()
    #expect(routed.map(String.init) == ids.map { "\($0) -> DONE (PASS)" }.sorted(), "\(both)")
    try expect(scene.reports(in: "inbox/refused"), is: [])
  }

  @Test func `a report that was judged is not judged again for another claim`() throws {
    let scene = try Scene(
      reporting: .inFile, report: ReportCommandTests.report("A", "Fixed the logout button"))
    try scene.orch("report", "--spool", "--file", "r.txt", "--owner-session", "w").check()
    try scene.orch("release", "A", "--owner-session", "w").check()
    try scene.orch("pick", "A", "--owner-session", "w").check()
    let drained = try scene.orch("report", "--drain")
    #expect(
      drained.output.hasPrefix(
        "refused A: A is IN_PROGRESS, owned by w; it changed after the report was judged"),
      "\(drained)")
    try expect(scene.field("status"), is: "IN_PROGRESS")
  }

  @Test func `a crash while a report is refused blocks no command`() throws {
    let scene = try Scene(reporting: .inFile)
    try scene.write(ReportCommandTests.report("B"), to: "b.txt")
    try scene.orch("report", "--spool", "--file", "b.txt").check()
    try scene.orch("report", "--spool", "--file", "r.txt", "--owner-session", "w").check()
    // What a crash between keeping and removing leaves.
    try scene.bash("cp .orch/inbox/*.report .orch/inbox/refused/").check()
    let drained = try scene.orch("report", "--drain")
    #expect(
      drained.output.hasPrefix("refused B: Row id not found: B")
        && drained.output.hasSuffix("A -> DONE (PASS)\n"), "\(drained)")
    try expect(scene.reports(in: "inbox"), is: [])
  }

  @Test func `foreign files in the inbox block no command`() throws {
    let scene = try Scene(reporting: .inFile)
    try scene.orch("report", "--spool", "--file", "r.txt", "--owner-session", "w").check()
    try scene.makeFolder(".orch/inbox/0.report")
    #expect(symlink("/etc/hostname", scene.path(".orch/inbox/00.report")) == 0)
    let sparse = scene.path(".orch/inbox/4.report")
    #expect(FileManager.default.createFile(atPath: sparse, contents: nil))
    #expect(truncate(sparse, 1 << 36) == 0)
    try FileManager.default.removeItem(atPath: scene.path(".orch/inbox/refused"))
    #expect(mkfifo(scene.path(".orch/inbox/1.report"), 0o600) == 0)
    try scene.write([0xFF], to: ".orch/inbox/2.report")
    try scene.write("{}\n[REPORT A]\n", to: ".orch/inbox/3.report")
    let drained = try scene.orch("report", "--drain")
    let lines = drained.output.split(separator: "\n")
    #expect(
      drained.status == 0 && lines.contains("A -> DONE (PASS)") && lines.count == 5, "\(drained)")
  }
}
