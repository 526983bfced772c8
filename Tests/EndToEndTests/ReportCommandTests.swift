import Foundation
import TestSupport
import Testing

/// `orch report` on the built program: the guardrails, the gate, and the row afterwards.
@Suite struct ReportCommandTests {
  static func report(_ id: String = "A", _ done: String = "Fixed the login redirect") -> String {
    """
    [REPORT \(id)]
    Status: DONE
    Files:
    - login.swift
    Diff-Summary:
    - \(done)
    Validation:
    - 12 passed, 0 failed
    Risks:
    - None
    Next:
    - None

    """
  }

  static let criteria = "fix the login redirect"

  /// The guardrails stop what runs; a row that has ended stays so, without a message.
  @Test(arguments: ["DONE", "FAILED"])
  func `a report with force on a row that has ended changes nothing, and says so`(
    _ status: String
  ) throws {
    let scene = try Scene(rows: row("A", status))
    try scene.write("[REPORT A]\nStatus: DONE\n", to: "r.txt")
    let outcome = try scene.orch("report", "--file", "r.txt", "--force")
    #expect(outcome.status == 1 && outcome.output == "", "\(outcome)")
    #expect(outcome.errors.hasPrefix("ERROR: A is \(status) ("), "\(outcome)")
    #expect(outcome.errors.contains("the report is kept in "), "\(outcome)")
    #expect(try scene.orch("history").output.contains("\treport\t") == false)
  }

  @Test(arguments: QueueKept.allCases)
  func `a report is judged, and kept with its attempt`(_ kept: QueueKept) throws {
    let message = "worker w:\r\nlog…\n" + Self.report()
    let scene = try Scene(reporting: kept, report: message)
    try expect(
      scene.orch("report", "--file", "r.txt", "--owner-session", "w"),
      is: .prints("A -> DONE (PASS)\n"))
    try expect(scene.field("status"), is: "DONE")
    try expect(scene.field("notes"), is: "review:PASS all_success_criteria_covered")
    try expect(scene.keptReports(of: "A"), is: [message])
    let result = try scene.text(".orch/attempts/A/1/result.json")
    for part in [
      #""status":"DONE""#, #""verdict":{"verdict":"PASS""#, #""session":"w"}"#,
      #""remarks":["outputs_missing:login.swift"]"#,
    ] {
      #expect(result.contains(part), "\(result)")
    }
    try expect(scene.reports(in: "inbox"), is: [])
  }

  @Test(arguments: QueueKept.allCases)
  func `what is wrong with a report's form sends it back, and is named`(_ kept: QueueKept) throws {
    let scene = try Scene(
      reporting: kept, report: "[REPORT A]\nCriteria:\n1. met: /login answers 302\n")
    try expect(
      scene.orch("report", "--file", "r.txt", "--owner-session", "w"),
      is: .prints("A -> PENDING (RETRY)\nThe report: there is no Status: line.\n"))
    try expect(
      scene.field("notes").hasSuffix("review:RETRY attempt=1/3 fault:no_status"), is: true)
  }

