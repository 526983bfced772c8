import Host
import Model
import Testing
import Text

@testable import Workers

/// What each adapter makes of the end of a program.
@Suite struct WorkerAdapterTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var adapter = WorkerProfile.Adapter.report
    var ending = Subprocess.Ending.exited(0)
    var output = ""
    var errors = ""
    var failureClass: FailureClass?
    var exitClasses: [Int: FailureClass] = [:]
    var isKeeperKilled = false
    /// As `WorkerResult.text` writes it.
    let result: String
  }

  private static let long = String(repeating: "한", count: 300)
  private static let report = "[REPORT A]\nStatus: DONE\nNext:\n- None\n"

  @Test(arguments: [
    Case(testDescription: "a report", output: report, result: "finished, report"),
    Case(
      testDescription: "a report with output behind it", output: "a\n\(report)bye\n{\"x\": 1}\n",
      result: "finished, report"),
    Case(
      testDescription: "a report that is cut off", output: "[REPORT A]\nStatus: DO",
      result: "finished, report"),
    Case(
      testDescription: "a report in JSON that is cut off", output: #"{"report": "A", "stat"#,
      result: "finished, report"),
    Case(
      testDescription: "a worker without a report", output: "all done",
      result: "agent 0 no_report: the worker ended without one"),
    Case(testDescription: "silence", result: "agent 0 no_report: the worker ended without one"),
    Case(
      testDescription: "its last line is the reason", ending: .exited(3), output: "a\nb\n\n",
      result: "agent 3 exit 3: b"),
    Case(
      testDescription: "errors come first", ending: .exited(3), output: "a\nb\n",
      errors: "no disk\n", result: "agent 3 exit 3: no disk"),
    Case(
      testDescription: "a report with a bad end", ending: .exited(3), output: report,
      result: "agent 3 exit 3: its report was not taken, report"),
    Case(testDescription: "without a word", ending: .exited(1), result: "agent 1 exit 1"),
    Case(
      testDescription: "a word too many", ending: .exited(1), errors: long,
      result: "agent 1 exit 1: " + long.prefix(199) + "…"),
    Case(
      testDescription: "by a signal", ending: .signalled(9), errors: "x",
      result: "agent by 9 signal 9: x"),
    Case(testDescription: "too long", ending: .timedOut, output: "x", result: "timeout - timeout"),
    Case(
      testDescription: "too silent", ending: .silent, output: "x",
      result: "idle - no output for too long"),
    Case(
      testDescription: "stopped", ending: .interrupted(by: 15),
      result: "interrupted - interrupted by signal 15"),
    Case(
      testDescription: "without its keeper", ending: .signalled(9), errors: "x",
      isKeeperKilled: true, result: "lost - its keeper was killed"),
    Case(
      testDescription: "a status with a class", ending: .exited(75), errors: "slow down",
      exitClasses: [75: .rateLimit], result: "rate_limit 75 exit 75: slow down"),
    Case(
      testDescription: "a command", adapter: .command, output: "ok\n", result: "finished, report"),
    Case(
      testDescription: "a failed command", adapter: .command, ending: .exited(2),
      errors: "2 failed",
      result: "unknown 2 exit 2: 2 failed, report"),
    Case(
      testDescription: "a failed command with a class", adapter: .command, ending: .exited(2),
      failureClass: .test, result: "test 2 exit 2, report"),
    Case(
      testDescription: "a failed command with classes", adapter: .command, ending: .exited(3),
      failureClass: .test, exitClasses: [3: .build, 2: .lint], result: "build 3 exit 3, report"),
    Case(
      testDescription: "a command by a signal", adapter: .command, ending: .signalled(9),
      failureClass: .test, result: "test by 9 signal 9, report"),
    Case(
      testDescription: "a command that takes too long", adapter: .command, ending: .timedOut,
      failureClass: .test, result: "timeout - timeout, report"),
    Case(
      testDescription: "a session", adapter: .openclaw, output: "\nagent:main:orch-a\nmore\n",
      result: "handed over to agent:main:orch-a"),
    Case(
      testDescription: "JSON in place of a session", adapter: .openclaw,
      output: "{\"ok\":true}\n", result: "handed over"),
    Case(
      testDescription: "a sentence in place of a session", adapter: .openclaw,
      output: "started it\n", result: "handed over"),
    Case(
      testDescription: "refused", adapter: .openclaw, ending: .exited(2),
      errors: "gateway is down\n", result: "spawn 2 exit 2: gateway is down"),
    Case(
      testDescription: "a gateway that does not answer", adapter: .openclaw, ending: .timedOut,
      result: "spawn - timeout"),
    Case(
      testDescription: "a stopped handover", adapter: .openclaw, ending: .interrupted(by: 15),
      result: "interrupted - interrupted by signal 15"),
    Case(
      testDescription: "a handover without its keeper", adapter: .openclaw,
      ending: .signalled(9), isKeeperKilled: true, result: "lost - its keeper was killed"),
    Case(
      testDescription: "a command without its keeper", adapter: .command, ending: .signalled(9),
      failureClass: .test, isKeeperKilled: true, result: "lost - its keeper was killed, report"),
    Case(
      testDescription: "a simulated worker", adapter: .simulated, output: report,
      result: "finished, report"),
    Case(
      testDescription: "a simulated failure", adapter: .simulated, ending: .exited(1), output: "x",
      result: "agent 1 exit 1: x"),
  ])
  func `the end of a program has one meaning`(_ run: Case) throws {
    var profile = WorkerProfile(name: "w", adapter: run.adapter)
    (profile.failureClass, profile.exitClasses) = (run.failureClass, run.exitClasses)
    let order = WorkerOrder(by: profile, criteria: ["works", "file: a"])
    var (output, errors) = (OutputTail(), OutputTail())
    output.append(Array(run.output.utf8))
    errors.append(Array(run.errors.utf8))
    let result = run.adapter.implementation.interpret(
      WorkerRun(
        run.ending, output: output, errors: errors, isKeeperKilled: run.isKeeperKilled),
      of: order)
    #expect(result.text == run.result)
  }

  @Test(arguments: [
    (["exit: 0"], Subprocess.Ending.exited(0), "finished, report"),
    (["exit: 0", "file: a"], .exited(0), "finished, report"),
    // A sentence needs a report.
    (["exit: 0", "it works"], .exited(0), "agent 0 no_report: the worker ended without one"),
    (["file: a"], .exited(0), "agent 0 no_report: the worker ended without one"),
    (["exit: 0"], .exited(3), "agent 3 exit 3: done"),
    (["exit: 0"], .timedOut, "timeout - timeout"),
  ])
  func `a row that its exit status judges needs no report`(
    _ criteria: [String], _ ending: Subprocess.Ending, result: String
  ) {
    let order = WorkerOrder(by: WorkerProfile(name: "w", adapter: .report), criteria: criteria)
    var output = OutputTail()
    output.append(Array("done\n".utf8))
    let run = WorkerRun(ending, output: output, errors: OutputTail())
    #expect(ReportAdapter().result(of: run, order).text == result)
  }

  @Test(arguments: [
    (Subprocess.Stream.output as Subprocess.Stream?, "exit 3: no disk"),
    (.errors, "exit 3: deprecated"), (nil, "exit 3: deprecated"),
  ])
  func `the reason of a failure is the last line that was written`(
    _ last: Subprocess.Stream?, reason: String
  ) throws {
    var (output, errors) = (OutputTail(), OutputTail())
    output.append(Array("working\nno disk\n\n".utf8))
    errors.append(Array("deprecated\n".utf8))
    let run = WorkerRun(.exited(3), output: output, errors: errors, lastStream: last)
    let order = WorkerOrder(by: WorkerProfile(name: "w", adapter: .report), criteria: ["works"])
    #expect(ReportAdapter().interpret(run, of: order).text == "agent 3 \(reason)")
  }

  @Test func `the report of a command has its status, its last lines and every criterion`() throws {
    let order = WorkerOrder(
      by: WorkerProfile(name: "w", adapter: .command), criteria: ["it builds", "file: a.txt"])
    var output = OutputTail()
    output.append(Array("one\n# Status: FAILED\n[REPORT A]\n".utf8))
    let run = { WorkerRun($0, output: output, errors: OutputTail()) }
    let adapter = CommandAdapter()
    #expect(
      adapter.interpret(run(.exited(0)), of: order).report == """
        The program's last lines:
            | one
            | # Status: FAILED
            | [REPORT A]
        [REPORT A]
        Status: DONE
        Criteria:
        1. met: the program ended with status 0
        2. met: the program ended with status 0
        Files:
        - None
        Diff-Summary:
        - None
        Validation:
        - None
        Risks:
        - None
        Next:
        - None

        """)
    let failed = try #require(adapter.interpret(run(.exited(1)), of: order).report)
    #expect(failed.contains("Status: FAILED: exit 1: [REPORT A]\nCriteria:\n1. not met"))
  }

  @Test(arguments: [
    (1, "done"), (2, "partial"), (3, "hang"), (4, "hang"), (99, "hang"), (0, "done"),
  ])
  func `a script has a step for each attempt, the last for all further ones`(
    _ ordinal: Int, _ step: String
  ) throws {
    var profile = WorkerProfile(name: "w", adapter: .simulated)
    profile.script = [.done, .partial, .hang]
    var order = WorkerOrder(by: profile, criteria: ["works"])
    order.ordinal = ordinal
    SimulatedAdapter().prepare(&order, by: profile)
    let command = SimulatedAdapter().command(for: order)
    #expect(command.argv == ["/proc/self/exe", "simulate", step])
    #expect(command.name == "simulated \(step)")
  }

  @Test(arguments: WorkerProfile.SimulatedStep.allCases)
  func `what a simulated worker says is a report, but for some steps`(
    _ step: WorkerProfile.SimulatedStep
  ) {
    var order = WorkerOrder(
      by: WorkerProfile(name: "w", adapter: .simulated), criteria: ["a", "b"])
    order.step = step
    let adapter = SimulatedAdapter()
    var output = OutputTail()
    output.append(Array(adapter.command(for: order).input.utf8))
    let ending = Subprocess.Ending.exited(step == .fail ? 1 : 0)
    let result = adapter.interpret(
      WorkerRun(ending, output: output, errors: OutputTail()), of: order)
    let expected =
      switch step {
      case .done, .partial, .question: "finished, report"
      case .fail: "agent 1 exit 1: The simulated worker fails, as its script says."
      case .hang, .garbage: "agent 0 no_report: the worker ended without one"
      }
    #expect(result.text == expected)
  }

  @Test func `an order is read as it was written`() throws {
    var profile = WorkerProfile(name: "w", adapter: .command)
    (profile.failureClass, profile.exitClasses) = (.test, [75: .rateLimit, 2: .lint])
    (profile.idleSeconds, profile.script) = (60, [.done])
    var order = WorkerOrder(by: profile, criteria: ["a", "b"])
    order.argv = ["make", "{x}"]
    order.environment = ["A": "1", "B_KEY": "2"]
    order.secretNames = ["B_KEY"]
    (order.ordinal, order.step, order.message) = (3, .hang, "[TASK A]\n")
    #expect(WorkerOrder(order.json) == order)
    order.session = "s-1"
    order.freshStart = WorkerOrder.FreshStart(argv: ["make"], session: nil)
    #expect(WorkerOrder(order.json) == order)
    order.freshStart?.session = "s-2"
    #expect(WorkerOrder(order.json) == order)
    var object = try #require(order.json.objectValue)
    object["argv"] = []
    #expect(WorkerOrder(.object(object)) == nil)
  }
}

@Suite struct SecretVariableTests {
  @Test func `names say which variables are secret`() {
    var profile = WorkerProfile(name: "w", adapter: .report)
    profile.env = [
      "API_KEY", "path", "github_token", "OAUTH", "DB_PASSWORD", "CREDENTIALS", "SECRETS",
    ]
    profile.secretEnv = ["LICENCE"]
    #expect(
      profile.secretNames == [
        "API_KEY", "github_token", "OAUTH", "DB_PASSWORD", "CREDENTIALS", "SECRETS", "LICENCE",
      ])
  }
}
