import TestSupport
import Testing
import Text

extension ServerTests {
  @Test func `a plan is answered with its cost limit and its warnings`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.write(#"{"budget": {"usd_per_row": 2}}"#, to: "orch.json")
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    let plan = #"{"plan": "p", "title": "t", "tasks": [{"id": "a", "task": "one"}]}"#
    let (status, body) = try server.answer("POST", "/v1/plans", "-d '\(plan)'")
    #expect(status == 201 && body.contains(#""cost_limit_usd":2.0,"#), "\(body)")
    let answer = try JSONValue(parsing: Array(body.utf8)).objectValue
    let warnings = answer?["warnings"]?.arrayValue ?? []
    #expect(warnings.count == 1 && "\(warnings)".contains("without criteria"), "\(body)")
    server.end()
  }

  @Test func `a token for another queue is not told that the server is ready`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.addToken()
    let server = try ServerProcess(of: scene)
    try scene.orch("init", "--path", "other").check()
    let added = try scene.orch(
      "token", "add", "other", "--scope", "read", "--queue", "other/QUEUE.md")
    try scene.write(added.output, to: "other-token")
    let (status, body) = try server.answer("GET", "/health/ready", token: "other-token")
    #expect(status == 404 && body.contains("no_queue"), "\(body)")
    server.end()
  }
}