  @Test(arguments: QueueKept.allCases)
  func `a question waits for a person, and the answer reaches the next worker`(
    _ kept: QueueKept
  ) throws {
    let asks = "chat\n**Status:** QUESTION\n**Question:** Keep the old\ncookie?\n"
    let scene = try Scene(reporting: kept, report: asks)
    // No header: the session has one row.
    try expect(
      scene.orch("report", "--file", "r.txt", "--owner-session", "w"),
      is: .prints(
        """
        A -> BLOCKED (QUESTION)
        1. fix the login redirect: not met: the report does not show it
        The worker asks: Keep the old cookie? (orch answer A TEXT)

        """))
    try expect(scene.orch("approve", "A").status, is: 1)
    try expect(
      scene.orch("answer", "A", "yes", "--owner-session", "lead", "--question", "1"),
      is: .prints("A -> PENDING\n"))
    let again = try scene.orch("answer", "A", "no")
    #expect(
      again.status == 1
        && again.errors.contains(
          "A is not waiting for an answer: it is "
            + "PENDING")
    )
    let task = try scene.orch("task", "A").output
    #expect(
      task.contains(
        "\nQuestion:\n    Keep the old\n    cookie?\nAnswer: yes (lead, 2026-01-31 18:00)\n"),
      "\(task)")
    #expect(!task.contains("Notes:"), "\(task)")
    try expect(scene.field("notes").contains("review_attempts"), is: false)
  }

  @Test(arguments: QueueKept.allCases)
  func `what is missing sends the row back`(_ kept: QueueKept) throws {
    let scene = try Scene(reporting: kept, report: Self.report("A", "Fixed the logout button"))
    try expect(
      scene.bash(
        "$ORCH report --owner-session w \(kept == .inFile ? "" : "--db queue.db") < r.txt"),
      is: .prints(
        """
        A -> PENDING (RETRY)
        1. fix the login redirect: not met: the report does not show it

        """))
    try expect(scene.field("owner_session"), is: "-")
  }

  @Test(arguments: QueueKept.allCases)
  func `a report from another session, too late or without a session changes nothing`(
    _ kept: QueueKept
  ) throws {
    let scene = try Scene(reporting: kept)
    let before = try scene.orch("show", "A").output
    let tries: [([String], String)] = [
      (["--owner-session", "v"], "A belongs to w, not to v"),
      (["--owner-session", "w", "--attempt", "9-000000"], "The attempt 9-000000 of A is over"),
    ]
    for (words, message) in tries {
      let outcome = try scene.run(
        scene.orchPath, ["report", "--file", "r.txt"] + words)
      #expect(outcome.status == 1 && outcome.errors.contains(message), "\(outcome)")
      #expect(outcome.errors.contains("the report is kept in"), "\(outcome)")
    }
    for text in ["no header", Self.report("B"), Self.report("../x")] {
      try scene.write(text, to: "other.txt")
      try expect(scene.orch("report", "--file", "other.txt").status, is: 1)
    }
    try expect(scene.orch("show", "A").output, is: before)
    let refused = try scene.reports(in: "inbox/refused")
    #expect(refused.count == 5)
    #expect(refused.contains { $0.contains(#""refused":"A belongs to w, not to v""#) })
    #expect(refused.contains { $0.contains("Row id not found: B") })
    #expect(refused.contains { $0.contains("Row id is ill-formed: ../x") })
  }

  @Test(arguments: [["report", "--file", "r.txt"], ["report", "--drain"]])
  func `an old buffer that was saved over the row keeps no report from it`(
    _ words: [String]
  ) throws {
    let scene = try Scene(rows: row("A"))
    let buffer = try contents(of: scene.queue)
    try scene.orch("pick", "--owner-session", "w").check()
    try scene.write("[REPORT A]\nStatus: DONE\n1. met: done, 3 of 3\n", to: "r.txt")
    if words.contains("--drain") {
      try scene.orch("report", "--spool", "--file", "r.txt", "--owner-session", "w").check()
    }
    try writeAged(buffer, to: scene.queue)
    let outcome = try scene.run(scene.orchPath, words + ["--owner-session", "w"])
    #expect(outcome.status == 0 && outcome.output == "A -> DONE (PASS)\n", "\(outcome)")
    try expect(scene.orch("list"), is: .prints("A\tDONE\tP1\twork\n"))
  }

  @Test func `with json the answer has what was found`() throws {
    let scene = try Scene(reporting: .inFile)
    let outcome = try scene.orch("report", "--file", "r.txt", "--owner-session", "w", "--json")
    expect(
      outcome,
      is: .prints(
        """
        {"id":"A","verdict":"PASS","reasons":["all_success_criteria_covered"],"missing_checks":[],\
        "covered_checks":1,"total_checks":1,"to":"DONE","verified":0,"reported":1,\
        "unmet":[],"remarks":["outputs_missing:login.swift"],\
        "guard":{"state":"OK","action":"ALLOW","current_tokens":34,"estimated_tokens":34,\
        "violations":[]}}

        """))
  }

  @Test func `tokens above the limits are seen`() throws {
    let scene = try Scene(reporting: .inFile)
    let words = ["report", "--file", "r.txt", "--owner-session", "w", "--current-tokens"]
    let soft = try scene.run(scene.orchPath, words + ["2500"])
    expect(
      soft,
      is: .prints(
        "A -> DONE (PASS)\n",
        warning: "WARNING: the report of A should be shorter: 2500 tokens\n"))
    let other = try Scene(reporting: .inFile)
    try expect(
      other.run(other.orchPath, words + ["3501"]), is: .prints("A -> BLOCKED (BLOCK)\n"))
    #expect(
      try other.text().contains("Guardrail BLOCK: state=HARD_EXCEEDED; violations=0"))
  }

  @Test func `in the figures a report that ended its row is a row that is done`() throws {
    let scene = try Scene(reporting: .inFile)
    try scene.orch("report", "--spool", "--file", "r.txt", "--owner-session", "w").check()
    try scene.orch("report", "--drain").check()
    try expect(scene.orch("report", "--file", "r.txt").status, is: 1)
    let log = try scene.text("logs/orch_runs.jsonl")
    #expect(log.contains(#""item_id":"A","duration_ms":"#) && log.contains(#""to":"DONE"}"#))
    let metrics = try scene.ops("metrics").output
    #expect(metrics.contains(#""terminal_runs":1,"success":1,"failed":0"#), "\(metrics)")
  }

  @Test func `bytes that are no text do not lose a report`() throws {
    let scene = try Scene(reporting: .inFile)
    try scene.write([0xFF, 0x0A] + Array(Self.report().utf8), to: "r.txt")
    try expect(
      scene.orch("report", "--file", "r.txt", "--owner-session", "w"),
      is: .prints(
        "A -> DONE (PASS)\n",
        warning: "WARNING: r.txt is not UTF-8 (unreadable bytes are replaced with U+FFFD)\n"))
  }

  @Test func `the time of a check is no latency of the report`() throws {
    let scene = try Scene(reporting: .inFile)
    let check = #"["bash", "-c", "for i in {1..20000}; do :; done"]"#
    try scene.write(
      #"{"review": {"checks": {"count": \#(check)}, "run_checks": true}}"#, to: "orch.json")
    try scene.trust()
    try scene.giveCriteria("cmd: count")
    try scene.orch("report", "--file", "r.txt", "--owner-session", "w", "--queue", "QUEUE.md")
      .check()
    let line = try #require(try scene.text(Scene.log).split(separator: "\n").last)
    #expect(line.contains(#""command":"report""#) && line.contains(#","waited_ms":"#), "\(line)")
  }

  @Test func `no check runs for a report that is refused`() throws {
    let scene = try Scene(reporting: .inFile)
    try scene.write(
      #"{"review": {"checks": {"mark": ["touch", "ran"]}, "run_checks": true}}"#, to: "orch.json")
    try scene.trust()
    try scene.giveCriteria("cmd: mark")
    for words in [["--owner-session", "v"], ["--owner-session", "w", "--attempt", "9-000000"]] {
      let outcome = try scene.run(
        scene.orchPath, ["report", "--file", "r.txt", "--queue", "QUEUE.md"] + words)
      #expect(outcome.status == 1, "\(outcome)")
    }
    #expect(!scene.exists("ran"))
    let report = ["report", "--file", "r.txt", "--queue", "QUEUE.md", "--owner-session", "w"]
    try scene.run(scene.orchPath, report).check()
    #expect(scene.exists("ran"))
  }
}

extension Scene {
  /// Gives the row A other criteria, by which its next attempt is judged.
  fileprivate func giveCriteria(_ criteria: String) throws {
    try orch("release", "A", "--owner-session", "w").check()
    try orch("edit", "A", "--criteria", criteria).check()
    try orch("pick", "--owner-session", "w").check()
  }

  /// A folder with the row A, which the session w has, and a report in `r.txt`.
  convenience init(reporting kept: QueueKept, report: String = ReportCommandTests.report()) throws {
    try self.init(kept)
    if kept == .inFile { try write(queueText()) }
    try expect(
      orch(
        "add", "--id", "A", "--priority", "P1", "--task", "work", "--success-criteria",
        ReportCommandTests.criteria), is: .prints("Added A\n"))
    try expect(orch("pick", "--owner-session", "w"), is: .prints("A\n"))
    try write(report, to: "r.txt")
  }

  /// A field of the row A as `orch show` prints it.
  func field(_ name: String) throws -> String {
    let line = try orch("show", "A").output.split(separator: "\n").first {
      $0.hasPrefix(name + " ")
    }
    return line.map { $0.dropFirst(name.count).trimmingCharacters(in: .whitespaces) } ?? ""
  }
}
