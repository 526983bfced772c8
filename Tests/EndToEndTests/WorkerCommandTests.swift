import Foundation
import TestSupport
import Testing
import Text

/// `ops worker`, and what the loop does with workers that can't start.
@Suite struct WorkerCommandTests {
  private func scene(_ kept: QueueKept, _ workers: String) throws -> Scene {
    let scene = try Scene(loop: kept)
    try scene.write(
      """
      {"workers": \(workers), "routes": [{"words": ["odd"], "worker": "odd"}, {"worker": "plain"}]}
      """, to: "orch.json")
    try writeExecutable("no line that names a shell", to: scene.path("odd.sh"))
    try scene.trust()
    return scene
  }

  @Test(arguments: QueueKept.allCases)
  func `a worker whose starts fail is paused, and others work`(_ kept: QueueKept) throws {
    let scene = try scene(
      kept,
      #"{"odd": {"adapter": "report", "argv": ["./odd.sh"], "sandbox": ["no-box"]}, "plain": {"adapter": "simulated", "script": ["done"]}}"#
    )
    try expect(
      scene.ops("worker", "list"),
      is: .prints("odd\treport\t./odd.sh\tready\t0/3\nplain\tsimulated\t-\tready\t0/3\n"))
    try expect(scene.ops("worker", "resume", "odd"), is: .prints("odd is not paused\n"))
    try scene.submit("An odd thing")
    for _ in 1...3 { _ = try scene.tick() }
    let reason =
      "cannot run \(scene.folder)/./odd.sh: Exec format error; "
      + "a script needs a first line such as #!/bin/sh"
    let pause = "worker odd is paused until 18:05: its starts fail: \(reason)"
    let paused = try scene.tick()
    #expect(paused.status == 78, "\(paused)")
    #expect(paused.errors.hasPrefix("ERROR: \(pause) ("), "\(paused)")
    try expect(scene.item("ORCH-001")["attempt_count"]?.integerValue, is: 0)
    // It names the rows that wait, and does not wait with them.
    let daemon = try scene.run(
      scene.orchPath, ["daemon", "--until-idle"], environment: scene.loopEnvironment)
    #expect(daemon.status == 4, "\(daemon)")
    let last = "\(Scene.now) daemon: ends: 1 row waits for the end of a pause: ORCH-001\n"
    #expect(daemon.output.hasSuffix(last), "\(daemon)")
    // Health says first that the table beside the database has no such row.
    let shownBy = ["status", "why", "doctor"] + (kept == .inFile ? ["health"] : [])
    for command in shownBy {
      let shown = try scene.ops(command).output
      #expect(shown.contains(pause), "\(command): \(shown)")
      if command == "doctor" {
        let unboxed = "worker odd starts without its sandbox: cannot run no-box: no such program"
        #expect(shown.contains(unboxed), "\(shown)")
      }
    }
    try expect(
      scene.ops("worker", "list", "--worker", "odd"),
      is: .prints("odd\treport\t./odd.sh\tpaused until 18:05: its starts fail: \(reason)\t0/3\n"))
    try scene.submit("A plain thing")
    let plain = try scene.tick()
    #expect(plain.output == "ORCH-002\n" && plain.status == 0, "\(plain)")
    #expect(plain.errors.hasPrefix("WARNING: \(pause) ("), "\(plain)")
    try scene.awaitWorkers()
    try expect(scene.status("ORCH-002"), is: "DONE")
    try expect(scene.ops("worker", "resume", "odd"), is: .prints("resumed odd\n"))
    #expect(try scene.tick().status == 0)
    try scene.awaitWorkers()
  }

