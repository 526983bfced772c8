import Foundation
import TestSupport
import Testing

/// The commands on attempts on the built programs, in both stores.
@Suite struct AttemptCommandTests {
  /// A row A with an attempt of an older version, one that took too long, and one of a session; and
  /// a row B without any.
  private func scene(_ kept: QueueKept) throws -> Scene {
    let scene = try Scene(kept, ids: "A", "B")
    try scene.makeFolder("logs/workers")
    try scene.write("old\n", to: "logs/workers/A-1.log")
    try scene.write("other\n", to: "logs/workers/A-B-9.log")
    for claim in [2, 3] { try scene.makeFolder(".orch/attempts/A/\(claim)") }
    for (name, text) in [
      ("2/task.md", "[TASK A]\nTask: \u{1B}[1mwork\n"),
      ("2/task.json", #"{"schema":1,"id":"A","claim":2,"worker":"notes"}"#),
      ("2/output.log", "one\n\u{1B}[31mtwo\u{1B}[0m \u{7}\nthree"),
      (
        "2/result.json",
        """
        {"schema":1,"id":"A","claim":2,"store":"\(kept.name)","worker":"notes",\
        "started_at":"2026-01-31T17:00:00+09:00","ended_at":"2026-01-31T17:05:30+09:00",\
        "status":"PENDING","class":"timeout","retryable":true,"reason":"took longer than 300 s",\
        "usage":{"input_tokens":1200,"cached_input_tokens":0},"cost":{"usd":0.0123,"source":"cli"},\
        "session":"s-\\u001b[1m1","model":"m-1"}
        """
      ),
      ("3/report.md", "[REPORT A]\nStatus: FAILED\n"),
      (
        "3/result.json",
        """
        {"schema":1,"id":"A","claim":3,"store":"\(kept.name)","status":"PENDING","class":"review",\
        "verdict":{"verdict":"RETRY","reasons":["missing_checks:1"],"criteria":[{"n":1,\
        "criterion":"it works","met":false,"reason":"the report does not show it"},{"n":2,\
        "criterion":"cmd: unit","met":false,"reason":"unit: status 1\\n3 failed",\
        "file":"02-cmd.txt"}],"files":[]},\
        "report":{"file":"report.md","received_at":"2026-01-31T17:30:00+09:00","session":"w"}}
        """
      ),
    ] { try scene.write(text, to: ".orch/attempts/A/\(name)") }
    return scene
  }

  @Test(arguments: QueueKept.allCases)
  func `logs show what a worker printed`(_ kept: QueueKept) throws {
    let scene = try scene(kept)
    let last = "one\n\u{1B}[31mtwo\u{1B}[0m \u{7}\nthree"
    try expect(
      scene.orch("logs", "A", "--claim", "3"),
      is: .fails(
        1,
        "ERROR: attempt 3 of A has no output (orch started no worker for it; "
          + "orch show A --report has what was reported)"))
    try expect(scene.orch("logs", "A"), is: .prints(last))
    try expect(scene.orch("logs", "A", "--claim", "2", "--follow"), is: .prints(last))
    try expect(scene.orch("logs", "A", "--claim", "2", "--lines", "1"), is: .prints("three"))
    try expect(scene.orch("logs", "A", "--claim", "1"), is: .prints("old\n"))
    try expect(
      scene.orch("logs", "A", "--claim", "2", "--lines", "1", "--json"),
      is: .prints(
        """
        {"id":"A","claim":2,"worker":"notes","state":"ended",\
        "path":".orch/attempts/A/2/output.log","text":"three"}

        """))
    try expect(
      scene.orch("logs", "A", "--claim", "4"),
      is: .fails(
        1, "ERROR: A has no attempt 4 (the last is 3; orch show A --attempts lists them)"))
    try expect(
      scene.orch("logs", "B"),
      is: .fails(
        1, "ERROR: B has no attempt (each worker that orch starts and each report makes one)"))
    try expect(
      scene.orch("logs", "Z"),
      is: .fails(1, "ERROR: Row id not found: Z (orch list shows the rows)"))
    if kept == .inFile {
      try expect(
        scene.terminal("$ORCH logs A --claim 2 --color never"), is: "one\ntwo \\u{7}\nthree\n")
      try scene.makeFolder(".orch/attempts/A/5/output.log")
      let folder = try scene.orch("logs", "A", "--claim", "5")
      #expect(
        folder.status == 74
          && folder.errors.hasSuffix(
            "/.orch/attempts/A/5/output.log: it is not a regular file "
              + "(check what it is, and move it away)\n"),
        "\(folder)")
    }
  }

