import Foundation
import TestSupport
import Testing

/// What the loop does with a budget, by a ledger that says what attempts took.
@Suite struct BudgetCommandTests {
  /// A queue whose rows are for a stand-in of Claude Code, of which each attempt takes 1 USD.
  private func scene(_ budget: String, spent: [(id: String, dollars: Double)] = []) throws -> Scene
  {
    let scene = try Scene(loop: .inFile)
    try scene.write(
      """
      {"workers": {"agent": {"adapter": "claude", "program": "./claude", "budget_usd": 2.5}},
       "routes": [{"worker": "agent"}], "budget": \(budget), "max_workers": 4}
      """, to: "orch.json")
    try writeExecutable(
      #"""
      #!/bin/sh
      id=$(sed -n '1s/.*\[TASK \([A-Z0-9-]*\)\].*/\1/p')
      echo "$*" | grep -o 'max-budget-usd [^ ]*' >> starts
      printf '%s\n' '{"type":"result","subtype":"success","is_error":false,"total_cost_usd":1,"result":"[REPORT '$id']\nStatus: DONE\nCriteria:\n1. met: `make test` ran, 12 tests passed"}'

      """#, to: scene.path("claude"))
    try scene.trust()
    try scene.makeFolder(".orch")
    for (number, entry) in spent.enumerated() { try scene.book(number, entry.id, entry.dollars) }
    return scene
  }

  @Test func `a spent day starts nothing, and is said by all that look`() throws {
    let scene = try scene(#"{"usd_per_day": 20}"#, spent: [("OLD-1", 18)])
    try scene.submit("A thing")
    let reason =
      "budget.usd_per_day: 18.00 of 20.00 USD spent today, and an attempt of agent may cost 2.50; "
      + "until 2026-02-01 00:00"
    for command in ["tick", "dispatch"] {
      let outcome = try scene.orch(command)
      #expect(outcome.status == 78 && outcome.errors.contains(reason), "\(outcome)")
    }
    let remedy = "raise budget.usd_per_day in orch.json"
    try expect(scene.ops("why", "ORCH-001"), is: .prints("ORCH-001\t\(reason)\t\(remedy)\n"))
    for command in ["doctor", "status", "health"] {
      let shown = try scene.ops(command)
      #expect(shown.output.contains("18.00 of 20.00 USD spent today"), "\(shown)")
    }
    #expect(try scene.ops("doctor").output.contains(reason))
    #expect(try scene.ops("health").status == 20)
    #expect(try scene.ops("worker", "list").output.contains(reason))
    let daemon = try scene.run(
      scene.orchPath, ["daemon", "--until-idle"], environment: scene.loopEnvironment)
    #expect(daemon.status == 4, "\(daemon)")
    let last = "daemon: ends: 1 row waits for the next day's budget: ORCH-001\n"
    #expect(daemon.output.hasSuffix(last), "\(daemon)")
    // The next day it starts.
    try expect(scene.tick(minutes: 360), is: .prints("ORCH-001\n"))
    try scene.awaitWorkers()
    try expect(scene.status("ORCH-001"), is: "DONE")
    try expect(scene.text("starts"), is: "max-budget-usd 2.5\n")
  }

  @Test func `a row has a budget of its own, and others start`() throws {
    let scene = try scene(
      #"{"usd_per_row": 2, "usd_per_day": 20}"#, spent: [("ORCH-001", 0.5), ("B", 15.5)])
    try scene.submit("A thing")
    let row =
      "budget.usd_per_row: 0.50 of 2.00 USD spent on ORCH-001, "
      + "and an attempt of agent may cost 2.00"
    let refused = try scene.tick()
    #expect(refused.status == 78 && refused.errors.contains(row), "\(refused)")
    try scene.submit("Another thing")
    let started = try scene.tick()
    #expect(started.output == "ORCH-002\n" && started.status == 0, "\(started)")
    #expect(
      started.errors.contains("WARNING: budget: 16.00 of 20.00 USD spent today\n"), "\(started)")
    try scene.awaitWorkers()
    try expect(scene.text("starts"), is: "max-budget-usd 2\n")
    #expect(try scene.ops("why", "ORCH-001").output.contains(row))
    #expect(try scene.ops("status").output.contains("\nstuck:\n- ORCH-001 \(row) ("))
  }

  @Test func `rows that may take nothing do not start, as all that look say`() throws {
    let scene = try scene(#"{"usd_per_row": 0}"#)
    try scene.submit("A thing")
    try scene.submit("Another thing")
    let reason = "budget.usd_per_row: 0.00 of 0.00 USD spent on a row"
    let remedy = "raise budget.usd_per_row in orch.json"
    try expect(
      scene.orch("dispatch", "--parallel", "2"), is: .fails(78, "ERROR: \(reason) (\(remedy))"))
    try expect(
      scene.ops("why"), is: .prints("ORCH-001, ORCH-002\t\(reason)\t\(remedy)\n"))
    #expect(try scene.ops("doctor").output.contains("\(reason) (\(remedy))\n"))
    #expect(try scene.ops("worker", "list").output.contains(reason))
    #expect(!scene.exists("starts"))
    // A test is no attempt.
    let test = try scene.ops("worker", "test", "agent")
    #expect(test.status == 0 && scene.exists("starts"), "\(test)")
  }

  @Test func `a planner is not asked for what a row at work has reserved`() throws {
    let scene = try scene(#"{"usd_per_day": 4}"#, spent: [("OLD-1", 1.5)])
    try scene.write(
      scene.text("orch.json").replacing(
        #""routes""#,
        with:
          #""planner": {"worker": "architect"}, "#
          + #""prices": {"architect": {"input": 1, "output": 1}}, "#
          + #""routes""#
      ).replacing(
        #""budget_usd": 2.5}"#,
        with:
          #""budget_usd": 2.5}, "architect": {"adapter": "llm", "url": "http://127.0.0.1:1/v1", "#
          + #""model": "m"}"#), to: "orch.json")
    #expect(mkfifo(scene.path("gate"), 0o600) == 0)
    let script = try scene.text("claude")
    try scene.write(
      script.replacing("#!/bin/sh\n", with: "#!/bin/sh\ncat gate > opened\n"), to: "claude")
    try scene.trust()
    try scene.submit("A thing")
    try expect(scene.tick(), is: .prints("ORCH-001\n"))
    let asked = try scene.orch("plan", "propose", "--goal", "People log in")
    try scene.bash("echo > gate").check()
    #expect(
      asked.errors.contains(
        "ERROR: budget.usd_per_day: 1.50 of 4.00 USD spent today, 2.50 reserved for other rows; "
          + "until 2026-02-01 00:00 ("), "\(asked)")
    #expect(asked.status == 78)
    try scene.awaitWorkers()
  }

  /// Only one of them fits, and it has not started yet.
  @Test func `why says that rows before a row reserve of the day`() throws {
    let scene = try scene(#"{"usd_per_day": 4}"#)
    try scene.submit("A thing")
    try scene.submit("Another thing")
    let reason =
      "budget.usd_per_day: 0.00 of 4.00 USD spent today, 2.50 reserved for other rows, "
      + "and an attempt of agent may cost 2.50; until 2026-02-01 00:00"
    try expect(
      scene.ops("why", "ORCH-002"),
      is: .prints("ORCH-002\t\(reason)\traise budget.usd_per_day in orch.json\n"))
  }

  @Test(arguments: ["costs.jsonl", "costs.lock"])
  func `a folder in the place of the ledger starts nothing, and is named`(_ name: String) throws {
    let scene = try scene(#"{"usd_per_day": 4}"#)
    try scene.submit("A thing")
    try? FileManager.default.removeItem(atPath: scene.path(".orch/\(name)"))
    try scene.makeFolder(".orch/\(name)")
    let path = scene.path(".orch/\(name)")
    try expect(
      scene.ops("why"),
      is: .prints(
        "ORCH-001\tthe costs of agents can't be read or written, so the budget can't be kept: "
          + "cannot use \(path): it is not a regular file\tmv \(path) \(path).away\n"))
    #expect(try scene.orch("tick").errors.contains(path))
    #expect(!scene.exists("starts"))
  }

  @Test func `dispatches at once do not overspend together`() throws {
    let scene = try scene(#"{"usd_per_day": 6}"#)
    for number in 1...8 { try scene.submit("Thing \(number)") }
    let commands = (1...4).map { _ in
      "\(scene.orchPath) dispatch --parallel 4 --queue QUEUE.md &"
    }
    let outcome = try scene.run(
      "/bin/sh", ["-c", commands.joined(separator: "\n") + "\nwait"],
      environment: scene.loopEnvironment)
    try scene.awaitWorkers()
    // Each takes 1 of the 2.5 that it reserves: no more than 4 are done before 2.5 are missing.
    let starts = try scene.text("starts").split(separator: "\n").count
    #expect((2...4).contains(starts), "\(outcome)")
  }

  /// A program may take seconds to answer, and attempts that end then have to be booked.
  @Test func `a program is asked for its version while the ledger is free`() throws {
    let scene = try scene(#"{"usd_per_day": 6}"#)
    let agent = #"""
      #!/bin/sh
      [ "$1" = --version ] && flock --nonblock .orch/costs.lock echo free >> versions && echo 2.1.300

      """#
    try writeExecutable(agent, to: scene.path("claude"))
    let settings = try scene.text("orch.json").replacing(
      #""budget_usd": 2.5"#, with: #""budget_usd": 2.5, "min_version": "2.1""#)
    try scene.write(settings, to: "orch.json")
    try scene.trust()
    try scene.submit("A thing")
    try expect(scene.tick(), is: .prints("ORCH-001\n"))
    try scene.awaitWorkers()
    try expect(scene.text("versions"), is: "free\n")
  }

  @Test func `what codex costs has to be known`() throws {
    let scene = try scene(#"{"usd_per_day": 6}"#)
    let settings = try scene.text("orch.json").replacing(
      #""claude", "program": "./claude", "budget_usd": 2.5"#,
      with: #""codex", "program": "./claude""#)
    try scene.write(settings, to: "orch.json")
    try scene.trust()
    try scene.submit("A thing")
    let tick = try scene.tick()
    #expect(
      tick.status == 78 && tick.errors.contains("add prices.agent, or limit budget.tokens_per_day"),
      "\(tick)")
  }

  @Test func `what claude costs has to be known in the end`() throws {
    let scene = try scene(#"{"usd_per_day": 6}"#)
    let settings = try scene.text("orch.json").replacing(#", "budget_usd": 2.5"#, with: "")
    try scene.write(settings, to: "orch.json")
    try scene.trust()
    for number in 1...3 { try scene.book(number, "A", nil) }
    try scene.submit("A thing")
    let tick = try scene.tick()
    #expect(
      tick.status == 78 && tick.errors.contains("set budget_usd of the worker, the most for one"),
      "\(tick)")
  }
}

extension Scene {
  /// Books an attempt of this day in the ledger.
  fileprivate func book(_ number: Int, _ id: String, _ dollars: Double?) throws {
    let cost = dollars.map { #"{"usd":\#($0),"source":"cli"}"# } ?? "null"
    let line =
      #"{"schema":1,"time":"2026-01-31T12:00:00+09:00","id":"\#(id)","claim":\#(number),"attempt":"\#(number)-0a","worker":"agent","adapter":"claude","model":"sonnet","usage":null,"cost":\#(cost)}"#
    let ledger = (try? text(".orch/costs.jsonl")) ?? ""
    try write("\(ledger)\(line)\n", to: ".orch/costs.jsonl")
  }
}