  @Test(arguments: QueueKept.allCases)
  func `a limit of a service pauses all its workers, and costs one row a start`(
    _ kept: QueueKept
  ) throws {
    let scene = try scene(
      kept,
      #"{"odd": {"adapter": "claude", "program": "./claude", "env": ["OPEN"]}, "plain": {"adapter": "claude", "program": "./claude", "env": ["OPEN"]}}"#
    )
    let end = Scene.nowEpoch + 5400
    try writeExecutable(
      #"""
      #!/bin/sh
      echo start >> starts
      [ "$1" != --version ] || exit 0
      if [ -e open ]; then
        echo '{"type":"result","subtype":"success","is_error":false,"session_id":"s-1","result":"I can not do that"}'
      else
        echo '{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":\#(end)}}'
        echo '{"type":"result","subtype":"success","is_error":true,"api_error_status":429,"session_id":"s-1","result":"You have hit your limit"}'
        exit 1
      fi
      """#, to: scene.path("claude"))
    try scene.trust()
    try scene.submit("An odd thing")
    try expect(scene.tick("--parallel", "1").output, is: "ORCH-001\n")
    try scene.awaitWorkers()
    // The row backs off as long; that is not a time to wait for.
    let daemon = try scene.run(
      scene.orchPath, ["daemon", "--until-idle"], environment: scene.loopEnvironment)
    #expect(daemon.status == 4, "\(daemon)")
    let last = "\(Scene.now) daemon: ends: 1 row waits for the end of a pause: ORCH-001\n"
    #expect(daemon.output.hasSuffix(last), "\(daemon)")
    #expect(try scene.ops("why", "ORCH-001").output.contains("\tops worker resume "))
    for task in ["One", "Two", "Three", "Four"] { try scene.submit(task) }
    let limit =
      "is paused until 19:30: its service accepts no more work for now: status 429: You have hit "
      + "your limit"
    let paused = try scene.tick("--parallel", "5", "--max-workers", "5")
    #expect(paused.status == 78 && paused.errors.contains("worker plain \(limit) ("), "\(paused)")
    for number in 1...5 { try expect(scene.status("ORCH-00\(number)"), is: "PENDING") }
    try expect(scene.text("starts"), is: "start\n")
    for command in ["status", "why", "doctor"] + (kept == .inFile ? ["health"] : []) {
      let shown = try scene.ops(command).output
      #expect(shown.contains("worker plain \(limit)"), "\(command): \(shown)")
    }
    #expect(
      try scene.ops("worker", "list").output.contains("plain\tclaude\t./claude\tpaused until 19:30")
    )
    // One row tries, for both workers; that it fails for a reason of its own ends the pause.
    try scene.write("", to: "open")

    let trial = try scene.tick("--parallel", "5", "--max-workers", "5", minutes: 90)
    #expect(trial.output.split(separator: "\n").count == 1, "\(trial)")
    try scene.awaitWorkers()
    let others = try scene.tick("--parallel", "5", "--max-workers", "5", minutes: 90)
    #expect(others.output.split(separator: "\n").count == 4, "\(others)")
    try scene.awaitWorkers()
  }

  @Test func `a test sends an agent its task on standard input, and shows its report`() throws {
    let scene = try scene(
      .inFile,
      """
      {"agent": {"adapter": "claude", "program": "./claude", "args": ["--tag", "{id}"], "budget_usd": 0.25},
       "plain": {"adapter": "simulated", "script": ["done"]}}
      """)
    try writeExecutable(
      #"""
      #!/bin/sh
      echo "$*" > args; cat > sent
      printf '%s\n' '{"type":"result","subtype":"success","is_error":false,"session_id":"s-1","result":"[REPORT WORKER-TEST]\nStatus: DONE\nCriteria:\n1. met: it is sent"}'

      """#, to: scene.path("claude"))
    try scene.trust()
    try expect(
      scene.ops("worker", "test", "agent"),
      is: .prints(
        """
        [REPORT WORKER-TEST]
        Status: DONE
        Criteria:
        1. met: it is sent
        agent works: its report was understood, Status: DONE

        """,
        warning:
          "agent starts now, outside the queue and its budget: it costs what a run costs\n"))
    #expect(try scene.text("sent").hasPrefix("[TASK WORKER-TEST]\n"))
    #expect(try scene.text("args").hasSuffix(" --max-budget-usd 0.25 --tag WORKER-TEST\n"))
    let json = try scene.ops("worker", "test", "agent", "--json").output
    #expect(json.contains(#""status":"DONE","session":"s-1","failure":null"#), "\(json)")
  }

  @Test func `a test says whether the report of a worker is understood`() throws {
    let scene = try scene(
      .inFile,
      """
      {"plain": {"adapter": "simulated", "script": ["done"]},
       "mute": {"adapter": "report", "argv": ["true"]},
       "gone": {"adapter": "report", "argv": ["./gone.sh"]},
       "check": {"adapter": "command", "argv": ["true"]}}
      """)
    let plain = try scene.ops("worker", "test", "plain")
    #expect(plain.status == 0 && plain.errors.isEmpty, "\(plain)")
    #expect(
      plain.output.hasSuffix("plain works: its report was understood, Status: DONE\n"), "\(plain)")
    let check = try scene.ops("worker", "test", "check")
    #expect(check.status == 0 && check.errors.isEmpty, "\(check)")
    let mute = try scene.ops("worker", "test", "mute")
    #expect(mute.status == 1, "\(mute)")
    #expect(
      mute.output.hasSuffix(
        "mute does not work: no_report: the worker ended without one (agent)\n"), "\(mute)")
    #expect(try scene.ops("worker", "test", "gone").status == 78)
    try expect(
      scene.ops("worker", "test", "other"),
      is: .fails(1, "ERROR: orch.json has no worker 'other' (it has plain, mute, gone, check)"))
    // Nothing of it is kept.
    #expect(!scene.exists(".orch/attempts/WORKER-TEST"))
    try scene.write("{}", to: "orch.json")
    try expect(
      scene.ops("worker", "test", "other"),
      is: .fails(
        1, "ERROR: orch.json has no workers (docs/workers.md shows how to name them)"))
    try scene.write("{bad", to: "orch.json")
    for action in ["test", "resume"] {
      let broken = try scene.ops("worker", action, "plain")
      #expect(
        broken.status == 64 && broken.errors.contains("expected a key in double quotes"),
        "\(broken)")
    }
  }
}
