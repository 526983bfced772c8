import Host
import Model
import TestSupport
import Testing

@testable import Workers

/// The adapters with real programs: what they read, what becomes of what they leave behind, and
/// their limits. A limit of 0 seconds ends at once.
@Suite struct SupervisorTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var adapter = WorkerProfile.Adapter.report
    let script: String
    var timeout = 100
    var idle: Int?
    /// As `WorkerResult.text` writes it.
    let result: String
    var log: [String] = []
  }

  private static let report = #"printf '[REPORT A]\nStatus: DONE\nNext:\n- None\n'"#

  @Test(arguments: [
    Case(
      testDescription: "a report behind the message", script: "echo \"got: $(cat)\"; \(report)",
      result: "finished, report", log: ["got: [TASK A]\n", "ended with status 0 after "]),
    Case(
      testDescription: "output behind a report", script: "\(report); seq 1000; echo bye >&2",
      result: "finished, report", log: ["\n1000\n", "bye\n"]),
    Case(
      testDescription: "a report behind much output",
      script: "head -c 3000000 /dev/zero | tr '\\0' x; echo; \(report)",
      result: "finished, report"),
    Case(
      testDescription: "a report that is cut off by a failure",
      script: "printf '[REPORT A]\\nStatus: DO'; echo 'no disk' >&2; exit 7",
      result: "agent 7 exit 7: no disk, report"),
    Case(
      testDescription: "a worker that a signal ends", script: "kill -9 $$",
      result: "agent by 9 signal 9"),
    Case(
      testDescription: "a worker that hangs",
      script: "echo x; trap '' TERM; sleep 1000; sleep 1000",
      timeout: 0, result: "timeout - timeout after 0h", log: ["took longer than it may"]),
    Case(
      testDescription: "a worker that is silent", script: "sleep 1000", idle: 0,
      result: "idle - no output for too long", log: ["was silent for longer than it may be"]),
    Case(
      testDescription: "a worker that is not silent", script: "\(report)", idle: 1000,
      result: "finished, report"),
    Case(
      testDescription: "a command gets no message", adapter: .command,
      script: "echo \"bytes: $(wc -c)\"", result: "finished, report", log: ["bytes: 0\n"]),
    Case(
      testDescription: "a failed command", adapter: .command, script: "echo 3 failed; exit 75",
      result: "rate_limit 75 exit 75: 3 failed, report"),
    Case(
      testDescription: "a handover", adapter: .openclaw, script: "cat >&2; echo agent:main:x",
      result: "handed over to agent:main:x", log: ["[TASK A]\n"]),
    Case(
      testDescription: "a handover that hangs", adapter: .openclaw, script: "sleep 1000",
      timeout: 0, result: "spawn - timeout after 0h"),
    Case(
      testDescription: "an answer of an endpoint", adapter: .llm,
      script: #"printf 'HTTP/1.1 200 OK\r\n\r\n{"choices":[{"message":{"content":"#
        + #""[REPORT A]\\nStatus: DONE"}}]}'"#,
      result: "finished, report",
      log: ["[orch] answered: {\"model\":null,\"usage\":null}\n[REPORT A]\nStatus: DONE\n"]),
    Case(
      testDescription: "an answer without an end", adapter: .llm,
      script: "head -c 5000000 /dev/zero; sleep 1000",
      result: "agent - the answer is longer than 4 MB",
      log: ["because it went on after its result"]),
  ])
  func `a program is run by its adapter`(_ example: Case) throws {
    let (result, log) = try Self.run(example)
    #expect(result.text == example.result)
    for text in ["[orch] runs /bin/sh -c "] + example.log {
      #expect(log.contains(text), "\(text) is not in \(log.prefix(2000))")
    }
  }

  @Test func `a program that can't be run is a failed start`() throws {
    let (result, log) = try Self.run(Case(testDescription: "", script: "", result: "")) {
      $0.argv = ["./none"]
    }
    #expect(result.text == "spawn - cannot run /./none: no such program")
    #expect(log == "[orch] runs ./none\n[orch] cannot run /./none: no such program\n")
  }

  /// A process that the worker left, with its output open, in a session of its own.
  @Test(arguments: [
    (WorkerProfile.Adapter.report, 0, false), (.command, 0, false), (.openclaw, 0, true),
    (.openclaw, 3, false),
  ])
  func `what lingers is ended, unless the work was handed over`(
    _ adapter: WorkerProfile.Adapter, _ exit: Int, _ isLeft: Bool
  ) throws {
    let script = "setsid sleep 1000 & echo \"pid $!\"; \(Self.report); exit \(exit)"
    let (_, log) = try Self.run(
      Case(testDescription: "", adapter: adapter, script: script, result: ""))
    let line = try #require(log.split(separator: "\n").first { $0.hasPrefix("pid ") })
    let process = Int(line.dropFirst(4)).flatMap { ProcessIdentity(of: $0) }
    #expect(process?.isAlive ?? false == isLeft)
    process?.signal(.kill)
  }

  // MARK: Agents

  /// What Claude Code prints at the end of a turn.
  private static func result(_ report: String = "[REPORT A]\\nStatus: DONE") -> String {
    #"{"type":"result","subtype":"success","is_error":false,"session_id":"s-1","#
      + #""total_cost_usd":0.0123,"usage":{"input_tokens":5,"output_tokens":7},"#
      + #""result":""# + report + #""}"#
  }

  /// What it prints at the end of a turn while a command of it runs in the background.
  private static let waiting =
    #"{"type":"system","subtype":"background_tasks_changed","tasks":[{"task_type":"local_bash"}]}"#
    + "\n" + result("I wait for the tests.")

  private static func agent(
    _ name: String, _ script: String, timeout: Int = 100, _ result: String, log: [String] = []
  ) -> Case {
    Case(
      testDescription: name, adapter: .claude, script: script, timeout: timeout, result: result,
      log: log)
  }

  /// The grace is 0 seconds.
  @Test(arguments: [
    agent("a result", "printf '%s\\n' '\(result())'", "finished, report", log: [result() + "\n"]),
    agent("a failure after it", "printf '%s\\n' '\(result())'; exit 1", "finished, report"),
    agent("none", "echo '{}'; echo gone >&2", "agent 0 no result"),
    agent(
      "a program that lingers after it", "printf '%s\\n' '\(result())'; exec sleep 1000",
      "finished, report", log: ["because it went on after its result"]),
    agent(
      "one that ignores signals",
      "trap '' TERM; printf '%s\\n' '\(result())'; sleep 1000; sleep 1000",
      "finished, report"),
    agent(
      "one that left a process, with the output open",
      "setsid sleep 1000 & echo \"pid $!\"; printf '%s\\n' '\(result())'; wait", "finished, report"),
    agent(
      "an agent that waits for its command",
      "printf '%s\\n' '\(waiting)'; sleep 0.2; printf '%s\\n' '\(result())'; exec sleep 1000",
      "finished, report"),
    agent("a limit before it", "sleep 1000", timeout: 0, "timeout - timeout after 0h"),
  ])
  func `an attempt of an agent counts by its result`(_ example: Case) throws {
    let (result, log) = try Self.run(example)
    #expect(result.text == example.result)
    for text in example.log { #expect(log.contains(text), "\(log.suffix(2000))") }
    if result.ending == .finished {
      #expect(result.transcript?.session == "s-1")
      #expect(result.transcript?.counters?.microdollars == 12_300)
    }
    let line = log.split(separator: "\n").first { $0.hasPrefix("pid ") }
    let left = line.flatMap { Int($0.dropFirst(4)) }.flatMap { ProcessIdentity(of: $0) }
    #expect(left?.isAlive ?? false == false)
  }

  @Test func `an agent that has reported elsewhere waits for nothing`() throws {
    let example = Self.agent("", "printf '%s\\n' '\(Self.waiting)'; exec sleep 1000", "")
    let (result, log) = try Self.run(example, hasReported: { true })
    #expect(result.text == "agent - no_report: the worker ended without one")
    #expect(log.contains("because it went on after its result"))
  }

  /// A change that nobody discards would wake the supervisor again and again.
  @Test func `a change wakes the supervisor of an agent once`() throws {
    try withTemporaryDirectory { folder in
      var watch = FolderWatch(of: [folder])
      var (calls, changes) = (0, 0)
      let script = "touch \(folder)/a; sleep 0.3; printf '%s\\n' '\(Self.result())'"
      let (result, _) = try Self.run(
        Self.agent("", script, ""), wake: Subprocess.Wake(by: watch),
        hasReported: {
          calls += 1
          if watch.changes(within: .zero) {
            changes += 1
            watch.restart()
          }
          return false
        })
      #expect(result.text == "finished, report")
      #expect(changes > 0 && calls < 50, "\(changes) changes, \(calls) calls")
    }
  }

  /// A secret may be spelled otherwise in JSON, and without it a line may be no JSON any more.
  @Test func `what an agent says has no secrets`() throws {
    let report = #"[REPORT A]\nStatus: DONE\nNext:\n- a\"blue\\horse, password=\"let-me-in-7\"!"#
    let example = Self.agent("", "cat <<'END'\n\(Self.result(report))\nEND", "")
    let (result, log) = try Self.run(example) {
      $0.environment["API_KEY"] = #"a"blue\horse"#
      $0.secretNames = ["API_KEY"]
    }
    #expect(result.text == "finished, report")
    for text in [log, result.report ?? "", result.transcript?.report ?? ""] {
      #expect(text.contains("- [redacted:variable], password="), "\(text)")
      #expect(!text.contains("horse") && !text.contains("let-me-in"), "\(text)")
    }
  }

  @Test func `secret variables are in neither log nor report, also in two pieces`() throws {
    let script =
      "printf 'a %.4s' \"$API_KEY\"; printf '%s b\\n' \"${API_KEY#????}\"; \(Self.report); "
      + "echo \"- $API_KEY $OTHER\""
    let (result, log) = try Self.run(
      Case(testDescription: "", script: script, result: "")
    ) {
      $0.environment["API_KEY"] = "blue-horse-battery"
      $0.environment["OTHER"] = "seen-by-everybody"
      $0.secretNames = ["API_KEY", "NOT_SET"]
    }
    #expect(log.contains("a [redacted:variable] b\n"))
    for text in [log, result.report ?? ""] {
      #expect(text.contains("- [redacted:variable] seen-by-everybody"))
      #expect(!text.contains("horse"))
    }
  }

  @Test func `a log ends at its limit, and says so`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/output.log"
      var log = try WorkerLog(at: path, like: FileStatus(of: folder), limit: 10)
      for text in ["twelve", " bytes and more", "lost"] { log.write(Array(text.utf8)) }
      let bytes = try FileDescriptor(opening: path, for: .reading).readWhole()
      #expect(
        String(decoding: bytes, as: UTF8.self)
          == "twelve byt\n[orch] the log ends here: it is full\n")
    }
  }

  private static func run(
    _ example: Case, _ change: (inout WorkerOrder) -> Void = { _ in },
    wake: Subprocess.Wake = Subprocess.Wake(), hasReported: () -> Bool = { false }
  ) throws -> (result: WorkerResult, log: String) {
    var profile = WorkerProfile(name: "w", adapter: example.adapter)
    (profile.timeoutSeconds, profile.idleSeconds) = (example.timeout, example.idle)
    (profile.graceSeconds, profile.exitClasses) = (0, [75: .rateLimit])
    var order = WorkerOrder(by: profile)
    order.message = "[TASK A]\n"
    order.argv = ["/bin/sh", "-c", example.script]
    order.environment = ["PATH": "/usr/bin:/bin"]
    change(&order)
    return try withTemporaryDirectory { folder in
      let path = "\(folder)/output.log"
      let log = try WorkerLog(at: path, like: FileStatus(of: folder))
      // What it does to signals is for a process of its own.
      let result = Supervisor(order, log: log).run(
        started: { _, _ in }, wake: wake, hasReported: hasReported, ended: {})
      let bytes = try FileDescriptor(opening: path, for: .reading).readWhole()
      return (result, String(decoding: bytes, as: UTF8.self))
    }
  }
}
