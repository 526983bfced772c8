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
  ])
  func `a line is text, nothing, or none of an agent`(_ line: String, _ text: [String]?) {
    #expect(AgentLine.text(of: line) == text)
  }
}
