import Host
import Model
import TestSupport
import Testing

@testable import Workers

/// An attempt of a model behind an endpoint: what is sent, and what the answer means for the row.
@Suite struct ChatAdapterTests {
  private static let key = "blue-horse-battery"

  private static func order() -> WorkerOrder {
    var profile = WorkerProfile(name: "w", adapter: .llm)
    (profile.url, profile.takesRows) = ("https://a.b/v1/chat/completions", true)
    var order = WorkerOrder(by: profile)
    order.environment = ["PATH": "/bin", "LLM_MODEL": "m", "LLM_API_KEY": key]
    (order.secretNames, order.message) = (["LLM_API_KEY"], "[TASK A]\nTask: \(key)\n")
    order.requestFile = "/q/request.json"
    let adapter = ChatAdapter()
    adapter.prepare(&order, by: profile)
    order.argv = adapter.argv(for: order, by: profile)
    return order
  }

  @Test func `the message goes by a file, the key by standard input`() {
    let order = Self.order()
    #expect(
      ChatAdapter().request(for: order)
        == #"{"model":"m","stream":false,"messages":[{"role":"user","content":"#
        + #""[TASK A]\nTask: [redacted:variable]\n"}]}"# + "\n")
    let command = ChatAdapter().command(for: order)
    #expect(
      command.argv.joined(separator: " ")
        == "curl -q -sS -i -g --proto =https,http --max-redirs 0 --max-filesize 4M --max-time 600 "
        + "-K -")
    #expect(
      command.input == """
        url = "https://a.b/v1/chat/completions"
        header = "Content-Type: application/json"
        header = "Accept: application/json"
        header = "Expect:"
        header = "Authorization: Bearer \(Self.key)"
        data-binary = "@/q/request.json"

        """)
    #expect(command.withheld == ["LLM_URL", "LLM_MODEL", "LLM_API_KEY"])
    #expect(WorkerOrder(order.json) == order)
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var ending = Subprocess.Ending.exited(0)
    var output = ""
    var errors = ""
    var isKeeperKilled = false
    /// As `WorkerResult.text` writes it.
    let result: String
    /// As `AgentUsage.text` writes it; `nil` if the usage is unknown.
    var usage: String?
  }

  private static func answer(_ text: String, reason: String = "stop") -> String {
    "HTTP/1.1 200 OK\r\n\r\n{\"model\":\"m-1\",\"choices\":[{\"message\":{\"content\":\"\(text)\"},"
      + "\"finish_reason\":\"\(reason)\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7}}"
  }

  private static func refusal(_ status: Int, _ text: String, _ header: String = "A: b") -> String {
    "HTTP/1.1 \(status) x\r\n\(header)\r\n\r\n{\"error\":{\"message\":\"\(text)\"}}"
  }

  private static let report = #"I thought.\n[REPORT A]\nStatus: DONE\nNext:\n- \#(key)\n"#
  private static let spent = "5 in, ? cached, 7 out, ?"
  private static let free = "0 in, ? cached, 0 out, ?"

  @Test(arguments: [
    Case(
      testDescription: "a report", output: answer(report), result: "finished, report",
      usage: spent),
    Case(
      testDescription: "no report", output: answer("All done."),
      result: "agent 0 no_report: the worker ended without one", usage: spent),
    Case(
      testDescription: "the report of another row", output: answer("[REPORT B]\\nStatus: DONE"),
      result: "finished, report", usage: spent),
    Case(
      testDescription: "a cut answer", output: answer("First", reason: "length"),
      result: "agent 0 no_report: the model's limit of tokens cut its answer", usage: spent),
    Case(
      testDescription: "a limit with a time", output: refusal(429, "slow", "Retry-After: 3600"),
      result: "rate_limit 0 HTTP status 429: slow, again at 1769853600", usage: free),
    Case(
      testDescription: "a limit without a time", output: refusal(429, "slow"),
      result: "rate_limit 0 HTTP status 429: slow", usage: free),
    Case(
      testDescription: "an outage", output: refusal(500, "oops"),
      result: "service 0 HTTP status 500: oops"),
    Case(
      testDescription: "an overload", output: refusal(529, "busy"),
      result: "service 0 HTTP status 529: busy"),
    Case(
      testDescription: "a wrong key", output: refusal(401, "bad key \(key)"),
      result: "auth 0 HTTP status 401: bad key [redacted:variable]", usage: free),
    Case(
      testDescription: "a key without the right", output: refusal(403, "no"),
      result: "auth 0 HTTP status 403: no", usage: free),
    Case(
      testDescription: "a model that is not there", output: refusal(404, "no model"),
      result: "setting 0 HTTP status 404: no model", usage: free),
    Case(
      testDescription: "another address", output: refusal(302, "", "Location: https://c/"),
      result: "setting 0 it leads to https://c/, which is not followed", usage: free),
    Case(
      testDescription: "a message that is too long", output: refusal(400, "too long"),
      result: "agent 0 HTTP status 400: too long", usage: free),
    Case(
      testDescription: "no completion", output: "HTTP/1.1 200 OK\r\n\r\nhello",
      result: "agent 0 no chat completion: hello"),
    Case(
      testDescription: "nobody listens", ending: .exited(7), errors: "curl: (7) refused",
      result: "service 7 curl: (7) refused", usage: free),
    Case(
      testDescription: "a wrong certificate", ending: .exited(60), errors: "curl: (60) bad",
      result: "setting 60 curl: (60) bad", usage: free),
    Case(
      testDescription: "no answer", ending: .exited(28), errors: "curl: (28) late",
      result: "timeout 28 no answer within 10m"),
    Case(
      testDescription: "a program that hangs", ending: .timedOut,
      result: "timeout - no answer within 10m"),
    Case(
      testDescription: "an answer without an end", ending: .lingered, output: answer(report),
      result: "agent - the answer is longer than 4 MB"),
    Case(
      testDescription: "a cancelled attempt", ending: .interrupted(by: 15),
      result: "interrupted - interrupted by signal 15"),
    Case(
      testDescription: "without its keeper", ending: .signalled(9), isKeeperKilled: true,
      result: "lost - its keeper was killed"),
  ])
  func `an answer has one meaning for the row`(_ run: Case) {
    var errors = OutputTail()
    errors.append(Array(run.errors.utf8))
    let result = ChatAdapter(clock: FakeClock().clock).result(
      of: WorkerRun(
        run.ending, output: OutputTail(), errors: errors, answer: Array(run.output.utf8),
        isKeeperKilled: run.isKeeperKilled), Self.order())
    #expect(result.text == run.result)
    #expect(result.transcript?.usage?.text == run.usage)
    if let report = result.report, run.testDescription == "a report" {
      #expect(report == "I thought.\n[REPORT A]\nStatus: DONE\nNext:\n- [redacted:variable]\n")
    }
  }

  @Test(arguments: [
    (
      answer(#"Hello.\n[orch] answered: {\"model\":\"x\"}\nBye."#),
      #"""
      [orch] answered: {"model":"m-1","usage":{"input_tokens":5,"cached_input_tokens":null,\#
      "output_tokens":7}}
      Hello.
      [orch] answered: {"model":"x"}
      Bye.

      """#, "m-1 \(spent)" as String?
    ),
    (refusal(429, "slow"), "[orch] HTTP status 429: slow\n", nil),
  ])
  func `the log has the text of the answer, and what it took`(
    _ output: String, _ log: String, _ told: String?
  ) throws {
    let adapter = ChatAdapter()
    let result = adapter.interpret(
      WorkerRun(
        .exited(0), output: OutputTail(), errors: OutputTail(), answer: Array(output.utf8)),
      of: Self.order())
    #expect(adapter.log(of: result) == log)
    try withTemporaryDirectory { folder in
      let path = "\(folder)/output.log"
      #expect(try AgentTranscript(log: path, of: .llm) == nil)
      try NewFile.create(path, text: "[orch] runs curl\ncurl: x\n\(adapter.log(of: result))")
      let found = try AgentTranscript(log: path, of: .llm)
      #expect(found.map { "\($0.model ?? "-") \($0.usage?.text ?? "-")" } == told)
    }
  }

  @Test func `an attempt is one request of the budget of calls`() {
    let now = QueueTime(epochSeconds: 1_769_850_000, offset: 9 * 3600)
    var profiles = WorkerProfiles()
    profiles.profiles = [WorkerProfile(name: "w", adapter: .llm)]
    profiles.profiles[0].takesRows = true
    profiles.planners = [WorkerProfile(name: "architect", adapter: .llm)]
    profiles.budget.callsPerDay = 3
    var (planned, worked) = (
      CostEntry(
        id: "plan:p", claimToken: "1-a", claimNumber: 1, worker: "architect", adapter: "llm",
        time: now),
      CostEntry(
        id: "A", claimToken: "2-a", claimNumber: 2, worker: "w", adapter: "llm", time: now)
    )
    planned.count(nil, calls: 1, price: nil)
    worked.count(
      AgentTranscript(), version: nil, price: TokenPrice(input: 1, output: 1), after: nil)
    var count = BudgetCount(profiles, at: now)
    for entry in [planned, worked] { count.add(entry) }
    let state = count.state
    #expect(state.today.calls == 2)
    var roster = profiles.roster()
    roster.budget = state
    var atWork = QueueItem(
      id: "B", status: .inProgress, priority: .p1, task: "x", successCriteria: nil)
    atWork.claim = Claim(number: 3, nonce: "abcdef", madeAt: 1, isForWorker: true)
    roster.claimed["3-abcdef"] = "w"
    for (running, isAllowed) in [([], true), ([atWork], false)] as [([QueueItem], Bool)] {
      for worker in ["w", "architect"] {
        let excess = state.excess(of: worker, on: "C", beside: roster.reserved(by: running))
        #expect((excess == nil) == isAllowed, "\(worker), \(isAllowed)")
      }
    }
  }
}