  @Test(arguments: QueueKept.allCases)
  func `show has each attempt, what was sent and what was said`(_ kept: QueueKept) throws {
    let scene = try scene(kept)
    try expect(
      scene.orch("show", "A", "--attempts"),
      is: .prints(
        """
        1\t-\t-\t-\t-\t-\t-
        2\tnotes\t2026-01-31 17:00\t5m\tPENDING\ttimeout\ttook longer than 300 s\t0.0123\t1200\t-\tm-1\ts-\\u{1B}[1m1
        3\t-\t-\t-\tPENDING\treview\tcmd: unit: unit: status 1

        """))
    try expect(
      scene.orch("show", "A", "--attempts", "--claim", "2", "--json"),
      is: .prints(
        """
        {"id":"A","attempts":[{"claim":2,"worker":"notes","running":false,\
        "started_at":"2026-01-31T17:00:00+09:00","ended_at":"2026-01-31T17:05:30+09:00",\
        "seconds":330,"status":"PENDING","class":"timeout","retryable":true,\
        "reason":"took longer than 300 s","folder":".orch/attempts/A/2",\
        "log":".orch/attempts/A/2/output.log","usage":{"input_tokens":1200,\
        "cached_input_tokens":0,"output_tokens":null},"cost":{"usd":0.0123,"source":"cli"},\
        "session":"s-\\u001b[1m1","model":"m-1"}]}

        """))
    try expect(
      scene.orch("show", "A", "--attempts", "--claim", "3", "--json"),
      is: .prints(
        """
        {"id":"A","attempts":[{"claim":3,"worker":null,"running":false,"started_at":null,\
        "ended_at":null,"seconds":null,"status":"PENDING","class":"review","retryable":null,\
        "reason":"cmd: unit: unit: status 1","folder":".orch/attempts/A/3","log":null,"usage":null,\
        "cost":null,"session":null,"model":null,"verdict":"RETRY","criteria":[{"n":1,\
        "criterion":"it works","met":false,"reason":"the report does not show it"},{"n":2,\
        "criterion":"cmd: unit","met":false,"reason":"unit: status 1\\n3 failed",\
        "file":"02-cmd.txt"}]}]}

        """))
    try expect(
      scene.orch("diff", "A", "--claim", "3"),
      is: .fails(
        1,
        "ERROR: attempt 3 of A has no commit (it has not ended, or it changed no file in a worktree "
          + "of its own)"))
    try expect(scene.orch("show", "B", "--attempts"), is: .prints("B has no attempts\n"))
    try expect(
      scene.orch("show", "B", "--attempts", "--json"),
      is: .prints(#"{"id":"B","attempts":[]}"# + "\n"))
    let row = try scene.orch("show", "A").output
    #expect(row.contains("\nattempts          unknown_end 1, timeout 1, review 1\n"), "\(row)")
    #expect(
      row.contains("\nlast_failure      review: cmd: unit: unit: status 1\n"), "\(row)")
    #expect(row.contains("\nlog               .orch/attempts/A/2/output.log\n"), "\(row)")
    try expect(
      scene.orch("show", "A", "--report"), is: .prints("[REPORT A]\nStatus: FAILED\n"))
    try expect(
      scene.orch("show", "A", "--report", "--json"),
      is: .prints(
        """
        {"id":"A","claim":3,"place":"accepted","received_at":"2026-01-31T17:30:00+09:00",\
        "session":"w","refused":null,"path":".orch/attempts/A/3/report.md",\
        "text":"[REPORT A]\\nStatus: FAILED\\n"}

        """))
    try expect(
      scene.orch("show", "A", "--report", "--claim", "2"),
      is: .fails(
        1, "ERROR: attempt 2 of A has no report (orch logs A --claim 2 has what its worker printed)"
      ))
    try expect(
      scene.orch("show", "A", "--task", "--claim", "2"),
      is: .prints("[TASK A]\nTask: \u{1B}[1mwork\n"))
    try expect(
      scene.orch("show", "A", "--task", "--claim", "2", "--json"),
      is: .prints(
        """
        {"id":"A","claim":2,"path":".orch/attempts/A/2/task.md",\
        "text":"[TASK A]\\nTask: \\u001b[1mwork\\n",\
        "context":{"schema":1,"id":"A","claim":2,"worker":"notes"}}

        """))
    try expect(
      scene.orch("show", "A", "--task", "--claim", "3"),
      is: .fails(
        1,
        "ERROR: attempt 3 of A has no message (orch started no worker for it; "
          + "orch task A prints what one would be sent)"))
    try expect(
      scene.orch("show", "A", "--task", "--claim", "1"),
      is: .fails(
        1,
        "ERROR: no message of attempt 1 of A was kept (orch task A prints what a worker would be "
          + "sent)"))
    if kept == .inFile {
      try expect(
        scene.terminal("$ORCH show A --attempts --color never", columns: 120),
        is: """
          CLAIM  WORKER  STARTED           TOOK  STATUS   CLASS    REASON                        COST  TOKENS  MODEL
              1
              2  notes   2026-01-31 17:00    5m  PENDING  timeout  took longer than 300 s     $0.0123  1200/-  m-1
              3                                  PENDING  review   cmd: unit: unit: status 1

          """)
    }
  }
}

extension AttemptCommandTests {
  @Test(arguments: QueueKept.allCases)
  func `packed attempts are shown as before`(_ kept: QueueKept) throws {
    let scene = try scene(kept)
    try FileManager.default.removeItem(atPath: scene.path(".orch/attempts/A/3"))
    try expect(scene.orch("done", "A", "--notes", "ok").status, is: 0)
    func shown() throws -> [Outcome] {
      try [
        ["logs", "A"], ["logs", "A", "--claim", "2", "--lines", "1"],
        ["logs", "A", "--claim", "2", "--follow"], ["show", "A", "--attempts"],
        ["show", "A", "--task"],
      ].map { try scene.run(scene.orchPath, $0) }
    }
    let before = try shown()
    #expect(before.allSatisfy { $0.status == 0 })
    let later = ["ORCH_NOW": "2026-02-02 09:00"]
    try expect(
      scene.run(scene.opsPath, ["gc", "--dry-run"], environment: later),
      is: .prints(
        "No worktree can go\n",
        warning: "would pack 1 attempt of finished rows, which would save about 20 KB\n"))
    #expect(scene.exists(".orch/attempts/A/2/task.md"))
    try expect(
      scene.run(scene.opsPath, ["gc"], environment: later),
      is: .prints(
        "No worktree can go\n", warning: "packed 1 attempt of finished rows, which saves 20 KB\n"))
    #expect(!scene.exists(".orch/attempts/A") && scene.exists(".orch/packs/A.zip"))
    #expect(try shown() == before)
    let json = try scene.orch("show", "A", "--attempts", "--json").output
    #expect(json.contains(#""folder":".orch/packs/A.zip","log":".orch/packs/A.zip""#), "\(json)")

    try scene.write("no zip file, however long the text in it may be", to: ".orch/packs/A.zip")
    try expect(
      scene.orch("show", "A", "--attempts"),
      is: .fails(
        74,
        "ERROR: cannot use \(scene.path(".orch/packs/A.zip")): it is not a whole zip file "
          + "(check what it is, and move it away)"))
  }
}

/// A worker's output while it runs.
@Suite struct FollowTests {
  @Test(arguments: QueueKept.allCases)
  func `logs follow a worker to its end`(_ kept: QueueKept) throws {
    let scene = try Scene(loop: kept)
    _ = try scene.startPausing()
    try scene.bash(
      "$ORCH logs ORCH-001 --follow $OPTIONS > followed 2>&1 < /dev/null &",
      environment: scene.loopEnvironment
    ).check()
    try scene.goOn("ORCH-001")
    try scene.awaitWorkers()
    let followed = try scene.text("followed")
    #expect(followed.contains("reading the task of ORCH-001\n"), "\(followed)")
    #expect(followed.contains("\n[REPORT ORCH-001]\n"), "\(followed)")
    try expect(scene.orch("logs", "ORCH-001"), is: .prints(followed))
  }
}
