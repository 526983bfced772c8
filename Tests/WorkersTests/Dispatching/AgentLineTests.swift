import TestSupport
import Testing
import Workers

/// What people read of the JSON lines of agents.
@Suite struct AgentLineTests {
  private static func shown(_ transcript: String) throws -> [String] {
    try Project.text("Tests/Cases/transcripts/\(transcript).jsonl").split(separator: "\n")
      .flatMap { AgentLine.text(of: $0) ?? ["? \($0)"] }
  }

  @Test func `a transcript reads like a log`() throws {
    #expect(
      try Self.shown("codex/done") == [
        "I look at the styles first.", "[command] bash -lc 'make check'", "[file] site.css",
        "[REPORT CSS-1]", "Status: DONE", "Criteria:", "1. met: the buttons line up", "",
      ])
    #expect(
      try Self.shown("claude/rate_limit") == [
        "You have hit your session limit", "[error] You have hit your session limit",
      ])
    #expect(
      try Self.shown("opencode/steps").prefix(3) == [
        "I run the tests first.", "[bash] make test", "[edit] src/a.txt",
      ])
  }

  @Test(arguments: [
    ("no JSON", nil), ("{}", nil), (#"{"type":"system","subtype":"init"}"#, []),
    (
      #"{"type":"assistant","message":{"content":[{"type":"tool_use","name":"Bash","input":{"command":"a\nb"}},{"type":"text","text":"x\u001b[2Jy"}]}}"#,
      ["[Bash] a", "x\\u{1B}[2Jy"]
    ),
    (#"{"type":"tool_use"}"#, ["[tool]"]),
    // Claude Code 2.1.332 with a wrong key, and during an overload.
    (
      #"{"type":"system","subtype":"api_retry","attempt":5,"max_retries":10,"retry_delay_ms":9842,"error_status":401,"error":"authentication_failed","session_id":"34485550-e9e2-485e-b75e-b90bd331d7ba","uuid":"fb5cf9e7-d547-4f43-b6a4-5e9b63f600fa"}"#,
      ["[retry 5/10] authentication_failed (status 401), again in 10 s"]
    ),
    (
      #"{"type":"system","subtype":"api_retry","attempt":1,"max_retries":10,"retry_delay_ms":560,"error_status":529,"error":"overloaded","session_id":"01065bcb-14f4-44e3-a795-7295c967f45d","uuid":"edcbf2fd-44fb-4867-8b3c-1f1c82b3b5a5"}"#,
      ["[retry 1/10] overloaded (status 529), again in 1 s"]
    ),
    // Codex 0.163.0: a retry, a warning, and the error that ends the turn.
    (
      #"{"type":"error","message":"Reconnecting... 2/5 (unexpected status 401 Unauthorized: bad key, url: http://127.0.0.1:37597/v1/responses)"}"#,
      [
        "[retry] Reconnecting... 2/5 (unexpected status 401 Unauthorized: bad key, url: http://127.0.0.1:37597/v1/responses)"
      ]
    ),
    (
      #"{"type":"error","message":"stream error: 429 Too Many Requests; retrying 1/5 in 182ms…"}"#,
      ["[retry] stream error: 429 Too Many Requests; retrying 1/5 in 182ms…"]
    ),
    (
      #"{"type":"item.completed","item":{"id":"item_0","type":"error","message":"Model metadata for `mock` not found. Defaulting to fallback metadata; this can degrade performance and cause issues."}}"#,
      [
        "[warning] Model metadata for `mock` not found. Defaulting to fallback metadata; this can degrade performance and cause issues."
      ]
    ),
    (
      #"{"type":"turn.failed","error":{"message":"unexpected status 401 Unauthorized: bad key"}}"#,
      ["[error] unexpected status 401 Unauthorized: bad key"]
    ),
  ])
  func `a line is text, nothing, or none of an agent`(_ line: String, _ text: [String]?) {
    #expect(AgentLine.text(of: line) == text)
  }
}
