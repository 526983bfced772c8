import Foundation
import Glibc
import TestSupport
import Testing

/// `orch daemon`: when it ticks, and what it says.
@Suite struct DaemonTests {
  /// So long that no schedule plays a part.
  private static let never = "168h"

  @Test(arguments: QueueKept.allCases)
  func `it works on all that there is, one thing after the other`(_ kept: QueueKept) throws {
    let scene = try Scene(loop: kept)
    for (number, task) in zip(1..., ["One", "Two", "Three", "Four"]) {
      try scene.submit(task, "file: ORCH-00\(number).txt")
    }
    let outcome = try scene.run(
      scene.orchPath, ["daemon", "--until-idle", "--max-workers", "2"],
      environment: scene.loopEnvironment)
    let lines = outcome.output.split(separator: "\n").map(String.init)
      .filter { !DaemonProcess.isOfReport($0) }
    #expect(lines.first == DaemonProcess.begins)
    #expect(
      lines.dropFirst().dropLast().sorted()
        == (1...4).map { "\(DaemonProcess.time) ORCH-00\($0)" })
    #expect(lines.last == DaemonProcess.isThrough)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
    for id in 1...4 { try expect(scene.status("ORCH-00\(id)"), is: "DONE") }
    try scene.expectNothingLeft()
  }

  @Test(arguments: QueueKept.allCases)
  func `what a command adds starts at once`(_ kept: QueueKept) throws {
    let scene = try Scene(loop: kept)
    let daemon = try DaemonProcess(of: scene, "--interval", Self.never)
    try daemon.expect("\(Scene.now) daemon: ticks every 168h, and when the queue changes")
    try scene.submit("Write the greeting", "cmd: test")
    try daemon.expect("\(Scene.now) ORCH-001")
    scene.awaitWorkers(of: daemon)
    try scene.submit("Two", "file: ORCH-002.txt")
    try daemon.expect("\(Scene.now) ORCH-002")
    scene.awaitWorkers(of: daemon)
    #expect(daemon.end().status == 0)
    try daemon.expect(DaemonProcess.ends)
    try expect(scene.status("ORCH-001"), is: "DONE")
    try scene.expectNothingLeft()
  }

  /// Ways in which an editor saves a file.
  enum Save: CaseIterable {
    case inPlace, byRename, afterDeletion

    func callAsFunction(_ text: String, in scene: Scene) throws {
      let other = scene.path("QUEUE.md.new")
      switch self {
      case .inPlace:
        let file = try FileHandle(forWritingTo: URL(filePath: scene.queue))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
      case .byRename:
        try Data(text.utf8).write(to: URL(filePath: other))
        try #require(rename(other, scene.queue) == 0)
      case .afterDeletion:
        try Data(text.utf8).write(to: URL(filePath: other))
        try #require(unlink(scene.queue) == 0)
        try #require(rename(other, scene.queue) == 0)
      }
    }
  }

  @Test(arguments: Save.allCases)
  func `what a person types starts at once`(_ save: Save) throws {
    let scene = try Scene(loop: .inFile)
    let daemon = try DaemonProcess(of: scene, "--interval", Self.never, "--quiet")
    _ = try daemon.line()
    for id in ["A", "B"] {
      try save(scene.text() + row(id, criteria: "file: \(id).txt") + "\n", in: scene)
      try daemon.expect("\(Scene.now) \(id)")
      scene.awaitWorkers(of: daemon)
    }
    #expect(daemon.end().errors == "")
    try expect(scene.status("B"), is: "DONE")
  }

  @Test func `the variables of the Python tool are the interval`() throws {
    let scene = try Scene(loop: .inFile)
    func outcome(_ words: [String], _ dispatcher: String, _ watchdog: String) throws -> Outcome {
      try scene.run(
        scene.orchPath, ["daemon", "--until-idle"] + words,
        environment: scene.loopEnvironment.merging([
          "ORCH_DISPATCHER_INTERVAL": dispatcher, "ORCH_WATCHDOG_INTERVAL": watchdog,
        ]) { $1 })
    }
    for (words, dispatcher, watchdog, interval) in [
      ([], "600", "", "600s"), ([], "600", "5m", "5m"), (["--interval", "1h"], "600", "5m", "1h"),
    ] {
      let output = try outcome(words, dispatcher, watchdog).output
      #expect(output.hasPrefix("\(Scene.now) daemon: ticks every \(interval), and "), "\(output)")
    }
    try expect(
      outcome([], "600", "soon"),
      is: .fails(
        64,
        "ERROR: invalid value 'soon' for ORCH_WATCHDOG_INTERVAL (it must be seconds, or a time "
          + "such as 90s, 30m or 2h, up to 168h)"))
  }

  @Test func `a report that is only left is routed`() throws {
    let scene = try Scene(loop: .inFile, rows: row("A"))
    try scene.write("{}", to: "orch.json")
    let token = try scene.claimedToken(by: "s1")
    let daemon = try DaemonProcess(of: scene, "--interval", Self.never)
    _ = try daemon.line()
    try scene.write(
      """
      [REPORT A]
      Status: DONE
      Files:
      - a.txt
      Diff-Summary:
      - it works
      Validation:
      - 1 passed, 0 failed
      Risks:
      - None
      Next:
      - None

      """, to: "report.txt")
    try expect(
      scene.orch(
        "report", "--file", "report.txt", "--spool", "--owner-session", "s1", "--attempt", token
      ).status, is: 0)
    #expect(try daemon.anyLine() == "\(Scene.now) A DONE (1 reported)")
    _ = daemon.end()
  }

  @Test func `a backoff that ends is not waited for any longer`() throws {
    let scene = try Scene(loop: .inDatabase)
    try scene.submit("Take two attempts", "file: half.txt")
    // Sixty seconds of backoff are a sixtieth of a second.
    let daemon = try DaemonProcess(
      of: scene, "--interval", Self.never, "--until-idle",
      environment: ["ORCH_NOW": "x3600@\(time(nil))"])
    let lines = try daemon.lines { $0.hasSuffix("nothing can start by itself") }
    // The failure may be printed by the tick that starts the row again, and the wait may be too short
    // to be told.
    #expect(
      lines.filter { !$0.contains("daemon: waits: ") }.map { $0.dropFirst(17) }.dropFirst()
        .dropLast().sorted() == [
          "ORCH-001", "ORCH-001", "ORCH-001 failed: agent; exit 7: the disk was full",
        ])
    #expect(daemon.child.wait().status == 0)
    try expect(scene.status("ORCH-001"), is: "DONE")
    #expect(scene.runs("ORCH-001") == 2)
  }

  @Test func `it does not wait for a row that a person has`() throws {
    let scene = try Scene(loop: .inFile, rows: row("A", "IN_PROGRESS"))
    let daemon = try DaemonProcess(of: scene, "--until-idle")
    try daemon.expect(DaemonProcess.begins)
    try daemon.expect(DaemonProcess.isThrough)
    #expect(daemon.child.wait().status == 0)
    try expect(scene.status("A"), is: "IN_PROGRESS")
  }

  @Test func `what goes wrong for good does not keep it from ending`() throws {
    let scene = try Scene(loop: .inFile, rows: row("A", "IN_PROGRESS", owner: "s1"))
    try scene.write("[REPORT A]\nStatus: DONE\n", to: "report.txt")
    try expect(
      scene.orch("report", "--spool", "--owner-session", "s1", "--file", "report.txt").status,
      is: 0)
    // Both rows are left alone, and the report waits for one of them.
    try scene.write(scene.text() + row("A") + "\n", to: "QUEUE.md")
    let outcome = try scene.run(
      scene.orchPath, ["daemon", "--until-idle", "--quiet"], environment: scene.loopEnvironment)
    expect(
      outcome,
      is: .init(
        status: 1, output: "\(DaemonProcess.begins)\n\(DaemonProcess.isThrough)\n",
        errors:
          "\(Scene.now) ERROR: Row id is in several rows: A, lines 5 and 6 (orch edit A --line 6 "
          + "--id NEW gives one of them another id; the report waits; run orch report --drain)\n"))
  }

  @Test func `ticks that fail alike stand in the run log once`() throws {
    let scene = try Scene(loop: .inFile, rows: row("A"))
    try scene.write(#"{"spawn": {"kind": "worker", "argv": ["./gone"]}}"#, to: "orch.json")
    try scene.trust()
    let outcome = try scene.run(
      scene.orchPath, ["daemon", "--until-idle"], environment: scene.loopEnvironment)
    // It ends after the second one.
    #expect(outcome.status == 78 && outcome.errors.contains("gone"), "\(outcome)")
    let log = try scene.text("logs/orch_runs.jsonl").split(separator: "\n")
    #expect(log.count { $0.contains(#""command":"tick","exit_code":78"#) } == 1, "\(log)")
  }

  @Test func `what it warns of goes into no file of its own`() throws {
    let scene = try Scene(loop: .inFile, rows: row("A"), "| B | PENDING |")
    let outcome = try scene.run(
      "/bin/bash", ["-c", "exec \"$ORCH\" daemon --queue QUEUE.md --until-idle <&- 2>&-"],
      environment: scene.loopEnvironment.merging(["ORCH": scene.orchPath]) { $1 })
    #expect(outcome.output.hasSuffix("\(DaemonProcess.isThrough)\n"), "\(outcome)")
    #expect(outcome.status == 0)
    for name in try FileManager.default.contentsOfDirectory(atPath: scene.path(".orch")) {
      let text = (try? scene.text(".orch/\(name)")) ?? ""
      #expect(!text.contains("WARNING"), "\(name): \(text)")
    }
  }

  @Test(
    arguments: [
      (["DISPATCHER": "5m", "WATCHDOG": "90"], [], "90s"), (["DISPATCHER": "1800"], [], "1800s"),
      (["WATCHDOG": "2h"], ["--interval", "3h"], "3h"),
      (["DISPATCHER": "", "WATCHDOG": ""], [], "30m"),
    ] as [([String: String], [String], String)])
  func `the intervals of the Python tool are its own`(
    _ variables: [String: String], _ options: [String], interval: String
  ) throws {
    let scene = try Scene(rows: row("A"))
    let outcome = try scene.run(
      scene.orchPath, ["daemon", "--until-idle"] + options,
      environment: Dictionary(
        uniqueKeysWithValues: variables.map { ("ORCH_\($0.key)_INTERVAL", $0.value) }))
    #expect(outcome.output.contains("daemon: ticks every \(interval), and"), "\(outcome)")
    let wrong = try scene.orch("daemon", environment: ["ORCH_WATCHDOG_INTERVAL": "soon"])
    expect(
      wrong,
      is: .fails(
        64,
        "ERROR: invalid value 'soon' for ORCH_WATCHDOG_INTERVAL (it must be seconds, or a time such as "
          + "90s, 30m or 2h, up to 168h)"))
  }

  @Test func `where no program is named it claims nothing, and does the rest`() throws {
    let scene = try Scene(
      rows: row("A"), row("B", "IN_PROGRESS", owner: "s1", started: "2026-01-31 16:00"))
    let outcome = try scene.orch("daemon", "--until-idle", "--interval", "90s")
    expect(
      outcome,
      is: .prints(
        """
        \(Scene.now) daemon: ticks every 90s, and when the queue changes; orch.json names no \
        program to start, so no row is claimed
        \(Scene.now) RESET B
        \(DaemonProcess.isThrough)

        """))
    try expect(scene.status("A"), is: "PENDING")
  }

  @Test func `as JSON it is a document a line`() throws {
    let scene = try Scene(loop: .inFile)
    try scene.submit("One", "file: ORCH-001.txt")
    let outcome = try scene.run(
      scene.orchPath, ["daemon", "--until-idle", "--json"], environment: scene.loopEnvironment)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count >= 3, "\(outcome)")
    let at = #"{"at":"2026-01-31T18:00:00+09:00","#
    #expect(lines.allSatisfy { $0.hasPrefix(at) })
    #expect(String(lines[0]) == at + #""daemon":"ticks every 30m, and when the queue changes"}"#)
    #expect(
      lines[1].hasPrefix(
        at
          + #""reports":[],"reset":[],"blocked":[],"failed":[],"claims":[{"item":{"id":"ORCH-001","#
      ))
  }

  @Test func `a tick stands in the run log when it did something`() throws {
    let scene = try Scene(loop: .inFile)
    try scene.submit("One", "file: ORCH-001.txt")
    try scene.run(
      scene.orchPath, ["daemon", "--until-idle"], environment: scene.loopEnvironment
    ).check()
    let log = try scene.text("logs/orch_runs.jsonl").split(separator: "\n")
    for event in ["run_start", "run_end"] {
      let ticks = log.count { $0.contains("\"\(event)\"") && $0.contains("\"command\":\"tick\"") }
      // Its worker starts, reports, and is gone: each may be seen by itself.
      #expect((1...3).contains(ticks), "\(log)")
    }
    #expect(!log.contains { $0.contains(#""command":"daemon""#) })
  }

  @Test func `the reason why nothing starts is printed once, when nothing will change by itself`()
    throws
  {
    let scene = try Scene(
      loop: .inFile, rows: row("A", "BLOCKED"), row("B", notes: "after=A"))
    let daemon = try DaemonProcess(of: scene, "--interval", Self.never)
    _ = try daemon.line()
    try scene.submit("One", "file: ORCH-001.txt")
    try daemon.expect("\(Scene.now) ORCH-001")
    scene.awaitWorkers(of: daemon)
    try scene.submit("Two", "file: ORCH-002.txt")
    try daemon.expect("\(Scene.now) ORCH-002")
    scene.awaitWorkers(of: daemon)
    let printed = daemon.end().errors
    #expect(
      printed == """
        \(Scene.now) WARNING: nothing starts: B waits for A (BLOCKED) \
        (ops why shows each row's reason and what to do)

        """)
  }
}
